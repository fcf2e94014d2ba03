# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Guests are invited by a link and a PIN, wait in the lobby, and are let in."""

import asyncio
import re
import subprocess

import pytest
from browser import until
from guests import Guest, Host, Knocking
from inspection import Inspection
from stage import SMALL

from plenaryclient import Connection

NAME = "赵丽"
REFUSED = r"Failed to load resource: .* status of 4\d\d .*/api/v1/auth/guest"


@pytest.mark.parametrize("device", [None, "Pixel 7"], ids=["desktop", "phone"])
async def test_a_guest_comes_by_link_and_pin_waits_is_let_in_and_keeps_the_seat(stage, device):
    locale, scheme = ("en", "dark") if device else ("zh-CN", "light")
    chair = await stage.enter("chair", locale=locale, device=device, media=SMALL)
    await chair.opens_a_meeting("防汛会商")
    host, hosting = Host(chair), Inspection(chair, f"{locale}-{'phone' if device else 'desktop'}")
    await host.opens_the_invitation()
    link, pin = await host.makes_a_guest_link()
    assert re.fullmatch(re.escape(stage.server.origin) + r"/g#[A-Za-z0-9_-]{32}", link) and len(pin) == 6
    await hosting.look("invitation")
    await host.closes_the_dialog()

    guest = await Guest.enter(stage, NAME, locale=locale, device=device, color_scheme=scheme)
    guest.watched.expect(REFUSED)
    inspection = Inspection(guest, hosting.name)
    await guest.opens_the_link(link)
    assert await guest.page.evaluate("location.pathname + location.hash") == "/g", "the code stays in the address"
    await inspection.look("guest")
    await guest.tells("000 000" if pin != "000000" else "111 111", NAME)
    await guest.reads("error.pin_wrong")
    await inspection.look("guest-refused")
    await guest.tells(f"{pin[:3]} {pin[3:]}")
    await guest.button("prejoin.join").wait_for()
    await guest.asks_to_join()
    await inspection.look("lobby")

    await chair.is_told("lobby.count")
    await host.sees_in_the_lobby(NAME)
    badge = chair.page.locator(".control--panel .count").first
    assert await badge.inner_text() == "1"
    await hosting.look("meeting-lobby")
    await host.admits(NAME)
    await guest.is_inside()
    assert guest.participant.startswith("guest:")
    assert await guest.page.locator("#announcer").inner_text() == guest.words("lobby.admitted")
    await host.sees_nobody_in_the_lobby()
    await is_marked_as_a_guest(chair, guest, device)
    await hosting.look("meeting-guest")

    await guest.page.reload()
    await guest.button("prejoin.join").wait_for()
    await guest.enters()
    assert guest.seats()[-1]["participant"] == guest.participant, "a reload is somebody else"
    await guest.leaves()
    await inspection.look("guest-left")
    assert await guest.button("message.enterAgain").is_visible() and not await guest.button("app.home").count()
    await guest.button("message.enterAgain").click()
    await guest.button("prejoin.join").wait_for()
    inspection.check()
    hosting.check()


async def is_marked_as_a_guest(chair, guest, device):
    """Wherever the name stands: on the picture, in the list, in the chat."""
    word = chair.words("meeting.guest")
    entry = chair.page.locator(f'.tree [data-participant="{guest.participant}"]')
    await entry.get_by_text(word, exact=True).wait_for()
    await guest.says("大家好")
    await chair.has_heard("大家好")
    await chair.chat_log().get_by_text(word, exact=True).wait_for()
    if device:
        await chair.page.keyboard.press("Escape")
    await chair.tile(guest.session).get_by_text(word, exact=True).wait_for()


async def test_who_waits_is_let_in_by_unit_or_all_together_or_turned_away(stage):
    hebei = await stage.enter("hebei", media=SMALL)
    room = await hebei.opens_a_meeting("防汛会商")
    host = Host(hebei)
    await host.opens_the_invitation()
    link, pin = await host.makes_a_guest_link()
    await host.closes_the_dialog()
    operator = await joined(stage.server, "operator", room)
    answer = await operator.call("room.invitation.create", room=room, key="of-the-operator")
    other = answer["invitation"]

    here = [await Knocking.at(stage.server, link, pin, name) for name in ("甲", "乙")]
    there = await Knocking.at(stage.server, other["link"], other["pin"], "丙")
    await host.sees_in_the_lobby("甲", "乙", "丙")
    await host.admits_the_unit(hebei.path[-1], 2)
    await host.named("lobby.admitOne", name="甲").wait_for(state="detached")
    assert [await guest.asks() for guest in here] == [None, None]
    assert await there.asks() == "admission_pending"

    await host.turns_away("丙")
    await host.sees_nobody_in_the_lobby()
    assert await there.asks() == "kicked"

    more = [await Knocking.at(stage.server, link, pin, name) for name in ("丁", "戊", "己")]
    await host.sees_in_the_lobby("丁", "戊", "己")
    await hebei.is_told("lobby.count")
    notices = hebei.page.locator(".notice").filter(has_text=hebei.words.pattern("lobby.count", whole=False))
    assert await notices.count() == 1, "a notice for each of them"
    await host.admits_all()
    await host.sees_nobody_in_the_lobby()
    assert [await guest.asks() for guest in more] == [None] * 3
    for guest in (*here, there, *more):
        await guest.connection.end()
    await operator.end()


