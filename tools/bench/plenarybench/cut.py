# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Half of a room loses its network for half a minute; run as a program inside a network namespace of its own."""

import http.client
import itertools
import json
import os
import pathlib
import re
import subprocess
import sys
import time

if __name__ == "__main__":
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from plenarybench.server import BIN, Server, report_of
from plenarybench.text import number, table

TITLE = "Cut: half of a room without a network, TLS"
CUT_SECONDS = 30
# Until everybody is in, and until everybody is back: both sides stay for so long.
STAY_SECONDS = 75
TEXTS_PER_SECOND = 2
# Where the connections of the one half come from, and those of the half that is cut off.
NEAR, FAR = (10_000, 29_999), (30_000, 59_999)
SPARE_PORTS = itertools.count(2_000)


def use_ports(first, last):
    pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range").write_text(f"{first} {last}")


def firewall(action):
    """Adds (-I) or removes (-D) what drops both directions of the far half's connections."""
    for side in ("--sport", "--dport"):
        rule = ["OUTPUT", "-p", "tcp", side, f"{FAR[0]}:{FAR[1]}", "-j", "DROP"]
        subprocess.run(["iptables", "-w", action, *rule], check=True, capture_output=True)


def metric(server, name):
    """A figure of the server's, asked for from a port that is in neither half."""
    source = ("127.0.0.1", next(SPARE_PORTS))
    connection = http.client.HTTPConnection("127.0.0.1", server.ports["plain"], timeout=30, source_address=source)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    connection.close()
    return int(float(re.search(rf"^{name} (\S+)", text, re.MULTILINE)[1]))


def wait_for(condition, seconds):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "that took too long"
        time.sleep(0.1)


def open_room(server, limit):
    chair = json.loads(server.tokens.read_text().splitlines()[0])["name"]
    command = [BIN / "plenary", "room", "add", "Cut", "--chair", chair, "--limit", limit, "--home", server.home]
    answer = subprocess.run([str(word) for word in [*command, "--json"]], check=True, capture_output=True, text=True)
    return int(re.sub(r"\D", "", str(json.loads(answer.stdout)["room"])))


def cut(clients):
    """Seats both halves, cuts one of them off, and gives what both saw."""
    half = clients // 2
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    with Server(2 * half, loops=os.cpu_count(), joins_per_second=0) as server:
        os.environ["XTABLES_LOCKFILE"] = str(server.home / "xtables.lock")
        use_ports(*NEAR)  # The server's own ports must not be among those that are cut off.
        server.start()
        room = open_room(server, 2 * half + 100)
        lines = server.tokens.read_text().splitlines(keepends=True)
        loads = []
        # The half that hears everything comes last, so that all it may be told is the whole number.
        for part, ports in ((lines[half:], FAR), (lines[:half], NEAR)):
            server.tokens = server.home / f"tokens-{ports[0]}.jsonl"
            server.tokens.write_text("".join(part))
            use_ports(*ports)
            options = {"clients": half, "room": room, "hold": STAY_SECONDS, "texts": TEXTS_PER_SECOND}
            if ports == FAR:
                options["texts"] = 0
            loads.append(server.start_load("join", "tls", **options))
            seated = half * len(loads)
            wait_for(lambda seated=seated: metric(server, "plenary_sessions") >= seated, 120)
        use_ports(*FAR)  # For those who come back; nobody else connects any more.
        time.sleep(5)
        firewall("-I")
        time.sleep(CUT_SECONDS)
        away = metric(server, "plenary_websockets")
        firewall("-D")
        mended = time.monotonic()
        wait_for(lambda: metric(server, "plenary_websockets") >= 2 * half, 120)
        back = time.monotonic() - mended
        far, near = (report_of(load) for load in loads)
        server.stop()
    return {"clients": 2 * half, "awayAtEnd": 2 * half - away, "backAfterSeconds": back, "far": far, "near": near}


def measure(options):
    namespace = ["unshare", "-n" if os.geteuid() == 0 else "-Urn"]
    command = [*namespace, sys.executable, str(pathlib.Path(__file__).resolve()), str(options.clients)]
    return [json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)]


def show(results):
    rows = [
        [
            f"{far['clients']:,} of {result['clients']:,}",
            f"{far['stay']['lost']:,}",
            f"{far['resumptions']:,}",
            number(result["backAfterSeconds"], 1),
            f"{far['stay']['roomResets']} / {near['stay']['roomResets']}",
            f"{far['stay']['textFaults']} of {near['stay']['textsWritten']}",
            f"{near['stay']['lost']} / {near['stay']['textFaults']}",
            f"{near['stay'].get('toldLeast', '')} to {near['stay'].get('toldMost', '')}",
        ]
        for result in results
        for far, near in [(result["far"], result["near"])]
    ]
    head = ["cut off for 30 s", "lost their connection", "resumptions", "all back after s"]
    head += ["room set anew, cut off / others", "texts missed", "others lost / missed"]
    return table([*head, "others were told of participants"], rows)


def plot(results):
    return {
        "kind": "bars",
        "title": TITLE,
        "unit": "seconds from the mending of the network until all are back",
        "groups": [f"{result['far']['clients']:,} of {result['clients']:,}" for result in results],
        "series": {"all back": [result["backAfterSeconds"] for result in results]},
    }


if __name__ == "__main__":
    print(json.dumps(cut(int(sys.argv[1]))))
