# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""kill -9 with people in a room: what was acknowledged is there again, and nobody sees that anybody was away."""

import asyncio

import pytest

from conftest import PASSWORD
from plenaryclient import JOINED, Closed, Refused
from test_rooms import seat
from test_signin import change_password

PEOPLE_COUNT = 50
# What a room's state says for good; the mesh is made anew by those who come back.
LASTING = ("title", "locked", "chair", "limit", "mute", "muted", "unmuted", "presenters", "floor", "chat")


def lasting(state):
    return {name: state[name] for name in LASTING}


async def crash(server, everybody):
    """Kills the server and starts it again on the same ports; all connections are down by then."""
    await asyncio.to_thread(server.kill)
    await asyncio.gather(*(one.connection.closed() for one in everybody))
    await asyncio.to_thread(server.start)


async def busy_room(person):
    """Fifty people in a locked room with a mute order, two hands, a presenter and chat."""
    everybody = list(await seat(person, PEOPLE_COUNT))
    chair, presenter, quiet, first_hand, second_hand, *_ = everybody
    await chair.command("control.promote", participant=presenter.id)
    await chair.command("control.mute", all=True, selfUnmute=False)
    await chair.command("control.mute", participants=[quiet.id])
    await first_hand.command("floor.request")
    await second_hand.command("floor.request")
    for number in range(5):
        await everybody[-number - 1].say(f"before {number}")
    locked = await chair.command("control.lock")
    await asyncio.gather(*(one.reaches(locked["offset"]) for one in everybody))
    await asyncio.gather(
        *(one.until(lambda one=one: one.journal["summary"].row()[JOINED] == PEOPLE_COUNT) for one in everybody)
    )
    return everybody, locked


async def test_a_killed_server_comes_back_with_the_room_as_it_was(own_server, people):
    async with people(own_server) as person:
        everybody, locked = await busy_room(person)
        chair, *_ = everybody
        before = lasting(await chair.fresh_state())
        first = await everybody[9].say("acknowledged", key="resent")
        await asyncio.gather(*(one.reaches(first["offset"]) for one in everybody))
        seen = [len(one.journal["summary"].joined_told) for one in everybody]
        await crash(own_server, everybody)

        await asyncio.gather(*(one.resume() for one in everybody))
        assert await everybody[9].say("acknowledged", key="resent") == first
        after = await everybody[10].say("after")
        assert after["offset"] == first["offset"] + 1, "a fact that nobody asked for"
        await asyncio.gather(*(one.reaches(after["offset"]) for one in everybody))
        for one in everybody:
            assert one.journal.texts[-2:] == ["acknowledged", "after"], one.id
            assert one.journal["room"].resets == (2 if one is chair else 1), "replayed, not told anew"
        await asyncio.sleep(1.5)  # The longest that counts may wait for their turn.
        for one, already in zip(everybody, seen):
            told = one.journal["summary"].joined_told[already:]
            assert set(told) == {PEOPLE_COUNT}, f"{one.id} was told of {told}"
        found = lasting(await chair.fresh_state())
        before["chat"] += [
            {"offset": said["offset"], "at": said["at"], "from": by.id, "name": by.name, "text": text}
            for said, by, text in ((first, everybody[9], "acknowledged"), (after, everybody[10], "after"))
        ]
        assert found == before
        stranger = person()
        await stranger.sign_in()
        assert await stranger.connection.refusal("room.join", room=chair.room) == "room_locked"


async def chatter(one, texts, receipts):
    """Says one text after another until the connection breaks; keeps what was acknowledged."""
    for text in texts:
        try:
            receipts[text] = await one.say(text, key=text)
        except Closed:
            return
        except Refused as refused:
            assert refused.error["data"]["retryable"], refused


async def say_the_rest(one, texts, receipts):
    """Sends everything again, with the same keys: what was acknowledged must be acknowledged in the same words."""
    for text in texts:
        receipt = await one.say(text, key=text)
        assert receipts.setdefault(text, receipt) == receipt
        await asyncio.sleep(0.01)


async def test_acknowledged_chat_survives_kills_in_the_middle_of_a_burst_exactly_once(own_server, people):
    async with people(own_server) as person:
        everybody = list(await seat(person, 16))
        speakers = everybody[:8]
        receipts, texts = {}, {}
        for round_number, enough in enumerate((20, 150)):
            texts = {one.id: [f"{one.id} {round_number}.{number}" for number in range(40)] for one in speakers}
            before = len(receipts)
            talking = [asyncio.create_task(chatter(one, texts[one.id], receipts)) for one in speakers]
            await everybody[-1].until(lambda: len(receipts) >= before + enough)
            await crash(own_server, everybody)
            await asyncio.gather(*talking)
            assert len(receipts) < before + 40 * len(speakers), "killed too late to be in the middle"
            await asyncio.gather(*(one.resume() for one in everybody))
            await asyncio.gather(*(say_the_rest(one, texts[one.id], receipts) for one in speakers))
        assert len(receipts) == 2 * 40 * len(speakers)
        last = max(receipt["offset"] for receipt in receipts.values())
        await asyncio.gather(*(one.reaches(last) for one in everybody))
        expected = sorted(receipts, key=lambda text: receipts[text]["offset"])
        for one in everybody:
            assert one.journal.texts == expected, one.id
            assert one.journal["room"].resets == 1


async def test_a_receipt_that_was_lost_with_the_server_is_given_again(own_server, people):
    async with people(own_server) as person:
        ann, bob = await seat(person, 2)
        room = await ann.create(key="lost", title="Made before the crash")
        receipt = await ann.command("control.mute", key="mute", participants=[bob.id, "account:99999999"])
        await crash(own_server, [ann, bob])
        await asyncio.gather(ann.resume(), bob.resume())
        params = {"participants": [bob.id, "account:99999999"]}
        assert await ann.command("control.mute", key="mute", **params) == receipt
        assert await ann.create(key="lost", title="Made before the crash") == room


@pytest.mark.parametrize("changed", ["before the crash", "after the crash"])
async def test_a_new_password_outlives_a_crash_and_ends_the_sessions_of_before(with_passwords, copies, people, changed):
    server = copies(with_passwords, loops=4).start()
    tokens = await asyncio.gather(*(asyncio.to_thread(token_of, server, name) for name in ("wangwei", "lina")))
    async with people(server) as person:
        wangwei, lina = person(), person()
        for one, token in zip((wangwei, lina), tokens):
            one.account = {"account": int(token["participant"].split(":")[1]), "token": token["accessToken"]}
            await one.sign_in()
        room = await wangwei.create()
        await wangwei.join(room)
        await lina.join(room)
        # Away, so that no connection is there to be closed.
        for one in (wangwei, lina):
            one.connection.abort()
        if changed == "before the crash":
            await asyncio.to_thread(change_password, server, "wangwei", "another password")
        await asyncio.to_thread(server.kill)
        if changed == "after the crash":
            await asyncio.to_thread(change_password, server, "wangwei", "another password")
        await asyncio.to_thread(server.start)
        try:
            await wangwei.resume()
            assert await wangwei.connection.closed() == 4503
        except Refused as refused:
            assert refused.code == "unknown_session" and changed == "before the crash"
        await lina.resume()
        # Of the others nobody is thrown out, and the seat is free.
        await lina.until(lambda: lina.journal["summary"].row()[JOINED] == 1)
        assert (await lina.connection.call("session.ping"))["time"] > 0
    assert await asyncio.to_thread(server.stop) == 0


def token_of(server, name):
    body = {"identifier": name, "password": PASSWORD}
    return server.request("POST", "/api/v1/auth/token", body).json
