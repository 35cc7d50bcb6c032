"""What a word rule would have caught, said before it is saved; and what the rules in force say of a text to try."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import FETCH_RAISE, Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import text
from comments.checks.words import Caught, Span, WordList
from comments.models import Charter, Comment, Decision, Rule, Status, Verdict, WordRule
from comments.models.decision import ANSWERING
from newsroom.lib import wording

PERIOD = timedelta(days=30)
# More would keep whoever waits for it waiting too long.
SCANNED = 20_000
CHUNK = 500
SHOWN = 20
# Who catches more than one text in ten catches readers, not insults.
TOO_WIDE = 0.1
WARNINGS = {
    WordRule.Action.FLAG: _(
        "This rule would have flagged %(caught)d of the last %(read)d comments: it is probably too wide."
    ),
    WordRule.Action.HOLD: _(
        "This rule would have held %(caught)d of the last %(read)d comments: it is probably too wide."
    ),
    WordRule.Action.REFUSE: _(
        "This rule would have refused %(caught)d of the last %(read)d comments: it is probably too wide."
    ),
}


@dataclass(frozen=True, slots=True)
class Example:
    """A comment that the rule would have caught, and where; for the allow list, what it would have spared."""

    comment: Comment
    spans: list[Span]
    # A moderator read it and let it through: likely caught by mistake.
    let_through: bool


@dataclass(slots=True)
class Preview:
    """What the rule would have caught among the latest comments of the last 30 days."""

    rule: WordRule
    read: int = 0
    # There are more of them than were read.
    is_capped: bool = False
    caught: int = 0
    let_through: int = 0
    examples: list[Example] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The share of the comments that it catches, in percent."""
        return 100 * self.caught / self.read if self.read else 0.0

    @property
    def spares(self) -> bool:
        """Whether it is of the allow list."""
        return self.rule.action == WordRule.Action.ALLOW

    @property
    def is_too_wide(self) -> bool:
        """Whether it needs a second thought; what is spared harms nobody."""
        return not self.spares and self.caught > TOO_WIDE * self.read

    @property
    def warning(self) -> str:
        """Say in words that it catches too much."""
        return WARNINGS[WordRule.Action(self.rule.action)] % {"caught": self.caught, "read": self.read}


def preview(rule: WordRule) -> Preview:
    """Return what the rule would have caught, were it in force with the others: three queries for any number of rows.

    It reads the texts chunk by chunk, and keeps of them no more than it shows.
    """
    scan = _Scan(rule, WordRule.objects.active().exclude(pk=rule.pk))
    found = Preview(rule)
    shown: dict[int, tuple[list[Span], bool]] = {}
    since = timezone.now() - PERIOD
    for pk, created_at, body, let_through in _latest():
        if created_at < since or not body:
            continue
        if found.read == SCANNED:
            found.is_capped = True
            break
        found.read += 1
        if spans := scan.spans(body):
            found.caught += 1
            found.let_through += let_through
            if len(shown) < SHOWN:
                shown[pk] = (spans, let_through)
    comments = Comment.objects.filter(pk__in=shown).select_related("author", "article__section")
    found.examples = [
        Example(one, *shown[one.pk]) for one in comments.defer("article__body").order_by("-id").fetch_mode(FETCH_RAISE)
    ]
    return found


def _latest() -> Iterator[tuple[int, datetime, str, bool]]:
    """Yield the latest comments, whenever they were written: by their number, which has an index."""
    by_a_moderator = Decision.objects.filter(comment=OuterRef("pk"), now=Status.PUBLISHED, role__in=ANSWERING)
    latest = Comment.objects.order_by("-id").values_list("pk", "created_at", "body", Exists(by_a_moderator))
    return latest[: SCANNED + 1].iterator(chunk_size=CHUNK)


class _Scan:
    """Says of one text after the other what the rule would change."""

    def __init__(self, rule: WordRule, others: Iterable[WordRule]) -> None:
        others = list(others)
        self.rule = rule
        self.phrase = [wording.Phrase.of(rule.phrase)]
        self.before = WordList(others)
        self.after = WordList([rule, *others])

    def spans(self, body: str) -> list[Span]:
        """Return what the rule catches in the text beside the others, or, of the allow list, what it alone spares."""
        # Most texts do not hold the phrase, and are looked at no further.
        if not wording.find(body, self.phrase):
            return []
        after = _places(self.after.caught(body))
        if self.rule.action == WordRule.Action.ALLOW:
            return sorted({span for _pk, span in _places(self.before.caught(body)) - after})
        return sorted(span for pk, span in after if pk == self.rule.pk)


def _places(caught: Iterable[Caught]) -> set[tuple[int | None, Span]]:
    return {(one.rule.pk, span) for one in caught for span in one.spans}


@dataclass(frozen=True, slots=True)
class Trial:
    """What the rules in force say of a text."""

    body: str
    caught: list[Caught]
    verdict: Verdict
    # Rules that refuse by a rule which the charter in force has not.
    holding: list[WordRule]

    @property
    def spans(self) -> list[Span]:
        """All that is caught."""
        return [span for one in self.caught for span in one.spans]


def try_text(body: str) -> Trial:
    """Return what the rules in force say of the text, as the intake would judge it by them alone."""
    body = text.normalise(body)
    words = WordList(WordRule.objects.active())
    caught = words.caught(body)
    catching = [one.rule for one in caught if one.spans]
    known = numbers()
    holding = [rule for rule in catching if rule.action == WordRule.Action.REFUSE and rule.rule_number not in known]
    verdicts = [Verdict.HOLD if rule in holding else rule.action for rule in catching]
    return Trial(body, caught, Verdict.gravest([*verdicts, *([Verdict.HOLD] if words.broken else [])]), holding)


def numbers() -> set[int]:
    """Return the numbers of the rules of the charter in force."""
    return set(Rule.objects.filter(charter=Charter.objects.current()).values_list("number", flat=True))
