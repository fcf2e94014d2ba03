# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Why a server does not start: an exit code for scripts, one line for people."""

import contextlib
import json
import pathlib
import socket
import sqlite3

from plenaryserver import PlenaryServer, make_server_certificate, serve_to_end

LISTEN = ("--listen", "127.0.0.1:0")


def assert_refused(home, code, *words, arguments=LISTEN):
    found, said = serve_to_end(home, *arguments)
    assert found == code, said
    line = said.splitlines()[-1]
    assert line.startswith("plenary: "), said
    assert len([line for line in said.splitlines() if line.startswith("plenary: ")]) == 1, said
    for word in words:
        assert word in line, said


def configure(home, text):
    (home / "Config").mkdir(exist_ok=True)
    (home / "Config/plenary.yaml").write_text(text)


def test_a_plain_listener_beyond_loopback_is_refused(home):
    assert_refused(home, 11, "0.0.0.0:0", arguments=(*LISTEN, "--plain", "0.0.0.0:0"))


def test_a_taken_port_is_named(home):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert_refused(home, 4, str(port), arguments=("--listen", f"127.0.0.1:{port}"))


def test_a_missing_certificate_is_named(home):
    (home / "Certs/server.crt").unlink()
    assert_refused(home, 5, "Certs/server.crt")


def test_a_certificate_that_is_none_is_refused(home):
    (home / "Certs/server.crt").write_text("no certificate\n")
    assert_refused(home, 6, "Certs/server.crt")


def test_a_key_of_another_certificate_is_refused(home):
    make_server_certificate(home / "Certs", "other")
    (home / "Certs/server.key").write_bytes((home / "Certs/other.key").read_bytes())
    assert_refused(home, 6, "Certs/server.key")


def test_a_mistake_in_the_configuration_is_shown_with_its_line(home):
    configure(home, "log:\n  level: info\nnode:\n  loops: many\n")
    assert_refused(home, 3, "Config/plenary.yaml:4", "node.loops")


def test_an_unknown_key_of_the_configuration_is_shown_with_its_line(home):
    configure(home, "log:\n  leevl: info\n")
    assert_refused(home, 3, "Config/plenary.yaml:2", "leevl")


def test_a_public_url_that_is_no_address_alone_is_shown_with_its_line(home):
    configure(home, "public:\n  url: https://meet.example/base\n")
    assert_refused(home, 3, "Config/plenary.yaml:2", "public.url", "https://meet.example")


def test_a_variable_that_sets_no_key_is_named_and_stops_nothing(home, monkeypatch):
    monkeypatch.setenv("PLENARY_LOG_LEVLE", "debug")
    monkeypatch.setenv("PLENARY_LOG_FORMAT", "json")
    server = PlenaryServer(home).start()
    try:
        lines = [json.loads(line) for line in server.log.splitlines()]
    finally:
        assert server.stop() == 0
    warned = [line["variable"] for line in lines if "variable" in line]
    assert "PLENARY_LOG_LEVLE" in warned and "PLENARY_LOG_FORMAT" not in warned


def test_a_database_in_use_is_refused(home):
    server = PlenaryServer(home).start()
    try:
        assert_refused(home, 8, "plenary.sqlite")
    finally:
        assert server.stop() == 0


def test_a_database_of_a_newer_version_is_refused_and_left_alone(home):
    assert PlenaryServer(home).start().stop() == 0
    database = home / "Data/plenary.sqlite"
    with contextlib.closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA user_version = 99")
        connection.execute("INSERT INTO grdb_migrations VALUES ('99 future')")
        connection.commit()
    assert_refused(home, 7, "99")
    with contextlib.closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (99,)


def test_a_damaged_database_is_refused(home):
    (home / "Data").mkdir(mode=0o700)
    (home / "Data/plenary.sqlite").write_bytes(b"this is no database" * 1000)
    assert_refused(home, 9, "plenary.sqlite")


def test_what_a_server_keeps_is_readable_by_its_owner_alone(home):
    server = PlenaryServer(home).start()
    try:
        for path in [home / "Data", *pathlib.Path(home / "Data").iterdir()]:
            assert path.stat().st_mode & 0o077 == 0, f"{path.name}: {path.stat().st_mode:o}"
    finally:
        server.stop()
