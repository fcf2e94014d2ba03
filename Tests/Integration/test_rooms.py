# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""What people do in a room, seen from all sides."""

import asyncio

from plenaryclient import HANDS, JOINED, MUTED, PEOPLE, Refused


async def seat(person, count, **params):
    """A room and so many people in it, the first of them its chair."""
    chair, others = person(opens_rooms=True), [person() for _ in range(count - 1)]
    await chair.sign_in()
    room = await chair.create(**params)
    for one in [chair, *others]:
        await one.join(room)
    return chair, *others


async def code_of(call):
    try:
        result = await call
    except Refused as refused:
        return refused.code
    raise AssertionError(f"not refused: {result}")


async def test_the_same_key_gives_the_same_room(server, people):
    async with people(server) as person:
        ann, bob = person(opens_rooms=True), person()
        assert (await ann.sign_in())["permissions"] == ["room.create"]
        assert (await bob.sign_in())["permissions"] == []
        room = await ann.create(key="same")
        assert len(room) == 9 and room.isdigit()
        assert await ann.create(key="same") == room
        assert await ann.create(key="other") != room
        assert await code_of(bob.create(key="same")) == "permission_denied"
        answer = await ann.connection.call("room.create", title="Flood control", key="same")
        assert answer == {"room": room, "link": f"https://localhost:8443/r/{room}"}


async def test_a_join_tells_place_role_and_the_state_of_three_streams(server, people):
    async with people(server) as person:
        ann, bob = person(opens_rooms=True), person()
        await ann.sign_in()
        room = await ann.create(limit=7, title="Flood control")
        answer = await ann.join(room, people=3)
        assert answer["role"] == "chair" and answer["media"] == "none" and answer["participant"] == ann.id
        assert len(answer["path"]) >= 1 and 0 <= answer["reconnect"]["slot"] < 1
        state = ann.journal["room"].state
        assert (state["title"], state["locked"], state["chair"], state["limit"]) == ("Flood control", False, ann.id, 7)
        assert state["mute"]["all"] is False and state["chat"] == [] and state["floor"]["queue"] == []
        assert (await bob.join(room, people=2))["role"] == "attendee"
        await ann.until(lambda: ann.journal["summary"].row()[JOINED] == 2)
        assert ann.journal["summary"].row()[PEOPLE] == 5
        link = f"https://localhost:8443/r/{room}"
        assert answer["link"] == link
        info = await bob.call("room.info")
        assert info == {
            "room": room, "title": "Flood control", "state": "open", "locked": False, "participants": 2, "people": 5,
            "limit": 7, "link": link,
        }


async def test_chat_reaches_everybody_once_for_each_key_also_across_a_reconnect(server, people):
    async with people(server) as person:
        ann, bob = await seat(person, 2)
        first = await bob.say("早上好 😀", key="m1")
        assert first["enforcement"] == "server" and first["applied"] == 0 and first["pending"] == 0
        assert await bob.say("早上好 😀", key="m1") == first
        bob.connection.abort()
        await bob.resume()
        assert await bob.say("not said", key="m1") == first
        last = await ann.say("good morning", key="m1")  # Keys are each participant's own.
        for one in (ann, bob):
            await one.reaches(last["offset"])
            assert one.journal.texts == ["早上好 😀", "good morning"]
            assert one.journal.seen_twice == 0
        posted = ann.journal.pushes(method="chat.posted")[0]
        assert (posted["from"], posted["name"], posted["offset"]) == (bob.id, bob.name, first["offset"])


async def test_who_joins_later_finds_the_chat_in_the_state(server, people):
    async with people(server) as person:
        ann, = await seat(person, 1)
        said = await ann.say("already said")
        late = person()
        await late.join(ann.room)
        chat = late.journal["room"].state["chat"]
        assert chat == [{"offset": said["offset"], "at": said["at"], "from": ann.id, "name": ann.name,
                         "text": "already said"}]


