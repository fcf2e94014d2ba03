# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""The command line, with the database to itself and against a running server."""

import asyncio
import contextlib
import json
import os
import socket
import sqlite3
import stat
import subprocess
import sys
import time

import pytest
from plenaryclient import Closed, Refused
from plenaryserver import BINARY

USAGE, INVALID, UNKNOWN, REFUSED, IMPORT_REJECTED, LOST, NOT_ALLOWED, FILE = 64, 13, 14, 15, 16, 17, 18, 20
IN_USE = 8


class CommandLine:
    """`plenary` in one home folder."""

    def __init__(self, home):
        self.home = home

    def run(self, *words, text=None):
        command = [str(word) for word in (BINARY, *words, "--home", self.home)]
        return subprocess.run(command, capture_output=True, text=True, input=text, timeout=120, cwd=self.home)

    def says(self, *words, text=None):
        """What a command prints that succeeds."""
        result = self.run(*words, text=text)
        assert result.returncode == 0, f"{words}: {result.stderr}"
        assert result.stderr == "", words
        return result.stdout

    def tells(self, *words, text=None):
        """The JSON document that a command prints."""
        return json.loads(self.says(*words, "--json", text=text))

    def refusal(self, *words):
        """The exit code of a command that fails with one line, and the line."""
        result = self.run(*words)
        lines = result.stderr.splitlines()
        assert len(lines) == 1 and lines[0].startswith("plenary: "), result.stderr
        return result.returncode, lines[0]

    def add_organisation(self):
        self.says("unit", "add", "/cn", "示范部", "--tier", 1, "--kind", "local")
        self.says("unit", "add", "/cn/13", "河北", "--tier", 2, "--kind", "local", "--order", 13)
        self.says("unit", "add", "/cn/office", "办公厅", "--tier", 1, "--kind", "department")


@pytest.fixture(params=["offline", "served"])
def command(request, certified, copies):
    """The command line in a folder without accounts, with and without a running server."""
    server = copies(certified, loops=2)
    if request.param == "served":
        server.start()
    yield CommandLine(server.home)
    if request.param == "served":
        assert server.stop() == 0
    server.dispose()


def test_units_are_added_and_shown_as_a_tree(command):
    assert "no units yet" in command.says("unit", "list")
    command.add_organisation()
    lines = command.says("unit", "list").splitlines()
    assert [line.split()[:2] for line in lines] == [
        ["示范部", "/cn"], ["办公厅", "/cn/office"], ["河北", "/cn/13"],
    ]
    assert [len(line) - len(line.lstrip()) for line in lines] == [0, 2, 2]
    assert command.refusal("unit", "add", "/cn/13", "河北", "--tier", 2, "--kind", "local")[0] == REFUSED
    assert command.refusal("unit", "add", "/cn/14/1401", "太原", "--tier", 3, "--kind", "local")[0] == UNKNOWN
    assert command.refusal("unit", "add", "cn", "太原", "--tier", 3, "--kind", "local")[0] == INVALID
    assert command.run("unit", "add", "/cn/14").returncode == USAGE


def test_an_account_is_added_listed_disabled_and_enabled(command):
    command.add_organisation()
    added = command.tells(
        "account", "add", "zhang.wei", "--display-name", "张伟", "--unit", "/cn/13", "--employee", "e00123",
        "--phone", "138 0013 8000", "--title", "处长", "--rank", 3, "--role", "meeting-organizer",
    )
    assert added["password"].count("-") == 2
    assert added["account"] | {"account": 0} == {
        "account": 0, "name": "zhang.wei", "displayName": "张伟", "employee": "E00123", "phone": "+8613800138000",
        "title": "处长", "rank": 3, "unit": "/cn/13", "disabled": False,
        "roles": [{"role": "meeting-organizer", "unit": "/cn/13"}],
    }
    assert "password" not in command.tells(
        "account", "add", "li.na", "--display-name", "李娜", "--unit", "/cn", "--password-stdin", text="long enough\n"
    )
    assert [account["name"] for account in command.tells("account", "list")["accounts"]] == ["zhang.wei", "li.na"]
    assert [one["name"] for one in command.tells("account", "list", "--unit", "/cn/13")["accounts"]] == ["zhang.wei"]
    assert [one["name"] for one in command.tells("account", "list", "--match", "lina")["accounts"]] == ["li.na"]
    assert command.tells("account", "disable", "E00123")["disabled"]
    assert "disabled" in command.says("account", "list", "--match", "张伟")
    assert not command.tells("account", "enable", "13800138000")["disabled"]
    password = command.tells("account", "passwd", "zhang.wei")["password"]
    assert password != added["password"]
    assert command.refusal("account", "disable", "nobody")[0] == UNKNOWN
    refused = command.refusal("account", "add", "li.na", "--display-name", "x", "--unit", "/cn")
    assert refused[0] == REFUSED and "li.na" in refused[1]


