# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Real browsers, a real Janus and a real coturn, in a network namespace: run by `tools/test --only media`, or by
`unshare -n .venv/bin/python -m pytest Tests/Media` (`unshare -Urn` unless root, whose checkout and Python must be
theirs to read; a virtual environment made from root's own Python is not).

`stage` brings people on as in Tests/Browser, with `servers` in the same network; `browser` and `firefox` are theirs.
`far` is a network elsewhere, with the browser `far_browser` in it; `apart` is Plenary and coturn here and Janus where
only a relay leads from there.
"""

import asyncio
import pathlib
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "Browser")]

import topology  # noqa: E402
from asynchronous import loop, pytest_pyfunc_call  # noqa: E402, F401
from browser import CHROMIUM, FLAGS_OF_A_NETWORK, wrapped  # noqa: E402
from crowd import make_crowded_home  # noqa: E402
from firefox import Firefox  # noqa: E402
from person import Person  # noqa: E402
from servers import MediaServers  # noqa: E402
from stage import Stage, browsers  # noqa: E402

OPENING_SECONDS = 40


@pytest.fixture(scope="session")
def here():
    """The network that the tests, the servers and most browsers are in."""
    return topology.prepare()


@pytest.fixture(scope="session")
def seeded(tmp_path_factory):
    """A folder to start a server from, with accounts; nobody changes it."""
    return make_crowded_home(tmp_path_factory.mktemp("seeded") / "home")


@pytest.fixture(scope="session")
def servers(here, seeded, tmp_path_factory):
    """Plenary, Janus and coturn. Who kills one starts it again."""
    servers = MediaServers(seeded, tmp_path_factory.mktemp("servers") / "home", topology.HERE, topology.HERE)
    try:
        yield servers.start()
    finally:
        servers.dispose()


@pytest.fixture(scope="session")
def launch(loop, here, seeded, tmp_path_factory):  # noqa: F811
    """Launches Chromium: `await launch()`; with an executable of `wrapped()` elsewhere."""
    opening = browsers(seeded / "Certs/ca.crt", tmp_path_factory.mktemp("browser"))
    launch = loop.run_until_complete(opening.__aenter__())
    yield lambda executable=CHROMIUM: launch(executable, FLAGS_OF_A_NETWORK)
    loop.run_until_complete(opening.__aexit__(None, None, None))


@pytest.fixture(scope="session")
def browser(loop, launch):  # noqa: F811
    return loop.run_until_complete(asyncio.wait_for(launch(), OPENING_SECONDS))


@pytest.fixture(scope="session")
def firefox(loop, here, seeded, tmp_path_factory):  # noqa: F811
    firefox = Firefox(seeded / "Certs/ca.crt", tmp_path_factory.mktemp("firefox"))
    yield loop.run_until_complete(asyncio.wait_for(firefox.launch(), OPENING_SECONDS))
    loop.run_until_complete(firefox.close())


@pytest.fixture
def stage(request, loop, servers, browser):  # noqa: F811
    """Brings people on. At the end no page may have asked another origin, broken its policy or written an error."""
    stage = Stage(servers.plenary, browser, Person)
    yield stage
    loop.run_until_complete(stage.end(is_checking=getattr(request.node, "passed", False)))


@pytest.fixture(scope="session")
def far(here):
    far = topology.far()
    yield far
    far.close()


@pytest.fixture(scope="session")
def far_browser(loop, far, launch, tmp_path_factory):  # noqa: F811
    executable = wrapped(tmp_path_factory.mktemp("far"), far.enter)
    return loop.run_until_complete(asyncio.wait_for(launch(executable), OPENING_SECONDS))


class Apart:
    """Three places: a browser far away, Plenary and coturn in the middle, Janus beyond."""

    def __init__(self, far, browser, beyond, servers):
        self.far = far
        self.browser = browser
        self.beyond = beyond
        self.servers = servers


@pytest.fixture(scope="session")
def apart(far, far_browser, seeded, tmp_path_factory):
    beyond = topology.beyond()
    home = tmp_path_factory.mktemp("apart") / "home"
    servers = MediaServers(seeded, home, topology.FAR_SIDE, topology.BEYOND, janus_place=beyond, cli_port=5767)
    try:
        servers.start()
        yield Apart(far, far_browser, beyond, servers)
    finally:
        servers.dispose()
        beyond.close()


@pytest.fixture
def stage_apart(request, loop, apart):  # noqa: F811
    """As `stage`, for people who are far away."""
    stage = Stage(apart.servers.plenary, apart.browser, Person)
    yield stage
    loop.run_until_complete(stage.end(is_checking=getattr(request.node, "passed", False)))
