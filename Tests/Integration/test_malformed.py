# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""What is no proper request: each gets its own answer, and only too much of it ends the connection."""

import json

import pytest

from plenaryclient import Refused


def request(**members):
    return json.dumps({"jsonrpc": "2.0", "id": 1, "method": "session.ping", "params": {}} | members)


def with_value(text):
    """A request with this text as a value inside."""
    return '{"jsonrpc":"2.0","id":1,"method":"session.ping","params":{"a":' + text + "}}"


def nested(depth):
    """A request that is so many levels deep."""
    return with_value('{"a":' * (depth - 3) + "{}" + "}" * (depth - 3))


# Frames that are answered by an error without an id, and its data.code.
MALFORMED = {
    "no JSON": ("hello", "parse_error"),
    "nothing": ("", "parse_error"),
    "half an object": ('{"jsonrpc":"2.0"', "parse_error"),
    "two objects": (request() + request(), "parse_error"),
    "a comment": ("/* */" + request(), "parse_error"),
    "a trailing comma": ('{"jsonrpc":"2.0","id":1,"method":"session.ping",}', "parse_error"),
    "a member twice": ('{"jsonrpc":"2.0","id":1,"id":2,"method":"session.ping"}', "parse_error"),
    "a member twice far inside": (request(params={})[:-2] + '"a":1,"a":2}}', "parse_error"),
    "17 levels": (nested(17), "parse_error"),
    "a thousand levels": ("[" * 1000 + "]" * 1000, "parse_error"),
    "an integer beyond 2^53": (request(params={"a": 2**53}), "parse_error"),
    "a number beyond a double": (with_value("1e999"), "parse_error"),
    "not a number": (with_value("NaN"), "parse_error"),
    "65 members": (request(params={f"m{index}": index for index in range(65)}), "parse_error"),
    "half a surrogate pair": (with_value('"\\ud800"'), "parse_error"),
    "a batch": (f"[{request()}]", "invalid_request"),
    "a text": ('"session.ping"', "invalid_request"),
    "null": ("null", "invalid_request"),
    "a notification": ('{"jsonrpc":"2.0","method":"session.ping"}', "invalid_request"),
    "an id of null": (request(id=None), "invalid_request"),
    "an id with a fraction": (request(id=1.5), "invalid_request"),
    "an id of 65 characters": (request(id="x" * 65), "invalid_request"),
}


@pytest.mark.parametrize("frame, code", MALFORMED.values(), ids=MALFORMED.keys())
async def test_the_connection_goes_on_after(bare_server, connecting, frame, code):
    async with connecting(bare_server) as connect:
        connection = await connect()
        await connection.send_text(frame)
        error = (await connection.until(lambda: connection.unaddressed))[0]
        assert error["data"]["code"] == code, error
        assert error["data"]["retryable"] is False and error["message"].endswith(".")
        assert error["code"] == {"parse_error": -32700, "invalid_request": -32600}[code]
        assert "time" in await connection.call("session.ping")


async def test_invalid_utf_8_in_a_text_frame_is_an_error_of_that_message(bare_server, connecting):
    """RFC 6455 would let a server fail the connection; the protocol promises an answer."""
    async with connecting(bare_server) as connect:
        connection = await connect()
        await connection.send_text(b'{"jsonrpc":"2.0","id":1,"method":"session.ping","params":{"a":"\xc3\x28"}}')
        error = (await connection.until(lambda: connection.unaddressed))[0]
        assert error["data"]["code"] == "parse_error"
        assert "time" in await connection.call("session.ping")


ADDRESSED = {
    "an unknown method": ("session.pong", {}, "unknown_method"),
    "a method that is a push": ("room.locked", {}, "unknown_method"),
    "a missing member": ("session.authenticate", {"method": "password", "identifier": "a"}, "invalid_params"),
    "a wrong type": ("session.authenticate", {"method": "token", "accessToken": 7}, "invalid_params"),
    "an unknown choice": ("session.authenticate", {"method": "magic"}, "invalid_params"),
    "an empty identifier": (
        "session.authenticate", {"method": "password", "identifier": "", "password": "x"}, "invalid_params"
    ),
    "a room that is none": ("room.info", {"room": "12"}, "invalid_params"),
    "a title that is too long": ("room.create", {"title": "x" * 121, "key": "k"}, "invalid_params"),
    "a key that is too long": ("room.create", {"title": "x", "key": "k" * 65}, "invalid_params"),
    "too many people": ("room.join", {"room": "428913577", "people": 1000}, "invalid_params"),
    "too much text": ("chat.send", {"room": "428913577", "text": "x" * 4097, "key": "k"}, "invalid_params"),
    "too large a payload": (
        "signal.send", {"room": "428913577", "to": "00c2f5a81b3e9d75", "payload": "x" * 16384}, "invalid_params"
    ),
    "too many streams": (
        "roster.watch", {"room": "428913577", "streams": ["summary:1"] * 17}, "invalid_params"
    ),
}


