# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""A storm in one room must not be felt in others."""

from plenarybench.server import Server
from plenarybench.text import number, table

TITLE = "Rooms: delay of texts in 200 rooms of 35, 99th percentile"
ROOMS, SEATS, STORM = 200, 35, 1_000


def measure(options):
    rooms = max(2, min(ROOMS, options.clients // SEATS))
    storm = min(STORM, options.clients)
    results = []
    with Server(rooms * SEATS + storm) as server:
        for mode in ("plain", "tls"):
            server.start()
            report = server.load("rooms", mode, clients=storm, rooms=rooms, seats=SEATS)
            server.stop()
            results.append({"mode": mode, **report})
    return results


def show(results):
    rows = [
        [
            f"{result['rooms']} of {result['seats']}",
            result["mode"],
            f"{result['storm']:,} in {result['stormSeconds']:.1f} s",
            number(result["calm"]["p50Ms"]),
            number(result["calm"]["p99Ms"]),
            number(result["stormy"]["p50Ms"]),
            number(result["stormy"]["p99Ms"]),
            number(result["stormy"]["p99Ms"] / result["calm"]["p99Ms"]),
        ]
        for result in results
    ]
    head = ["rooms", "", "storm elsewhere", "p50 ms", "p99 ms", "p50 ms, storm", "p99 ms, storm"]
    return table([*head, "p99 ratio (aim 1.2)"], rows)


def plot(results):
    return {
        "kind": "bars",
        "title": TITLE,
        "unit": "milliseconds",
        "groups": [result["mode"] for result in results],
        "series": {
            "calm": [result["calm"]["p99Ms"] for result in results],
            "storm elsewhere": [result["stormy"]["p99Ms"] for result in results],
        },
    }