async def test_a_lock_keeps_newcomers_out_until_it_is_lifted(server, people):
    async with people(server) as person:
        ann, bob = await seat(person, 2)
        carol = person()
        await carol.sign_in()
        assert await bob.refusal("control.lock", key="no") == "permission_denied"
        receipt = await ann.command("control.lock")
        assert receipt["enforcement"] == "server" and receipt["applied"] == 0
        assert (await bob.told("room.locked"))["by"] == ann.id
        assert await code_of(carol.join(ann.room)) == "room_locked"
        await ann.command("control.unlock")
        await bob.told("room.unlocked")
        await carol.join(ann.room)


async def test_a_mute_of_all_waits_for_who_is_on_and_tells_the_progress(server, people):
    async with people(server) as person:
        ann, bob, carol = await seat(person, 3)
        for one in (bob, carol):
            await one.call("media.report", microphone="on", camera="off")
        receipt = await ann.command("control.mute", key="mute", all=True, selfUnmute=False)
        assert receipt["enforcement"] == "request" and receipt["pending"] == 2 and receipt["refused"] == []
        muted = await bob.told("room.muted")
        assert muted["by"] == ann.id and muted["selfUnmute"] is False and muted["offset"] == receipt["offset"]
        for one in (bob, carol):
            await one.call("media.report", microphone="off", camera="off")
        done = await ann.until(
            lambda: [push for push in ann.journal.pushes("self", "control.progressed") if push["pending"] == 0]
        )
        assert done[0]["key"] == "mute" and done[0]["applied"] == receipt["applied"] + 2
        await ann.until(lambda: ann.journal["summary"].row()[MUTED] == 2)
        dave = person()
        await dave.join(ann.room)
        assert dave.journal["room"].state["mute"] == {"all": True, "selfUnmute": False}
        await ann.command("control.unmute", all=True)
        await dave.told("room.unmuted")


async def test_a_mute_names_who_it_fails_for_and_is_lifted_one_by_one(server, people):
    async with people(server) as person:
        ann, bob, carol = await seat(person, 3)
        receipt = await ann.command("control.mute", participants=[bob.id, "account:99999999"])
        assert receipt["refused"] == [{"participant": "account:99999999", "code": "unknown_participant"}]
        assert receipt["applied"] + receipt["pending"] == 1
        assert (await carol.told("participant.muted"))["participant"] == bob.id
        await carol.fresh_state()
        assert carol.journal["room"].state["muted"] == [bob.id]
        await ann.command("control.unmute", participants=[bob.id])
        assert (await carol.told("participant.unmuted"))["participant"] == bob.id


async def test_hands_queue_for_the_floor_in_order(server, people):
    async with people(server) as person:
        ann, bob, carol, dave = await seat(person, 4)
        for one in (bob, carol, dave):
            await one.command("floor.request")
        await ann.until(lambda: ann.journal["summary"].row()[HANDS] == 3)
        await ann.fresh_state()
        queue = [entry["participant"] for entry in ann.journal["room"].state["floor"]["queue"]]
        assert queue == [bob.id, carol.id, dave.id]
        assert await carol.refusal("floor.grant", participant=carol.id, key="no") == "permission_denied"
        assert await ann.refusal("floor.deny", participant=ann.id, key="no") == "floor_not_requested"
        await ann.command("floor.grant", participant=bob.id)
        assert (await carol.told("floor.granted"))["participant"] == bob.id
        await ann.command("floor.deny", participant=carol.id)
        await ann.command("floor.revoke", participant=bob.id)
        await dave.command("floor.release")
        await bob.told("floor.released")
        methods = [push["method"] for push in bob.journal.pushes() if push["method"].startswith("floor.")]
        assert methods == ["floor.requested"] * 3 + ["floor.granted", "floor.denied", "floor.revoked", "floor.released"]
        assert await dave.refusal("floor.release", key="again") == "floor_not_held"
        await ann.until(lambda: ann.journal["summary"].row()[HANDS] == 0)


