"""`compose.yaml` and its image: read as compose would, each command and setting of it held against the site's own."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import load_command_class

from newsroom.lib import service_urls

DEPLOY = settings.ROOT / "newsroom" / "deploy"
FILE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = FILE["services"]
OURS = {name: one for name, one in SERVICES.items() if one["image"] == "newsroom"}
# What compose knows of a service that we use (compose-spec, 05-services).
KNOWN = {"build", "command", "depends_on", "env_file", "environment", "healthcheck", "image", "ports", "restart",
         "stop_grace_period", "volumes"}  # fmt: skip
CONDITIONS = {"service_started", "service_healthy", "service_completed_successfully"}
# The commands that are not ours, and whose they are.
STOCK = {"migrate": "django.core", "collectstatic": "django.contrib.staticfiles"}
GIVEN = {"POSTGRES_PASSWORD": "a-password", "SITE": "journal.example"}


def filled(text: str) -> str:
    """Return the text as compose hands it on."""
    text = re.sub(r"\$\{(\w+):\?[^}]*\}", lambda found: GIVEN[found[1]], text)
    return text.replace("$$", "$")


def test_the_services_are_those_of_several_nodes() -> None:
    assert set(SERVICES) == {"db", "redis", "prepare", "web1", "web2", "worker", "nginx"}
    assert set(OURS) == {"prepare", "web1", "web2", "worker"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_says_what_compose_knows(name: str) -> None:
    service = SERVICES[name]

    assert set(service) <= KNOWN
    for other, how in service.get("depends_on", {}).items():
        assert how["condition"] in CONDITIONS
        assert (how["condition"] == "service_healthy") <= ("healthcheck" in SERVICES[other])
    for volume in service.get("volumes", ()):
        source = volume.partition(":")[0]
        assert source in FILE["volumes"] or source.startswith("/etc/") or (DEPLOY / source).is_file(), volume


@pytest.mark.parametrize("name", OURS)
def test_a_command_of_ours_is_one_that_the_site_has(name: str) -> None:
    said = " ".join(OURS[name]["command"])
    lines = [line.split() for line in said.removeprefix("sh -c ").split(" && ")]

    for python, manage, command, *arguments in lines:
        assert (python, manage) == ("python", "manage.py")
        app = "newsroom" if command in {"serve", "work"} else None
        parser = load_command_class(app or STOCK[command], command).create_parser("manage.py", command)
        parser.parse_args(arguments)


def test_the_nodes_do_no_tasks_and_one_worker_does() -> None:
    assert all("--no-worker" in SERVICES[name]["command"] for name in ("web1", "web2"))
    assert SERVICES["worker"]["command"][-1] == "work"


def test_a_setting_is_one_that_the_site_reads() -> None:
    documented = set(re.findall(r"^#([A-Z_]+)=", (settings.ROOT / ".env.example").read_text(encoding="utf-8"), re.M))

    for service in OURS.values():
        assert set(service["environment"]) <= documented
        database = service_urls.database(filled(service["environment"]["DATABASE_URL"]))
        assert (database["HOST"], database["PASSWORD"]) == ("db", GIVEN["POSTGRES_PASSWORD"])
        assert set(service_urls.caches(service["environment"]["REDIS_URL"])) >= {"default", "sessions"}
        assert "redis" in SERVICES
        assert (DEPLOY / service["env_file"]).parent.resolve() == settings.ROOT
        assert service["environment"]["NEWSROOM_DATA"] in [one.partition(":")[2] for one in service["volumes"]]
    assert SERVICES["db"]["environment"]["POSTGRES_USER"] == database["USER"]
    assert SERVICES["db"]["environment"]["POSTGRES_DB"] == database["NAME"]


def test_nginx_has_the_shipped_file_with_both_nodes_in_it(tmp_path: Path) -> None:
    shell, option, script = SERVICES["nginx"]["command"]
    # The first of its commands, with files of ours in the place of the container's.
    writes = filled(script).partition(" && ")[0]
    made = tmp_path / "newsroom.conf"
    writes = writes.replace("/deploy/nginx.conf", str(DEPLOY / "nginx.conf"))
    writes = writes.replace("/etc/nginx/conf.d/newsroom.conf", str(made))

    subprocess.run([shell, option, writes], check=True, env={"SITE": GIVEN["SITE"], "PATH": "/usr/bin:/bin"})

    text = made.read_text(encoding="utf-8")
    assert "    server web1:8000; server web2:8000;\n" in text
    assert "ssl_certificate /etc/letsencrypt/live/journal.example/fullchain.pem;" in text
    assert "paper.example" not in text
    assert "127.0.0.1:8000" not in text


def test_the_image_is_made_of_what_the_project_has() -> None:
    lines = (DEPLOY / "Containerfile").read_text(encoding="utf-8").splitlines()
    copied = [source for line in lines if line.startswith("COPY") for source in line.split()[1:-1]]

    assert all((settings.ROOT / source).exists() for source in copied)
    # All that the site imports or reads; nothing else is sent to who builds it, secrets least of all.
    ours = {"manage.py", "newsroom", "articles", "comments", "templates"}
    assert set(copied) == {"requirements.txt", "pyproject.toml"} | ours
    kept = (DEPLOY / "Containerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert {line[1:] for line in kept if line.startswith("!")} == set(copied)
    assert "*" in kept
    assert OURS["web1"]["build"]["dockerfile"] == "newsroom/deploy/Containerfile"
    assert (DEPLOY / OURS["web1"]["build"]["context"]).resolve() == settings.ROOT
