# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Servers, accounts and people for the tests; `async def` tests run in an event loop of their own.

Needs the binary (PLENARY_BINARY, else the debug build of this tree), openssl and curl; nothing beyond loopback.
"""

import asyncio
import contextlib
import inspect
import itertools
import json
import pathlib
import shutil
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from plenaryclient import Connection, Participant  # noqa: E402
from plenaryserver import BINARY, PlenaryServer, make_certificates, run  # noqa: E402

TEST_SECONDS = 60
UNITS, ACCOUNTS = 12, 120
PASSWORD = "correct horse battery"


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    arguments = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}

    async def body():
        async with asyncio.timeout(TEST_SECONDS):
            await pyfuncitem.obj(**arguments)

    asyncio.run(body())
    return True


@pytest.fixture(scope="session")
def certified(tmp_path_factory):
    """A folder to start a server from, without accounts."""
    assert BINARY.exists(), f"there is no {BINARY}: build it, or name another with PLENARY_BINARY"
    home = tmp_path_factory.mktemp("certified")
    make_certificates(home / "Certs")
    return home


@pytest.fixture(scope="session")
def seeded(certified, tmp_path_factory):
    """The same with accounts; their tokens are in tokens.jsonl."""
    home = tmp_path_factory.mktemp("seeded") / "home"
    shutil.copytree(certified, home)
    run(
        BINARY, "demo", "seed", "--home", home, "--units", UNITS, "--accounts", ACCOUNTS,
        "--tokens", home / "tokens.jsonl",
    )
    return home


@pytest.fixture(scope="session")
def with_passwords(seeded, tmp_path_factory):
    """The seeded folder with people who have passwords besides: wangwei and lina, who may also open rooms."""
    home = tmp_path_factory.mktemp("passwords") / "home"
    shutil.copytree(seeded, home)
    unit = json.loads(run(BINARY, "unit", "list", "--home", home, "--json"))["units"][-1]["path"]
    for name, display_name, number in [("wangwei", "王伟", 1), ("lina", "李娜", 2), ("zhaomin", "赵敏", 3)]:
        run(
            BINARY, "account", "add", name, "--home", home, "--display-name", display_name, "--unit", unit,
            "--employee", f"E100{number}", "--phone", f"1380013800{number}", "--role", "meeting-organizer",
            "--password-stdin", input=f"{PASSWORD}\n",
        )
    return home


@pytest.fixture(scope="session")
def accounts(seeded):
    """The seeded accounts: {"account": number, "name": login name, "token": access token}."""
    return [json.loads(line) for line in (seeded / "tokens.jsonl").read_text().splitlines()]


@pytest.fixture(scope="session")
def copies(tmp_path_factory):
    """Makes copies of a home folder; ends the servers in them when the tests are over."""
    servers = []

    def make(home, loops=None, configuration=""):
        copy = tmp_path_factory.mktemp("server") / "home"
        shutil.copytree(home, copy)
        servers.append(PlenaryServer(copy, loops, configuration))
        return servers[-1]

    yield make
    for server in servers:
        server.dispose()


@pytest.fixture
def home(certified, tmp_path):
    """A folder of a test's own to start a server from, without accounts."""
    copy = tmp_path / "home"
    shutil.copytree(certified, copy)
    return copy


@pytest.fixture(scope="session")
def bare_server(certified, copies):
    """A running server without accounts, shared by the tests that need none."""
    return copies(certified, loops=4).start()


@pytest.fixture(scope="session")
def signing_server(with_passwords, copies):
    """A running server with accounts, some with passwords, shared by the tests of signing in."""
    return copies(with_passwords, loops=4).start()


@pytest.fixture(scope="session", params=[1, 4], ids=["one loop", "four loops"])
def server(request, seeded, copies):
    """A running server with accounts, shared by the tests that leave it as it is."""
    server = copies(seeded, loops=request.param).start()
    yield server
    assert server.stop() == 0


@pytest.fixture(params=[1, 4], ids=["one loop", "four loops"])
def own_server(request, seeded, copies):
    """A running server with accounts that the test may kill."""
    server = copies(seeded, loops=request.param).start()
    yield server
    server.dispose()


_next_account = itertools.count()


@pytest.fixture
def people(accounts):
    """Makes people with an account each; `async with people(server) as person` ends their connections."""

    @contextlib.asynccontextmanager
    async def make(server):
        made = []

        def person(opens_rooms=False, kind=Participant):
            # The first of the seeded accounts, and no other, may open rooms.
            index = 0 if opens_rooms else 1 + next(_next_account) % (len(accounts) - 1)
            made.append(kind(server, accounts[index]))
            return made[-1]

        yield person
        for one in made:
            if one.connection:
                await one.connection.end()
        for one in made:
            if one.connection and one.connection.fault:
                raise one.connection.fault

    return make


@pytest.fixture
def connecting():
    """Opens connections that nobody has signed in on; `async with connecting(server) as connect`."""

    @contextlib.asynccontextmanager
    async def make(server):
        made = []

        async def connect(**options):
            made.append(await Connection.open(server.ws_url, server.tls, **options))
            return made[-1]

        yield connect
        for connection in made:
            await connection.end()
            if connection.fault:
                raise connection.fault

    return make
