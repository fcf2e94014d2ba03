# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""A network that can be cut, in network namespaces: the server and everybody else here, one browser over there.

Works as root and as an ordinary user who is root in a user namespace; the process must already be in a namespace of
its own (`unshare -n` or `unshare -Urn`), which scenario.py sees to.
"""

import os
import pathlib
import re
import socket
import subprocess
import tempfile

HERE, THERE = "10.213.0.1", "10.213.0.2"


def run(*command, check=True):
    result = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=20)
    assert not check or result.returncode == 0, f"{command}: {result.stdout}{result.stderr}"
    return result


def prepare():
    """Makes the namespace that this process is in usable: loopback and a lock file for iptables that it may write."""
    names = {name for _, name in socket.if_nameindex()}
    assert names == {"lo"}, f"this is no namespace of our own: {names}"
    os.environ["XTABLES_LOCKFILE"] = str(pathlib.Path(tempfile.mkdtemp()) / "xtables.lock")
    run("ip", "link", "set", "lo", "up")


def without_later_addresses(run, *devices):
    """Keeps IPv6 from adding an address a second later: to Chromium the network has changed then, and loading fails."""
    for device in devices:
        run("ip", "link", "set", device, "addrgenmode", "none")


def connect_here():
    """A pair of network devices with both ends in this namespace: an address that is not loopback."""
    run("ip", "link", "add", "here", "type", "veth", "peer", "name", "there")
    without_later_addresses(run, "here", "there")
    run("ip", "address", "add", f"{HERE}/24", "dev", "here")
    run("ip", "link", "set", "here", "up")
    run("ip", "link", "set", "there", "up")
    run("ip", "route", "add", "default", "via", "10.213.0.254", "dev", "here")


class DistantNamespace:
    """A second namespace, at the other end of a cable; the cuts are made over there."""

    def __init__(self):
        self.holder = subprocess.Popen(
            ["unshare", "-n", "sh", "-c", "echo; exec sleep 600"], stdout=subprocess.PIPE, text=True
        )
        self.holder.stdout.readline()
        self.enter = ["nsenter", "-t", self.holder.pid, "-n"]
        run("ip", "link", "add", "here", "type", "veth", "peer", "name", "there", "netns", self.holder.pid)
        without_later_addresses(run, "here")
        without_later_addresses(self.run, "there")
        run("ip", "address", "add", f"{HERE}/24", "dev", "here")
        run("ip", "link", "set", "here", "up")
        run("ip", "route", "add", "default", "via", THERE, "dev", "here")
        self.run("ip", "link", "set", "lo", "up")
        self.run("ip", "address", "add", f"{THERE}/24", "dev", "there")
        self.run("ip", "link", "set", "there", "up")
        self.run("ip", "route", "add", "default", "via", HERE, "dev", "there")

    def run(self, *command, check=True):
        return run(*self.enter, *command, check=check)

    def received_on_ports_to(self, port):
        """How many bytes the connections from there to the server have brought, by their local ports."""
        listed = self.run("ss", "-HtniO", "state", "established", f"dport = :{port}").stdout
        found = [re.search(r":(\d+)\s.*?\bbytes_received:(\d+)", line) for line in listed.splitlines()]
        return {int(match[1]): int(match[2]) for match in found if match}

    def ports_to(self, port):
        """The local ports of the connections from there to the server."""
        return list(self.received_on_ports_to(port))

    def kill_connections_to(self, port):
        self.run("ss", "-tK", "dst", HERE, "dport", "=", f":{port}", check=False)

    def reset_on_send(self, port, action="-I"):
        """For kernels that do not end sockets for us: whatever is sent is answered by a reset."""
        reset = ["-j", "REJECT", "--reject-with", "tcp-reset"]
        self.run("iptables", "-w", action, "OUTPUT", "-p", "tcp", "--sport", port, *reset)

    def drop_everything(self, action="-I"):
        for chain, direction in (("OUTPUT", "-o"), ("INPUT", "-i")):
            self.run("iptables", "-w", action, chain, direction, "there", "-j", "DROP")

    def drop_port(self, port):
        for chain, option in (("OUTPUT", "--sport"), ("INPUT", "--dport")):
            self.run("iptables", "-w", "-I", chain, "-p", "tcp", option, port, "-j", "DROP")

    def close(self):
        self.holder.kill()
        self.holder.wait()
