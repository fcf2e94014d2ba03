# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""The first run over the network: a device that does not trust the development certificate, and then does."""

import asyncio
import contextlib
import plistlib
import ssl

import pytest
from playwright.async_api import TimeoutError as NotThere

from browser import trusting, until
from inspection import Inspection
from person import Person
from stage import Stage, WebServer, make_home, run

# Typed at Chromium's warning it goes on to the page, as its button does.
PASS_THE_WARNING = "thisisunsafe"


@pytest.fixture(scope="module")
def development(tmp_path_factory):
    """A server with the certificates that `plenary init` makes."""
    server = WebServer(make_home(tmp_path_factory.mktemp("development") / "home", is_development=True)).start()
    yield server
    server.dispose()


@pytest.fixture
def visitors(request, loop, development, browser):
    stage = Stage(development, browser, Person)
    yield stage
    loop.run_until_complete(stage.end(is_checking=getattr(request.node, "passed", False)))


async def passes_the_warning(person):
    """Types again where the warning was not there yet, which swallows keys without an answer."""

    async def is_past():
        with contextlib.suppress(asyncio.TimeoutError, NotThere):
            await asyncio.wait_for(person.page.keyboard.type(PASS_THE_WARNING), 3)
            await person.heading("signIn.title").wait_for(timeout=5_000)
            return True
        return False

    await asyncio.sleep(0.5)
    await until(is_past, 40, "the page behind the warning")


def state(person, trust):
    return person.page.get_by_role("status").filter(has_text=person.words(f"trust.{trust}.title"))


async def test_a_device_past_the_warning_is_told_that_it_does_not_trust_and_later_that_it_does(
    visitors, launch, development, tmp_path
):
    (tmp_path / "before").mkdir()
    stranger = await visitors.enter(
        "office", device="Pixel 7", browser=await launch(environment={"HOME": str(tmp_path / "before")})
    )
    stranger.watched.expect(r"An SSL certificate error occurred|ERR_CERT_AUTHORITY_INVALID")
    with pytest.raises(Exception, match="ERR_CERT_AUTHORITY_INVALID"):
        await stranger.page.goto(development.origin)
    await passes_the_warning(stranger)
    await stranger.button("trust.hint").click()
    await stranger.heading("trust.title").wait_for()
    await state(stranger, "untrusted").wait_for()
    certificate = development.home / "Certs/ca.crt"
    printed = run("openssl", "x509", "-in", certificate, "-noout", "-fingerprint", "-sha256").strip().partition("=")[2]
    assert await stranger.page.get_by_text(printed, exact=True).is_visible()
    inspection = Inspection(stranger, "phone")
    await inspection.look("trust")
    inspection.check()
    await stranger.button("trust.again").click()
    await state(stranger, "untrusted").wait_for()
    async with stranger.page.expect_download() as downloading:
        await stranger.page.get_by_role("link", name=stranger.words("trust.certificate")).first.click()
    installed = tmp_path / "ca.crt"
    await (await downloading.value).save_as(installed)
    assert ssl.DER_cert_to_PEM_cert(installed.read_bytes()).split() == certificate.read_text().split()
    # The device takes it in, and the browser is started again.
    trustful = await launch(environment=trusting(installed, tmp_path / "after"))
    friend = await visitors.enter("office", device="Pixel 7", locale="en", browser=trustful)
    await friend.opens("/trust")
    await state(friend, "trusted").wait_for()
    inspection = Inspection(friend, "en-phone")
    await inspection.look("trust-done")
    inspection.check()
    await friend.button("app.home").click()
    await friend.heading("signIn.title").wait_for()


def test_a_phone_of_apple_gets_a_profile_with_the_authority(development):
    answer = development.request("GET", "/trust/plenary.mobileconfig")
    assert answer.headers["content-type"] == "application/x-apple-aspen-config"
    profile = plistlib.loads(answer.body)
    (payload,) = profile["PayloadContent"]
    assert payload["PayloadType"] == "com.apple.security.root"
    pem = (development.home / "Certs/ca.crt").read_text()
    assert payload["PayloadContent"] == ssl.PEM_cert_to_DER_cert(pem)
