# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Somebody in front of a page: what they do there and what they see, by role and accessible name in their language."""

import contextlib
import re

from playwright.async_api import TimeoutError

from browser import until
from meeting_page import MeetingPage
from words import Words

REFRESH_COOKIE = "plenary_refresh"


class Person(MeetingPage):
    """Signs in, opens meetings, joins them; what happens inside is MeetingPage's."""

    def __init__(self, watched, account, identity, language):
        self.watched = watched
        self.page = watched.page
        self.account = account["login"]
        self.password = account["password"]
        self.name = account["name"]
        self.participant = account["participant"]
        self.path = account["path"]
        self.identity = identity
        self.words = Words(language)
        # By account, what the browser keeps of a sign-in; each is used once, as the server demands.
        self.cookies = {}

    def button(self, key, root=None, **parameters):
        """A button by the key of its name; without its parameters it may be any of that name."""
        name = self.words(key, **parameters)
        name = self.words.pattern(key) if "{" in name else name
        return (root or self.page).get_by_role("button", name=name, exact=True)

    def heading(self, key, **parameters):
        return self.page.get_by_role("heading", name=self.words(key, **parameters), exact=True)

    def dialog(self):
        return self.page.get_by_role("dialog")

    # What comes before a meeting.

    async def opens(self, path):
        await self.page.goto(f"{self.watched.origin}{path}")
        await self.page.get_by_role("heading", level=1).first.wait_for()

    async def signs_in(self):
        await self.page.get_by_label(self.words("signIn.identifier"), exact=True).fill(self.account)
        await self.page.get_by_label(self.words("signIn.password"), exact=True).fill(self.password)
        await self.button("signIn.submit").click()
        await self.heading("signIn.title").wait_for(state="detached")

    async def is_signed_in(self):
        """Opens the home screen, signing in where that is asked for: not if a page before this one had signed in."""
        cookies = self.cookies.pop(self.account, None)
        if cookies and self.has_cookies:
            await self.page.context.add_cookies(cookies)
        await self.opens("/")
        if await self.heading("signIn.title").is_visible():
            await self.signs_in()
        await self.heading("home.greeting", name=self.name).wait_for()

    @property
    def has_cookies(self):
        """Whether cookies can be read and set; of Firefox they cannot."""
        return hasattr(getattr(self.page, "context", None), "cookies")

    async def keeps_its_sign_in(self):
        """For the next page of the account."""
        if self.has_cookies:
            kept = await self.page.context.cookies()
            self.cookies |= {self.account: kept} if any(each["name"] == REFRESH_COOKIE for each in kept) else {}

    async def makes_a_meeting(self, title):
        """From the home screen; gives the room's number and leaves the dialog open."""
        await self.button("home.new").click()
        await self.dialog().get_by_label(self.words("create.name"), exact=True).fill(title)
        await self.button("create.submit", self.dialog()).click()
        number = await self.dialog().locator(".share__number").inner_text()
        return re.sub(r"\D", "", number)

    async def goes_to(self, room):
        """From the dialog of the new meeting to its pre-join."""
        await self.button("share.enter", self.dialog()).click()
        await self.is_at_the_prejoin(room)

    async def is_at_the_prejoin(self, room):
        await self.page.wait_for_url(f"**/r/{room}")
        await self.button("prejoin.join").wait_for()

    async def asks_for_number(self, room):
        await self.page.get_by_label(self.words("home.number"), exact=True).fill(f"{room[:3]} {room[3:6]} {room[6:]}")
        await self.button("home.enter").first.click()

    async def enters(self):
        """From the pre-join into the meeting."""
        button = self.button("prejoin.join")
        await button.wait_for()
        if self.identity.get("camera", True):
            await self.devices_are_open()
        joined = len(self.seats())
        await button.click()

        async def is_inside():
            return len(self.seats()) > joined and await self.control("leave").is_visible()

        await until(is_inside, 15, f"{self.name} is in the meeting")

    async def devices_are_open(self):
        """Waits for the preview: who joins before the camera is there joins without a picture."""

        async def is_open():
            return await self.page.evaluate("document.querySelector('video')?.videoWidth > 0")

        await until(is_open, 10, "the preview's camera is open")

    async def opens_a_meeting(self, title):
        await self.is_signed_in()
        room = await self.makes_a_meeting(title)
        await self.goes_to(room)
        await self.enters()
        return room

    async def joins(self, room):
        await self.is_signed_in()
        await self.asks_for_number(room)
        await self.is_at_the_prejoin(room)
        await self.enters()

    async def is_refused(self, room, code):
        """Is kept out at the pre-join, and reads why in the catalogue's words for the code."""
        await self.is_signed_in()
        await self.asks_for_number(room)
        await self.page.wait_for_url(f"**/r/{room}")
        button = self.button("prejoin.join")

        async def is_told():
            if await self.page.get_by_role("alert").filter(has_text=self.words(f"error.{code}")).is_visible():
                return True
            # Of an ended room one is told before one asks, and the button goes.
            with contextlib.suppress(TimeoutError):
                await button.click(timeout=500)
            return False

        await until(is_told, 10, f"{self.name} reads {code}")
