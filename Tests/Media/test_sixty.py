# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""A meeting of sixty, and the signaling of a thousand publishers; what each costs is printed."""

import asyncio
import os
import pathlib
import time

import pytest
from aiortc import RTCConfiguration, RTCPeerConnection
from browser import until
from crowd import tokens_of
from phones import Phone, Tone, opus_of
from stage import SMALL

TICKS = os.sysconf("SC_CLK_TCK")
BROWSERS = ("chair", "office", "hebei", "deputy")
PHONES, BYSTANDERS, SPEAKERS = 26, 30, 3
TONES = (520, 780, 980, 1300, 1700, 2100)
HEARD_SECONDS = 30
PUBLISHERS, ROOMS, AT_ONCE = 1_000, 10, 50


@pytest.fixture
def tokens(servers):
    return tokens_of(servers.plenary.home)


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Cost:
    """Who used how much of the processor in between."""

    def __init__(self, **pids):
        self.pids = pids
        self.began = time.monotonic()
        self.before = {name: cpu_seconds(pid) for name, pid in pids.items()}

    def told(self):
        seconds = time.monotonic() - self.began
        used = {name: cpu_seconds(pid) - self.before[name] for name, pid in self.pids.items()}
        words = ", ".join(f"{name} {used[name]:.2f} s ({100 * used[name] / seconds:.1f} % of a core)" for name in used)
        return f"{words}; in {seconds:.1f} s"


def cost_of(servers):
    return Cost(
        Plenary=servers.plenary.process.pid, Janus=servers.janus.process.pid, load=os.getpid()
    )


async def test_sixty_are_seated_and_every_browser_hears_every_speaker_in_turn(stage, servers, tokens):
    people = [await stage.enter(name, media=SMALL) for name in BROWSERS]
    chair = people[0]
    room = await chair.opens_a_meeting("六十方会商")
    url, tls = f"wss://{servers.plenary.host}:{servers.plenary.port}/ws", servers.plenary.tls
    phones = [Phone(url, tls, token) for token in tokens[: PHONES + BYSTANDERS]]
    sending, tones = phones[:PHONES], {hz: opus_of(hz) for hz in TONES}
    whole = cost_of(servers)
    try:
        await asyncio.gather(*(phone.joins(room) for phone in phones))
        for one in people[1:]:
            await one.joins(room)
        for index, phone in enumerate(sending):
            hz = TONES[index % len(TONES)]
            await phone.publishes(hz, tones[hz])

        async def are_sending():
            return all(phone.is_sending() for phone in sending)

        await until(are_sending, 30, "every phone sends")
        print(f"sixty come: {whole.told()}")

        async def are_counted():
            return all(one.joined_counts()[-1] == len(people) + len(phones) for one in people)

        await until(are_counted, 10, "everybody is told of sixty")
        steady = cost_of(servers)
        for phone in sending[:SPEAKERS]:
            await phone.turns_the_microphone(True)
            await asyncio.gather(*(one.hears(phone, HEARD_SECONDS) for one in people))
            await phone.turns_the_microphone(False)
        print(f"sixty meet: {steady.told()}")
    finally:
        await asyncio.gather(*(phone.leaves() for phone in phones))


async def test_a_thousand_publishers_are_taken_in_by_a_real_janus(servers, tokens):
    url, tls = f"wss://{servers.plenary.host}:{servers.plenary.port}/ws", servers.plenary.tls
    phones = [Phone(url, tls, token) for token in tokens[:PUBLISHERS]]
    offer = await an_offer()
    gate = asyncio.Semaphore(AT_ONCE)
    rooms = []
    seconds = []

    async def publishes(phone, room):
        async with gate:
            await phone.joins(room)
            began = time.monotonic()
            await phone.connection.call(
                "media.publish", room=room, sdp=offer, tracks=[{"mid": "0", "kind": "microphone"}], fresh=True
            )
            seconds.append(time.monotonic() - began)

    try:
        # Only the first of the crowd may open rooms. Five, one more than a mesh holds, move each.
        opener = Phone(url, tls, tokens[0])
        await opener.signs_in()
        for number in range(ROOMS):
            made = await opener.connection.call("room.create", title=f"大会 {number}", key=f"room-{number}")
            rooms.append(made["room"])
        await opener.leaves()
        movers = [Phone(url, tls, token) for token in tokens[PUBLISHERS + 1:PUBLISHERS + 6]]
        for room in rooms:
            await asyncio.gather(*(phone.joins(room) for phone in movers))
            await asyncio.gather(*(phone.leaves() for phone in movers))
        cost = cost_of(servers)
        await asyncio.gather(*(publishes(phone, rooms[index % ROOMS]) for index, phone in enumerate(phones)))
        seconds.sort()
        print(
            f"{PUBLISHERS} publish: {cost.told()}; an offer is answered after {ms(seconds, 50)} ms (median), "
            f"{ms(seconds, 99)} ms (99 of 100)"
        )
        assert len(seconds) == PUBLISHERS
    finally:
        await asyncio.gather(*(phone.leaves() for phone in phones))


def ms(seconds, percent):
    return round(1_000 * seconds[len(seconds) * percent // 100])


async def an_offer():
    """What a browser would offer: one microphone."""
    peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    peer.addTrack(Tone([]))
    await peer.setLocalDescription(await peer.createOffer())
    sdp = peer.localDescription.sdp
    await peer.close()
    return sdp
