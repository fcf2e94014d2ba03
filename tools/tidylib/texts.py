# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Licence headers, notes to oneself, paths of one machine, and links in Markdown."""

import posixpath
import re
import urllib.parse

from tidylib.tree import Finding, SourceFile, Tree

SPDX = ["SPDX-License-Identifier: Apache-2.0", "Copyright (c) the project authors"]
SPDX_LANGUAGES = ("swift", "c", "python", "js", "css", "html", "shell")
# Files of tools without a language of ours, whose readers pass over lines that begin with #.
HASH_FILES = re.compile(r"^tools/(?:.*\.supp|.*requirements.*\.txt|seeds/.*)$")
# What may stand above the licence lines because a tool reads it there.
ABOVE_SPDX = re.compile(r"#!|// swift-tools-version|@charset|<!doctype html>")
COMMENT_MARKS = re.compile(r"^\s*(?://+|#+|/\*+|\*+|<!--)\s*|\s*(?:\*+/|-->)\s*$")
NOTE = re.compile(r"\b(TODO|FIXME|XXX)\b(?!\(#\d+\))")
MACHINE_PATH = re.compile(r"(?<![\w.~})\]\-/])/(?:home|work|farm|root|Users)/[\w.$<{]")
ARCHITECTURE_LINES_MAX = 200

FENCE = re.compile(r"^(\s*)(```+|~~~+).*?^\s*\2[^\n]*$", re.M | re.S)
CODE_SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.S)
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)|^[ \t]*\[[^\]]+\]:\s*<?(\S+?)>?\s*$", re.M)
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.M)
ANCHOR = re.compile(r"<[^>]+\b(?:id|name)=\"([^\"]+)\"")
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


def check(tree: Tree) -> list[Finding]:
    """Applies the rules to every text file."""
    findings = []
    for file in tree.files:
        if file.language in SPDX_LANGUAGES or HASH_FILES.match(file.path):
            findings += _check_spdx(file)
        findings += [
            file.finding(match.start(), "todo", f"a bare {match.group()}: do it, or name an issue: {match.group()}(#1)")
            for match in NOTE.finditer(file.comments)
        ]
        findings += [
            file.finding(match.start(), "path", f"a path of one machine: {match.group()}…")
            for match in MACHINE_PATH.finditer(file.text)
        ]
    for file in tree.of_language("markdown"):
        findings += _check_links(tree, file)
    architecture = tree.by_path.get("docs/architecture.md")
    if architecture and architecture.line_count > ARCHITECTURE_LINES_MAX:
        message = f"{architecture.line_count} lines, at most {ARCHITECTURE_LINES_MAX}: move detail beside the code"
        findings.append(Finding(architecture.path, ARCHITECTURE_LINES_MAX + 1, "markdown", message))
    return findings


def _check_spdx(file: SourceFile) -> list[Finding]:
    if not file.text.strip():
        return []
    lines = file.lines[:6]
    while lines and (ABOVE_SPDX.match(lines[0]) or not lines[0].strip()):
        lines.pop(0)
    if [COMMENT_MARKS.sub("", line) for line in lines[:2]] == SPDX:
        return []
    return [Finding(file.path, 1, "spdx", f"the first lines must be “{SPDX[0]}” and “{SPDX[1]}”")]


def _check_links(tree: Tree, file: SourceFile) -> list[Finding]:
    prose = CODE_SPAN.sub(_blank, FENCE.sub(_blank, file.text))
    findings = []
    for match in LINK.finditer(prose):
        link = match.group(1) or match.group(2)
        if not SCHEME.match(link) and not _leads_somewhere(tree, file, link):
            findings.append(file.finding(match.start(), "markdown", f"the link {link} leads nowhere"))
    return findings


def _leads_somewhere(tree: Tree, file: SourceFile, link: str) -> bool:
    path, _, fragment = urllib.parse.unquote(link).partition("#")
    if path.startswith("/"):
        target = posixpath.normpath(path.lstrip("/"))
    elif path:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(file.path), path))
    else:
        target = file.path
    linked = tree.by_path.get(target)
    if fragment and linked and linked.language == "markdown":
        return fragment in _anchors(linked)
    return target == "." or target in tree.paths or any(known.startswith(target + "/") for known in tree.paths)


def _anchors(file: SourceFile) -> set[str]:
    """The fragments that GitHub makes of the headings, and those that the file names itself."""
    prose = FENCE.sub(_blank, file.text)
    anchors = set(ANCHOR.findall(prose))
    for heading in HEADING.findall(prose):
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        slug = re.sub(r"[^\w\- ]", "", text).replace(" ", "-")
        count = 0
        while (candidate := f"{slug}-{count}" if count else slug) in anchors:
            count += 1
        anchors.add(candidate)
    return anchors


def _blank(match: re.Match) -> str:
    return re.sub(r"[^\n]", " ", match.group())
