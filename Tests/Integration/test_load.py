# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""`plenary-load`, and with it the Swift SDK, against the real server."""

import json
import os
import pathlib
import shutil
import subprocess
import time

import pytest
from plenaryserver import BINARY, run

LOAD = pathlib.Path(os.environ.get("PLENARY_LOAD_BINARY", BINARY.with_name("plenary-load"))).resolve()
CLIENTS = 60
SUMMARY_BYTES_MAX = 20_000


def urls(server):
    return {"TLS": f"wss://localhost:{server.port}", "plain": f"ws://127.0.0.1:{server.plain_port}"}


def start(server, *options, scenario="join", url="TLS", tokens=None, trusted=True):
    """Starts a storm of clients."""
    command = [LOAD, scenario, "--tokens", tokens or server.home / "tokens.jsonl", "--url", urls(server)[url], "--json"]
    if trusted:
        command += ["--ca", server.home / "Certs/ca.crt"]
    return subprocess.Popen(
        [str(word) for word in (*command, *options)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def storm(*arguments, patience=60, **options):
    """Makes a storm and gives its exit code, its report, and what it complained about."""
    output, complaint = (process := start(*arguments, **options)).communicate(timeout=patience)
    return process.returncode, json.loads(output) if output else None, complaint


@pytest.mark.parametrize("url", ["TLS", "plain"])
def test_a_storm_seats_everybody_and_everybody_is_told_how_many_they_are(own_server, url):
    code, report, complaint = storm(own_server, "--clients", CLIENTS, "--server-pid", own_server.process.pid, url=url)
    assert (code, complaint) == (0, "")
    assert report["clients"] == report["joined"] == CLIENTS
    assert report["toldWrong"] == [] and report["failures"] == {}
    assert 0 < report["joinP50Ms"] <= report["joinP99Ms"] <= report["joinMaxMs"]
    assert 0 < report["receivedBytesPerClient"] < SUMMARY_BYTES_MAX
    assert report["sentBytesPerClient"] > 0
    assert report["serverCPUPerJoinMs"] > 0 and report["loadCPUPerJoinMs"] > 0
    assert report["disconnections"] == 0


def test_a_storm_that_has_to_queue_is_seated_all_the_same(seeded, copies):
    server = copies(seeded, loops=4, configuration="rooms:\n  joinsPerSecond: 10\n").start()
    code, report, complaint = storm(server, "--clients", CLIENTS, "--in-progress", CLIENTS)
    assert (code, complaint) == (0, "")
    assert report["joined"] == CLIENTS and report["failures"] == {}
    assert report["seconds"] > CLIENTS / 10 - 2


def test_a_room_that_a_storm_opened_is_over_afterwards(own_server):
    assert storm(own_server, "--clients", 3)[0] == 0
    assert json.loads(run(BINARY, "room", "list", "--home", own_server.home, "--json"))["rooms"] == []


def test_who_is_not_let_in_is_counted_by_the_error_and_told_by_the_exit_code(own_server, tmp_path):
    lines = (own_server.home / "tokens.jsonl").read_text().splitlines()
    spoilt = [lines[0], *(line.replace('"token":"', '"token":"x') for line in lines[1:3])]
    (tmp_path / "spoilt.jsonl").write_text("\n".join(spoilt))
    code, report, _ = storm(own_server, "--clients", 3, tokens=tmp_path / "spoilt.jsonl")
    assert code == 1
    assert report["joined"] == 1
    assert report["failures"] == {"token_invalid": 2}


def test_a_server_that_is_not_trusted_gets_no_token(own_server):
    code, report, complaint = storm(own_server, "--clients", 2, trusted=False)
    assert code == 2 and report is None
    assert "certificate is not trusted" in complaint


@pytest.mark.parametrize(
    "options, sentence",
    [
        (["--clients", 100_000], "fewer than the 100000 clients"),
        (["--clients", 2, "--server-pid", 2_000_000_000], "there is no process 2000000000"),
        (["--clients", 2, "--url", "wss://localhost:1"], "cannot be reached"),
        (["--clients", 2, "--url", "https://localhost"], "is no address of the form"),
    ],
)
def test_what_cannot_be_tried_is_one_line_and_exit_code_2(own_server, options, sentence):
    code, report, complaint = storm(own_server, *options)
    assert code == 2 and report is None
    assert sentence in complaint and complaint.count("\n") == 1


def test_clients_of_the_sdk_come_back_to_their_seats_when_the_server_was_killed(own_server):
    process = start(own_server, "--clients", CLIENTS, "--hold", 6)
    deadline = time.monotonic() + 20
    while own_server.log.count("seated") < CLIENTS:
        assert time.monotonic() < deadline, "nobody came"
        time.sleep(0.1)
    own_server.kill()
    own_server.start()
    output, complaint = process.communicate(timeout=60)
    report = json.loads(output)
    assert (process.returncode, complaint) == (0, "")
    assert report["resumptions"] == CLIENTS, "somebody joined anew, or never came back"
    assert report["toldWrong"] == []


THOUSAND = 1_000


@pytest.fixture(scope="module")
def crowded(certified, tmp_path_factory):
    """A folder with a thousand accounts in a ministry, its provinces and their cities."""
    home = tmp_path_factory.mktemp("crowded") / "home"
    shutil.copytree(certified, home)
    run(
        BINARY, "demo", "seed", "--home", home, "--units", 372, "--accounts", THOUSAND,
        "--tokens", home / "tokens.jsonl",
    )
    return home


def test_a_thousand_who_storm_one_room_are_seated_told_right_and_told_little(crowded, copies):
    server = copies(crowded, loops=2).start()
    code, report, complaint = storm(
        server, "--clients", THOUSAND, "--watch-path", "--hold", 8, "--churn", 100, url="plain", patience=180
    )
    assert (code, complaint) == (0, "")
    assert report["joined"] == THOUSAND and report["toldWrong"] == [] and report["failures"] == {}
    assert report["disconnections"] == 0, "somebody was too slow for the server, or it for them"
    assert report["receivedBytesPerClient"] < 100_000
    assert report["stay"]["leaves"] > 0
    # A hundred times the churn of a meeting, and every client still told of it within the bound of a second's worth.
    assert report["stay"]["receivedBytesPerClientPerSecond"] < 8_192


def test_everybody_gets_every_order_and_who_does_not_read_stops_nobody(own_server):
    pid = own_server.process.pid
    options = ["--clients", CLIENTS, "--rounds", 3, "--stalled", 5, "--server-pid", pid]
    code, report, complaint = storm(own_server, *options, scenario="control")
    assert (code, complaint) == (0, "")
    for orders, recipients in ((report["orders"], CLIENTS - 5), (report["whileStalled"], CLIENTS - 5)):
        assert [order["order"] for order in orders] == ["chat", "lock", "muteAll", "unlock", "unmuteAll"]
        assert all(order["receipt"]["count"] == order["last"]["count"] == 3 for order in orders)
        assert all(order["arrival"]["count"] == 3 * recipients for order in orders)


def test_every_signal_arrives(own_server):
    options = ["--clients", 20, "--rate", 200, "--seconds", 2, "--server-pid", own_server.process.pid]
    code, report, complaint = storm(own_server, *options, scenario="relay")
    assert (code, complaint) == (0, "")
    assert report["sent"] == report["arrived"] > 100 and report["refused"] == 0


def test_rooms_go_on_while_a_storm_joins_another(own_server):
    pid = own_server.process.pid
    options = ["--clients", 40, "--rooms", 4, "--seats", 10, "--server-pid", pid]
    code, report, complaint = storm(own_server, *options, scenario="rooms")
    assert (code, complaint) == (0, "")
    assert report["calm"]["count"] > 0 and report["stormy"]["count"] > 0


def test_a_killed_server_gets_everybody_back_without_a_word_about_leaving(own_server):
    process = start(own_server, "--clients", CLIENTS, "--server-pid", own_server.process.pid, scenario="return")
    own_server.process.wait(timeout=30)  # The load kills it.
    own_server.kill()
    own_server.start()
    output, complaint = process.communicate(timeout=60)
    report = json.loads(output)
    assert (process.returncode, complaint) == (0, "")
    assert report["resumed"] == CLIENTS
    assert (report["rejoined"], report["roomResets"]) == (0, 0)
    assert (report["toldLeast"], report["toldMost"]) == (CLIENTS, CLIENTS)
