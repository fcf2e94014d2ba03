# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Rooms that have outgrown the mesh: pictures and sound by way of a real Janus, in the client as people use it."""

import asyncio
import functools
import pathlib

import pytest

from browser import until
from bystanders import FOUR, bystanders
from inspection import Inspection
from meeting_page import see_and_hear
from stage import SMALL

HERE = pathlib.Path(__file__).resolve().parent
SEEN_SECONDS = 30
see_and_hear = functools.partial(see_and_hear, seconds=SEEN_SECONDS)
GAP_MS_MAX = 3_000
# Large enough to be sent in three sizes.
LARGE = {"width": 1280, "height": 720, "fps": 8}
SCREEN = {"hue": 45, "hz": 2500}
HUE_TOLERANCE, HZ_TOLERANCE = 20, 30

# Keeps the longest time that each tile of another showed no new picture.
WATCH_GAPS = """() => {
    const seen = {};
    window.gapsMs = {};
    setInterval(() => {
        for (const video of document.querySelectorAll('.tile:not(.tile--own) video')) {
            const { session } = video.closest('.tile').dataset;
            const frames = video.videoWidth > 0 ? video.currentTime : -1;
            const known = seen[session] ??= { frames, at: performance.now() };
            if (frames !== known.frames && frames >= 0) Object.assign(known, { frames, at: performance.now() });
            window.gapsMs[session] = Math.max(window.gapsMs[session] ?? 0, performance.now() - known.at);
        }
    }, 50);
}"""


async def moved(one):
    async def is_told():
        return [push for push in one.pushes() if push["method"] == "media.moved"]

    await until(is_told, 10, f"{one.name} is told that the room has moved")


async def has_two_connections(one):
    """One to send and one to receive, once nothing of the mesh lingers."""

    async def has_two():
        return await one.page.evaluate("fakeMedia.connections.map(each => each.connectionState)") == ["connected"] * 2

    await until(has_two, 12, f"{one.name} has one connection to send and one to receive")


async def shows(one, other, width):
    """A tile's picture comes in the size of a layer."""

    async def is_shown():
        seen = await one.ask_tile("look", other.session)
        return seen and seen["width"] == width

    await until(is_shown, 20, f"{one.name} sees {other.name} {width} wide")


def saving(one, how):
    name = one.words.pattern(f"meeting.saving.{how}", whole=False)
    return one.page.get_by_role("menuitemcheckbox", name=name)


async def sharing(stage, account, **options):
    one = await stage.enter(account, **options)
    await one.page.context.add_init_script(path=HERE / "fakescreen.js")
    return one


async def test_three_in_chromium_and_one_in_firefox_are_told_apart_by_colour_and_tone(stage, firefox):
    chair, office, hebei = people = [await stage.enter(name, media=SMALL) for name in ("chair", "office", "hebei")]
    fox = await stage.enter("shijiazhuang", media=SMALL, browser=firefox)
    room = await chair.opens_a_meeting("会商")
    async with bystanders(stage.server, room, "deputy", "nanjing", "operator") as answers:
        assert [answer["media"] for answer in answers] == ["mesh", "mesh", "mesh"]
        for one in (office, hebei, fox):
            await one.joins(room)
            assert one.seats()[-1]["media"] == "server"
        await moved(chair)
        await see_and_hear(*people, fox)
        await asyncio.gather(*(has_two_connections(one) for one in (*people, fox)))
        session = hebei.session
        await hebei.leaves()
        await chair.has_no_tile(session)
        await see_and_hear(chair, office, fox)


async def test_a_room_that_grows_from_two_to_five_keeps_its_pictures(stage):
    chair, office = await stage.enter("chair", media=SMALL), await stage.enter("office", media=SMALL)
    hebei = await stage.enter("hebei", media=SMALL)
    room = await chair.opens_a_meeting("会商")
    await office.joins(room)
    await see_and_hear(chair, office)
    sessions = [chair.session, office.session]
    for one in (chair, office):
        await one.page.evaluate(WATCH_GAPS)
    async with bystanders(stage.server, room, "deputy", "nanjing"):
        await hebei.joins(room)
        await asyncio.gather(*(moved(one) for one in (chair, office)))
        await see_and_hear(chair, office, hebei)
        await asyncio.gather(*(has_two_connections(one) for one in (chair, office, hebei)))
        await see_and_hear(chair, office, hebei)
        for one, other in ((chair, office), (office, chair)):
            gaps = await one.page.evaluate("gapsMs")
            assert gaps[other.session] < GAP_MS_MAX, f"{one.name}: {gaps}"
            print(f"{one.account}: no picture of {other.account} for {gaps[other.session]:.0f} ms at most")
    assert [chair.session, office.session] == sessions, "somebody joined again"


