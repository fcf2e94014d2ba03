# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""From the kill of a full server to the return of the last client, over TLS."""

import os

from plenarybench.server import Server, report_of
from plenarybench.text import number, table

TITLE = "Restart: from the kill of the server until everybody is back, TLS"
AIM_SECONDS = 10


def measure(options):
    results = []
    for clients in options.sizes(1_000, 4_000, 7_000):
        with Server(clients, loops=os.cpu_count()) as server:
            server.start()
            load = server.start_load("return", "tls", clients=clients)
            server.process.wait()  # The load kills it.
            server.process.stdout.close()
            server.start()
            results.append(report_of(load))
            server.stop()
    return results


def show(results):
    rows = [
        [
            f"{result['clients']:,}",
            f"{result['resumed']:,}",
            number(result["back"]["p50Ms"] / 1_000),
            number(result["secondsUntilAllBack"]),
            result["rejoined"],
            result["roomResets"],
            f"{result['toldLeast']:,} to {result['toldMost']:,}",
            "yes" if result["isWhole"] else "NO",
        ]
        for result in results
    ]
    head = ["seated", "back in their seats", "half back after s", f"all back after s (aim {AIM_SECONDS})"]
    return table([*head, "joined anew", "room set anew", "told of participants", "whole"], rows)


def plot(results):
    series = {"all back": [(result["clients"], result["secondsUntilAllBack"]) for result in results]}
    return {"kind": "lines", "title": TITLE, "x": "clients", "unit": "seconds", "series": series, "isLinear": True}
