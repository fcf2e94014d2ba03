# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Each rule of tools/tidy finds its planted violation and leaves the clean sample alone."""

import pathlib
import subprocess
import sys

import pytest

from tidylib import assets, layers, lexer, sizes, swiftrules, texts
from tidylib.tree import Tree

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SPDX = "// SPDX-License-Identifier: Apache-2.0\n// Copyright (c) the project authors\n"
HASH_SPDX = SPDX.replace("//", "#")
PAGE = "<!doctype html>\n" + "".join(f"<!-- {line} -->\n" for line in SPDX.replace("// ", "").splitlines())
CHECKS = (assets.check, layers.check, swiftrules.check, sizes.check, texts.check)
# Written apart, so that this file holds no violation itself.
NOTE = "TO" + "DO"
HOME = "/ho" + "me/alice/plenary"


@pytest.fixture
def tidy(tmp_path):
    """Checks a work tree made of the given files; each finding as (path, line, rule)."""

    def run(files: dict[str, str]) -> list[tuple[str, int, str]]:
        subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text)
        tree = Tree(tmp_path)
        return sorted((found.path, found.line, found.rule) for check in CHECKS for found in check(tree))

    return run


def swift(body: str, name: str = "X") -> str:
    """A Swift file whose third line is the first of `body`, and which declares the type its name promises."""
    return f"{SPDX}{body}\nstruct {name} {{}}\n"


def manifest(*targets: str) -> str:
    """A manifest whose fifth line is the first of `targets`."""
    lines = "".join(f"    {target},\n" for target in targets)
    return f"// swift-tools-version: 6.2\n{SPDX}let package = Package(targets: [\n{lines}])\n"


IMPORTS = [
    ("ConferenceCore", "Wire"), ("ConferenceCore", "Foundation"), ("DirectoryCore", "ConferenceCore"),
    ("Wire", "Glibc"), ("SDP", "Synchronization"), ("SIPCore", "Dispatch"), ("LoopRuntime", "Foundation"),
    ("LoopRuntime", "Broker"), ("Broker", "WebSocketTransport"), ("Broker", "Foundation"), ("Broker", "CLibev"),
    ("WebSocketTransport", "Identity"), ("SQLiteStore", "CSodium"), ("Identity", "SQLiteStore"),
    ("MCUControl", "PlenaryServer"), ("PlenaryServer", "SimulationKit"), ("PlenaryServer", "PlenaryClient"),
    ("plenary", "Broker"), ("PlenaryClient", "Broker"), ("plenary-load", "PlenaryServer"),
    ("SimulationKit", "WebSocketTransport"), ("TestSupport", "PlenaryServer"),
]
ALLOWED_IMPORTS = [
    ("LoopRuntime", "CLibev"), ("LoopRuntime", "Synchronization"), ("Broker", "Wire"), ("Broker", "DequeModule"),
    ("WebSocketTransport", "CLibwebsockets"), ("SQLiteStore", "GRDB"), ("Identity", "COpenSSL"),
    ("PlenaryServer", "SQLiteStore"), ("PlenaryServer", "Configuration"), ("plenary", "ArgumentParser"),
    ("PlenaryClient", "LoopRuntime"), ("plenary-load", "PlenaryClient"), ("SimulationKit", "Broker"),
    ("TestSupport", "SimulationKit"), ("Wire", "Swift"),
]


@pytest.mark.parametrize("target, module", IMPORTS)
def test_an_import_that_the_table_lacks_is_found(tidy, target, module):
    path = f"Sources/{target}/X.swift"
    assert tidy({path: swift(f"import {module}")}) == [(path, 3, "layer")]


@pytest.mark.parametrize("target, module", ALLOWED_IMPORTS)
def test_an_import_that_the_table_has_is_left_alone(tidy, target, module):
    assert tidy({f"Sources/{target}/X.swift": swift(f"import {module}")}) == []


@pytest.mark.parametrize("line", [
    "@testable import Wire", "public import Wire", "internal import struct Wire.CloseCode", "import Wire.Codes",
    "@preconcurrency import Wire", "import Swift; import Wire", "@_spi(Test) @testable import Wire",
])
def test_every_form_of_an_import_is_found(tidy, line):
    path = "Sources/ConferenceCore/X.swift"
    assert tidy({path: swift(line)}) == [(path, 3, "layer")]


