# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Who may come in, by password, by token, and over HTTPS as browsers do."""

import asyncio
import http.cookies
import subprocess
import time

import pytest

from conftest import PASSWORD
from plenaryclient import Refused

COOKIE = "plenary_refresh"


async def sign_in(connection, identifier, password=PASSWORD):
    return await connection.call("session.authenticate", method="password", identifier=identifier, password=password)


@pytest.mark.parametrize("identifier", ["wangwei", "WangWei", "E1001", "13800138001"])
async def test_a_password_opens_by_name_employee_number_or_phone(signing_server, connecting, identifier):
    async with connecting(signing_server) as connect:
        answer = await sign_in(await connect(), identifier)
        assert answer["name"] == "王伟" and answer["permissions"] == ["room.create"]
        assert answer["participant"].startswith("account:") and isinstance(answer["unit"], int)
        assert 11.9 * 3_600_000 < answer["expiresAt"] - time.time() * 1000 < 12.1 * 3_600_000


async def test_nothing_tells_an_unknown_account_from_a_wrong_password(signing_server, connecting, accounts):
    async with connecting(signing_server) as connect:
        errors, seconds = [], []
        without_password = accounts[5]["name"]
        for identifier in ("lina", "nobody", without_password, "not a name!", "E9999"):
            started = time.monotonic()
            with pytest.raises(Refused) as refused:
                await sign_in(await connect(), identifier, "wrong")
            seconds.append(time.monotonic() - started)
            errors.append(refused.value.error)
        assert all(error == errors[0] for error in errors), errors
        assert errors[0]["data"] == {"code": "credentials_wrong", "retryable": False}
        assert min(seconds) > max(seconds) / 5, f"some answers came much sooner: {seconds}"


async def test_a_refused_connection_may_try_again(signing_server, connecting):
    async with connecting(signing_server) as connect:
        connection = await connect()
        assert await connection.refusal(
            "session.authenticate", method="password", identifier="lina", password="wrong"
        ) == "credentials_wrong"
        assert (await sign_in(connection, "lina"))["name"] == "李娜"


async def test_too_many_wrong_passwords_close_the_account_for_a_while(signing_server, connecting):
    async with connecting(signing_server) as connect:
        for _ in range(5):
            connection = await connect()
            params = {"method": "password", "identifier": "zhaomin", "password": "wrong"}
            assert await connection.refusal("session.authenticate", **params) == "credentials_wrong"
        with pytest.raises(Refused) as refused:
            await sign_in(await connect(), "zhaomin")
        assert refused.value.code == "locked_out"
        assert 20_000 < refused.value.error["data"]["retryAfterMs"] <= 30_000


async def test_a_token_opens_and_renews_a_session(signing_server, connecting, accounts):
    async with connecting(signing_server) as connect:
        connection = await connect()
        token = accounts[1]["token"]
        answer = await connection.call("session.authenticate", method="token", accessToken=token)
        assert answer["participant"] == f"account:{accounts[1]['account']}"
        assert await connection.call("session.refresh", accessToken=token) == {"expiresAt": answer["expiresAt"]}
        refusal = await connection.refusal("session.refresh", accessToken=accounts[2]["token"])
        assert refusal == "token_invalid", "the token of somebody else"


def spoilt(token):
    """Tokens that must not open anything, made from one that does."""
    header, payload, signature = token.split(".")
    yield "garbage"
    yield "a.b.c"
    yield f"{header}.{payload}."
    yield f"{header}.{payload}.{signature[::-1]}"
    yield f"{header}.{payload[:-2]}.{signature}"
    yield f"eyJhbGciOiJub25lIn0.{payload}."  # {"alg":"none"}
    yield f"{token}.{signature}"


async def test_no_spoilt_token_opens(signing_server, connecting, accounts):
    async with connecting(signing_server) as connect:
        connection = await connect()
        for token in spoilt(accounts[1]["token"]):
            refusal = await connection.refusal("session.authenticate", method="token", accessToken=token)
            assert refusal == "token_invalid", token


# MARK: HTTP


def post(server, route, body=None, cookie=None, **headers):
    if cookie:
        headers["Cookie"] = f"{COOKIE}={cookie}"
    return server.request("POST", f"/api/v1/auth/{route}", body or b"", headers)


def cookie_of(response):
    return http.cookies.SimpleCookie(response.headers["set-cookie"])[COOKIE]


def signed_in(server):
    response = post(server, "token", {"identifier": "wangwei", "password": PASSWORD})
    assert response.status == 200, response.body
    return response


async def test_a_browser_gets_an_access_token_and_a_cookie_no_script_can_read(signing_server, connecting):
    response = await asyncio.to_thread(signed_in, signing_server)
    cookie = cookie_of(response)
    assert cookie["httponly"] and cookie["secure"] and cookie["samesite"] == "Strict"
    assert cookie["path"] == "/api/v1/auth" and int(cookie["max-age"]) > 86_400
    assert response.json["expiresAt"] > time.time() * 1000
    async with connecting(signing_server) as connect:
        token = response.json["accessToken"]
        answer = await (await connect()).call("session.authenticate", method="token", accessToken=token)
        assert answer["participant"] == response.json["participant"]


def test_a_refresh_changes_the_cookie_and_the_old_one_shown_again_ends_the_whole_family(signing_server):
    first = cookie_of(signed_in(signing_server)).value
    refreshed = post(signing_server, "refresh", cookie=first)
    second = cookie_of(refreshed).value
    assert refreshed.status == 200 and second != first and refreshed.json["accessToken"]
    reused = post(signing_server, "refresh", cookie=first)
    assert reused.status == 401
    assert post(signing_server, "refresh", cookie=second).status == 401


