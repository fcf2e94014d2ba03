# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Signals between pairs of clients of one room, and what reading and writing one message takes."""

import json
import subprocess

from plenarybench.server import BIN, Server
from plenarybench.text import number, table

TITLE = "Relay: delay of signals between pairs of 1,000 clients"
CLIENTS = 1_000
RATES = (1_000, 2_500, 5_000)
SECONDS = 10


def measure(options):
    codec = subprocess.run([BIN / "plenary-load", "codec", "--json"], check=True, capture_output=True, text=True)
    results = {"codec": json.loads(codec.stdout), "relay": []}
    clients = min(CLIENTS, options.clients)
    with Server(clients) as server:
        for mode in ("plain", "tls"):
            for rate in RATES:
                server.start()
                report = server.load("relay", mode, clients=clients, rate=rate, seconds=SECONDS)
                server.stop()
                results["relay"].append({"mode": mode, "rate": rate, **report})
    return results


def show(results):
    rows = [
        [
            f"{run['rate']:,}",
            run["mode"],
            number(run["delay"]["p50Ms"]),
            number(run["delay"]["p99Ms"]),
            number(run["serverMicrosecondsPerSignal"], 1),
            f"{run['arrived']:,} of {run['sent']:,}",
        ]
        for run in results["relay"]
    ]
    codec = results["codec"]
    text = table(["signals a second", "", "p50 ms", "p99 ms", "server CPU a signal us", "arrived"], rows)
    return (
        f"{text}\n\nReading a request of {codec['requestBytes']} bytes: {codec['decodeMicroseconds']:.2f} us; "
        f"writing a push of {codec['pushBytes']} bytes: {codec['encodeMicroseconds']:.2f} us."
    )


def plot(results):
    series = {}
    for run in results["relay"]:
        for percent in ("p50Ms", "p99Ms"):
            series.setdefault(f"{run['mode']} {percent[:3]}", []).append((run["rate"], run["delay"][percent]))
    return {"kind": "lines", "title": TITLE, "x": "signals a second", "unit": "milliseconds", "series": series}
