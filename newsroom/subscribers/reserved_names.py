"""Pseudonyms that readers may not have: the paper's own, and those of a post at it, however they are written."""

import re
from functools import cache

from django.conf import settings

from newsroom.lib.folding import fold

# As words of a name, or spread over several: « M o d é r a t i o n », « La rédaction », « admin_42 ».
POSTS = (
    *("admin", "administrateur", "administrateurs", "administration", "administrator", "administratrice"),
    *("chief moderator", "editor", "editors", "modérateur", "modérateurs", "modération", "modératrice", "modératrices"),
    *("moderator", "moderators", "postmaster", "publisher", "rédacteur en chef", "rédaction", "rédactrice en chef"),
    *("staff", "webmaster", "webmestre"),
    # What whoever closed their account is called from then on.
    *("ancien abonné", "former subscriber"),
)
# A short name of a paper may be part of somebody's: « Le Soir » of « Lesoirel ».
DISTINCT = 8
WORD = re.compile(r"[^\W_]+")


def is_reserved(name: str) -> bool:
    """Return whether a reader would take who bears it for the paper, or for somebody of its staff."""
    paper = fold(settings.SITE_NAME)
    if len(paper) >= DISTINCT and paper in fold(name):
        return True
    words = [fold(word) for word in WORD.findall(name)]
    runs = {"".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1)}
    return not runs.isdisjoint({paper, *_posts()})


@cache
def _posts() -> frozenset[str]:
    return frozenset(map(fold, POSTS))
