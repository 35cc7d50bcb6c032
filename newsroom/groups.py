"""The staff's groups and what each may do: one table."""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from newsroom.subscribers import staff

VIEW_ARTICLES = (
    "articles.view_article",
    "articles.view_section",
    "articles.view_tag",
    "articles.view_contributor",
)
WRITE = (
    *VIEW_ARTICLES,
    "articles.view_picture",
    "articles.add_article",
    "articles.change_article",
    "articles.add_picture",
    "articles.change_picture",
    "articles.add_byline",
    "articles.change_byline",
    "articles.delete_byline",
    "articles.add_tag",
)
EDIT = (
    *WRITE,
    "articles.publish_article",
    "articles.view_narration",
    "articles.change_narration",
    "articles.view_pronunciation",
    "articles.add_pronunciation",
    "articles.change_pronunciation",
    "articles.delete_pronunciation",
    "articles.add_correction",
    "articles.change_tag",
    "articles.add_contributor",
    "articles.change_contributor",
    "articles.add_section",
    "articles.change_section",
    "comments.view_discussion",
    "comments.change_discussion",
    "comments.add_selection",
)
MODERATE = (
    "comments.add_selection",
    "comments.view_comment",
    "comments.decide_comment",
    "comments.view_decision",
    "comments.view_report",
    "comments.view_note",
    "comments.add_note",
    "comments.view_sanction",
    "comments.impose_sanction",
    "comments.view_proposal",
    "comments.view_ladderstep",
    "comments.view_charter",
    "comments.view_policy",
    "comments.view_rule",
    "comments.view_wordrule",
    "comments.view_discussion",
    "comments.change_discussion",
)
GOVERN = (
    *MODERATE,
    "comments.restore_comment",
    "comments.ban_member",
    "comments.change_ladderstep",
    "comments.view_appeal",
    "comments.review_appeal",
    "comments.add_charter",
    "comments.change_charter",
    "comments.change_policy",
    "comments.add_rule",
    "comments.change_rule",
    "comments.delete_rule",
    "comments.add_wordrule",
    "comments.change_wordrule",
)
PUBLISH = (
    *EDIT,
    "subscribers.view_user",
    "subscribers.add_user",
    "subscribers.change_user",
    "subscribers.view_plan",
    "subscribers.add_plan",
    "subscribers.change_plan",
    "subscribers.view_subscription",
    "subscribers.add_subscription",
    "subscribers.change_subscription",
    "subscribers.view_order",
    "subscribers.view_payment",
    "subscribers.view_paymentevent",
    "subscribers.view_letter",
    "subscribers.view_endingrequest",
    "audit.view_entry",
    # For the authorities that may ask: never for who moderates.
    "comments.view_connectionrecord",
    "subscribers.view_closedaccount",
    "comments.view_legalhold",
    "comments.add_legalhold",
)

GROUPS: dict[str, tuple[str, ...]] = {
    staff.REPORTER: WRITE,
    staff.EDITOR: EDIT,
    staff.MODERATOR: MODERATE,
    staff.CHIEF_MODERATOR: GOVERN,
    staff.PUBLISHER: PUBLISH,
}


def bring_up_to_date(using: str = "default") -> None:
    """Give each group the permissions of the table, and no other."""
    for name, labels in GROUPS.items():
        group, _made = Group.objects.using(using).get_or_create(name=name)
        group.permissions.set(_permissions(labels, using))


def _permissions(labels: tuple[str, ...], using: str) -> list[Permission]:
    wanted = Q()
    for label in labels:
        app, _dot, codename = label.partition(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.using(using).filter(wanted))
