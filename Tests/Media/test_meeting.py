# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Meetings over a network, in both browsers."""

from browser import until
from connections import all_packets_stop, inbound, packets_of, packets_stop, pairs, track_of
from meeting_page import see_and_hear
from stage import SMALL

LOSS_PERCENT = 15


async def test_firefox_trusts_the_authority_opens_the_client_and_signs_in(stage, firefox):
    hebei = await stage.enter("hebei", browser=firefox)
    await hebei.is_signed_in()
    assert await hebei.page.evaluate("isSecureContext")
    await hebei.watched.screenshot("firefox-home")


async def test_two_in_chromium_see_and_hear_each_other_over_the_network(stage):
    office, nanjing = await stage.enter("office", media=SMALL), await stage.enter("nanjing", media=SMALL)
    room = await office.opens_a_meeting("会商")
    await nanjing.joins(room)
    await see_and_hear(office, nanjing)
    used = await pairs(office.page)
    assert used and all(pair["local"] in ("host", "prflx") and pair["protocol"] == "udp" for pair in used), used
    assert {entry["kind"] for entry in (await inbound(office.page)).values()} == {"audio", "video"}


async def test_a_network_that_loses_packets_or_lets_none_pass_is_noticed_by_the_connections(stage, here):
    office, nanjing = await stage.enter("office", media=SMALL), await stage.enter("nanjing", media=SMALL)
    room = await office.opens_a_meeting("会商")
    await nanjing.joins(room)
    await see_and_hear(office, nanjing)

    async def is_losing():
        told = (await inbound(office.page)).values()
        return sum(entry["lost"] for entry in told) > 0.05 * sum(entry["packets"] for entry in told)

    with here.loses(LOSS_PERCENT, "-p", "udp"):
        await until(is_losing, 20, f"{LOSS_PERCENT} % are lost")
    track = await track_of(office, nanjing, "audio")
    with here.packets("-p", "udp") as came:
        before = await packets_of(office.page, track)

        async def are_coming():
            return await packets_of(office.page, track) > before + 10 and came() > 10

        await until(are_coming, 10, "packets come again")
    with here.blocks_udp():
        await packets_stop(office, nanjing, "audio")
    await see_and_hear(office, nanjing)


async def test_firefox_and_chromium_see_and_hear_each_other(stage, firefox):
    office = await stage.enter("office", media=SMALL)
    hebei = await stage.enter("hebei", browser=firefox, media=SMALL)
    room = await office.opens_a_meeting("会商")
    await hebei.joins(room)
    await see_and_hear(office, hebei)
    await hebei.leaves()
    await all_packets_stop(office)
