# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Clients that do not read while others talk: what they cost, what they are told later, and who else notices."""

import asyncio
import re
import socket
import time

from plenaryclient import HANDS, JOINED, Connection, Participant

SLOW_CONSUMER = 4001
TEXT_BYTES = 4_000
# More than all buffers on the way together, and fewer than one connection's requests at once.
TEXTS_MAX = 190


class SlowReader(Participant):
    """A participant whose client keeps little of what it has not looked at, so that stopping is felt at once."""

    async def connect(self):
        small = socket.socket()
        small.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8_192)
        small.connect((self.server.host, self.server.port))
        small.setblocking(False)
        options = {"sock": small, "max_queue": 1}
        self.connection = await Connection.open(self.server.ws_url, self.server.tls, self.journal, **options)
        return self.connection


def metric(server, name):
    text = server.request("GET", "/metrics").body.decode()
    found = re.search(rf"^{re.escape(name)} (\d+)$", text, re.M)
    return int(found.group(1)) if found else 0


class Stage:
    """A room with somebody who talks, somebody whose hand goes up and down, and somebody slow; two watch a page."""

    @classmethod
    async def made(cls, server, person):
        self = cls()
        self.server, self.texts, self.slowest = server, [], 0
        self.ann, self.carol, self.slow = person(opens_rooms=True), person(), person(kind=SlowReader)
        await self.ann.sign_in()
        room = await self.ann.create()
        await self.ann.join(room)
        self.page = f"page:{(await self.carol.join(room))['path'][-1]}/1"
        await self.slow.join(room)
        for one in (self.ann, self.slow):
            await one.call("roster.watch", streams=[self.page])
            await one.until(lambda: self.page in one.journal.streams)
        await self.ann.until(lambda: self.ann.journal["summary"].row()[JOINED] == 3)
        await self.slow.until(lambda: self.slow.journal["summary"].row()[JOINED] == 3)
        return self

    async def talk_until(self, name, pause=0):
        """Chat, and a hand that goes up and down, until a figure of the metrics has risen."""
        before = metric(self.server, name)
        while metric(self.server, name) == before:
            assert len(self.texts) < TEXTS_MAX, f"{name} never rose"
            for _ in range(10):
                started = time.monotonic()
                self.texts.append(f"{len(self.texts)} ".ljust(TEXT_BYTES, "x"))
                await self.ann.say(self.texts[-1])
                self.slowest = max(self.slowest, time.monotonic() - started)
            await self.carol.command("floor.request")
            await self.carol.command("floor.release")
            await asyncio.sleep(pause)

    async def raise_hand(self):
        await self.carol.command("floor.request")
        await self.ann.until(lambda: self.sees_hand(self.ann))

    def sees_hand(self, one):
        """Whether the summary and the page say so."""
        hands = {entry["participant"]: entry["hand"] for entry in one.journal[self.page].state["entries"]}
        return one.journal["summary"].row()[HANDS] == 1 and hands[self.carol.id]

    def resets(self, one):
        return [one.journal[name].resets for name in ("room", "self", "summary", self.page)]

    async def others_did_not_notice(self):
        assert self.slowest < 1, f"somebody waited {self.slowest} s"
        for one in (self.ann, self.carol):
            last = await one.say("still here")
            self.texts.append("still here")
            await self.ann.reaches(last["offset"])
        assert self.ann.journal.texts == self.texts and self.ann.journal.seen_twice == 0
        assert self.resets(self.ann) == [1, 1, 1, 1]
        told = self.ann.journal["summary"].joined_told
        assert set(told[told.index(3):]) == {3}, "somebody was told of a leave"


async def test_who_reads_on_is_brought_up_to_date_and_the_others_notice_nothing(own_server, people):
    async with people(own_server) as person:
        stage = await Stage.made(own_server, person)
        slow = stage.slow
        slow.connection.stop_reading()
        # Not so fast that the queue overflows before a page, which speaks four times a second, has had its turn.
        await stage.talk_until("plenary_changes_left_out_total", pause=0.3)
        await stage.raise_hand()
        slow.connection.read_on()
        await slow.until(lambda: stage.resets(slow) == [1, 1, 2, 2] and stage.sees_hand(slow))
        assert slow.journal["summary"].state["counts"] == stage.ann.journal["summary"].state["counts"]
        assert slow.journal[stage.page].state == stage.ann.journal[stage.page].state
        assert metric(own_server, "plenary_refreshes_total") >= 1
        await stage.carol.command("floor.release")
        await slow.until(lambda: not stage.sees_hand(slow))
        await stage.others_did_not_notice()
        await slow.until(lambda: slow.journal.texts == stage.texts)
        assert stage.resets(slow) == [1, 1, 2, 2], "changes do not follow the reset"


async def test_who_never_reads_on_is_closed_with_4001_and_keeps_its_seat(own_server, people):
    async with people(own_server) as person:
        stage = await Stage.made(own_server, person)
        slow = stage.slow
        slow.connection.stop_reading()
        await stage.talk_until("plenary_queues_overflowed_total")
        assert metric(own_server, f'plenary_connections_closed_total{{code="{SLOW_CONSUMER}"}}') == 1
        slow.connection.read_on()
        assert await slow.connection.closed() == SLOW_CONSUMER
        assert stage.texts[: len(slow.journal.texts)] == slow.journal.texts, "what was sent before the end has gaps"
        await slow.resume()
        await stage.others_did_not_notice()
        await slow.until(lambda: slow.journal.texts == stage.texts)
        assert stage.resets(slow)[:2] == [1, 1] and slow.journal.seen_twice == 0
        assert metric(own_server, "plenary_seats_given_up_total") == 0
