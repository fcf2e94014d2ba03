# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Sessions that want media and send none: with them a room outgrows the mesh without a browser for each."""

import contextlib
import sys

from browser import ROOT

sys.path.insert(0, str(ROOT / "Tests/Integration"))

from plenaryclient import Connection  # noqa: E402

# With anybody else at least one more than a mesh holds.
FOUR = ("deputy", "nanjing", "operator", "shijiazhuang")


@contextlib.asynccontextmanager
async def bystanders(server, room, *accounts):
    """Joins a room with accounts of the demonstration; gives the answers to their joins."""
    connections, answers = [], []
    try:
        for name in accounts:
            account = server.accounts[name]
            connections.append(await Connection.open(f"wss://{server.host}:{server.port}/ws", server.tls))
            connection = connections[-1]
            await connection.call(
                "session.authenticate", method="password", identifier=account["login"], password=account["password"]
            )
            connection.keep_alive()
            answers.append(await connection.call("room.join", room=room, media=True))
        yield answers
    finally:
        for connection in connections:
            await connection.end()
