# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Plenary with the Janus and the coturn that it is configured for, each of which can be killed and started again."""

import base64
import hashlib
import hmac
import shutil
import sys
import time

from browser import ROOT
from stage import WebServer

sys.path.insert(0, str(ROOT / "tools/lib"))

from mediaservers import configuration  # noqa: E402
from mediaservers.programs import Coturn, Janus  # noqa: E402
from mediaservers.settings import LOOPBACK, Ports, Settings, keep_secrets, make_folder  # noqa: E402

CREDENTIAL_SECONDS = 600


class MediaServers:
    """The three processes, configured as by tools/run --media.

    `host` is the address by which clients find Plenary and coturn, `media` the one at which Janus takes media. A Janus
    in a place of its own is commanded by that address, too.
    """

    def __init__(self, seeded, home, host, media, janus_place=None, cli_port=Ports.cli):
        shutil.copytree(seeded, home)
        folder = home / "Data/media"
        make_folder(folder)
        self.settings = Settings(
            folder=folder, media_addresses=[media], public_address=None, turn_addresses=[host], turn_host=host,
            certificate=home / "Certs/server.crt", key=home / "Certs/server.key", secrets=keep_secrets(folder),
            ports=Ports(cli=cli_port), janus_control=media if janus_place else LOOPBACK,
        )
        configuration.write(self.settings)
        self.janus = Janus(self.settings, within=janus_place.enter if janus_place else ())
        self.coturn = Coturn(self.settings)
        self.plenary = WebServer(home, host=host)
        self.plenary.environment = self.settings.environment()

    def start(self):
        for program in (self.janus, self.coturn):
            program.start()
        for program in (self.janus, self.coturn):
            program.wait_until_ready()
        self.plenary.start()
        return self

    def restart(self, program):
        """Starts Janus or coturn again after a kill; returns once it answers."""
        program.start().wait_until_ready()

    def dispose(self):
        self.plenary.dispose()
        for program in (self.janus, self.coturn):
            program.stop()

    def ice_servers(self, session="test", expires=None, secret=None):
        """What an RTCPeerConnection is configured with: one entry for each way to coturn, as Plenary makes them."""
        username = f"{int(expires or time.time() + CREDENTIAL_SECONDS)}:{session}"
        key = (secret or self.settings.secrets["turnSecret"]).encode()
        credential = base64.b64encode(hmac.new(key, username.encode(), hashlib.sha1).digest()).decode()
        return [{"urls": url, "username": username, "credential": credential} for url in self.settings.turn_urls]
