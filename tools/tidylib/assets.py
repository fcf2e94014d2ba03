# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""The web client's files and the table that takes each into the program.

C's preprocessor reads the files (`#embed`, C23 section 6.10.4), but it cannot list a folder: tools/web-assets writes
the list, and the rule here refuses one that is out of date.
"""

import posixpath
import re

from tidylib.tree import Finding, Tree

FOLDER = "Sources/CWebAssets"
WEB = f"{FOLDER}/web"
TABLE = f"{FOLDER}/assets.c"
# As PlenaryServer/HTTP/WebContentType.swift and WebPath.swift: what they do not know is not served.
EXTENSIONS = {"css", "html", "ico", "js", "json", "png", "svg", "webmanifest", "woff2"}
PATH = re.compile(r"(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+")


def table(paths: list[str]) -> str:
    """The text of assets.c for the files served at `paths`, which begin with a slash."""
    names = {path: "web" + re.sub(r"\W", "_", path) for path in sorted(paths)}
    arrays = [
        f'static const unsigned char {name}[] = {{\n#embed "web{path}"\n}};\n' for path, name in names.items()
    ]
    rows = [f'    {{"{path}", {name}, sizeof {name}}},\n' for path, name in names.items()]
    return (
        "// SPDX-License-Identifier: Apache-2.0\n// Copyright (c) the project authors\n\n"
        "// Written by tools/web-assets, which runs again when a file comes or goes.\n\n"
        '#include "CWebAssets.h"\n\n'
        f"{''.join(arrays)}\n"
        f"static const struct plenary_web_asset assets[] = {{\n{''.join(rows)}}};\n\n"
        "size_t plenary_web_asset_count(void) {\n    return sizeof assets / sizeof assets[0];\n}\n\n"
        "struct plenary_web_asset plenary_web_asset_at(size_t index) {\n    return assets[index];\n}\n"
    )


def served_paths(tree: Tree) -> list[str]:
    """Where the files under web/ are served."""
    return [path.removeprefix(WEB) for path in tree.paths if path.startswith(WEB + "/")]


def check(tree: Tree) -> list[Finding]:
    """Compares the table with the folder, and each file with what the server serves."""
    paths = served_paths(tree)
    findings = []
    for path in paths:
        if not PATH.fullmatch(path) or posixpath.splitext(path)[1].removeprefix(".") not in EXTENSIONS:
            findings.append(Finding(WEB + path, 1, "asset", "the server serves no file of such a name"))
        elif (tree.root / (WEB + path)).stat().st_size == 0:
            findings.append(Finding(WEB + path, 1, "asset", "an empty file cannot be taken into the program"))
    written = tree.by_path.get(TABLE)
    if (paths or written) and (written is None or written.text != table(paths)):
        findings.append(Finding(TABLE, 1, "asset", "not what web/ holds: run tools/web-assets"))
    return findings
