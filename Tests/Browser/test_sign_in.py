# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""How a sign-in ends, also where the server cannot be told or says that its cookie was stolen."""

COOKIE = "plenary_refresh"
SIGN_OUT = "**/api/v1/auth/sign-out"


async def signs_out_and_is_told(one, key):
    await one.button("app.signOut").click()
    await one.heading("signIn.title").wait_for()
    await one.page.get_by_text(one.words(key), exact=True).wait_for()


async def test_who_signs_out_while_the_server_cannot_be_told_is_asked_to_try_again_and_can(stage):
    office = await stage.enter("office")
    office.watched.expect(r"Failed to load resource: net::ERR_")
    await office.is_signed_in()
    await office.page.route(SIGN_OUT, lambda route: route.abort())
    await signs_out_and_is_told(office, "signIn.signOutFailed")
    await office.watched.screenshot("sign-out-failed")
    assert not await office.heading("home.greeting", name=office.name).count(), "the page still knows who it was"
    # The cookie, which scripts cannot delete, is still good: whoever tries again is signed in for it.
    await office.page.unroute(SIGN_OUT)
    await office.opens("/")
    await office.heading("home.greeting", name=office.name).wait_for()
    await signs_out_and_is_told(office, "signIn.signedOut")
    await office.opens("/")
    await office.heading("signIn.title").wait_for()


async def test_a_server_that_fails_at_a_sign_out_says_so(stage):
    office = await stage.enter("office")
    office.watched.expect(r"Failed to load resource: .* status of 503 .*/api/v1/auth/sign-out")
    await office.is_signed_in()
    problem = '{"code":"store_unavailable","retryable":true}'
    await office.page.route(SIGN_OUT, lambda route: route.fulfill(status=503, body=problem))
    await signs_out_and_is_told(office, "signIn.signOutFailed")


async def test_a_cookie_that_was_spent_before_leads_to_the_sign_in(stage):
    office = await stage.enter("office")
    await office.is_signed_in()
    context = office.page.context
    cookies = await context.cookies(f"{office.watched.origin}/api/v1/auth/")
    spent = [cookie for cookie in cookies if cookie["name"] == COOKIE]
    for _ in range(2):
        await office.opens("/")
        await office.heading("home.greeting", name=office.name).wait_for()
    await context.add_cookies(spent)
    async with office.page.expect_response("**/api/v1/auth/refresh") as refreshing:
        await office.opens("/")
    assert (await (await refreshing.value).json())["code"] == "token_reused"
    await office.heading("signIn.title").wait_for()
    await office.signs_in()
    await office.heading("home.greeting", name=office.name).wait_for()
