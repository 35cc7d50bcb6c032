"""The comments of a paper of any size, with what was decided and reported: the shares of one that moderates."""

from dataclasses import dataclass

from django.db import connection

from comments.models import Comment, Decision, Discussion, Recommendation, Report, Revision
from tests.benchmarks import texts
from tests.benchmarks.archive import KNOWN
from tests.benchmarks.bulk import ago, continue_ids, insert, is_postgresql, name_of, one_of, series
from tests.benchmarks.people import MINUTES

# A page is as long in the small set as in the large one: what it costs to draw is not what is compared.
FULL_PAGE = 60
# Comments come by fives: a thread of three, each of which answers the one before, and two that nobody answers.
THREAD = 5
SAYINGS = 4999
LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Shape:
    """How many there are of what."""

    comments: int
    articles: int
    members: range

    @property
    def threads(self) -> int:
        """How many fives."""
        return self.comments // THREAD

    @property
    def long(self) -> int:
        """How many comments stand under the last article; a tenth of them under the one before it."""
        return min(LONGEST, self.comments // 10)

    def every(self, share: int, least: int = 1) -> int:
        """Return of how many fives one is so, where one comment in `share` is, and no fewer than a page of them."""
        return max(least, self.threads // max(FULL_PAGE, self.comments // share))


def fill(shape: Shape, *, moderators: list[int], rules: list[int], seed: int) -> None:
    """Make the comments, from three years ago until now."""
    _say(min(SAYINGS, shape.comments), seed)
    _comments(shape)
    _revisions()
    _decisions(moderators, rules)
    _reports(shape, rules)
    _recommendations(shape.members)
    under = "SELECT article_id AS n, count(*) AS said FROM comments_comment GROUP BY article_id"
    insert(Discussion, under, article_id="n", version="said")
    continue_ids(Comment)


def _say(count: int, seed: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS saying")
        cursor.execute("CREATE TEMPORARY TABLE saying (number bigint PRIMARY KEY, words text)")
        cursor.executemany("INSERT INTO saying VALUES (%s, %s)", list(enumerate(texts.sayings(count, seed))))


def _comments(shape: Shape) -> None:
    # n counts from 1; five is the thread, place is where in its five the comment stands.
    counted = (
        f"SELECT n, (n - 1) / {THREAD} AS five, (n - 1) % {THREAD} AS place FROM ({series(shape.comments)}) AS one"  # noqa: S608
    )
    judged = f"SELECT n, five, place, {_status(shape)} AS status, {_article(shape)} AS article FROM ({counted}) AS two"  # noqa: S608
    source = (
        f"SELECT judged.*, words FROM ({judged}) AS judged JOIN saying ON number = n % (SELECT count(*) FROM saying)"  # noqa: S608
    )
    members = shape.members
    often = max(4, shape.comments // max(FULL_PAGE, shape.comments // 50))
    author = f"CASE WHEN n % {often} = 0 THEN 1 ELSE 2 + n * 7919 % {len(members) - 1} END + {members[0] - 1}"
    looked_for = f"CASE WHEN n = 1 THEN '{texts.ONCE} : ' WHEN n % 20 = 0 THEN '{texts.OFTEN} : ' ELSE '' END"
    written = ago(f"{MINUTES} - n * ({MINUTES} / {shape.comments}.0)")
    insert(
        Comment, source, id="n", article_id="article", author_id=author, status="status",
        parent_id="CASE WHEN place IN (1, 2) THEN n - 1 END", root_id="CASE WHEN place IN (1, 2) THEN n - place END",
        depth="CASE WHEN place IN (1, 2) THEN place ELSE 0 END",
        body=f"{looked_for} || words || ' (' || n || ')'", idempotency_key="'k' || n", created_at=written,
        published_at=f"CASE WHEN status IN ('pending', 'refused') THEN NULL ELSE {written} END",
        moves=f"CASE WHEN {DECIDED} THEN 1 ELSE 0 END",
        recommended="CASE WHEN status = 'published' AND n % 4 = 1 THEN 1 + n % 3 ELSE 0 END",
    )  # fmt: skip


# A moderator gave it its status, or let through what had waited.
DECIDED = "(status IN ('hidden', 'refused', 'removed') OR (status = 'published' AND n % 20 = 7))"


def _status(shape: Shape) -> str:
    """Return what became of each: only what nobody answered waits, or was never shown."""
    waiting = max(FULL_PAGE * 2, shape.comments // 100)
    # In twenty fives there are sixteen such; the discussions of known length have none.
    since = max(0, shape.threads - waiting * 20 // 16)
    return f"""CASE
        WHEN five >= {since} AND five % 2 = 1 AND five % 10 <> 3 AND place IN (2, 4) THEN 'pending'
        WHEN five % {shape.every(500, 2)} = 1 AND place = 1 THEN 'hidden'
        WHEN five % {shape.every(50)} = 0 AND place = 3 THEN 'refused'
        WHEN five % {shape.every(100, 2)} = 0 AND place = 0 THEN 'removed'
        ELSE 'published' END"""


def _article(shape: Shape) -> str:
    """Return under which article: one of the forty that were new then, or one of those whose length is known."""
    since = shape.threads - 2 * shape.long // THREAD
    # Of the fives since then every second is the long one's, every twentieth the next one's, six the last one's.
    six = max(1, 2 * shape.long // THREAD // 20 // 6)
    last = shape.articles
    new = f"1 + five * {last - KNOWN} / {shape.threads} - five % 40"
    return f"""CASE
        WHEN five >= {since} AND five % 2 = 0 THEN {last}
        WHEN five >= {since} AND five % 20 = 3 THEN {last - 1}
        WHEN five >= {since} AND five % 20 = 13 AND five / 20 % {six} = 0 THEN {last - 2}
        WHEN {new} < 1 THEN 1
        ELSE {new} END"""


def _revisions() -> None:
    source = "SELECT id AS n, body, created_at, status FROM comments_comment"
    hits = """'[{"check": "premoderation", "verdict": "hold", "why": "first"}]'"""
    was_held = f"status = 'pending' OR {DECIDED} AND status IN ('refused', 'published')"
    insert(
        Revision, source, comment_id="n", body="body", created_at="created_at",
        verdict=f"CASE WHEN {was_held} THEN 'hold' ELSE 'pass' END",
        hits=f"CASE WHEN {was_held} THEN {hits} ELSE '[]' END{'::jsonb' if is_postgresql() else ''}",
    )  # fmt: skip


def _decisions(moderators: list[int], rules: list[int]) -> None:
    """Explain each status that a moderator gave, and one text in twenty that one let pass."""
    source = f"""SELECT n, status, author_id, created_at FROM
        (SELECT id AS n, status, author_id, created_at FROM comments_comment) AS all_of_them WHERE {DECIDED}"""  # noqa: S608
    taken = "status <> 'published'"
    insert(
        Decision, source, puid=name_of("'decision ' || n"),
        comment_id="n", member_id="author_id", revision="1", role="'moderator'", decided_at="created_at",
        was="CASE WHEN status = 'refused' OR status = 'published' THEN 'pending' ELSE 'published' END", now="status",
        restriction="CASE status WHEN 'removed' THEN 'content_removed' WHEN 'published' THEN '' "
        "ELSE 'content_disabled' END",
        ground=f"CASE WHEN {taken} THEN 'charter' ELSE '' END", explanation="'Votre texte vise une personne.'",
        charter_rule_id=f"CASE WHEN {taken} THEN {one_of(rules)} END",
        category=f"CASE WHEN {taken} THEN 'other_violation_tc' ELSE '' END", decided_by_id=one_of(moderators),
    )  # fmt: skip


def _reports(shape: Shape, rules: list[int]) -> None:
    """One shown comment in a thousand is reported and waits; each that was removed, a reader had reported.

    Of those that wait, one report in four says that the law is broken.
    """
    one_in = max(4, shape.comments // max(FULL_PAGE, shape.comments // 1000))
    waiting = f"SELECT id AS n FROM comments_comment WHERE status = 'published' AND id % {one_in} = 0"  # noqa: S608
    illegal = f"n / {one_in} % 4 = 0"
    reporter = f"{shape.members[0]} + n % {len(shape.members)}"
    insert(
        Report, waiting, reference="'R' || n", comment_id="n", revision="1", reporter_id=reporter,
        kind=f"CASE WHEN {illegal} THEN 'illegal' ELSE 'charter' END",
        rule_id=f"CASE WHEN {illegal} THEN NULL ELSE {one_of(rules)} END",
        category=f"CASE WHEN {illegal} THEN 'violence' ELSE '' END",
        priority=f"CASE WHEN {illegal} THEN 3 ELSE 0 END", good_faith="TRUE", words="'Voir la fin.'",
    )  # fmt: skip
    answered = "SELECT comment_id AS n, id, charter_rule_id, decided_at FROM comments_decision WHERE now = 'removed'"
    insert(
        Report, answered, reference="'A' || n", comment_id="n", revision="1", reporter_id=reporter, kind="'charter'",
        rule_id="charter_rule_id", decision_id="id", created_at="decided_at", acknowledged_at="decided_at",
        notified_at="decided_at", words="'Cela vise quelqu’un.'",
    )  # fmt: skip


def _recommendations(members: range) -> None:
    """Let as many members recommend each comment as it counts, none of them its author."""
    source = f"""SELECT comments_comment.id AS c, author_id, created_at, one.n AS n FROM comments_comment
        JOIN ({series(3)}) AS one ON one.n <= recommended"""  # noqa: S608 - a series
    member = f"{members[0]} + (author_id - {members[0]} + n * 17) % {len(members)}"
    insert(Recommendation, source, comment_id="c", member_id=member, created_at="created_at")
