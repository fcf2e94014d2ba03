# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""What this machine has: addresses, certificates, ports in use."""

import fcntl
import os
import pathlib
import re
import socket
import struct
import urllib.parse

SIOCGIFADDR = 0x8915
# Networks of containers and virtual machines on this machine: nobody else reaches them.
INNER = re.compile(r"^(lo|docker|br-|veth|virbr|cni|flannel|podman|lxc)")


def addresses():
    """The IPv4 addresses that others may reach, that of the default route first; loopback alone is none."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            if INNER.match(name):
                continue
            try:
                answer = fcntl.ioctl(probe, SIOCGIFADDR, struct.pack("256s", name.encode()[:15]))
            except OSError:
                continue  # It has no address.
            found.append(socket.inet_ntoa(answer[20:24]))
        try:
            probe.connect(("192.0.2.1", 9))  # Sends nothing: it only has the system choose a route.
            first = probe.getsockname()[0]
        except OSError:
            first = None
    return sorted(dict.fromkeys(found), key=lambda address: address != first)


def udp_ports():
    """The UDP ports that are in use."""
    used = set()
    for table in ("/proc/net/udp", "/proc/net/udp6"):
        if os.path.exists(table):
            lines = pathlib.Path(table).read_text().splitlines()[1:]
            used |= {int(line.split()[1].rpartition(":")[2], 16) for line in lines}
    return used


def configured(home, name, default):
    """A text of Config/plenary.yaml, or of the variable that goes before it: `tls.certificate`."""
    variable = "PLENARY_" + re.sub(r"([A-Z])", r"_\1", name).replace(".", "_").upper()
    if os.environ.get(variable):
        return os.environ[variable]
    section, _, key = name.partition(".")
    path = home / "Config/plenary.yaml"
    block = re.search(rf"^{section}:\n((?:[ #].*\n|\n)*)", path.read_text() + "\n", re.M) if path.exists() else None
    found = re.search(rf'^ +{key}: *"?([^"#\n]*?)"? *(?:#.*)?$', block[1], re.M) if block else None
    return found[1] if found else default


def turn_host(public_url, known):
    """How clients find coturn: by the name that they find Plenary by, unless that is this machine for itself alone."""
    host = urllib.parse.urlsplit(public_url).hostname or "localhost"
    if host == "localhost" or host.startswith("127.") or ":" in host:
        return known[0]
    return host
