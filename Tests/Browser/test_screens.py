# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Every screen in both languages, on a desk and on a phone: what axe-core finds, and a picture for who looks."""

import subprocess

import pytest

from browser import until
from inspection import Inspection

@pytest.mark.parametrize("device", [None, "Pixel 7"], ids=["desktop", "phone"])
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
async def test_no_screen_has_a_violation_of_accessibility(stage, locale, device):
    scheme = "dark" if device and locale == "en" else "light"
    chair = await stage.enter("chair", locale=locale, device=device, color_scheme=scheme)
    hebei = await stage.enter("hebei", locale=locale)
    inspection = Inspection(chair, f"{locale}-{'phone' if device else 'desktop'}")
    room = await inspect_the_way_in(inspection, chair)
    await chair.enters()
    await hebei.joins(room)
    await chair.sees(hebei)
    await inspection.look("meeting")
    await inspect_the_panel(inspection, chair, hebei)
    await inspect_menus_and_dialogs(inspection, chair, hebei)
    await chair.commands("end")
    await chair.is_told_that_the_meeting_is_over()
    await inspection.look("message")
    inspection.check()


async def inspect_the_way_in(inspection, chair):
    await chair.opens("/")
    await inspection.look("sign-in")
    await chair.signs_in()
    await inspection.look("home")
    room = await chair.makes_a_meeting("防汛会商")
    await inspection.look("new-meeting")
    await chair.goes_to(room)
    await chair.devices_are_open()
    await inspection.look("prejoin")
    return room


async def inspect_the_panel(inspection, chair, hebei):
    await hebei.raises_the_hand()
    await chair.opens_the_roster()
    await chair.finds_in_the_roster(hebei)
    await inspection.look("roster")
    await chair.sees_the_hand_of(hebei)
    await inspection.look("hands")
    await chair.says("大家好")
    await hebei.says("您好")
    await chair.has_heard("您好")
    await inspection.look("chat")


async def inspect_menus_and_dialogs(inspection, chair, hebei):
    await chair.opens_the_menu_of(hebei)
    await inspection.look("participant-menu")
    await chair.page.keyboard.press("Escape")
    await chair.opens_the_operator_menu()
    await inspection.look("operator-menu")
    await chair.choice("muteAll").first.click()
    await inspection.look("mute-all")
    await chair.button("meeting.muteAllConfirm", chair.dialog()).click()
    await chair.is_told_that_a_mute_is_a_request()
    await inspection.look("receipt")


async def test_the_code_of_a_new_meeting_leads_to_it(stage):
    chair = await stage.enter("chair")
    await chair.opens("/")
    await chair.signs_in()
    room = await chair.makes_a_meeting("防汛会商")
    image = chair.page.locator(f'img[src="/r/{room}/qr.svg"]')

    async def is_drawn():
        return await image.evaluate("image => image.complete && image.naturalWidth > 0")

    await until(is_drawn, 5, "the code is drawn")
    picture = await chair.watched.screenshot("new-meeting-code")
    read = subprocess.run(["zbarimg", "-q", "--raw", picture], capture_output=True, text=True, timeout=20)
    assert read.stdout.strip() == f"{stage.server.origin}/r/{room}"
