"""The articles of a paper of any size, with what is searched of them."""

from django.db import connection

from articles.models import Article, Byline, Contributor, PublicText, Section, Tag, WholeText
from articles.models.article import default_slug
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests.benchmarks import texts
from tests.benchmarks.bulk import ago, continue_ids, insert, series
from tests.benchmarks.people import MINUTES

SECTIONS = ("Politique", "Économie", "Ville", "Monde", "Culture", "Sciences", "Sports", "Opinions")
CONTRIBUTORS, TAGS = 60, 300
# As many as are told; with more articles than that, several tell one.
STORIES = 997
# Under the last articles stand discussions of a known length.
KNOWN = 3
# Of two hundred one is withdrawn, and for each hundred there is a draft.
WITHDRAWN, DRAFTS = 200, 100
TEXTS = ("kicker", "headline", "slug", "standfirst", "body", "opening", "text", "names")


def fill(articles: int, *, editor: User, seed: int) -> None:
    """Make so many published articles, and their drafts, from three years ago until now."""
    Section.objects.bulk_create(
        Section(pk=pk, name=name, slug=f"rubrique-{pk}", position=pk) for pk, name in enumerate(SECTIONS, 1)
    )
    signers = [Contributor(pk=n, name=f"Plume {n}", slug=f"plume-{n}") for n in range(1, CONTRIBUTORS + 1)]
    Contributor.objects.bulk_create(signers)
    Tag.objects.bulk_create(Tag(pk=n, name=f"Sujet {n:03}", slug=f"sujet-{n}") for n in range(1, TAGS + 1))
    _tell(min(STORIES, articles), seed)
    _articles(articles)
    _beside()
    _searched()
    insert(
        Entry, "SELECT id AS n, published_at FROM articles_article WHERE status <> 'draft'", at="published_at",
        action="'article.published'", subject="'articles.article:' || n", actor_id=str(editor.pk),
        detail="""'{"was": "draft"}'""",
    )  # fmt: skip
    continue_ids(Section, Contributor, Tag, Article)


def _tell(count: int, seed: int) -> None:
    """Put the stories where SQL finds them: each has its section, its signers and its tags."""
    columns = ", ".join(f"{column} text" for column in TEXTS)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS story")
        cursor.execute(f"CREATE TEMPORARY TABLE story (number bigint PRIMARY KEY, {columns})")
        for number, story in enumerate(texts.stories(count, seed)):
            signed, tagged = _signers(number), sorted(_tags(number))
            names = "\n".join([*(f"Plume {pk}" for pk in signed), *(f"Sujet {pk:03}" for pk in tagged)])
            slug = default_slug(story.headline)
            values = (
                story.kicker,
                story.headline,
                slug,
                story.standfirst,
                story.body,
                story.opening,
                story.text,
                names,
            )
            cursor.execute(
                f"INSERT INTO story VALUES (%s, {', '.join(['%s'] * len(values))})",  # noqa: S608 - as many places
                [number, *values],
            )
        cursor.execute("DROP TABLE IF EXISTS beside")
        cursor.execute("CREATE TEMPORARY TABLE beside (number bigint, kind text, pk bigint, place bigint)")
        rows = [(number, "signer", pk, place) for number in range(count) for place, pk in enumerate(_signers(number))]
        rows += [(number, "tag", pk, 0) for number in range(count) for pk in _tags(number)]
        cursor.executemany("INSERT INTO beside VALUES (%s, %s, %s, %s)", rows)


def _signers(story: int) -> list[int]:
    """Return who signs: every third story is signed by two."""
    first = 1 + story % CONTRIBUTORS
    return [first] if story % 3 else [first, 1 + (story + 7) % CONTRIBUTORS]


def _tags(story: int) -> list[int]:
    return [1 + (story * 7 + place * 101) % TAGS for place in range(3)]


def _articles(articles: int) -> None:
    last = articles - KNOWN
    drafts = max(1, articles // DRAFTS)
    status = f"""CASE WHEN n > {articles} THEN 'draft' WHEN n <= {last} AND n % {WITHDRAWN} = 7 THEN 'withdrawn'
        ELSE 'published' END"""
    ages = f"CASE WHEN n > {last} THEN 1440 * 20 ELSE {MINUTES} - (n - 1) * ({MINUTES} / {last}.0) END"
    stories = "(SELECT count(*) FROM story)"
    source = f"""SELECT counted.n, {status} AS status, story.* FROM ({series(articles + drafts)}) AS counted
        JOIN story ON story.number = counted.n % {stories}"""  # noqa: S608 - a series
    insert(
        Article, source, id="n", uri="'urn:newsroom:bench:' || n", section_id=f"1 + number % {len(SECTIONS)}",
        slug="slug", kicker="kicker", headline="headline", standfirst="standfirst",
        body=_numbered("body"), status="status", created_at=ago(ages),
        access=f"CASE WHEN n > {last} OR n % 3 = 0 THEN 'free' WHEN n % 3 = 1 THEN 'metered' ELSE 'subscribers' END",
        published_at=f"CASE WHEN status = 'draft' THEN NULL ELSE {ago(ages)} END",
        withdrawn_at=f"CASE WHEN status = 'withdrawn' THEN {ago('0')} END",
    )  # fmt: skip


def _beside() -> None:
    source = """SELECT articles_article.id AS n, beside.pk AS pk, beside.place AS place FROM articles_article
        JOIN beside ON beside.number = articles_article.id % (SELECT count(*) FROM story) AND beside.kind = """
    insert(Byline, f"{source}'signer'", article_id="n", contributor_id="pk", position="place")
    insert(Article.tags.through, f"{source}'tag'", article_id="n", tag_id="pk")


def _searched() -> None:
    """Keep the words of what is published, as its publication does (`searched.follow`)."""
    source = """SELECT articles_article.id AS n, access, story.* FROM articles_article
        JOIN story ON story.number = articles_article.id % (SELECT count(*) FROM story) WHERE status = 'published'"""
    words = {"id": "n", "headline": "trim(kicker || ' ' || headline)", "standfirst": "standfirst", "names": "names"}
    free = f"CASE WHEN access = 'free' THEN {_numbered('text')} ELSE {_numbered('opening')} END"
    insert(PublicText, source, text=free, **words)
    insert(WholeText, source, text=_numbered("text"), **words)


def _numbered(column: str) -> str:
    return f"replace({column}, '{texts.NUMBER}', CAST(n AS text))"
