# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""The networks of these tests, all in one network namespace of their own: Janus gives no media on loopback alone.

    far (10.213.1.2) ── 10.213.1.1  here, 10.213.0.1  10.213.2.1 ── beyond (10.213.2.2)

`here` is where the tests run: with an address that is not loopback, servers and browsers together. `far` is for a
browser that is elsewhere, `beyond` for a media server that it has no way to but by a relay here: nothing is forwarded.
"""

import contextlib
import subprocess

import network
from network import HERE, without_later_addresses

FAR_SIDE, FAR = "10.213.1.1", "10.213.1.2"
BEYOND_SIDE, BEYOND = "10.213.2.1", "10.213.2.2"


def prepare():
    """Makes the namespace that this process is in usable, and gives it the address HERE."""
    network.prepare()
    network.connect_here()
    return Place()


class Place:
    """A network namespace whose traffic can be cut and degraded; this process' own unless it has another's `enter`."""

    def __init__(self, enter=()):
        self.enter = [str(part) for part in enter]

    def run(self, *command, check=True):
        return network.run(*self.enter, *command, check=check)

    @contextlib.contextmanager
    def rules(self, *rules):
        """Has rules of iptables for as long as the block runs: each a chain and what stands behind it."""
        with contextlib.ExitStack() as undoing:
            for chain, *rule in rules:
                self.run("iptables", "-w", "-I", chain, *rule)
                undoing.callback(self.run, "iptables", "-w", "-D", chain, *rule, check=False)
            yield

    def loses(self, percent, *which):
        """Drops that share of what arrives, at random; `which` narrows it, as `-p udp` does."""
        chance = ["-m", "statistic", "--mode", "random", "--probability", str(percent / 100)]
        return self.rules(["INPUT", *which, *chance, "-j", "DROP"])

    def blocks_udp(self, address=None):
        """As a network does that lets nothing but TCP pass; only to `address` and from it, if given."""
        to, came = (["-d", address], ["-s", address]) if address else ([], [])
        return self.rules(["OUTPUT", "-p", "udp", *to, "-j", "DROP"], ["INPUT", "-p", "udp", *came, "-j", "DROP"])

    def blocks_port_of(self, address, port, protocol="tcp"):
        """Drops what goes to a server's port and what comes back."""
        return self.rules(
            ["OUTPUT", "-p", protocol, "-d", address, "--dport", port, "-j", "DROP"],
            ["INPUT", "-p", protocol, "-s", address, "--sport", port, "-j", "DROP"],
        )

    def packets(self, *which):
        """Counts from now on the packets that arrive; the block gets a function that tells how many came so far."""
        return _counting(self, which)


@contextlib.contextmanager
def _counting(place, which):
    mark = f"count-{id(which)}"
    with place.rules(["INPUT", *which, "-m", "comment", "--comment", mark]):
        def came():
            listed = place.run("iptables", "-w", "-nvxL", "INPUT").stdout
            return int(next(line for line in listed.splitlines() if mark in line).split()[0])

        yield came


class DistantPlace(Place):
    """A namespace at the other end of a cable, with nothing but what is at this end to talk to."""

    def __init__(self, device, near, distant):
        self.holder = subprocess.Popen(
            ["unshare", "-n", "sh", "-c", "echo; exec sleep 1800"], stdout=subprocess.PIPE, text=True
        )
        self.holder.stdout.readline()
        super().__init__(["nsenter", "-t", self.holder.pid, "-n"])
        self.device, self.address = f"{device}-end", distant
        run = network.run
        run("ip", "link", "add", device, "type", "veth", "peer", "name", self.device, "netns", self.holder.pid)
        without_later_addresses(run, device)
        without_later_addresses(self.run, self.device)
        run("ip", "address", "add", f"{near}/24", "dev", device)
        run("ip", "link", "set", device, "up")
        self.run("ip", "link", "set", "lo", "up")
        self.run("ip", "address", "add", f"{distant}/24", "dev", self.device)
        self.run("ip", "link", "set", self.device, "up")
        self.run("ip", "route", "add", "default", "via", near, "dev", self.device)

    def unplugged(self):
        """Everything is dropped, in silence."""
        return self.rules(["OUTPUT", "-o", self.device, "-j", "DROP"], ["INPUT", "-i", self.device, "-j", "DROP"])

    def close(self):
        self.holder.kill()
        self.holder.wait()


def far():
    return DistantPlace("far", FAR_SIDE, FAR)


def beyond():
    return DistantPlace("beyond", BEYOND_SIDE, BEYOND)



