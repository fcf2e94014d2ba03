# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Rooms that nobody is in are rows of the database and nothing else."""

import json
import pathlib
import re
import socket

import pytest
from plenaryserver import run

ROOMS = 600
# A loaded room takes several kilobytes; what grows by less than this for each does not hold them.
KILOBYTES_MAX = ROOMS * 2


def resident_kb(server):
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(r"^VmRSS:\s+(\d+)", status, re.MULTILINE)[1])


def loaded_rooms(server):
    metrics = run("curl", "-sS", f"http://127.0.0.1:{server.plain_port}/metrics")
    return int(float(re.search(r"^plenary_rooms_loaded (\S+)", metrics, re.MULTILINE)[1]))


def open_rooms(server, count, chair):
    """Opens rooms over the control socket, as `plenary room add` does, without a process for each."""
    with socket.socket(socket.AF_UNIX) as control:
        control.connect(str(server.home / "Data/plenary.sock"))
        answers = control.makefile("rb")
        for number in range(count):
            params = {"title": f"Room {number}", "chair": chair, "limit": 500, "policy": "replace"}
            request = {"jsonrpc": "2.0", "id": number, "method": "admin.room.add", "params": params}
            control.sendall(json.dumps(request).encode() + b"\n")
            answer = json.loads(answers.readline())
            assert "result" in answer, answer
    return answer["result"]["room"]


@pytest.fixture
def started(seeded, copies):
    server = copies(seeded, loops=2).start()
    yield server
    server.dispose()


async def test_hundreds_of_empty_rooms_cost_nothing_but_their_rows(started, accounts, people):
    empty = resident_kb(started)
    last = open_rooms(started, ROOMS, accounts[0]["name"])
    assert loaded_rooms(started) == ROOMS, "a room stays in memory for a while after it was opened"
    assert started.stop() == 0
    started.start()
    assert loaded_rooms(started) == 0
    assert resident_kb(started) - empty < KILOBYTES_MAX
    async with people(started) as person:
        await person().join(last)
        assert loaded_rooms(started) == 1, "the room that somebody joined, and no other"
