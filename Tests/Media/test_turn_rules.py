# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""What coturn does with allocations, which docs/media.md says and Plenary builds on."""

import contextlib
import socket
import time

import pytest
import topology
import turn_client
from browser import until
from coturn_control import ANSWER_SECONDS, Control
from turn_client import TurnClient, TurnError

DENIED = ["0.0.0.0", "10.1.2.3", "100.64.1.1", "127.0.0.1", "169.254.1.1", "172.16.0.1", "192.168.1.1", "224.0.0.1"]
RELEASE_SECONDS = 5


@pytest.fixture
def client(servers):
    """Makes clients with credentials for a session."""
    with contextlib.ExitStack() as closing:

        def make(session, seconds=600):
            entry = servers.ice_servers(session=session, expires=time.time() + seconds)[0]
            address = (servers.settings.turn_host, servers.settings.ports.turn)
            return closing.enter_context(TurnClient(address, entry["username"], entry["credential"]))

        yield make


@pytest.fixture
def peer():
    """Somebody whom relayed data reaches."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.bind((topology.HERE, 0))
        peer.settimeout(turn_client.ANSWER_SECONDS)
        yield peer


def relays(client, peer):
    client.send(peer.getsockname(), b"hello")
    try:
        return peer.recv(100) == b"hello"
    except TimeoutError:
        return False


def refused(code, action, *arguments):
    with pytest.raises(TurnError) as refusal:
        action(*arguments)
    assert refusal.value.code == code, refusal.value


@pytest.fixture
def control(servers):
    control = Control(servers.settings)
    yield control
    control.connection.close()


def test_an_allocation_outlives_its_credentials_and_new_ones_do_not_take_it_over(client, peer):
    one, newer = client("outlives", seconds=2), client("outlives")
    one.allocate()
    one.permit(topology.HERE)
    time.sleep(3)
    assert relays(one, peer) and one.refresh() == 600
    refused(turn_client.UNAUTHORIZED, TurnClient.allocate, anew(one))
    one.username, one.credential = newer.username, newer.credential
    refused(441, one.refresh)


def anew(client):
    return TurnClient(client.socket.getpeername(), client.username, client.credential)


async def test_what_is_cancelled_relays_no_more_and_may_be_allocated_again(client, peer, control):
    async def is_gone():  # The answer comes before it is done.
        return control.sessions(":cancelled") == []

    one, other = client("cancelled"), client("stays")
    for each in (one, other):
        each.allocate()
        each.permit(topology.HERE)
        assert relays(each, peer)
    assert control.cancel(":cancelled") == 1
    await until(is_gone, ANSWER_SECONDS, "the allocation is gone")
    assert not relays(one, peer) and relays(other, peer)
    refused(turn_client.MISMATCH, one.refresh)
    assert one.allocate() == 600, "nothing keeps it from another allocation"
    assert control.cancel(":cancelled") == 1
    await until(is_gone, ANSWER_SECONDS, "the second allocation is gone")


def test_a_wrong_password_is_asked_for_again_and_commands_nothing(servers, control, client):
    one = client("kept")
    one.allocate()
    settings = servers.settings
    with socket.create_connection((settings.cli_control, settings.ports.cli), ANSWER_SECONDS) as connection:
        control.connection, own = connection, control.connection
        control.read_to(b"Enter password: \r\n")
        connection.sendall(b"wrong\r\n")
        control.read_to(b"Enter password: \r\n")
        control.connection = own
    assert len(control.sessions(":kept")) == 1


async def test_a_session_has_a_quota_whatever_its_credentials_and_gets_it_back(client, servers):
    text = (servers.settings.folder / "coturn/turnserver.conf").read_text()
    quota = int(text.partition("\nuser-quota=")[2].partition("\n")[0])
    kept = [client("greedy", seconds=600 - number) for number in range(quota)]
    for each in kept:
        each.allocate()
    refused(turn_client.QUOTA_REACHED, client("greedy").allocate)
    client("modest").allocate()
    assert kept[0].refresh(0) == 0

    async def is_given_back():
        with contextlib.suppress(TurnError):
            return client("greedy").allocate()

    await until(is_given_back, RELEASE_SECONDS, "the quota is given back")


def test_nothing_is_relayed_into_private_networks_but_to_the_media_server(client):
    one = client("curious")
    one.allocate()
    for address in DENIED:
        refused(turn_client.FORBIDDEN, one.permit, address)
    one.permit(topology.HERE)
    one.permit("8.8.8.8")
