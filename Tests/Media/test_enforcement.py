# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Orders hold at the media server, against a client that ignores every one of them: its packets really stop."""

import functools
import pathlib

from browser import until
from bystanders import FOUR, bystanders
from connections import all_packets_stop, packets_of, quiet, track_of
from stage import SMALL

HERE = pathlib.Path(__file__).resolve().parent
SEEN_SECONDS = 30


async def meeting(stage):
    """The chair; an office that goes on wanting what it gets; Hebei, who does not obey: in a room of the server."""
    chair, office = await stage.enter("chair", media=SMALL), await stage.enter("office", media=SMALL)
    hebei = await stage.enter("hebei", media=SMALL)
    await office.page.context.add_init_script(path=HERE / "stubborn.js")
    await hebei.page.context.add_init_script(path=HERE / "disobedient.js")
    room = await chair.opens_a_meeting("会商")
    async with bystanders(stage.server, room, *FOUR):
        for one in (office, hebei):
            await one.joins(room)
    await office.sees(hebei, SEEN_SECONDS)
    await office.hears(hebei, SEEN_SECONDS)
    await office.page.evaluate("window.keepsWishes = true")
    return chair, office, hebei


async def kinds_of(person, other):
    """What arrives of the other: a function that counts packets, for each kind."""
    tracks = {kind: await track_of(person, other, kind) for kind in ("audio", "video")}
    return {kind: functools.partial(packets_of, person.page, track) for kind, track in tracks.items()}


async def comes(count, what):
    before = await count()

    async def is_coming():
        return await count() > before + 5

    await until(is_coming, 10, f"{what} comes")


async def test_a_mute_and_a_hidden_camera_stop_packets_whatever_the_client_does(stage):
    chair, office, hebei = await meeting(stage)
    came = await kinds_of(office, hebei)
    await chair.commands_about(hebei, "mute")
    await quiet(came["audio"], 10, "the sound stops")
    await comes(came["video"], "the picture")
    await chair.commands_about(hebei, "unmute")
    await comes(came["audio"], "the sound")
    await chair.commands_about(hebei, "hide")
    await quiet(came["video"], 10, "the picture stops")
    await comes(came["audio"], "the sound")
    await chair.commands_about(hebei, "show")
    await comes(came["video"], "the picture")


async def test_who_is_removed_neither_sends_nor_gets_anything_any_more(stage):
    chair, office, hebei = await meeting(stage)
    came = await kinds_of(office, hebei)
    await chair.commands_about(hebei, "kick")
    await hebei.is_told_that_it_was_removed()
    await all_packets_stop(hebei)
    for kind, count in came.items():
        await quiet(count, 10, f"{kind} of {hebei.name} stops at {office.name}")
    await office.sees(chair, SEEN_SECONDS)


async def test_the_end_of_the_meeting_ends_media_for_everybody(stage):
    chair, office, hebei = await meeting(stage)
    await chair.commands("end")
    await hebei.is_told_that_the_meeting_is_over()
    await all_packets_stop(hebei)
