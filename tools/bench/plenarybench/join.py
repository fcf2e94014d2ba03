# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Storms of joins into one room: as many as the server takes (A), over a minute (B), all at once (C)."""

from plenarybench.server import Server
from plenarybench.text import middle, number, slope, table

TITLE = "Join: server CPU of a whole storm, 64 joins in progress"
IN_PROGRESS = 64
SECONDS = 60
PRESENTERS = 20


def storm(server, mode, **options):
    server.start()
    report = server.load("join", mode, **options)
    server.stop()
    return report


def measure(options):
    sizes = options.sizes(250, 1_000, 4_000, 7_000)
    most = max(sizes)
    results = {"A": [], "B": [], "C": []}
    with Server(most, joins_per_second=0) as server:
        for mode in ("plain", "tls"):
            for clients in sizes:
                runs = [
                    storm(server, mode, clients=clients, in_progress=IN_PROGRESS) for _ in range(options.runs)
                ]
                runs.sort(key=lambda run: run["serverCPUPerJoinMs"])
                results["A"].append({"mode": mode, "clients": clients, **middle_of(runs)})
    with Server(most) as server:
        report = storm(server, "tls", clients=most, over=SECONDS, watch_path=True, priority=PRESENTERS)
        results["B"].append({"mode": "tls", "clients": most, **report})
        report = storm(server, "tls", clients=most, in_progress=most, priority=PRESENTERS)
        results["C"].append({"mode": "tls", "clients": most, **report})
    return results


def middle_of(runs):
    """The run with the middle cost."""
    cost = middle([run["serverCPUPerJoinMs"] for run in runs])
    return next(run for run in runs if run["serverCPUPerJoinMs"] == cost)


def points(results, mode):
    """Clients and seconds of server CPU for the whole storm."""
    return [
        (run["clients"], run["serverCPUPerJoinMs"] * run["clients"] / 1_000)
        for run in results["A"]
        if run["mode"] == mode
    ]


def show(results):
    rows = [
        [
            name,
            f"{run['clients']:,}",
            run["mode"],
            number(run["serverCPUPerJoinMs"]),
            number(run["serverCPUPerJoinMs"] * run["clients"] / 1_000),
            number(run["joinP50Ms"], 0),
            number(run["joinP99Ms"], 0),
            number(run["seconds"]),
            number(run["receivedBytesPerClient"], 0),
            number(run["serverKBPerSeat"], 1),
            number(run["loadCPUPerJoinMs"]),
            "yes" if run["isWhole"] else "NO",
        ]
        for name, runs in results.items()
        for run in runs
    ]
    head = ["storm", "clients", "", "server CPU a join ms", "in all s", "join p50 ms", "p99 ms", "all in after s"]
    text = table([*head, "bytes to a client", "memory a seat KB", "own CPU a join ms", "whole"], rows)
    for mode in ("plain", "tls"):
        line = points(results, mode)
        if len(line) > 1:
            text += f"\n\nExponent of the server's CPU in the number of clients, {mode}: {slope(line):.2f} (aim 1.1)"
    for name in ("B", "C"):
        for run in results[name]:
            late = run["priority"]["p99Ms"]
            text += f"\n\nPresenters in storm {name}: p99 {late:,.0f} ms from connecting (aim in B: 2,000)"
    return text


def plot(results):
    return {
        "kind": "lines",
        "title": TITLE,
        "x": "clients",
        "unit": "seconds",
        "series": {mode: points(results, mode) for mode in ("plain", "tls")},
    }
