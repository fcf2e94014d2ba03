# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""As much of Playwright's Page and Locator as person.py asks for, for a page of Firefox.

A name is compared as Playwright does it: a text exactly, a pattern anywhere. What is not shown has no role.
"""

import fnmatch
import json
import pathlib
import re

from browser import until

WAIT_SECONDS = 15
FIND = pathlib.Path(__file__).with_name("find.js").read_text()


class FirefoxPage:
    def __init__(self, session, context):
        self.session = session
        self.context = context
        # Where it was when it was last asked.
        self.url = "about:blank"

    async def goto(self, url):
        await self.session.call("browsingContext.navigate", context=self.context, url=url, wait="complete")

    async def reload(self):
        await self.session.call("browsingContext.reload", context=self.context, wait="complete")

    async def evaluate(self, expression, argument=None):
        """An expression's value, or that of the function that it is, called with `argument`; awaited."""
        declaration = (
            "async (text) => { const made = await (" + expression + ");"
            " const value = typeof made === 'function' ? await made(JSON.parse(text)) : made;"
            " return JSON.stringify(value) ?? 'null'; }"
        )
        return json.loads((await self.call(declaration, {"type": "string", "value": json.dumps(argument)}))["value"])

    async def call(self, declaration, *arguments):
        answer = await self.session.call(
            "script.callFunction", functionDeclaration=declaration, arguments=list(arguments), awaitPromise=True,
            target={"context": self.context}, userActivation=True,
        )
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return answer["result"]

    async def address(self):
        self.url = await self.evaluate("location.href")
        return self.url

    async def wait_for_url(self, pattern):
        async def is_there():
            return fnmatch.fnmatch(await self.address(), pattern.replace("**", "*"))

        await until(is_there, WAIT_SECONDS, pattern)

    def get_by_role(self, role, name=None, exact=True, level=None):
        return Target(self, []).get_by_role(role, name=name, level=level)

    def get_by_label(self, text, exact=True):
        return Target(self, []).get_by_label(text)

    def get_by_text(self, text, exact=False):
        return Target(self, [step("text", text)])

    def locator(self, selector):
        return Target(self, [{"by": "selector", "selector": selector}])

    async def press(self, keys, origin=None):
        """Clicks the element `origin` if there is one, then types."""
        actions = []
        if origin:
            at = {"type": "pointerMove", "x": 0, "y": 0, "origin": {"type": "element", "element": origin}}
            buttons = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
            actions.append({"type": "pointer", "id": "mouse", "actions": [at, *buttons]})
        if keys:
            pressed = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
            idle = [{"type": "pause"}] * (3 if origin else 0)
            actions.append({"type": "key", "id": "keyboard", "actions": [*idle, *pressed]})
        await self.session.call("input.performActions", context=self.context, actions=actions)


def step(by, name=None, **further):
    """A step of the way to an element, as find.js reads it."""
    named = {"pattern": name.pattern} if isinstance(name, re.Pattern) else {"name": name} if name else {}
    return {"by": by, **named, **further}


class Target:
    """Elements that may or may not be there; looked for anew whenever something is asked of them."""

    def __init__(self, page, steps):
        self.page = page
        self.steps = steps

    def _then(self, *steps):
        return Target(self.page, [*self.steps, *steps])

    def get_by_role(self, role, name=None, exact=True, level=None):
        return self._then(step("role", name, role=role, level=level))

    def get_by_label(self, text, exact=True):
        return self._then(step("label", text))

    def get_by_text(self, text, exact=False):
        return self._then(step("text", text))

    def locator(self, selector):
        return self._then({"by": "selector", "selector": selector})

    def filter(self, has_text):
        return self._then(step("holding", has_text))

    @property
    def first(self):
        return self._then({"by": "first"})

    async def _found(self):
        answer = await self.page.call(FIND, {"type": "string", "value": json.dumps(self.steps)})
        return [{"sharedId": node["sharedId"]} for node in answer["value"]]

    async def count(self):
        return len(await self._found())

    async def is_visible(self):
        return await self.count() > 0

    async def wait_for(self, state="visible", timeout=WAIT_SECONDS * 1000):
        async def is_so():
            return bool(await self.count()) == (state in ("visible", "attached"))

        await until(is_so, timeout / 1000, f"{self.steps} is {state}")

    async def _the_one(self):
        await self.wait_for()
        found = await self._found()
        assert len(found) == 1, f"{self.steps} are {len(found)}"
        return found[0]

    async def click(self):
        element = await self._the_one()
        await self.page.call("(node) => node.scrollIntoView({block: 'center'})", element)
        await self.page.press("", element)

    async def fill(self, text):
        element = await self._the_one()
        await self.page.call("(node) => { node.focus(); node.select(); }", element)
        await self.page.press(text)

    async def inner_text(self):
        return (await self.page.call("(node) => node.innerText", await self._the_one()))["value"]

    async def get_attribute(self, name):
        declaration = f"(node) => node.getAttribute({json.dumps(name)})"
        return (await self.page.call(declaration, await self._the_one())).get("value")
