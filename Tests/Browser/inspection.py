# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Shows screens to axe-core."""

from axe_playwright_python.async_playwright import Axe

RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


class Inspection:
    """Shows one screen after another to axe-core and to the camera; `rules` are further ones that are to hold."""

    def __init__(self, person, name, rules=()):
        self.person = person
        self.name = name
        self.rules = {rule: {"enabled": True} for rule in rules}
        self.found = []

    async def look(self, screen):
        options = {"resultTypes": ["violations"], "runOnly": RULES, "rules": self.rules}
        found = await Axe().run(self.person.page, options=options)
        for violation in found.response["violations"]:
            for node in violation["nodes"]:
                self.found.append(f"{screen}: {violation['id']}: {node['html'][:200]} {node['failureSummary']}")
        if await self.person.page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            self.found.append(f"{screen}: wider than the page")
        await self.person.watched.screenshot(f"{screen}-{self.name}")

    def check(self):
        assert not self.found, "\n".join(self.found)
