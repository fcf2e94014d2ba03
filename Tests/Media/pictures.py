# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Takes pictures of layouts for docs/user-guide.md: `unshare -n python Tests/Media/pictures.py [FOLDER]`.

Needs what the media tests need. The people are drawn, nobody is filmed.
"""

import asyncio
import json
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "Browser")]

import topology  # noqa: E402
from browser import CHROMIUM, FLAGS_OF_A_NETWORK, ROOT, until  # noqa: E402
from bystanders import bystanders  # noqa: E402
from person import Person  # noqa: E402
from servers import MediaServers  # noqa: E402
from stage import Stage, browsers, make_home  # noqa: E402

BYTES_MAX = 300_000
WHOLE_SECONDS = 150
PORTRAITS = {
    "chair": {
        "wall": "#b7ab9c", "light": "#f7f1e7", "coat": "#2c3e57", "shirt": "#f3f5f8", "hair": "#2b2420",
        "skin": "#e6b998", "isLong": False, "side": 0.25,
    },
    "office": {
        "wall": "#9fb0bf", "light": "#eef3f7", "coat": "#5b3a4a", "shirt": "#f4ede6", "hair": "#33231d",
        "skin": "#eec3a4", "isLong": True, "side": 0.75,
    },
    "hebei": {
        "wall": "#a9b8a0", "light": "#f3f7ee", "coat": "#3a4a3f", "shirt": "#eef1ea", "hair": "#1f1a17",
        "skin": "#e2b592", "isLong": True, "side": 0.25,
    },
}


async def enter(stage, account):
    one = await stage.enter(account, media={"hue": 0, "hz": 300})
    await one.page.context.add_init_script(f"window.portrait = {json.dumps(PORTRAITS[account])}")
    await one.page.context.add_init_script(path=HERE.parent / "Browser/portrait.js")
    await one.page.context.add_init_script(path=HERE / "fakescreen.js")
    return one


async def shot(one, folder, name):
    await one.page.mouse.move(10, 5)
    await asyncio.sleep(3)
    path = folder / f"layout-{name}.png"
    await one.page.screenshot(path=path)
    assert path.stat().st_size < BYTES_MAX, f"{path} has {path.stat().st_size} bytes"


async def take(stage, folder):
    people = [await enter(stage, account) for account in PORTRAITS]
    chair, office, hebei = people
    room = await chair.opens_a_meeting("防汛工作视频会商")
    async with bystanders(stage.server, room, "deputy", "nanjing"):
        for one in people[1:]:
            await one.joins(room)

        async def all_is_shown():
            return all([(await hebei.frames_of(other))["count"] > 10 for other in (chair, office)])

        await until(all_is_shown, 30, "the pictures of the others")
        await hebei.control("participants").click()
        await asyncio.sleep(8)  # Until it is known how well they come through, and notices have gone.
        for layout in ("speaker", "stage"):
            await hebei.control("moreMenu").click()
            await hebei.page.get_by_role("menuitemradio", name=hebei.words(f"meeting.layout.{layout}")).click()
            await shot(hebei, folder, layout)
        await office.control("share").click()
        await hebei.page.locator("[data-screen][data-picture=on]").wait_for()
        await shot(hebei, folder, "screen")


async def main(folder):
    with tempfile.TemporaryDirectory() as temporary:
        home = make_home(pathlib.Path(temporary) / "seeded")
        servers = MediaServers(home, pathlib.Path(temporary) / "home", topology.HERE, topology.HERE)
        try:
            servers.start()
            async with browsers(home / "Certs/ca.crt", pathlib.Path(temporary) / "browser") as launch:
                stage = Stage(servers.plenary, await launch(CHROMIUM, FLAGS_OF_A_NETWORK), Person)
                try:
                    await take(stage, folder)
                finally:
                    await stage.end(is_checking=False)
        finally:
            servers.dispose()


if __name__ == "__main__":
    topology.prepare()
    target = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "docs/images").resolve()
    target.mkdir(parents=True, exist_ok=True)
    asyncio.run(asyncio.wait_for(main(target), WHOLE_SECONDS))
