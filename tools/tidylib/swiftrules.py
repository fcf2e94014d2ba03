# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""What Swift code may not say: in the pure core, about concurrency, and about a bug; and where a public type lives."""

import pathlib
import re
import typing

from tidylib import layers
from tidylib.tree import Finding, SourceFile, Tree

MUTEX_TARGETS = {"LoopRuntime"} | layers.ADAPTERS | layers.CLIENTS | layers.SERVER | layers.TESTS_ONLY
UNCHECKED_TARGETS = {"LoopRuntime"} | layers.ADAPTERS | layers.CLIENTS | layers.SERVER | {"SimulationKit"}

# Files that may declare several small public types: together they are one table that nobody would look up by file.
SEVERAL_PUBLIC_TYPES = {
    # One identifier each, all of the same shape.
    "Sources/ConferenceCore/Identifiers.swift",
    # The port and the name of what it schedules.
    "Sources/LoopRuntime/EventLoop.swift",
    # A roster entry and the role that it shows.
    "Sources/ConferenceCore/Roster/RosterEntry.swift",
    # A stream's name and the page number inside it.
    "Sources/ConferenceCore/Streams/StreamID.swift",
    # A port and the one value that it hands over.
    "Sources/Broker/Ports/AccountDirectory.swift",
    "Sources/Broker/Ports/RefreshTokenStore.swift",
}


class Ban(typing.NamedTuple):
    """Words that must not stand in code."""

    pattern: re.Pattern
    rule: str
    message: str


def _ban(pattern: str, rule: str, message: str) -> Ban:
    return Ban(re.compile(pattern), rule, message)


IN_CORE = [
    _ban(r"\bactor\s+[A-Z]\w*", "core", "the pure core has no actor"),
    _ban(r"\basync\b", "core", "the pure core has no async"),
    _ban(r"\bawait\b", "core", "the pure core has no await"),
    _ban(r"\bTask\b", "core", "the pure core has no Task"),
    _ban(r"\bDate\s*\(", "core", "the pure core reads no clock: time arrives as an argument"),
    _ban(r"\b(?:Continuous|Suspending)Clock\b", "core", "the pure core reads no clock: time arrives as an argument"),
    _ban(r"\bSystemRandomNumberGenerator\b", "core", "the pure core has no randomness: it arrives as an argument"),
    _ban(r"\bunsafe\b", "core", "the pure core has no unsafe code"),
]
IN_SOURCES = [
    _ban(r"\btry!", "trap", "try! hides the reason: handle the error, or use preconditionFailure with a message"),
]
OUTSIDE_LOOP_RUNTIME = [
    _ban(r"\bTask\s*\.\s*detached\b", "concurrency", "Task.detached is for LoopRuntime alone"),
    _ban(r"\bTask\s*\.\s*sleep\b", "concurrency", "Task.sleep is for LoopRuntime alone: use a timer of the loop"),
    _ban(r"\bDispatchQueue\b", "concurrency", "DispatchQueue is for LoopRuntime alone: post to a loop"),
]
LOCK = _ban(
    r"\b(?:Mutex|Guarded|NSLock|NSRecursiveLock|pthread_mutex_t)\b", "concurrency",
    "locks belong to LoopRuntime, adapters, server and client",
)
PRINT = _ban(r"(?<![.\w])(?<!func )(?:print|debugPrint)\s*\(", "print", "a library does not print: log, or return it")

RANDOM = re.compile(r"\.(random|randomElement|shuffled|shuffle)\s*\(([^()]|\([^()]*\))*\)")
FATAL_ERROR = re.compile(r"\bfatalError\s*\(")
NO_MESSAGE = re.compile(r'\s*(?:"")?\s*\)')
UNCHECKED = re.compile(r"@unchecked\s+Sendable")
DECLARATION = re.compile(r"\b(?:class|struct|enum|actor|extension)\b")
TOP_LEVEL = re.compile(
    r"[{}]|^(?P<before>[^\n{}]*?)\b(?P<kind>struct|class|enum|actor|protocol|typealias|extension)\s+(?P<name>[\w.]+)",
    re.M,
)


def check(tree: Tree) -> list[Finding]:
    """Applies the rules to every Swift file under Sources/ and Tests/."""
    findings = []
    for file in tree.of_language("swift"):
        if file.target:
            findings += _check_words(file) + _check_unchecked(file) + _check_types(file)
        elif file.test_target:
            findings += _check_unchecked(file)
    return findings