@pytest.mark.parametrize("line", ["// import Wire", "/* import Wire */", 'let text = """\n    import Wire\n    """'])
def test_an_import_in_a_comment_or_a_string_is_none(tidy, line):
    assert tidy({"Sources/ConferenceCore/X.swift": swift(line)}) == []


def test_a_test_may_import_any_target(tidy):
    assert tidy({"Tests/AnyTests/X.swift": swift("import SimulationKit\nimport SQLiteStore\nimport Foundation")}) == []


def test_a_folder_that_the_table_lacks_is_found(tidy):
    assert tidy({"Sources/Gadgets/X.swift": swift("")}) == [("Sources/Gadgets/X.swift", 1, "layer")]


@pytest.mark.parametrize("target", [
    '.target(name: "Wire", dependencies: ["ConferenceCore"])',
    '.target(name: "Gadgets")',
    '.executableTarget(name: "plenary", dependencies: [.target(name: "SQLiteStore")])',
    '.target(name: "Broker", dependencies: ["Wire", .product(name: "GRDB", package: "GRDB.swift")])',
    '.target(name: "PlenaryServer", dependencies: [.byName(name: "TestSupport")])',
])
def test_a_declared_dependency_that_the_table_lacks_is_found(tidy, target):
    assert tidy({"Package.swift": manifest(target)}) == [("Package.swift", 5, "layer")]


def test_declared_dependencies_that_the_table_has_are_left_alone(tidy):
    targets = (
        '.target(name: "Wire", swiftSettings: strict)',
        '.systemLibrary(name: "CLibev", providers: [.apt(["libev-dev"])])',
        '.target(name: "LoopRuntime", dependencies: ["CLibev"])',
        '.target(name: "Broker", dependencies: [.target(name: "Wire"), .product(name: "DequeModule", package: "c")])',
        '.target(name: "PlenaryServer", dependencies: [.target(name: "NATSBus", condition: .when(traits: ["NATS"]))])',
        '.testTarget(name: "WireTests", dependencies: ["Wire", "SimulationKit", "TestSupport"])',
    )
    assert tidy({"Package.swift": manifest(*targets)}) == []


def test_an_import_that_the_manifest_does_not_declare_is_found(tidy):
    path = "Sources/Broker/X.swift"
    files = {"Package.swift": manifest('.target(name: "Broker", dependencies: ["Wire"])')}
    assert tidy(files | {path: swift("import ConferenceCore")}) == [(path, 3, "layer")]
    assert tidy(files | {path: swift("import Wire")}) == []


@pytest.mark.parametrize("line", [
    "actor Host {}", "func f() async {}", "let a = await f()", "let t = Task { 1 }", "let now = Date()",
    "var g = SystemRandomNumberGenerator()", "let a = Int.random(in: 0..<f(3))", "let a = list.shuffled()",
    "let a = unsafe b", "let clock = ContinuousClock()",
])
def test_an_impurity_in_the_core_is_found(tidy, line):
    path = "Sources/ConferenceCore/X.swift"
    assert tidy({path: swift(line)}) == [(path, 3, "core")]
    assert tidy({path: swift("// " + line)}) == []


@pytest.mark.parametrize("line", [
    "let actor: Principal", "let a = Int.random(in: 0..<f(3), using: &generator)", 'let a = "await Task unsafe"',
    "let span: Span<UInt8>", "let a = list.shuffled(using: &generator)",
])
def test_what_only_looks_impure_is_left_alone(tidy, line):
    assert tidy({"Sources/Wire/X.swift": swift(line)}) == []


def test_what_the_core_may_not_do_others_may(tidy):
    assert tidy({"Sources/Broker/X.swift": swift("actor Host { func f() async { await g() } }")}) == []


@pytest.mark.parametrize("line", [
    "Task.detached { }", "try await Task.sleep(for: .seconds(1))", "let q = DispatchQueue(label: name)",
])
def test_a_banned_call_is_found_outside_the_loop_runtime_and_tests(tidy, line):
    path = "Sources/Broker/X.swift"
    assert tidy({path: swift(line)}) == [(path, 3, "concurrency")]
    assert tidy({path: swift(f'let a = "{line}"')}) == []


