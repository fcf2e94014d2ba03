# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Networks that lose packets, change, and lead by a relay alone, in rooms of the media server; nobody does anything
about it, and pictures and sound are there again."""

import asyncio
import time

import topology
from browser import until
from bystanders import FOUR, bystanders
from connections import pairs
from meeting_page import see_and_hear
from stage import SMALL

SEEN_SECONDS = 30
LOSS_PERCENT = 15
# Each is smoothed over some counts of two seconds.
WORD_SECONDS = 30
CHANGED_SECONDS_MAX = 15
RELAYED_SECONDS_MAX = 15
# A change of the counts may be told a second late.
TOLD_SECONDS = 1.2


async def meeting(stage, browser, far_browser):
    """The chair here, Hebei far away, in a room of the server whose others are away and keep their seats."""
    chair = await stage.enter("chair", media=SMALL, browser=browser)
    hebei = await stage.enter("hebei", media=SMALL, browser=far_browser)
    room = await chair.opens_a_meeting("会商")
    async with bystanders(stage.server, room, *FOUR):
        await hebei.joins(room)
    await see_and_hear(chair, hebei, seconds=SEEN_SECONDS)
    return chair, hebei


async def both_are_back(one, other, frames, since):
    """Both decode pictures beyond those and hear each other; gives the seconds since a moment."""
    ways = ((one, other), (other, one))
    await asyncio.gather(*(each.decodes_more(of, frames[each], SEEN_SECONDS) for each, of in ways))
    seconds = time.monotonic() - since
    await asyncio.gather(*(each.hears(of, SEEN_SECONDS) for each, of in ways))
    return seconds


async def frames_of(one, other):
    return {one: await one.frames_of(other), other: await other.frames_of(one)}


async def reads(one, word):
    """What the head of the meeting says of the page's own connection."""
    said = one.page.locator(".meeting-head__quality").get_by_text(one.words(f"meeting.quality.{word}"), exact=True)

    async def is_read():
        return await said.count() > 0

    await until(is_read, WORD_SECONDS, f"{one.name} reads that the quality is {word}")


async def test_who_loses_packets_reads_that_the_quality_is_poor_until_it_is_good_again(
    stage, browser, far_browser, far
):
    chair, hebei = await meeting(stage, browser, far_browser)
    await reads(hebei, "good")
    with far.loses(LOSS_PERCENT, "-p", "udp"):
        await reads(hebei, "poor")
        poor = hebei.tile(chair.session).get_by_text(hebei.words("meeting.quality.poor"), exact=True)
        assert await poor.is_visible(), "the tile says nothing of it"
        await hebei.watched.screenshot("meeting-poor")
        assert not await chair.page.get_by_text(chair.words("meeting.quality.poor")).count(), "others are told, too"
        await hebei.sees(chair)
    await reads(hebei, "good")


async def test_who_changes_to_another_network_goes_on_in_the_same_seat(stage, browser, far_browser, far):
    chair, hebei = await meeting(stage, browser, far_browser)
    assert {pair["address"] for pair in await pairs(hebei.page)} == {topology.FAR}
    hebei.watched.expect(r"WebSocket connection to .* failed|Failed to load resource: net::ERR_")
    await asyncio.sleep(TOLD_SECONDS)
    seats, told, frames = len(hebei.seats()), len(chair.joined_counts()), await frames_of(chair, hebei)
    connections = len(hebei.sockets)
    began = time.monotonic()
    with far.on_another_network():
        seconds = await both_are_back(chair, hebei, frames, began)
        print(f"pictures {seconds:.2f} s after the network changed")
        assert seconds < CHANGED_SECONDS_MAX
        assert {pair["address"] for pair in await pairs(hebei.page)} == {topology.OTHER}
        await hebei.sees_no_banner(10)
        assert len(hebei.seats()) == seats, "it joined again"
        [resumed] = [each for socket in hebei.sockets[connections:] for each in socket.answers_to("session.resume")]
        assert resumed["session"] == hebei.session
        await asyncio.sleep(TOLD_SECONDS)
        assert len(chair.joined_counts()) == told, "somebody was told of a leave"


async def test_a_coturn_that_was_killed_is_replaced_and_who_has_no_other_way_is_seen_and_heard_again(
    stage_apart, browser, apart
):
    chair, hebei = await meeting(stage_apart, browser, apart.browser)
    assert {pair["local"] for pair in await pairs(hebei.page)} == {"relay"}
    seats = len(hebei.seats())
    apart.servers.coturn.kill()
    killed = time.monotonic()
    apart.servers.restart(apart.servers.coturn)
    seconds = await both_are_back(chair, hebei, await frames_of(chair, hebei), killed)
    print(f"pictures {seconds:.2f} s after coturn was killed")
    assert seconds < RELAYED_SECONDS_MAX
    assert {pair["local"] for pair in await pairs(hebei.page)} == {"relay"}
    assert len(hebei.seats()) == seats, "it joined again"