@pytest.mark.parametrize("method, params, code", ADDRESSED.values(), ids=ADDRESSED.keys())
async def test_the_request_alone_is_refused_for(bare_server, connecting, method, params, code):
    async with connecting(bare_server) as connect:
        connection = await connect()
        with pytest.raises(Refused) as refused:
            await connection.ask(method, params)
        assert refused.value.code == code, refused.value.error
        if code == "invalid_params":
            assert refused.value.error["data"]["details"] in params | {"password": None}, refused.value.error


async def test_16_levels_are_not_too_deep(bare_server, connecting):
    async with connecting(bare_server) as connect:
        connection = await connect()
        answer = connection.expect(1)
        await connection.send_text(nested(16))
        assert "time" in await answer


async def test_unknown_members_are_ignored(bare_server, connecting):
    async with connecting(bare_server) as connect:
        connection = await connect()
        assert "time" in await connection.call("session.ping", future={"a": [1, None, True, 0.5]})


async def test_ids_come_back_as_they_were(bare_server, connecting):
    async with connecting(bare_server) as connect:
        connection = await connect()
        for identifier in ["x" * 64, "王伟", "", 0, -1, 2**53 - 1]:
            assert "time" in await connection.ask("session.ping", {}, identifier)


async def test_a_binary_frame_ends_the_connection(bare_server, connecting):
    async with connecting(bare_server) as connect:
        connection = await connect()
        await connection.socket.send(request().encode())
        assert await connection.closed() == 4501


async def test_the_tenth_malformed_message_in_a_row_ends_the_connection(bare_server, connecting):
    async with connecting(bare_server) as connect:
        connection = await connect()
        for _ in range(9):
            await connection.send_text("hello")
        await connection.call("session.ping")  # A good one: the count begins anew.
        for _ in range(10):
            await connection.send_text("hello")
        assert await connection.closed() == 4501
        assert len(connection.unaddressed) == 19


async def test_a_message_may_have_65536_bytes_and_not_one_more(bare_server, connecting):
    async with connecting(bare_server) as connect:
        connection = await connect()
        padding = 65_536 - len(request(params={"a": ""}))
        answer = connection.expect(1)
        await connection.send_text(request(params={"a": "x" * padding}))
        assert "time" in await answer
        await connection.send_text(request(params={"a": "x" * (padding + 1)}))
        assert await connection.closed() == 1009


async def test_a_fragmented_message_counts_as_a_whole(bare_server, connecting):
    async with connecting(bare_server) as connect:
        connection = await connect()
        whole = request(id="pieces", params={"a": "x" * 30_000})
        answer = connection.expect("pieces")
        await connection.socket.send(whole[start:start + 1_000] for start in range(0, len(whole), 1_000))
        assert "time" in await answer
        await connection.socket.send("x" * 1_000 for _ in range(66))
        assert await connection.closed() == 1009


async def test_too_many_requests_are_refused_with_a_time_to_wait(bare_server, connecting):
    async with connecting(bare_server) as connect:
        connection = await connect()
        answers = [connection.expect(f"r{index}") for index in range(250)]
        for index in range(250):
            await connection.send_text(request(id=f"r{index}"))
        codes = []
        for answer in answers:
            try:
                await answer
            except Refused as refused:
                codes.append(refused.code)
                assert refused.error["data"]["retryAfterMs"] > 0
        assert set(codes) == {"rate_limited"} and len(codes) <= 50


IN_WRONG_STATE = [
    ("session.bye", {}), ("session.refresh", {"accessToken": "x"}), ("room.create", {"title": "x", "key": "k"}),
    ("room.join", {"room": "428913577"}), ("room.leave", {"room": "428913577"}), ("room.info", {"room": "428913577"}),
    ("roster.page", {"room": "428913577", "unit": 1, "page": 1}),
    ("chat.send", {"room": "428913577", "text": "x", "key": "k"}),
    ("control.end", {"room": "428913577", "key": "k"}),
]


@pytest.mark.parametrize("method, params", IN_WRONG_STATE, ids=[method for method, _ in IN_WRONG_STATE])
async def test_nothing_is_done_before_signing_in(bare_server, connecting, method, params):
    async with connecting(bare_server) as connect:
        assert await (await connect()).refusal(method, **params) == "not_authenticated"


async def test_what_does_not_fit_the_sessions_state_is_refused(server, people):
    async with people(server) as person:
        ann, bob = person(opens_rooms=True), person()
        await ann.sign_in()
        token = {"method": "token", "accessToken": ann.account["token"]}
        assert await ann.connection.refusal("session.authenticate", **token) == "already_authenticated"
        assert await ann.connection.refusal("room.leave", room="428913577") == "not_in_room"
        assert await ann.connection.refusal("room.join", room="999999999") == "unknown_room"
        assert await ann.connection.refusal("room.info", room="999999999") == "unknown_room"
        room, other = await ann.create(), await ann.create(title="Another")
        await ann.join(room)
        assert await ann.connection.refusal("room.join", room=other) == "already_in_room"
        resume = {"token": ann.token, "room": room, "streams": {}}
        assert await ann.connection.refusal("session.resume", **resume) == "already_authenticated"
        chat = {"room": other, "text": "x", "key": "k"}
        assert await ann.connection.refusal("chat.send", **chat) == "not_in_room"
        await bob.sign_in()
        assert await bob.connection.refusal("chat.send", **chat) == "not_in_room"
