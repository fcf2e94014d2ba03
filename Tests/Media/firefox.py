# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Debian's Firefox, as far as the tests use Playwright's Chromium: `stage.enter(account, browser=firefox)` works.

Its camera and microphone are fakemedia.js's. Pages are in containers of their own, so several accounts fit in one.
"""

import asyncio
import base64
import json
import os
import re
import subprocess
import urllib.parse

from bidi import BiDi, BiDiError
from browser import HERE, SCREENSHOTS, messages, until
from firefox_page import FirefoxPage

START_SECONDS = 40
STOP_SECONDS = 10
PREFERENCES = {
    "media.navigator.permission.disabled": True,
    "media.navigator.streams.fake": True,
    "media.autoplay.default": 0,
    "media.autoplay.blocking_policy": 0,
    # A pretended sound card: without any, an AudioContext stays suspended for ever and nothing is said or heard.
    "media.cubeb.force_mock_context": True,
    "media.cubeb.sandbox": False,
    # Names of multicast DNS instead of addresses: nobody answers for them here.
    "media.peerconnection.ice.obfuscate_host_addresses": False,
    "security.enterprise_roots.enabled": False,
    "remote.prefs.recommended": True,
    "ui.prefersReducedMotion": 1,
    # Nothing that a browser does of itself: there is nobody out there.
    "app.update.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "media.gmp-manager.url": "http://127.0.0.1:1/",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "http://127.0.0.1:1/",
    "toolkit.telemetry.enabled": False,
}
# What goes over WebSockets, told as it goes: BiDi has no events for it.
WATCH_SOCKETS = """(tell) => {
    let count = 0;
    window.WebSocket = class extends WebSocket {
        constructor(...given) {
            super(...given);
            const at = `${performance.timeOrigin} ${count++}`;
            tell({at, url: this.url});
            this.tellSent = (payload) => tell({at, sent: payload});
            this.addEventListener('message', ({data}) => tell({at, received: data}));
            this.addEventListener('close', () => tell({at, closed: true}));
        }
        send(payload) { super.send(payload); this.tellSent(payload); }
    };
}"""


class Firefox:
    """A Firefox that trusts an authority."""

    def __init__(self, authority, folder, preferences=None):
        self.folder = folder
        self.preferences = PREFERENCES | (preferences or {})
        self.process = self.session = None
        self._make_profile(authority)

    def _make_profile(self, authority):
        profile = self.folder / "profile"
        profile.mkdir(parents=True)
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in self.preferences.items()]
        (profile / "user.js").write_text("\n".join(lines))
        for arguments in (["-N", "--empty-password"], ["-A", "-t", "C,,", "-n", "test", "-i", authority]):
            command = ["certutil", "-d", f"sql:{profile}", *map(str, arguments)]
            subprocess.run(command, check=True, capture_output=True)

    async def launch(self):
        # Its sandbox is one for users; tests may be run by root, in a namespace.
        environment = os.environ | {"HOME": str(self.folder), "MOZ_DISABLE_CONTENT_SANDBOX": "1"}
        self.log = open(self.folder / "firefox.log", "wb")
        self.process = subprocess.Popen(
            ["firefox-esr", "--headless", "--no-remote", "--profile", self.folder / "profile",
             "--remote-debugging-port", "0", "about:blank"],
            env=environment, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
        )
        self.session = await BiDi.open(await until(self._address, START_SECONDS, "Firefox can be driven"))
        events = ["log.entryAdded", "script.message", "network.beforeRequestSent"]
        await self.session.call("session.subscribe", events=events)
        return self

    async def _address(self):
        assert self.process.poll() is None, f"Firefox ended with {self.process.returncode}"
        found = re.search(r"WebDriver BiDi listening on (ws://\S+)", (self.folder / "firefox.log").read_text())
        return found and found[1]

    async def page(self, origin, *, locale="zh-CN", media=None):
        """A page in a container of its own; the same as a Chromium's page to who uses it."""
        container = (await self.session.call("browser.createUserContext"))["userContext"]
        context = (await self.session.call("browsingContext.create", type="tab", userContext=container))["context"]
        await self.session.call("browsingContext.setViewport", context=context, viewport={"width": 1280, "height": 800})
        watched = WatchedFirefox(self.session, container, context, origin)
        fake_media = (HERE / "fakemedia.js").read_text()
        for script, arguments in (
            (f"() => {{ window.fakeMediaIdentity = {json.dumps(media or {})}; }}", []),
            (f"() => {{ {fake_media} }}", []),
            (WATCH_SOCKETS, [{"type": "channel", "value": {"channel": context}}]),
        ):
            await self.session.call(
                "script.addPreloadScript", functionDeclaration=script, arguments=arguments, contexts=[context]
            )
        await self.session.call("emulation.setLocaleOverride", locale=locale, contexts=[context])
        return watched

    async def close(self):
        if self.session:
            try:
                await asyncio.wait_for(self.session.call("browser.close"), STOP_SECONDS)
            except (TimeoutError, BiDiError, asyncio.CancelledError):
                pass
            await self.session.close()
        if self.process:
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.log.close()


