# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""What operators do to a running server: new certificates on SIGHUP, an orderly end on SIGTERM."""

import asyncio
import contextlib
import signal
import socket

from plenaryclient import JOINED
from plenaryserver import make_server_certificate
from test_rooms import seat


def shown_name(server):
    """The common name of the certificate that a new connection is shown."""
    with socket.create_connection((server.host, server.port), 5) as plain:
        with server.tls.wrap_socket(plain, server_hostname="localhost") as secure:
            return dict(pair[0] for pair in secure.getpeercert()["subject"])["commonName"]


def install(server, certificate, key):
    for name, kind in ((certificate, "crt"), (key, "key")):
        content = (server.home / f"Certs/{name}.{kind}").read_bytes()
        (server.home / f"Certs/server.{kind}").write_bytes(content)


async def until_logged(server, text, since):
    async with asyncio.timeout(10):
        while text not in server.log[since:]:
            await asyncio.sleep(0.05)


async def test_sighup_shows_the_new_certificate_and_old_connections_go_on(own_server, people):
    async with people(own_server) as person:
        ann, bob = await seat(person, 2)
        make_server_certificate(own_server.home / "Certs", "renewed")
        assert shown_name(own_server) == "server"
        install(own_server, "renewed", "renewed")
        own_server.signal(signal.SIGHUP)
        await until_logged(own_server, "certificates read again", 0)
        assert shown_name(own_server) == "renewed"
        said = await ann.say("on the old connection")
        await bob.reaches(said["offset"])
        await person().join(ann.room)


async def test_a_bad_pair_changes_nothing_on_sighup(own_server, people):
    async with people(own_server) as person:
        ann, = await seat(person, 1)
        make_server_certificate(own_server.home / "Certs", "other")
        install(own_server, "other", "server")  # The key of another certificate.
        own_server.signal(signal.SIGHUP)
        await until_logged(own_server, "nothing was changed by SIGHUP", 0)
        assert shown_name(own_server) == "server"
        since = len(own_server.log)
        (own_server.home / "Certs/server.crt").unlink()
        own_server.signal(signal.SIGHUP)
        await until_logged(own_server, "nothing was changed by SIGHUP", since)
        assert shown_name(own_server) == "server"
        assert (await ann.say("still here"))["offset"] > 0


async def test_sigterm_sends_everybody_away_with_4000_and_their_seats_are_kept(own_server, people):
    async with people(own_server) as person:
        everybody = list(await seat(person, 10))
        ann, bob, *_ = everybody
        await ann.until(lambda: ann.journal["summary"].row()[JOINED] == 10)
        said = await bob.say("before the restart")
        stopping = asyncio.create_task(asyncio.to_thread(own_server.stop))
        assert set(await asyncio.gather(*(one.connection.closed() for one in everybody))) == {4000}
        assert await stopping == 0
        await asyncio.to_thread(own_server.start)
        seen = len(ann.journal["summary"].joined_told)
        await asyncio.gather(*(one.resume() for one in everybody))
        after = await bob.say("after it")
        assert after["offset"] == said["offset"] + 1
        await ann.reaches(after["offset"])
        assert ann.journal.texts == ["before the restart", "after it"]
        await asyncio.sleep(1.2)
        assert set(ann.journal["summary"].joined_told[seen:]) == {10}


async def test_sigint_ends_the_server_as_well_and_nothing_is_left_listening(own_server):
    own_server.signal(signal.SIGINT)
    assert await asyncio.to_thread(own_server._wait) == 0
    with contextlib.suppress(ConnectionRefusedError), socket.create_connection((own_server.host, own_server.port), 2):
        raise AssertionError("somebody still listens")
