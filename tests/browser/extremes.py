"""What no edition has and every page bears: long words, a headline of 200 characters, a long read, nothing at all."""

from datetime import UTC, datetime

from articles.models import Article, Section
from newsroom import demo_accounts

# Long ago, so that no other page shows them.
PUBLISHED = datetime(2012, 4, 1, 8, tzinfo=UTC)
LONG_WORD = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
LONG_ADDRESS = f"https://exemple.invalid/{'deliberation-' * 12}annexe.pdf"
HEADLINE = (
    "Du pont suspendu de Saint-Elme à la passerelle des Tanneurs, onze ans de promesses, de devis, d’expertises "
    "contraires et de réunions publiques pour neuf mètres de vide que personne n’ose plus franchir"
)
SENTENCE = "Le fleuve monte, la ville regarde, et l’on attend que la décrue rende les quais à ceux qui y vivent. "
WORDS = 10_000

ARTICLES = {
    "two hundred": {"headline": HEADLINE, "kicker": "Un surtitre aussi long qu’il peut l’être, de soixante signes"},
    "long words": {
        "headline": LONG_WORD,
        "standfirst": f"{LONG_WORD} : {LONG_ADDRESS}",
        "body": f'<p>{LONG_WORD} et <a href="{LONG_ADDRESS}">{LONG_ADDRESS}</a>.</p><h2>{LONG_WORD}</h2><p>Fin.</p>',
    },
    "long read": {
        "headline": "Dix mille mots",
        "body": f"<p>{SENTENCE * 5}</p>" * (WORDS // (5 * len(SENTENCE.split())) + 1),
    },
    "bare": {"headline": "Rien"},
}


def fill() -> dict[str, str]:
    """Publish what the pages show, once; return their addresses."""
    section = Section.objects.earliest("position")
    shown = {}
    for name, fields in ARTICLES.items():
        slug = name.replace(" ", "-")
        article, made = Article.objects.get_or_create(
            slug=slug, section=section, defaults={"body": "<p>Un mot.</p>", "access": "free", **fields}
        )
        if made:
            article.publish(by=None, at=PUBLISHED)
        shown[f"extreme, {name}"] = article.get_absolute_url()
    return shown


def pages(shown: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Return the pages, with the address of who sees them: nobody, or who has nothing of their own yet."""
    member = demo_accounts.MEMBER.email
    return {name: (path, "") for name, path in shown.items()} | {
        "empty, contributions": ("/account/contributions/", member),
        "empty, gifts": ("/account/gifts/", member),
        "empty, subscription": ("/account/subscription/", member),
        "empty, queue": ("/admin/comments/queuedcomment/?q=introuvable", demo_accounts.MODERATOR.email),
        "empty, appeals": ("/admin/comments/appeal/?q=introuvable", demo_accounts.CHIEF_MODERATOR.email),
        "empty, articles": ("/admin/articles/article/?q=introuvable", demo_accounts.EDITOR.email),
    }
