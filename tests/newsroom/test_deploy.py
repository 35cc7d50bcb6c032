"""The files for an operator: nginx takes its one and does what it says, systemd takes its own."""

import gzip
import json
import re
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings

from tests.newsroom import nginx
from tests.newsroom.nginx import HOST, Said, Shipped, filled
from tests.running import RunningSite, wait_until

pytestmark = pytest.mark.once

DEPLOY = settings.ROOT / "newsroom" / "deploy"
STYLESHEET = re.compile(rb"/static/css/paper\.[0-9a-f]{12}\.css")
PICTURE = re.compile(rb"/media/[\w./-]+")
# Out of ten, where ten is a program that may do all that root may.
MOST_EXPOSED = "20"


@pytest.fixture
def site(demonstration: RunningSite) -> Iterator[RunningSite]:
    """The demonstration, served to be found behind a proxy that speaks TLS."""
    nginx.program()
    site = demonstration.beside(NEWSROOM_TRUSTED_PROXIES="1", NEWSROOM_HOSTS=HOST + " 127.0.0.1")
    site.serve("--workers", "1", "--no-worker")
    yield site
    if site.is_running:
        site.kill()


class Echo(BaseHTTPRequestHandler):
    """Stands behind nginx and answers with the headers that came; a cache may keep its pages as it may ours."""

    protocol_version = "HTTP/1.1"
    asked = 0

    def do_GET(self) -> None:
        Echo.asked += 1
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = json.dumps(dict(self.headers)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "public, max-age=0, s-maxage=1, must-revalidate")
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_arguments: object) -> None:
        """Keep quiet."""


@contextmanager
def echoed(folder: Path) -> Iterator[Shipped]:
    """Give nginx in front of what answers with the headers it was sent."""
    nginx.program()
    behind = RunningSite(folder)
    with ThreadingHTTPServer(("127.0.0.1", behind.port), Echo) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        with Shipped(behind, folder / "nginx") as front:
            yield front
        server.shutdown()


@pytest.mark.nginx
def test_nginx_takes_the_file(tmp_path: Path) -> None:
    front = Shipped(RunningSite(tmp_path), tmp_path / "nginx")

    answer = subprocess.run([*front.command, "-t"], capture_output=True, text=True)

    assert answer.returncode == 0, answer.stderr
    assert "warn" not in answer.stderr


@pytest.mark.nginx
def test_nginx_has_the_site_behind_it(site: RunningSite, tmp_path: Path) -> None:
    with Shipped(site, tmp_path / "nginx") as front:
        # To who came by TLS: another would be led there, and told nothing of it.
        page = Said(front, "/")
        assert (page.status, page.headers["Strict-Transport-Security"]) == (200, "max-age=31536000")
        with closing(HTTPConnection("127.0.0.1", front.plain_port, timeout=30)) as plain:
            plain.request("GET", "/charter/?page=2")
            led = plain.getresponse()
        assert (led.status, led.headers["Location"]) == (301, f"https://{HOST}/charter/?page=2")

        found = STYLESHEET.search(page.body)
        assert found
        stylesheet = found[0].decode()
        sheet = Said(front, stylesheet, Accept_Encoding="gzip")
        assert (sheet.status, sheet.headers["Content-Encoding"]) == (200, "gzip")
        assert sheet.headers["Cache-Control"] == "max-age=315360000, public, immutable"
        pictured = PICTURE.search(page.body)
        assert pictured
        picture = Said(front, pictured[0].decode())
        assert (picture.status, picture.headers.get_all("X-Content-Type-Options")) == (200, ["nosniff"])
        assert picture.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"

        # What the site sends as it is goes out small, but for what is made of secrets.
        lost = Said(front, "/nowhere/at/all/", Accept_Encoding="gzip")
        assert (lost.status, lost.headers["Content-Encoding"]) == (404, "gzip")
        assert b"<!doctype html>" in gzip.decompress(lost.body).lower()
        signing_in = Said(front, "/accounts/login/", Accept_Encoding="gzip")
        assert (signing_in.status, signing_in.headers["Content-Encoding"]) == (200, None)

        for path in ("/_private/", "/_private/audio/any.mp3", "//_private/any"):
            assert Said(front, path).status == 404, path
        assert Said(front, "/health/ready").body == b"ready\n"

        site.stop()
        # nginx has the file by now; of the pages it could not say whether one was withdrawn.
        assert Said(front, stylesheet, Accept_Encoding="gzip").body == sheet.body
        assert Said(front, "/charter/").status == 502


