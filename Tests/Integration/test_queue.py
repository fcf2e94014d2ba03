# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Storms: more join a room than it lets in at once, and more sign in than passwords can be checked."""

import asyncio
import itertools
import time

import pytest
from plenaryclient import Refused

RATE = 5
CROWD = 40
QUEUEING = f"rooms:\n  joinsPerSecond: {RATE}\n"
# One thread and few places, so that a few hundred are a storm on any machine.
CROWDED = "signIn:\n  passwordThreads: 1\n  passwordQueue: 8\n"
STORM = 150


@pytest.fixture(params=[1, 4], ids=["one loop", "four loops"])
def queueing_server(request, seeded, copies):
    return copies(seeded, loops=request.param, configuration=QUEUEING).start()


async def ask(one, room):
    """Asks for a seat once; gives the place in the queue, or nothing when seated."""
    try:
        await one.join(room)
    except Refused as refused:
        data = refused.error["data"]
        assert (data["code"], data["retryable"]) == ("join_queued", True)
        assert data["retryAfterMs"] == data["queue"]["waitMs"] > 0 < data["queue"]["position"]
        return data["queue"]
    return None


async def wait_for_turn(one, room, place):
    """Comes when told to, as often as it takes; gives the time of the seat."""
    while place:
        await asyncio.sleep(place["waitMs"] / 1000)
        place = await ask(one, room)
    return time.monotonic()


async def crowd(person, room):
    """People who all ask in the same moment, with the places they got, in the order of these; seated ones first."""
    people = [person() for _ in range(CROWD)]
    await asyncio.gather(*(one.sign_in() for one in people))
    places = await asyncio.gather(*(ask(one, room) for one in people))
    return sorted(zip(people, places, strict=True), key=lambda pair: pair[1]["waitMs"] if pair[1] else 0)


async def test_a_storm_is_let_in_in_order_and_everybody_is_told_when(queueing_server, people):
    async with people(queueing_server) as person:
        chair = person(opens_rooms=True)
        await chair.sign_in()
        room = await chair.create()
        began = time.monotonic()
        pairs = await crowd(person, room)
        queue = [(one, place) for one, place in pairs if place]
        assert CROWD - RATE - 10 < len(queue) <= CROWD - RATE
        positions = [place["position"] for _, place in queue]
        assert positions == sorted(positions) and positions[-1] <= CROWD - RATE
        for _, place in queue:
            assert place["waitMs"] <= place["position"] * 1000 / RATE
        seated = await asyncio.gather(*(wait_for_turn(one, room, place) for one, place in queue))
        assert seated[-1] - began >= (CROWD - RATE) / RATE - 0.5
        # Whoever was a second behind came in behind.
        for (first, second) in itertools.combinations(range(len(queue)), 2):
            if queue[second][1]["waitMs"] - queue[first][1]["waitMs"] > 1000:
                assert seated[first] < seated[second]
        assert (await chair.connection.call("room.info", room=room))["participants"] == CROWD
        metrics = queueing_server.request("GET", "/metrics").body.decode()
        told = next(line for line in metrics.splitlines() if line.startswith("plenary_joins_queued_total "))
        assert int(told.split()[1]) >= len(queue)


async def test_a_reconnect_keeps_the_place_and_the_chair_passes_first(queueing_server, people):
    async with people(queueing_server) as person:
        chair = person(opens_rooms=True)
        await chair.sign_in()
        room = await chair.create()
        last, place = (await crowd(person, room))[-1]
        assert place["position"] > RATE
        assert (await chair.join(room))["role"] == "chair"
        session = last.session
        last.connection.abort()
        await last.sign_in()
        assert last.session != session
        again = await ask(last, room)
        assert again["position"] <= place["position"] and again["waitMs"] < place["waitMs"]
        newcomer = person()
        behind = await ask(newcomer, room)
        assert behind["position"] > again["position"] and behind["waitMs"] > again["waitMs"]
        await wait_for_turn(last, room, again)
        await chair.until(lambda: chair.journal["summary"].row()[2] >= 2)


async def sign_in(connection, number):
    """Shows a wrong password for an account of its own, so that nothing but the storm slows it; gives the refusal."""
    with pytest.raises(Refused) as refused:
        await connection.call(
            "session.authenticate", method="password", identifier=f"storm-{number}", password="wrong"
        )
    return refused.value.error["data"]


async def test_a_storm_of_passwords_does_not_disturb_those_inside(with_passwords, copies, people, connecting):
    server = copies(with_passwords, loops=4, configuration=CROWDED).start()
    async with people(server) as person, connecting(server) as connect:
        ann, bob = person(opens_rooms=True), person()
        await ann.sign_in()
        room = await ann.create()
        await ann.join(room)
        await bob.join(room)
        connections = await asyncio.gather(*(connect() for _ in range(STORM)))
        storm = asyncio.gather(*(sign_in(one, number) for number, one in enumerate(connections)))
        said = 0
        while not storm.done():
            await bob.say(f"still here {said}")
            said += 1
            await asyncio.sleep(0.05)  # Within the limit of requests.
        answers = await storm
        for answer in answers:
            assert answer["code"] in ("credentials_wrong", "sign_in_busy"), answer
        pauses = [answer["retryAfterMs"] for answer in answers if answer["code"] == "sign_in_busy"]
        assert len(pauses) > STORM / 4 and min(pauses) >= 1
        assert len(set(pauses)) > len(pauses) / 4, "those sent away together would come back together"
        assert max(pauses) > min(pauses), "the wait does not grow with the queue"
        assert said >= 1
        last = await ann.say("all is well")
        await bob.reaches(last["offset"])
        # A token never waits for passwords, and the password works once the storm is over.
        await person().join(room)
        late = await connect()
        params = {"method": "password", "identifier": "lina", "password": "correct horse battery"}
        async with asyncio.timeout(30):
            while (answer := await attempt(late, params)) is not True:
                await asyncio.sleep(answer / 1000)


async def attempt(connection, params):
    """True when signed in, else after how many milliseconds to come again."""
    try:
        await connection.call("session.authenticate", **params)
    except Refused as refused:
        assert refused.code == "sign_in_busy"
        return refused.error["data"]["retryAfterMs"]
    return True
