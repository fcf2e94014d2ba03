# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""The relays that Plenary gives to a session, and how it takes them back."""

import contextlib
import time

import pytest
from browser import until
from connections import gather
from coturn_control import Control
from plenaryclient import Connection, Participant
from turn_client import MISMATCH, TurnClient, TurnError

LIFE_SECONDS_MAX = 600
CUT_SECONDS = 5


class Caller(Participant):
    """A person of the demonstration's organisation, who signs in with a password."""

    @property
    def id(self):
        return self.account["participant"]

    async def sign_in(self):
        self.connection = await Connection.open(self.server.ws_url, self.server.tls, self.journal)
        answer = await self.connection.call(
            "session.authenticate", method="password", identifier=self.account["login"],
            password=self.account["password"],
        )
        self.session, self.name = answer["session"], answer["name"]
        self.connection.keep_alive()
        return answer


@pytest.fixture
def allocated(servers):
    """Makes clients that have allocated with what Plenary gave."""
    with contextlib.ExitStack() as closing:

        def make(answer):
            [given] = answer["servers"]
            address = (servers.settings.turn_host, servers.settings.ports.turn)
            client = closing.enter_context(TurnClient(address, given["username"], given["credential"]))
            client.allocate()
            return client

        yield make


@pytest.fixture
def called(loop, servers):
    """Makes callers, whose connections end with the test."""
    callers = []

    def make(account):
        callers.append(Caller(servers.plenary, servers.plenary.accounts[account]))
        return callers[-1]

    yield make
    for caller in callers:
        loop.run_until_complete(caller.connection.end())


async def meet(*callers):
    await callers[0].sign_in()
    room = await callers[0].create()
    for caller in callers:
        await caller.join(room)


async def test_a_session_gets_relays_by_udp_tcp_and_tls_for_ten_minutes_at_most(called, servers, stage):
    chair = called("chair")
    await meet(chair)
    answer = await chair.call("media.servers")
    [given] = answer["servers"]
    assert given["urls"] == servers.settings.turn_urls
    assert given["username"] == f"{answer['expiresAt'] // 1000}:{chair.session}"
    assert 0 < answer["expiresAt"] / 1000 - time.time() <= LIFE_SECONDS_MAX
    one = await stage.enter("office")
    await one.opens("/")
    for url in given["urls"]:
        gathered = await gather(one.page, [given | {"urls": url}])
        assert gathered["candidates"], (url, gathered)


async def test_whoever_is_removed_loses_the_relays_also_those_that_are_allocated_afterwards(called, allocated, servers):
    chair, hebei = called("chair"), called("hebei")
    await meet(chair, hebei)
    given = await hebei.call("media.servers")
    kept, lost = allocated(await chair.call("media.servers")), allocated(given)
    control = Control(servers.settings)

    async def is_cut():
        return not control.sessions(f":{hebei.session}")

    await chair.command("control.kick", participant=hebei.id)
    await until(is_cut, CUT_SECONDS, "the relays of who was removed are gone")
    with pytest.raises(TurnError) as refusal:
        lost.refresh()
    assert refusal.value.code == MISMATCH
    allocated(given)
    await until(is_cut, CUT_SECONDS, "and those of afterwards")
    assert kept.refresh() > 0
