# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""One server and one browser for all tests.

Needs the binary (PLENARY_BINARY, else the debug build of this tree), Chromium, certutil and node. PLENARY_WEB_DIR names
a folder of pages to serve instead of those in the binary. Screenshots are kept in .test-output/screenshots.
"""

import asyncio
import pathlib
import shutil
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from asynchronous import loop, pytest_pyfunc_call  # noqa: E402, F401
from person import Person  # noqa: E402
from stage import Stage, WebServer, browsers, make_home  # noqa: E402

OPENING_SECONDS = 30


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