async def test_the_chair_puts_people_on_the_stage_and_takes_them_off(server, people):
    async with people(server) as person:
        ann, bob = await seat(person, 2)
        await ann.command("control.promote", participant=bob.id)
        assert (await bob.told("participant.promoted"))["participant"] == bob.id
        state = await ann.fresh_state()
        assert state["presenters"] == [{"participant": bob.id, "name": bob.name}]
        await ann.command("control.demote", participant=bob.id)
        assert (await bob.told("participant.demoted"))["by"] == ann.id


async def test_who_is_removed_is_closed_with_4504_and_does_not_come_back(server, people):
    async with people(server) as person:
        ann, bob, carol = await seat(person, 3)
        await ann.command("control.kick", participant=bob.id)
        assert await bob.connection.closed() == 4504
        assert (await carol.told("participant.kicked"))["participant"] == bob.id
        await carol.until(lambda: carol.journal["summary"].row()[JOINED] == 2)
        assert await code_of(bob.resume()) == "unknown_session"
        await bob.connection.end()
        await bob.sign_in()
        assert await code_of(bob.connection.call("room.join", room=ann.room)) == "kicked"


async def test_an_ended_room_is_over_for_everybody(server, people):
    async with people(server) as person:
        ann, bob = await seat(person, 2)
        await ann.command("control.end")
        assert (await bob.told("room.ended"))["by"] == ann.id
        assert bob.connection.is_open
        assert await bob.refusal("chat.send", text="x", key="x") == "not_in_room"
        assert await code_of(bob.connection.call("room.join", room=ann.room)) == "room_ended"
        assert (await bob.connection.call("room.info", room=ann.room))["state"] == "ended"
        other = await ann.create()
        await ann.connection.call("room.join", room=other)  # The connection is good for another room.


async def test_who_leaves_frees_the_seat_and_a_goodbye_ends_the_connection(server, people):
    async with people(server) as person:
        ann, bob, carol = await seat(person, 3)
        await bob.leave()
        await ann.until(lambda: ann.journal["summary"].row()[JOINED] == 2)
        await bob.join(ann.room)
        await ann.until(lambda: ann.journal["summary"].row()[JOINED] == 3)
        await carol.connection.call("session.bye")
        assert await carol.connection.closed() == 4506
        await ann.until(lambda: ann.journal["summary"].row()[JOINED] == 2)
        assert await code_of(carol.resume()) == "unknown_session"


async def test_signals_are_relayed_both_ways_and_wait_for_who_is_away(server, people):
    async with people(server) as person:
        ann, bob = await seat(person, 2)
        payload = {"type": "offer", "sdp": "v=0\r\n王", "deep": [1, -0.5, None, True, {"a": []}]}
        assert await ann.call("signal.send", to=bob.session, payload=payload) == {}
        got = await bob.told("signal.received", "self")
        assert (got["from"], got["participant"], got["payload"]) == (ann.session, ann.id, payload)
        await bob.call("signal.send", to=ann.session, payload="answer")
        assert (await ann.told("signal.received", "self"))["payload"] == "answer"
        bob.connection.abort()
        await asyncio.sleep(0.1)
        await ann.call("signal.send", to=bob.session, payload="while you were away")
        await bob.resume()
        assert (await bob.told("signal.received", "self", count=2))["payload"] == "while you were away"
        assert await ann.refusal("signal.send", to="ffffffffffffffff", payload=1) == "recipient_gone"


async def test_a_place_in_the_mesh_is_announced_and_freed(server, people):
    async with people(server) as person:
        ann = person(opens_rooms=True)
        await ann.sign_in()
        room = await ann.create()
        assert (await ann.join(room, media=True))["media"] == "mesh"
        others = [person() for _ in range(4)]
        media = [(await one.join(room, media=True))["media"] for one in others]
        assert media == ["mesh"] * 3 + ["full"]
        await ann.until(
            lambda: [push["session"] for push in ann.journal.pushes(method="mesh.entered")][-3:]
            == [one.session for one in others[:3]]
        )
        await others[0].leave()
        assert (await ann.told("mesh.left"))["session"] == others[0].session


