# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""A log that nobody reads holds nobody up."""

import asyncio
import contextlib
import os
import re
import threading

import pytest

from plenaryserver import PlenaryServer

CONNECTIONS, REFUSALS = 50, 190
LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (debug|info|notice|warning|error) \S.*")


@contextlib.contextmanager
def full_pipe():
    """The ends of a pipe that takes nothing more, and how much is in it."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    count = 0
    with contextlib.suppress(BlockingIOError):
        while True:
            count += os.write(writer, b"\n" * 4096)
    os.set_blocking(writer, True)
    try:
        yield reader, writer, count
    finally:
        for end in (reader, writer):
            with contextlib.suppress(OSError):
                os.close(end)


@pytest.fixture
def quiet_home(certified, copies):
    return copies(certified, loops=1)


def dropped(server):
    text = server.request("GET", "/metrics").body.decode()
    return int(re.search(r"^plenary_log_lines_dropped_total (\d+)$", text, re.M).group(1))


async def test_a_reader_of_the_log_that_stops_holds_no_loop_up_and_is_told_what_it_missed(quiet_home, connecting):
    server = quiet_home
    with full_pipe() as (reader, writer, filled):
        # One loop, so that one line that waits would keep everybody waiting.
        server.start(stderr=writer)
        os.close(writer)
        async with connecting(server) as connect:
            connections = [await connect() for _ in range(CONNECTIONS)]

            async def refused(connection):
                for _ in range(REFUSALS):
                    params = {"method": "token", "accessToken": "x"}
                    assert await connection.refusal("session.authenticate", **params) == "token_invalid"

            await asyncio.gather(*map(refused, connections))
            assert (await connections[0].call("session.ping"))["time"] > 0
        missing = await asyncio.to_thread(dropped, server)
        assert missing > CONNECTIONS * REFUSALS - 8192 - 100
        output = bytearray()

        def read():
            while chunk := os.read(reader, 65536):
                output.extend(chunk)

        thread = threading.Thread(target=read)
        thread.start()
        assert await asyncio.to_thread(server.stop) == 0
        await asyncio.to_thread(thread.join)
    lines = output[filled:].decode().splitlines()
    assert all(LINE.fullmatch(line) for line in lines)
    told = [int(match.group(1)) for line in lines if (match := re.search(r" warning (\d+) log lines dropped", line))]
    assert sum(told) == missing
    refusals = sum("sign-in refused" in line for line in lines)
    assert refusals + missing >= CONNECTIONS * REFUSALS
    assert " stopped" in lines[-1]


def test_a_server_whose_log_nobody_reads_stops_all_the_same(home):
    server = PlenaryServer(home)
    with full_pipe() as (_, writer, _):
        server.start(stderr=writer)
        try:
            assert server.request("GET", "/healthz").status == 200
            assert server.stop() == 0
        finally:
            server.dispose()


def test_a_server_that_cannot_start_does_not_wait_for_a_reader_either(home):
    (home / "Certs/server.crt").unlink()
    server = PlenaryServer(home)
    with full_pipe() as (_, writer, _):
        with pytest.raises(AssertionError, match="exit code 5"):
            server.start(stderr=writer)
