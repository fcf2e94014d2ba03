# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""A lost connection is not a leave: what a client finds when it comes back, and who may not come back."""

import asyncio
import base64

from test_rooms import code_of, seat


async def test_who_comes_back_gets_what_was_missed_and_nobody_saw_a_leave(server, people):
    async with people(server) as person:
        ann, bob, carol = await seat(person, 3)
        await ann.until(lambda: ann.journal["summary"].row()[2] == 3)
        seen = len(ann.journal["summary"].joined_told)
        bob.connection.abort()
        await asyncio.sleep(0.2)
        last = [await ann.say(f"text {number}") for number in range(30)][-1]
        answer = await bob.resume()
        assert answer["participant"] == bob.id and answer["role"] == "attendee" and answer["room"] == bob.room
        await bob.reaches(last["offset"])
        assert bob.journal.texts == [f"text {number}" for number in range(30)]
        assert bob.journal["room"].resets == 1 and bob.journal.seen_twice == 0
        await carol.reaches(last["offset"])
        assert set(ann.journal["summary"].joined_told[seen:]) <= {3}
        assert [push for push in carol.journal.pushes() if push["method"] != "chat.posted"] == []


async def test_the_answer_comes_before_what_was_missed(server, people):
    async with people(server) as person:
        ann, bob = await seat(person, 2)
        bob.connection.abort()
        await ann.say("missed")
        connection = await bob.connect()
        order = []
        take = connection._take
        connection._take = lambda message: (order.append(message), take(message))
        positions = bob.journal.positions
        await connection.call("session.resume", token=bob.token, room=bob.room, streams=positions)
        await bob.until(lambda: bob.journal.texts == ["missed"])
        assert "result" in order[0], order


async def test_a_client_without_positions_gets_the_whole_state(server, people):
    async with people(server) as person:
        ann, bob = await seat(person, 2)
        said = await ann.say("hello")
        state = await bob.fresh_state()
        assert [message["text"] for message in state["chat"]] == ["hello"]
        assert bob.journal["room"].offset >= said["offset"]
        await bob.until(lambda: [bob.journal[name].resets for name in ("room", "summary", "self")] == [2, 2, 2])


async def test_a_takeover_closes_the_old_connection_with_4500(server, people):
    async with people(server) as person:
        ann, bob = await seat(person, 2)
        old = bob.connection
        await bob.resume()
        assert await old.closed() == 4500
        said = await ann.say("to the new one")
        await bob.reaches(said["offset"])
        assert bob.journal.texts == ["to the new one"]


async def test_many_takeovers_in_a_row_keep_the_seat_and_every_message(server, people):
    async with people(server) as person:
        ann, bob = await seat(person, 2)
        for round_number in range(12):
            old, said = bob.connection, await ann.say(f"round {round_number}")
            await bob.resume()
            await old.closed()
        await bob.reaches(said["offset"])
        assert bob.journal.texts == [f"round {number}" for number in range(12)]


async def test_the_shown_token_stays_good_until_the_new_connection_was_used(server, people):
    """The answer with the new token may be lost on the way."""
    async with people(server) as person:
        _, bob = await seat(person, 2)
        token = bob.token
        await bob.connect()
        await bob.connection.call("session.resume", token=token, room=bob.room, streams={})
        await bob.connection.end()
        await bob.resume(token=token, streams={})


async def test_an_older_token_revokes_the_session(server, people):
    async with people(server) as person:
        ann, bob = await seat(person, 2)
        old = bob.token
        await bob.resume()
        await bob.call("room.info")  # From here on the new token alone counts.
        current = bob.connection
        assert await code_of(bob.resume(token=old)) == "token_reused"
        assert await current.closed() == 4507
        assert await code_of(bob.resume()) == "unknown_session"
        await ann.until(lambda: ann.journal["summary"].row()[2] == 1)


async def test_a_forged_token_opens_nothing_and_harms_nobody(server, people):
    async with people(server) as person:
        ann, bob = await seat(person, 2)
        raw = bytearray(base64.urlsafe_b64decode(bob.token + "=" * (-len(bob.token) % 4)))
        raw[-1] ^= 1
        forged = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
        current = bob.connection
        assert await code_of(bob.resume(token=forged)) == "unknown_session"
        await bob.connection.end()
        assert current.is_open
        bob.connection = current
        assert (await bob.say("still here"))["offset"] > 0
        await bob.resume()


async def test_a_seat_is_given_up_when_the_grace_has_passed(seeded, copies, people):
    server = copies(seeded, loops=4, configuration="rooms:\n  resumeGraceSeconds: 2\n").start()
    async with people(server) as person:
        ann, bob, carol = await seat(person, 3)
        bob.connection.abort()
        carol.connection.abort()
        await asyncio.sleep(1)
        await carol.resume()
        await ann.until(lambda: ann.journal["summary"].row()[2] == 2)
        assert await code_of(bob.resume()) == "unknown_session"
        await bob.connection.end()
        bob.journal.streams = {}
        await bob.sign_in()
        await bob.join(ann.room)
        await carol.until(lambda: carol.journal["summary"].row()[2] == 3)
    server.dispose()
