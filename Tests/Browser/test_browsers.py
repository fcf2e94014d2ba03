# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Browsers that are too old, and pages inside WeChat."""

import pytest

from browser import until
from inspection import Inspection

WECHAT = (
    "Mozilla/5.0 (Linux; Android 14; 23127PN0CC; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160117 MMWEBSDK/20240404 MicroMessenger/8.0.49.2600(0x28003156) "
    "WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64"
)
# What browsers had before 2018.
BEFORE_MODULES = """
    delete HTMLScriptElement.prototype.noModule;
    for (const name of ['BroadcastChannel', 'customElements', 'ResizeObserver']) delete window[name];
    for (const name of ['at', 'flat', 'flatMap']) delete Array.prototype[name];
    delete Intl.ListFormat;
"""
# Chromium 104: modules run, and the application would too, with tiles of no size.
BEFORE_CONTAINERS = """
    const supports = CSS.supports.bind(CSS);
    CSS.supports = (name, ...value) => name !== 'container-type' && supports(name, ...value);
"""


async def without_modules(page, server):
    """A browser that knows no modules passes over scripts of a kind that it does not know."""
    answer = server.request("GET", "/")
    body = answer.body.decode().replace('type="module"', 'type="text/unknown"')
    headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
    await page.route("**/r/*", lambda route: route.fulfill(headers=headers, body=body))


@pytest.mark.parametrize("age, device", [("no-modules", "Pixel 7"), ("no-containers", None)], ids=["2017", "2022"])
async def test_a_browser_that_is_too_old_says_what_to_do_in_both_languages(stage, age, device):
    office = await stage.enter("office", device=device, color_scheme="dark")
    if age == "no-modules":
        await office.page.context.add_init_script(BEFORE_MODULES)
        await without_modules(office.page, stage.server)
    else:
        await office.page.context.add_init_script(BEFORE_CONTAINERS)
    await office.page.goto(f"{stage.server.origin}/r/428913577")
    for title in ("请更换或升级浏览器", "Use a newer browser"):
        await office.page.get_by_role("heading", name=title).wait_for()
    for version in ("108", "128", "16.4"):
        assert await office.page.get_by_text(version).count()
    await office.page.wait_for_load_state("networkidle")
    assert not await office.page.locator("plenary-sign-in, .opening").count(), "the application has started"
    assert not office.sockets
    inspection = Inspection(office, f"{age}-{'phone' if device else 'desktop'}")
    await inspection.look("kept-out")
    inspection.check()


async def test_inside_wechat_one_is_led_to_the_browser_with_the_link(stage):
    office = await stage.enter("office", device="Pixel 7", user_agent=WECHAT)
    await office.page.context.grant_permissions(["clipboard-read"], origin=stage.server.origin)
    link = f"{stage.server.origin}/r/428913577"
    await office.page.goto(link)
    for title in ("请在浏览器中打开", "Open this page in a browser"):
        await office.page.get_by_role("heading", name=title).wait_for()
    inspection = Inspection(office, "phone")
    await inspection.look("wechat")
    inspection.check()
    await office.page.get_by_role("button", name="复制链接").click()
    await office.page.get_by_role("button", name="已复制").wait_for()
    assert await office.page.evaluate("navigator.clipboard.readText()") == link
    await office.page.get_by_role("button", name="仍在此处继续").click()
    await office.heading("signIn.title").wait_for()
    await office.opens("/r/428913577")
    assert await office.heading("signIn.title").is_visible(), "who chose to stay is asked again"


async def test_other_browsers_notice_nothing(stage):
    office = await stage.enter("office")
    await office.opens("/")

    async def is_started():
        return await office.heading("signIn.title").is_visible()

    await until(is_started, 5, "the application")
    assert not await office.page.locator("[data-kept-out], .kept-out").count()
    assert not await office.page.get_by_text(office.words("trust.hint")).count()
    answer = await office.page.context.request.get(f"{stage.server.origin}/trust", ignore_https_errors=True)
    assert answer.status == 404, "trust is offered behind a certificate of somebody else"
