# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""A meeting on a phone: it stays on, is turned, rings, is locked, and freezes."""

import asyncio
import os
import signal

from browser import until
from inspection import Inspection
from stage import SMALL

PHONE = "Pixel 7"
# Longer than the server waits for a silent session.
FROZEN_SECONDS = 13
# Longer than the page waits before it says so, or opens another.
HELD_SECONDS = 2.5

COUNT_LOCKS = """
    window.locks = [];
    const { wakeLock } = navigator;
    const request = wakeLock.request.bind(wakeLock);
    wakeLock.request = async (type) => {
        const lock = await request(type);
        window.locks.push(lock);
        return lock;
    };
"""
HELD = "window.locks.filter(lock => !lock.released).length"
# Chromium keeps headless pages visible: what a page would see is made by hand.
LOOK = """isVisible => {
    const state = isVisible ? 'visible' : 'hidden';
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => !isVisible });
    document.dispatchEvent(new Event('visibilitychange'));
}"""
# As a phone does for a call: the devices' tracks end without the page having stopped them.
TAKE_DEVICES = """() => {
    for (const track of document.querySelector('.tile--own video').srcObject.getTracks()) {
        track.stop();
        track.dispatchEvent(new Event('ended'));
    }
}"""
# As a phone does for a call on other systems: the microphone's track stays and says that it is mute.
HOLD_THE_MICROPHONE = """isHeld => {
    const [track] = document.querySelector('.tile--own video').srcObject.getAudioTracks();
    Object.defineProperty(track, 'muted', { configurable: true, get: () => isHeld });
    track.dispatchEvent(new Event(isHeld ? 'mute' : 'unmute'));
}"""
OUTSIDE = """() => [...document.querySelectorAll('.control, .tile')].filter(each => {
    const { left, top, right, bottom, width } = each.getBoundingClientRect();
    return width > 0 && (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1);
}).map(each => each.className)"""


async def look(person, is_visible):
    await person.page.evaluate(LOOK, is_visible)


async def test_the_screen_stays_on_while_a_meeting_is_on_it(stage):
    office = await stage.enter("office", device=PHONE, media=SMALL)
    await office.page.context.add_init_script(COUNT_LOCKS)
    await office.is_signed_in()
    room = await office.makes_a_meeting("会商")
    await office.goes_to(room)
    assert await office.page.evaluate(HELD) == 0
    await office.enters()

    async def holds(count):
        async def is_so():
            return await office.page.evaluate(HELD) == count

        await until(is_so, 5, f"{count} locks are held")

    await holds(1)
    await office.page.evaluate("() => window.locks.at(-1).release()")  # As a browser does when the page is hidden.
    await holds(0)
    await look(office, False)
    assert await office.page.evaluate(HELD) == 0
    await look(office, True)
    await holds(1)
    await office.leaves()
    await holds(0)


async def test_a_phone_is_turned_and_everything_stays_in_reach(stage):
    hebei, chair = await stage.enter("hebei", device=PHONE, media=SMALL), await stage.enter("chair", media=SMALL)
    room = await chair.opens_a_meeting("防汛会商")
    await hebei.joins(room)
    await hebei.sees(chair)
    upright = hebei.page.viewport_size
    inspection = Inspection(hebei, "phone")
    for name, size in (
        ("sideways", {"width": upright["height"], "height": upright["width"]}), ("upright", upright)
    ):
        frames = await hebei.frames_of(chair)
        await hebei.page.set_viewport_size(size)
        await hebei.decodes_more(chair, frames, 5)
        assert await hebei.page.evaluate(OUTSIDE) == [], name
        await inspection.look(f"meeting-{name}")
        await hebei.opens_the_chat()
        await hebei.control("chat").click()
    inspection.check()
    assert len(hebei.seats()) == 1


async def test_after_a_phone_call_the_microphone_is_as_it_was(stage):
    hebei, chair = await stage.enter("hebei", device=PHONE, media=SMALL), await stage.enter("chair", media=SMALL)
    room = await chair.opens_a_meeting("会商")
    await hebei.joins(room)
    await chair.hears(hebei)
    await hebei.page.evaluate(TAKE_DEVICES)
    await look(hebei, False)
    await hebei.has_its_microphone(False)
    await chair.hears_nothing_of(hebei)
    await look(hebei, True)
    await hebei.has_its_microphone(True)
    await hebei.control("turnCamOff").wait_for()
    await chair.hears(hebei)
    await chair.sees(hebei)
    await hebei.turns_the_microphone(False)
    await hebei.page.evaluate(TAKE_DEVICES)
    await look(hebei, False)
    await look(hebei, True)
    await hebei.control("turnCamOff").wait_for()
    await hebei.has_its_microphone(False)
    await chair.sees(hebei)
    assert len(hebei.seats()) == 1


