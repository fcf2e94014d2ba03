# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""A broadcast against the least that it can cost: C programs on bare epoll and on libwebsockets (../floor)."""

import pathlib
import subprocess

from plenarybench.server import ROOT, Server
from plenarybench.text import middle, number, table

SOURCES = ROOT / "tools/bench/floor"
LIBRARIES = {
    "epoll-server": ["-lssl", "-lcrypto"],
    "lws-server": ["-lwebsockets", "-lev", "-lssl", "-lcrypto"],
    "drain": ["-lssl", "-lcrypto"],
}
AIMS = {"lws-server": 1.2, "epoll-server": 1.3}
TITLE = "Floor: server CPU for one delivered broadcast frame of 300 bytes"


def compile_program(name, folder):
    flags = ["-std=c2x", "-D_GNU_SOURCE", "-O2", "-Wall", "-Wextra", "-Werror"]
    command = ["clang", *flags, "-o", folder / name, SOURCES / f"{name}.c", *LIBRARIES[name]]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def floor_cost(folder, name, mode, clients, rounds, certificates):
    """Microseconds a frame of one of the C programs."""
    arguments = [certificates / "server.crt", certificates / "server.key"] if mode == "tls" else []
    with subprocess.Popen([folder / name, *arguments], stdout=subprocess.PIPE, text=True) as server:
        try:
            port = server.stdout.readline().strip()
            words = [folder / "drain", port, mode, clients, rounds, server.pid]
            result = subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True)
        finally:
            server.kill()
    return float(result.stdout.split()[0])


def plenary_cost(server, mode, clients, rounds):
    server.start()
    report = server.load("control", mode, clients=clients, rounds=rounds, only="chat")
    server.stop()
    return report["orders"][0]["serverMicrosecondsPerFrame"]


def measure(options):
    folder = pathlib.Path(options.results)
    for name in LIBRARIES:
        assert (result := compile_program(name, folder)).returncode == 0, result.stderr
    results = []
    for clients in options.sizes(1_000, 7_000):
        rounds = max(20, 210_000 // clients)
        with Server(clients) as server:
            for mode in ("plain", "tls"):
                costs = {"epoll-server": [], "lws-server": [], "plenary": []}
                # One after the other, again and again: what else the machine does meets all of them.
                for _ in range(options.runs):
                    for name in ("epoll-server", "lws-server"):
                        costs[name].append(
                            floor_cost(folder, name, mode, clients, rounds, server.home / "Certs")
                        )
                    costs["plenary"].append(plenary_cost(server, mode, clients, rounds))
                medians = {name: middle(values) for name, values in costs.items()}
                results.append({"clients": clients, "mode": mode, "costs": costs, "medians": medians})
    return results


def show(results):
    rows = []
    for result in results:
        medians = result["medians"]
        ratios = {name: medians["plenary"] / medians[name] for name in AIMS}
        rows.append(
            [f"{result['clients']:,}", result["mode"]]
            + [number(medians[name]) for name in ("epoll-server", "lws-server", "plenary")]
            + [number(ratios["lws-server"]), number(ratios["epoll-server"])]
        )
    head = ["connections", "", "epoll us", "libwebsockets us", "Plenary us"]
    return table([*head, "over libwebsockets (aim 1.2)", "over epoll (aim 1.3)"], rows)


def plot(results):
    groups = [f"{result['clients']:,} {result['mode']}" for result in results]
    names = {"epoll-server": "C, epoll", "lws-server": "C, libwebsockets", "plenary": "Plenary"}
    series = {label: [result["medians"][name] for result in results] for name, label in names.items()}
    return {"kind": "bars", "title": TITLE, "unit": "microseconds a frame", "groups": groups, "series": series}
