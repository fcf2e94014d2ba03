# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""A storm of passwords over HTTP while others are in a room: what these feel, and whether the wait told is true."""

import asyncio
import concurrent.futures
import json
import os
import resource
import sqlite3
import subprocess
import time

from plenarybench.server import BIN, Server, processor_seconds
from plenarybench.text import number, percentile, table

TITLE = "Login: round trip of signals in a room while thousands sign in by password, 99th percentile"
INSIDE = 1_000
RATE = 1_000
SECONDS = 20
# Everybody shows the password within so many seconds.
ARRIVAL_SECONDS = 5
# Nobody asks any more after so many: the server needs minutes for all of them.
STORM_SECONDS = 90
PASSWORD = "correct horse battery"


def give_passwords(server):
    """Sets the last account's password, which ends its token, and gives its hash to all: thousands take minutes."""
    names = [json.loads(line)["name"] for line in server.tokens.read_text().splitlines()]
    command = [BIN / "plenary", "account", "passwd", names[-1], "--home", server.home, "--password-stdin"]
    subprocess.run([str(word) for word in command], input=f"{PASSWORD}\n", text=True, check=True, capture_output=True)
    store = sqlite3.connect(server.home / "Data/plenary.sqlite")
    with store:
        store.execute(
            "UPDATE accounts SET password_hash = (SELECT password_hash FROM accounts WHERE name = ?)", (names[-1],)
        )
    store.close()
    return names


class Storm:
    """Everybody shows the password, comes again when told to, and stops when in."""

    def __init__(self, port, names):
        self.port = port
        self.names = names
        self.started = time.monotonic()
        self.until = self.started + STORM_SECONDS
        self.attempts = 0
        # When each was in, in seconds from the beginning; how often each of these had asked; waits told, in seconds.
        self.entered, self.asked, self.told = [], [], []
        # Who came at the moment told: let into the queue, or sent away again.
        self.kept, self.broken = 0, 0
        self.failures = {}

    async def ask(self, name):
        """True when signed in, else after how many milliseconds to come again."""
        body = json.dumps({"identifier": name, "password": PASSWORD}).encode()
        head = f"POST /api/v1/auth/token HTTP/1.1\r\nHost: localhost:{self.port}\r\nConnection: close\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(head.encode() + body)
            answer = await reader.read()
        finally:
            writer.close()
        self.attempts += 1
        head, _, body = answer.partition(b"\r\n\r\n")
        if head.split(b" ", 2)[1] == b"200":
            return True
        error = json.loads(body)
        if error["code"] != "sign_in_busy":
            self.failures[error["code"]] = self.failures.get(error["code"], 0) + 1
            return None
        return error["retryAfterMs"]

    async def sign_in(self, index):
        await asyncio.sleep(ARRIVAL_SECONDS * index / len(self.names))
        attempts = 0
        while time.monotonic() < self.until:
            attempts += 1
            answer = await self.ask(self.names[index])
            if attempts > 1:
                self.kept += answer is True
                self.broken += answer is not True
            if answer is True:
                self.entered.append(time.monotonic() - self.started)
                self.asked.append(attempts)
            if answer is True or answer is None:
                return
            self.told.append(answer / 1_000)
            await asyncio.sleep(min(answer / 1_000, max(0, self.until - time.monotonic())))

    async def everybody(self):
        await asyncio.gather(*(self.sign_in(index) for index in range(len(self.names))))

    def report(self):
        return {
            "asked": len(self.names),
            "attempts": self.attempts,
            "entered": len(self.entered),
            "seconds": time.monotonic() - self.started,
            "askedMost": max(self.asked, default=0),
            "toldP50Seconds": percentile(self.told, 50),
            "toldMostSeconds": max(self.told, default=0),
            "kept": self.kept,
            "broken": self.broken,
            "failures": self.failures,
        }


def storm(port, names):
    """Plays the storm; in a process of its own, behind all others in priority."""
    os.nice(19)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    played = Storm(port, names)
    asyncio.run(played.everybody())
    return played.report()


def relay(server, mode, clients):
    return server.load("relay", mode, clients=clients, rate=RATE, seconds=SECONDS)


def measure(options):
    inside = min(INSIDE, options.clients // 2)
    results = []
    with Server(options.clients + inside) as server, concurrent.futures.ProcessPoolExecutor(max_workers=1) as beside:
        names = give_passwords(server)[inside:]
        for mode in ("plain", "tls"):
            server.start()
            calm = relay(server, mode, inside)
            before = processor_seconds(server.process.pid)
            coming = beside.submit(storm, server.ports["plain"], names)
            time.sleep(ARRIVAL_SECONDS)
            disturbed = relay(server, mode, inside)
            found = coming.result()
            found["serverCPUSeconds"] = processor_seconds(server.process.pid) - before
            server.stop()
            results.append({"mode": mode, "inside": inside, "calm": calm, "stormy": disturbed, "storm": found})
    return results


def show(results):
    rows = [
        [
            f"{result['inside']:,}",
            result["mode"],
            number(result["calm"]["delay"]["p50Ms"]),
            number(result["calm"]["delay"]["p99Ms"]),
            number(result["stormy"]["delay"]["p50Ms"]),
            number(result["stormy"]["delay"]["p99Ms"]),
            f"{storm['entered']:,} of {storm['asked']:,} in {storm['seconds']:.0f} s",
            f"{storm['attempts']:,}",
            f"{storm['toldP50Seconds']:.1f} / {storm['toldMostSeconds']:.1f}",
            f"{storm['kept']:,} of {storm['kept'] + storm['broken']:,}",
            number(storm["serverCPUSeconds"], 1),
        ]
        for result in results
        for storm in [result["storm"]]
    ]
    head = ["inside", "", "signals p50 ms", "p99 ms", "p50 ms, storm", "p99 ms, storm", "signed in", "attempts"]
    return table([*head, "wait told p50 / most s", "let in when told", "server CPU s"], rows)


def plot(results):
    return {
        "kind": "bars",
        "title": TITLE,
        "unit": "milliseconds",
        "groups": [result["mode"] for result in results],
        "series": {
            "calm": [result["calm"]["delay"]["p99Ms"] for result in results],
            "storm of passwords": [result["stormy"]["delay"]["p99Ms"] for result in results],
        },
    }
