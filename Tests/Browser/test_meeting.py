# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Meetings as people hold them: who is there, what they say, what they show."""

import asyncio

import pytest

from browser import until
from inspection import Inspection
from stage import SMALL

# How much higher a small tile's caption is than its name, when there is much to say.
SQUEEZED = """tile => {
    tile.dataset.size = 'small';
    tile.style.width = '150px';
    const [caption, name, quality] = ['caption', 'name', 'quality'].map(each => tile.querySelector(`.tile__${each}`));
    quality.hidden = false;
    [name.textContent, quality.textContent] = ['Jiangsu Provincial Demonstration Department', 'Poor quality'];
    return caption.offsetHeight / name.offsetHeight;
}"""
GREETING, ANSWER = "各位好，听得清楚吗？", "听得很清楚，画面也正常。"


async def test_two_provinces_sign_in_see_hear_and_write_to_each_other(stage):
    office, nanjing = await stage.enter("office"), await stage.enter("nanjing", locale="en")
    await nanjing.opens("/")
    await nanjing.signs_in()
    room = await office.opens_a_meeting("防汛会商")
    await nanjing.joins(room)
    await asyncio.gather(office.sees(nanjing), nanjing.sees(office))
    await asyncio.gather(office.hears(nanjing), nanjing.hears(office))
    for one, other in ((office, nanjing), (nanjing, office)):
        await one.opens_the_roster()
        await one.finds_in_the_roster(other)
    await office.watched.screenshot("meeting-roster-zh-CN")
    await nanjing.watched.screenshot("meeting-roster-en")
    await office.says(GREETING)
    await nanjing.has_heard(GREETING)
    await nanjing.says(ANSWER)
    await office.has_heard(ANSWER)
    assert await office.chat_texts() == await nanjing.chat_texts() == [GREETING, ANSWER]
    assert await nanjing.tile(office.session).evaluate(SQUEEZED) < 1.8, "a caption in two lines hides the face"


async def test_who_leaves_is_gone_from_the_others_tiles_and_counts(stage):
    office, nanjing = await stage.enter("office"), await stage.enter("nanjing")
    room = await office.opens_a_meeting("会商")
    await nanjing.joins(room)
    await office.sees(nanjing)
    session = nanjing.session
    await nanjing.leaves()

    async def is_gone():
        return not await office.tile(session).count() and office.joined_counts()[-1] == 1

    await until(is_gone, 5, "the tile and the count of who left are gone")
    assert await nanjing.page.evaluate("fakeMedia.camerasOpen") == 0, "the camera is still on"


async def test_a_page_that_is_loaded_again_comes_back_to_the_pre_join_and_meets_again(stage):
    office, nanjing = await stage.enter("office"), await stage.enter("nanjing")
    room = await office.opens_a_meeting("会商")
    await nanjing.joins(room)
    await office.sees(nanjing)
    await nanjing.page.reload()
    await nanjing.enters()
    await asyncio.gather(office.sees(nanjing), nanjing.sees(office))


async def test_who_has_no_camera_and_no_microphone_sees_and_hears_the_others_all_the_same(stage):
    nothing = {"camera": False, "microphone": False}
    office, nanjing = await stage.enter("office"), await stage.enter("nanjing", media=nothing)
    room = await office.opens_a_meeting("会商")
    await nanjing.is_signed_in()
    await nanjing.asks_for_number(room)
    await nanjing.page.get_by_text(nanjing.words.pattern("prejoin.device.none", whole=False)).first.wait_for()
    await nanjing.enters()
    await nanjing.sees(office)
    await nanjing.hears(office)
    await nanjing.says("我没有摄像头。")
    await office.has_heard("我没有摄像头。")


async def test_the_fifth_reads_why_there_is_no_picture_and_takes_nobodys(stage):
    chair = await stage.enter("chair", media=SMALL)
    inside = [chair, *[await stage.enter(name, media=SMALL) for name in ("deputy", "office", "hebei")]]
    fifth = await stage.enter("nanjing", media=SMALL)
    room = await chair.opens_a_meeting("四方会商")
    await asyncio.gather(fifth.is_signed_in(), *(one.joins(room) for one in inside[1:]))
    await asyncio.gather(*(one.sees(other) for one in inside for other in inside if one is not other))
    frames = {one: [await one.frames_of(other) for other in inside if other is not one] for one in inside}
    await fifth.joins(room)
    assert await fifth.reads_why_there_is_no_picture()
    inspection = Inspection(fifth, "zh-CN-desktop")
    await inspection.look("meeting-fifth")
    inspection.check()
    await fifth.opens_the_roster()
    await fifth.finds_in_the_roster(chair)
    await fifth.says("我在现场，没有画面。")
    await chair.has_heard("我在现场，没有画面。")
    await chair.says("收到。")
    await fifth.has_heard("收到。")
    await fifth.raises_the_hand()
    await chair.sees_the_hand_of(fifth)
    for one in inside:
        others = [other for other in inside if other is not one]
        await asyncio.gather(*(one.decodes_more(*each, 5) for each in zip(others, frames[one])))
        assert await one.page.evaluate("fakeMedia.connections.map(each => each.connectionState)") == ["connected"] * 3
    assert await fifth.page.evaluate("fakeMedia.connections.length") == 0


COVERED = """() => [...document.querySelectorAll('button, input, textarea, a')].filter(each => {
    const { left, top, width, height } = each.getBoundingClientRect();
    const there = [0.1, 0.5, 0.9].flatMap(x => [0.1, 0.5, 0.9].map(y =>
        document.elementsFromPoint(left + x * width, top + y * height)));
    return !each.closest('.notice') && there.some(all => all.includes(each) && all.some(one => one.matches('.notice')));
}).map(each => each.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("device", [None, "Pixel 7", "Pixel 7 landscape"], ids=["desktop", "phone", "sideways"])
async def test_a_notice_covers_no_control(stage, device):
    chair, hebei = await stage.enter("chair", device=device), await stage.enter("hebei")
    room = await chair.opens_a_meeting("会商")
    await hebei.joins(room)
    await chair.opens_the_roster()
    await hebei.raises_the_hand()
    await chair.is_told("meeting.told.hand")
    await chair.watched.screenshot(f"notice-roster-{device}")
    assert not await chair.page.evaluate(COVERED)
    await chair.opens_the_chat()
    await hebei.control("lowerHand").click()
    await hebei.raises_the_hand()
    await chair.is_told("meeting.told.hand")
    await chair.watched.screenshot(f"notice-chat-{device}")
    assert not await chair.page.evaluate(COVERED)