async def test_while_a_call_holds_the_microphone_the_page_says_so_and_afterwards_it_is_as_it_was(stage):
    hebei, chair = await stage.enter("hebei", device=PHONE, media=SMALL), await stage.enter("chair", media=SMALL)
    room = await chair.opens_a_meeting("会商")
    await hebei.joins(room)
    await chair.hears(hebei)
    said = hebei.page.locator(".notice").filter(has_text=hebei.words("meeting.microphoneHeld"))

    async def holds_it(is_holding):
        await hebei.page.evaluate(HOLD_THE_MICROPHONE, is_holding)
        await said.wait_for(state="visible" if is_holding else "detached")
        await hebei.has_its_microphone(True)

    await holds_it(True)
    inspection = Inspection(hebei, "phone")
    await inspection.look("microphone-held")
    inspection.check()
    await holds_it(False)
    # A system that never gives it back: the page opens another when one is back on it.
    await holds_it(True)
    await look(hebei, False)
    await look(hebei, True)
    await said.wait_for(state="detached")
    await hebei.has_its_microphone(True)
    await chair.hears(hebei)
    # What is off is not missed.
    await hebei.turns_the_microphone(False)
    await hebei.page.evaluate(HOLD_THE_MICROPHONE, True)
    await look(hebei, False)
    await look(hebei, True)
    await asyncio.sleep(HELD_SECONDS)
    assert not await said.count(), "nobody misses a microphone that is off"
    await hebei.has_its_microphone(False)
    assert len(hebei.seats()) == 1


async def test_a_frozen_page_is_back_in_its_seat_with_its_microphone_as_it_was(stage, launch):
    chair = await stage.enter("chair", media=SMALL)
    phones = await launch()
    hebei = await stage.enter("hebei", device=PHONE, media=SMALL, browser=phones)
    nanjing = await stage.enter("nanjing", device=PHONE, media=SMALL, browser=phones)
    for one in (hebei, nanjing):
        one.watched.expect(r"WebSocket connection to .* failed")
    room = await chair.opens_a_meeting("会商")
    await asyncio.gather(hebei.joins(room), nanjing.joins(room))
    await chair.hears(hebei)
    await nanjing.turns_the_microphone(False)
    seats, connections = [one.session for one in (hebei, nanjing)], [len(one.sockets) for one in (hebei, nanjing)]
    processes = await phones.renderers()
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        await asyncio.sleep(FROZEN_SECONDS)
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)

    async def is_back(one, seat, count):
        answers = [answer for socket in one.sockets[count:] for answer in socket.answers_to("session.resume")]
        return answers and answers[-1] and answers[-1]["session"] == seat

    for one, seat, count in zip((hebei, nanjing), seats, connections):
        await until(lambda: is_back(one, seat, count), 10, f"{one.name} has resumed the same session")
        assert len(one.seats()) == 1, "the room was joined a second time"
        await one.sees_no_banner(within=10)
    await hebei.has_its_microphone(True)
    await nanjing.has_its_microphone(False)
    await asyncio.gather(chair.hears(hebei), chair.sees(nanjing), hebei.hears(chair))
    await chair.hears_nothing_of(nanjing)
    told = chair.joined_counts()
    assert set(told[told.index(3) :]) == {3}, f"somebody was told of a leave: {told}"


async def test_a_page_that_the_phone_threw_away_goes_back_into_the_meeting_as_it_was(stage):
    hebei, chair = await stage.enter("hebei", device=PHONE, media=SMALL), await stage.enter("chair", media=SMALL)
    await hebei.page.context.add_init_script("Object.defineProperty(document, 'wasDiscarded', { get: () => true })")
    room = await chair.opens_a_meeting("会商")
    await hebei.joins(room)
    await hebei.turns_the_microphone(False)
    await hebei.page.reload()
    await hebei.has_its_microphone(False)
    await chair.sees(hebei)
    assert len(hebei.seats()) == 2
    await hebei.leaves()
    await hebei.opens(f"/r/{room}")
    await hebei.devices_are_open()
    switch = hebei.page.get_by_role("switch", name=hebei.words("prejoin.microphone"))
    assert await switch.get_attribute("aria-checked") == "true", "a meeting that was left is remembered"
