# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Every screen in both languages, on a desk and on a phone: what axe-core finds, and a picture for who looks."""

import subprocess

import pytest
from axe_playwright_python.async_playwright import Axe

from browser import until

RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


class Inspection:
    """Shows one screen after another to axe-core and to the camera."""

    def __init__(self, person, name):
        self.person = person
        self.name = name
        self.found = []

    async def look(self, screen):
        response = (await Axe().run(self.person.page, options={"resultTypes": ["violations"], "runOnly": RULES})).response
        for violation in response["violations"]:
            for node in violation["nodes"]:
                self.found.append(f"{screen}: {violation['id']}: {node['html'][:200]} {node['failureSummary']}")
        if await self.person.page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            self.found.append(f"{screen}: wider than the page")
        await self.person.watched.screenshot(f"{screen}-{self.name}")

    def check(self):
        assert not self.found, "\n".join(self.found)


@pytest.mark.parametrize("device", [None, "Pixel 7"], ids=["desktop", "phone"])
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
async def test_no_screen_has_a_violation_of_accessibility(stage, locale, device):
    chair = await stage.enter("chair", locale=locale, device=device)
    hebei = await stage.enter("hebei", locale=locale)
    inspection = Inspection(chair, f"{locale}-{'phone' if device else 'desktop'}")
    await chair.opens("/")
    await inspection.look("sign-in")
    await chair.signs_in()
    await inspection.look("lobby")
    room = await chair.makes_a_meeting("防汛会商")
    await inspection.look("new-meeting")
    await chair.goes_to(room)
    await inspection.look("prejoin")
    await chair.enters()
    await hebei.joins(room)
    await chair.sees(hebei)
    await inspection.look("meeting")
    await chair.opens_the_roster()
    await chair.finds_in_the_roster(hebei)
    await inspection.look("roster")
    await chair.says("大家好")
    await hebei.says("您好")
    await chair.has_heard("您好")
    await inspection.look("chat")
    await chair.opens_the_operator_menu()
    await inspection.look("operator-menu")
    await chair.commands("end")
    await chair.is_told_that_the_meeting_is_over()
    await inspection.look("message")
    inspection.check()


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