def test_a_banned_call_is_left_alone_in_the_loop_runtime_and_in_tests(tidy):
    text = swift("let a = Task.detached { try await Task.sleep(for: b) }")
    assert tidy({"Sources/LoopRuntime/X.swift": text, "Tests/BrokerTests/X.swift": text}) == []


def test_a_banned_call_inside_an_interpolation_is_found(tidy):
    path = "Sources/Broker/X.swift"
    assert tidy({path: swift('let a = "it is \\(f(")", Task.detached { 1 }) now"')}) == [(path, 3, "concurrency")]


def test_a_lock_is_found_where_none_belongs(tidy):
    for target, lock in (("Broker", "Mutex(0)"), ("ConferenceCore", "Guarded(0)"), ("plenary-load", "NSLock()")):
        path = f"Sources/{target}/X.swift"
        assert (path, 3, "concurrency") in tidy({path: swift(f"let lock = {lock}")})


def test_a_lock_is_left_alone_where_it_belongs(tidy):
    targets = ("LoopRuntime", "Identity", "PlenaryServer", "PlenaryClient", "SimulationKit")
    files = {f"Sources/{target}/X.swift": swift("let lock = Mutex(0)") for target in targets}
    assert tidy(files | {"Tests/BrokerTests/X.swift": swift("let lock = Mutex(0)")}) == []


UNCHECKED = "final class Box: @unchecked Sendable {\n    let a = 1\n}"


def test_unchecked_sendable_without_a_reason_or_in_the_wrong_layer_is_found(tidy):
    reason = "// Only its own loop touches it.\n"
    loop, broker, test = "Sources/LoopRuntime/X.swift", "Sources/Broker/Y.swift", "Tests/BrokerTests/Z.swift"
    assert tidy({loop: swift(UNCHECKED)}) == [(loop, 3, "concurrency")]
    assert tidy({loop: swift(""), broker: swift(reason + UNCHECKED, "Y")}) == [(broker, 4, "concurrency")]
    assert tidy({broker: swift("", "Y"), test: swift(reason + UNCHECKED, "Z")}) == [(test, 4, "concurrency")]


@pytest.mark.parametrize("text", [
    "// Only its own loop touches it.\n" + UNCHECKED,
    "// Only its own loop touches it.\n@safe\n" + UNCHECKED,
    UNCHECKED.replace("{\n", "{\n    // Only its own loop touches it.\n"),
])
def test_unchecked_sendable_with_a_reason_is_left_alone(tidy, text):
    assert tidy({"Sources/LoopRuntime/X.swift": swift(text)}) == []


def test_a_print_in_a_library_is_found(tidy):
    path = "Sources/Broker/X.swift"
    assert tidy({path: swift("func f() { print(1) }")}) == [(path, 3, "print")]


def test_a_print_in_an_executable_or_of_another_kind_is_left_alone(tidy):
    assert tidy({
        "Sources/plenary/X.swift": swift("func f() { print(1) }"),
        "Sources/Broker/X.swift": swift("func print(a: Int) { page.print(a) }\nlet fingerprint = fingerprint(a)"),
    }) == []


@pytest.mark.parametrize("line", ["let a = try! f()", "func f() { fatalError() }", 'func f() { fatalError("") }'])
def test_a_trap_without_a_reason_is_found(tidy, line):
    path = "Sources/Broker/X.swift"
    assert tidy({path: swift(line)}) == [(path, 3, "trap")]


def test_a_trap_with_a_reason_is_left_alone(tidy):
    text = swift('func f() { fatalError("the page is full") }\nlet a = try? g()')
    assert tidy({"Sources/Broker/X.swift": text}) == []


def test_a_second_public_type_is_found(tidy):
    path = "Sources/Broker/X.swift"
    text = swift("public struct X {\n    public enum Kind { case a }\n}\npublic actor Y {}", "Z")
    assert tidy({path: text}) == [(path, 6, "type")]


def test_nested_internal_and_extended_types_are_left_alone(tidy):
    text = swift("public struct X {\n    public enum Kind {}\n}\nenum Y {}\npublic extension X {\n}", "W")
    assert tidy({"Sources/Broker/X.swift": text}) == []


