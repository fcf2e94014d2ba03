# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""One server and one browser for all tests; `async def` tests and what they use share one event loop.

Needs the binary (PLENARY_BINARY, else the debug build of this tree), Chromium, certutil and node. PLENARY_WEB_DIR names
a folder of pages to serve instead of those in the binary. Screenshots are kept in .test-output/screenshots.
"""

import asyncio
import inspect
import pathlib
import re
import shutil
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from person import Person  # noqa: E402
from stage import Stage, WebServer, browsers, make_home  # noqa: E402

TEST_SECONDS = 80
OPENING_SECONDS = 30


@pytest.fixture(scope="session")
def loop():
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield loop
    loop.close()


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    arguments = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    loop = pyfuncitem.funcargs["loop"]

    async def body():
        try:
            async with asyncio.timeout(TEST_SECONDS):
                await pyfuncitem.obj(**arguments)
        except BaseException:
            if "stage" in arguments:
                await arguments["stage"].pictures(re.sub(r"\W+", "-", pyfuncitem.name))
            raise
        pyfuncitem.passed = True

    loop.run_until_complete(body())
    return True


@pytest.fixture(scope="session")
def seeded(tmp_path_factory):
    """A folder to start a server from, with accounts; nobody changes it."""
    return make_home(tmp_path_factory.mktemp("seeded") / "home")


@pytest.fixture(scope="session")
def server(seeded, tmp_path_factory):
    home = tmp_path_factory.mktemp("server") / "home"
    shutil.copytree(seeded, home)
    server = WebServer(home).start()
    yield server
    server.dispose()


@pytest.fixture(scope="session")
def launch(loop, seeded, tmp_path_factory):
    opening = browsers(seeded / "Certs/ca.crt", tmp_path_factory.mktemp("browser"))
    yield loop.run_until_complete(opening.__aenter__())
    loop.run_until_complete(opening.__aexit__(None, None, None))


@pytest.fixture(scope="session")
def browser(loop, launch):
    return loop.run_until_complete(asyncio.wait_for(launch(), OPENING_SECONDS))


@pytest.fixture
def stage(request, loop, server, browser):
    """Brings people on. At the end no page may have asked another origin, broken its policy or written an error."""
    stage = Stage(server, browser, Person)
    yield stage
    loop.run_until_complete(stage.end(is_checking=getattr(request.node, "passed", False)))
