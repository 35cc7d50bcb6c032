"""What a paper of any size says: texts put together, by a seed, from the sentences of the demonstration edition."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from django.conf import settings

from articles.models import searched
from articles.teaser import teaser
from newsroom.lib import markup

# Stands in each story for the number of the article that tells it, so that no two articles are equal.
NUMBER = "000000"
# Words that the searches look for: in one comment in twenty, and in one.
OFTEN, ONCE = "budget", "hippopotame"

DEMO = settings.ROOT / "newsroom" / "demo"
SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-ZÀ-Ý])")
WHO = ("Le conseil", "La régie", "Le port", "L’hôpital", "La halle", "L’école", "Le théâtre", "La gare", "Le canal")
DOES = ("rouvre", "ferme", "hésite", "compte", "attend", "déménage", "s’explique", "renonce", "recrute", "reporte")
WHERE = ("à Valmeray", "sur la rive gauche", "avant l’hiver", "pour un an", "malgré la crue", "sans bruit", "en mai")
KICKERS = ("Budget", "Transports", "Santé", "École", "Culture", "Enquête", "Rivière", "")


@dataclass(frozen=True, slots=True)
class Story:
    """One article's words; many articles tell it, each with a number of its own."""

    kicker: str
    headline: str
    standfirst: str
    body: str
    # What is searched: what anyone may read where it is walled, and the whole.
    opening: str
    text: str


def sentences() -> list[str]:
    """Return the sentences of the demonstration edition, that mean the same in HTML."""
    lines = (DEMO / "edition.jsonl").read_text(encoding="utf-8").splitlines()
    items = [item for item in map(json.loads, lines) if item.get("language", "fr") == "fr"]
    blocks = [block for item in items for block in markup.blocks(item["bodies"][0]["value"]) if block[:2] == "<p"]
    return _plain(markup.to_text(block) for block in blocks)


def remarks() -> list[str]:
    """Return the sentences of the demonstration's comments."""
    found = json.loads((DEMO / "discussion.json").read_text(encoding="utf-8"))["discussions"]
    return _plain(one["body"] for discussion in found for one in discussion["comments"] if one["state"] == "published")


def stories(count: int, seed: int) -> Iterator[Story]:
    """Give as many stories, of 250 to 550 words."""
    chance, said = Random(seed), sentences()  # noqa: S311 - nothing is kept secret by it
    for _story in range(count):
        paragraphs = [" ".join(chance.sample(said, 4)) for _paragraph in range(chance.randint(4, 8))]
        paragraphs[0] = f"Dossier {NUMBER}. {paragraphs[0]}"
        body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        yield Story(
            kicker=chance.choice(KICKERS),
            headline=f"{chance.choice(WHO)} {chance.choice(DOES)} {chance.choice(WHERE)}",
            standfirst=" ".join(chance.sample(said, 2)),
            body=body,
            opening=searched.plain(teaser(body)),
            text=searched.plain(body),
        )


def sayings(count: int, seed: int) -> Iterator[str]:
    """Give what as many comments say, none of which holds the words looked for."""
    chance = Random(seed)  # noqa: S311 - nothing is kept secret by it
    said = [one for one in [*remarks(), *sentences()] if OFTEN not in one.lower() and ONCE not in one.lower()]
    for _saying in range(count):
        yield " ".join(chance.sample(said, chance.choice((1, 1, 2, 2, 3, 4))))


def _plain(texts: Iterator[str]) -> list[str]:
    found = (part for text in texts for line in text.splitlines() for part in SENTENCE.split(line.strip()))
    return sorted({one for one in found if 20 <= len(one) <= 300 and one[-1] in ".!?" and not set(one) & set("<>&\"'")})
