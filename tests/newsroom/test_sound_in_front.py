"""A narration behind a real nginx: the site says who may listen, nginx hands the file over, stretch by stretch."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from articles.models import Article, Narration
from newsroom.subscribers.models import User
from tests import factories
from tests.newsroom import in_front, nginx
from tests.newsroom.nginx import Said, Shipped
from tests.running import RunningSite

pytestmark = [pytest.mark.once, pytest.mark.nginx]

# As newsroom/deploy/nginx.conf has it.
LOCATION = "/_private/"
LISTENER, MEMBER = "Ombeline Tressard", "Guilain Verdonck"


def prepare() -> None:
    """Make the readers, in the site's own process, and print their sessions and the narration."""
    narration = Narration.objects.playable()[0]
    readers = {LISTENER: factories.subscriber(LISTENER), MEMBER: factories.user(MEMBER)}
    json.dump(
        {
            "sessions": {name: f"sessionid={in_front.session(one)}" for name, one in readers.items()},
            "path": f"/audio/{narration.article_id}",
            "file": narration.file_name,
            "size": narration.size,
        },
        sys.stdout,
    )


def end_subscription() -> None:
    User.objects.named_like(LISTENER).get().subscriptions.all().delete()


def withdraw(pk: int) -> None:
    Article.objects.get(pk=pk).withdraw(by=None)


def do(site: RunningSite, what: str) -> str:
    command = f"from tests.newsroom import test_sound_in_front as here; here.{what}"
    return site.manage("shell", "--no-imports", "-c", command).stdout


@pytest.fixture
def site(untouched_demonstration: RunningSite) -> Iterator[RunningSite]:
    """The demonstration, served behind nginx, one of its articles read aloud."""
    nginx.program()
    site = untouched_demonstration.beside(NEWSROOM_ACCEL_LOCATION=LOCATION, NEWSROOM_TRUSTED_PROXIES="1")
    newest = "from articles.models import Article; print(Article.objects.published().latest_first()[0].pk)"
    pk = site.manage("shell", "--no-imports", "-c", newest).stdout.strip()
    site.beside(NEWSROOM_VOICE="pico", NEWSROOM_ACCEL_LOCATION=LOCATION).manage("narrate", pk)
    site.serve("--workers", "1", "--no-worker")
    yield site
    site.kill()


def test_nginx_hands_over_what_the_site_lets_somebody_hear(site: RunningSite, tmp_path: Path) -> None:
    told = json.loads(do(site, "prepare()"))
    sound, size, listener = told["path"], told["size"], {"Cookie": told["sessions"][LISTENER]}
    with Shipped(site, tmp_path / "nginx") as front:
        whole = Said(front, sound, **listener)
        assert (whole.status, len(whole.body), whole.body[:3]) == (200, size, b"ID3")
        assert (whole.headers["Content-Type"], whole.headers["Accept-Ranges"]) == ("audio/mpeg", "bytes")
        assert whole.headers["Cache-Control"] == "private, no-store"
        assert "X-Accel-Redirect" not in whole.headers
        # nginx drops these of the site's answer, and says them again.
        assert whole.headers.get_all("X-Content-Type-Options") == ["nosniff"]
        assert whole.headers.get_all("X-Robots-Tag") == ["noindex"]
        assert whole.headers.get_all("Cross-Origin-Resource-Policy") == ["same-origin"]
        # Another account than the site's may read it, if it is of its group, and nobody else.
        file = site.data / "private" / told["file"]
        assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o640, 0o750)
        head = Said(front, sound, "HEAD", **listener)
        assert (head.status, head.headers["Content-Length"], head.body) == (200, str(size), b"")

        for asked, start, end in (("0-1", 0, 2), ("1000-1999", 1000, 2000), (f"{size - 9}-", size - 9, size)):
            part = Said(front, sound, Range=f"bytes={asked}", **listener)
            assert (part.status, part.body) == (206, whole.body[start:end])
            assert part.headers["Content-Range"] == f"bytes {start}-{end - 1}/{size}"
        last = Said(front, sound, Range="bytes=-9", **listener)
        assert (last.status, last.body) == (206, whole.body[-9:])
        beyond = Said(front, sound, Range=f"bytes={size}-", **listener)
        assert (beyond.status, beyond.headers["Content-Range"]) == (416, f"bytes */{size}")
        same = Said(front, sound, Range="bytes=0-1", If_Range=whole.headers["ETag"], **listener)
        other = Said(front, sound, Range="bytes=0-1", If_Range='"another"', **listener)
        assert (same.status, other.status, len(other.body)) == (206, 200, size)

        # Nobody else, after a subscriber least of all; nor by the folder's own address, whoever asks.
        cookies: tuple[dict[str, str], ...] = ({}, {"Cookie": told["sessions"][MEMBER]}, {"Cookie": "sessionid=forged"})
        for cookie in cookies:
            refused = [Said(front, sound, **cookie), Said(front, sound, Range="bytes=0-1", **cookie)]
            assert {(one.status, b"ID3" in one.body) for one in refused} == {(403, False)}
        direct = f"{LOCATION}{told['file']}"
        for path in (direct, f"/audio/..{direct}", f"{sound}?x=/../..{direct}&v=none", direct.replace("/", "//")):
            assert Said(front, path, **listener).status == 404, path

        # What became of the subscription or of the article holds at the next stretch.
        do(site, f"withdraw({sound.rpartition('/')[2]})")
        assert Said(front, sound, Range="bytes=0-1", **listener).status == 404
        do(site, "end_subscription()")
        assert Said(front, sound, Range="bytes=0-1", **listener).status == 403
