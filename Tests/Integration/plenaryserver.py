# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Starts the real server in a folder of its own, with certificates made by openssl."""

import http.client
import json
import os
import pathlib
import select
import shutil
import signal
import ssl
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("PLENARY_BINARY", ROOT / ".build/debug/plenary")).resolve()
START_SECONDS = 30
STOP_SECONDS = 15


def run(*command, **options):
    """Runs a command to its end; shows what it said when it fails."""
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=120, **options)
    assert result.returncode == 0, f"{command}: {result.stdout}{result.stderr}"
    return result.stdout


def make_certificates(folder):
    """Makes a CA and a server's certificate for this machine in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    run("openssl", "req", "-x509", *key, "-subj", "/CN=Test CA", "-keyout", "ca.key", "-out", "ca.crt", cwd=folder)
    make_server_certificate(folder, "server")


def make_server_certificate(folder, name):
    run(
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
        "-subj", f"/CN={name}", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:10.213.0.1,IP:10.213.1.1",
        "-addext", "basicConstraints=critical,CA:false", "-CA", "ca.crt", "-CAkey", "ca.key",
        "-keyout", f"{name}.key", "-out", f"{name}.crt", cwd=folder,
    )


class PlenaryServer:
    """A server's folder and, while it runs, its process."""

    binary = BINARY

    def __init__(self, home, loops=None, configuration=""):
        self.home = home
        self.loops = loops
        self.process = None
        self.port = self.plain_port = 0
        self.host = "127.0.0.1"
        # Variables beside those of this process.
        self.environment = {}
        (home / "Config").mkdir(exist_ok=True)
        (home / "Config/plenary.yaml").write_text(configuration or "log:\n  level: info\n")

    def arguments(self):
        arguments = ["--listen", f"{self.host}:{self.port}", "--plain", f"127.0.0.1:{self.plain_port}"]
        return arguments + (["--loops", str(self.loops)] if self.loops else [])

    def start(self, stderr=None):
        """Starts, on the ports of the last time if there was one, and returns once it listens.

        The log goes into server.log, or to the descriptor `stderr`.
        """
        with open(self.home / "server.log", "ab") as log:
            self.process = subprocess.Popen(
                [BINARY, "serve", "--home", self.home, *self.arguments()], stdout=subprocess.PIPE,
                stderr=log if stderr is None else stderr, env=os.environ | self.environment,
            )
        lines = self._read_lines(2)
        assert [line.split()[0] for line in lines] == ["listening", "listening"], lines
        self.port, self.plain_port = (int(line.rpartition(":")[2]) for line in lines)
        return self

    def _read_lines(self, count):
        deadline = time.monotonic() + START_SECONDS
        output = b""
        while output.count(b"\n") < count:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))
            chunk = os.read(self.process.stdout.fileno(), 4096) if ready else b""
            if not chunk:
                self.process.kill()
                code = self.process.wait()
                raise AssertionError(f"no start, exit code {code}: {output!r}\n{self.log[-2000:]}")
            output += chunk
        return output.decode().splitlines()

    @property
    def log(self):
        return (self.home / "server.log").read_text()

    @property
    def tls(self):
        return ssl.create_default_context(cafile=self.home / "Certs/ca.crt")

    @property
    def ws_url(self):
        return f"wss://{self.host}:{self.port}/ws"

    def signal(self, number):
        self.process.send_signal(number)

    def stop(self):
        """Stops as an operator would and gives the exit code."""
        self.signal(signal.SIGTERM)
        return self._wait()

    def kill(self):
        """Ends the process at once, without a word."""
        self.process.kill()
        return self._wait()

    def _wait(self):
        code = self.process.wait(STOP_SECONDS)
        self.process.stdout.close()
        return code

    def dispose(self):
        if self.process and self.process.poll() is None:
            self.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    def request(self, method, path, body=None, headers=None):
        """One HTTPS request on a connection of its own."""
        connection = http.client.HTTPSConnection(self.host, self.port, context=self.tls, timeout=15)
        try:
            if isinstance(body, dict):
                body = json.dumps(body)
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return Response(response.status, response.headers, response.read())
        finally:
            connection.close()


class Response:
    """An HTTP answer, read whole."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)


def serve_to_end(home, *arguments):
    """Runs a server that is expected not to start; gives its exit code and what it said on standard error."""
    result = subprocess.run(
        [BINARY, "serve", "--home", home, *arguments], capture_output=True, text=True, timeout=START_SECONDS
    )
    assert result.stdout == ""
    return result.returncode, result.stderr
