# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Large print: larger, fewer, stronger; one switch, before the sign-in and in the meeting."""

import pytest

from browser import until
from inspection import Inspection
from stage import SMALL

# Contrast of 7:1, which is asked of no other screen.
STRONG = ["color-contrast-enhanced"]
TARGET_PX_MIN = 48
SMALL_TARGETS = """() => [...document.querySelectorAll('button, a.button, select, input:not([type=checkbox])')]
    .filter(each => each.checkVisibility()).filter(each => {
        const { width, height } = each.getBoundingClientRect();
        return width > 1 && (width < %d || height < %d);
    }).map(each => each.outerHTML.slice(0, 120))""" % (TARGET_PX_MIN, TARGET_PX_MIN)
SMALLEST_TEXT = """() => Math.min(...[...document.querySelectorAll('body *')]
    .filter(each => [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .filter(each => each.checkVisibility({ visibilityProperty: true }) && each.getBoundingClientRect().width > 1)
    .map(each => parseFloat(getComputedStyle(each).fontSize)))"""
CONTROLS = "() => [...document.querySelectorAll('.control')].filter(each => each.checkVisibility()).length"


async def is_on(person):
    return await person.page.evaluate("document.documentElement.classList.contains('large-print')")


async def check_large(person, inspection, screen):
    await inspection.look(f"large-{screen}")
    inspection.found += [f"{screen}: too small: {each}" for each in await person.page.evaluate(SMALL_TARGETS)]
    smallest = await person.page.evaluate(SMALLEST_TEXT)
    if smallest < 16:
        inspection.found.append(f"{screen}: text of {smallest} px")


@pytest.mark.parametrize("device, locale", [("Pixel 7", "en"), (None, "zh-CN")], ids=["phone", "desktop"])
async def test_large_print_is_one_switch_and_holds_on_every_screen(stage, device, locale):
    scheme = "dark" if locale == "en" else "light"
    hebei = await stage.enter("hebei", device=device, locale=locale, color_scheme=scheme, media=SMALL)
    chair = await stage.enter("chair", media=SMALL)
    room = await chair.opens_a_meeting("防汛会商")
    inspection = Inspection(hebei, f"{locale}-{'phone' if device else 'desktop'}", STRONG)
    await hebei.opens("/")
    switch = hebei.button("app.largePrint")
    assert await switch.get_attribute("aria-pressed") == "false"
    await switch.click()
    assert await switch.get_attribute("aria-pressed") == "true" and await is_on(hebei)
    await check_large(hebei, inspection, "sign-in")
    await hebei.signs_in()
    await check_large(hebei, inspection, "home")
    await hebei.asks_for_number(room)
    await hebei.is_at_the_prejoin(room)
    await hebei.devices_are_open()
    await hebei.page.reload()
    await hebei.is_at_the_prejoin(room)
    assert await is_on(hebei), "a reload forgets it"
    await check_large(hebei, inspection, "prejoin")
    await hebei.enters()
    await hebei.sees(chair)
    if device is None:
        await hebei.page.keyboard.press("Escape")
    await check_large(hebei, inspection, "meeting")
    few = await hebei.page.evaluate(CONTROLS)
    await hebei.control("moreMenu").click()
    await check_large(hebei, inspection, "menu")
    await hebei.choice("chat").first.click()
    await hebei.chat_field().wait_for()
    await hebei.says("看得清楚。")
    await check_large(hebei, inspection, "chat")
    await hebei.page.keyboard.press("Escape")
    if device:
        size = hebei.page.viewport_size
        await hebei.page.set_viewport_size({"width": size["height"], "height": size["width"]})
        await check_large(hebei, inspection, "sideways")
    await hebei.control("moreMenu").click()
    await hebei.choice("largePrintOff").first.click()

    async def is_off():
        return not await is_on(hebei) and await hebei.page.evaluate(CONTROLS) > few

    await until(is_off, 3, "the usual type and all controls")
    assert len(hebei.seats()) == 1
    inspection.check()
