# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Janus and coturn as processes: how each is started, and how one sees that it answers."""

import base64
import os
import re
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import time

READY_SECONDS = 20
STOP_SECONDS = 10
ANSWER_SECONDS = 2
# Both write to their log for months; whoever needs more has the system's journal.
LOG_BYTES_MAX = 32 * 1024 * 1024
STUN_COOKIE = b"\x21\x12\xa4\x42"


class Program:
    """One process. `within` is a command that runs another, such as one that enters a network namespace."""

    name = ""

    def __init__(self, settings, within=()):
        self.settings = settings
        self.within = [str(part) for part in within]
        self.process = None
        self.log_path = settings.folder / f"{self.name}.log"

    def command(self):
        raise NotImplementedError

    def start(self):
        """Starts it; it ends when the thread that called this does, whatever ends that."""
        assert shutil.which("setpriv"), "there is no setpriv (package util-linux)"
        log = os.open(self.log_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            # In a session of its own, so that Ctrl-C is for Plenary alone.
            self.process = subprocess.Popen(
                [*self.within, "setpriv", "--pdeathsig", "TERM", *self.command()], stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True, cwd=self.settings.folder,
            )
        finally:
            os.close(log)
        return self

    def wait_until_ready(self, seconds=READY_SECONDS):
        """Waits until it answers; fails with the end of its log."""
        deadline = time.monotonic() + seconds
        while not self.is_ready():
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.name} ended with code {self.process.returncode}: {self.last_words()}")
            if time.monotonic() > deadline:
                raise RuntimeError(f"{self.name} does not answer after {seconds} s: {self.last_words()}")
            time.sleep(0.05)
        return self

    def is_ready(self):
        raise NotImplementedError

    @property
    def log(self):
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def last_words(self):
        return " | ".join(self.log.splitlines()[-5:])

    def trim_log(self):
        if self.log_path.exists() and self.log_path.stat().st_size > LOG_BYTES_MAX:
            os.truncate(self.log_path, 0)

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        """Ends it at once, without a word to anybody."""
        self.process.kill()
        self.process.wait(STOP_SECONDS)

    def stop(self):
        """Ends it as an operator would."""
        if not self.is_running():
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()


class Janus(Program):
    name = "janus"

    def command(self):
        folder = self.settings.folder / "janus"
        return ["janus", "-F", str(folder), "-C", str(folder / "janus.jcfg")]

    def is_ready(self):
        """Its control socket takes a WebSocket; from where this runs, or from inside of `within`."""
        address = (self.settings.janus_control, self.settings.ports.janus)
        return b" 101 " in ask_tcp(address, upgrade_request(*address)).partition(b"\r\n")[0]


class Coturn(Program):
    name = "coturn"

    def command(self):
        return ["turnserver", "-c", str(self.settings.folder / "coturn/turnserver.conf")]

    def is_ready(self):
        """Every address answers a STUN request by UDP and takes connections, and the control interface asks."""
        ports = self.settings.ports
        return all(
            answers_stun((address, ports.turn))
            and is_open((address, ports.turn))
            and is_open((address, ports.turns))
            for address in self.settings.turn_addresses
        ) and is_open((self.settings.cli_control, ports.cli))


def upgrade_request(host, port):
    key = base64.b64encode(secrets.token_bytes(16)).decode()
    return (
        f"GET / HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Protocol: janus-protocol\r\n\r\n"
    ).encode()


def ask_tcp(address, question):
    """The first bytes of the answer; none when nobody answers."""
    try:
        with socket.create_connection(address, ANSWER_SECONDS) as connection:
            connection.sendall(question)
            return connection.recv(4096)
    except OSError:
        return b""


def is_open(address):
    try:
        socket.create_connection(address, ANSWER_SECONDS).close()
    except OSError:
        return False
    return True


def answers_stun(address, seconds=0.5):
    """Whether a binding request (RFC 8489 section 6) is answered."""
    transaction = secrets.token_bytes(12)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as connection:
        connection.settimeout(seconds)
        try:
            connection.sendto(b"\x00\x01\x00\x00" + STUN_COOKIE + transaction, address)
            answer = connection.recv(2048)
        except OSError:
            return False
    return answer[:2] == b"\x01\x01" and answer[8:20] == transaction


def certificate_shown(address, host, authority):
    """The certificate that a TLS port shows for `host`, checked as clients check it.

    - Raises `ssl.SSLCertVerificationError` with what clients would say.
    """
    context = ssl.create_default_context(cafile=authority)
    with socket.create_connection(address, ANSWER_SECONDS) as connection:
        with context.wrap_socket(connection, server_hostname=host) as tls:
            return tls.getpeercert()


def version_of(command, *arguments):
    """The number in what a program says about itself; None when it cannot be started."""
    try:
        said = subprocess.run([command, *arguments], capture_output=True, text=True, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"\b\d+\.\d+(?:\.\d+)?\b", said.stdout + said.stderr)
    return found[0] if found else None
