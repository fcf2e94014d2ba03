# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Guests: in front of a page, and as bare connections where many are to wait."""

import asyncio
import json
import re
import urllib.parse
import urllib.request

from person import Person
from plenaryclient import Connection, Refused
from stage import SMALL

GUEST_HUE, GUEST_HZ = 250, 1700


class Guest(Person):
    """Somebody without an account, who has a link and a PIN."""

    @classmethod
    async def enter(cls, stage, name, media=None, **options):
        identity = {"hue": GUEST_HUE, "hz": GUEST_HZ} | SMALL | (media or {})
        watched = await stage.browser.page(stage.server.origin, media=identity, **options)
        account = {"login": f"guest-{len(stage.people)}", "password": "", "name": name, "participant": "", "path": []}
        guest = cls(watched, account, identity, options.get("locale", "zh-CN"))
        stage.people.append(guest)
        return guest

    def pin_field(self):
        return self.page.get_by_label(self.words("guest.pin"), exact=True)

    async def opens_the_link(self, link):
        await self.page.goto(link)
        await self.heading("guest.title").wait_for()

    async def tells(self, pin, name=None):
        """Fills name and PIN in, and goes on."""
        if name is not None:
            await self.page.get_by_label(self.words("guest.name"), exact=True).fill(name)
        await self.pin_field().fill(pin)
        await self.button("guest.submit").click()

    async def reads(self, key):
        await self.page.get_by_role("alert").filter(has_text=self.words(key)).wait_for()

    async def asks_to_join(self):
        """From the pre-join to the lobby."""
        await self.devices_are_open()
        await self.button("prejoin.join").click()
        await self.page.locator(".lobby-card").get_by_text(self.words("lobby.waits")).wait_for()

    async def is_inside(self):
        await self.control("turnMicOff").or_(self.control("turnMicOn")).first.wait_for()
        self.participant = self.seats()[-1]["participant"]


class Host:
    """What chair and operators do about guests; around a Person in a meeting."""

    def __init__(self, person):
        self.person = person
        self.page = person.page
        self.words = person.words

    async def opens_the_invitation(self):
        await self.person.button("meeting.invite").first.click()
        await self.person.dialog().get_by_role("heading", name=self.words("guestLink.title"), exact=True).wait_for()

    async def makes_a_guest_link(self):
        """Gives link and PIN, as the dialog shows them; it stays open."""
        await self.person.button("guestLink.make").click()
        return await self.guest_link()

    async def guest_link(self):
        part = self.person.dialog().locator(".share__guests")
        await part.locator(".share__number").wait_for()
        link = await part.locator(".share__link").inner_text()
        return link.strip(), re.sub(r"\D", "", await part.locator(".share__number").inner_text())

    async def closes_the_dialog(self):
        await self.page.keyboard.press("Escape")
        await self.person.dialog().wait_for(state="detached")

    def lobby(self):
        return self.page.get_by_role("region", name=self.words("lobby.title"), exact=True)

    async def sees_in_the_lobby(self, *names):
        await self.opens_the_participants()
        for name in names:
            await self.person.button("lobby.admitOne", self.lobby(), name=name).wait_for()

    async def opens_the_participants(self):
        if not await self.person.search_field().is_visible():
            name = self.words.pattern("meeting.participants", "meeting.participantsWaiting")
            await self.page.get_by_role("button", name=name).first.click()

    async def admits(self, name):
        await self.named("lobby.admitOne", name=name).click()

    async def admits_all(self):
        await self.named("lobby.admitAll").click()

    async def admits_the_unit(self, unit, count):
        await self.named("lobby.admitUnit", unit=unit, count=count).click()

    async def turns_away(self, name):
        await self.named("lobby.turnAwayOne", name=name).click()
        await self.person.button("lobby.turnAway", self.person.dialog()).click()

    def named(self, key, **parameters):
        return self.lobby().get_by_role("button", name=self.words(key, **parameters), exact=True)

    async def sees_nobody_in_the_lobby(self):
        await self.lobby().wait_for(state="hidden")


class Knocking:
    """A guest as a connection: asks to join when it is told to."""

    def __init__(self, connection, participant, room):
        self.connection = connection
        self.participant = participant
        self.room = room

    @classmethod
    async def at(cls, server, link, pin, name):
        """Becomes a guest and knocks."""
        invitation = urllib.parse.urlsplit(link).fragment
        answer = await asyncio.to_thread(sign_in, server, {"invitation": invitation, "pin": pin, "name": name})
        connection = await Connection.open(server.ws_url, server.tls)
        await connection.call("session.authenticate", method="token", accessToken=answer["accessToken"])
        guest = cls(connection, answer["participant"], answer["room"])
        assert await guest.asks() == "admission_pending"
        return guest

    async def asks(self):
        """Asks to join; gives the code of the refusal, or None when it is in."""
        try:
            await self.connection.call("room.join", room=self.room, media=False)
        except Refused as refusal:
            return refusal.code
        return None


def sign_in(server, body):
    headers = {"Content-Type": "application/json", "Origin": server.origin}
    request = urllib.request.Request(f"{server.origin}/api/v1/auth/guest", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, context=server.tls, timeout=10) as response:
        return json.load(response)
