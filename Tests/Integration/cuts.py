# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Cuts a client off while others talk; run by test_cuts.py inside a network namespace of its own.

`cuts.py RECIPE HOME LOOPS`: HOME is a seeded folder. The client to be cut connects from 127.0.0.2, so that a rule of
the firewall meets it alone.
"""

import asyncio
import json
import os
import pathlib
import subprocess
import sys
import time

from plenaryclient import JOINED, Connection, Participant
from plenaryserver import PlenaryServer

CUT_SECONDS = 5
SOURCE = "127.0.0.2"


class Distant(Participant):
    """A participant whose network can be cut."""

    connect_seconds = 10

    async def connect(self):
        options = {"local_addr": (SOURCE, 0), "open_timeout": self.connect_seconds}
        self.connection = await Connection.open(self.server.ws_url, self.server.tls, self.journal, **options)
        return self.connection

    async def resume_when_possible(self):
        """Tries again and again, as a client does whose network is away; gives the seconds that it took."""
        started = time.monotonic()
        self.connect_seconds = 1
        while True:
            try:
                await self.resume()
                return time.monotonic() - started
            except OSError:  # Also what a connect into a black hole ends with.
                await asyncio.sleep(0.2)


def firewall(action, *match):
    """Adds (-I) or removes (-D) rules that drop both directions of what matches; ports as `--port N`."""
    directions = (["-s", SOURCE], "--sport"), (["-d", SOURCE], "--dport")
    for address, port_option in directions:
        rule = [port_option if part == "--port" else part for part in match]
        command = ["iptables", "-w", action, "OUTPUT", "-p", "tcp", *address, *rule, "-j", "DROP"]
        subprocess.run(command, check=True, capture_output=True)


async def kill_socket(connection):
    """Ends the client's socket in the kernel, which tells the server unless that is cut off."""
    port = f":{connection.local_port}"
    subprocess.run(["ss", "-tK", "src", SOURCE, "sport", "=", port], check=True, capture_output=True)
    try:
        await connection.closed(seconds=1)
    except TimeoutError:  # This kernel does not end sockets for us.
        connection.abort()


async def talk(ann, seconds):
    """Chat of somebody who is not cut off; gives the texts."""
    texts = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        texts.append(f"text {len(texts)}")
        await ann.say(texts[-1])
        await asyncio.sleep(0.1)
    return texts


async def cut_after_the_kill(ann, bob):
    await kill_socket(bob.connection)
    firewall("-I")
    return await away(ann, bob)


async def cut_before_the_kill(ann, bob):
    firewall("-I")
    await kill_socket(bob.connection)
    return await away(ann, bob)


async def away(ann, bob):
    """Five seconds without a network."""
    coming_back = asyncio.create_task(bob.resume_when_possible())
    texts = await talk(ann, CUT_SECONDS)
    assert not coming_back.done(), "the cut let something through"
    firewall("-D")
    assert await coming_back < CUT_SECONDS + 6
    return texts


async def black_hole(ann, bob):
    """The old connection is silent for ever, the network is there: the heartbeat alone tells."""
    old = bob.connection
    firewall("-I", "--port", str(old.local_port))
    lost = asyncio.create_task(bob.say("into the hole", key="hole"))
    texts = await talk(ann, 2)
    assert not lost.done() and old.is_open, "the hole let something through"
    resumed = time.monotonic()
    await bob.resume()
    assert time.monotonic() - resumed < 2, "the server waited for the old connection"
    said = await bob.say("into the hole", key="hole")
    assert await bob.say("into the hole", key="hole") == said
    assert old.is_open, "the client would have noticed"
    await asyncio.gather(lost, old.end(), return_exceptions=True)
    return [*texts, "into the hole"]


RECIPES = {recipe.__name__: recipe for recipe in (cut_after_the_kill, cut_before_the_kill, black_hole)}


async def main(recipe, home, loops):
    accounts = [json.loads(line) for line in (home / "tokens.jsonl").read_text().splitlines()]
    server = PlenaryServer(home, int(loops)).start()
    ann, bob = Participant(server, accounts[0]), Distant(server, accounts[1])
    await ann.sign_in()
    await ann.join(await ann.create())
    await bob.join(ann.room)
    await ann.until(lambda: ann.journal["summary"].row()[JOINED] == 2)
    seen = len(ann.journal["summary"].joined_told)
    session = bob.session
    texts = await RECIPES[recipe](ann, bob)
    last = await ann.say("back again")
    for one in (ann, bob):
        await one.reaches(last["offset"])
        assert one.journal.texts == [*texts, "back again"], one.journal.texts
        assert one.journal["room"].resets == 1 and one.journal.seen_twice == 0
    assert bob.session == session
    assert set(ann.journal["summary"].joined_told[seen:]) <= {2}, "somebody was told of a leave"
    for one in (ann, bob):
        await one.connection.end()
    assert server.stop() == 0


if __name__ == "__main__":
    os.environ["XTABLES_LOCKFILE"] = sys.argv[2] + "/xtables.lock"
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    asyncio.run(asyncio.wait_for(main(sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]), 45))
