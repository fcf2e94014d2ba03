# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""The web client's files as they leave the server: from the program, or from a folder while they are developed."""

import gzip
import http.client
import re
import subprocess
import urllib.parse

import pytest

from plenaryserver import ROOT, PlenaryServer, serve_to_end

WEB = ROOT / "Sources/CWebAssets/web"
FILES = sorted(path.relative_to(WEB).as_posix() for path in WEB.rglob("*") if path.is_file())
TYPES = {
    "css": "text/css; charset=utf-8", "html": "text/html; charset=utf-8", "ico": "image/vnd.microsoft.icon",
    "js": "text/javascript; charset=utf-8", "json": "application/json; charset=utf-8", "png": "image/png",
    "svg": "image/svg+xml; charset=utf-8", "webmanifest": "application/manifest+json; charset=utf-8",
    "woff2": "font/woff2",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "media-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
ROOM = 428913577


@pytest.fixture
def web_folder(tmp_path):
    """A folder with a small client, and a file beside it that is nobody's business."""
    folder = tmp_path / "web"
    (folder / "style").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>网页</title>\n")
    (folder / "style/base.css").write_text("p { color: CanvasText; }\n")
    (folder / ".hidden.js").write_text("export {};\n")
    (folder / "notes.txt").write_text("notes\n")
    (tmp_path / "secret.json").write_text('{"secret": true}\n')
    (folder / "link.json").symlink_to("../secret.json")
    return folder


@pytest.fixture
def folder_server(home, web_folder):
    """A running server that serves that folder."""
    server = PlenaryServer(home, configuration=f"web:\n  dir: {web_folder}\n").start()
    yield server
    server.dispose()


def test_every_file_is_served_as_it_is_with_its_type(bare_server):
    connection = http.client.HTTPSConnection("127.0.0.1", bare_server.port, context=bare_server.tls, timeout=15)

    def get(name, **headers):
        connection.request("GET", f"/{name}", headers=headers)
        response = connection.getresponse()
        return response.status, response.headers, response.read()

    for name in FILES:
        expected = (WEB / name).read_bytes()
        status, headers, body = get(name)
        assert (name, status, body) == (name, 200, expected)
        assert headers["content-type"] == TYPES[name.rpartition(".")[2]], name
        assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-cache", "nosniff"), name
        status, packed_headers, packed = get(name, **{"Accept-Encoding": "gzip, deflate, br"})
        if packed_headers["content-encoding"]:
            assert packed_headers["vary"] == headers["vary"] == "accept-encoding", name
            assert packed_headers["etag"] != headers["etag"], name
            assert len(packed) < len(expected) and gzip.decompress(packed) == expected, name
        else:
            assert packed == expected, name
    connection.close()


@pytest.mark.parametrize("path", ["/", f"/r/{ROOM}"])
def test_the_page_answers_at_the_root_and_at_a_link_with_its_policies(bare_server, path):
    response = bare_server.request("GET", path)
    assert (response.status, response.body) == (200, (WEB / "index.html").read_bytes())
    assert response.headers["content-security-policy"] == POLICY
    assert response.headers["permissions-policy"] == "camera=(self), microphone=(self), display-capture=(self)"
    assert response.headers["x-frame-options"] == "DENY"


def test_the_page_asks_for_nothing_that_is_not_there_and_for_nothing_from_elsewhere(bare_server):
    page = (WEB / "index.html").read_text()
    references = re.findall(r'\b(?:src|href)="([^"#]+)', page)
    assert references
    for reference in references:
        assert reference.startswith("/") and not reference.startswith("//"), reference
        assert bare_server.request("GET", reference).status == 200, reference


def test_every_module_that_a_module_imports_is_there():
    for name in (name for name in FILES if name.endswith(".js")):
        text = (WEB / name).read_text()
        for reference in re.findall(r"""^(?:import|export)\b[^;'"]*?\bfrom ['"]([^'"]+)['"]""", text, re.M):
            path = urllib.parse.urljoin(f"/{name}", reference)
            assert path.removeprefix("/") in FILES, f"{name} imports {reference}"


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_who_has_a_file_hears_so_without_getting_it_again(bare_server, encoding):
    headers = {"Accept-Encoding": encoding}
    first = bare_server.request("GET", "/", headers=headers)
    tag = first.headers["etag"]
    assert re.fullmatch(r'"[\x21\x23-\x7e]+"', tag)
    for known in [tag, f"W/{tag}", f'"other", {tag}', "*"]:
        again = bare_server.request("GET", "/", headers=headers | {"If-None-Match": known})
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
        assert again.headers["content-security-policy"] == POLICY
    assert bare_server.request("GET", "/", headers=headers | {"If-None-Match": '"other"'}).status == 200


def test_a_head_tells_what_a_get_would(bare_server):
    for path in ["/", f"/r/{ROOM}/qr.svg"]:
        got, told = (bare_server.request(method, path) for method in ("GET", "HEAD"))
        assert (told.status, told.body) == (200, b"")
        assert int(told.headers["content-length"]) == len(got.body) > 0
        differing = {name for name, value in told.headers.items() if got.headers[name] != value}
        assert differing <= {"date"}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_nothing_but_reading_is_allowed(bare_server, method):
    for path in ["/", "/index.html", f"/r/{ROOM}", f"/r/{ROOM}/qr.svg"]:
        response = bare_server.request(method, path, body="")
        assert (response.status, response.headers["allow"]) == (405, "GET, HEAD"), path
    assert bare_server.request(method, "/nothing.js", body="").status == 404


OUTSIDE = [
    "/../secret.json", "/%2e%2e/secret.json", "/..%2fsecret.json", "/style/../../secret.json",
    "/style/%2e%2e/%2e%2e/secret.json", "/..%5csecret.json", "/%252e%252e/secret.json", "//secret.json",
    "/link.json", "/.hidden.js", "/%2ehidden.js", "/notes.txt", "/style", "/style/", "/index.html/", "/index",
    "/INDEX.HTML", "/r/", "/r/1", f"/r/{ROOM}/", f"/r/{ROOM}/index.html", "/nothing.js", "/assets.c",
    "/tsconfig.json", "/web/index.html",
]


@pytest.mark.parametrize("source", ["program", "folder"])
def test_nothing_else_is_served(request, source):
    server = request.getfixturevalue("bare_server" if source == "program" else "folder_server")
    for path in OUTSIDE:
        response = server.request("GET", path)
        assert response.status == 404, path
        assert response.headers["content-type"] == "application/problem+json"
        assert b"secret" not in response.body


def test_a_folder_is_read_anew_for_each_request(folder_server, web_folder):
    page = folder_server.request("GET", "/")
    assert page.body.decode() == "<!doctype html><title>网页</title>\n"
    assert page.headers["content-security-policy"] == POLICY
    style = folder_server.request("GET", "/style/base.css")
    assert (style.status, style.headers["content-type"]) == (200, TYPES["css"])
    (web_folder / "style/base.css").write_text("p { color: LinkText; }\n")
    headers = {"If-None-Match": style.headers["etag"]}
    changed = folder_server.request("GET", "/style/base.css", headers=headers)
    assert (changed.status, changed.body) == (200, b"p { color: LinkText; }\n")
    (web_folder / "index.html").unlink()
    assert folder_server.request("GET", "/").status == 404


def test_the_flag_names_a_folder_too_and_one_that_is_not_there_ends_the_start(home, web_folder):
    code, said = serve_to_end(home, "--listen", "127.0.0.1:0", "--web-dir", web_folder / "none")
    assert code == 3
    assert said.splitlines()[-1] == f"plenary: web.dir: there is no folder {web_folder / 'none'}"


def test_curl_gets_the_same_compressed_as_a_browser_does(bare_server):
    command = ["curl", "-sS", "--fail", "--compressed", "--cacert", bare_server.home / "Certs/ca.crt"]
    run = subprocess.run(
        [*command, f"https://127.0.0.1:{bare_server.port}/"], capture_output=True, check=True, timeout=20,
    )
    assert run.stdout == (WEB / "index.html").read_bytes()


def test_the_qr_code_of_a_room_leads_to_its_link(bare_server, tmp_path):
    response = bare_server.request("GET", f"/r/{ROOM}/qr.svg")
    assert (response.status, response.headers["content-type"]) == (200, TYPES["svg"])
    assert response.headers["cache-control"] == "public, max-age=86400"
    (tmp_path / "code.pgm").write_text(drawn(response.body.decode()))
    run = subprocess.run(
        ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", tmp_path / "code.pgm"],
        capture_output=True, text=True, timeout=20,
    )
    assert run.stdout.strip() == f"https://localhost:8443/r/{ROOM}"


@pytest.mark.parametrize("path", ["/qr.svg", "/r/qr.svg", "/r/1/qr.svg", f"/r/{ROOM}/qr.png", f"/r/0{ROOM}/qr.svg"])
def test_only_a_room_has_a_qr_code(bare_server, path):
    assert bare_server.request("GET", path).status == 404


def drawn(svg, scale=4):
    """The image as a plain PGM: runs of modules, each a rectangle one module high."""
    edge = int(re.search(r'viewBox="0 0 (\d+) \1"', svg).group(1))
    rows = [[255] * edge for _ in range(edge)]
    for column, row, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", svg):
        for offset in range(int(length)):
            rows[int(row)][int(column) + offset] = 0
    pixels = [[value for value in row for _ in range(scale)] for row in rows for _ in range(scale)]
    text = "\n".join(" ".join(map(str, row)) for row in pixels)
    return f"P2\n{edge * scale} {edge * scale}\n255\n{text}\n"