def test_a_file_named_after_no_type_of_its_own_is_found(tidy):
    assert tidy({
        "Sources/Broker/Helpers.swift": swift(""),
        "Sources/Broker/Room+Names.swift": swift("extension Roster {}"),
    }) == [("Sources/Broker/Helpers.swift", 1, "type"), ("Sources/Broker/Room+Names.swift", 1, "type")]


def test_a_file_named_after_its_type_or_its_aspect_is_left_alone(tidy):
    assert tidy({
        "Sources/Broker/Name.swift": SPDX + "typealias Name = String\n",
        "Sources/Broker/Room+Names.swift": SPDX + "extension Room.Seat {}\n",
        "Sources/plenary/main.swift": SPDX + "let a = 1\n",
        "Tests/BrokerTests/anything.swift": SPDX + "let a = 1\n",
    }) == []


@pytest.mark.parametrize("path, limit", [("Sources/Broker/X.swift", 600), ("Tests/BrokerTests/X.swift", 900)])
def test_a_file_of_too_many_lines_is_found(tidy, path, limit):
    fitting = swift("//\n" * (limit - 4))
    assert tidy({path: fitting}) == []
    assert tidy({path: fitting + "//\n"}) == [(path, limit + 1, "size")]


LONG_FUNCTIONS = {
    "X.swift": swift("func f(a: () -> Int = { 1 }) throws -> Int {\n// }\nlet b = \"}\\(1)}\"\nBODY}"),
    "x.js": SPDX + "export function f(a = {}) {\nconst b = /[}/]}/; const c = `}${a}}`;\n// }\nBODY}\n",
    "y.js": SPDX + "const f = async (a) => {\n'}';\n// }\nBODY};\n",
    "x.py": HASH_SPDX + "def f():\n    a = '''\n\n'''\nBODY    return a\n",
    "x.sh": HASH_SPDX + "f() {\n#\n#\nBODY}\n",
}


@pytest.mark.parametrize("name", LONG_FUNCTIONS)
def test_a_function_of_too_many_lines_is_found(tidy, name):
    path, filler = f"Sources/Broker/{name}", "\n" * 66
    if name.endswith("py"):
        filler = "\n" * 65
    assert tidy({path: LONG_FUNCTIONS[name].replace("BODY", filler)}) == []
    assert tidy({path: LONG_FUNCTIONS[name].replace("BODY", filler + "\n")}) == [(path, 3, "size")]


def test_the_scope_of_a_script_is_not_measured_but_what_is_inside(tidy):
    path, inside = "Tests/Browser/x.js", "    const f = () => {\n" + "\n" * 68 + "    };\n"
    assert tidy({path: f"{SPDX}(() => {{\n{inside}{inside}}})();\n"}) == []
    longer = inside.replace("\n\n", "\n\n\n", 1)
    assert tidy({path: f"{SPDX}(() => {{\n{longer}}})();\n"}) == [(path, 4, "size")]
    assert tidy({path: f"{SPDX}run(() => {{\n{inside}}});\n"}) == [(path, 3, "size")]
    old = "  function f() {\n" + "\n" * 68 + "  }\n"
    assert tidy({path: f"{SPDX}(function () {{\n{old}{old}}})();\n"}) == []
    assert tidy({path: f"{SPDX}run(function () {{\n{old}}});\n"}) == [(path, 3, "size")]


@pytest.mark.parametrize("declaration", [
    "init?(a: Int) {", "deinit {", "subscript(a: Int) -> Int {", "var a: Int {", "func < <T>(a: T, b: T) -> Bool {",
    "mutating func f(\n    a: Int\n) async throws(Failure) -> [String: Int] where A: B {",
])
def test_every_kind_of_function_is_measured(tidy, declaration):
    path = "Sources/Broker/X.swift"
    text = swift("struct S {\n" + declaration + "\n" * 71 + "}\n}")
    assert tidy({path: text}) == [(path, 4, "size")]


def test_a_requirement_without_a_body_does_not_take_the_next_ones(tidy):
    text = swift("protocol P {\n    func f()\n    init()\n}\nstruct S {\n" + "    let a = f()\n" * 80 + "}")
    assert tidy({"Sources/Broker/X.swift": text}) == []


