# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""What a seat takes, and whether that stays so while people come and go."""

import time

from plenarybench.server import Server, report_of
from plenarybench.text import number, table

TITLE = "Memory: resident size of the server while participants leave and join"
AIMS = {"plain": 8, "tls": 26}
CHURN_PERCENT = 10
SAMPLES = 30


def measure(options):
    results = {"seats": [], "churn": []}
    for clients in options.sizes(1_000, 7_000):
        with Server(clients) as server:
            for mode in ("plain", "tls"):
                server.start()
                empty = server.memory_kb()
                report = server.load("join", mode, clients=clients)
                results["seats"].append({"mode": mode, "emptyKB": empty, **report})
                server.stop()
    if options.minutes > 0:
        results["churn"] = churn(options)
    return results


def churn(options):
    """Resident kilobytes by minutes, from when everybody is in."""
    seconds = options.minutes * 60
    samples = []
    with Server(options.clients) as server:
        server.start()
        load = server.start_load("join", "tls", clients=options.clients, hold=seconds, churn=CHURN_PERCENT)
        time.sleep(options.clients / 400 + 5)  # For the joins.
        started = time.monotonic()
        while load.poll() is None and time.monotonic() - started < seconds:
            samples.append(((time.monotonic() - started) / 60, server.memory_kb()))
            time.sleep(seconds / SAMPLES)
        report = report_of(load)
        server.stop()
    return [{"mode": "tls", "minutes": options.minutes, "samples": samples, **report}]


def show(results):
    rows = [
        [f"{run['clients']:,}", run["mode"], number(run["emptyKB"] / 1024, 1), number(run["serverKBPerSeat"], 1)]
        + [AIMS[run["mode"]]]
        for run in results["seats"]
    ]
    text = table(["seats", "", "empty server MB", "a seat KB", "aim at 7,000"], rows)
    for run in results["churn"]:
        sizes = [size / 1024 for _, size in run["samples"]]
        half = len(sizes) // 2
        text += (
            f"\n\n{run['clients']:,} seats ({run['mode']}), {run['stay']['leaves']:,} left and joined again in "
            f"{run['minutes']} minutes: {sizes[0]:.0f} MB at first, {max(sizes[:half]):.0f} MB at most in the first "
            f"half, {max(sizes[half:]):.0f} MB in the second; "
            f"{run['stay']['receivedBytesPerClientPerSecond']:.0f} bytes a second to a client."
        )
    return text


def plot(results):
    if not results["churn"]:
        return {
            "kind": "bars",
            "title": "Memory: what a seat takes",
            "unit": "KB",
            "groups": [f"{run['clients']:,} {run['mode']}" for run in results["seats"]],
            "series": {"a seat": [run["serverKBPerSeat"] for run in results["seats"]]},
        }
    series = {run["mode"]: [(x, y / 1024) for x, y in run["samples"]] for run in results["churn"]}
    return {"kind": "lines", "title": TITLE, "x": "minutes", "unit": "MB", "series": series, "isLinear": True}
