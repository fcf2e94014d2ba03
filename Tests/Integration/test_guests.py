# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""How a guest gets in over HTTPS: the link's code and the PIN become a token of one room."""

import asyncio
import base64
import re
import time

import pytest

from plenaryclient import Refused

WRONG_PINS = 20
FORMS = [b"", b"{", b"[]", b"{}", b'{"invitation":"a"}', b'{"invitation":"a","pin":"000000"}', b'{"invitation":1}']


def post(server, route, body, **headers):
    return server.request("POST", f"/api/v1/{route}", body, headers)


async def ask(server, route, body, **headers):
    return await asyncio.to_thread(post, server, route, body, **headers)


async def enter(server, invitation, pin=None, name="Zhao Li"):
    body = {"invitation": code_of(invitation), "pin": invitation["pin"] if pin is None else pin, "name": name}
    return await ask(server, "auth/guest", body)


def code_of(invitation):
    return invitation["link"].partition("#")[2]


def wrong_pin(invitation):
    return "000000" if invitation["pin"] != "000000" else "000001"


async def invite(person, **params):
    """A room with its chair in it, and an invitation."""
    chair = person(opens_rooms=True)
    await chair.sign_in()
    await chair.join(await chair.create())
    return chair, (await chair.command("room.invitation.create", **params))["invitation"]


def spoilt(code):
    """Codes that are not quite the one that they are made from."""
    yield ""
    yield code[:-1]
    yield f"{code}A"
    yield f"{code}="
    raw = base64.urlsafe_b64decode(code)
    for index in range(len(raw)):
        changed = bytes(byte ^ 1 if at == index else byte for at, byte in enumerate(raw))
        yield base64.urlsafe_b64encode(changed).decode()


async def test_an_invitation_is_a_link_a_pin_and_an_end(server, people):
    async with people(server) as person:
        _, invitation = await invite(person, lifeMs=3_600_000)
        assert re.fullmatch(r"https://localhost:8443/g#[A-Za-z0-9_-]{32}", invitation["link"])
        assert re.fullmatch(r"[0-9]{6}", invitation["pin"])
        assert invitation["expiresAt"] % 1000 == 0
        assert abs(invitation["expiresAt"] - time.time() * 1000 - 3_600_000) < 10_000


async def test_code_and_pin_make_a_guest_of_that_room_for_a_day(server, people, connecting):
    async with people(server) as person, connecting(server) as connect:
        chair, invitation = await invite(person)
        response = await enter(server, invitation, name=" 赵丽 ")
        assert response.status == 200 and response.headers["content-type"] == "application/json"
        assert response.headers["set-cookie"] is None and response.headers["cache-control"] == "no-store"
        answer = response.json
        assert answer.keys() == {"accessToken", "expiresAt", "participant", "room"}
        assert answer["room"] == chair.room
        assert re.fullmatch(r"guest:[1-9][0-9]*", answer["participant"])
        assert int(answer["participant"].partition(":")[2]) < 2**53
        assert abs(answer["expiresAt"] - time.time() * 1000 - 86_400_000) < 10_000

        connection = await connect()
        token = answer["accessToken"]
        signed_in = await connection.call("session.authenticate", method="token", accessToken=token)
        assert (signed_in["participant"], signed_in["name"]) == (answer["participant"], "赵丽")
        assert (signed_in["unit"], signed_in["permissions"]) == (0, [])
        assert signed_in["expiresAt"] == answer["expiresAt"]

        # Who signs in again is somebody else; who shows the same token is not.
        other = (await enter(server, invitation)).json
        assert other["participant"] != answer["participant"]
        again = await (await connect()).call("session.authenticate", method="token", accessToken=token)
        assert again["participant"] == answer["participant"]


async def test_a_guest_token_opens_nothing_of_an_account(server, people):
    async with people(server) as person:
        _, invitation = await invite(person)
        token = (await enter(server, invitation)).json["accessToken"]
        for route in ("me", "rooms"):
            headers = {"Authorization": f"Bearer {token}"}
            response = await asyncio.to_thread(server.request, "GET", f"/api/v1/{route}", None, headers)
            assert (response.status, response.json["code"]) == (401, "token_invalid")
        response = await ask(server, "auth/refresh", None, Cookie=f"plenary_refresh={token}")
        assert (response.status, response.json["code"]) == (401, "token_invalid")


async def test_a_code_that_is_not_quite_one_opens_nothing(server, people):
    async with people(server) as person:
        _, invitation = await invite(person)
        for code in spoilt(code_of(invitation)):
            for route in ("auth/guest", "invitation/qr"):
                body = {"invitation": code, "pin": invitation["pin"], "name": "Zhao Li"}
                response = await ask(server, route, body)
                assert (response.status, response.json["code"]) == (401, "invitation_wrong"), (route, code)
        assert (await enter(server, invitation)).status == 200