async def test_counts_pages_and_searches_follow_who_comes_and_goes(server, people):
    async with people(server) as person:
        ann, = await seat(person, 1)
        bob = person()
        answer = await bob.join(ann.room, people=4)
        unit = answer["path"][-1]
        page = f"page:{unit}/1"
        watching = await ann.call("roster.watch", streams=[f"summary:{unit}", page])
        assert sorted(watching["watching"]) == sorted([f"summary:{unit}", page])
        await ann.until(lambda: {page, f"summary:{unit}"} <= ann.journal.streams.keys())

        def on_page():
            return [entry["participant"] for entry in ann.journal[page].state["entries"]]

        assert bob.id in on_page()
        await ann.until(lambda: ann.journal["summary"].row(answer["path"][1])[PEOPLE] >= 4)
        once = await ann.call("roster.page", unit=unit, page=1)
        assert [entry["participant"] for entry in once["entries"]] == on_page()
        await bob.command("floor.request")
        await ann.until(lambda: any(entry["hand"] for entry in ann.journal[page].state["entries"]))
        found = await ann.call("roster.search", query=bob.name)
        assert bob.id in [match["entry"]["participant"] for match in found["matches"]]
        await bob.leave()
        await ann.until(lambda: bob.id not in on_page())
        assert await ann.refusal("roster.watch", streams=["page:4000000000/1"]) == "unknown_stream"
        assert (await ann.call("roster.unwatch", streams=[page]))["watching"] == [f"summary:{unit}"]


async def test_who_lost_the_connection_is_shown_offline_on_pages_and_still_counted(server, people):
    async with people(server) as person:
        ann, = await seat(person, 1)
        bob = person()
        unit = (await bob.join(ann.room))["path"][-1]
        page = f"page:{unit}/1"
        await ann.call("roster.watch", streams=[page])
        await ann.until(lambda: page in ann.journal.streams)

        def is_online():
            return {e["participant"]: e["online"] for e in ann.journal[page].state["entries"]}[bob.id]

        assert is_online()
        bob.connection.abort()
        await ann.until(lambda: not is_online())
        await bob.resume()
        await ann.until(is_online)
        assert set(ann.journal["summary"].joined_told[1:]) <= {2}


async def test_a_room_takes_no_more_participants_than_its_limit(server, people):
    async with people(server) as person:
        ann, bob = await seat(person, 2, limit=2)
        carol = person()
        assert await code_of(carol.join(ann.room)) == "room_full"
        await bob.leave()
        await carol.join(ann.room)


async def again(person, one):
    """The same account on a second connection."""
    other = person()
    other.account = one.account
    await other.sign_in()
    return other


async def test_a_newer_session_replaces_the_older_where_the_room_says_so(server, people):
    async with people(server) as person:
        ann, bob = await seat(person, 2, sessionPolicy="replace")
        newer = await again(person, bob)
        await newer.join(ann.room)
        assert await bob.connection.closed() == 4505
        assert (await newer.say("here"))["offset"] > 0
        assert await code_of(bob.resume()) == "unknown_session"


async def test_a_second_session_is_refused_where_the_room_says_so(server, people):
    async with people(server) as person:
        ann, bob = await seat(person, 2, sessionPolicy="refuse")
        newer = await again(person, bob)
        assert await code_of(newer.join(ann.room)) == "already_joined"
        assert (await bob.say("still here"))["offset"] > 0


async def test_a_second_session_is_seated_beside_the_first_where_the_room_says_so(server, people):
    async with people(server) as person:
        ann, bob = await seat(person, 2, sessionPolicy="allow")
        newer = await again(person, bob)
        await newer.join(ann.room)
        said = await ann.say("to both")
        await bob.reaches(said["offset"])
        await newer.reaches(said["offset"])
        assert (await ann.call("room.info"))["participants"] == 2
