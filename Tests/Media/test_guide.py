# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""The pictures of docs/user-guide.md: a meeting as its chair and a phone see it, in both languages.

With PLENARY_GUIDE_IMAGES they are written to that folder, as `PLENARY_GUIDE_IMAGES=docs/images/guide` does for the
guide; else they are kept with the other screenshots, nothing of the tree changes, and the meeting is held in Chinese
alone.
"""

import asyncio
import os
import pathlib
import re
import shutil

import pytest

from browser import until
from guests import Guest, Host
from portraits import enter_drawn

HERE = pathlib.Path(__file__).resolve().parent
BYTES_MAX = 320_000
SEEN_SECONDS = 40
PHONE = "Pixel 7"
# Five pages that send and receive: no more to draw and to encode than the pictures need.
DRAWING = {"scale": 0.5, "fps": 5}
IMAGES = os.environ.get("PLENARY_GUIDE_IMAGES")
LOCALES = ["zh-CN", "en"]
TITLES = {"zh-CN": "防汛工作视频会商", "en": "Flood control briefing"}
NAMES = {
    "zh-CN": {"camera": "高清摄像头", "microphone": "内置麦克风", "speaker": "内置扬声器"},
    "en": {"camera": "HD camera", "microphone": "Headset", "speaker": "Speakers"},
}
GUESTS = {"zh-CN": "赵丽", "en": "Zhao Li"}
HEARD = "document.querySelector('.level__bar').getBoundingClientRect().width > 40"
OUTSIDE = """() => [...document.querySelectorAll('.control, .tile')].filter(each => {
    const { left, top, right, bottom, width } = each.getBoundingClientRect();
    return width > 0 && (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1);
}).map(each => each.className)"""


async def keep(one, name, **options):
    """Takes the picture; it is small enough for a page."""
    language = one.words.language.partition("-")[0]
    path = await one.watched.screenshot(f"guide-{name}-{language}", **options)
    size = path.stat().st_size
    assert size < BYTES_MAX, f"{path} has {size} bytes"
    if IMAGES:
        pathlib.Path(IMAGES).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, pathlib.Path(IMAGES) / f"{name}-{language}.png")


async def enter(stage, account, locale="zh-CN", **options):
    media = {"names": NAMES[locale], "hz": 300}
    one = await enter_drawn(stage, account, DRAWING, locale=locale, media=media, **options)
    one.page.set_default_timeout(1_000 * SEEN_SECONDS)
    return one


async def shows_all(one, others):
    """A picture of each is decoded."""
    for other in others:

        async def is_shown():
            return (await one.frames_of(other))["count"] > 3

        await until(is_shown, SEEN_SECONDS, f"{one.name} sees {other.name}")


async def is_quiet(one):
    """Nothing is announced any more."""
    notices = one.page.locator(".notice")

    async def is_gone():
        return await notices.count() == 0

    await one.page.mouse.move(5, 300)
    await until(is_gone, 30, f"no notice stands on the page of {one.name}")


async def invites(one, title):
    await one.is_signed_in()
    room = await one.makes_a_meeting(title)
    image = one.page.locator(f'img[src="/r/{room}/qr.svg"]')

    async def is_drawn():
        return await image.evaluate("image => image.complete && image.naturalWidth > 0")

    await until(is_drawn, 5, "the code is drawn")
    for key in ("share.copyNumber", "share.copyLink", "share.copyAll", "share.enter"):
        assert await one.button(key, one.dialog()).is_visible()
    await keep(one, "invite")
    return room


async def looks_before_joining(one):
    await one.devices_are_open()
    assert await one.page.get_by_text(NAMES[one.words.language]["camera"]).count()
    await until(lambda: one.page.evaluate(HEARD), 10, "the microphone's level shows")
    await keep(one, "prejoin")


async def looks_at_the_grid(one, others):
    await one.page.locator(".tiles[data-layout=grid]").wait_for()
    await shows_all(one, others)
    await is_quiet(one)
    await keep(one, "grid")


async def looks_at_more(one):
    """A shared screen, the others beside it, and what the menu says about layouts and data."""
    await one.page.locator("[data-screen] video").wait_for()
    await is_quiet(one)
    spent = re.compile(re.escape(one.words("meeting.spent")).replace(r"\{count\}", r"\d+"))

    async def is_measured():
        await one.control("moreMenu").click()
        saver = one.page.get_by_role("menuitemcheckbox", name=spent)
        if await saver.count() == 2:
            return True
        await one.page.keyboard.press("Escape")
        return False

    await until(is_measured, SEEN_SECONDS, "the menu says how much data is used")
    for layout in ("grid", "speaker", "stage"):
        assert await one.page.get_by_role("menuitemradio", name=one.words(f"meeting.layout.{layout}")).is_visible()
    await keep(one, "more")
    await one.page.keyboard.press("Escape")


async def looks_at_what_an_operator_may_do(one, other):
    await one.opens_the_menu_of(other)
    for key in ("mute", "hide", "grant", "deny", "promote", "kick"):
        assert await one.choice(key).first.is_visible(), key
    await keep(one, "operate")
    await one.page.keyboard.press("Escape")


async def looks_on_the_phone(one):
    await until(lambda: one.page.evaluate(f"({OUTSIDE})().length === 0"), 10, "everything is in reach")
    await is_quiet(one)
    await keep(one, "phone", scale="css")


@pytest.mark.parametrize("locale", LOCALES)
async def test_the_guide_shows_the_way_in(stage, locale):
    chair = await enter(stage, "chair", locale)
    room = await invites(chair, TITLES[locale])
    await chair.goes_to(room)
    await looks_before_joining(chair)


@pytest.mark.parametrize("locale", LOCALES if IMAGES else LOCALES[:1])
async def test_the_guide_shows_a_meeting_of_five(stage, locale):
    chair, phone = await enter(stage, "chair", locale), await enter(stage, "nanjing", locale, device=PHONE)
    hebei, others = await enter(stage, "hebei"), [await enter(stage, "deputy"), await enter(stage, "shijiazhuang")]
    await hebei.page.context.add_init_script(path=HERE / "slide.js")
    room = await chair.opens_a_meeting(TITLES[locale])
    guests = [hebei, phone, *others]
    await asyncio.gather(*(one.joins(room) for one in guests))
    await asyncio.gather(*(one.turns_the_microphone(False) for one in (chair, phone, *others)))
    await chair.commands_about(hebei, "promote")
    await chair.button("meeting.closePanel").first.click()
    await looks_at_the_grid(chair, guests)
    await looks_on_the_phone(phone)
    await hebei.control("share").click()
    await phone.raises_the_hand()
    await looks_at_more(chair)
    await looks_at_what_an_operator_may_do(chair, phone)


@pytest.mark.parametrize("locale", LOCALES if IMAGES else LOCALES[:1])
async def test_the_guide_shows_guests(stage, locale):
    chair = await enter(stage, "chair", locale)
    await chair.opens_a_meeting(TITLES[locale])
    host = Host(chair)
    await host.opens_the_invitation()
    link, pin = await host.makes_a_guest_link()
    await chair.dialog().locator(".share__guests").scroll_into_view_if_needed()
    await keep(chair, "guest-link")
    await host.closes_the_dialog()
    guest = await Guest.enter(stage, GUESTS[locale], {"names": NAMES[locale]}, locale=locale, device=PHONE)
    await guest.opens_the_link(link)
    await guest.tells(pin, GUESTS[locale])
    await guest.button("prejoin.join").wait_for()
    await guest.asks_to_join()
    await keep(guest, "waiting", scale="css")
    await host.sees_in_the_lobby(GUESTS[locale])
    await is_quiet(chair)
    await keep(chair, "lobby")
    await host.admits(GUESTS[locale])
    await guest.is_inside()
