"""A real nginx with a cache, in front of the real server."""

import getpass
import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.running import RunningSite, free_port

STARTS_IN = 20.0
# Debian keeps it from the path of who is not root.
PROGRAMS = ("nginx", "/usr/sbin/nginx", "/usr/local/sbin/nginx")
CONFIGURATION = """
daemon off;
user {user};
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
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
    {locations}
  }}
}}
"""
# A cache that listens to nobody, as one does that an operator told to keep everything.
DEAF = (
    "proxy_ignore_headers Cache-Control Expires Set-Cookie Vary X-Accel-Expires; proxy_cache_valid any 10m;"
    " proxy_cache_methods GET HEAD POST;"
)


def program() -> str:
    """Return nginx's program; skip where there is none, fail where it was said to be there."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found:
        return found
    hint = "nginx is not installed (Debian and Ubuntu: apt install nginx)"
    if "nginx" in os.environ.get("NEWSROOM_TEST_REQUIRE", "").split():
        pytest.fail(hint)
    pytest.skip(hint)


class Front:
    """One nginx, with a folder and a port of its own."""

    def __init__(self, site: RunningSite, folder: Path, more: str = "", locations: str = "") -> None:
        folder.mkdir(parents=True)
        self.port = free_port()
        self.log_path = folder / "error.log"
        self.configuration = folder / "nginx.conf"
        filled = CONFIGURATION.format(
            user=getpass.getuser(), folder=folder, behind=site.port, port=self.port, more=more, locations=locations
        )
        self.configuration.write_text(filled, encoding="utf-8")
        self.command = [program(), "-p", str(folder), "-e", str(self.log_path), "-c", str(self.configuration)]

    def __enter__(self) -> "Front":
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

    def _answers(self) -> bool:
        with suppress(OSError), urlopen(f"http://127.0.0.1:{self.port}/health/live", timeout=5) as answer:
            return bool(answer.status == 200)
        return False
