"""Everybody who writes: members, moderators, editors and the clock, in a process of its own, a deed at a time.

Run as a program on a site's database, it does one deed for each line it reads, and says which when it is committed.
"""

import random
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import uuid4

import django

django.setup()

# What they write with is there from now on.
from django.core.exceptions import ValidationError  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.models import Article, Contributor, FrontOrder, Narration, Section, StaleArticle, Tag  # noqa: E402
from comments import intake  # noqa: E402
from comments.models import (  # noqa: E402
    Acceptance,
    Charter,
    Comment,
    Discussion,
    MoveNotAllowed,
    Policy,
    Recommendation,
    Rule,
    Selection,
    StaleMove,
    Status,
)
from newsroom.subscribers.models import User  # noqa: E402

# What somebody did first, or may not do, or there is nothing to do it to: nothing was written.
REFUSED = (IndexError, ValidationError, StaleArticle, StaleMove, MoveNotAllowed, intake.NotAllowed, intake.TooFast)
SOON = timedelta(seconds=1)
STORM = "Compte"


class Writers:
    """The people of the paper, and what each of them may do."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a test that can be run again
        self.members = list(User.objects.filter(is_staff=False, subscriptions__isnull=False).distinct())
        self.chief = User.objects.filter(groups__name="Chief moderator")[0]
        self.numbers = iter(range(1_000_000))
        # Members who write faster than people do.
        Policy.objects.revise(by=self.chief, first_comments_held=0, closes_after_days=0)
        self.deeds: list[Callable[[], object]] = [
            *[self.comment] * 4,
            *(self.decide, self.decide, self.recommend, self.choose, self.withdraw_comment, self.move_comment),
            *(self.publish, self.withdraw, self.schedule, self.revise, self.correct, self.arrange, self.tag),
            *(self.rename_section, self.rename_tag, self.rename_contributor, self.rename_member),
            *(self.stop, self.govern, self.close_soon, self.new_charter, self.narrate, self.in_bulk, self.delete_draft),
        ]

    def do(self) -> str:
        """Do something that may be done, and return what it was."""
        while True:
            deed = self.chance.choice(self.deeds)
            try:
                if deed() is not NotImplemented:
                    return deed.__name__
            except REFUSED:
                continue

    def one[Row](self, rows: list[Row]) -> Row:
        return self.chance.choice(rows)

    def word(self) -> str:
        return f"mot{next(self.numbers)}"

    def an_article(self) -> Article:
        return self.one(list(Article.objects.published().order_by("pk")))

    def a_comment(self, *states: str) -> Comment:
        found = list(Comment.objects.filter(status__in=states).order_by("pk"))
        return self.one(found) if found else self.comment()

    def comment(self) -> Comment:
        author, article = self.one(self.members), self.an_article()
        if charter := Charter.objects.current():
            Acceptance.objects.accept(author, charter)
        shown = list(Comment.objects.reachable().filter(article=article, depth__lt=2))
        parent = self.one(shown).pk if shown and self.chance.random() < 0.4 else None
        text, key = f"Je dis {self.word()}.", str(uuid4())
        return intake.submit(intake.Submission(article=article, author=author, body=text, key=key, parent_id=parent))

    def decide(self) -> object:
        comment, why = self.a_comment("pending", "published", "hidden"), "Hors sujet."
        rule = Rule.objects.filter(charter=Charter.objects.current())[0]
        hide = partial(comment.hide, by=self.chief, rule=rule, explanation=why)
        remove = partial(comment.remove, by=self.chief, rule=rule, explanation=why)
        refuse = partial(comment.refuse, by=self.chief, rule=rule, explanation=why)
        verbs: dict[str, list[Callable[[], object]]] = {
            Status.PENDING: [partial(comment.publish, by=self.chief), refuse],
            Status.PUBLISHED: [hide, remove],
            Status.HIDDEN: [remove],
        }
        return self.one(verbs[comment.status])()

    def recommend(self) -> None:
        Recommendation.objects.give(self.a_comment("published"), by=self.one(self.members))

    def choose(self) -> None:
        comment = self.a_comment("published")
        verb = Selection.objects.drop if hasattr(comment, "selection") else Selection.objects.choose
        verb(comment, by=self.chief)

    def withdraw_comment(self) -> None:
        comment = self.a_comment("published")
        comment.withdraw(by=comment.author)

    def move_comment(self) -> None:
        alone = Comment.objects.filter(parent=None, branch=None).order_by("pk")
        Comment.objects.filter(pk=self.one(list(alone)).pk).update(article=self.an_article())

    def publish(self) -> None:
        self.one(list(Article.objects.exclude(status="published").order_by("pk"))).publish(by=None)

    def withdraw(self) -> object:
        articles = list(Article.objects.published().order_by("pk"))
        if len(articles) < 6:
            return NotImplemented
        self.one(articles).withdraw(by=None)
        return None

    def schedule(self) -> None:
        article = self.one(list(Article.objects.exclude(status="published").order_by("pk")))
        article.publish(by=None, at=timezone.now() + SOON)

    def revise(self) -> None:
        article = self.an_article()
        article.headline = f"Le {self.word()}"
        article.revise(by=None, fields={"headline"})

    def correct(self) -> None:
        self.an_article().correct(by=None, text=f"Il fallait lire {self.word()}.")

    def arrange(self) -> None:
        chosen = [self.an_article().pk for _ in range(4)]
        FrontOrder.objects.arrange(chosen, by=self.chief, seen=FrontOrder.objects.current().number)

    def tag(self) -> None:
        tags = list(Tag.objects.order_by("pk"))
        self.an_article().tags.set([self.one(tags)] if tags else [Tag.objects.create(name="Un", slug="un")])

    def rename_section(self) -> None:
        section = self.one(list(Section.objects.order_by("pk")))
        section.name = f"Rubrique {self.word()}"
        section.save()

    def rename_tag(self) -> object:
        tags = Tag.objects.order_by("pk")
        return tags.filter(pk=self.one(list(tags)).pk).update(name=self.word()) if tags else NotImplemented

    def rename_contributor(self) -> object:
        rows = Contributor.objects.order_by("pk")
        return rows.filter(pk=self.one(list(rows)).pk).update(name=self.word()) if rows else NotImplemented

    def rename_member(self) -> None:
        name = self.word()
        User.objects.filter(pk=self.one(self.members).pk).update(display_name=name, display_name_key=name)

    def stop(self) -> None:
        Policy.objects.revise(by=self.chief, stopped=True, stop_message=f"Pause {self.word()}.")
        if self.chance.random() < 0.7:
            Policy.objects.revise(by=self.chief, stopped=False)

    def govern(self) -> None:
        state = self.one([*Discussion.State.values])
        Discussion.objects.begun(self.an_article().pk).govern(by=self.chief, state=state)

    def close_soon(self) -> None:
        """Let all discussions close a day after their beginning, which for one of them is over in a moment."""
        discussion = Discussion.objects.begun(self.an_article().pk)
        Policy.objects.revise(by=self.chief, closes_after_days=1)
        Discussion.objects.filter(pk=discussion.pk, state="open").update(
            opened_at=timezone.now() + SOON - timedelta(days=1)
        )

    def new_charter(self) -> None:
        charter = Charter.objects.current()
        assert charter
        draft = charter.draft_next(by=self.chief)
        draft.introduction_fr = f"Nous {self.word()}."
        draft.save()
        draft.publish(by=self.chief)

    def narrate(self) -> None:
        article = self.an_article()
        if not Narration.objects.filter(article=article).make_stale():
            key = f"{next(self.numbers):064}"
            Narration.objects.create(
                article=article, voice="pico:fr-FR", digest=key, script_digest=key, status="ready", seconds=90
            )

    def in_bulk(self) -> None:
        articles = [self.an_article(), self.an_article()]
        for article in articles:
            article.kicker = self.word()
        Article.objects.bulk_update(articles, ["kicker"])

    def delete_draft(self) -> None:
        section = Section.objects.order_by("pk")[0]
        article = Article.objects.create(section=section, headline=self.word(), slug=self.word())
        article.delete()

    def count(self) -> str:
        """Write the next number where readers see it."""
        number = next(self.numbers)
        Article.objects.filter(pk=Article.objects.order_by("pk")[0].pk).update(kicker=f"{STORM} {number}")
        return str(number)

    def blind(self) -> str:
        """Take a trigger away, as somebody could by hand, and change what it watched."""
        with connection.cursor() as cursor:
            name = "articles_section_changes"
            postgresql = f"DROP TRIGGER {name} ON articles_section"
            cursor.execute(postgresql if connection.vendor == "postgresql" else f"DROP TRIGGER {name}_update")
        Section.objects.update(name="Personne ne le voit")
        return "blind"


def main() -> None:
    """Do what is asked, line by line."""
    writers = Writers(int(sys.argv[1]))
    for line in sys.stdin:
        asked = line.strip()
        done = {"do": writers.do, "count": writers.count, "blind": writers.blind}[asked]()
        sys.stdout.write(f"{done} {time.time()}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
