# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Speaks to coturn's control interface as Plenary does."""

import socket

ANSWER_SECONDS = 5


class Control:
    """A dialogue with coturn's control interface."""

    def __init__(self, settings):
        address = (settings.cli_control, settings.ports.cli)
        self.connection = socket.create_connection(address, ANSWER_SECONDS)
        self.read_to(b"Enter password: \r\n")
        self.ask(settings.secrets["cliPassword"])

    def read_to(self, end):
        text = b""
        while not text.endswith(end):
            more = self.connection.recv(65_536)
            assert more, text
            text += more
        return text.decode()

    def ask(self, line):
        self.connection.sendall(line.encode() + b"\r\n")
        return self.read_to(b"> ")

    def sessions(self, part):
        return [line.partition("id=")[2].partition(",")[0] for line in self.ask(f"psp {part}").splitlines()
                if "id=" in line]

    def cancel(self, part):
        found = self.sessions(part)
        for session in found:
            self.ask(f"cs {session}")
        return len(found)
