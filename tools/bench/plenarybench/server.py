# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""A server of the release build in a folder of its own, and `plenary-load` against it."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
BIN = ROOT / ".build/release"
UNITS = 372


def build():
    for product in ("plenary", "plenary-load"):
        command = ["swift", "build", "--package-path", ROOT, "-c", "release", "--product", product]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


class Server:
    """Has accounts and tokens; runs between `start` and `stop`, on the same ports whenever it does."""

    def __init__(self, accounts, loops=1, joins_per_second=None):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="plenary-bench-"))
        self.loops = loops
        self.environment = dict(os.environ)
        if joins_per_second is not None:
            self.environment["PLENARY_ROOMS_JOINS_PER_SECOND"] = str(joins_per_second)
        self.process = None
        self.ports = {"tls": 0, "plain": 0}
        self.tokens = self.home / "tokens.jsonl"
        subprocess.run([BIN / "plenary", "init", "--home", self.home, "--no-demo"], check=True, capture_output=True)
        seed = ["demo", "seed", "--home", self.home, "--units", UNITS, "--accounts", accounts, "--tokens", self.tokens]
        subprocess.run([str(word) for word in (BIN / "plenary", *seed)], check=True, capture_output=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def start(self):
        listeners = ["--listen", f"127.0.0.1:{self.ports['tls']}", "--plain", f"127.0.0.1:{self.ports['plain']}"]
        command = [BIN / "plenary", "serve", "--home", self.home, *listeners, "--loops", self.loops]
        with open(self.home / "log", "ab") as log:
            self.process = subprocess.Popen(
                [str(word) for word in command],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=self.environment,
            )
        for kind in ("tls", "plain"):
            line = self.process.stdout.readline()
            assert line, f"the server did not start: {(self.home / 'log').read_text()[-500:]}"
            self.ports[kind] = int(line.rsplit(":", 1)[1])
        return self

    def stop(self):
        if self.process is None:
            return
        self.process.terminate()
        self.process.wait(timeout=60)
        self.process.stdout.close()
        self.process = None

    def start_load(self, scenario, mode, **options):
        """Starts `plenary-load`; an option that is True is a flag."""
        address = f"wss://localhost:{self.ports['tls']}" if mode == "tls" else f"ws://127.0.0.1:{self.ports['plain']}"
        command = [BIN / "plenary-load", scenario, "--json", "--tokens", self.tokens, "--url", address]
        command += ["--ca", self.home / "Certs/ca.crt", "--server-pid", self.process.pid]
        for name, value in options.items():
            command += [f"--{name.replace('_', '-')}"] + ([] if value is True else [value])
        return subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, text=True)

    def load(self, scenario, mode, **options):
        """Runs `plenary-load` to its end and gives its report."""
        return report_of(self.start_load(scenario, mode, **options))

    def memory_kb(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1])


def processor_seconds(pid):
    """User and system time of a process so far (proc(5): fields 14 and 15, after a name that may hold anything)."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def report_of(load):
    output, _ = load.communicate()
    assert output, "plenary-load gave no report"
    report = json.loads(output)
    report["isWhole"] = load.returncode == 0
    return report
