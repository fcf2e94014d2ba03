# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Debian's Chromium with the tests' own authority trusted, and watched: what a page loads, says and complains about.

A camera and a microphone are made by fakemedia.js, each page's of its own colour and tone. Nothing here knows the
screens of the application: see person.py.
"""

import asyncio
import json
import os
import pathlib
import re
import stat
import subprocess
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SCREENSHOTS = ROOT / ".test-output/screenshots"
CHROMIUM = os.environ.get("PLENARY_CHROMIUM", "/usr/bin/chromium")
POLL_SECONDS = 0.1
# Says yes to every question of the browser: without it a page asks for devices in vain unless its context allows them.
ALWAYS_ALLOW = "--use-fake-ui-for-media-stream"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--autoplay-policy=no-user-gesture-required",
    "--use-fake-device-for-media-stream",
    ALWAYS_ALLOW,
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
    # Without it a mesh whose browsers have nothing but loopback finds no candidate, and says nothing.
    "--allow-loopback-in-peer-connection",
]
# For tests whose browsers have a network, which is what media must take.
FLAGS_OF_A_NETWORK = FLAGS[:-1]
DESKTOP = {"viewport": {"width": 1280, "height": 800}}


async def until(ask, seconds, what):
    """Asks again and again until the answer is true; gives it. `what` says what was waited for."""
    deadline = time.monotonic() + seconds
    while True:
        answer = await ask()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what}; the last answer was {answer!r}")
        await asyncio.sleep(POLL_SECONDS)


def trusting(authority, folder):
    """Makes a home folder for browsers that trust a CA; gives the environment to launch one with."""
    database = folder / ".pki/nssdb"
    database.mkdir(parents=True)
    for arguments in (["-N", "--empty-password"], ["-A", "-t", "C,,", "-n", "test", "-i", authority]):
        subprocess.run(["certutil", "-d", f"sql:{database}", *map(str, arguments)], check=True, capture_output=True)
    return os.environ | {"HOME": str(folder)}


def wrapped(folder, command):
    """An executable that starts Chromium by another command, such as one that enters a network namespace."""
    path = folder / "chromium"
    path.write_text(f'#!/bin/sh\nexec {" ".join(map(str, command))} {CHROMIUM} "$@"\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


class Browser:
    """A Chromium; its pages are its people's."""

    def __init__(self, playwright, environment, executable=CHROMIUM, flags=FLAGS):
        self.playwright = playwright
        self.environment = environment
        self.executable = executable
        self.flags = flags
        self.chromium = None

    async def launch(self):
        self.chromium = await self.playwright.chromium.launch(
            executable_path=str(self.executable), args=self.flags, env=self.environment
        )
        return self

    async def page(self, origin, *, locale="zh-CN", device=None, media=None, **options):
        """A page in a context of its own. `media` is its fakeMediaIdentity; `device` a phone of Playwright's list."""
        surface = self.playwright.devices[device] if device else DESKTOP
        surface = surface | {"locale": locale, "reduced_motion": "reduce"} | options
        context = await self.chromium.new_context(**surface)
        await context.add_init_script(path=HERE / "fakemedia.js")
        await context.add_init_script(f"window.fakeMediaIdentity = {json.dumps(media or {})}")
        page = await context.new_page()
        page.set_default_timeout(15_000)
        return Watched(page, origin)

    async def renderers(self):
        """The processes that run pages."""
        session = await self.chromium.new_browser_cdp_session()
        processes = (await session.send("SystemInfo.getProcessInfo"))["processInfo"]
        await session.detach()
        return [process["id"] for process in processes if process["type"] == "renderer"]

    async def close(self):
        if self.chromium:
            await self.chromium.close()


class Watched:
    """A page and what happened on it: complaints, requests to other origins, WebSockets."""

    def __init__(self, page, origin):
        self.page = page
        self.origin = origin
        self.complaints = []
        self.foreign = []
        self.sockets = []
        # What the browser itself writes on the console when a refresh without a cookie, or a test's own wrong
        # password, is refused: the page cannot keep it from that.
        self.expected = [re.compile(r"Failed to load resource: .* status of 401 .*/api/v1/auth/")]
        context = page.context
        context.on("request", self._requested)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.complaints.append(f"error: {error.error}"))
        page.on("websocket", self._connected)
        page.on("crash", lambda _: self.complaints.append("the page crashed"))

    def _requested(self, request):
        parts = urllib.parse.urlsplit(request.url)
        if parts.scheme not in ("blob", "data") and f"{parts.scheme}://{parts.netloc}" != self.origin:
            self.foreign.append(request.url)

    def _said(self, message):
        if message.type not in ("error", "warning"):
            return
        text = f"{message.text} {message.location.get('url', '')}"
        if not any(pattern.search(text) for pattern in self.expected):
            self.complaints.append(f"{message.type}: {text}")

    def _connected(self, socket):
        if urllib.parse.urlsplit(socket.url).netloc != urllib.parse.urlsplit(self.origin).netloc:
            self.foreign.append(socket.url)
        self.sockets.append(Socket(socket))

    def expect(self, pattern):
        """Lets a complaint pass that a test brings about itself."""
        self.expected.append(re.compile(pattern))

    def faults(self):
        return [*self.complaints, *(f"asked another origin: {url}" for url in self.foreign)]

    async def screenshot(self, name, **options):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        path = SCREENSHOTS / f"{name}.png"
        await self.page.screenshot(path=path, **options)
        return path

    async def close(self):
        await self.page.context.close()


class Socket:
    """One WebSocket's messages, as the browser's network log has them."""

    def __init__(self, socket):
        self.opened = time.monotonic()
        self.sent = []
        self.received = []
        self.is_closed = False
        socket.on("framesent", lambda payload: self.sent.extend(messages(payload)))
        socket.on("framereceived", lambda payload: self.received.extend(messages(payload)))
        socket.on("close", lambda _: setattr(self, "is_closed", True))

    def answers_to(self, method):
        """The results of the requests of a method, in the order of asking; None where there is none."""
        results = {message["id"]: message.get("result") for message in self.received if "id" in message}
        return [results.get(message["id"]) for message in self.sent if message["method"] == method]


def messages(payload):
    parsed = json.loads(payload)
    return parsed if isinstance(parsed, list) else [parsed]


def check_offsets(sockets):
    """Fails unless each stream's offsets go up by exactly one over all connections; gives the number of resets.

    A summary, a page and `self` may begin anew; what a stream resumed with counts, not what was still underway.
    """
    at, resets = {}, {}
    for socket in sockets:
        for message in socket.received:
            parameters = message.get("params", {})
            stream = parameters.get("stream")
            if not stream:
                continue
            place = (parameters["epoch"], parameters["offset"])
            if message["method"] == "stream.reset":
                resets[stream] = resets.get(stream, 0) + 1
            else:
                expected = (at[stream][0], at[stream][1] + 1)
                assert place == expected, f"{message['method']} of {stream}: {place} instead of {expected}"
            at[stream] = place
    return resets
