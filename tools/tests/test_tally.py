# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Every test is counted once, and none that did not run passes for one that did."""

import json
import pathlib
import subprocess
import sys

import pytest

import tally

TOOL = pathlib.Path(tally.__file__)


def events(*records: tuple[str, str], ended: bool = True) -> str:
    """An event stream: the test functions a to d, then the records as (kind, test), then the end of the run."""
    lines = [
        {"kind": "test", "payload": {"kind": "function", "id": f"RoomTests.Room/{name}", "name": name}}
        for name in "abcd"
    ]
    lines.insert(0, {"kind": "test", "payload": {"kind": "suite", "id": "RoomTests.Room", "name": "Room"}})
    for kind, name in records + ((("runEnded", ""),) if ended else ()):
        payload = {"kind": kind.removesuffix("?"), "testID": f"RoomTests.Room/{name}" if name else "", "messages": []}
        if "issue" in kind:
            payload["issue"] = {"isFailure": not kind.endswith("?")}
        lines.append({"kind": "event", "payload": payload})
    return "".join(json.dumps(line) + "\n" for line in lines)


def passed(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple((kind, name) for name in names for kind in ("testStarted", "testEnded"))


@pytest.fixture
def swift(tmp_path):
    def run(text: str) -> tally.Tally:
        (tmp_path / "unit.jsonl").write_text(text)
        return tally.tally_swift(tmp_path / "unit.jsonl")

    return run


def test_passed_failed_and_skipped_tests_are_told_apart(swift):
    result = swift(events(
        *passed("a"), ("testStarted", "b"), ("issueRecorded", "b"), ("testEnded", "b"),
        ("testSkipped", "c"), ("testStarted", "d"), ("testCancelled", "d"), ("testEnded", "d"),
    ))
    assert result == (["RoomTests.Room: a"], ["RoomTests.Room: b"], ["RoomTests.Room: c", "RoomTests.Room: d"])


def test_a_known_issue_or_a_warning_does_not_fail_a_test(swift):
    result = swift(events(*passed("a", "b", "c"), ("testStarted", "d"), ("issueRecorded?", "d"), ("testEnded", "d")))
    assert (len(result.passed), result.failed) == (4, [])


def test_a_crash_fails_what_did_not_finish_and_what_never_started(swift):
    result = swift(events(*passed("a", "b"), ("testStarted", "c"), ended=False) + '{"kind":"eve')
    assert len(result.passed) == 2
    assert result.failed == ["RoomTests.Room: c (did not finish)", "RoomTests.Room: d (did not run)"]


def test_a_crash_after_the_last_test_is_a_failure(swift):
    assert len(swift(events(*passed("a", "b", "c", "d"), ended=False)).failed) == 1


def test_an_issue_outside_any_test_is_a_failure(swift):
    result = swift(events(*passed("a", "b", "c", "d"), ("issueRecorded", "")))
    assert (len(result.passed), len(result.failed)) == (4, 1)


def run_tool(folder: pathlib.Path, kind: str, text: str | None, ci: str = "") -> tuple[int, str, str]:
    report, counts = folder / "report", folder / "counts"
    if text is not None:
        report.write_text(text)
    run = subprocess.run(
        [sys.executable, str(TOOL), kind, str(report), str(counts)],
        env={"CI": ci, "PYTHONUTF8": "1"}, capture_output=True, text=True,
    )
    return run.returncode, counts.read_text().strip(), run.stdout


JUNIT = """<testsuites><testsuite>
<testcase classname="tools" name="a"/><testcase classname="tools" name="b"><failure/></testcase>
<testcase name="c"><error/></testcase><testcase name="d"><skipped/></testcase>
</testsuite></testsuites>"""
GREEN = "<testsuites><testcase name='a'/><testcase name='b'><skipped/></testcase></testsuites>"


def test_the_report_of_pytest_is_counted(tmp_path):
    assert run_tool(tmp_path, "junit", JUNIT) == (1, "1 2 1", "failed: tools: b\nfailed: c\nskipped: d\n")


def test_a_skipped_test_fails_under_continuous_integration_only(tmp_path):
    assert run_tool(tmp_path, "junit", GREEN) == (0, "1 0 1", "skipped: b\n")
    assert run_tool(tmp_path, "junit", GREEN, ci="true") == (1, "1 1 0", "failed: b (skipped)\n")


@pytest.fixture
def tap(tmp_path):
    def run(*lines: str) -> tally.Tally:
        (tmp_path / "web.tap").write_text("".join(line + "\n" for line in ("TAP version 13",) + lines))
        return tally.tally_tap(tmp_path / "web.tap")

    return run


def test_a_report_of_node_counts_tests_and_not_what_holds_them(tap):
    result = tap(
        "# Subtest: a", "ok 1 - a", "  ---", "  duration_ms: 1.2", "  ...",
        "# Subtest: b", "not ok 2 - b", "# Subtest: c", "ok 3 - c # SKIP no camera", "# Subtest: d",
        "not ok 4 - d # TODO", "# Subtest: room", "    # Subtest: e", "    ok 1 - e", "    # Subtest: inner",
        "        # Subtest: f", "        not ok 1 - f", "        1..1", "    not ok 2 - inner", "    1..2",
        "not ok 5 - room", "1..5", "# pass 2",
    )
    assert result == (["a", "room > e"], ["b", "room > inner > f"], ["c", "d"])


def test_a_group_that_fails_by_itself_is_a_failed_test(tap):
    result = tap("# Subtest: room", "    # Subtest: a", "    ok 1 - a", "    1..1", "not ok 1 - room", "1..1")
    assert result == (["room > a"], ["room"], [])


def test_what_only_looks_like_a_result_is_not_counted(tap):
    result = tap(
        "# Subtest: a", "not ok 1 - a", "  ---", "  error: |-", "    # Subtest: x", "    ok 1 - x", "  ...",
        "# ok 9 - y", "1..1",
    )
    assert result == ([], ["a"], [])


def test_a_file_that_does_not_load_or_holds_no_test_is_a_failed_test(tap):
    result = tap(
        "# Subtest: Tests/Web/a.test.js", "not ok 1 - Tests/Web/a.test.js",
        "# Subtest: Tests/Web/b.test.js", "ok 2 - Tests/Web/b.test.js", "1..2",
    )
    assert result == ([], ["Tests/Web/a.test.js", "Tests/Web/b.test.js holds no test"], [])


def test_a_report_of_node_that_stops_early_is_a_failure(tap):
    result = tap("# Subtest: a", "ok 1 - a", "# Subtest: room", "    # Subtest: b", "    ok 1 - b", "    1..1")
    assert (len(result.passed), len(result.failed)) == (2, 1)


@pytest.mark.parametrize("kind, text", [
    ("swift", None), ("swift", ""), ("junit", None), ("junit", "<testsuites/>"), ("junit", "<testsui"),
    ("tap", None), ("tap", "TAP version 13\n1..0\n"),
])
def test_a_report_that_is_missing_or_empty_is_a_failure(tmp_path, kind, text):
    status, counts, names = run_tool(tmp_path, kind, text)
    assert (status, counts) == (1, "0 1 0")
    assert names.startswith("failed: ")
