# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Networks that break without saying so, made with a firewall inside a network namespace."""

import os
import pathlib
import shutil
import subprocess
import sys

import pytest

SCRIPT = pathlib.Path(__file__).resolve().parent / "cuts.py"


@pytest.fixture(scope="session")
def inside():
    """The command that runs another in a new network namespace, as root or as somebody who becomes root there."""
    for tool in ("unshare", "ip", "ss", "iptables"):
        if not shutil.which(tool):
            pytest.skip(f"there is no {tool} to cut a network with")
    command = ["unshare", "-n" if os.geteuid() == 0 else "-Urn"]
    probe = [*command, "iptables", "-w", "-L", "OUTPUT"]
    tried = subprocess.run(probe, capture_output=True, text=True, env=os.environ | {"XTABLES_LOCKFILE": os.devnull})
    if tried.returncode != 0:
        pytest.skip(f"no firewall in a namespace of its own: {tried.stderr.strip()}")
    return command


@pytest.fixture(params=[1, 4], ids=["one loop", "four loops"])
def cut(request, inside, seeded, copies):
    def run(recipe):
        home = copies(seeded).home
        command = [*inside, sys.executable, SCRIPT, recipe, home, str(request.param)]
        result = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert result.returncode == 0, result.stdout + result.stderr

    return run


def test_a_killed_connection_and_five_seconds_without_a_network_cost_nothing(cut):
    cut("cut_after_the_kill")


def test_five_seconds_without_a_network_of_which_the_server_hears_nothing_cost_nothing(cut):
    cut("cut_before_the_kill")


def test_a_session_leaves_a_connection_that_became_a_black_hole(cut):
    cut("black_hole")
