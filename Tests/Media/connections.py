# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""What a page's RTCPeerConnections say of themselves; `page` is Playwright's or Firefox'."""

import asyncio

from browser import until

# Packets that were on their way when something was cut still arrive.
SETTLE_SECONDS = 1
QUIET_SECONDS = 1.5

# Every pair that a connection uses, with what kind of candidates it is made of.
PAIRS = """async () => {
    const pairs = [];
    for (const connection of fakeMedia.raw) {
        const stats = await connection.getStats();
        for (const entry of stats.values()) {
            const isUsed = entry.type === 'candidate-pair' && entry.state === 'succeeded' && entry.nominated
                && entry.bytesSent + entry.bytesReceived > 0;
            if (!isUsed) continue;
            const [local, remote] = [stats.get(entry.localCandidateId), stats.get(entry.remoteCandidateId)];
            pairs.push({
                local: local?.candidateType, protocol: local?.protocol, relayProtocol: local?.relayProtocol ?? null,
                address: local?.address, remote: remote?.candidateType, remoteAddress: remote?.address,
            });
        }
    }
    return pairs;
}"""
# What arrives, for each track that is received: the kind, and how much of it came.
INBOUND = """async () => {
    const inbound = {};
    for (const connection of fakeMedia.raw) {
        for (const entry of (await connection.getStats()).values()) {
            if (entry.type !== 'inbound-rtp') continue;
            inbound[`${entry.kind} ${entry.ssrc}`] = {
                track: entry.trackIdentifier, kind: entry.kind, packets: entry.packetsReceived ?? 0,
                lost: entry.packetsLost ?? 0, frames: entry.framesDecoded ?? 0,
                width: entry.frameWidth ?? 0, height: entry.frameHeight ?? 0,
            };
        }
    }
    return inbound;
}"""
# Gathers candidates with a configuration until there are enough; gives them and the errors that came instead.
GATHER = """async ({configuration, enough, seconds}) => {
    const connection = new RTCPeerConnection(configuration);
    const [candidates, errors] = [[], []];
    let found;
    const done = new Promise((resolve) => { found = resolve; });
    connection.onicecandidate = ({candidate}) => {
        if (candidate?.candidate) candidates.push(candidate.candidate);
        if (candidate === null || candidates.length >= enough) found();
    };
    connection.onicecandidateerror = ({url, errorCode}) => errors.push({url, code: errorCode});
    connection.createDataChannel('x');
    await connection.setLocalDescription();
    await Promise.race([done, new Promise((resolve) => setTimeout(resolve, seconds * 1000))]);
    connection.close();
    return {candidates, errors};
}"""


async def pairs(page):
    """The candidate pairs in use: local and remote type, address, the protocol and that towards the relay."""
    return await page.evaluate(PAIRS)


async def inbound(page):
    """What arrives, by kind and SSRC."""
    return await page.evaluate(INBOUND)


async def gather(page, ice_servers, policy="relay", enough=1, seconds=10):
    """The first candidates that a page gets with these servers, and the errors: `{candidates, errors}`."""
    configuration = {"iceServers": ice_servers, "iceTransportPolicy": policy}
    return await page.evaluate(GATHER, {"configuration": configuration, "enough": enough, "seconds": seconds})


async def packets_of(page, track):
    """How many packets of a track arrived so far, over all layers."""
    return sum(entry["packets"] for entry in (await inbound(page)).values() if entry["track"] == track)


async def track_of(person, other, kind):
    """The track that a tile of the other plays; None when there is none."""
    return await person.page.evaluate(
        "([session, kind]) => [...document.querySelectorAll(`[data-session='${session}'] :is(video, audio)`)]"
        ".flatMap((each) => each.srcObject?.getTracks() ?? []).find((each) => each.kind === kind)?.id ?? null",
        [other.session, kind],
    )


async def packets_stop(person, other, kind="video", within=10):
    """Fails unless no packet of the other's track arrives any more, whatever the page shows.

    Where the tile or its track is gone the track cannot be told any more: take it before with `track_of`, and give
    `quiet` the function that counts it.
    """
    track = await track_of(person, other, kind)
    assert track, f"{person.name} has no {kind} of {other.name}"
    await quiet(lambda: packets_of(person.page, track), within, f"{kind} of {other.name} stops at {person.name}")


async def all_packets_stop(person, within=10):
    """Fails unless nothing arrives any more in any connection of the page."""

    async def count():
        return sum(entry["packets"] for entry in (await inbound(person.page)).values())

    await quiet(count, within, f"everything stops at {person.name}")


async def quiet(count, within, what):
    """A count stands still for a while, after what was on its way has come."""
    await asyncio.sleep(SETTLE_SECONDS)

    async def stands_still():
        before = await count()
        await asyncio.sleep(QUIET_SECONDS)
        return await count() == before

    await until(stands_still, within, what)