async def test_wrong_pins_close_the_invitation_for_a_while_and_no_other(server, people):
    async with people(server) as person:
        chair, invitation = await invite(person)
        other = (await chair.command("room.invitation.create"))["invitation"]
        assert code_of(other) != code_of(invitation)
        for _ in range(WRONG_PINS):
            response = await enter(server, invitation, pin=wrong_pin(invitation))
            assert (response.status, response.json["code"]) == (401, "pin_wrong")
        response = await enter(server, invitation)
        assert (response.status, response.json["code"]) == (429, "locked_out")
        assert 20_000 < response.json["retryAfterMs"] <= 30_000
        assert 20 <= int(response.headers["retry-after"]) <= 30
        assert (await enter(server, other)).status == 200


async def test_a_name_or_a_pin_of_no_form_counts_as_no_attempt(server, people):
    async with people(server) as person:
        _, invitation = await invite(person)
        for name in ("", " \u3000", "x" * 65, "Zhao\nLi", "\u202eiL"):
            response = await enter(server, invitation, pin=wrong_pin(invitation), name=name)
            assert (response.status, response.json["code"]) == (400, "invalid_params"), name
            assert response.json["detail"] == "name"
        for pin in ("", "12345", "1234567", "12345x"):
            response = await enter(server, invitation, pin=pin)
            assert (response.status, response.json["code"]) == (400, "invalid_params"), pin
            assert response.json["detail"] == "pin"
        assert (await enter(server, invitation, name="王" * 64)).status == 200


async def test_links_outlive_the_server_that_made_them(own_server, people):
    async with people(own_server) as person:
        chair, invitation = await invite(person)
        guest = (await enter(own_server, invitation)).json
        await chair.connection.end()
        key = own_server.home / "Data/invitations.key"
        assert key.stat().st_size == 32 and key.stat().st_mode & 0o777 == 0o600
        own_server.kill()
        own_server.start()
        assert (await enter(own_server, invitation)).status == 200
        await chair.connect()
        answer = await chair.connection.call(
            "session.authenticate", method="token", accessToken=guest["accessToken"]
        )
        assert answer["participant"] == guest["participant"]


async def test_the_log_holds_neither_code_nor_pin_nor_name(own_server, people):
    async with people(own_server) as person:
        chair, invitation = await invite(person)
        guest = (await enter(own_server, invitation, name="Ouyang Xiu")).json
        await enter(own_server, invitation, pin=wrong_pin(invitation), name="Ouyang Xiu")
        own_server.stop()
        assert f"guest={guest['participant'].partition(':')[2]}" in own_server.log
        assert "code=pin_wrong" in own_server.log and chair.room in own_server.log
        for secret in (code_of(invitation), "Ouyang", guest["accessToken"]):
            assert secret not in own_server.log
        assert f"={invitation['pin']}" not in own_server.log


@pytest.mark.parametrize("body", FORMS)
def test_a_body_that_is_no_sign_in_is_refused(bare_server, body):
    response = post(bare_server, "auth/guest", body)
    assert (response.status, response.json["code"]) == (400, "invalid_params")


@pytest.mark.parametrize("route", ["auth/guest", "invitation/qr"])
def test_pages_of_other_sites_and_other_methods_get_nothing(bare_server, route):
    body = {"invitation": "A" * 32, "pin": "000000", "name": "Zhao Li"}
    foreign = post(bare_server, route, body, Origin="https://evil.example")
    assert (foreign.status, foreign.json["code"]) == (403, "permission_denied")
    own = post(bare_server, route, body, Origin=f"https://127.0.0.1:{bare_server.port}")
    assert (own.status, own.json["code"]) == (401, "invitation_wrong")
    read = bare_server.request("GET", f"/api/v1/{route}")
    assert (read.status, read.headers["allow"]) == (405, "POST")


async def test_a_link_comes_as_a_qr_code_that_nobody_keeps(server, people, tmp_path):
    async with people(server) as person:
        _, invitation = await invite(person)
        response = await ask(server, "invitation/qr", {"invitation": code_of(invitation)})
        assert response.status == 200
        assert response.headers["content-type"].startswith("image/svg+xml")
        assert response.headers["cache-control"] == "no-store"
        assert response.body.startswith(b"<svg ") and code_of(invitation).encode() not in response.body


def test_the_page_of_a_guest_is_the_web_client(bare_server):
    page, guests = bare_server.request("GET", "/"), bare_server.request("GET", "/g")
    assert (guests.status, guests.body) == (200, page.body)
    assert guests.headers["content-security-policy"] == page.headers["content-security-policy"]


async def test_only_chair_and_operators_make_links(server, people):
    async with people(server) as person:
        chair, _ = await invite(person)
        other = person()
        await other.sign_in()
        await other.join(chair.room)
        with pytest.raises(Refused) as refused:
            await other.command("room.invitation.create")
        assert refused.value.code == "permission_denied"