@pytest.mark.parametrize("name, mark", [("X.swift", "//"), ("x.py", "#"), ("x.js", "//"), ("x.sh", "#")])
def test_a_line_of_too_many_columns_is_found(tidy, name, mark):
    path = f"Tests/BrokerTests/{name}"
    head = SPDX.replace("//", mark) + mark + " "
    assert tidy({path: head + "x" * (119 - len(mark)) + "\n"}) == []
    assert tidy({path: head + "x" * (120 - len(mark)) + "\n"}) == [(path, 3, "size")]


@pytest.mark.parametrize("name, text", [
    ("X.swift", "struct X {}\n"), ("x.h", "int x;\n"), ("x.c", "int x;\n"), ("x.py", "X = 1\n"), ("x.js", "let x;\n"),
    ("x.css", "a { b: c }\n"), ("x.html", "<!doctype html>\n<p>\n"), ("x.sh", "true\n"), ("x", "#!/bin/bash\ntrue\n"),
    ("y", "#!/usr/bin/env python3\nX = 1\n"),
])
def test_a_missing_licence_header_is_found(tidy, name, text):
    assert tidy({f"Config/{name}": text}) == [(f"Config/{name}", 1, "spdx")]


@pytest.mark.parametrize("path", ["tools/lib/x.supp", "tools/requirements.txt", "tools/seeds/x"])
def test_a_missing_licence_header_of_a_file_for_a_tool_is_found(tidy, path):
    assert tidy({path: "# what it is for\n1\n"}) == [(path, 1, "spdx")]
    assert tidy({path: HASH_SPDX + "1\n"}) == []


def test_a_licence_header_is_seen_under_what_must_stand_above_it(tidy):
    lines = SPDX.replace("// ", "").splitlines()
    assert tidy({
        "Config/x": "#!/bin/sh\n" + HASH_SPDX, "Package.swift": "// swift-tools-version: 6.2\n" + SPDX,
        "Config/x.css": f"/* {lines[0]} */\n/* {lines[1]} */\n", "Config/y.css": f"/* {lines[0]}\n * {lines[1]}\n */\n",
        "Config/x.html": f"<!doctype html>\n<!-- {lines[0]} -->\n<!-- {lines[1]} -->\n",
        "Config/module.modulemap": "module X {}\n", "Config/x.json": "{}\n", "Config/empty.py": "",
    }) == []


@pytest.mark.parametrize("name, text", [
    ("X.swift", SPDX + f"// {NOTE}: later\n"), ("x.py", HASH_SPDX + f"X = 1  # {NOTE}\n"),
    ("x.js", SPDX + f"/*\n {NOTE} */\n"), ("x.yml", f"\n\na: b  # {NOTE} c\n"), ("x.html", f"{PAGE}<!-- {NOTE} -->\n"),
])
def test_a_bare_note_to_oneself_is_found(tidy, name, text):
    [(path, _, rule)] = tidy({f"Config/{name}": text})
    assert (path, rule) == (f"Config/{name}", "todo")


def test_a_note_that_names_its_issue_or_stands_in_a_string_is_left_alone(tidy):
    text = SPDX + f'// {NOTE}(#12): later\nlet a = "{NOTE}"\n'
    assert tidy({"Tests/BrokerTests/X.swift": text}) == []


@pytest.mark.parametrize("name", ["x.md", "x.json", "x.yml"])
def test_a_path_of_one_machine_is_found(tidy, name):
    assert tidy({f"Config/{name}": f"\na: \"{HOME}\"\n"}) == [(f"Config/{name}", 2, "path")]


def test_paths_of_the_system_and_of_the_project_are_left_alone(tidy):
    text = "/etc/plenary /usr/bin/env /run/plenary https://example.com" + HOME + " docs" + HOME + " $X" + HOME + "\n"
    assert tidy({"Config/x.yml": text}) == []


WEB = "Sources/CWebAssets/web/"


def test_a_table_that_lists_the_files_of_the_web_client_is_left_alone(tidy):
    files = {f"{WEB}index.html": PAGE, f"{WEB}i18n/zh-CN.js": SPDX, f"{WEB}icons.svg": "<svg/>\n"}
    table = assets.table(["/index.html", "/icons.svg", "/i18n/zh-CN.js"])
    assert tidy(files | {assets.TABLE: table}) == []
    assert table.count("#embed ") == 3 and '{"/i18n/zh-CN.js", web_i18n_zh_CN_js, sizeof web_i18n_zh_CN_js}' in table


