# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Janus and coturn as Plenary finds them, from the very examples in Config/."""

import time

from janus_client import janus_client
from mediaservers import programs

RECOVERY_SECONDS = 5
# VideoRoom's code for a key that is missing or wrong.
UNAUTHORIZED = 433


def test_janus_takes_requests_only_with_the_secret_and_makes_rooms_only_with_the_key(servers):
    with janus_client(servers.settings) as janus:
        session, handle = janus.room(servers.settings, "r")
        refused, _ = janus.message(session, handle, request="create", room="other", admin_key="wrong")
        assert refused["error_code"] == UNAUTHORIZED
        destroyed, _ = janus.message(session, handle, request="destroy", room="r", secret="s")
        assert destroyed["videoroom"] == "destroyed"
        janus.secret = {"apisecret": "wrong"}
        assert janus.ask("create")["error"]["code"] == 403


def test_janus_loads_nothing_that_plenary_does_not_use(servers):
    with janus_client(servers.settings, is_admin=True) as janus:
        info = janus.ask("info")
    assert list(info["plugins"]) == ["janus.plugin.videoroom"]
    assert list(info["transports"]) == ["janus.transport.websockets"]
    assert info["session-timeout"] == 60 and info["reclaim-session-timeout"] == 30
    assert not info["full-trickle"] and info["api_secret"] and info["static-event-loops"] >= 1


def test_a_killed_janus_and_a_killed_coturn_answer_again_when_they_are_started(servers):
    for program in (servers.janus, servers.coturn):
        program.kill()
        assert not program.is_ready()
        began = time.monotonic()
        servers.restart(program)
        assert time.monotonic() - began < RECOVERY_SECONDS


def test_coturn_shows_a_certificate_that_clients_accept(servers):
    settings = servers.settings
    address = (settings.turn_host, settings.ports.turns)
    authority = servers.plenary.home / "Certs/ca.crt"
    assert programs.certificate_shown(address, settings.turn_host, authority)["notAfter"]
