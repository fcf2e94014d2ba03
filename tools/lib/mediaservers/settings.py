# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""What Janus, coturn and Plenary have to agree on: addresses, ports, secrets."""

import dataclasses
import json
import os
import pathlib
import secrets
import socket

SECRETS = ("apiSecret", "adminSecret", "roomKey", "turnSecret", "cliPassword")
LOOPBACK = "127.0.0.1"


@dataclasses.dataclass
class Ports:
    """Each on the address that belongs to it; media ports are UDP."""

    janus: int = 8188
    admin: int = 7188
    turn: int = 3478
    turns: int = 5349
    cli: int = 5766
    janus_media: tuple[int, int] = (20_000, 29_999)
    turn_media: tuple[int, int] = (49_152, 65_535)


@dataclasses.dataclass
class Settings:
    """`folder` keeps everything that is made: configuration, secrets, logs."""

    folder: pathlib.Path
    # Where Janus takes media, and what it tells clients; `public` is told instead where 1:1 NAT lies between.
    media_addresses: list[str]
    public_address: str | None
    # Where coturn listens and relays from, and the name or address by which clients find it.
    turn_addresses: list[str]
    turn_host: str
    certificate: pathlib.Path
    key: pathlib.Path
    secrets: dict[str, str]
    ports: Ports = dataclasses.field(default_factory=Ports)
    # Where Janus and coturn can be commanded. Another than loopback is for tests whose Janus has its own network.
    janus_control: str = LOOPBACK
    cli_control: str = LOOPBACK

    @property
    def turn_urls(self):
        """Best first: UDP, then TCP, then TLS for networks that let only that pass."""
        return [
            f"turn:{self.turn_host}:{self.ports.turn}?transport=udp",
            f"turn:{self.turn_host}:{self.ports.turn}?transport=tcp",
            f"turns:{self.turn_host}:{self.ports.turns}?transport=tcp",
        ]

    def environment(self):
        """The same for Plenary, as the variables that its configuration reads."""
        return {
            "PLENARY_MEDIA_JANUS_URL": f"ws://{self.janus_control}:{self.ports.janus}",
            "PLENARY_MEDIA_JANUS_API_SECRET": self.secrets["apiSecret"],
            "PLENARY_MEDIA_JANUS_ADMIN_URL": f"ws://{self.janus_control}:{self.ports.admin}",
            "PLENARY_MEDIA_JANUS_ADMIN_SECRET": self.secrets["adminSecret"],
            "PLENARY_MEDIA_JANUS_ROOM_KEY": self.secrets["roomKey"],
            "PLENARY_MEDIA_TURN_URLS": ",".join(self.turn_urls),
            "PLENARY_MEDIA_TURN_SECRET": self.secrets["turnSecret"],
            "PLENARY_MEDIA_TURN_CLI_ADDRESS": f"{self.cli_control}:{self.ports.cli}",
            "PLENARY_MEDIA_TURN_CLI_PASSWORD": self.secrets["cliPassword"],
        }


def make_folder(folder):
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)


def write_private(path, text):
    """Writes a file that nobody else may read, whole or not at all."""
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    new.replace(path)


def keep_secrets(folder):
    """The secrets of this folder; what is missing is made. A start with others would lose the rooms at Janus."""
    path = folder / "secrets.json"
    known = json.loads(path.read_text()) if path.exists() else {}
    kept = {name: known.get(name) or secrets.token_hex(32) for name in SECRETS}
    if kept != known:
        write_private(path, json.dumps(kept, indent=2) + "\n")
    return kept


def is_free(address, port, kind=socket.SOCK_STREAM):
    with socket.socket(socket.AF_INET, kind) as probe:
        # As servers do it: connections of the last server that are still closing do not count.
        if kind == socket.SOCK_STREAM:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True


def free_port(address, wanted, kinds=(socket.SOCK_STREAM,)):
    """`wanted` if it is free for all kinds, else another that is."""
    candidate = wanted
    for _ in range(100):
        if all(is_free(address, candidate, kind) for kind in kinds):
            return candidate
        with socket.create_server((address, 0)) as probe:
            candidate = probe.getsockname()[1]
    raise OSError(f"{address} has no free port")
