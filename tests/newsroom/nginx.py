"""A real nginx in front of the real server: with a cache that does as it is told, or with the configuration we ship."""

import getpass
import os
import shutil
import signal
import ssl
import subprocess
import time
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import NoReturn, Self

import pytest
from django.conf import settings

from tests.running import RunningSite, free_port

STARTS_IN = 60.0
# Debian keeps it from the path of who is not root.
PROGRAMS = ("nginx", "/usr/sbin/nginx", "/usr/local/sbin/nginx")
# What every nginx here begins with: a process of our own, that writes in its folder alone. It ends in the http context.
BEGINNING = """
daemon off;
user {user};
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
"""
CONFIGURATION = (
    BEGINNING
    + """\
  access_log off;
  proxy_cache_path {folder}/cache keys_zone=paper:10m use_temp_path=off;
  upstream newsroom {{ server 127.0.0.1:{behind}; keepalive 16; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://newsroom;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_cache paper;
      proxy_cache_key $request_uri;
      proxy_cache_lock on;
      proxy_cache_revalidate on;
      add_header X-Cache-Status $upstream_cache_status always;
      {more}
    }}
  }}
}}
"""
)
# The file for an operator, and what Debian's own has around it.
SHIPPED = settings.ROOT / "newsroom" / "deploy" / "nginx.conf"
AROUND = (
    BEGINNING
    + """\
  types {{ audio/mpeg mp3; }}
  include {folder}/newsroom.conf;
}}
"""
)
# A name: who asks for a number says none in the handshake.
HOST = "localhost"
# A cache that listens to nobody, as one does that an operator told to keep everything.
DEAF = (
    "proxy_ignore_headers Cache-Control Expires Set-Cookie Vary X-Accel-Expires; proxy_cache_valid any 10m;"
    " proxy_cache_methods GET HEAD POST;"
)


def program() -> str:
    """Return nginx's program; skip where there is none, fail where it was said to be there."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    return found or _missing("nginx")


def _missing(package: str) -> NoReturn:
    hint = f"{package} is not installed (Debian and Ubuntu: apt install {package})"
    if "nginx" in os.environ.get("NEWSROOM_TEST_REQUIRE", "").split():
        pytest.fail(hint)
    pytest.skip(hint)


class Front:
    """One nginx, with a folder and a port of its own."""

    def __init__(self, site: RunningSite, folder: Path, more: str = "") -> None:
        folder.mkdir(parents=True)
        self.port = free_port()
        self.log_path = folder / "error.log"
        self.configuration = folder / "nginx.conf"
        text = CONFIGURATION.format(user=getpass.getuser(), folder=folder, behind=site.port, port=self.port, more=more)
        self.configuration.write_text(text, encoding="utf-8")
        self.command = [program(), "-p", str(folder), "-e", str(self.log_path), "-c", str(self.configuration)]

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + STARTS_IN
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"nginx did not start:\n{self.log_path.read_text(encoding='utf-8')}")
            time.sleep(0.05)
        return self

    def __exit__(self, *error: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(STARTS_IN)

    def connect(self) -> HTTPConnection:
        """Return a connection, which is opened as something is asked."""
        return HTTPConnection("127.0.0.1", self.port, timeout=30)

    def _answers(self) -> bool:
        with suppress(OSError), closing(self.connect()) as connection:
            connection.request("GET", "/health/live")
            return connection.getresponse().status == 200
        return False


class Shipped(Front):
    """nginx with `newsroom/deploy/nginx.conf`, TLS and all, but for what each machine has of its own.

    `others` are nodes beside `site`.
    """

    def __init__(self, site: RunningSite, folder: Path, *others: RunningSite) -> None:
        super().__init__(site, folder)
        nodes = "\n    ".join(f"server 127.0.0.1:{one.port};" for one in (site, *others))
        self.plain_port = free_port()
        self.log_of_requests = folder / "newsroom.log"
        certificate, key = certified(folder)
        self.trust = ssl.create_default_context(cafile=certificate)
        own = {
            "server 127.0.0.1:8000;": nodes,
            "listen 443 ": f"listen 127.0.0.1:{self.port} ",
            "listen 80 ": f"listen 127.0.0.1:{self.plain_port} ",
            "listen [::]:443 ssl http2 default_server;": "",
            "listen [::]:443 ssl http2;": "",
            "listen [::]:80 default_server;": "",
            "/etc/letsencrypt/live/paper.example/fullchain.pem": str(certificate),
            "/etc/letsencrypt/live/paper.example/privkey.pem": str(key),
            "paper.example": HOST,
            "/var/cache/nginx-newsroom": str(folder / "cache"),
            "/var/log/nginx/newsroom.log": str(self.log_of_requests),
            "/var/lib/newsroom/": f"{site.data}/",
        }
        (folder / "newsroom.conf").write_text(filled(SHIPPED.read_text(encoding="utf-8"), own), encoding="utf-8")
        around = AROUND.format(user=getpass.getuser(), folder=folder)
        self.configuration.write_text(around, encoding="utf-8")

    def connect(self) -> HTTPConnection:
        return HTTPSConnection(HOST, self.port, timeout=30, context=self.trust)


class Said:
    """What nginx answered."""

    def __init__(self, front: Front, path: str, method: str = "GET", **headers: str) -> None:
        with closing(front.connect()) as connection:
            connection.request(method, path, headers={name.replace("_", "-"): text for name, text in headers.items()})
            answer = connection.getresponse()
            self.status, self.headers, self.body = answer.status, answer.headers, answer.read()


def filled(text: str, own: dict[str, str]) -> str:
    """Return the text with this machine's own in the place of what stands there; each of it has to stand there."""
    for there, here in own.items():
        assert there in text, f"{SHIPPED.name} has no {there!r}"
        text = text.replace(there, here)
    return text


def certified(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for this machine, and its key; skip, or fail, as for nginx where nothing makes one."""
    openssl = shutil.which("openssl")
    if openssl is None:
        _missing("openssl")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    names = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    command = [openssl, *made, *names, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key
