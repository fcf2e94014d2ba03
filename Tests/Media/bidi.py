# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""WebDriver BiDi (w3c.github.io/webdriver-bidi) over a WebSocket: Firefox speaks it itself, without geckodriver."""

import asyncio
import itertools
import json

from websockets.asyncio.client import connect

ANSWER_SECONDS = 30


class BiDiError(Exception):
    """A command that the browser refused."""


class BiDi:
    """One session. Events go to those who listen, in the order of their coming."""

    def __init__(self, socket):
        self.socket = socket
        self.numbers = itertools.count(1)
        self.waiting = {}
        self.listeners = []
        self.reading = asyncio.create_task(self._read())

    @classmethod
    async def open(cls, url):
        session = cls(await connect(f"{url}/session", max_size=None, ping_interval=None))
        await session.call("session.new", capabilities={})
        return session

    async def _read(self):
        try:
            async for text in self.socket:
                message = json.loads(text)
                if message["type"] == "event":
                    for listener in self.listeners:
                        listener(message["method"], message["params"])
                elif message.get("id") in self.waiting:
                    self.waiting.pop(message["id"]).set_result(message)
        finally:
            for waiting in self.waiting.values():
                waiting.cancel()

    async def call(self, method, **parameters):
        """Gives the result of a command."""
        number = next(self.numbers)
        self.waiting[number] = asyncio.get_running_loop().create_future()
        await self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        answer = await asyncio.wait_for(self.waiting[number], ANSWER_SECONDS)
        if answer["type"] == "error":
            raise BiDiError(f"{method}: {answer['error']}: {answer['message']}")
        return answer["result"]

    async def close(self):
        self.reading.cancel()
        await self.socket.close()