async def joined(server, name, room):
    """An account in the room by a connection alone."""
    account = server.accounts[name]
    connection = await Connection.open(server.ws_url, server.tls)
    await connection.call(
        "session.authenticate", method="password", identifier=account["login"], password=account["password"]
    )
    await connection.call("room.join", room=room, media=False)
    return connection


async def test_an_invitation_is_copied_in_two_languages_drawn_saved_and_withdrawn(stage):
    chair = await stage.enter("chair", media=SMALL)
    await chair.page.context.grant_permissions(["clipboard-read"], origin=stage.server.origin)
    room = await chair.opens_a_meeting("防汛会商")
    host = Host(chair)
    await host.opens_the_invitation()
    link, pin = await host.makes_a_guest_link()
    for choice, told, untold in (
        ("both", ["会议名称：防汛会商", "Meeting: 防汛会商"], []),
        ("zh-CN", ["会议名称：防汛会商"], ["Meeting:"]),
        ("en", ["Meeting: 防汛会商"], ["会议名称"]),
    ):
        if choice != "both":
            await chair.page.get_by_label(chair.words(f"share.language.{choice}"), exact=True).check()
        copied = await copies(chair, told[0])
        for part in (*told, link, f"{pin[:3]} {pin[3:]}", f"{stage.server.origin}/r/{room}"):
            assert part in copied, f"{choice}: {part} is not in {copied}"
        assert not [part for part in untold if part in copied], f"{choice}: {copied}"

    guests = chair.dialog().locator(".share__guests")
    await guests.locator(".share__qr svg path").first.wait_for()
    async with chair.page.expect_download() as saving:
        await chair.button("share.saveQR", guests).click()
    saved = await saving.value
    assert saved.suggested_filename == f"plenary-{room}-guest.png"
    read = subprocess.run(["zbarimg", "-q", "--raw", await saved.path()], capture_output=True, text=True, timeout=20)
    assert read.stdout.strip() == link

    await host.closes_the_dialog()
    await host.opens_the_invitation()
    assert await host.guest_link() == (link, pin), "another link than the last one"
    guest = await Guest.enter(stage, NAME)
    guest.watched.expect(REFUSED)
    await guest.opens_the_link(link)
    await chair.button("guestLink.withdraw", guests).click()
    await chair.button("guestLink.withdraw", chair.dialog().last).click()
    await chair.button("guestLink.make").wait_for()
    await guest.tells(pin, NAME)
    await guest.button("prejoin.join").click()
    await guest.reads("error.invitation_expired")


async def copies(chair, beginning):
    """The button says for a while that it has copied, and copies again meanwhile."""
    await chair.dialog().locator(".share__invitation > .button").click()
    await chair.button("app.copied", chair.dialog()).wait_for()

    async def copied():
        text = await chair.page.evaluate("navigator.clipboard.readText()")
        return text.startswith(beginning) and text.replace("\u00a0", " ")

    return await until(copied, 5, f"the clipboard has {beginning}")


async def test_a_guest_who_is_turned_away_or_has_a_broken_link_reads_so(stage):
    chair, guest = await stage.enter("chair", media=SMALL), await Guest.enter(stage, NAME)
    guest.watched.expect(REFUSED)
    await guest.page.goto(f"{stage.server.origin}/g#broken")
    await guest.reads("error.invitation_wrong")
    assert not await guest.pin_field().count()
    await guest.page.goto(f"{stage.server.origin}/g#{'x' * 32}")
    await guest.tells("042917", NAME)
    await guest.reads("error.invitation_wrong")

    await chair.opens_a_meeting("防汛会商")
    host = Host(chair)
    await host.opens_the_invitation()
    link, pin = await host.makes_a_guest_link()
    await host.closes_the_dialog()
    await guest.opens_the_link(link)
    assert await guest.page.get_by_label(guest.words("guest.name"), exact=True).input_value() == "", "nobody came yet"
    await guest.tells(pin, NAME)
    await guest.asks_to_join()
    await host.sees_in_the_lobby(NAME)
    await guest.button("lobby.stopWaiting").click()
    await guest.button("prejoin.join").wait_for()
    await guest.asks_to_join()
    await asyncio.gather(host.turns_away(NAME), guest.heading("message.turnedAway.title").wait_for())
    await guest.watched.screenshot("guest-turned-away")
    await guest.page.goto(link)
    await guest.button("prejoin.join").click()
    await guest.heading("message.turnedAway.title").wait_for()

    async def is_gone():
        return not await host.lobby().is_visible()

    await until(is_gone, 5, "the lobby is empty")
