# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Camera and microphone that are denied, withdrawn, missing, and there again: the steps, and no need to leave."""

import pytest

from browser import ALWAYS_ALLOW, FLAGS, until
from inspection import Inspection
from stage import SMALL

# The browser's own devices and its own idea of what is allowed.
OWN = {"own": True, "camera": False, "microphone": False}
NOTHING = {"camera": False, "microphone": False}


@pytest.fixture(scope="module")
def asking(loop, launch):
    """A browser that allows a page nothing unless its context does."""
    return loop.run_until_complete(launch(flags=[flag for flag in FLAGS if flag != ALWAYS_ALLOW]))


async def allow(person, *permissions):
    await person.page.context.grant_permissions(list(permissions), origin=person.watched.origin)


def note(person, key):
    return person.page.get_by_text(person.words.pattern(key, whole=False)).first


def notice(person, key, device="microphone"):
    text = person.words(key, devices=person.words(f"prejoin.the.{device}"))
    return person.page.locator(".notice").filter(has_text=text)


async def test_who_denied_both_joins_without_and_turns_them_on_later_without_leaving(stage, asking):
    office = await stage.enter("office", media=SMALL)
    hebei = await stage.enter("hebei", browser=asking, media=OWN, permissions=[])
    inspection = Inspection(hebei, "zh-CN-desktop")
    room = await office.opens_a_meeting("会商")
    await hebei.is_signed_in()
    await hebei.asks_for_number(room)
    await note(hebei, "prejoin.device.denied").wait_for()
    await hebei.page.get_by_text(hebei.words("help.how"), exact=True).click()
    for step in hebei.words("help.chromium").split("\n"):
        assert await hebei.page.get_by_text(step, exact=True).is_visible()
    await inspection.look("prejoin-denied")
    await hebei.enters()
    await hebei.sees(office)
    await hebei.control("turnMicOn").click()
    await notice(hebei, "meeting.device.denied").wait_for()
    await hebei.button("help.how").click()
    title = hebei.words("help.title.denied", devices=hebei.words("prejoin.the.microphone"))
    await hebei.dialog().get_by_role("heading", name=title).wait_for()
    await inspection.look("device-help")
    await hebei.page.keyboard.press("Escape")
    await allow(hebei, "camera", "microphone")
    offer = notice(hebei, "meeting.deviceAllowed")
    await offer.wait_for()
    assert await hebei.control("turnMicOn").is_visible(), "nothing is turned on by itself"
    await inspection.look("device-allowed")
    await hebei.button("meeting.turnMicOn", offer).click()
    await hebei.has_its_microphone(True)
    await hebei.control("turnCamOn").click()
    await office_sees_a_picture(office, hebei)
    # And withdrawn again, in the middle of it.
    await hebei.page.context.clear_permissions()
    await notice(hebei, "meeting.lost.denied").wait_for()
    await hebei.has_its_microphone(False)
    await hebei.control("turnCamOn").wait_for()
    await inspection.look("device-withdrawn")
    await allow(hebei, "camera", "microphone")
    await hebei.control("turnMicOn").click()
    await hebei.has_its_microphone(True)
    assert len(hebei.seats()) == 1
    inspection.check()


async def office_sees_a_picture(office, hebei):
    async def is_seen():
        return (await office.frames_of(hebei))["count"] > 3

    await until(is_seen, 15, "a picture of the browser's own camera")


@pytest.mark.parametrize("device, key", [("iPhone 14", "help.iosSafari"), ("Pixel 7", "help.android")])
async def test_a_phone_is_told_its_own_steps(stage, asking, device, key):
    hebei = await stage.enter("hebei", browser=asking, media=OWN, permissions=[], device=device, locale="en")
    await hebei.is_signed_in()
    await hebei.asks_for_number(await hebei_makes_a_room(hebei))
    await note(hebei, "prejoin.device.denied").wait_for()
    await hebei.page.get_by_text(hebei.words("help.how"), exact=True).click()
    steps = hebei.page.get_by_role("listitem")
    for step in hebei.words(key).split("\n"):
        await steps.filter(has_text=step).wait_for()
    inspection = Inspection(hebei, f"en-{device}")
    await inspection.look("prejoin-steps")
    inspection.check()
    await allow(hebei, "camera", "microphone")
    await hebei.devices_are_open()
    assert not await note(hebei, "prejoin.device.denied").count(), "what was allowed is still complained about"


async def hebei_makes_a_room(hebei):
    room = await hebei.makes_a_meeting("Meeting")
    await hebei.page.keyboard.press("Escape")
    return room


async def test_a_device_that_is_plugged_in_later_is_offered(stage):
    office, nanjing = await stage.enter("office", media=SMALL), await stage.enter("nanjing", media=NOTHING)
    room = await office.opens_a_meeting("会商")
    await nanjing.joins(room)
    await nanjing.sees(office)
    await nanjing.page.evaluate("fakeMedia.plug({microphone: true})")
    offer = notice(nanjing, "meeting.deviceFound")
    await nanjing.button("meeting.turnMicOn", offer).click()
    await nanjing.has_its_microphone(True)
    await office.hears(nanjing)
    assert len(nanjing.seats()) == 1
