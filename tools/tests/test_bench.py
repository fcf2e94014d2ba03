# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""What tools/bench makes of its measurements; the measuring itself needs a release build and an idle machine."""

import asyncio
import json
import pathlib
import subprocess
import sys
import xml.etree.ElementTree

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools/bench"))

from plenarybench import floor, login, plot, text  # noqa: E402

LINES = {
    "kind": "lines",
    "title": "Joins & more",
    "x": "clients",
    "unit": "seconds",
    "series": {"plain": [(250, 0.1), (1_000, 0.4), (7_000, 2.8)], "TLS": [(250, 0.3), (1_000, 1.2), (7_000, 8.4)]},
}
BARS = {
    "kind": "bars",
    "title": "Frames",
    "unit": "microseconds",
    "groups": ["1,000", "7,000"],
    "series": {"floor": [10, 11], "Plenary": [11, 12]},
}
SVG = "{http://www.w3.org/2000/svg}"


def test_the_exponent_of_linear_growth_is_one_and_of_quadratic_two():
    assert text.slope([(250, 5), (1_000, 20), (7_000, 140)]) == pytest.approx(1)
    assert text.slope([(10, 100), (100, 10_000), (1_000, 1_000_000)]) == pytest.approx(2)


def test_of_several_runs_the_middle_one_counts():
    assert text.middle([3, 1, 2]) == 2
    assert text.middle([4, 1, 2, 3]) == 2


def test_a_plot_is_sound_svg_with_every_series_named():
    for figure in (LINES, BARS):
        root = xml.etree.ElementTree.fromstring(plot.svg(figure))
        words = {element.text for element in root.iter(f"{SVG}text")}
        assert {figure["title"], *figure["series"]} <= words


def test_a_line_has_a_point_for_each_measurement_and_rises_with_it():
    root = xml.etree.ElementTree.fromstring(plot.svg(LINES))
    first = next(root.iter(f"{SVG}polyline")).get("points").split()
    places = [tuple(map(float, point.split(","))) for point in first]
    assert len(places) == 3
    assert places == sorted(places), "x grows to the right"
    assert [y for _, y in places] == sorted((y for _, y in places), reverse=True), "y grows upwards"


def test_a_taller_bar_stands_for_a_larger_figure():
    root = xml.etree.ElementTree.fromstring(plot.svg(BARS))
    bars = [rect for rect in root.iter(f"{SVG}rect") if rect.get("fill") == plot.COLOURS[1] and rect.get("x")]
    heights = [float(bar.get("height")) for bar in bars if float(bar.get("height")) != 12]
    assert len(heights) == 2 and heights[0] < heights[1]


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["joins"], "there is no benchmark joins"),
        (["--clients", "3"], "--clients takes 10 or more"),
    ],
)
def test_what_cannot_be_measured_is_said_before_anything_is_built(arguments, sentence):
    result = subprocess.run([ROOT / "tools/bench/run", *arguments], capture_output=True, text=True, timeout=60)
    assert result.returncode == 2
    assert sentence in result.stderr


@pytest.mark.parametrize("program", ["epoll-server", "lws-server", "drain"])
def test_the_programs_of_the_floor_compile_without_a_warning(program, tmp_path):
    result = floor.compile_program(program, tmp_path)
    assert result.returncode == 0, result.stderr


def test_a_percentile_is_the_nearest_rank_and_zero_of_nothing():
    assert text.percentile(range(1, 201), 99) == 198
    assert text.percentile([7], 50) == 7
    assert text.percentile([], 99) == 0


def test_who_is_sent_away_by_a_full_queue_comes_again_when_told_and_is_counted(monkeypatch):
    monkeypatch.setattr(login, "ARRIVAL_SECONDS", 0)
    asked = []

    async def answer(reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        body = await reader.readexactly(int(head.partition(b"content-length:")[2].split()[0]))
        name = json.loads(body)["identifier"]
        asked.append(name)
        if name == "wrong":
            status, problem = "401 Unauthorized", {"code": "credentials_wrong"}
        elif asked.count(name) == 1:
            status, problem = "503 Service Unavailable", {"code": "sign_in_busy", "retryAfterMs": 20}
        else:
            status, problem = "200 OK", {"accessToken": "x"}
        writer.write(f"HTTP/1.1 {status}\r\n\r\n{json.dumps(problem)}".encode())
        writer.close()

    async def play():
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        async with server:
            storm = login.Storm(server.sockets[0].getsockname()[1], ["ann", "bob", "wrong"])
            await storm.everybody()
        return storm.report()

    report = asyncio.run(play())
    assert (report["asked"], report["entered"], report["attempts"]) == (3, 2, 5)
    assert (report["kept"], report["broken"]) == (2, 0)
    assert report["toldMostSeconds"] == 0.02
    assert report["failures"] == {"credentials_wrong": 1}