class WatchedFirefox:
    """A page and what happened on it, as browser.Watched."""

    def __init__(self, session, container, context, origin):
        self.session = session
        self.container = container
        self.context = context
        self.origin = origin
        self.page = FirefoxPage(session, context)
        self.complaints = []
        self.foreign = []
        self.sockets = []
        self.by_place = {}
        # As in Chromium: a refused refresh. Firefox also says what it leaves out of a certificate or a policy.
        self.expected = []
        session.listeners.append(self._told)

    def _told(self, method, parameters):
        if method == "script.message" and parameters["channel"] == self.context:
            self._socket({name: value["value"] for name, value in parameters["data"]["value"]})
        elif method == "log.entryAdded" and parameters["source"].get("context") == self.context:
            if parameters["level"] in ("error", "warn"):
                self._complained(f"{parameters['level']}: {parameters['text']}")
        elif method == "network.beforeRequestSent" and parameters["context"] == self.context:
            self._requested(parameters["request"]["url"])

    def _complained(self, text):
        if not any(pattern.search(text) for pattern in self.expected):
            self.complaints.append(text)

    def _requested(self, url):
        parts = urllib.parse.urlsplit(url)
        scheme = {"wss": "https", "ws": "http"}.get(parts.scheme, parts.scheme)
        if parts.scheme not in ("about", "blob", "data") and f"{scheme}://{parts.netloc}" != self.origin:
            self.foreign.append(url)

    def _socket(self, told):
        if "url" in told:
            self.by_place[told["at"]] = FirefoxSocket()
            self.sockets.append(self.by_place[told["at"]])
        self.by_place[told["at"]].told(told)

    def expect(self, pattern):
        """Lets a complaint pass that a test brings about itself."""
        self.expected.append(re.compile(pattern))

    def faults(self):
        return [*self.complaints, *(f"asked another origin: {url}" for url in self.foreign)]

    async def screenshot(self, name):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        shot = await self.session.call("browsingContext.captureScreenshot", context=self.context)
        (SCREENSHOTS / f"{name}.png").write_bytes(base64.b64decode(shot["data"]))

    async def close(self):
        self.session.listeners.remove(self._told)
        await self.session.call("browser.removeUserContext", userContext=self.container)


class FirefoxSocket:
    """One WebSocket's messages, as browser.Socket."""

    def __init__(self):
        self.sent = []
        self.received = []
        self.is_closed = False

    def told(self, told):
        self.sent += messages(told["sent"]) if "sent" in told else []
        self.received += messages(told["received"]) if "received" in told else []
        self.is_closed = self.is_closed or "closed" in told

    def answers_to(self, method):
        """The results of the requests of a method, in the order of asking; None where there is none."""
        results = {message["id"]: message.get("result") for message in self.received if "id" in message}
        return [results.get(message["id"]) for message in self.sent if message["method"] == method]
