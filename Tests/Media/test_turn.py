# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Relays for browsers: by UDP, TCP and TLS, with good credentials and no others."""

import asyncio
import re
import secrets
import time

import pytest
import topology
from browser import until
from connections import gather, pairs
from coturn_control import Control
from janus_client import janus_client

WAYS = ("udp", "tcp", "tls")
UNAUTHORIZED = 401
# Of a browser itself (WebRTC section 4.8.2): it could not reach the server.
UNREACHABLE = 701
ARRIVAL_SECONDS = 10
# Consent that is not renewed runs out (RFC 7675 section 5.1).
NOTICE_SECONDS = 35


async def page_of(stage):
    """Somebody's page, which has a secure context and the server's policy."""
    one = await stage.enter("office")
    await one.opens("/")
    return one.page


def relayed(gathered):
    """The addresses of the relay candidates."""
    found = [re.search(r" (\S+) \d+ typ relay", candidate) for candidate in gathered["candidates"]]
    return {match[1] for match in found if match}


@pytest.mark.parametrize("way", range(3), ids=WAYS)
async def test_good_credentials_give_a_relay(stage, servers, way):
    gathered = await gather(await page_of(stage), [servers.ice_servers()[way]])
    assert relayed(gathered) == {topology.HERE}, gathered


@pytest.mark.parametrize("way", range(3), ids=WAYS)
async def test_expired_and_wrong_credentials_are_refused(stage, servers, way):
    page = await page_of(stage)
    for ice_servers in (servers.ice_servers(expires=time.time() - 2), servers.ice_servers(secret="another")):
        gathered = await gather(page, [ice_servers[way]])
        assert not gathered["candidates"]
        # From its addresses on other networks a browser does not reach the server at all.
        codes = {error["code"] for error in gathered["errors"]}
        assert UNAUTHORIZED in codes and codes <= {UNAUTHORIZED, UNREACHABLE}, gathered


async def test_firefox_gets_relays_too(stage, servers, firefox):
    one = await stage.enter("hebei", browser=firefox)
    await one.opens("/")
    gathered = await gather(one.page, servers.ice_servers())
    assert relayed(gathered) == {topology.HERE}, gathered


async def test_where_udp_is_blocked_a_relay_is_found_by_tcp_and_where_that_is_too_by_tls(stage_apart, apart):
    page = await page_of(stage_apart)
    ports = apart.servers.settings.ports
    with apart.far.blocks_udp():
        gathered = await gather(page, apart.servers.ice_servers())
        assert relayed(gathered) == {topology.FAR_SIDE}, gathered
        with apart.far.blocks_port_of(topology.FAR_SIDE, ports.turn):
            gathered = await gather(page, apart.servers.ice_servers())
            assert relayed(gathered) == {topology.FAR_SIDE}, gathered
            with apart.far.blocks_port_of(topology.FAR_SIDE, ports.turns):
                assert not relayed(await gather(page, apart.servers.ice_servers(), seconds=3))


PUBLISH = """async (configuration) => {
    const connection = new RTCPeerConnection(configuration);
    const stream = await navigator.mediaDevices.getUserMedia({audio: true, video: true});
    for (const track of stream.getTracks()) connection.addTrack(track, stream);
    const enough = new Promise((resolve) => connection.addEventListener('icecandidate',
        ({candidate}) => { if (!candidate || / typ relay/.test(candidate.candidate)) resolve(); }));
    await connection.setLocalDescription();
    await enough;
    return connection.localDescription.sdp;
}"""
ANSWER = "async (answer) => { for (const connection of fakeMedia.raw) await connection.setRemoteDescription(answer); }"


@pytest.mark.parametrize("way", range(3), ids=WAYS)
async def test_a_media_server_that_only_a_relay_leads_to_gets_what_is_published(stage_apart, apart, way):
    page = await page_of(stage_apart)
    with janus_client(apart.servers.settings) as janus:
        await publish(page, apart.servers, janus, way)

        async def is_sent():
            return await pairs(page)

        [pair] = await until(is_sent, 15, "media goes to the media server")
        assert (pair["local"], pair["relayProtocol"]) == ("relay", WAYS[way]), pair
        assert (pair["remote"], pair["remoteAddress"]) == ("host", topology.BEYOND), pair


@pytest.mark.parametrize("way", range(3), ids=WAYS)
async def test_nothing_arrives_any_more_through_a_relay_that_was_cancelled(stage_apart, apart, way):
    page = await page_of(stage_apart)
    with janus_client(apart.servers.settings) as janus:
        name = await publish(page, apart.servers, janus, way)
        await asyncio.to_thread(janus.event, "media", ARRIVAL_SECONDS, type="video", receiving=True)
        # By UDP Chromium allocates for each media section until it knows that one is enough.
        assert Control(apart.servers.settings).cancel(f":{name}") >= 1
        await asyncio.to_thread(janus.event, "media", ARRIVAL_SECONDS, type="video", receiving=False)

        async def is_noticed():
            [connection] = await page.evaluate("fakeMedia.connections")
            return connection["connectionState"] in ("disconnected", "failed")

        await until(is_noticed, NOTICE_SECONDS, "the page notices")


async def publish(page, servers, janus, way):
    """Publishes in a new room of Janus, with no way to it but that one; gives the session's name in coturn."""
    room = name = f"relayed-{secrets.token_hex(4)}"
    offer = await page.evaluate(PUBLISH, {"iceServers": [servers.ice_servers(session=name)[way]]})
    session, handle = janus.room(servers.settings, room, videocodec="vp8")
    janus.message(session, handle, request="join", ptype="publisher", room=room, id="office")
    made, answer = janus.message(session, handle, {"type": "offer", "sdp": offer}, request="publish")
    assert made["configured"] == "ok", made
    assert f" {topology.BEYOND} " in answer["sdp"], "the media server's address is not in its SDP"
    await page.evaluate(ANSWER, answer)
    return name
