# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""The chair's orders on their way to everybody."""

from plenarybench.server import Server
from plenarybench.text import number, table

TITLE = "Control: from the chair's order to the last client, 99th percentile"
ORDERS = ("muteAll", "lock")
ROUNDS = 20


def measure(options):
    results = []
    for clients in options.sizes(1_000, 7_000):
        with Server(clients) as server:
            for mode in ("plain", "tls"):
                server.start()
                report = server.load("control", mode, clients=clients, rounds=ROUNDS)
                server.stop()
                results.append({"mode": mode, **report})
    return results


def orders(result):
    return [order for order in result["orders"] if order["order"] in ORDERS]


def show(results):
    rows = [
        [
            order["order"],
            f"{result['clients']:,}",
            result["mode"],
            number(order["receipt"]["p50Ms"], 1),
            number(order["arrival"]["p50Ms"], 1),
            number(order["arrival"]["p99Ms"], 1),
            number(order["last"]["p50Ms"], 1),
            number(order["last"]["p99Ms"], 1),
            number(order["serverMicrosecondsPerFrame"], 1),
        ]
        for result in results
        for order in orders(result)
    ]
    head = ["order", "clients", "", "receipt p50 ms", "to a client p50 ms", "p99 ms", "to the last client p50 ms"]
    return table([*head, "p99 ms (aim 150)", "server CPU a frame us"], rows)


def plot(results):
    return {
        "kind": "bars",
        "title": TITLE,
        "unit": "milliseconds",
        "groups": [f"{result['clients']:,} {result['mode']}" for result in results],
        "series": {
            name: [
                next(order["last"]["p99Ms"] for order in result["orders"] if order["order"] == name)
                for result in results
            ]
            for name in ORDERS
        },
    }
