# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Tells comments and strings from code, well enough for rules that look for words and braces.

It knows nested comments, raw and multi-line strings and interpolation in Swift, templates and regular expressions in
JavaScript, and the comments of C, CSS, HTML, Python, shell and YAML. It is no parser: a bare regular expression literal
in Swift (`/"/`) is read as code.
"""

import io
import re
import tokenize

# What can start a comment or a string, or end an interpolation that is being read.
SWIFT_TOKEN = re.compile(r'//[^\n]*|/\*|#+/[^\n]*?/#+|#*"""|#*"|[()]')
C_TOKEN = re.compile(r"""//[^\n]*|/\*|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?""", re.S)
JS_TOKEN = re.compile(r"""//[^\n]*|/\*|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|`|/|[{}]""", re.S)
JS_REGEX = re.compile(r"/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*")
JS_TEMPLATE = re.compile(r"\\.|\$\{|`", re.S)
# After one of these a slash starts a regular expression; after anything else it divides.
JS_REGEX_BEFORE = re.compile(r"(?:^|[(,=:\[!&|?{};+\-*%<>~^\n]|\b(?:return|typeof|case|of|in))\s*$")
SIMPLE = {
    "css": re.compile(r"/\*.*?\*/", re.S),
    "html": re.compile(r"<!--.*?-->", re.S),
    "shell": re.compile(r"(?:^|(?<=\s))#[^\n]*", re.M),
    "yaml": re.compile(r"(?:^|(?<=\s))#[^\n]*", re.M),
}
VISIBLE = re.compile(r"[^\n]")


def split(text: str, language: str) -> tuple[str, str]:
    """Returns the code and the comments of `text`, each as long as `text` and blank where the other is."""
    spans = _spans(text, language)
    code, comments, position = [], [], 0
    for start, end, is_comment in sorted(spans):
        between, inside = text[position:start], text[start:end]
        code += [between, VISIBLE.sub(" ", inside)]
        comments += [VISIBLE.sub(" ", between), inside if is_comment else VISIBLE.sub(" ", inside)]
        position = end
    rest = text[position:]
    return "".join(code) + rest, "".join(comments) + VISIBLE.sub(" ", rest)


def _spans(text: str, language: str) -> list[tuple[int, int, bool]]:
    if language == "swift":
        return _Swift(text).spans
    if language == "js":
        return _JavaScript(text).spans
    if language == "c":
        return _c_spans(text)
    if language == "python":
        return _python_spans(text)
    if language in SIMPLE:
        return [(match.start(), match.end(), True) for match in SIMPLE[language].finditer(text)]
    return []


class _Swift:
    def __init__(self, text: str):
        self.text = text
        self.spans: list[tuple[int, int, bool]] = []
        self._read_code(0, inside_string=False)

    def _read_code(self, position: int, inside_string: bool) -> int:
        """Reads to the end of the text or of the interpolation; returns where that is."""
        depth = 0
        while match := SWIFT_TOKEN.search(self.text, position):
            token, position = match.group(), match.end()
            if token == "(":
                depth += 1
            elif token == ")":
                if inside_string and depth == 0:
                    return position
                depth -= 1
            elif token == "/*":
                position = self._read_comment(match.start())
            elif token.startswith("//"):
                self.spans.append((match.start(), position, True))
            elif token.endswith('"'):
                position = self._read_string(match.start(), position, token.count("#"), token.lstrip("#"))
            else:
                self.spans.append((match.start(), position, False))
        return len(self.text)

    def _read_comment(self, start: int) -> int:
        depth, position = 0, start
        for match in re.compile(r"/\*|\*/").finditer(self.text, start):
            depth += 1 if match.group() == "/*" else -1
            position = match.end()
            if depth == 0:
                break
        else:
            position = len(self.text)
        self.spans.append((start, position, True))
        return position

    def _read_string(self, start: int, position: int, hashes: int, quotes: str) -> int:
        pounds = "#" * hashes
        end_of_line = r"|\n" if quotes == '"' else ""
        token = re.compile(rf"\\{pounds}\(|\\{pounds}.|{quotes}{pounds}{end_of_line}", re.S)
        while match := token.search(self.text, position):
            position = match.end()
            if match.group().endswith("(") and match.group().startswith("\\"):
                self.spans.append((start, position, False))
                # Both parentheses are the string's, so that what stays as code is balanced.
                start = self._read_code(position, inside_string=True) - 1
                position = start + 1
            elif not match.group().startswith("\\"):
                self.spans.append((start, position, False))
                return position
        self.spans.append((start, len(self.text), False))
        return len(self.text)


class _JavaScript:
    def __init__(self, text: str):
        self.text = text
        self.spans: list[tuple[int, int, bool]] = []
        self._read_code(0, inside_template=False)

    def _read_code(self, position: int, inside_template: bool) -> int:
        depth = 0
        while match := JS_TOKEN.search(self.text, position):
            token, start, position = match.group(), match.start(), match.end()
            if token == "{":
                depth += 1
            elif token == "}":
                if inside_template and depth == 0:
                    return position
                depth -= 1
            elif token == "`":
                position = self._read_template(start)
            elif token == "/":
                regex = JS_REGEX.match(self.text, start)
                if regex and JS_REGEX_BEFORE.search(self.text[max(0, start - 40):start]):
                    position = regex.end()
                    self.spans.append((start, position, False))
            elif token == "/*":
                position = _end_of_comment(self.text, position)
                self.spans.append((start, position, True))
            else:
                self.spans.append((start, position, token.startswith("//")))
        return len(self.text)

    def _read_template(self, start: int) -> int:
        position = start + 1
        while match := JS_TEMPLATE.search(self.text, position):
            position = match.end()
            if match.group() == "${":
                self.spans.append((start, position, False))
                start = self._read_code(position, inside_template=True) - 1
                position = start + 1
            elif match.group() == "`":
                self.spans.append((start, position, False))
                return position
        self.spans.append((start, len(self.text), False))
        return len(self.text)


def _end_of_comment(text: str, position: int) -> int:
    end = text.find("*/", position)
    return len(text) if end < 0 else end + 2


def _c_spans(text: str) -> list[tuple[int, int, bool]]:
    spans, position = [], 0
    while match := C_TOKEN.search(text, position):
        is_comment = match.group().startswith("/")
        position = _end_of_comment(text, match.end()) if match.group() == "/*" else match.end()
        spans.append((match.start(), position, is_comment))
    return spans


def _python_spans(text: str) -> list[tuple[int, int, bool]]:
    starts = [0] + [match.end() for match in re.finditer("\n", text)]
    spans = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type in (tokenize.COMMENT, tokenize.STRING):
                (start_line, start), (end_line, end) = token.start, token.end
                is_comment = token.type == tokenize.COMMENT
                spans.append((starts[start_line - 1] + start, starts[end_line - 1] + end, is_comment))
    except (tokenize.TokenError, SyntaxError):
        pass  # The size rule reports what is no Python.
    return spans
