"""The paper's word rules: phrases found as a reader sees them, and those that the allow list spares."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from comments.checks.matter import Hit, Matter, hit
from comments.models import Verdict, WordRule
from comments.models.word_rule import LISTED
from newsroom.lib import wording
from newsroom.lib.remembering import remembered

type Span = tuple[int, int]
# More than a paper lists; each is read once in the life of a process.
REMEMBERED = 1 << 12


@dataclass(frozen=True, slots=True)
class Caught:
    """Where the phrase of a rule stands in a text: what it catches, and what the allow list takes from it."""

    rule: WordRule
    spans: list[Span]
    spared: list[Span]


class WordList:
    """Word rules, ready to be looked for in many texts."""

    def __init__(self, rules: Iterable[WordRule]) -> None:
        self.rules: dict[str, list[WordRule]] = {}
        # Rules whose phrase cannot be looked for: no text is judged without them.
        self.broken: list[WordRule] = []
        phrases = [phrase for rule in rules if (phrase := self._added(rule))]
        self.phrases = wording.Phrases(phrases)

    def _added(self, rule: WordRule) -> wording.Phrase | None:
        try:
            phrase = _compiled(rule.phrase)
        except ValueError:
            self.broken.append(rule)
            return None
        self.rules.setdefault(phrase.key, []).append(rule)
        return phrase

    def caught(self, text: str) -> list[Caught]:
        """Return the rules whose phrase stands in the text, also those that the allow list spares it altogether."""
        found = [(rule, (one.start, one.end)) for one in wording.find(text, self.phrases) for rule in self._of(one)]
        allowed = [span for rule, span in found if rule.action == WordRule.Action.ALLOW]
        caught: dict[int | None, Caught] = {}
        for rule, span in found:
            if rule.action != WordRule.Action.ALLOW:
                one = caught.setdefault(rule.pk, Caught(rule, [], []))
                (one.spared if _is_within(span, allowed) else one.spans).append(span)
        return list(caught.values())

    def _of(self, found: wording.Hit) -> list[WordRule]:
        return self.rules[found.phrase.key]


def broken() -> list[WordRule]:
    """Return the rules in force whose phrase cannot be looked for: until they are mended, every text waits."""
    return WordList(WordRule.objects.active()).broken


def check(matter: Matter) -> Iterable[Hit]:
    """Flag, hold or refuse a text by the rules whose phrase stands in it."""
    return list(_hits(matter.body, remembered("words.list", LISTED, _listed)))


def _listed() -> WordList:
    return WordList(WordRule.objects.active())


def _hits(body: str, rules: WordList) -> Iterator[Hit]:
    for rule in rules.broken:
        yield hit("words", Verdict.HOLD, failed=True, word_rule=rule.pk)
    for one in rules.caught(body):
        if one.spans:
            # By the number of its rule of the charter a refusal is told; where that is no longer one, the text waits.
            named = {"rule": one.rule.rule_number} if one.rule.action == WordRule.Action.REFUSE else {}
            spans = [list(span) for span in one.spans]
            yield hit("words", Verdict(one.rule.action), spans=spans, word_rule=one.rule.pk, **named)


def _is_within(span: Span, allowed: list[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in allowed)


# By the phrase, not by its stored key: what a newer release sees through is seen through at once.
_compiled = lru_cache(maxsize=REMEMBERED)(wording.Phrase.of)
