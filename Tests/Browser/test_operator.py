# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""What the chair does to a meeting, and what the others see of it."""

import asyncio

from browser import until

SENT_SOUND = "[...fakeMedia.raw].flatMap(each => each.getSenders()).map(each => each.track)"
MICROPHONES = f"{SENT_SOUND}.filter(each => each?.kind === 'audio').map(each => each.enabled)"


async def test_an_operator_locks_a_meeting_and_newcomers_are_refused_in_words_until_it_is_unlocked(stage):
    chair, operator, hebei = [await stage.enter(name) for name in ("chair", "operator", "hebei")]
    room = await chair.opens_a_meeting("工作例会")
    await asyncio.gather(operator.joins(room), hebei.is_signed_in())
    await operator.commands("lock")
    await chair.is_told("meeting.told.locked")
    await hebei.is_refused(room, "room_locked")
    await hebei.watched.screenshot("prejoin-locked")
    await operator.commands("unlock")
    await hebei.joins(room)
    await asyncio.gather(chair.sees(hebei), operator.sees(hebei))


async def test_a_mute_turns_the_microphone_off_and_says_that_it_is_a_request(stage):
    chair, hebei = await stage.enter("chair"), await stage.enter("hebei")
    room = await chair.opens_a_meeting("工作例会")
    await hebei.joins(room)
    await chair.hears(hebei)
    await chair.commands_about(hebei, "mute")
    await chair.is_told_that_a_mute_is_a_request()
    await hebei.has_its_microphone(False)
    await chair.hears_nothing_of(hebei)
    await chair.watched.screenshot("meeting-mute-receipt")
    await chair.commands_about(hebei, "unmute")
    await hebei.turns_the_microphone(True)
    await chair.hears(hebei)
    await chair.commands("muteAll")
    await chair.is_told_that_a_mute_is_a_request()
    await hebei.has_its_microphone(False)
    await chair.hears_nothing_of(hebei)
    await hebei.watched.screenshot("meeting-muted")


async def test_a_microphone_that_is_allowed_only_after_a_strict_mute_is_off_and_stays_off(stage):
    chair, hebei = await stage.enter("chair"), await stage.enter("hebei", media={"asks": True})
    room = await chair.opens_a_meeting("工作例会")
    await chair.mutes_all_for_good()
    await hebei.is_signed_in()
    await hebei.asks_for_number(room)
    await hebei.is_at_the_prejoin(room)
    await hebei.button("prejoin.join").click()
    await hebei.control("leave").wait_for()
    await hebei.page.evaluate("fakeMedia.allow()")

    async def is_sent():
        return await hebei.page.evaluate(MICROPHONES)

    await until(is_sent, 10, "the microphone is open")
    await chair.sees(hebei)
    await hebei.has_its_microphone(False)
    await chair.hears_nothing_of(hebei)
    assert not any(await is_sent()), "the microphone is on"
    sent = [message for socket in hebei.sockets for message in socket.sent if message["method"] == "media.report"]
    assert sent and {message["params"]["microphone"] for message in sent} == {"off"}, sent


async def test_a_kicked_page_says_so_and_cannot_come_back(stage):
    chair, hebei = await stage.enter("chair"), await stage.enter("hebei")
    room = await chair.opens_a_meeting("工作例会")
    await hebei.joins(room)
    await chair.sees(hebei)
    session = hebei.session
    await chair.commands_about(hebei, "kick")
    await hebei.is_told_that_it_was_removed()
    await hebei.watched.screenshot("message-kicked")
    await chair.has_no_tile(session)
    await hebei.is_refused(room, "kicked")


async def test_a_raised_hand_is_given_the_floor(stage):
    chair, hebei = await stage.enter("chair"), await stage.enter("hebei")
    room = await chair.opens_a_meeting("工作例会")
    await hebei.joins(room)
    await hebei.raises_the_hand()
    await chair.sees_the_hand_of(hebei)
    await chair.gives_the_floor_to(hebei)
    await hebei.is_told_that_it_has_the_floor()


async def test_the_end_of_a_meeting_is_told_on_every_page(stage):
    chair, hebei = await stage.enter("chair"), await stage.enter("hebei", locale="en")
    room = await chair.opens_a_meeting("工作例会")
    await hebei.joins(room)
    await chair.commands("end")
    await asyncio.gather(chair.is_told_that_the_meeting_is_over(), hebei.is_told_that_the_meeting_is_over())
    await hebei.watched.screenshot("message-ended-en")
    await hebei.is_refused(room, "room_ended")
