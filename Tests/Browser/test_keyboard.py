# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""A meeting without a mouse."""

import asyncio

from browser import until
from stage import SMALL

TABS_MAX = 60


async def reach(person, locator, key="Tab"):
    """Moves the focus by the keyboard alone until the element has it, and it shows."""
    await locator.wait_for()
    for _ in range(TABS_MAX):
        if await locator.evaluate("element => element === document.activeElement"):
            assert await locator.evaluate("element => element.matches(':focus-visible')"), "the focus does not show"
            return locator
        await person.page.keyboard.press(key)
    raise AssertionError(f"the keyboard does not reach {locator}")


async def test_the_keyboard_alone_signs_in_joins_mutes_chats_and_leaves(stage):
    office, nanjing = await stage.enter("office"), await stage.enter("nanjing")
    room = await office.opens_a_meeting("会商")
    page, keys = nanjing.page, nanjing.page.keyboard
    words = nanjing.words
    await nanjing.opens("/")
    await reach(nanjing, page.get_by_label(words("signIn.identifier"), exact=True))
    await keys.type(nanjing.account)
    await reach(nanjing, page.get_by_label(words("signIn.password"), exact=True))
    await keys.type(nanjing.password)
    await keys.press("Enter")
    await nanjing.heading("home.greeting", name=nanjing.name).wait_for()
    await reach(nanjing, page.get_by_label(words("home.number"), exact=True))
    await keys.type(room)
    await keys.press("Enter")
    await nanjing.is_at_the_prejoin(room)
    await nanjing.devices_are_open()
    await reach(nanjing, nanjing.button("prejoin.join"))
    await keys.press("Enter")
    await nanjing.control("leave").wait_for()
    await office.hears(nanjing)
    await keys.press("m")
    await nanjing.has_its_microphone(False)
    await office.hears_nothing_of(nanjing)
    await keys.press("c")

    async def is_writing():
        return await nanjing.chat_field().evaluate("field => field === document.activeElement")

    await until(is_writing, 5, "the chat's field has the focus")
    await keys.type("键盘也可以参会。mvh")
    await keys.press("Enter")
    await office.has_heard("键盘也可以参会。mvh")
    await nanjing.has_its_microphone(False)
    await keys.press("Escape")
    await reach(nanjing, nanjing.control("leave"))
    await keys.press("Enter")
    await nanjing.heading("message.left.title").wait_for()


async def has_focus(locator, what):
    async def has():
        return await locator.evaluate("element => element === document.activeElement")

    await until(has, 5, what)


async def test_the_panel_that_was_open_from_the_start_gives_the_focus_to_its_button_when_it_closes(stage):
    office = await stage.enter("office")
    await office.opens_a_meeting("会商")
    await reach(office, office.search_field())
    await office.page.keyboard.press("Escape")
    await has_focus(office.control("participants"), "the button of the participants has the focus")


async def test_whoever_answers_a_hand_by_the_keyboard_goes_on_with_the_next(stage):
    chair, *others = [
        await stage.enter(name, media=SMALL) for name in ("chair", "hebei", "nanjing", "deputy")
    ]
    room = await chair.opens_a_meeting("会商")
    await asyncio.gather(*(other.joins(room) for other in others))
    for other in others:
        await other.raises_the_hand()
    for other in others:
        await chair.sees_the_hand_of(other)
    hebei, nanjing, deputy = others
    await chair.button("meeting.grantTo", name=hebei.name).focus()
    await chair.page.keyboard.press("Enter")
    await has_focus(chair.button("meeting.grantTo", name=nanjing.name), "the next hand has the focus")
    await chair.button("meeting.denyTo", name=deputy.name).focus()
    await chair.page.keyboard.press("Enter")
    await has_focus(chair.button("meeting.grantTo", name=nanjing.name), "the hand before the last has the focus")
    await chair.page.keyboard.press("Enter")
    await has_focus(chair.heading("meeting.queue"), "the title of the empty list has the focus")
