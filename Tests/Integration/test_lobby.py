# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Guests wait in the lobby until chair or operators let them in."""

import asyncio

import pytest
from plenaryclient import Participant, Refused

PAUSE_MS = 2000


class Guest(Participant):
    """Somebody who came by a link; asks for a seat until it has one."""

    @property
    def id(self):
        return self.account["participant"]

    async def asks(self, room):
        """Asks once; gives the code of the refusal, nothing when seated."""
        try:
            await self.join(room)
        except Refused as refused:
            if refused.code == "admission_pending":
                assert refused.error["data"]["retryable"] and refused.error["data"]["retryAfterMs"] == PAUSE_MS
            return refused.code
        return None


def sign_in(server, invitation, name):
    body = {"invitation": invitation["link"].partition("#")[2], "pin": invitation["pin"], "name": name}
    response = server.request("POST", "/api/v1/auth/guest", body)
    assert response.status == 200, response.body
    return response.json | {"token": response.json["accessToken"]}


async def guest_of(server, person, invitation, name="Zhao Li"):
    guest = person(kind=Guest)
    guest.account = await asyncio.to_thread(sign_in, server, invitation, name)
    return guest


async def opened(person):
    """A room with its chair in it, who watches the lobby, and an invitation."""
    chair = person(opens_rooms=True)
    await chair.sign_in()
    await chair.join(await chair.create())
    await chair.call("roster.watch", streams=["lobby"])
    return chair, (await chair.command("room.invitation.create"))["invitation"]


async def waits(chair, count):
    """Waits until the chair sees so many in the lobby."""
    await chair.until(lambda: chair.journal.streams.get("lobby") and chair.journal["lobby"].state["waiting"] == count)
    return chair.journal["lobby"].state


async def test_a_guest_waits_is_seen_waiting_and_comes_in_once_admitted(server, people):
    async with people(server) as person:
        chair, invitation = await opened(person)
        guest = await guest_of(server, person, invitation)
        assert await guest.asks(chair.room) == "admission_pending"
        lobby = await waits(chair, 1)
        assert [(entry["participant"], entry["name"]) for entry in lobby["entries"]] == [(guest.id, "Zhao Li")]
        assert [unit[0::2] for unit in lobby["units"]] == [[invitation["unit"], 1]]
        receipt = await chair.command("room.lobby.admit", participants=[guest.id, "guest:1"])
        assert receipt["applied"] == 1
        assert receipt["refused"] == [{"participant": "guest:1", "code": "unknown_participant"}]
        assert await guest.asks(chair.room) is None
        await waits(chair, 0)
        page = await chair.call("roster.page", unit=invitation["unit"], page=1)
        assert guest.id in [entry["participant"] for entry in page["entries"]]
        await guest.say("I am in")
        assert (await chair.told("chat.posted"))["from"] == guest.id
        with pytest.raises(Refused):
            await guest.command("room.lobby.admit", all=True)


async def test_all_or_a_unit_are_let_in_at_once(server, people):
    async with people(server) as person:
        chair, invitation = await opened(person)
        guests = [await guest_of(server, person, invitation, f"Guest {number}") for number in range(3)]
        for guest in guests:
            assert await guest.asks(chair.room) == "admission_pending"
        await waits(chair, 3)
        # The unit's root is above every unit.
        other = next(row[1] for row in chair.journal["summary"].state["rows"] if row[0] == 0)
        nobody = await chair.command("room.lobby.admit", unit=4_000_000)
        assert nobody["applied"] == 0
        receipt = await chair.command("room.lobby.admit", unit=other)
        assert receipt["applied"] == 3
        for guest in guests:
            assert await guest.asks(chair.room) is None
        late = await guest_of(server, person, invitation)
        assert await late.asks(chair.room) == "admission_pending"
        assert (await chair.command("room.lobby.admit", all=True))["applied"] == 1
        assert await late.asks(chair.room) is None


async def test_who_is_turned_away_stays_out(server, people):
    async with people(server) as person:
        chair, invitation = await opened(person)
        guest = await guest_of(server, person, invitation)
        assert await guest.asks(chair.room) == "admission_pending"
        await chair.command("control.kick", participant=guest.id)
        assert await guest.asks(chair.room) == "kicked"
        await waits(chair, 0)


async def test_a_lock_and_a_withdrawn_invitation_keep_guests_out(server, people):
    async with people(server) as person:
        chair, invitation = await opened(person)
        guest = await guest_of(server, person, invitation)
        await chair.command("control.lock")
        assert await guest.asks(chair.room) == "room_locked"
        await chair.command("control.unlock")
        await chair.command("room.invitation.revoke", invitation=invitation["number"])
        assert await guest.asks(chair.room) == "invitation_expired"
        assert (await chair.call("room.invitation.list"))["invitations"] == []
        assert await chair.refusal("room.invitation.revoke", invitation=9, key="r9") == "unknown_invitation"


async def test_a_guest_knows_its_own_room_only(server, people):
    async with people(server) as person:
        chair, invitation = await opened(person)
        other_room = await chair.create(title="Another")
        guest = await guest_of(server, person, invitation)
        assert await guest.asks(other_room) == "permission_denied"
        assert await guest.connection.refusal("room.info", room=other_room) == "permission_denied"
        assert (await guest.connection.call("room.info", room=chair.room))["title"] == "Flood control"
        assert await guest.connection.refusal("room.create", title="Mine", key="mine") == "permission_denied"


async def test_the_lobby_is_for_chair_and_operators(server, people):
    async with people(server) as person:
        chair, _ = await opened(person)
        other = person()
        await other.join(chair.room)
        assert await other.refusal("roster.watch", streams=["lobby"]) == "permission_denied"


async def test_admission_outlives_a_crash_and_the_lobby_fills_again(own_server, people):
    async with people(own_server) as person:
        chair, invitation = await opened(person)
        inside = await guest_of(own_server, person, invitation, "Inside")
        waiting = await guest_of(own_server, person, invitation, "Waiting")
        assert await inside.asks(chair.room) == "admission_pending"
        await chair.command("room.lobby.admit", all=True)
        assert await inside.asks(chair.room) is None
        assert await waiting.asks(chair.room) == "admission_pending"
        await waits(chair, 1)
        own_server.kill()
        for one in (chair, inside, waiting):
            await one.connection.end()
        own_server.start()
        await chair.resume()
        await inside.resume()
        # The token that is renewed is the one that the guest has.
        await inside.connection.call("session.refresh", accessToken=inside.account["token"])
        await waits(chair, 0)
        assert await waiting.asks(chair.room) == "admission_pending"
        assert (await waits(chair, 1))["entries"][0]["participant"] == waiting.id
        shown = (await chair.call("room.invitation.list"))["invitations"]
        assert shown == [invitation], "link and PIN are the same after a restart"
        await inside.leave()
        assert await inside.asks(chair.room) is None
