# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Meetings over networks that break without saying so, and over an address that is not loopback."""

import os
import pathlib
import shutil
import subprocess
import sys

import pytest

SCRIPT = pathlib.Path(__file__).resolve().parent / "scenario.py"


@pytest.fixture(scope="session")
def inside():
    """The command that runs another in a new network namespace, as root or as somebody who becomes root there."""
    for tool in ("unshare", "nsenter", "ip", "ss", "iptables"):
        if not shutil.which(tool):
            pytest.skip(f"there is no {tool} to make a network with")
    command = ["unshare", "-n" if os.geteuid() == 0 else "-Urn"]
    probe = [*command, "iptables", "-w", "-L", "OUTPUT"]
    tried = subprocess.run(probe, capture_output=True, text=True, env=os.environ | {"XTABLES_LOCKFILE": os.devnull})
    if tried.returncode != 0:
        pytest.skip(f"no firewall in a namespace of its own: {tried.stderr.strip()}")
    return command


@pytest.fixture
def meet(inside, seeded, tmp_path):
    def run(recipe):
        home = tmp_path / "home"
        shutil.copytree(seeded, home)
        command = [*inside, sys.executable, SCRIPT, recipe, home]
        result = subprocess.run(command, capture_output=True, text=True, timeout=110)
        print(result.stderr)
        assert result.returncode == 0, result.stdout + result.stderr

    return run


def test_a_phone_has_a_camera_over_a_network_address_and_meets_a_desktop(meet):
    meet("phone")


def test_a_killed_connection_and_five_seconds_without_a_network_cost_nothing(meet):
    meet("blackout")


def test_a_page_leaves_a_connection_that_became_a_black_hole(meet):
    meet("black_hole")
