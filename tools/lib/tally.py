# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Counts the tests of one report and names those that failed, were skipped or did not run.

    tally.py swift EVENTS COUNTS    the event stream of swift-testing, one JSON object a line
    tally.py junit REPORT COUNTS    the XML report of pytest
    tally.py tap REPORT COUNTS      what node's test runner prints (TAP version 13)

Writes `passed failed skipped` to COUNTS and the names to standard output. Exits with 1 unless something ran and nothing
failed. Where CI is `true`, a skipped test counts as failed: on such a machine nothing may be missing.
"""

import json
import os
import pathlib
import re
import sys
import typing
import xml.etree.ElementTree as ElementTree

NAMES_MAX = 20

TAP_POINT = re.compile(
    r"(?P<indent> *)(?P<not>not )?ok \d+(?: - (?P<name>.*?))?(?: # (?P<word>SKIP|TODO)\b.*)?"
)
TAP_OPENING = re.compile(r"( *)# Subtest: (.*)")
TAP_PLAN = re.compile(r"1\.\.\d+")
TAP_INDENT = 4


class Tally(typing.NamedTuple):
    """The names of the tests, by what became of them."""

    passed: list[str]
    failed: list[str]
    skipped: list[str]

    def strict(self) -> "Tally":
        """The same with each skipped test among the failed ones."""
        return Tally(self.passed, self.failed + [f"{name} (skipped)" for name in self.skipped], [])


def tally_swift(path: pathlib.Path) -> Tally:
    """Counts test functions, each once however many arguments it runs with.

    A crash or a time-out leaves tests that have no end: they count as failed, and so does an issue outside any test.
    """
    names: dict[str, str] = {}
    fates: dict[str, str] = {}
    has_ended, loose = False, []
    for line in path.read_text().splitlines():
        try:
            record = json.loads(line)
        except json.JSONDecodeError:
            continue  # A crash can cut the last line short.
        payload = record["payload"]
        kind, test = payload["kind"], payload.get("testID", "")
        if record["kind"] == "test":
            if kind == "function":
                names[payload["id"]] = f"{payload['id'].split('/')[0]}: {payload.get('displayName') or payload['name']}"
        elif kind == "issueRecorded" and payload["issue"].get("isFailure", True):
            fates[test] = "failed"
            if test not in names:
                loose.append(_message(payload))
        elif kind in ("testSkipped", "testCancelled"):
            fates[test] = "skipped"
        elif kind == "testStarted":
            fates.setdefault(test, "started")
        elif kind == "testEnded" and fates.get(test) == "started":
            fates[test] = "passed"
        elif kind == "runEnded":
            has_ended = True
    result = Tally([], loose, [])
    for test, name in names.items():
        _file(result, name, fates.get(test))
    if names and not has_ended and not any(fates.get(test) in (None, "started") for test in names):
        result.failed.append("the run stopped after its last test: a crash or a time-out")
    return result


def _file(result: Tally, name: str, fate: str | None) -> None:
    if fate == "passed":
        result.passed.append(name)
    elif fate == "skipped":
        result.skipped.append(name)
    elif fate == "failed":
        result.failed.append(name)
    else:
        result.failed.append(f"{name} ({'did not finish' if fate == 'started' else 'did not run'})")


def _message(payload: dict) -> str:
    return "outside any test: " + " ".join(message["text"] for message in payload.get("messages", []))


def tally_junit(path: pathlib.Path) -> Tally:
    """Counts test cases; a file that could not be collected is an error, and so a failed test."""
    result = Tally([], [], [])
    for case in ElementTree.parse(path).iter("testcase"):
        name = ": ".join(filter(None, [case.get("classname"), case.get("name")]))
        if case.find("failure") is not None or case.find("error") is not None:
            result.failed.append(name)
        elif case.find("skipped") is not None:
            result.skipped.append(name)
        else:
            result.passed.append(name)
    return result


class TapTest(typing.NamedTuple):
    """A test of a TAP report that has begun: its name, and what became of those inside."""

    name: str
    fates: list[str]


def tally_tap(path: pathlib.Path) -> Tally:
    """Counts the tests that hold no others; one that holds some counts only if it failed and none of them did.

    A file that could not be loaded is a failed test. One that holds none is, too: node says that it passed.
    """
    result, open_tests, has_plan = Tally([], [], []), [], False
    for line in _tap_lines(path):
        if opening := TAP_OPENING.fullmatch(line):
            del open_tests[len(opening.group(1)) // TAP_INDENT:]
            open_tests.append(TapTest(opening.group(2), []))
        elif point := TAP_POINT.fullmatch(line):
            del open_tests[len(point.group("indent")) // TAP_INDENT + 1:]
            _file_point(result, open_tests, point)
        elif TAP_PLAN.fullmatch(line):
            has_plan = True
    if not has_plan:
        result.failed.append("the run stopped before its end: a crash or a time-out")
    return result


def _file_point(result: Tally, open_tests: list[TapTest], point: re.Match) -> None:
    test = open_tests.pop() if open_tests else TapTest(point.group("name") or "", [])
    name = " > ".join([outer.name for outer in open_tests] + [test.name])
    fate = "failed" if point.group("not") else "passed"
    if point.group("word"):
        fate = "skipped"
    elif fate == "passed" and not test.fates and test.name.endswith(".test.js"):
        fate, name = "failed", f"{name} holds no test"
    if open_tests:
        open_tests[-1].fates.append(fate)
    if not test.fates or (fate == "failed" and "failed" not in test.fates):
        _file(result, name, fate)


def _tap_lines(path: pathlib.Path) -> typing.Iterator[str]:
    """The lines of a report without the blocks of YAML, whose texts could look like results."""
    end = None
    for line in path.read_text(errors="replace").splitlines():
        if end is None and line.strip() == "---":
            end = line.replace("---", "...")
        elif line == end:
            end = None
        elif end is None:
            yield line


def main() -> int:
    """Reads the report, writes the counts, names what needs a look."""
    kind, report, counts = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    tally = Tally([], [f"there is no report of {report.stem}: the tests could not run"], [])
    if report.is_file():
        try:
            tally = {"swift": tally_swift, "junit": tally_junit, "tap": tally_tap}[kind](report)
        except ElementTree.ParseError:
            pass
    if not any(tally):
        tally.failed.append(f"{report.stem} holds no test")
    if os.environ.get("CI") == "true":
        tally = tally.strict()
    counts.write_text(f"{len(tally.passed)} {len(tally.failed)} {len(tally.skipped)}\n")
    for fate, names in (("failed", tally.failed), ("skipped", tally.skipped)):
        for name in names[:NAMES_MAX]:
            print(f"{fate}: {name}")
        if len(names) > NAMES_MAX:
            print(f"{fate}: … and {len(names) - NAMES_MAX} more")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