async def test_a_shared_screen_is_seen_large_and_heard_and_ends(stage):
    office, hebei = await stage.enter("office", media=SMALL), await sharing(stage, "hebei", media=SMALL)
    room = await office.opens_a_meeting("会商")
    async with bystanders(stage.server, room, *FOUR):
        await hebei.joins(room)
        await see_and_hear(office, hebei)
        await hebei.control("share").click()

        async def is_seen():
            seen = await office.page.evaluate("fakeMedia.look('[data-screen]')")
            return seen and seen["width"] == 1280 and abs(seen["hue"] - SCREEN["hue"]) < HUE_TOLERANCE

        await until(is_seen, SEEN_SECONDS, "the shared screen is seen")

        async def is_heard():
            heard = await office.page.evaluate("fakeMedia.hear('[data-sound$=\"/screen\"]')")
            return heard and abs(heard["hz"] - SCREEN["hz"]) < HZ_TOLERANCE

        await until(is_heard, SEEN_SECONDS, "the shared screen is heard")
        screen, own = [await office.page.locator(tile).bounding_box() for tile in ("[data-screen]", ".tile--own")]
        assert screen["width"] > 2 * own["width"]
        await see_and_hear(office, hebei)
        inspection = Inspection(office, "zh-CN-desktop")
        await inspection.look("meeting-shared-screen")
        inspection.check()
        await hebei.control("stopSharing").click()
        await office.page.locator("[data-screen]").wait_for(state="detached")
        await see_and_hear(office, hebei)


async def test_a_picture_comes_in_the_size_in_which_it_is_shown(stage):
    office, hebei = await stage.enter("office", media=LARGE), await stage.enter("hebei", media=SMALL)
    room = await office.opens_a_meeting("会商")
    async with bystanders(stage.server, room, *FOUR):
        await hebei.joins(room)
        await see_and_hear(office, hebei)
        await shows(hebei, office, 1280)
        await hebei.control("moreMenu").click()
        await saving(hebei, "data").click()
        await shows(hebei, office, 320)
        await hebei.control("moreMenu").click()
        await saving(hebei, "audio").click()
        await hebei.tile(office.session).and_(hebei.page.locator("[data-picture=off]")).wait_for()
        await hebei.hears(office)
        assert await hebei.page.evaluate("fakeMedia.camerasOpen") == 0, "who listens only sends a picture"


@pytest.mark.parametrize("device", [None, "Pixel 7"], ids=["desktop", "phone"])
async def test_each_layout_shows_what_it_says_and_is_accessible(stage, device):
    chair, office = await stage.enter("chair", media=SMALL), await stage.enter("office", media=SMALL)
    hebei = await stage.enter("hebei", media=SMALL, device=device)
    room = await chair.opens_a_meeting("会商")
    inspection = Inspection(hebei, f"zh-CN-{device or 'desktop'}")
    async with bystanders(stage.server, room, "deputy", "nanjing"):
        for one in (office, hebei):
            await one.joins(room)
        await see_and_hear(chair, office, hebei)
        for layout in ("stage", "speaker", "grid"):
            await hebei.control("moreMenu").click()
            await inspection.look("more-menu")
            await hebei.page.get_by_role("menuitemradio", name=hebei.words(f"meeting.layout.{layout}")).click()
            await hebei.page.locator(f".tiles[data-layout={'grid' if layout == 'grid' else 'large'}]").wait_for()
            await inspection.look(f"layout-{layout}")
        await hebei.tile(office.session).hover()
        await hebei.button("meeting.pin", name=office.name).click()
        await hebei.page.locator(".tiles[data-layout=large]").wait_for()
        await inspection.look("layout-pinned")
        await hebei.page.keyboard.press("0")
        await hebei.page.locator(".tiles[data-layout=grid]").wait_for()
    inspection.check()


async def test_a_picture_that_was_turned_off_by_order_goes_and_may_come_back(stage):
    chair, hebei = await stage.enter("chair", media=SMALL), await stage.enter("hebei", media=SMALL)
    room = await chair.opens_a_meeting("会商")
    async with bystanders(stage.server, room, *FOUR):
        await hebei.joins(room)
        await see_and_hear(chair, hebei)
        await chair.commands_about(hebei, "hide")
        await hebei.is_told("meeting.told.hidden")
        await chair.tile(hebei.session).and_(chair.page.locator("[data-picture=off]")).wait_for()

        async def is_closed():
            return await hebei.page.evaluate("fakeMedia.camerasOpen") == 0

        await until(is_closed, 5, "the camera is given back")
        await hebei.control("turnCamOn").click(force=True)  # It says that it is disabled, and why.
        await hebei.is_told("meeting.cannotUnhide")
        await chair.commands_about(hebei, "show")
        await hebei.is_told("meeting.told.shown")
        await hebei.control("turnCamOn").click()
        await chair.sees(hebei, SEEN_SECONDS)
