# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""The files that git knows or would add, and what is found wrong with them."""

import bisect
import functools
import pathlib
import re
import subprocess
import typing

from tidylib import lexer

LANGUAGES = {
    ".swift": "swift", ".h": "c", ".c": "c", ".py": "python", ".js": "js", ".mjs": "js", ".ts": "js", ".css": "css",
    ".sh": "shell", ".bash": "shell", ".html": "html", ".yml": "yaml", ".yaml": "yaml", ".md": "markdown",
}
SHEBANG = re.compile(r"#!.*\b(python|bash|sh|node)\d*")
SHEBANG_LANGUAGES = {"python": "python", "bash": "shell", "sh": "shell", "node": "js"}


class Finding(typing.NamedTuple):
    """One broken rule, at a line counted from one."""

    path: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.message}"


class SourceFile:
    """One text file; its comments and its code are told apart when a rule first asks."""

    def __init__(self, path: str, text: str):
        self.path = path
        self.text = text
        parts = path.split("/")
        # The target that a file under Sources/ belongs to; None everywhere else.
        self.target = parts[1] if parts[0] == "Sources" and len(parts) > 2 else None
        self.test_target = parts[1] if parts[0] == "Tests" and len(parts) > 2 else None
        self.is_test = parts[0] == "Tests" or path.startswith("tools/tests/")

    @functools.cached_property
    def language(self) -> str:
        suffix = pathlib.PurePosixPath(self.path).suffix
        if suffix in LANGUAGES:
            return LANGUAGES[suffix]
        shebang = SHEBANG.match(self.text)
        return SHEBANG_LANGUAGES[shebang.group(1)] if shebang else "other"

    @functools.cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @functools.cached_property
    def line_count(self) -> int:
        return self.text.count("\n") + (0 if self.text.endswith("\n") or not self.text else 1)

    @functools.cached_property
    def _parts(self) -> tuple[str, str]:
        return lexer.split(self.text, self.language)

    @property
    def code(self) -> str:
        """The text with comments and strings blanked: every offset stays what it was."""
        return self._parts[0]

    @property
    def comments(self) -> str:
        """The text with everything but comments blanked."""
        return self._parts[1]

    @functools.cached_property
    def _line_starts(self) -> list[int]:
        return [0] + [match.end() for match in re.finditer("\n", self.text)]

    def line_at(self, offset: int) -> int:
        """The line, counted from one, that holds the character at `offset`."""
        return bisect.bisect_right(self._line_starts, offset)

    def finding(self, offset: int, rule: str, message: str) -> Finding:
        return Finding(self.path, self.line_at(offset), rule, message)


class Tree:
    """All text files of a work tree, and the names of all files."""

    def __init__(self, root: pathlib.Path):
        self.root = root
        listing = subprocess.run(
            ["git", "-C", str(root), "ls-files", "-co", "--exclude-standard", "-z"],
            check=True, capture_output=True,
        ).stdout.decode()
        # A file that was deleted but not yet staged is still listed.
        self.paths = sorted({path for path in listing.split("\0") if path and (root / path).is_file()})
        self.files = [file for path in self.paths if (file := self._read(path))]
        self.by_path = {file.path: file for file in self.files}

    def _read(self, path: str) -> SourceFile | None:
        data = (self.root / path).read_bytes()
        if b"\0" in data:
            return None
        try:
            return SourceFile(path, data.decode())
        except UnicodeDecodeError:
            return None

    def of_language(self, *languages: str) -> list[SourceFile]:
        return [file for file in self.files if file.language in languages]