def test_signing_out_ends_the_cookie(signing_server):
    cookie = cookie_of(signed_in(signing_server)).value
    response = post(signing_server, "sign-out", cookie=cookie)
    assert response.status == 204 and cookie_of(response).value == "" and cookie_of(response)["max-age"] == "0"
    assert post(signing_server, "refresh", cookie=cookie).status == 401
    assert post(signing_server, "sign-out").status == 204


def test_pages_of_other_sites_get_no_token(signing_server):
    body = {"identifier": "wangwei", "password": PASSWORD}
    foreign = post(signing_server, "token", body, Origin="https://evil.example")
    assert foreign.status == 403 and foreign.json["code"] == "permission_denied"
    assert foreign.headers["set-cookie"] is None
    own = post(signing_server, "token", body, Origin=f"https://127.0.0.1:{signing_server.port}")
    assert own.status == 200


@pytest.mark.parametrize("body", [b"{", b"[]", b"{}", b'{"identifier":"a"}', b'{"identifier":1,"password":"x"}', b""])
def test_a_body_that_is_no_sign_in_is_refused(signing_server, body):
    response = signing_server.request("POST", "/api/v1/auth/token", body)
    assert response.status == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json["status"] == 400 and response.json["code"] == "invalid_params"


def test_wrong_credentials_are_a_401_and_a_refresh_without_a_cookie_too(signing_server):
    response = post(signing_server, "token", {"identifier": "nobody", "password": "x"})
    assert (response.status, response.json["code"]) == (401, "credentials_wrong")
    assert post(signing_server, "refresh").status == 401
    assert post(signing_server, "refresh", cookie="garbage").status == 401


def get(server, route, token=None):
    return server.request("GET", f"/api/v1/{route}", headers={"Authorization": f"Bearer {token}"} if token else {})


def test_a_browser_learns_who_is_signed_in(signing_server):
    token = signed_in(signing_server).json
    response = get(signing_server, "me", token["accessToken"])
    assert response.status == 200 and response.headers["cache-control"] == "no-store"
    assert response.json["account"] == token["participant"]
    assert (response.json["name"], response.json["displayName"]) == ("wangwei", "王伟")
    assert response.json["mayCreateRooms"] is True
    assert len(response.json["unit"]) > 1 and all(response.json["unit"]), response.json


async def test_a_chair_is_shown_the_open_rooms_newest_first_and_others_are_not(signing_server, connecting, accounts):
    token = (await asyncio.to_thread(signed_in, signing_server)).json["accessToken"]

    async def listed(token):
        response = await asyncio.to_thread(get, signing_server, "rooms", token)
        assert response.status == 200, response.body
        return response.json

    before = await listed(token)
    assert before["mayCreate"] is True
    async with connecting(signing_server) as connect:
        connection = await connect()
        await connection.call("session.authenticate", method="token", accessToken=token)
        made = [await connection.call("room.create", title=title, key=f"list-{title}") for title in ("防汛", "Budget")]
        now = await listed(token)
        assert [(room["room"], room["link"], room["title"]) for room in now["rooms"][:2]] == [
            (made[1]["room"], made[1]["link"], "Budget"), (made[0]["room"], made[0]["link"], "防汛"),
        ]
        assert all(abs(room["createdAt"] - time.time() * 1000) < 60_000 for room in now["rooms"][:2])
        assert now["rooms"][2:] == before["rooms"]
        await connection.call("room.join", room=made[1]["room"])
        await connection.call("control.end", room=made[1]["room"], key="end")
        assert made[1]["room"] not in [room["room"] for room in (await listed(token))["rooms"]]
    # The second of the seeded accounts has no part in any of this.
    assert await listed(accounts[1]["token"]) == {"rooms": [], "mayCreate": False}


@pytest.mark.parametrize("route", ["me", "rooms"])
def test_without_a_token_that_is_good_nothing_is_shown(signing_server, accounts, route):
    for token in (None, "", *spoilt(accounts[1]["token"])):
        response = get(signing_server, route, token)
        assert (response.status, response.json["code"]) == (401, "token_invalid"), token
        assert response.headers["www-authenticate"] == "Bearer"
        assert response.headers["content-type"] == "application/problem+json"
    basic = signing_server.request("GET", f"/api/v1/{route}", headers={"Authorization": "Basic YTpi"})
    assert basic.status == 401
    foreign = signing_server.request("GET", f"/api/v1/{route}", headers={"Origin": "https://evil.example"})
    assert (foreign.status, foreign.json["code"]) == (403, "permission_denied")
    posted = signing_server.request("POST", f"/api/v1/{route}", b"")
    assert (posted.status, posted.headers["allow"]) == (405, "GET, HEAD")


async def test_a_new_password_ends_sessions_and_tokens(signing_server, connecting):
    """Asked of the running server by the command line."""
    response = await asyncio.to_thread(post, signing_server, "token", {"identifier": "lina", "password": PASSWORD})
    async with connecting(signing_server) as connect:
        connection = await connect()
        token = response.json["accessToken"]
        await connection.call("session.authenticate", method="token", accessToken=token)
        await asyncio.to_thread(change_password, signing_server, "lina", "another password")
        assert await connection.closed() == 4503
        again = await connect()
        refusal = await again.refusal("session.authenticate", method="token", accessToken=token)
        assert refusal == "token_invalid"
        assert (await asyncio.to_thread(get, signing_server, "rooms", token)).status == 401
        await asyncio.to_thread(change_password, signing_server, "lina", PASSWORD)
        assert (await sign_in(again, "lina"))["name"] == "李娜"


def change_password(server, name, password):
    command = [server.binary, "account", "passwd", name, "--home", server.home, "--password-stdin"]
    subprocess.run(command, input=f"{password}\n", text=True, check=True, capture_output=True, timeout=60)
