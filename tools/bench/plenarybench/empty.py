# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Rooms that are open and that nobody is in: they must cost nothing but their rows."""

import json
import socket
import time

from plenarybench.server import Server, processor_seconds
from plenarybench.text import number, table

TITLE = "Empty rooms: resident size of the server"
ROOMS = 10_000
IDLE_SECONDS = 20


def open_rooms(server, count):
    """Opens rooms over the control socket, as `plenary room add` does, without a process for each."""
    chair = json.loads(server.tokens.read_text().splitlines()[0])["name"]
    with socket.socket(socket.AF_UNIX) as control:
        control.connect(str(server.home / "Data/plenary.sock"))
        answers = control.makefile("rb")
        for index in range(count):
            params = {"title": f"Room {index}", "chair": chair, "limit": 500, "policy": "replace"}
            request = {"jsonrpc": "2.0", "id": index, "method": "admin.room.add", "params": params}
            control.sendall(json.dumps(request).encode() + b"\n")
            answer = json.loads(answers.readline())
            assert "result" in answer, answer


def reading(server, rooms, state, started):
    """Size, and processor time of a while in which nobody asks for anything."""
    seconds = time.monotonic() - started
    busy = processor_seconds(server.process.pid)
    time.sleep(IDLE_SECONDS)
    idle = processor_seconds(server.process.pid) - busy
    return {
        "rooms": rooms,
        "state": state,
        "seconds": seconds,
        "busySeconds": busy,
        "idlePercent": idle * 100 / IDLE_SECONDS,
        "residentKB": server.memory_kb(),
    }


def measure(_options):
    with Server(1) as server:
        started = time.monotonic()
        results = [reading(server.start(), 0, "at start", started)]
        started = time.monotonic()
        open_rooms(server, ROOMS)
        results.append(reading(server, ROOMS, "just opened", started))
        server.stop()
        started = time.monotonic()
        results.append(reading(server.start(), ROOMS, "at start", started))
        server.stop()
    return results


def show(results):
    rows = [
        [
            f"{result['rooms']:,}",
            result["state"],
            number(result["seconds"], 2),
            number(result["busySeconds"], 2),
            number(result["residentKB"] / 1024, 1),
            number(result["idlePercent"], 2),
        ]
        for result in results
    ]
    return table(["rooms", "", "took s", "server CPU s", "memory MB", "of a core when idle %"], rows)


def plot(results):
    return {
        "kind": "bars",
        "title": TITLE,
        "unit": "MB",
        "groups": [f"{result['rooms']:,} {result['state']}" for result in results],
        "series": {"resident": [result["residentKB"] / 1024 for result in results]},
    }
