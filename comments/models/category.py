"""What a decision or a report is about, in the terms of the EU transparency database."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """The 16 categories of Implementing Regulation (EU) 2024/2835, Annex I, without `STATEMENT_CATEGORY_`."""

    ILLEGAL_OR_HARMFUL_SPEECH = "illegal_or_harmful_speech", _("hate, discrimination, defamation")
    CYBER_VIOLENCE = "cyber_violence", _("insult, harassment")
    CYBER_VIOLENCE_AGAINST_WOMEN = "cyber_violence_against_women", _("sexist insult or harassment")
    VIOLENCE = "violence", _("threat or call to violence")
    RISK_FOR_PUBLIC_SECURITY = "risk_for_public_security", _("terrorism, public security")
    PROTECTION_OF_MINORS = "protection_of_minors", _("sexual abuse or endangering of minors")
    SELF_HARM = "self_harm", _("suicide, self-harm")
    PRIVACY = "data_protection_and_privacy_violations", _("private life, personal data")
    INTELLECTUAL_PROPERTY = "intellectual_property_infringements", _("copyright, trade marks")
    CIVIC_DISCOURSE = "negative_effects_on_civic_discourse_or_elections", _("disinformation, elections")
    SCAMS_AND_FRAUD = "scams_and_fraud", _("scam, spam")
    CONSUMER_INFORMATION = "consumer_information", _("misled consumers")
    UNSAFE_AND_PROHIBITED_PRODUCTS = "unsafe_and_prohibited_products", _("prohibited goods or services")
    ANIMAL_WELFARE = "animal_welfare", _("cruelty to animals")
    OTHER_VIOLATION_TC = "other_violation_tc", _("against the charter alone")
    NOT_SPECIFIED_NOTICE = "not_specified_notice", _("something else that is illegal")
