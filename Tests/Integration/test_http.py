# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Health, metrics, and what every HTTP answer has in common; asked with curl as an operator would."""

import http.client
import json
import re
import subprocess
import time

import pytest

METRIC_LINE = re.compile(r'([a-z_:][a-z0-9_:]*)(\{[a-z_]+="[^"]*"(?:,[a-z_]+="[^"]*")*\})? (-?[0-9.e+]+)')


def curl(server, path, *options):
    """Status, headers in lower case and body, of an answer over TLS that is verified."""
    url = f"https://127.0.0.1:{server.port}{path}"
    result = subprocess.run(
        ["curl", "-sS", "-i", "--http1.1", "--noproxy", "*", "--cacert", server.home / "Certs/ca.crt", *options, url],
        capture_output=True, text=True, timeout=20,
    )
    assert result.returncode == 0, result.stderr
    head, _, body = result.stdout.replace("\r\n", "\n").partition("\n\n")
    status, *lines = head.split("\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return int(status.split()[1]), headers, body


NO_MEDIA_SERVER = "media server: none: rooms of more than four have no picture; see docs/media.md\n"


@pytest.mark.parametrize("path, body", [("/healthz", "ok\n"), ("/readyz", "ready\n" + NO_MEDIA_SERVER)])
def test_a_healthy_server_says_so(bare_server, path, body):
    status, headers, found = curl(bare_server, path)
    assert (status, found) == (200, body)
    assert headers["content-type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("path", ["/", "/healthz", "/nothing", "/api/v1/auth/token"])
def test_every_answer_forbids_sniffing_framing_and_stale_copies(bare_server, path):
    _, headers, _ = curl(bare_server, path)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    # The page may be kept, but not used without asking whether it still holds.
    assert headers["cache-control"] == ("no-cache" if path == "/" else "no-store")
    assert headers["strict-transport-security"].startswith("max-age=")
    assert "server" not in headers


def test_a_page_runs_only_what_it_was_made_with(bare_server):
    status, headers, _ = curl(bare_server, "/")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'" and policy["frame-ancestors"] == "'none'"
    assert not any("unsafe" in sources or "*" in sources for sources in policy.values())


def parse_metrics(text):
    """The samples by name and labels; every one must have its help and type first."""
    described, samples = {}, {}
    for line in text.splitlines():
        if line.startswith("# "):
            _, kind, name, rest = line.split(" ", 3)
            assert kind in ("HELP", "TYPE") and rest
            described.setdefault(name, set()).add(kind)
            assert kind == "HELP" or rest in ("counter", "gauge", "histogram")
            continue
        match = METRIC_LINE.fullmatch(line)
        assert match, line
        name, labels, value = match.groups()
        base = re.sub(r"_(bucket|sum|count)$", "", name)
        assert described.get(name, described.get(base)) == {"HELP", "TYPE"}, line
        assert name + (labels or "") not in samples, f"twice: {line}"
        samples[name + (labels or "")] = float(value)
    return samples


async def test_the_metrics_are_prometheus_text_and_count_what_happens(bare_server, connecting):
    before = parse_metrics(curl(bare_server, "/metrics")[2])
    async with connecting(bare_server) as connect:
        for _ in range(3):
            connection = await connect()
            await connection.call("session.ping")
        during = parse_metrics(curl(bare_server, "/metrics")[2])
    assert during["plenary_connections_opened_total"] == before["plenary_connections_opened_total"] + 3
    assert during["plenary_websockets"] >= 3
    assert during["plenary_messages_in_total"] >= before["plenary_messages_in_total"] + 3
    assert during["plenary_sessions"] == 0


def test_metrics_are_not_for_who_asks_through_a_proxy(bare_server):
    status, headers, body = curl(bare_server, "/metrics", "-H", "X-Forwarded-For: 192.0.2.1")
    assert (status, headers["content-type"]) == (403, "application/problem+json")
    assert json.loads(body)["code"] == "permission_denied" and "plenary_" not in body


def test_metrics_are_not_for_other_machines_unless_they_are_opened(certified, copies):
    """An address of this machine that is not loopback stands in for another machine."""
    addresses = [one for one in subprocess.check_output(["hostname", "-I"], text=True).split() if ":" not in one]
    if not addresses:
        pytest.skip("this machine has no address besides loopback")
    for open_, expected in ("false", 403), ("true", 200):
        server = copies(certified, loops=1, configuration=f"metrics:\n  open: {open_}\n")
        server.host = addresses[0]
        server.start()
        url = f"https://{server.host}:{server.port}/metrics"
        # The certificate does not name the address; who answers is not asked here.
        answer = subprocess.run(
            ["curl", "-sS", "-k", "--noproxy", "*", "-o", "/dev/null", "-w", "%{http_code}", url],
            capture_output=True, text=True, timeout=20,
        )
        assert (answer.returncode, answer.stdout) == (0, str(expected)), answer.stderr
        assert server.stop() == 0


def test_a_connection_that_asks_too_often_is_told_when_to_come_back_and_lives_on(bare_server):
    connection = http.client.HTTPSConnection("127.0.0.1", bare_server.port, context=bare_server.tls, timeout=10)
    before = limited(bare_server)
    for _ in range(5_000):
        connection.request("GET", "/healthz")
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            break
    assert (response.status, response.headers["retry-after"]) == (429, "1")
    assert json.loads(body)["code"] == "rate_limited" and json.loads(body)["retryAfterMs"] <= 1000
    assert response.headers["x-content-type-options"] == "nosniff"
    assert limited(bare_server) == before + 1
    time.sleep(1)
    connection.request("GET", "/healthz")
    assert connection.getresponse().status == 200
    connection.close()


def limited(server):
    return parse_metrics(curl(server, "/metrics")[2])["plenary_http_requests_limited_total"]


def test_what_does_not_exist_is_a_404_problem(bare_server):
    for path in ("/nothing", "/healthz/", "/../etc/passwd", "/%2e%2e/etc/passwd", "/ws"):
        status, headers, _ = curl(bare_server, path, "--path-as-is")
        assert status == 404, path
        assert headers["content-type"] == "application/problem+json"


def test_a_method_that_does_not_fit_is_a_405_that_names_those_that_do(bare_server):
    status, headers, _ = curl(bare_server, "/healthz", "-X", "DELETE")
    assert (status, headers["allow"]) == (405, "GET, HEAD")
    status, headers, _ = curl(bare_server, "/api/v1/auth/token")
    assert (status, headers["allow"]) == (405, "POST")


def test_a_body_of_unknown_length_is_a_411(bare_server):
    status, _, _ = curl(bare_server, "/api/v1/auth/token", "-H", "Transfer-Encoding: chunked", "-d", "{}")
    assert status == 411


def test_a_body_that_is_too_long_is_a_413(bare_server, tmp_path):
    (tmp_path / "body").write_bytes(b"x" * 2_000_000)
    status, _, _ = curl(bare_server, "/api/v1/auth/token", "--data-binary", f"@{tmp_path / 'body'}")
    assert status == 413


def test_head_tells_the_length_and_sends_no_body(bare_server):
    for path in ("/healthz", "/nothing"):
        status, headers, body = curl(bare_server, path, "-I")
        expected = curl(bare_server, path)
        assert (status, body) == (expected[0], "")
        assert headers["content-length"] == str(len(expected[2]))


def test_a_connection_serves_several_requests(bare_server):
    connections = []
    connection = http.client.HTTPSConnection("127.0.0.1", bare_server.port, context=bare_server.tls, timeout=10)
    for _ in range(3):
        connection.request("GET", "/healthz")
        response = connection.getresponse()
        assert response.status == 200 and response.read() == b"ok\n"
        connections.append(connection.sock)
    assert len(set(map(id, connections))) == 1
    connection.close()
