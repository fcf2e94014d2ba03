# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Servers die in the middle of a meeting; nobody does anything about it, and pictures and sound are there again."""

import asyncio
import time

from browser import until
from bystanders import FOUR, bystanders
from meeting_page import SILENT_DB, see_and_hear
from stage import SMALL

SEEN_SECONDS = 30
BACK_SECONDS = 3


async def meeting(stage):
    chair, office = await stage.enter("chair", media=SMALL), await stage.enter("office", media=SMALL)
    room = await chair.opens_a_meeting("会商")
    async with bystanders(stage.server, room, *FOUR):
        await office.joins(room)
    await see_and_hear(chair, office, seconds=SEEN_SECONDS)
    return chair, office


async def decode_again(one, other, since):
    """Both decode pictures beyond those they had; gives the seconds since a moment."""
    before = {each: await each.frames_of(of) for each, of in ((one, other), (other, one))}
    await asyncio.gather(
        one.decodes_more(other, before[one], SEEN_SECONDS), other.decodes_more(one, before[other], SEEN_SECONDS)
    )
    return time.monotonic() - since


async def test_a_janus_that_was_killed_is_replaced_and_both_directions_decode_again(stage, servers):
    chair, office = await meeting(stage)
    sessions = [chair.session, office.session]
    servers.janus.kill()
    await asyncio.sleep(1)
    servers.restart(servers.janus)
    seconds = await decode_again(chair, office, time.monotonic())
    print(f"pictures {seconds:.2f} s after Janus was back")
    await see_and_hear(chair, office, seconds=SEEN_SECONDS)
    assert seconds < BACK_SECONDS
    assert [chair.session, office.session] == sessions


async def test_media_goes_on_while_plenary_is_killed_and_started_again_and_control_returns(stage, servers):
    chair, office = await meeting(stage)
    sessions = [chair.session, office.session]
    before = await chair.frames_of(office)
    for one in (chair, office):
        one.watched.expect("WebSocket connection to .* failed|Failed to load resource: net::ERR_CONNECTION_REFUSED")
    servers.plenary.kill()
    await asyncio.sleep(1)
    now = await chair.frames_of(office)
    assert now["count"] > before["count"], "pictures go on without Plenary"
    servers.plenary.start()
    for one in (chair, office):
        await one.sees_no_banner(20)
    await see_and_hear(chair, office, seconds=SEEN_SECONDS)
    assert (await chair.frames_of(office))["track"] == before["track"], "the connection is the same"
    assert [chair.session, office.session] == sessions
    await chair.commands_about(office, "mute")

    await office.has_its_microphone(False)

    async def is_silent():
        heard = await chair.ask_tile("hear", office.session)
        return not heard or heard["db"] < SILENT_DB

    await until(is_silent, 5, "the order holds")
