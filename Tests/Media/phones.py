# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Participants without a browser that send real sound: aiortc, with Opus that was encoded once for all of them."""

import asyncio
import fractions
import io

import av
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from plenaryclient import Connection

RATE = 48_000
SAMPLES = 960  # 20 ms, one packet.
LOOP_PACKETS = 100


def opus_of(hz):
    """A tone as packets of Opus, to be played in a circle."""
    output = io.BytesIO()
    with av.open(output, "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=RATE)
        stream.layout = "stereo"
        graph = av.filter.Graph()
        source = graph.add("sine", f"frequency={hz}:sample_rate={RATE}:samples_per_frame={SAMPLES}")
        loud = graph.add("volume", "2")
        shape = graph.add("aformat", f"sample_fmts=s16:channel_layouts=stereo:sample_rates={RATE}")
        sink = graph.add("abuffersink")
        source.link_to(loud)
        loud.link_to(shape)
        shape.link_to(sink)
        graph.configure()
        for _ in range(LOOP_PACKETS):
            frame = graph.pull()
            frame.pts = None
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    output.seek(0)
    with av.open(output) as container:
        return [bytes(packet) for packet in container.demux(audio=0) if packet.size]


class Tone(MediaStreamTrack):
    """Packets of Opus in a circle, one each 20 ms."""

    kind = "audio"

    def __init__(self, packets):
        super().__init__()
        self.packets = packets
        self.count = 0
        self.began = None

    async def recv(self):
        loop = asyncio.get_running_loop()
        self.began = self.began or loop.time()
        await asyncio.sleep(max(0, self.began + self.count * SAMPLES / RATE - loop.time()))
        packet = av.Packet(self.packets[self.count % len(self.packets)])
        packet.pts = packet.dts = self.count * SAMPLES
        packet.time_base = fractions.Fraction(1, RATE)
        self.count += 1
        return packet


class Phone:
    """One participant: signed in by a token, seated, and sending a tone where it is asked to."""

    def __init__(self, url, tls, token):
        self.url, self.tls, self.token = url, tls, token
        self.connection = self.room = self.session = self.name = None
        self.peer = self.identity = None

    async def signs_in(self):
        self.connection = await Connection.open(self.url, self.tls)
        await self.connection.call("session.authenticate", method="token", accessToken=self.token)
        self.connection.keep_alive()

    async def joins(self, room):
        await self.signs_in()
        self.room = room
        joined = await self.connection.call("room.join", room=room, media=True)
        self.session, self.name = joined["session"], joined["participant"]
        return joined

    async def publishes(self, hz, packets):
        self.identity = {"hz": hz}
        self.peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.peer.addTrack(Tone(packets))
        await self.peer.setLocalDescription(await self.peer.createOffer())
        mid = self.peer.getTransceivers()[0].mid
        answer = await self.connection.call(
            "media.publish", room=self.room, sdp=self.peer.localDescription.sdp,
            tracks=[{"mid": mid, "kind": "microphone"}], fresh=True,
        )
        await self.peer.setRemoteDescription(RTCSessionDescription(answer["sdp"], "answer"))

    async def turns_the_microphone(self, is_on):
        await self.connection.call(
            "media.report", room=self.room, microphone="on" if is_on else "off", camera="off"
        )

    def is_sending(self):
        return self.peer.connectionState == "connected"

    async def leaves(self):
        if self.peer:
            await self.peer.close()
        if self.connection:
            await self.connection.end()
