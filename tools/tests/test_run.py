# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""tools/run takes a user from a checkout to a running server, and says what it could not do."""

import os
import pathlib
import re
import socket
import subprocess
import time

import pytest
from running import ROOT, RUN, free_port, started, stop


def get(home: pathlib.Path, url: str) -> str:
    run = subprocess.run(
        ["curl", "--silent", "--show-error", "--fail", "--include", "--cacert", home / "Certs" / "ca.crt", url],
        capture_output=True, text=True,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def files(folder: pathlib.Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_help_names_every_option():
    run = subprocess.run([RUN, "--help"], capture_output=True, text=True)
    assert run.returncode == 0
    script = RUN.read_text()
    for option in re.findall(r"^\s+(--[a-z-]+)(?: \| -h)?\)", script, re.M):
        assert option in run.stdout, option
    assert "Swift 6.3" in run.stdout


@pytest.mark.parametrize("arguments", [["--prot", "1"], ["--port", "many"], ["--port", "65536"], ["surprise"]])
def test_a_wrong_argument_ends_with_code_2_before_anything_is_done(arguments):
    run = subprocess.run([RUN, *arguments], capture_output=True, text=True)
    assert run.returncode == 2
    assert run.stdout == ""
    assert run.stderr != ""


@pytest.fixture
def sandbox(tmp_path):
    """A checkout of nothing but tools/run and a table of packages, on a machine whose commands are stand-ins."""
    (tmp_path / "tools" / "lib").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    (tmp_path / "tools" / "run").write_text(RUN.read_text())
    (tmp_path / "tools" / "run").chmod(0o755)
    table = (ROOT / "tools" / "lib" / "dependencies.sh").read_text()
    stand_ins = {
        "build": "libfake-dev | false | pretends",
        "run": "shown | true | is there",
        "media": "janus | false | pretends",
    }
    for name, line in stand_ins.items():
        table = re.sub(rf"(?ms)^{name}_packages=\(.*?^\)", f'{name}_packages=("{line}")', table)
    table = table.replace("/usr/sbin/policy-rc.d", str(tmp_path / "policy-rc.d"))
    (tmp_path / "tools" / "lib" / "dependencies.sh").write_text(table)

    def command(name: str, body: str) -> None:
        path = tmp_path / "bin" / name
        path.write_text(f'#!/bin/sh\necho "$(basename "$0") $*" >>"{tmp_path}/calls"\n{body}\n')
        path.chmod(0o755)

    def run(*arguments: str) -> tuple[subprocess.CompletedProcess, list[str]]:
        environment = os.environ | {"PATH": f"{tmp_path}/bin:{os.environ['PATH']}"}
        command = [tmp_path / "tools" / "run", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
        calls = tmp_path / "calls"
        return done, calls.read_text().splitlines() if calls.exists() else []

    return command, run


def test_a_missing_package_is_named_and_installed_as_root(sandbox):
    command, run = sandbox
    command("id", "echo 0")
    command("apt-get", "exit 0")
    command("swift", "exit 1")
    done, calls = run()
    assert "missing: libfake-dev: pretends" in done.stdout
    assert "shown" not in done.stdout
    installs = [call for call in calls if "install" in call]
    assert len(installs) == 1 and installs[0].startswith("apt-get") and installs[0].endswith(" libfake-dev")


def test_whoever_is_not_root_installs_with_sudo(sandbox):
    command, run = sandbox
    command("id", "echo 1000")
    command("apt-get", "exit 0")
    command("sudo", 'exec "$@"')
    command("swift", "exit 1")
    assert any(call.startswith("sudo ") and call.endswith(" libfake-dev") for call in run()[1])


def test_a_failed_installation_ends_the_start(sandbox):
    command, run = sandbox
    command("id", "echo 0")
    command("apt-get", "exit 100")
    command("swift", "exit 1")
    done, calls = run()
    assert done.returncode != 0
    assert not any(call.startswith("swift") for call in calls)


def test_the_service_of_an_installed_package_neither_starts_now_nor_with_the_machine(sandbox, tmp_path):
    command, run = sandbox
    policy = tmp_path / "policy-rc.d"
    command("id", "echo 0")
    command("apt-get", f'case "$*" in *janus) "{policy}"; echo "policy says $?" >>"{tmp_path}/calls" ;; esac')
    command("systemctl", "exit 0")
    command("swift", "exit 1")
    calls = run("--media")[1]
    assert "policy says 101" in calls
    assert [call for call in calls if call.startswith("systemctl disable ") and call.endswith("janus")]
    assert not policy.exists()


def test_a_policy_about_services_that_is_there_already_is_left_alone(sandbox, tmp_path):
    command, run = sandbox
    policy = tmp_path / "policy-rc.d"
    policy.write_text("the administrator's")
    command("id", "echo 0")
    command("apt-get", "exit 100")
    command("swift", "exit 1")
    assert run("--media")[0].returncode != 0
    assert policy.read_text() == "the administrator's"


def test_without_media_nothing_of_it_is_installed_or_switched_off(sandbox):
    command, run = sandbox
    for name in ("apt-get", "systemctl"):
        command(name, "exit 0")
    command("id", "echo 0")
    command("swift", "exit 1")
    assert not [call for call in run()[1] if "janus" in call or call.startswith("systemctl")]


def test_an_old_swift_is_refused_with_one_line(sandbox):
    command, run = sandbox
    command("id", "echo 0")
    command("apt-get", "exit 0")
    command("swift", "echo 'Swift version 5.10.1 (swift-5.10.1-RELEASE)'")
    done, calls = run()
    assert done.returncode == 1
    assert "Swift 6.3 or newer is needed, this is 5.10.1" in done.stdout
    assert not any("build" in call for call in calls)


def test_the_server_starts_serves_stops_and_keeps_its_data(tmp_path):
    port = free_port()
    with started(tmp_path, port) as (process, text):
        assert f"https://localhost:{port}/" in text
        passwords = re.findall(r"^(\w+) +((?:[a-z0-9]{5}-){2}[a-z0-9]{5}) ", text, re.M)
        assert len(passwords) == 12
        assert "Sign-in names and passwords were printed once" in text
        addresses = re.findall(rf"^  (https://[0-9][0-9.]+:{port})/$", text, re.M)
        # A phone that reads a room's QR code must not be led to itself.
        assert f"url={(addresses or [f'https://localhost:{port}'])[0]}" in text
        assert get(tmp_path, f"https://localhost:{port}/healthz").endswith("\n\nok\n")
        page = get(tmp_path, f"https://127.0.0.1:{port}/")
        fingerprint = re.search(r"SHA-256 ((?:[0-9A-F]{2}:){31}[0-9A-F]{2})$", text, re.M)[1]
        mark = f'<meta name="plenary-trust" content="{fingerprint}">\n'
        assert page.replace(mark, "").endswith((ROOT / "Sources" / "CWebAssets" / "web" / "index.html").read_text())
        assert mark in get(tmp_path, f"https://127.0.0.1:{port}/trust")
        assert f"open {(addresses or [f'https://localhost:{port}'])[0]}/trust," in text
        assert "content-security-policy: default-src 'none';" in page
        assert "strict-transport-security" in page
        # For localhost it would hold for every other server of the developer's, too.
        assert "strict-transport-security" not in get(tmp_path, f"https://localhost:{port}/")
        assert stop(process) == 0
    certificates = files(tmp_path / "Certs")
    assert (tmp_path / "Data").stat().st_mode & 0o777 == 0o700
    began = time.monotonic()
    with started(tmp_path, port) as (process, text):
        assert time.monotonic() - began < 60
        assert not any(password in text for _, password in passwords)
        assert "Passwords are shown" not in text
        # The accounts of the first start are still there: an organisation exists, so none was made.
        listed = subprocess.run(
            [ROOT / ".build" / "debug" / "plenary", "account", "list", "--home", tmp_path],
            capture_output=True, text=True,
        )
        assert all(name in listed.stdout for name, _ in passwords), listed
        assert stop(process) == 0
    assert files(tmp_path / "Certs") == certificates


def test_a_start_without_accounts_does_not_speak_of_their_passwords(tmp_path):
    with started(tmp_path, free_port(), "--no-demo") as (process, text):
        assert "Ctrl-C stops the server" in text
        assert "passwords" not in text and "密码" not in text
        assert stop(process) == 0


def test_a_taken_port_ends_with_code_4_and_one_line(tmp_path):
    with socket.socket() as holder:
        holder.bind(("0.0.0.0", 0))
        holder.listen()
        port = holder.getsockname()[1]
        run = subprocess.run(
            [RUN, "--debug", "--no-demo", "--port", str(port), "--home", tmp_path], capture_output=True, text=True,
        )
    assert run.returncode == 4
    complaints = [line for line in run.stderr.splitlines() if line.startswith("plenary: ")]
    assert len(complaints) == 1 and f"port {port} " in complaints[0]
    assert "Plenary runs" not in run.stdout and "Passwords" not in run.stdout
