# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""What a client meets before it signs in: TLS, the upgrade, the greeting, and time that runs out."""

import asyncio
import socket
import ssl
import time

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from plenaryclient import Connection


async def test_the_server_greets_first_with_everything_documented(bare_server, connecting):
    async with connecting(bare_server) as connect_one:
        hello = (await connect_one()).hello
    assert hello["protocol"] == 1
    assert isinstance(hello["version"], str) and hello["node"] == 1
    assert abs(hello["time"] - time.time() * 1000) < 5_000
    assert hello["features"] == ["mesh"]
    assert hello["heartbeat"] == {"intervalMs": 5000, "timeoutMs": 12000}
    limits = {"frameBytes": 65536, "depth": 16, "signalBytes": 16384, "chatBytes": 4096, "watches": 16}
    assert hello["limits"] == limits | {"requestsPerSecond": 50}


def handshake(server, version, alpn=()):
    context = server.tls
    context.set_ciphers("DEFAULT:@SECLEVEL=0")  # Else OpenSSL itself would not offer TLS 1.1.
    context.minimum_version = context.maximum_version = version
    if alpn:
        context.set_alpn_protocols(alpn)
    with socket.create_connection((server.host, server.port), 5) as plain:
        with context.wrap_socket(plain, server_hostname="localhost") as secure:
            return secure.version(), secure.selected_alpn_protocol()


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=["TLS 1.2", "TLS 1.3"])
def test_a_current_version_of_tls_is_accepted(bare_server, version):
    assert handshake(bare_server, version)[0] == {"TLSv1_2": "TLSv1.2", "TLSv1_3": "TLSv1.3"}[version.name]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_tls_1_1_is_refused_by_the_server(bare_server):
    with pytest.raises(ssl.SSLError, match="alert protocol version"):
        handshake(bare_server, ssl.TLSVersion.TLSv1_1)


def test_alpn_settles_on_http_1_1(bare_server):
    assert handshake(bare_server, ssl.TLSVersion.TLSv1_3, ["h2", "http/1.1"])[1] == "http/1.1"


REFUSED_UPGRADES = {
    "another path": ("/other", {}, 404),
    "no subprotocol": ("/ws", {"subprotocols": None}, 400),
    "an unknown subprotocol": ("/ws", {"subprotocols": ["plenary.v9"]}, 400),
    "a foreign origin": ("/ws", {"origin": "https://evil.example"}, 403),
}


@pytest.mark.parametrize("path, options, status", REFUSED_UPGRADES.values(), ids=REFUSED_UPGRADES.keys())
async def test_an_upgrade_is_refused_with_a_status_for(bare_server, path, options, status):
    url = bare_server.ws_url.removesuffix("/ws") + path
    settings = {"subprotocols": ["plenary.v1"], "proxy": None} | options
    with pytest.raises(InvalidStatus) as refusal:
        await connect(url, ssl=bare_server.tls, **settings)
    assert refusal.value.response.status_code == status


async def test_the_servers_own_pages_may_connect(bare_server, connecting):
    async with connecting(bare_server) as connect_one:
        for origin in (f"https://127.0.0.1:{bare_server.port}", "https://localhost:8443"):
            assert (await connect_one(origin=origin)).hello["protocol"] == 1


async def test_ours_is_chosen_among_several_subprotocols_and_no_extension_is_accepted(bare_server, connecting):
    async with connecting(bare_server) as connect_one:
        connection = await connect_one(subprotocols=["chat", "plenary.v1"], compression="deflate")
        assert connection.socket.subprotocol == "plenary.v1"
        assert "Sec-WebSocket-Extensions" not in connection.socket.response.headers


async def test_the_plain_listener_speaks_the_same_on_loopback(bare_server):
    connection = await Connection.open(f"ws://127.0.0.1:{bare_server.plain_port}/ws", None)
    assert connection.hello["protocol"] == 1
    await connection.end()


async def test_who_stays_silent_is_closed_before_and_after_signing_in(signing_server, connecting, people):
    """WebSocket pings are answered meanwhile: they do not count."""
    async with connecting(signing_server) as connect_one, people(signing_server) as person:
        stranger = await connect_one(ping_interval=1)
        started = time.monotonic()
        ann = person()
        await ann.connect()
        await ann.connection.call("session.authenticate", method="token", accessToken=ann.account["token"])
        pinging = asyncio.create_task(keep_pinging(ann.connection.socket))
        assert await stranger.closed(seconds=14) == 4005
        assert 9 < time.monotonic() - started < 12.5
        assert await ann.connection.closed(seconds=14) == 4002
        assert 11 < time.monotonic() - started < 15
        pinging.cancel()


async def keep_pinging(websocket):
    while True:
        await (await websocket.ping())
        await asyncio.sleep(1)
