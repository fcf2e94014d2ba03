# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Meetings over a network of their own; run by test_network.py inside a network namespace.

`scenario.py RECIPE HOME`: HOME is a folder with accounts. The server and one browser are here, at 10.213.0.1; the
browser whose network is cut is in a second namespace, at the other end of a cable.
"""

import asyncio
import pathlib
import sys
import time
import urllib.parse

import network
from browser import check_offsets, until, wrapped
from meeting_page import see_and_hear
from person import Person
from stage import SMALL, Stage, WebServer, browsers

CUT_SECONDS = 5
MEDIA_SECONDS = 3
SCENARIO_SECONDS = 75


async def phone(stage, launch, folder):
    """A phone's page has a camera, since the address is certified, and meets a page on a desk."""
    network.connect_here()
    server = start(stage, folder)
    stage.browser = await launch()
    desk = await stage.enter("office")
    pocket = await stage.enter("hebei", device="Pixel 7")
    room = await desk.opens_a_meeting("防汛会商")
    await pocket.joins(room)
    assert server.origin.startswith("https://10.213.0.1:")
    assert await pocket.page.evaluate("isSecureContext && innerWidth < 500")
    await see_and_hear(desk, pocket)
    await pocket.watched.screenshot("phone-meeting-over-the-network")


async def blackout(stage, launch, folder):
    """The connection is killed and everything is dropped for five seconds."""
    near, far, distant = await meet_at_a_distance(stage, launch, folder)
    port = stage.server.port
    old = distant.ports_to(port)
    distant.kill_connections_to(port)
    for left in set(old) & set(distant.ports_to(port)):  # This kernel does not end sockets for us.
        distant.reset_on_send(left)
    distant.drop_everything()
    cut = time.monotonic()
    connections = len(far.sockets)
    await far.sees_the_banner(within=CUT_SECONDS)
    await far.watched.screenshot("meeting-banner")
    await near.says("断线期间的通知")
    sending = asyncio.create_task(far.says("断线期间的回复", is_waiting=False))
    await asyncio.sleep(CUT_SECONDS - (time.monotonic() - cut))
    assert await far.banner().is_visible(), "the banner went while the network was away"
    frames = [await one.frames_of(other) for one, other in ((near, far), (far, near))]
    distant.drop_everything("-D")
    returned = time.monotonic()
    await asyncio.gather(
        came_back(far, connections, within=8),
        *(media_is_back(one, other, before, returned) for one, other, before in zip((near, far), (far, near), frames)),
    )
    print(f"all is back {time.monotonic() - returned:.2f} s after the network", file=sys.stderr)
    await far.sees_no_banner(within=6)
    await sending
    await nobody_noticed(near, far, ["断线期间的通知", "断线期间的回复"])


async def black_hole(stage, launch, folder):
    """The old connection's packets are dropped for ever: both ends think it alive, the heartbeat alone tells."""
    near, far, distant = await meet_at_a_distance(stage, launch, folder)
    old = await port_of_the_websocket(near, far, distant)
    connections = len(far.sockets)
    distant.drop_port(old)
    await near.says("黑洞期间的通知")
    sending = asyncio.create_task(far.says("黑洞期间的回复", is_waiting=False))
    # A new connection takes no time here, so the banner may say "away" for an instant only.
    await far.is_told_of_an_interruption(within=20)
    await came_back(far, connections, within=20)
    for one, other in ((near, far), (far, near)):
        await media_is_back(one, other, await one.frames_of(other), time.monotonic())
    await far.sees_no_banner(within=6)
    await sending
    await nobody_noticed(near, far, ["黑洞期间的通知", "黑洞期间的回复"])


def start(stage, folder):
    stage.server = WebServer(folder, host=network.HERE).start()
    stage.leftovers.callback(stage.server.kill)
    return stage.server


async def meet_at_a_distance(stage, launch, folder):
    distant = network.DistantNamespace()
    start(stage, folder)
    stage.browser = await launch()
    stage.leftovers.callback(distant.close)
    near = await stage.enter("office", media=SMALL)
    far = await stage.enter("hebei", media=SMALL, browser=await launch(wrapped(folder, distant.enter)))
    for one in (near, far):
        one.watched.expect(r"WebSocket connection to .* failed")
        one.watched.expect(r"Failed to load resource: net::ERR_")
    room = await near.opens_a_meeting("防汛会商")
    await far.joins(room)
    await see_and_hear(near, far)
    near.told, far.session_before = len(near.joined_counts()), far.session
    assert near.joined_counts()[-1] == 2
    return near, far, distant


async def port_of_the_websocket(near, far, distant):
    """Of the connections that a browser keeps, the one that brings the chat."""
    for number in range(5):
        before = distant.received_on_ports_to(server_port(near))
        await near.says(f"试音 {number}")
        await far.has_heard(f"试音 {number}")
        after = distant.received_on_ports_to(server_port(near))
        grown = [port for port in after if after[port] > before.get(port, 0)]
        if len(grown) == 1:
            return grown[0]
    raise AssertionError(f"no telling which connection is the WebSocket: {before} {after}")


def server_port(one):
    return urllib.parse.urlsplit(one.watched.origin).port


async def came_back(far, connections, within):
    """A new connection took the same session up."""

    async def resumed():
        answers = [answer for socket in far.sockets[connections:] for answer in socket.answers_to("session.resume")]
        return answers and answers[-1]

    answer = await until(resumed, within, "a new connection that resumed")
    assert answer["session"] == far.session_before


async def media_is_back(one, other, frames, since):
    """Pictures are decoded and the tone is heard, within the promised time since the network's return."""

    def left():
        return MEDIA_SECONDS - (time.monotonic() - since)

    async def sees():
        await one.decodes_more(other, frames, left())
        print(f"{one.account} sees {time.monotonic() - since:.2f} s after the network", file=sys.stderr)

    async def hears():
        await one.hears(other, left())
        print(f"{one.account} hears {time.monotonic() - since:.2f} s after the network", file=sys.stderr)

    await asyncio.gather(sees(), hears())


async def nobody_noticed(near, far, texts):
    """Every text is there exactly once on both sides, the streams have no gap, and the other saw no leave or join."""
    await near.says("恢复之后")
    for one in (near, far):
        for text in [*texts, "恢复之后"]:
            await one.has_heard(text)
        heard = await one.chat_texts()
        for text in [*texts, "恢复之后"]:
            assert heard.count(text) == 1, f"{one.account}: {text} {heard.count(text)} times in {heard}"
        resets = check_offsets(one.sockets)
        assert resets["room"] == 1 and resets["summary"] == 1, f"{one.account}: {resets}"
    await asyncio.sleep(1.2)  # A change of the counts may be told a second late.
    assert set(near.joined_counts()[near.told :]) <= {2}, "somebody was told of a leave"
    assert not [message for message in near.pushes() if message["method"] == "mesh.left"]


RECIPES = {recipe.__name__: recipe for recipe in (phone, blackout, black_hole)}


async def main(recipe, folder):
    stage = Stage(None, None, Person)
    passed = False
    async with browsers(folder / "Certs/ca.crt", folder / "browser") as launch:
        try:
            async with asyncio.timeout(SCENARIO_SECONDS):
                await RECIPES[recipe](stage, launch, folder)
            passed = True
        finally:
            if not passed:
                await stage.pictures(recipe)
            await stage.end(is_checking=passed)


if __name__ == "__main__":
    network.prepare()
    asyncio.run(main(sys.argv[1], pathlib.Path(sys.argv[2])))
