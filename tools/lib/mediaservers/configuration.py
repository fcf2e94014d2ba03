# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Makes the files that Janus and coturn start from out of the examples in Config/, so that these are always true."""

import os
import pathlib
import re

from mediaservers.settings import make_folder, write_private

EXAMPLES = pathlib.Path(__file__).resolve().parents[3] / "Config"
JANUS_FILES = ("janus.jcfg", "janus.plugin.videoroom.jcfg", "janus.transport.websockets.jcfg")
UNSET = "CHANGE"


def write(settings):
    """Writes the configuration of both into the settings' folder."""
    janus = settings.folder / "janus"
    for folder in (settings.folder, janus, settings.folder / "coturn"):
        make_folder(folder)
    for name, text in janus_files(settings, janus).items():
        write_private(janus / name, text)
    write_private(settings.folder / "coturn/turnserver.conf", coturn_file(settings))


def janus_files(settings, folder):
    """The texts of Janus' files by name."""
    ports = settings.ports
    values = {
        "janus.jcfg": {
            "configs_folder": str(folder),
            "api_secret": settings.secrets["apiSecret"],
            "admin_secret": settings.secrets["adminSecret"],
            "event_loops": os.cpu_count() or 1,
            "rtp_port_range": f"{ports.janus_media[0]}-{ports.janus_media[1]}",
            "ice_enforce_list": ",".join(settings.media_addresses),
        },
        "janus.plugin.videoroom.jcfg": {"admin_key": settings.secrets["roomKey"]},
        "janus.transport.websockets.jcfg": {
            "ws_port": ports.janus,
            "ws_ip": settings.janus_control,
            "admin_ws_port": ports.admin,
            "admin_ws_ip": settings.janus_control,
        },
    }
    if settings.public_address:
        values["janus.jcfg"]["nat_1_1_mapping"] = settings.public_address
    return {name: fill_janus((EXAMPLES / "janus" / name).read_text(), values[name]) for name in JANUS_FILES}


def fill_janus(text, values):
    """Sets settings that the example has, also those that it has in a comment."""
    for name, value in values.items():
        line = re.compile(rf"^(\t)(?:# )?{name} = .*$", re.M)
        written = value if isinstance(value, int) else f'"{value}"'
        text, count = line.subn(lambda match: f"{match[1]}{name} = {written}", text)
        assert count == 1, f"the example of Janus has {name} {count} times"
    assert UNSET not in re.sub(r"#.*", "", text), "a secret of the example is left"
    return text


def coturn_file(settings):
    """The text of coturn's file."""
    ports, addresses = settings.ports, settings.turn_addresses
    values = {
        "static-auth-secret": [settings.secrets["turnSecret"]],
        "realm": ["plenary"],
        "listening-port": [ports.turn],
        "listening-ip": addresses,
        "relay-ip": addresses,
        "tls-listening-port": [ports.turns],
        "cert": [settings.certificate],
        "pkey": [settings.key],
        "min-port": [ports.turn_media[0]],
        "max-port": [ports.turn_media[1]],
        # The media server has a private address as a rule, and so has the relay that a mesh reaches the other's by.
        "allowed-peer-ip": sorted({*settings.media_addresses, *addresses}),
        "cli-ip": [settings.cli_control],
        "cli-port": [ports.cli],
        "cli-password": [settings.secrets["cliPassword"]],
        "syslog": [],
        "userdb": [settings.folder / "coturn/turndb"],
        "pidfile": [settings.folder / "coturn/turnserver.pid"],
    }
    if settings.public_address:
        values["external-ip"] = [f"{settings.public_address}/{addresses[0]}"]
    text = fill_coturn((EXAMPLES / "coturn/turnserver.conf").read_text(), values)
    return text + "log-file=stdout\nsimple-log\n"


def fill_coturn(text, values):
    """Sets settings that the example has, also those that it has in a comment, each as often as it has values."""
    for name, entries in values.items():
        line = re.compile(rf"^(?:# )?{name}(?:=.*)?$", re.M)
        assert len(line.findall(text)) == 1, f"the example of coturn has {name} {len(line.findall(text))} times"
        written = "\n".join(f"{name}={entry}" for entry in entries)
        text = line.sub(lambda _: written, text)
    assert f"={UNSET}" not in text, "a secret of the example is left"
    return text
