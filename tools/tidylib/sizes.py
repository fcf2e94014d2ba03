# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""How long files, functions and lines may be."""

import ast
import re

from tidylib.tree import Finding, SourceFile, Tree

FILE_LINES_MAX = 600
TEST_FILE_LINES_MAX = 900
FUNCTION_LINES_MAX = 70
LINE_COLUMNS_MAX = 120

SWIFT_FUNCTION = re.compile(
    r"(?<![.\w])(?:func\s+(?P<name>`?\w+`?|[^\s\w(]+)|(?P<init>init)\s*[?!]?\s*[(<]|(?P<deinit>deinit)\b"
    r"|(?P<subscript>subscript)\s*[(<]|var\s+(?P<var>\w+)\s*:[^={}\n]+(?=\{))"
)
SWIFT_BODY = re.compile(
    r"[(\[{}\])]|\b(?:func|init|deinit|subscript|var|let|case|struct|class|enum|actor|protocol|extension|typealias"
    r"|associatedtype|import)\b"
)
JS_CONTROL = {"if", "for", "while", "switch", "catch", "with"}
# Around a whole script that is no module, as tests put into pages: its scope, not a function that one reads.
JS_SCOPE = re.compile(r"\((?:(?:async )?\(\) =>|function \(\)) \Z")
SHELL_FUNCTION = re.compile(r"^(?:function\s+)?([\w-]+)\s*\(\)\s*\{\s*$(.*?)^\}", re.M | re.S)


def check(tree: Tree) -> list[Finding]:
    """Measures every source file."""
    findings = []
    for file in tree.of_language("swift", "c", "python", "js", "css", "html", "shell"):
        limit = TEST_FILE_LINES_MAX if file.is_test else FILE_LINES_MAX
        if file.line_count > limit:
            findings.append(Finding(file.path, limit + 1, "size", f"{file.line_count} lines, at most {limit}"))
        if file.language in ("swift", "python", "js", "shell"):
            findings += _check_columns(file) + _check_functions(file)
    return findings


def _check_columns(file: SourceFile) -> list[Finding]:
    return [
        Finding(file.path, number, "size", f"{len(line)} columns, at most {LINE_COLUMNS_MAX}")
        for number, line in enumerate(file.lines, start=1)
        if len(line) > LINE_COLUMNS_MAX
    ]


def _check_functions(file: SourceFile) -> list[Finding]:
    find = {"swift": _swift, "js": _javascript, "python": _python, "shell": _shell}[file.language]
    try:
        functions = find(file)
    except SyntaxError as error:
        return [Finding(file.path, error.lineno or 1, "size", f"cannot be read: {error.msg}")]
    return [
        Finding(file.path, first, "size", f"{name} has {last - first + 1} lines, at most {FUNCTION_LINES_MAX}")
        for name, first, last in functions
        if last - first + 1 > FUNCTION_LINES_MAX
    ]


def _swift(file: SourceFile) -> list[tuple[str, int, int]]:
    pairs = _pairs(file.code)
    functions = []
    for match in SWIFT_FUNCTION.finditer(file.code):
        body = _swift_body(file.code, match.end(), pairs)
        if body is not None:
            name = next(group for group in match.groups() if group)
            functions.append((name, file.line_at(match.start()), file.line_at(pairs.get(body, len(file.code)))))
    return functions


def _swift_body(code: str, position: int, pairs: dict[int, int]) -> int | None:
    """The offset of the brace that opens the body of the declaration before `position`, if it has one."""
    depth = 1 if code[position - 1] in "(" else 0
    while match := SWIFT_BODY.search(code, position):
        token, position = match.group(), match.end()
        if token == "{" and depth == 0:
            return match.start()
        if token in "([{":
            depth += 1
        elif token in ")]}":
            depth -= 1
            if depth < 0:
                return None
        elif depth == 0:
            return None
    return None


def _javascript(file: SourceFile) -> list[tuple[str, int, int]]:
    code = file.code
    pairs = _pairs(code)
    openings = {closing: opening for opening, closing in pairs.items()}
    functions = []
    for brace in (match.start() for match in re.finditer(r"\{", code)):
        before, line_start = brace - 1, code.rfind("\n", 0, brace) + 1
        while before >= 0 and code[before].isspace():
            before -= 1
        name, start = "function", brace
        if JS_SCOPE.match(code, line_start, brace):
            continue
        if code[before] == ")" and before in openings:
            start = openings[before]
            word = re.search(r"(\w+)\s*$", code[max(0, start - 80):start])
            name = word.group(1) if word else name
            if name in JS_CONTROL:
                continue
        elif code[max(0, before - 1):before + 1] != "=>":
            continue
        functions.append((name, file.line_at(start), file.line_at(pairs.get(brace, len(code)))))
    return functions


def _python(file: SourceFile) -> list[tuple[str, int, int]]:
    return [
        (node.name, node.lineno, node.end_lineno or node.lineno)
        for node in ast.walk(ast.parse(file.text))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]


def _shell(file: SourceFile) -> list[tuple[str, int, int]]:
    return [
        (match.group(1), file.line_at(match.start()), file.line_at(match.end() - 1))
        for match in SHELL_FUNCTION.finditer(file.text)
    ]


def _pairs(code: str) -> dict[int, int]:
    """For each opening brace or parenthesis the offset of the one that closes it."""
    pairs, open_offsets = {}, {"{": [], "(": []}
    for match in re.finditer(r"[(){}]", code):
        token = match.group()
        if token in open_offsets:
            open_offsets[token].append(match.start())
        else:
            stack = open_offsets["{" if token == "}" else "("]
            if stack:
                pairs[stack.pop()] = match.start()
    return pairs
