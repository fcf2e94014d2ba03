# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Who may import whom. SwiftPM does not check that an import points down, so this table does.

A target's entry names all that it may import: targets of the project, modules of packages and of the system. A new
target, or a new edge between two, is a decision about the architecture and starts with a line here.
"""

import re
import typing

from tidylib.tree import Finding, SourceFile, Tree

CORE = frozenset({"ConferenceCore", "DirectoryCore", "Wire", "SIPCore", "SDP"})
RUNTIME = CORE | {"LoopRuntime"}
APPLICATION = RUNTIME | {"Broker"}
ADAPTERS = frozenset({
    "WebSocketTransport", "SQLiteStore", "Identity", "NATSBus", "JanusMedia", "TURNCredentials", "SIPTransport",
    "MCUControl",
})
C_MODULES = frozenset({
    "CLibev", "CLibwebsockets", "COpenSSL", "CSodium", "CWebAssets", "CQrencode", "CZlib",
})
# What adapters, and our own client, connect to other servers with.
CLIENTS = frozenset({"WebSocketClient"})
TESTS_ONLY = frozenset({"SimulationKit", "TestSupport"})
EXECUTABLES = frozenset({"plenary", "plenary-load"})
SERVER = frozenset({"PlenaryServer", "PlenaryClient"})
TARGETS = APPLICATION | ADAPTERS | CLIENTS | C_MODULES | TESTS_ONLY | EXECUTABLES | SERVER

ALLOWED: dict[str, frozenset[str]] = {
    # Layer 0 decides: it imports nothing, not even Foundation.
    **{core: frozenset() for core in CORE},
    # Layer 1.
    "LoopRuntime": frozenset({"CLibev", "Glibc", "Synchronization"}),
    # Layer 2.
    "Broker": RUNTIME | {"DequeModule"},
    # Below the adapters that connect to a server.
    "WebSocketClient": frozenset({"LoopRuntime", "CLibwebsockets", "COpenSSL", "Glibc", "Synchronization"}),
    # Layer 3: adapters know their own C module or package, never each other.
    "WebSocketTransport": APPLICATION | {"CLibwebsockets", "COpenSSL", "Glibc", "Synchronization", "Logging"},
    "SQLiteStore": APPLICATION | {"GRDB", "Foundation", "Glibc"},
    "Identity": APPLICATION | {"COpenSSL", "CSodium", "Foundation", "Glibc", "Logging"},
    "NATSBus": APPLICATION | {"Glibc", "Synchronization", "Logging"},
    "JanusMedia": APPLICATION | {"WebSocketClient", "COpenSSL"},
    "TURNCredentials": APPLICATION | {"COpenSSL", "Foundation", "Glibc"},
    "SIPTransport": APPLICATION | {"COpenSSL", "Glibc", "Synchronization", "Logging"},
    "MCUControl": APPLICATION | {"Foundation", "Logging"},
    # Layer 4: the server sees every adapter, and any package besides (see `may_import`).
    "PlenaryServer": APPLICATION | ADAPTERS | C_MODULES | CLIENTS,
    "plenary": RUNTIME | {"PlenaryServer", "ArgumentParser", "Foundation", "Logging"},
    # Beside them.
    "PlenaryClient": frozenset({"Wire", "LoopRuntime", "WebSocketClient", "Glibc", "Synchronization"}),
    "plenary-load": frozenset({"PlenaryClient", "LoopRuntime", "Wire", "ArgumentParser", "Foundation"}),
    # For tests alone: no entry but each other's names them.
    "SimulationKit": APPLICATION | {"TestSupport", "DequeModule", "Glibc", "Synchronization"},
    "TestSupport": APPLICATION | {"SimulationKit", "Foundation", "Glibc", "Synchronization", "Testing"},
    **{module: frozenset() for module in C_MODULES},
}

IMPORT = re.compile(
    r"(?:^|;)[ \t]*(?:@\w+(?:\([^)\n]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?"
    r"import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias|actor)\s+)?(\w+)",
    re.M,
)
DECLARATION = re.compile(r"\.(target|executableTarget|systemLibrary|testTarget)\s*\(")
DEPENDENCIES = re.compile(r"\bdependencies:\s*\[")
NAME = re.compile(r'name:\s*"([^"]+)"')
NOT_A_NAME = re.compile(r'package:\s*"[^"]*"|condition:\s*\.when\([^)]*\)')


class Declared(typing.NamedTuple):
    """A target as Package.swift declares it: where, and its dependencies with the offset of each."""

    offset: int
    is_test: bool
    dependencies: dict[str, int]


def may_import(target: str, module: str) -> bool:
    """Whether the table lets `target` import `module`."""
    if module == "Swift" or module in ALLOWED[target]:
        return True
    return target == "PlenaryServer" and module not in TARGETS


def check(tree: Tree) -> list[Finding]:
    """Compares imports, declared dependencies and the folders under Sources/ with the table."""
    findings = _check_folders(tree)
    manifest = tree.by_path.get("Package.swift")
    declared = _declared_targets(manifest) if manifest else {}
    if manifest:
        findings += _check_manifest(manifest, declared)
    for file in tree.of_language("swift"):
        if file.target in ALLOWED:
            findings += _check_imports(file)
        if file.target in declared:
            findings += _check_declared(file, declared[file.target].dependencies)
    return findings


def _check_folders(tree: Tree) -> list[Finding]:
    first_files: dict[str, SourceFile] = {}
    for file in tree.files:
        if file.target and file.target not in ALLOWED:
            first_files.setdefault(file.target, file)
    return [
        Finding(file.path, 1, "layer", f"target {target} is not in the layer table (tools/tidylib/layers.py)")
        for target, file in first_files.items()
    ]


def _check_imports(file: SourceFile) -> list[Finding]:
    return [
        file.finding(match.start(1), "layer", f"{file.target} may not import {match.group(1)}")
        for match in IMPORT.finditer(file.code)
        if not may_import(file.target, match.group(1))
    ]


def _check_declared(file: SourceFile, dependencies: dict[str, int]) -> list[Finding]:
    return [
        file.finding(match.start(1), "layer", f"{match.group(1)} is imported but Package.swift does not declare it")
        for match in IMPORT.finditer(file.code)
        if match.group(1) in TARGETS and match.group(1) not in dependencies
    ]


def _declared_targets(manifest: SourceFile) -> dict[str, Declared]:
    code = manifest.code
    lists = [(match.end() - 1, _closing(code, match.end() - 1)) for match in DEPENDENCIES.finditer(code)]
    declared = {}
    for match in DECLARATION.finditer(code):
        if any(start < match.start() < end for start, end in lists):
            continue  # `.target(name:)` as a dependency of another target.
        end = _closing(code, match.end() - 1)
        name = NAME.search(manifest.text, match.end(), end)
        dependencies = {}
        for opening, closing in lists:
            if match.end() < opening < end:
                names = NOT_A_NAME.sub(lambda part: " " * len(part.group()), manifest.text[opening:closing])
                dependencies |= {item.group(1): opening + item.start() for item in re.finditer(r'"([^"]+)"', names)}
        if name:
            declared[name.group(1)] = Declared(match.start(), match.group(1) == "testTarget", dependencies)
    return declared


def _check_manifest(manifest: SourceFile, declared: dict[str, Declared]) -> list[Finding]:
    findings = []
    for target, declaration in declared.items():
        if declaration.is_test:
            continue
        if target not in ALLOWED:
            message = f"target {target} is not in the layer table (tools/tidylib/layers.py)"
            findings.append(manifest.finding(declaration.offset, "layer", message))
            continue
        findings += [
            manifest.finding(position, "layer", f"{target} may not depend on {dependency}")
            for dependency, position in declaration.dependencies.items()
            if not may_import(target, dependency)
        ]
    return findings


def _closing(code: str, opening: int) -> int:
    """The offset of the bracket that closes the one at `opening`."""
    depth = 0
    for match in re.compile(r"[(\[{]|[)\]}]").finditer(code, opening):
        depth += 1 if match.group() in "([{" else -1
        if depth == 0:
            return match.start()
    return len(code)
