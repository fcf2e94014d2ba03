# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Clients that stop reading must not slow the others."""

from plenarybench.server import Server
from plenarybench.text import number, table

TITLE = "Stalled: delay of texts to the other clients, 99th percentile"
CLIENTS = 1_000
STALLED = 100
ROUNDS = 200


def measure(options):
    clients = min(CLIENTS, options.clients)
    with Server(clients) as server:
        results = []
        for mode in ("plain", "tls"):
            server.start()
            before = server.memory_kb()
            report = server.load(
                "control", mode, clients=clients, rounds=ROUNDS, stalled=min(STALLED, clients // 2), only="longChat"
            )
            results.append({"mode": mode, "growthKB": server.memory_kb() - before, **report})
            server.stop()
    return results


def figures(result):
    calm, disturbed = result["orders"][0]["arrival"], result["whileStalled"][0]["arrival"]
    return calm, disturbed, disturbed["p99Ms"] / calm["p99Ms"]


def show(results):
    rows = []
    for result in results:
        calm, disturbed, ratio = figures(result)
        rows.append(
            [
                f"{result['stalled']} of {result['clients']:,}",
                result["mode"],
                number(calm["p50Ms"]),
                number(calm["p99Ms"]),
                number(disturbed["p50Ms"]),
                number(disturbed["p99Ms"]),
                number(ratio),
            ]
        )
    head = ["stalled", "", "p50 ms", "p99 ms", "p50 ms, some stalled", "p99 ms, some stalled"]
    return table([*head, "p99 ratio (aim 1.2)"], rows)


def plot(results):
    found = [figures(result) for result in results]
    return {
        "kind": "bars",
        "title": TITLE,
        "unit": "milliseconds",
        "groups": [result["mode"] for result in results],
        "series": {
            "all read": [calm["p99Ms"] for calm, _, _ in found],
            "some stalled": [disturbed["p99Ms"] for _, disturbed, _ in found],
        },
    }
