# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""The networks of these tests, all in one network namespace of their own: Janus gives no media on loopback alone.

    far (10.213.1.2) ── 10.213.1.1, 10.213.0.1  here  10.213.2.1 ── beyond (10.213.2.2)
     or (10.213.3.2) ── 10.213.3.1

`here` is where the tests run: with an address that is not loopback, servers and browsers together. `far` is for a
browser that is elsewhere and may change to another network, `beyond` for a media server that it has no way to but by a
relay here: nothing is forwarded. What leads to `far` is plugged into one switch behind the device of `here`, because
Janus' sockets are bound to the device of its address.
"""

import contextlib
import subprocess
import time

import network
from network import HERE, without_later_addresses

FAR_SIDE, FAR = "10.213.1.1", "10.213.1.2"
BEYOND_SIDE, BEYOND = "10.213.2.1", "10.213.2.2"
OTHER_SIDE, OTHER = "10.213.3.1", "10.213.3.2"
SWITCH = "switch"
# Between two networks.
CHANGE_SECONDS = 0.5


def prepare():
    """Makes the namespace that this process is in usable, and gives it the address HERE and those towards `far`."""
    network.prepare()
    network.connect_here()
    run = network.run
    for address in (FAR_SIDE, OTHER_SIDE):
        run("ip", "address", "add", f"{address}/24", "dev", "here")
    run("ip", "link", "add", SWITCH, "type", "bridge")
    without_later_addresses(run, SWITCH)
    run("ip", "link", "set", "there", "master", SWITCH)
    run("ip", "link", "set", SWITCH, "up")
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

    def __init__(self, device, near, distant, on_switch=False):
        self.holder = subprocess.Popen(
            ["unshare", "-n", "sh", "-c", "echo; exec sleep 1800"], stdout=subprocess.PIPE, text=True
        )
        self.holder.stdout.readline()
        super().__init__(["nsenter", "-t", self.holder.pid, "-n"])
        self.device, self.near, self.address = f"{device}-end", near, distant
        self.run("ip", "link", "set", "lo", "up")
        self._lay(device)
        if on_switch:
            network.run("ip", "link", "set", device, "master", SWITCH)
        else:
            network.run("ip", "address", "add", f"{near}/24", "dev", device)
        self._settle(near, distant)

    def _lay(self, device):
        """A cable, with nothing on it yet."""
        network.run("ip", "link", "add", device, "type", "veth", "peer", "name", self.device, "netns", self.holder.pid)
        without_later_addresses(network.run, device)
        without_later_addresses(self.run, self.device)
        network.run("ip", "link", "set", device, "up")

    def _settle(self, near, distant):
        self.run("ip", "address", "add", f"{distant}/24", "dev", self.device)
        self.run("ip", "link", "set", self.device, "up")
        self.run("ip", "route", "add", "default", "via", near, "dev", self.device)

    def unplugged(self):
        """Everything is dropped, in silence."""
        return self.rules(["OUTPUT", "-o", self.device, "-j", "DROP"], ["INPUT", "-i", self.device, "-j", "DROP"])

    @contextlib.contextmanager
    def on_another_network(self):
        """Its address goes, and after a moment without any another comes; at the end it has the first again."""
        self._leave()
        time.sleep(CHANGE_SECONDS)
        self._settle(OTHER_SIDE, OTHER)
        try:
            yield
        finally:
            self._leave()
            self._settle(self.near, self.address)

    def _leave(self):
        self.run("ip", "link", "set", self.device, "down")
        self.run("ip", "address", "flush", "dev", self.device)

    def close(self):
        self.holder.kill()
        self.holder.wait()


def far():
    return DistantPlace("far", FAR_SIDE, FAR, on_switch=True)


def beyond():
    return DistantPlace("beyond", BEYOND_SIDE, BEYOND)
