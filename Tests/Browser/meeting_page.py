# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""What somebody does and sees inside a meeting; a part of Person."""

import asyncio
import re

from browser import until

HUE_TOLERANCE = 20
HZ_TOLERANCE = 30
SILENT_DB = -70
MEETING_SECONDS = 15
FRAMES_MIN = 3


class MeetingPage:
    """Needs `page`, `words`, `button()` and `dialog()` of who it is a part of."""

    # What the network says. Tests look here where the page does not show it: sessions, offsets, counts.

    @property
    def sockets(self):
        return self.watched.sockets

    def pushes(self):
        return [message for socket in self.sockets for message in socket.received if "id" not in message]

    def seats(self):
        """The answers to the joins so far."""
        return [answer for socket in self.sockets for answer in socket.answers_to("room.join") if answer]

    @property
    def session(self):
        return self.seats()[-1]["session"]

    def joined_counts(self):
        """How many endpoints the whole room has had, in the order in which that was told since the last join."""
        told = []
        for message in self.pushes():
            parameters = message["params"]
            if parameters.get("stream") == "summary":
                counts = (parameters.get("state") or parameters).get("counts", [])
                told += [row[2] for row in counts if row[0] == 0]
        return told

    # Tiles.

    def tile(self, session):
        return self.page.locator(f'[data-session="{session}"]')

    async def ask_tile(self, what, session):
        return await self.page.evaluate("([what, session]) => fakeMedia[what](session)", [what, session])

    async def sees(self, other, seconds=MEETING_SECONDS):
        """The other's moving picture is decoded: its colour, and frames that get more."""

        async def is_seen():
            seen = await self.ask_tile("look", other.session)
            if not seen or seen["saturation"] < 0.5:
                return False
            distance = abs(seen["hue"] - other.identity["hue"]) % 360
            return min(distance, 360 - distance) < HUE_TOLERANCE

        await until(is_seen, seconds, f"{self.name} sees the colour of {other.name}")
        await self.decodes_more(other, await self.frames_of(other), seconds)

    async def frames_of(self, other):
        return await self.ask_tile("frames", other.session)

    async def decodes_more(self, other, frames, seconds):
        """Frames beyond those; of a track that is another than theirs all count. One alone may be followed by none."""

        async def is_more():
            now = await self.frames_of(other)
            return now["count"] > FRAMES_MIN + (frames["count"] if now["track"] == frames["track"] else 0)

        await until(is_more, seconds, f"{self.name} decodes more than {frames} frames of {other.name}")

    async def hears(self, other, seconds=MEETING_SECONDS):
        async def is_heard():
            heard = await self.ask_tile("hear", other.session)
            return heard and heard["db"] > SILENT_DB and abs(heard["hz"] - other.identity["hz"]) < HZ_TOLERANCE

        await until(is_heard, seconds, f"{self.name} hears the tone of {other.name}")

    async def hears_nothing_of(self, other):
        async def is_silent():
            heard = await self.ask_tile("hear", other.session)
            return heard and heard["db"] < SILENT_DB

        await until(is_silent, 5, f"{self.name} hears nothing of {other.name}")

    async def has_no_tile(self, session):
        async def is_gone():
            return not await self.tile(session).count()

        await until(is_gone, 5, f"{self.name} has no tile of {session}")

    # The control bar.

    def control(self, key):
        return self.button(f"meeting.{key}").first

    async def has_its_microphone(self, is_on):
        await self.control("turnMicOff" if is_on else "turnMicOn").wait_for()

    async def turns_the_microphone(self, is_on):
        await self.control("turnMicOn" if is_on else "turnMicOff").click()
        await self.has_its_microphone(is_on)

    async def raises_the_hand(self):
        await self.control("raiseHand").click()
        await self.control("lowerHand").wait_for()

    async def leaves(self):
        await self.control("leave").click()
        await self.heading("message.left.title").wait_for()

    # The side panel.

    async def opens_the_roster(self):
        if not await self.search_field().is_visible():
            await self.control("participants").click()
        await self.search_field().wait_for()

    def search_field(self):
        return self.page.get_by_label(self.words("meeting.search"), exact=True)

    async def finds_in_the_roster(self, other):
        """Opens the units down to the other's, each inside the one before, and finds the name in the last."""
        place = self.page.get_by_label(self.words("meeting.tree"), exact=True)
        for unit in other.path:
            node = place.get_by_role("button", name=re.compile(f"^{re.escape(unit)}"))
            await node.wait_for()
            if await node.get_attribute("aria-expanded") == "false":
                await node.click()
            place = node.locator("xpath=..")
        found = place.locator(f'[data-participant="{other.participant}"]')
        await found.get_by_text(other.name).first.wait_for()

    def chat_field(self):
        return self.page.get_by_label(self.words("meeting.chatField"), exact=True)

    async def opens_the_chat(self):
        if not await self.chat_field().is_visible():
            name = self.words.pattern("meeting.chat", "meeting.chatUnread")
            await self.page.get_by_role("button", name=name).first.click()
        await self.chat_field().wait_for()

    async def says(self, text, is_waiting=True):
        await self.opens_the_chat()
        await self.chat_field().fill(text)
        await self.button("meeting.send").click()
        if is_waiting:
            await self.has_heard(text)

    async def has_heard(self, text):
        await self.opens_the_chat()
        unsent = self.chat_log().get_by_text(self.words("meeting.sending"))

        async def is_there():
            return text in await self.chat_texts() and not await unsent.count()

        await until(is_there, MEETING_SECONDS, f"{self.name} has heard {text}")

    def chat_log(self):
        return self.page.get_by_role("log", name=self.words("meeting.chatLog"))

    async def chat_texts(self):
        """What the server told, and what is still being sent."""
        return await self.chat_log().get_by_role("listitem").locator(".message__text").all_inner_texts()

    # The banner, notices.

    def banner(self):
        return self.page.get_by_role("status").filter(has_text=self.words("meeting.banner.lost"))

    async def sees_the_banner(self, within):
        await self.banner().wait_for(timeout=within * 1000)

    async def is_told_of_an_interruption(self, within):
        """By the banner: that the connection is away, or that it is back, should it have come back at once."""
        banner = self.page.get_by_role("status").filter(
            has_text=self.words.pattern("meeting.banner.lost", "meeting.banner.back", whole=False)
        )
        await banner.wait_for(timeout=within * 1000)

    async def sees_no_banner(self, within):
        await self.banner().wait_for(state="hidden", timeout=within * 1000)

    async def is_told(self, *keys):
        """A notice, or another status, says one of these texts."""
        notice = self.page.get_by_role("status").filter(has_text=self.words.pattern(*keys, whole=False))

        async def is_shown():
            return await notice.count() > 0 and await notice.first.is_visible()

        await until(is_shown, MEETING_SECONDS, f"{self.name} is told {keys}")

    async def is_told_that_a_mute_is_a_request(self):
        await self.is_told("meeting.receipt.request")

    async def is_told_that_it_has_the_floor(self):
        await self.is_told("meeting.told.granted")

    async def is_told_that_it_was_removed(self):
        await self.heading("message.kicked.title").wait_for()

    async def is_told_that_the_meeting_is_over(self):
        await self.heading("message.ended.title").wait_for()

    async def reads_why_there_is_no_picture(self):
        text = self.page.get_by_text(self.words.pattern("meeting.full.text")).first
        await text.wait_for()
        return await text.is_visible()

    # What chair and operators do.

    async def opens_the_operator_menu(self):
        await self.control("operate").click()
        await self.choice("muteAll").or_(self.choice("unmuteAll")).first.wait_for()

    def choice(self, key):
        name = self.words(f"meeting.{key}")
        item = self.page.get_by_role("menuitem", name=name, exact=True)
        return item.or_(self.page.get_by_role("button", name=name, exact=True))

    async def commands(self, key):
        """A command about the whole meeting, confirmed where that is asked for."""
        if not await self.choice(key).first.is_visible():
            await self.opens_the_operator_menu()
        await self.choice(key).first.click()
        if f"meeting.{key}Confirm" in self.words.texts:
            await self.button(f"meeting.{key}Confirm", self.dialog()).click()

    async def mutes_all_for_good(self):
        """Nobody may turn the microphone on again."""
        await self.opens_the_operator_menu()
        await self.choice("muteAll").first.click()
        await self.dialog().get_by_label(self.words("meeting.selfUnmute"), exact=True).uncheck()
        await self.button("meeting.muteAllConfirm", self.dialog()).click()
        await self.dialog().wait_for(state="detached")

    async def opens_the_menu_of(self, other):
        await self.opens_the_roster()
        await self.finds_in_the_roster(other)
        await self.button("meeting.actionsFor", name=other.name).first.click()

    async def commands_about(self, other, key):
        await self.opens_the_menu_of(other)
        await self.choice(key).first.click()
        if f"meeting.{key}Confirm" in self.words.texts:
            await self.button(f"meeting.{key}Confirm", self.dialog()).click()

    async def sees_the_hand_of(self, other):
        """In the list of who asks for the floor, which chair and operators have."""
        await self.opens_the_roster()
        await self.page.get_by_role("tab", name=self.words.pattern("meeting.hands", "meeting.handsWaiting")).click()
        await self.button("meeting.grantTo", name=other.name).first.wait_for()

    async def gives_the_floor_to(self, other):
        await self.button("meeting.grantTo", name=other.name).first.click()


async def see_and_hear(*people, seconds=MEETING_SECONDS):
    """Everybody sees and hears everybody else."""
    each = [(one, other) for one in people for other in people if one is not other]
    await asyncio.gather(*(one.sees(other, seconds) for one, other in each))
    await asyncio.gather(*(one.hears(other, seconds) for one, other in each))
