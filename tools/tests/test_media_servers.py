# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""tools/run --media runs Janus and coturn beside the server, and ends them with it."""

import os
import pathlib
import re
import signal
import stat
import subprocess
import sys
import time

import pytest
from mediaservers import configuration, machine, programs
from mediaservers.settings import SECRETS, Settings, free_port, keep_secrets, write_private
from mediaservers.supervisor import Restarts
from running import free_port as port_for_the_server
from running import started, stop

SERVERS = pathlib.Path(__file__).resolve().parents[1] / "lib/media-servers"
RESTART_SECONDS = 10


@pytest.fixture
def settings(tmp_path):
    return Settings(
        folder=tmp_path, media_addresses=["10.9.8.7"], public_address="203.0.113.9", turn_addresses=["10.9.8.7"],
        turn_host="meet.example", certificate=tmp_path / "server.crt", key=tmp_path / "server.key",
        secrets=dict.fromkeys(SECRETS, "s3cret"),
    )


def test_what_is_written_says_what_the_settings_say_and_nobody_else_may_read_it(settings, tmp_path):
    configuration.write(settings)
    janus = (tmp_path / "janus/janus.jcfg").read_text()
    assert '\tice_enforce_list = "10.9.8.7"\n' in janus and '\tnat_1_1_mapping = "203.0.113.9"\n' in janus
    assert f"\tevent_loops = {os.cpu_count()}\n" in janus
    turn = (tmp_path / "coturn/turnserver.conf").read_text()
    assert "\nallowed-peer-ip=10.9.8.7\n" in turn and "\nexternal-ip=203.0.113.9/10.9.8.7\n" in turn
    assert "\nsyslog" not in turn
    for path in tmp_path.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_an_example_without_a_setting_or_with_a_secret_left_open_is_refused():
    with pytest.raises(AssertionError, match="api_secret"):
        configuration.fill_janus("general: {\n}\n", {"api_secret": "x"})
    with pytest.raises(AssertionError, match="secret"):
        configuration.fill_janus('\tapi_secret = "CHANGE"\n', {})
    with pytest.raises(AssertionError, match="secret"):
        configuration.fill_coturn("cli-password=CHANGE\n", {})


def test_secrets_are_kept_and_what_is_missing_is_made(tmp_path):
    first = keep_secrets(tmp_path)
    assert len(set(first.values())) == len(SECRETS) and all(len(value) == 64 for value in first.values())
    assert keep_secrets(tmp_path) == first
    write_private(tmp_path / "secrets.json", '{"apiSecret": "old"}')
    assert keep_secrets(tmp_path)["apiSecret"] == "old"


def test_a_taken_port_is_replaced_by_a_free_one():
    port = port_for_the_server()
    assert free_port("127.0.0.1", port) == port
    with programs.socket.create_server(("127.0.0.1", port)):
        assert free_port("127.0.0.1", port) not in (port, 0)


def test_clients_find_the_relay_by_the_name_of_the_server_unless_that_is_loopback():
    assert machine.turn_host("https://meet.example:8443", ["10.9.8.7"]) == "meet.example"
    assert machine.turn_host("https://localhost:8443", ["10.9.8.7"]) == "10.9.8.7"
    assert machine.turn_host("https://127.0.0.1:8443", ["10.9.8.7"]) == "10.9.8.7"


def test_the_configuration_of_the_server_is_read_as_the_server_reads_it(tmp_path, monkeypatch):
    (tmp_path / "Config").mkdir()
    (tmp_path / "Config/plenary.yaml").write_text('tls:\n  # a\n  certificate: "A.crt" # b\n\ndata:\n  folder: D\n')
    assert machine.configured(tmp_path, "tls.certificate", "x") == "A.crt"
    assert machine.configured(tmp_path, "tls.key", "x") == "x"
    assert machine.configured(tmp_path, "data.folder", "x") == "D"
    monkeypatch.setenv("PLENARY_DATA_FOLDER", "E")
    assert machine.configured(tmp_path, "data.folder", "x") == "E"


def test_a_program_that_ends_is_started_at_once_and_one_that_keeps_ending_ever_later():
    restarts, now, waits = Restarts(), 0, []
    for _ in range(8):
        restarts.starting(now)
        moment = restarts.ended(now + 1)
        waits.append(moment - now - 1)
        now = moment
    assert waits == [0, 1, 2, 4, 8, 16, 30, 30]
    restarts.starting(now)
    assert restarts.ended(now + 60) == now + 60


def processes_of(home):
    """Janus and coturn of a home folder by name, with their arguments."""
    found = {}
    for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            arguments = path.read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if arguments[0] in ("janus", "turnserver") and any(str(home) in each for each in arguments):
            found[arguments[0]] = (int(path.parent.name), arguments)
    return found


def until(condition, seconds):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.1)


def environment_of(process):
    entries = pathlib.Path(f"/proc/{process.pid}/environ").read_bytes().decode().split("\0")
    return dict(entry.partition("=")[::2] for entry in entries if entry)


def test_both_run_beside_the_server_come_back_when_they_die_and_end_with_it(tmp_path):
    with started(tmp_path, port_for_the_server(), "--media", "--no-demo") as (process, text):
        assert re.search(r"^ +ok +janus \d", text, re.M) and re.search(r"^ +ok +coturn \d", text, re.M), text
        assert re.search(r"^ +ok +TURN at \S+: UDP and TCP \d+, TLS \d+, certificate until", text, re.M), text
        environment = environment_of(process)
        assert environment["PLENARY_MEDIA_JANUS_URL"].startswith("ws://127.0.0.1:")
        assert environment["PLENARY_MEDIA_TURN_URLS"].count("turn") == 3
        secrets = keep_secrets(tmp_path / "Data/media")
        first = processes_of(tmp_path)
        assert sorted(first) == ["janus", "turnserver"]
        for _, arguments in first.values():
            assert not set(secrets.values()) & set(arguments)
        for pid, _ in first.values():
            os.kill(pid, signal.SIGKILL)

        def are_back():
            now = processes_of(tmp_path)
            return len(now) == 2 and all(now[name][0] != pid for name, (pid, _) in first.items())

        until(are_back, RESTART_SECONDS)
        assert stop(process) == 0
    until(lambda: not processes_of(tmp_path), RESTART_SECONDS)
    assert keep_secrets(tmp_path / "Data/media") == secrets


def test_a_machine_with_nothing_but_loopback_is_told_so(tmp_path):
    inside = ["unshare", "-n" if os.geteuid() == 0 else "-Urn"]
    done = subprocess.run(
        [*inside, sys.executable, SERVERS, "--home", tmp_path], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert "no address but loopback" in done.stderr and done.stderr.count("\n") == 1
