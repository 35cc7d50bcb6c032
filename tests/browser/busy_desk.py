"""A busy day at the demonstration's desk: by the paper's own verbs, one of all that its pages show.

It runs inside the site, where its models are; `kinds` asks for it.
"""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from articles.models import Article
from comments import intake, tokens
from comments.models import Appeal, Charter, Comment, Decision, Note, Proposal, Report, Rule, Sanction, WordRule
from comments.models.sender import Sender
from newsroom import demo_accounts
from newsroom.demo_edition import URIS
from newsroom.subscribers.models import User

ARTICLE = f"{URIS}passerelle-des-tanneurs-onze-ans-et-neuf-metres-de-vide"
STRUCK = "captain.gravel@exemple.invalid"
PROPOSED = "super.promo@exemple.invalid"
WARNED = "hibou@exemple.invalid"
WHY = (
    "Votre texte vise la personne de l’élu et non ce qu’il a décidé. Dites ce que vous reprochez à la décision : "
    "le calendrier, le prix, la consultation des riverains."
)
LONG = (
    "Neuf mètres de vide et onze ans d’attente : j’ai relu tous les comptes rendus, de la première étude au dernier "
    "avenant, et personne n’y dit qui paiera l’entretien. https://exemple.invalid/deliberations/2019/11/18/"
    "passerelle-des-tanneurs-convention-d-entretien-et-de-gestion-annexe-financiere-version-definitive.pdf\n\n"
    "Un grumeau dans la pâte, et Anticonstitutionnellementanticonstitutionnellementencore pour finir."
)


def fill() -> dict[str, str]:
    """Let the day happen; return the numbers and addresses of what its pages are about."""
    chief, moderator = _person(demo_accounts.CHIEF_MODERATOR.email), _person(demo_accounts.MODERATOR.email)
    for phrase, action, number in (("grumeau", "hold", None), ("âne bâté", "refuse", 1), ("culture", "allow", None)):
        rule = WordRule.objects.add(by=chief, phrase=phrase, action=action, rule_number=number)
    member = _person(STRUCK)
    Note.objects.write(member, by=chief, words="Prévenu par courriel le mois dernier ; répond toujours, et poliment.")
    held = _held(member)
    reports = _report(moderator)
    return {
        "held": str(held.pk),
        "member": str(member.pk),
        "word_rule": str(rule.pk),
        "report": str(reports[0].pk),
        "answer": reports[-1].get_absolute_url(),
        **_contest(moderator, chief),
        **_sanction(moderator, chief),
    }


def _report(moderator: User) -> list[Report]:
    """Let comments be reported, of every priority; and one report be answered."""
    stranger = Sender(name="Zoé d’Ailleurs", email="zoe@ailleurs.invalid", address="203.0.113.7")
    said: dict[str, Any] = {
        "words": "Il appelle à s’en prendre au maire, en donnant son adresse. " * 6,
        "law": "Article 433-3 du code pénal",
        "good_faith": True,
    }
    shown = list(Comment.objects.reachable().order_by("-id")[:4])
    file = Report.objects.file
    reports = [
        file(shown[0], sender=stranger, category="violence", **said)[0],
        file(shown[1], sender=stranger, category="intellectual_property_infringements", **said)[0],
        file(shown[2], sender=Sender(member=_person(WARNED)), rule=_rule(1), words="Encore lui.")[0],
        file(shown[3], sender=Sender(member=_person(WARNED)), rule=_rule(3))[0],
    ]
    shown[2].hide(by=moderator, rule=_rule(1), explanation=WHY)
    shown[3].keep(by=moderator)
    return reports


def _contest(moderator: User, chief: User) -> dict[str, str]:
    """Let a member contest two decisions: one waits, one is answered."""
    member = _person(STRUCK)
    decisions = [
        _refused(member, moderator, "Quel guignol, ce maire."),
        _refused(member, moderator, "Guignols, suite."),
    ]
    appeals = [
        Appeal.objects.submit(one, words="Je parlais de la décision, pas de l’homme. Relisez, s’il vous plaît.")
        for one in decisions
    ]
    appeals[1].decide(by=chief, outcome="upheld", reasons="Le mot vise bien l’élu : la règle vaut pour tous.")
    # Whoever opens this address has not contested the decision yet.
    fresh = _refused(member, moderator, "Et guignol, il le restera.")
    return {
        "appeal": str(appeals[0].pk),
        "to_contest": tokens.for_author(fresh),
        "waiting": tokens.for_author(decisions[0]),
        "answered": tokens.for_author(decisions[1]),
        "statement": decisions[1].get_absolute_url(),
    }


def _sanction(moderator: User, chief: User) -> dict[str, str]:
    """Let the ladder propose a sanction of one member, and another be warned."""
    for number in range(2):
        _refused(_person(PROPOSED), moderator, f"Montres de luxe à moitié prix, offre {number}")
    _refused(_person(WARNED), moderator, "Achetez-vous un cerveau.")
    said: dict[str, Any] = {"by": chief, "rule": _rule(1), "explanation": WHY}
    Sanction.objects.impose(_person(WARNED), level="warning", **said)
    ends_at = timezone.now() + timedelta(days=7)
    Sanction.objects.impose(
        _person(STRUCK), level="suspension", ends_at=ends_at, override_reason="Menaces répétées.", **said
    )
    return {"proposed": str(Proposal.objects.open().get(member__email=PROPOSED).member_id)}


def _refused(member: User, moderator: User, body: str) -> Decision:
    article = Article.objects.get(uri=ARTICLE)
    comment = Comment.objects.create(article=article, author=member, body=body, idempotency_key=uuid4().hex)
    return comment.refuse(by=moderator, rule=_rule(1), explanation=WHY)


def _held(member: User) -> Comment:
    """Return a text that the word rules hold."""
    article = Article.objects.get(uri=ARTICLE)
    return intake.submit(intake.Submission(article=article, author=member, body=LONG, key=uuid4().hex))


def _rule(number: int) -> Rule:
    charter = Charter.objects.current()
    assert charter
    return charter.rules.get(number=number)


def _person(address: str) -> User:
    return User.objects.get(email=address)