def test_a_table_that_lacks_a_file_or_lists_one_that_is_gone_is_found(tidy, tmp_path):
    page, table = {f"{WEB}index.html": PAGE}, assets.table(["/index.html"])
    assert tidy(page) == [(assets.TABLE, 1, "asset")]
    assert tidy(page | {assets.TABLE: assets.table(["/index.html", "/gone.js"])}) == [(assets.TABLE, 1, "asset")]
    assert tidy(page | {assets.TABLE: table, f"{WEB}app.js": SPDX}) == [(assets.TABLE, 1, "asset")]
    done = subprocess.run([sys.executable, ROOT / "tools/web-assets", tmp_path], capture_output=True, text=True)
    assert done.stdout == f"{assets.TABLE}: 2 files\n"
    assert tidy({}) == []


@pytest.mark.parametrize("name, text", [
    ("notes.txt", "notes\n"), ("app.js.map", "{}\n"), (".hidden.json", "{}\n"), ("a b.json", "{}\n"), ("a.json", ""),
    ("README.md", "# Web\n"), ("js", "{}\n"),
])
def test_a_file_of_the_web_client_that_cannot_be_served_is_found(tidy, name, text):
    files = {WEB + name: text, assets.TABLE: assets.table([f"/{name}"])}
    assert tidy(files) == [(WEB + name, 1, "asset")]


def test_an_overlong_architecture_is_found(tidy):
    assert tidy({"docs/architecture.md": "a\n" * 200, "docs/protocol.md": "a\n" * 201}) == []
    assert tidy({"docs/architecture.md": "a\n" * 201}) == [("docs/architecture.md", 201, "markdown")]


@pytest.mark.parametrize("link", [
    "[a](docs/none.md)", "[a](docs/b.md#none)", "[a](#none)", "![a](b.png)", "[a]: none.md",
])
def test_a_link_that_leads_nowhere_is_found(tidy, link):
    files = {"README.md": f"# Plenary\n\n{link}\n", "docs/b.md": "# B\n"}
    assert tidy(files) == [("README.md", 3, "markdown")]


def test_links_that_lead_somewhere_are_left_alone(tidy):
    links = "[a](docs/b.md) [a](docs) [a](docs/b.md#error-codes-41) [a](https://a.example/b) [a](#plenary) [中](#接口)"
    text = f"# Plenary\n\n## 接口\n{links}\n`[a](none.md)`\n\n```\n[a](none.md)\n```\n"
    assert tidy({"README.md": text, "docs/b.md": "# Error `codes` (4.1)\n[up](../README.md)\n"}) == []


def test_what_git_ignores_is_not_read(tidy):
    assert tidy({".gitignore": ".build/\n", ".build/X.swift": "struct Y {}\n"}) == []


@pytest.mark.parametrize("language, text, code", [
    ("swift", 'a "b" /* c /* d */ e */ f', "af"), ("swift", '#"b"c"# + """\n"d" \\(e + "f") \n"""', "+e+"),
    ("swift", '"\\\\" a "\\"" b', "ab"), ("js", "a / b / c; d = /e'/ + `f${g + `h`}`", "a/b/c;d=+g+"),
    ("c", "a '\"' b \"'\" c // d", "abc"), ("python", "a = 'b#' # c", "a="),
])
def test_comments_and_strings_are_told_from_code(language, text, code):
    blanked, comments = lexer.split(text, language)
    assert len(blanked) == len(comments) == len(text)
    assert "".join(blanked.split()) == code


def test_the_tool_prints_each_finding_and_exits_with_one(tidy, tmp_path):
    tidy({"Config/x.sh": "true\n"})
    run = subprocess.run([sys.executable, ROOT / "tools/tidy", tmp_path], capture_output=True, text=True)
    assert run.returncode == 1
    assert run.stdout.startswith("Config/x.sh:1: spdx: the first lines must be")
    tidy({"Config/x.sh": HASH_SPDX})
    assert subprocess.run([sys.executable, ROOT / "tools/tidy", tmp_path]).returncode == 0


def test_files_that_may_hold_several_public_types_still_do():
    files = Tree(ROOT).by_path
    for path in swiftrules.SEVERAL_PUBLIC_TYPES:
        assert len(swiftrules.public_types(files[path])) > 1, f"{path} needs no exception any more"