def _check_words(file: SourceFile) -> list[Finding]:
    bans = list(IN_SOURCES)
    findings = []
    if file.target in layers.CORE:
        bans += IN_CORE
        findings += _check_random(file)
    if file.target != "LoopRuntime":
        bans += OUTSIDE_LOOP_RUNTIME
    if file.target not in MUTEX_TARGETS:
        bans.append(LOCK)
    if file.target not in layers.EXECUTABLES:
        bans.append(PRINT)
    for ban in bans:
        findings += [file.finding(match.start(), ban.rule, ban.message) for match in ban.pattern.finditer(file.code)]
    findings += [
        file.finding(match.start(), "trap", "fatalError needs a message")
        for match in FATAL_ERROR.finditer(file.code)
        if NO_MESSAGE.match(file.text, match.end())  # In the code a message is blank.
    ]
    return findings


def _check_random(file: SourceFile) -> list[Finding]:
    message = "the pure core has no randomness: pass a generator with using:"
    return [
        file.finding(match.start(), "core", message)
        for match in RANDOM.finditer(file.code)
        if "using:" not in match.group()
    ]


def _check_unchecked(file: SourceFile) -> list[Finding]:
    findings = []
    for match in UNCHECKED.finditer(file.code):
        if file.target not in UNCHECKED_TARGETS:
            findings.append(file.finding(
                match.start(), "concurrency",
                "@unchecked Sendable belongs to LoopRuntime, adapters, server, client and SimulationKit",
            ))
        elif not _has_reason(file, match.start()):
            findings.append(file.finding(
                match.start(), "concurrency",
                "@unchecked Sendable needs its reason: a comment in the line above or the first line inside",
            ))
    return findings


def _has_reason(file: SourceFile, offset: int) -> bool:
    comments, code = file.comments.split("\n"), file.code.split("\n")
    line = file.line_at(offset) - 1
    opening = file.code.find("{", offset)
    inside = file.line_at(opening) if opening >= 0 else line
    if inside < len(comments) and re.search(r"\w", comments[inside]):
        return True
    while line > 0 and not DECLARATION.search(code[line]):
        line -= 1
    above = line - 1
    while above > 0 and re.fullmatch(r"\s*@\w+(\([^)]*\))?\s*", code[above]):
        above -= 1
    return above >= 0 and bool(re.search(r"\w", comments[above])) and "Copyright (c)" not in comments[above]


def _check_types(file: SourceFile) -> list[Finding]:
    stem = pathlib.PurePosixPath(file.path).stem
    if stem == "main" or file.path in SEVERAL_PUBLIC_TYPES:
        return []
    public, declared, extended = _top_level(file)
    name, is_aspect = stem.partition("+")[0], "+" in stem
    findings = []
    if is_aspect and not any(extension.split(".")[0] == name for extension in extended):
        findings.append(Finding(file.path, 1, "type", f"{stem}.swift extends no {name}"))
    if not is_aspect and name not in declared:
        message = f"{stem}.swift declares no {name}: a file is named after its type, or X+Aspect.swift"
        findings.append(Finding(file.path, 1, "type", message))
    for second, offset in list(public.items())[1:]:
        message = f"{second} is this file's second public type: give it a file, or list the file in swiftrules.py"
        findings.append(file.finding(offset, "type", message))
    return findings


def public_types(file: SourceFile) -> list[str]:
    """The names of the public types at the outermost level of `file`."""
    return list(_top_level(file)[0])


def _top_level(file: SourceFile) -> tuple[dict[str, int], set[str], set[str]]:
    """The public types with their offsets, all types, and the extended types, of the outermost level."""
    public, declared, extended, depth = {}, set(), set(), 0
    for match in TOP_LEVEL.finditer(file.code):
        if match.group() in "{}":
            depth += 1 if match.group() == "{" else -1
            continue
        before, kind, name = match.group("before", "kind", "name")
        if depth or re.search(r"\bimport\b", before):
            continue
        if kind == "extension":
            extended.add(name)
            continue
        declared.add(name)
        if kind != "typealias" and re.search(r"\b(?:public|open|package)\b", before):
            public.setdefault(name, match.start("kind"))
    return public, declared, extended
