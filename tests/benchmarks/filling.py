"""A paper with many comments, written straight into its tables: the shares are those of a paper that moderates."""

import json
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.utils import timezone

from articles.models import Article, Section
from comments.models import Charter, Comment, Decision, Report, Revision
from newsroom.lib.folding import fold
from newsroom.subscribers.models import User
from tests import factories

MODERATOR, WORDY = "Maud", "Bavard"
OFTEN, ONCE = "budget", "hippopotame"
SECTIONS = 8
# A page is as long in the small set as in the large one: what it costs to draw is not what is compared.
FULL_PAGE = 60
MINUTES = 3 * 365 * 24 * 60


def fill(rows: int) -> None:
    """Fill a migrated, empty database with as many comments, and have it count what it holds."""
    moderators = [factories.staff(name, "Moderator").pk for name in (MODERATOR, "Marius", "Mona")]
    # The members are made in bulk, behind the staff.
    members, articles = range(moderators[-1] + 1, moderators[-1] + 1 + max(50, rows // 20)), max(16, rows // 200)
    charter = Charter.objects.current()
    assert charter is not None
    rules = [rule.pk for rule in charter.rules.order_by("number")]
    _people(members)
    _paper(articles)
    _comments(rows, members, articles)
    _decisions(moderators, rules)
    _reports(rows, members, rules)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def every(rows: int, share: int) -> int:
    """Return of how many comments one is so, for one in `share` and no fewer than a page of them."""
    return max(4, rows // max(FULL_PAGE, rows // share))


def _people(members: range) -> None:
    name = f"CASE n WHEN 1 THEN '{fold(WORDY)}' ELSE 'membre' || n END"
    _insert(
        User, _series(len(members)), id=f"n + {members[0] - 1}", email="'membre' || n || '@exemple.test'",
        display_name=name, display_name_key=name, password="'!'", date_joined=_ago(str(MINUTES)),
    )  # fmt: skip


def _paper(articles: int) -> None:
    _insert(Section, _series(SECTIONS), id="n", name="'Rubrique ' || n", slug="'rubrique-' || n", position="n")
    ages = f"{MINUTES} - n * {MINUTES // articles}"
    _insert(
        Article, _series(articles), id="n", uri="'urn:a:' || n", section_id=f"1 + n % {SECTIONS}", slug="'a' || n",
        headline="'Article ' || n", body="'<p>mot</p>'", status="'published'", published_at=_ago(ages),
    )  # fmt: skip


def _comments(rows: int, members: range, articles: int) -> None:
    pending = max(FULL_PAGE * 2, rows // 100)
    status = f"""CASE
        WHEN n > {rows} - 2 * {pending} AND n % 2 = 0 THEN 'pending'
        WHEN n % {every(rows, 500)} = 1 THEN 'hidden'
        WHEN n % {every(rows, 50)} = 3 THEN 'refused'
        WHEN n % {every(rows, 100)} = 2 THEN 'removed'
        ELSE 'published' END"""
    author = f"CASE WHEN n % {every(rows, 50)} = 0 THEN 1 ELSE 2 + n * 7919 % {len(members) - 1} END + {members[0] - 1}"
    said = f"CASE WHEN n = 1 THEN '{ONCE}' WHEN n % 20 = 0 THEN '{OFTEN}' ELSE 'conseil' END"
    written = _ago(f"{MINUTES} - n * ({MINUTES} / {rows}.0)")
    _insert(
        Comment, _series(rows), id="n", article_id=f"1 + (n * {articles} / {rows} + n % 40) % {articles}",
        author_id=author, status=status, body=f"{said} || ' de la ville : ' || n || ', {'mot ' * 40}'",
        idempotency_key="'k' || n", created_at=written, published_at=written,
    )  # fmt: skip
    source = "SELECT id AS n, body, created_at FROM comments_comment"
    _insert(Revision, source, comment_id="n", body="body", created_at="created_at")


def _decisions(moderators: list[int], rules: list[int]) -> None:
    """Explain each status that a moderator gave, and one text in twenty that one let pass."""
    source = """SELECT id AS n, status, author_id, created_at FROM comments_comment
        WHERE status IN ('hidden', 'refused', 'removed') OR (status = 'published' AND id % 20 = 7)"""
    taken = "status <> 'published'"
    _insert(
        Decision, source, puid="gen_random_uuid()" if _is_postgresql() else "lower(hex(randomblob(16)))",
        comment_id="n", member_id="author_id", revision="1", role="'moderator'", decided_at="created_at",
        was="CASE WHEN status = 'refused' OR status = 'published' THEN 'pending' ELSE 'published' END", now="status",
        restriction="CASE status WHEN 'removed' THEN 'content_removed' WHEN 'published' THEN '' "
        "ELSE 'content_disabled' END",
        ground=f"CASE WHEN {taken} THEN 'charter' ELSE '' END", explanation="'Votre texte vise une personne.'",
        charter_rule_id=f"CASE WHEN {taken} THEN {_one_of(rules)} END",
        category=f"CASE WHEN {taken} THEN 'other_violation_tc' ELSE '' END", decided_by_id=_one_of(moderators),
    )  # fmt: skip


def _reports(rows: int, members: range, rules: list[int]) -> None:
    """One shown comment in a thousand is reported and waits; one report in four says that the law is broken."""
    one_in = every(rows, 1000)
    source = f"SELECT id AS n FROM comments_comment WHERE status = 'published' AND id % {one_in} = 0"  # noqa: S608
    illegal = f"n / {one_in} % 4 = 0"
    _insert(
        Report, source, reference="'R' || n", comment_id="n", revision="1",
        reporter_id=f"{members[0]} + n % {len(members)}", kind=f"CASE WHEN {illegal} THEN 'illegal' ELSE 'charter' END",
        rule_id=f"CASE WHEN {illegal} THEN NULL ELSE {_one_of(rules)} END",
        category=f"CASE WHEN {illegal} THEN 'violence' ELSE '' END",
        priority=f"CASE WHEN {illegal} THEN 3 ELSE 0 END", good_faith="TRUE", words="'Voir la fin.'",
    )  # fmt: skip


def _insert(model: type[models.Model], source: str, **given: str) -> None:
    """Add a row for each of the source; a column that is not given has its default."""
    fields = [field for field in model._meta.concrete_fields if field.column in given or _is_needed(field)]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    values = ", ".join(given.get(str(field.column)) or _literal(field.get_default()) for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {model._meta.db_table} ({columns}) SELECT {values} FROM ({source}) AS source")  # noqa: S608


def _is_needed(field: Any) -> bool:
    return not (field.null or field.primary_key or field.has_db_default())


def _literal(value: Any) -> str:
    if isinstance(value, datetime):
        return _ago("0")
    if isinstance(value, bool | int):
        return str(value).upper()
    return "'" + (value if isinstance(value, str) else json.dumps(value)) + "'"


def _series(count: int) -> str:
    counted = "WITH RECURSIVE series(n) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT n + 1 FROM series WHERE n < "
    return f"{counted}{count}) SELECT n FROM series"  # noqa: S608 - a number


def _one_of(keys: list[int]) -> str:
    """Return one of the keys, spread over the comments."""
    whens = " ".join(f"WHEN {place} THEN {key}" for place, key in enumerate(keys))
    return f"CASE n / 7 % {len(keys)} {whens} END"


def _ago(minutes: str) -> str:
    now = timezone.now().strftime("%Y-%m-%d %H:%M:%S")
    if _is_postgresql():
        return f"timestamptz '{now}+00' - ({minutes}) * interval '1 minute'"
    return f"strftime('%Y-%m-%d %H:%M:%f', '{now}', (-({minutes})) || ' minutes')"


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"