def test_a_room_is_opened_listed_and_ended(command):
    command.add_organisation()
    command.says("account", "add", "zhang.wei", "--display-name", "张伟", "--unit", "/cn/13")
    number, link = command.says("room", "add", "周会", "--chair", "zhang.wei", "--limit", 20).splitlines()
    assert len(number) == 9 and link.endswith(f"/r/{number}")
    (room,) = command.tells("room", "list")["rooms"]
    assert room["room"] == number and room["title"] == "周会" and room["chair"] == "zhang.wei"
    assert abs(room["createdAt"] / 1000 - time.time()) < 60
    assert command.tells("room", "close", number) == {"room": number, "participants": 0}
    assert command.says("room", "list") == "no rooms\n"
    assert command.tells("room", "list", "--all")["rooms"][0]["ended"]
    assert command.refusal("room", "close", number)[0] == REFUSED
    assert command.refusal("room", "close", "100000000")[0] == UNKNOWN
    assert command.refusal("room", "add", "周会", "--chair", "nobody")[0] == UNKNOWN


def test_a_backup_is_a_sound_database(command, tmp_path):
    command.add_organisation()
    target = tmp_path / "copy.sqlite"
    made = command.tells("backup", target)
    assert made == {"path": str(target), "bytes": target.stat().st_size}
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with contextlib.closing(sqlite3.connect(target)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert copy.execute("SELECT count(*) FROM org_units").fetchone() == (3,)
    assert command.refusal("backup", tmp_path / "nowhere/copy.sqlite")[0] == FILE
    assert command.refusal("backup", "Data/plenary.sqlite")[0] == REFUSED
    assert len(command.tells("unit", "list")["units"]) == 3


def test_a_demonstration_is_seeded_and_its_tokens_kept_private(command, tmp_path):
    tokens = tmp_path / "tokens.jsonl"
    made = command.tells("demo", "seed", "--units", 40, "--accounts", 100, "--tokens", tokens)
    assert made == {"units": 40, "accounts": 100, "new": True, "tokens": str(tokens)}
    assert stat.S_IMODE(tokens.stat().st_mode) == 0o600
    lines = [json.loads(line) for line in tokens.read_text().splitlines()]
    assert [line["name"] for line in lines[:2]] == ["demo-00001", "demo-00002"]
    assert len({line["token"] for line in lines}) == 100
    units = command.tells("unit", "list")["units"]
    assert [sum(unit["tier"] == tier for unit in units) for tier in (1, 2, 3)] == [1, 31, 8]
    assert not command.tells("demo", "seed", "--units", 40, "--accounts", 100, "--tokens", tokens)["new"]
    assert command.refusal("demo", "seed", "--accounts", 0, "--tokens", tokens)[0] == INVALID
    assert command.refusal("demo", "init")[0] == REFUSED


def test_the_small_demonstration_prints_its_passwords_once(command):
    made = command.tells("demo", "init")
    assert len(made["units"]) == 9 and len(made["accounts"]) == 12
    assert all(one["password"] for one in made["accounts"])
    assert not any("password" in account for account in command.tells("account", "list")["accounts"])


SHEET = "账号,姓名,单位,职务,备注\nwang.fang,王芳,/cn/13,处长,x\nli.qiang,李强,办公厅,,\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_of_accounts_is_imported_in_any_usual_encoding(command, tmp_path, encoding):
    command.add_organisation()
    file = tmp_path / "accounts.csv"
    file.write_bytes(SHEET.encode(encoding))
    assert "2 accounts could be imported. 可导入 2 个账户。" in command.says("account", "import", file, "--dry-run")
    assert command.tells("account", "list")["accounts"] == []
    said = command.says("account", "import", file).splitlines()
    assert "姓名 Name\t登录名 Login\t一次性密码 One-time password" in said
    assert [line.split("\t")[:2] for line in said[-2:]] == [["王芳", "wang.fang"], ["李强", "li.qiang"]]
    assert command.tells("account", "list", "--match", "wangfang")["accounts"][0]["title"] == "处长"


def test_a_file_with_a_fault_is_not_imported_and_each_line_is_named(command, tmp_path):
    command.add_organisation()
    file = tmp_path / "accounts.csv"
    file.write_text(SHEET + "li.qiang,李强,/cn/99,,\n")
    result = command.run("account", "import", file)
    assert result.returncode == IMPORT_REJECTED
    assert "Line 4: " in result.stdout and "第 4 行：" in result.stdout
    assert len(result.stderr.splitlines()) == 1
    assert command.tells("account", "list")["accounts"] == []
    assert command.refusal("account", "import", tmp_path / "missing.csv")[0] == FILE


def test_who_commands_is_in_the_audit_log(command):
    command.add_organisation()
    with contextlib.closing(sqlite3.connect(f"file:{command.home}/Data/plenary.sqlite?mode=ro", uri=True)) as database:
        actors = {row[0] for row in database.execute("SELECT actor FROM audit_log")}
    assert len(actors) == 1 and actors.pop().startswith("console:")


def test_version_is_told_with_and_without_json(certified):
    plain = subprocess.run([BINARY, "version"], capture_output=True, text=True, check=True).stdout
    told = json.loads(subprocess.run([BINARY, "version", "--json"], capture_output=True, text=True, check=True).stdout)
    assert plain == f"plenary {told['version']}\n"


# Running servers


async def run(command, *words):
    """A command while clients go on."""
    return await asyncio.to_thread(command.tells, *words)


async def test_disabling_an_account_ends_its_session_within_a_second(own_server, people):
    command = CommandLine(own_server.home)
    async with people(own_server) as person:
        chair, bob = person(opens_rooms=True), person()
        await chair.sign_in()
        room = await chair.create()
        await chair.join(room)
        await bob.join(room)
        disabling = asyncio.create_task(run(command, "account", "disable", bob.account["name"]))
        await asyncio.sleep(0)
        assert await bob.connection.closed() == 4503
        closed = time.monotonic()
        await disabling
        assert time.monotonic() - closed < 1
        await chair.until(lambda: chair.journal["summary"].row()[2] == 1)
        await bob.connect()
        refused = await bob.connection.refusal(
            "session.authenticate", method="token", accessToken=bob.account["token"]
        )
        assert refused == "token_invalid"
        assert chair.connection.is_open


async def test_a_session_that_is_away_does_not_come_back_once_its_account_is_disabled(own_server, people):
    command = CommandLine(own_server.home)
    async with people(own_server) as person:
        chair, bob = person(opens_rooms=True), person()
        await chair.sign_in()
        room = await chair.create()
        await chair.join(room)
        await bob.join(room)
        bob.connection.abort()
        await run(command, "account", "disable", bob.account["name"])
        # The seat is given up at once, long before its grace is over.
        await chair.until(lambda: chair.journal["summary"].row()[2] == 1)
        with pytest.raises((Refused, Closed)):
            await bob.resume()


async def test_a_seat_of_a_restarted_server_is_refused_to_who_was_disabled_meanwhile(own_server, people):
    command = CommandLine(own_server.home)
    async with people(own_server) as person:
        chair, bob = person(opens_rooms=True), person()
        await chair.sign_in()
        room = await chair.create()
        await bob.join(room)
        await asyncio.to_thread(own_server.kill)
        assert command.tells("account", "disable", bob.account["name"])["disabled"]
        await asyncio.to_thread(own_server.start)
        with contextlib.suppress(Refused, Closed):
            await bob.resume()
        assert await bob.connection.closed() == 4503


async def test_a_new_password_ends_the_sessions_of_the_old(own_server, people):
    command = CommandLine(own_server.home)
    async with people(own_server) as person:
        bob = person()
        await bob.sign_in()
        password = (await run(command, "account", "passwd", bob.account["name"]))["password"]
        assert await bob.connection.closed() == 4503
        await bob.connect()
        answer = await bob.connection.call(
            "session.authenticate", method="password", identifier=bob.account["name"], password=password
        )
        assert answer["participant"] == bob.id


async def test_a_room_that_is_closed_from_outside_ends_for_who_is_in_it(own_server, people):
    command = CommandLine(own_server.home)
    async with people(own_server) as person:
        chair = person(opens_rooms=True)
        number = (await run(command, "room", "add", "Flood control", "--chair", chair.account["name"]))["room"]
        await chair.join(number)
        assert (await run(command, "room", "close", number))["participants"] == 1
        await chair.told("room.ended")


def test_a_room_that_was_opened_offline_is_there_when_the_server_starts(seeded, copies, accounts):
    server = copies(seeded, loops=4)
    command = CommandLine(server.home)
    room = command.tells("room", "add", "周会", "--chair", accounts[0]["name"])
    server.start()
    assert command.tells("room", "list")["rooms"] == [room]
    assert command.tells("room", "close", room["room"])["participants"] == 0
    assert server.stop() == 0


def test_only_the_owner_and_root_reach_the_control_socket(bare_server):
    path = bare_server.home / "Data/plenary.sock"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_ISSOCK(path.stat().st_mode)


STRANGER = """
import os, socket, sys
os.chdir(sys.argv[1])
os.setuid(65534)
s = socket.socket(socket.AF_UNIX)
s.connect("plenary.sock")
print(s.makefile().readline())
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to be somebody else")
def test_a_stranger_is_turned_away_even_where_the_files_let_him_in(own_server):
    data = own_server.home / "Data"
    data.chmod(0o755)
    (data / "plenary.sock").chmod(0o666)
    said = subprocess.run([sys.executable, "-c", STRANGER, data], capture_output=True, text=True, timeout=20)
    assert json.loads(said.stdout)["error"]["data"]["code"] == "notAllowed", said.stderr
    (data / "plenary.sock").chmod(0o600)
    assert CommandLine(own_server.home).tells("unit", "list")["units"]


def test_the_socket_of_a_killed_server_is_replaced(own_server):
    command = CommandLine(own_server.home)
    own_server.kill()
    assert (own_server.home / "Data/plenary.sock").exists()
    units = command.tells("unit", "list")["units"]
    own_server.start()
    assert command.tells("unit", "list")["units"] == units
    assert own_server.stop() == 0
    assert not (own_server.home / "Data/plenary.sock").exists()


def test_a_database_in_use_without_a_socket_is_said_to_be_in_use(own_server):
    (own_server.home / "Data/plenary.sock").unlink()
    assert CommandLine(own_server.home).refusal("unit", "list")[0] == IN_USE


def test_a_server_that_does_not_answer_is_told_from_none(tmp_path):
    (tmp_path / "Data").mkdir()
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as silent:
        silent.bind(str(tmp_path / "Data/plenary.sock"))
        silent.listen()
        process = subprocess.Popen(
            [BINARY, "unit", "list", "--home", tmp_path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        silent.accept()[0].close()
        _, said = process.communicate(timeout=20)
    assert process.returncode == LOST and said.startswith("plenary: the server did not answer")
