# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Waiting for the turn to join, and to sign in."""

import asyncio
import re
import shutil

import pytest
from browser import until
from inspection import Inspection
from person import Person
from stage import SMALL, Stage, WebServer

from plenaryclient import Connection, Refused

# One newcomer a second, so that a handful of people are a queue.
ONE_A_SECOND = "rooms:\n  joinsPerSecond: 1\n"


@pytest.fixture
def slow_stage(loop, seeded, browser, tmp_path):
    """People at a server whose rooms let one newcomer a second in."""
    shutil.copytree(seeded, tmp_path / "home")
    stage = Stage(WebServer(tmp_path / "home", configuration=ONE_A_SECOND).start(), browser, Person)
    yield stage
    loop.run_until_complete(stage.end(is_checking=False))
    stage.server.dispose()


async def crowd(server, room, names):
    """Has these accounts ask for the room in the same moment, and never come back; gives their connections."""
    connections = []
    for name in names:
        account = server.accounts[name]
        connections.append(await Connection.open(server.ws_url, server.tls))
        credentials = {"method": "password", "identifier": account["login"], "password": account["password"]}
        await connections[-1].call("session.authenticate", **credentials)
    answers = await asyncio.gather(
        *(one.call("room.join", room=room, media=False) for one in connections), return_exceptions=True
    )
    assert sum(isinstance(answer, Refused) for answer in answers) >= 4, answers
    return connections


def queue(person):
    return person.page.locator(".queue")


async def reads_the_place(person):
    await queue(person).get_by_text(person.words.pattern("queue.position")).wait_for()
    await queue(person).get_by_text(person.words.pattern("queue.wait")).wait_for()
    return int(re.search(r"\d+", await queue(person).locator(".queue__position").inner_text())[0])


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
async def test_who_has_to_queue_reads_the_place_may_cancel_and_comes_in_by_himself(slow_stage, locale):
    server = slow_stage.server
    chair = await slow_stage.enter("chair", locale=locale, media=SMALL)
    desk = await slow_stage.enter("hebei", locale=locale, media=SMALL)
    phone = await slow_stage.enter("nanjing", locale=locale, media=SMALL, device="Pixel 7", color_scheme="dark")
    _, _, room = await asyncio.gather(desk.is_signed_in(), phone.is_signed_in(), chair.opens_a_meeting("防汛会商"))
    await asyncio.gather(*(waits_at_the_prejoin(one, room) for one in (desk, phone)))
    others = [name for name in server.accounts if name not in ("chair", "hebei", "nanjing", "operator")]
    connections = await crowd(server, room, others)
    inspections = [Inspection(desk, f"{locale}-desktop"), Inspection(phone, f"{locale}-phone")]
    await asyncio.gather(*(queues(inspection) for inspection in inspections))
    for connection in connections:
        await connection.end()
    for inspection in inspections:
        inspection.check()


async def waits_at_the_prejoin(one, room):
    await one.asks_for_number(room)
    await one.is_at_the_prejoin(room)
    await one.devices_are_open()


async def queues(inspection):
    one = inspection.person
    await one.button("prejoin.join").click()
    place = await reads_the_place(one)
    assert await one.button("queue.cancel", queue(one)).evaluate("button => button === document.activeElement")
    announced = await one.page.locator("#announcer").inner_text()
    assert re.search(one.words.pattern("queue.position", whole=False), announced)
    await inspection.look("queue")
    await one.button("queue.cancel", queue(one)).click()
    await one.button("prejoin.join").wait_for()
    assert not await queue(one).is_visible()
    await one.button("prejoin.join").click()
    # Whoever cancelled begins anew behind the other, who may have come between.
    assert await reads_the_place(one) <= place + 1

    async def is_inside():
        return await one.control("leave").is_visible()

    await until(is_inside, 15, "the turn has come")


async def test_who_signs_in_during_a_storm_is_signed_in_by_himself_when_his_turn_comes(stage):
    hebei = await stage.enter("hebei", locale="en")
    hebei.watched.expect("503")
    attempts = []

    async def busy_at_first(route):
        attempts.append(route.request)
        if len(attempts) > 2:
            return await route.continue_()
        problem = {"title": "busy", "status": 503, "code": "sign_in_busy", "retryable": True, "retryAfterMs": 1500}
        return await route.fulfill(status=503, content_type="application/problem+json", json=problem)

    await hebei.page.route("**/api/v1/auth/token", busy_at_first)
    await hebei.opens("/")
    await hebei.page.get_by_label(hebei.words("signIn.identifier"), exact=True).fill(hebei.account)
    await hebei.page.get_by_label(hebei.words("signIn.password"), exact=True).fill(hebei.password)
    await hebei.button("signIn.submit").click()
    await hebei.page.locator(".note").get_by_text(hebei.words("signIn.queued")).wait_for()
    await hebei.page.get_by_role("timer").get_by_text(hebei.words.pattern("signIn.wait")).wait_for()
    await hebei.heading("home.greeting", name=hebei.name).wait_for()
    assert len(attempts) == 3
