# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""A server with the demonstration's accounts, browsers, and the people in front of them."""

import asyncio
import contextlib
import json
import os
import shutil
import socket
import sys

from browser import CHROMIUM, FLAGS, ROOT, Browser, trusting

sys.path.insert(0, str(ROOT / "Tests/Integration"))

from plenaryserver import BINARY, PlenaryServer, make_certificates, run  # noqa: E402

# The picture's hue and the microphone's tone of each account.
IDENTITIES = {
    "chair": {"hue": 0, "hz": 440},
    "deputy": {"hue": 60, "hz": 620},
    "office": {"hue": 120, "hz": 850},
    "hebei": {"hue": 210, "hz": 1150},
    "nanjing": {"hue": 290, "hz": 1500},
    "operator": {"hue": 330, "hz": 1900},
    "shijiazhuang": {"hue": 30, "hz": 700},
}
# A picture for tests that have many of them, or look at the clock.
SMALL = {"width": 160, "height": 90, "fps": 8}


class WebServer(PlenaryServer):
    """A server whose links and cookies are those of the address that the pages are loaded from."""

    def __init__(self, home, host="127.0.0.1", configuration=""):
        super().__init__(home, loops=2)
        self.host = host
        with socket.create_server((host, 0)) as reserved:
            self.port = reserved.getsockname()[1]
        always = f'public:\n  url: "{self.origin}"\nlog:\n  level: info\n'
        (home / "Config/plenary.yaml").write_text(always + configuration)
        self.accounts = json.loads((home / "accounts.json").read_text())
        # By account, the cookies of a page that was closed while it was signed in: the next one goes on with them.
        self.cookies = {}

    @property
    def origin(self):
        return f"https://{self.host}:{self.port}"

    def arguments(self):
        # The pages of a checkout instead of those in the binary, while they are worked on.
        pages = os.environ.get("PLENARY_WEB_DIR")
        return super().arguments() + (["--web-dir", pages] if pages else [])


def make_home(folder, is_development=False):
    """Makes a folder to start a server from: the demonstration's accounts, certificates for the tests' addresses.

    `is_development` leaves those that `plenary init` makes.
    """
    assert BINARY.exists(), f"there is no {BINARY}: build it, or name another with PLENARY_BINARY"
    folder.mkdir(parents=True)
    made = json.loads(run(BINARY, "init", "--home", folder, "--json"))["demo"]
    accounts = {
        entry["account"]["name"]: {
            "login": entry["account"]["name"],
            "password": entry["password"],
            "name": entry["account"]["displayName"],
            "participant": f"account:{entry['account']['account']}",
            "unit": entry["account"]["unit"],
        }
        for entry in made["accounts"]
    }
    names = {unit["path"]: unit["name"] for unit in made["units"]}
    for account in accounts.values():
        parts = account["unit"].split("/")
        account["path"] = [names["/".join(parts[: count + 1])] for count in range(1, len(parts))]
    (folder / "accounts.json").write_text(json.dumps(accounts, ensure_ascii=False))
    if not is_development:
        shutil.rmtree(folder / "Certs")
        make_certificates(folder / "Certs")
    return folder


class Stage:
    """Brings people on; when it ends nobody may have complained."""

    def __init__(self, server, browser, person):
        self.server = server
        self.browser = browser
        self.person = person
        self.people = []
        self.leftovers = contextlib.ExitStack()

    async def enter(self, account, *, browser=None, origin=None, media=None, **options):
        """Opens a page for an account, at the server's address; it is not signed in yet."""
        identity = IDENTITIES[account] | (media or {})
        origin = origin or self.server.origin
        watched = await (browser or self.browser).page(origin, media=identity, **options)
        language = options.get("locale", "zh-CN")
        self.people.append(self.person(watched, self.server.accounts[account], identity, language))
        self.people[-1].cookies = self.server.cookies
        return self.people[-1]

    async def end(self, is_checking):
        faults = {}
        for one in self.people:
            if one.watched.faults():
                faults[one.name] = one.watched.faults()
            with contextlib.suppress(Exception):
                await asyncio.wait_for(self._close(one), 10)
        self.leftovers.close()
        assert not is_checking or not faults, faults

    async def _close(self, one):
        await one.keeps_its_sign_in()
        await one.watched.close()

    async def pictures(self, name):
        """What everybody sees, and what their pages complained about, for whoever looks into a failure."""
        for one in self.people:
            print(f"{one.account}: {one.page.url} {one.watched.faults()}", file=sys.stderr)
            with contextlib.suppress(Exception):
                await asyncio.wait_for(one.watched.screenshot(f"failed-{name}-{one.account}"), 10)


@contextlib.asynccontextmanager
async def browsers(authority, folder):
    """Gives a function that launches browsers which trust the authority."""
    from playwright.async_api import async_playwright

    environment = trusting(authority, folder)
    launched = []
    async with async_playwright() as playwright:

        async def launch(executable=CHROMIUM, flags=FLAGS, environment=environment):
            browser = Browser(playwright, environment, executable, flags)
            launched.append(browser)
            return await browser.launch()

        try:
            yield launch
        finally:
            for browser in launched:
                with contextlib.suppress(Exception):
                    await asyncio.wait_for(browser.close(), 10)