@pytest.mark.nginx
def test_nginx_says_whence_a_reader_comes_and_not_what_they_say_of_it(tmp_path: Path) -> None:
    forged = {"X_Forwarded_For": "192.0.2.7", "X_Forwarded_Proto": "http", "X_Client_Port": "1"}
    with echoed(tmp_path) as front:
        told = json.loads(Said(front, "/", Cookie="any=thing", **forged).body)

    assert (told["X-Forwarded-For"], told["X-Forwarded-Proto"]) == ("127.0.0.1", "https")
    assert int(told["X-Client-Port"]) > 1
    assert told["Host"] == f"{HOST}:{front.port}"


@pytest.mark.nginx
def test_nginx_keeps_a_page_for_who_brings_no_cookie(tmp_path: Path) -> None:
    with echoed(tmp_path) as front:
        Echo.asked = 0
        for _ in range(20):
            Said(front, "/")
        asked = Echo.asked
        for _ in range(5):
            Said(front, "/", Cookie="sessionid=forged")
            Said(front, "/admin/")

        assert 0 < asked < 20
        assert Echo.asked == asked + 10


@pytest.mark.nginx
def test_nginx_lets_the_desk_bring_a_picture_and_nobody_else(tmp_path: Path) -> None:
    def brought(path: str, size: int) -> int:
        with closing(front.connect()) as connection:
            connection.request("POST", path, body=b"0" * size)
            return connection.getresponse().status

    with echoed(tmp_path) as front:
        assert brought("/admin/articles/picture/add/", 50_100_000) == 200
        assert brought("/charter/", 2_500_000) == 200
        assert brought("/charter/", 4_000_000) == 413


@pytest.mark.nginx
def test_nginx_writes_no_address_that_lets_in_and_no_query(tmp_path: Path) -> None:
    with echoed(tmp_path) as front:
        for path in ("/previews/secret/", "/accounts/password/reset/key/secret/", "/search/?q=secret", "/last/"):
            Said(front, path)
        wait_until(lambda: "/last/" in front.log_of_requests.read_text(encoding="utf-8"))

    lines = front.log_of_requests.read_text(encoding="utf-8")
    assert "secret" not in lines
    for shown in ('"GET /previews/..."', '"GET /accounts/..."', '"GET /search/"'):
        assert shown in lines


@pytest.mark.nginx
def test_nginx_answers_to_no_other_name(tmp_path: Path) -> None:
    with echoed(tmp_path) as front:
        # Who asks for a number names nobody.
        stranger = HTTPSConnection("127.0.0.1", front.port, timeout=30, context=front.trust)
        with closing(stranger), pytest.raises(ssl.SSLError, match="UNRECOGNIZED_NAME"):
            stranger.request("GET", "/")


@pytest.mark.parametrize("name", ["newsroom.service", "newsroom-backup.service", "newsroom-backup.timer"])
def test_systemd_takes_the_unit_and_finds_it_closed(name: str, tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed (Debian and Ubuntu: apt install systemd)")
    here = {"/opt/newsroom/.venv/bin/python": sys.executable, "/opt/newsroom": str(settings.ROOT)}
    for shipped in DEPLOY.glob("newsroom*.*"):
        # A timer runs nothing but its service, which it looks for beside it.
        own = here if shipped.suffix == ".service" else {}
        (tmp_path / shipped.name).write_text(filled(shipped.read_text(encoding="utf-8"), own), encoding="utf-8")
    unit = tmp_path / name

    verified = subprocess.run([program, "verify", str(unit)], capture_output=True, text=True)

    assert (verified.returncode, verified.stderr) == (0, "")
    if unit.suffix == ".service":
        command = [program, "security", "--offline=true", f"--threshold={MOST_EXPOSED}", str(unit)]
        judged = subprocess.run(command, capture_output=True, text=True)
        assert judged.returncode == 0, judged.stdout
