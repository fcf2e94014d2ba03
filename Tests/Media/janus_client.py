# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Speaks to Janus as Plenary does, for tests that look at Janus itself."""

import contextlib
import json
import secrets
import time

from websockets.sync.client import connect

ANSWER_SECONDS = 10


@contextlib.contextmanager
def janus_client(settings, is_admin=False):
    """The control connection, or that of the Admin API."""
    port = settings.ports.admin if is_admin else settings.ports.janus
    protocol = "janus-admin-protocol" if is_admin else "janus-protocol"
    url = f"ws://{settings.janus_control}:{port}"
    with connect(url, open_timeout=ANSWER_SECONDS, subprotocols=[protocol]) as socket:
        secret = settings.secrets["adminSecret" if is_admin else "apiSecret"]
        yield JanusClient(socket, {"admin_secret" if is_admin else "apisecret": secret})


class JanusClient:
    """Asks one thing after the other."""

    def __init__(self, socket, secret):
        self.socket = socket
        self.secret = secret

    def ask(self, janus, **members):
        """The answer to a request: the event that follows, where it was only acknowledged."""
        transaction = secrets.token_hex(8)
        self.socket.send(json.dumps({"janus": janus, "transaction": transaction, **self.secret, **members}))
        while True:
            answer = json.loads(self.socket.recv(ANSWER_SECONDS))
            if answer.get("transaction") == transaction and answer["janus"] != "ack":
                return answer

    def event(self, janus, seconds, **members):
        """The next event of a kind that says so; fails when none comes in time."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                event = json.loads(self.socket.recv(max(deadline - time.monotonic(), 0)))
            except TimeoutError:
                raise AssertionError(f"no {janus} {members} within {seconds} s") from None
            if event["janus"] == janus and members.items() <= event.items():
                return event

    def session(self):
        return self.ask("create")["data"]["id"]

    def handle(self, session):
        """A new handle of VideoRoom."""
        return self.ask("attach", session_id=session, plugin="janus.plugin.videoroom")["data"]["id"]

    def message(self, session, handle, jsep=None, **body):
        """The plugin's answer to a request, and the SDP that came with it."""
        sdp = {"jsep": jsep} if jsep else {}
        answer = self.ask("message", session_id=session, handle_id=handle, body=body, **sdp)
        return answer["plugindata"]["data"], answer.get("jsep")

    def room(self, settings, name, **options):
        """A session, a handle in it, and a new room."""
        session = self.session()
        handle = self.handle(session)
        key = settings.secrets["roomKey"]
        made, _ = self.message(session, handle, request="create", room=name, admin_key=key, secret="s", **options)
        assert made["videoroom"] == "created", made
        return session, handle
