# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""A client of Plenary written from docs/protocol.md alone, strict where the server must be.

A `Connection` is one WebSocket. A `Journal` keeps what a client has to keep over reconnects: for each stream its epoch,
offset and state; a gap, a message of a stream that was never reset, or a change of epoch without a reset is a fault. A
`Participant` is a person with an account who uses one connection after another.
"""

import asyncio
import itertools
import json

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

ANSWER_SECONDS = 8
# In rows of counts: [row, expected, joined, ready, hands, muted, people].
JOINED, HANDS, MUTED, PEOPLE = 2, 4, 5, 6


# Rooms are found again by creator and key, so keys are never used twice, not even by different tests.
_keys = itertools.count(1)


class Refused(Exception):
    """The server answered with an error."""

    def __init__(self, error):
        super().__init__(f"{error['data']['code']}: {error['message']}")
        self.error = error
        self.code = error["data"]["code"]


class Closed(Exception):
    """The connection closed; 1006 when there was no close frame."""

    def __init__(self, code):
        super().__init__(f"closed with {code}")
        self.code = code


class Stream:
    """One stream as a client follows it."""

    def __init__(self):
        self.epoch = None
        self.offset = None
        self.state = None
        self.resets = 0
        self.pushes = []
        # Of a summary: what `joined` of the whole said, one after another.
        self.joined_told = []

    @property
    def position(self):
        return {"epoch": self.epoch, "offset": self.offset}

    def reset(self, params):
        self.epoch, self.offset, self.state = params["epoch"], params["offset"], params["state"]
        self.resets += 1
        if "counts" in self.state:
            self._count(self.state["counts"])

    def take(self, method, params, survives_epochs):
        """Takes a push in; says whether it was new."""
        assert self.epoch is not None, f"{method} on a stream without a reset: {params}"
        if params["epoch"] == self.epoch or survives_epochs:
            if params["offset"] <= self.offset:
                return False
        else:
            raise AssertionError(f"epoch {self.epoch} became {params['epoch']} without a reset: {params}")
        assert params["offset"] == self.offset + 1, f"gap after {self.offset}: {params}"
        self.epoch, self.offset = params["epoch"], params["offset"]
        self.pushes.append({"method": method} | params)
        if method == "summary.changed":
            self._change_summary(params)
        elif method == "page.changed":
            self._change_page(params)
        elif method == "lobby.changed":
            self.state = {member: params[member] for member in ("waiting", "entries", "units")}
        return True

    def _change_summary(self, params):
        self.state["rows"] += params.get("rows", [])
        self.state["spreadMs"] = params.get("spreadMs", self.state["spreadMs"])
        changed = {row[0]: row for row in params["counts"]}
        self.state["counts"] = list(({row[0]: row for row in self.state["counts"]} | changed).values())
        self._count(params["counts"])

    def _count(self, counts):
        self.joined_told += [row[JOINED] for row in counts if row[0] == 0]

    def _change_page(self, params):
        gone = set(params.get("remove", []))
        entries = [entry for entry in self.state["entries"] if entry["participant"] not in gone]
        for put in params.get("put", []):
            entry, before = put["entry"], put["before"]
            entries = [other for other in entries if other["participant"] != entry["participant"]]
            at = len(entries)
            if before is not None:
                at = [other["participant"] for other in entries].index(before)
            entries.insert(at, entry)
        self.state["entries"] = entries
        if "next" in params:
            self.state["next"] = params["next"]

    def row(self, unit=None):
        """The counts of a unit in a summary; of the whole if none is named."""
        index = 0 if unit is None else next(row[0] for row in self.state["rows"] if row[1] == unit)
        return next(counts for counts in self.state["counts"] if counts[0] == index)


class Journal:
    """What a client knows of a room; outlives its connections."""

    def __init__(self):
        self.streams = {}
        self.seen_twice = 0

    def take(self, method, params):
        if "stream" not in params:
            return
        name = params["stream"]
        stream = self.streams.setdefault(name, Stream())
        if method == "stream.reset":
            stream.reset(params)
        elif not stream.take(method, params, survives_epochs=name == "room"):
            self.seen_twice += 1

    def __getitem__(self, name):
        return self.streams[name]

    def pushes(self, name="room", method=None):
        stream = self.streams.get(name)
        return [push for push in (stream.pushes if stream else []) if method in (None, push["method"])]

    @property
    def texts(self):
        """All chat that reached this client, of the snapshot and after it, in order."""
        return [push["text"] for push in self.pushes(method="chat.posted")]

    @property
    def positions(self):
        return {name: stream.position for name, stream in self.streams.items()}


class Connection:
    """One WebSocket, read by a task of its own until it closes."""

    def __init__(self, socket, journal):
        self.socket = socket
        self.journal = journal
        self.hello = None
        self.fault = None
        # Errors that name no request.
        self.unaddressed = []
        self._reads = asyncio.Event()
        self._reads.set()
        self._ids = itertools.count(1)
        self._open_requests = {}
        self._pulse = asyncio.Event()
        self._heartbeat = None
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def open(cls, url, tls, journal=None, **options):
        settings = {"subprotocols": ["plenary.v1"], "compression": None, "ping_interval": None, "max_size": None}
        settings |= {"open_timeout": 10, "proxy": None, "close_timeout": 2} | options
        connection = cls(await connect(url, ssl=tls, **settings), journal or Journal())
        await connection.until(lambda: connection.hello)
        return connection

    async def _read(self):
        try:
            async for frame in self.socket:
                await self._reads.wait()
                assert isinstance(frame, str), "a binary frame from the server"
                content = json.loads(frame)
                for message in content if isinstance(content, list) else [content]:
                    self._take(message)
                self._beat()
        except ConnectionClosed:
            pass
        except Exception as fault:  # Whatever it is, the test that owns this connection must see it.
            self.fault = fault
            self.socket.transport.abort()
        finally:
            for answer in self._open_requests.values():
                if not answer.done():
                    answer.set_exception(self.fault or Closed(self.close_code))
            self._beat()
            if self._heartbeat:
                self._heartbeat.cancel()

    def _beat(self):
        self._pulse.set()
        self._pulse = asyncio.Event()

    def _take(self, message):
        assert message["jsonrpc"] == "2.0", message
        if "method" in message:
            assert "id" not in message, message
            if self.hello is None:
                assert message["method"] == "server.hello", f"the first message is {message}"
                self.hello = message["params"]
            else:
                self.journal.take(message["method"], message["params"])
        elif message["id"] is None:
            self.unaddressed.append(message["error"])
        else:
            answer = self._open_requests.pop(message["id"])
            if answer.done():
                return
            if "error" in message:
                answer.set_exception(Refused(message["error"]))
            else:
                answer.set_result(message["result"])

    @property
    def is_open(self):
        return not self._reader.done()

    @property
    def close_code(self):
        return self.socket.close_code

    @property
    def local_port(self):
        return self.socket.local_address[1]

    def expect(self, identifier):
        """A future answer to the request of this id."""
        answer = self._open_requests[identifier] = asyncio.get_running_loop().create_future()
        return answer

    async def ask(self, method, params, identifier=None):
        """Sends a request and gives its result, or raises `Refused` or `Closed`."""
        identifier = next(self._ids) if identifier is None else identifier
        answer = self.expect(identifier)
        request = {"jsonrpc": "2.0", "id": identifier, "method": method, "params": params}
        await self.send_text(json.dumps(request, ensure_ascii=False))
        if not self.is_open and not answer.done():
            answer.set_exception(Closed(self.close_code))
        return await asyncio.wait_for(answer, ANSWER_SECONDS)

    async def call(self, method, /, **params):
        return await self.ask(method, params)

    async def send_text(self, text):
        """Sends a text frame; bytes go out as they are."""
        try:
            await self.socket.send(text, text=True)
        except ConnectionClosed:
            if self.fault:
                raise self.fault from None

    async def refusal(self, method, /, **params):
        """The error code that a request is answered with."""
        try:
            result = await self.call(method, **params)
        except Refused as refused:
            return refused.code
        raise AssertionError(f"{method} was not refused but answered {result}")

    async def until(self, condition, seconds=ANSWER_SECONDS):
        """Waits until a condition holds, looking again with every frame; gives its value."""
        async with asyncio.timeout(seconds):
            while not (value := condition()):
                if self.fault:
                    raise self.fault
                if not self.is_open:
                    raise Closed(self.close_code)
                await self._pulse.wait()
            return value

    async def closed(self, seconds=ANSWER_SECONDS):
        """Waits for the end of the connection and gives its close code."""
        await asyncio.wait_for(asyncio.shield(self._reader), seconds)
        if self.fault:
            raise self.fault
        return self.close_code

    def keep_alive(self):
        """From now on sends a ping as often as the server asks for."""
        self._heartbeat = asyncio.create_task(self._ping(self.hello["heartbeat"]["intervalMs"] / 1000))

    async def _ping(self, interval):
        while True:
            await asyncio.sleep(interval)
            await self.call("session.ping")

    def stop_reading(self):
        """From now on takes nothing in, and is silent too, until `read_on`; small buffers are up to the options."""
        self._reads.clear()
        self._heartbeat.cancel()

    def read_on(self):
        self._reads.set()
        self.keep_alive()

    def abort(self):
        """Ends the TCP connection without a close frame, as a dying process would."""
        self.socket.transport.abort()

    async def end(self):
        if self._heartbeat:
            self._heartbeat.cancel()
        if self.is_open:
            self.abort()
        self._reads.set()
        await asyncio.gather(self._reader, return_exceptions=True)


class Participant:
    """A person with an account, over all connections."""

    def __init__(self, server, account):
        self.server = server
        self.account = account
        self.journal = Journal()
        self.connection = None
        # As others see it; told when signing in.
        self.name = None
        self.room = None
        self.session = None
        self.token = None

    @property
    def id(self):
        return f"account:{self.account['account']}"

    async def connect(self):
        self.connection = await Connection.open(self.server.ws_url, self.server.tls, self.journal)
        return self.connection

    async def sign_in(self):
        await self.connect()
        answer = await self.connection.call("session.authenticate", method="token", accessToken=self.account["token"])
        self.session, self.name = answer["session"], answer["name"]
        assert answer["participant"] == self.id
        self.connection.keep_alive()
        return answer

    async def create(self, **params):
        params = {"title": "Flood control", "key": self.key()} | params
        return (await self.connection.call("room.create", **params))["room"]

    async def join(self, room, media=False, **params):
        if self.connection is None or not self.connection.is_open:
            await self.sign_in()
        answer = await self.connection.call("room.join", room=room, media=media, **params)
        self.room, self.token = room, answer["token"]
        assert answer["session"] == self.session
        await self.connection.until(lambda: {"room", "summary", "self"} <= self.journal.streams.keys())
        return answer

    async def resume(self, streams=None, token=None):
        """Resumes on a new connection from where the journal stands."""
        await self.connect()
        positions = self.journal.positions if streams is None else streams
        answer = await self.connection.call(
            "session.resume", token=token or self.token, room=self.room, streams=positions
        )
        assert answer["session"] == self.session
        self.token = answer["token"]
        self.connection.keep_alive()
        return answer

    async def leave(self):
        await self.call("room.leave")
        self.room, self.journal.streams = None, {}

    def key(self):
        return f"key-{next(_keys)}"

    async def call(self, method, **params):
        """A request about the room."""
        return await self.connection.call(method, room=self.room, **params)

    async def command(self, method, key=None, **params):
        return await self.call(method, key=key or self.key(), **params)

    async def refusal(self, method, /, **params):
        return await self.connection.refusal(method, room=self.room, **params)

    async def say(self, text, key=None):
        return await self.command("chat.send", key, text=text)

    async def until(self, condition, seconds=ANSWER_SECONDS):
        return await self.connection.until(condition, seconds)

    async def told(self, method, stream="room", count=1):
        """Waits until so many pushes of a kind have come; gives the last."""
        pushes = await self.until(lambda: len(found := self.journal.pushes(stream, method)) >= count and found)
        return pushes[-1]

    async def reaches(self, offset, stream="room"):
        """Waits until this client has processed the stream up to an offset."""
        await self.until(lambda: self.journal[stream].offset >= offset)

    async def fresh_state(self, stream="room"):
        """Resumes without positions: the server tells the whole state."""
        resets = self.journal[stream].resets
        await self.resume(streams={})
        await self.until(lambda: self.journal[stream].resets > resets)
        return self.journal[stream].state
