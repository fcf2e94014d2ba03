# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""What a first visit brings."""

# Of the files as they are sent, compressed; what HTTP puts in front of each is not the client's to keep small.
FIRST_LOAD_BYTES_MAX = 250_000
SIZES = """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .map(each => [new URL(each.name).pathname, each.encodedBodySize])"""


async def test_a_first_load_is_small(stage):
    office = await stage.enter("office")
    await office.opens("/")
    await office.page.wait_for_load_state("networkidle")
    sizes = dict(await office.page.evaluate(SIZES))
    assert "/app.js" in sizes and "/meeting/meeting-screen.js" in sizes, "what was loaded was not measured"
    assert sum(sizes.values()) <= FIRST_LOAD_BYTES_MAX, sizes
    print(f"first load: {sum(sizes.values())} bytes in {len(sizes)} answers")


async def test_a_page_may_load_nothing_from_elsewhere_and_run_nothing_written_into_it(stage):
    office = await stage.enter("office")
    answer = await office.page.goto(stage.server.origin)
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    office.watched.expect("Content Security Policy")
    await office.page.evaluate(
        """() => {
            const script = document.createElement('script');
            script.textContent = 'window.isHarmed = true';
            document.body.append(script);
        }"""
    )
    assert not await office.page.evaluate("window.isHarmed"), "a script that was written into the page ran"


async def test_a_wrong_password_is_refused_in_words(stage):
    office = await stage.enter("office")
    await office.opens("/")
    await office.page.get_by_label(office.words("signIn.identifier"), exact=True).fill(office.account)
    await office.page.get_by_label(office.words("signIn.password"), exact=True).fill("not this one")
    await office.button("signIn.submit").click()
    await office.page.get_by_role("alert").filter(has_text=office.words("error.credentials_wrong")).wait_for()
    await office.watched.screenshot("sign-in-refused")


async def test_a_page_whose_parts_do_not_all_arrive_says_what_to_do_in_both_languages(stage):
    office = await stage.enter("office")
    office.watched.expect(r"Failed to load resource: net::ERR_")
    await office.page.route("**/meeting/tiles.js", lambda route: route.abort())
    await office.page.goto(stage.server.origin)
    hints = [office.page.get_by_text(text) for text in ("请重新加载", "load it again")]
    assert not any([await hint.is_visible() for hint in hints]), "a page that is slow would flash it"
    for hint in hints:
        await hint.wait_for()
    await office.watched.screenshot("not-started")
    await office.page.unroute("**/meeting/tiles.js")
    await office.opens("/")
    assert not await office.page.get_by_text("load it again").count()
