# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Takes the picture of a meeting that README.md shows: `python Tests/Browser/screenshot.py [FILE]`.

Needs what the browser tests need. The two people are drawn, nobody is filmed.
"""

import asyncio
import pathlib
import sys
import tempfile

from browser import ROOT, until
from person import Person
from portraits import enter_drawn
from stage import Stage, WebServer, browsers, make_home

BYTES_MAX = 300_000
QUIET = {"hue": 0, "hz": 300}


async def take(folder, path):
    make_home(folder / "home")
    server = WebServer(folder / "home").start()
    async with browsers(folder / "home/Certs/ca.crt", folder / "browser") as launch:
        stage = Stage(server, await launch(), Person)
        try:
            office = await enter_drawn(stage, "office", media=QUIET)
            city = await enter_drawn(stage, "shijiazhuang", media=QUIET)
            room = await office.opens_a_meeting("防汛工作视频会商")
            await city.joins(room)

            async def is_shown():
                return (await office.frames_of(city))["count"] > 10

            await until(is_shown, 15, "the picture of the other")
            await office.opens_the_roster()
            await office.finds_in_the_roster(office)
            await office.finds_in_the_roster(city)
            await office.page.mouse.move(10, 400)
            await asyncio.sleep(6)  # Until what was said about the beginning has gone.
            path.parent.mkdir(parents=True, exist_ok=True)
            await office.page.screenshot(path=path)
        finally:
            await stage.end(is_checking=False)
            server.dispose()
    size = path.stat().st_size
    assert size < BYTES_MAX, f"{path} has {size} bytes"


if __name__ == "__main__":
    target = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "docs/images/meeting.png").resolve()
    with tempfile.TemporaryDirectory() as temporary:
        asyncio.run(asyncio.wait_for(take(pathlib.Path(temporary), target), 90))
