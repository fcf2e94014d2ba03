# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Starts and stops tools/run for tests."""

import contextlib
import pathlib
import signal
import socket
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RUN = ROOT / "tools" / "run"
# On a loaded machine the debug build may have something left to do.
START_SECONDS_MAX = 600
STOP_SECONDS_MAX = 20


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("0.0.0.0", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def started(home: pathlib.Path, port: int, *options: str):
    """A running tools/run with the lines it printed until it said how to stop it."""
    process = subprocess.Popen(
        [RUN, "--debug", "--port", str(port), "--home", home, *options],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )
    lines = []
    deadline = time.monotonic() + START_SECONDS_MAX
    try:
        for line in process.stdout:
            lines.append(line)
            if "Ctrl-C stops" in line or time.monotonic() > deadline:
                break
        yield process, "".join(lines)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def stop(process: subprocess.Popen) -> int:
    process.send_signal(signal.SIGINT)
    process.stdout.read()
    return process.wait(STOP_SECONDS_MAX)
