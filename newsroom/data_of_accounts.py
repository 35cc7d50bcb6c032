"""What is a member's of their account, of what they buy and of what they read: parts of their personal data."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from articles.models import Contributor, GiftLink, MeterReading, PodcastKey
from newsroom.audit.models import Entry
from newsroom.lib.records import ADDRESS, Fact, Part, facts
from newsroom.subscribers.models import (
    DataExport,
    DisplayNameChange,
    EndingRequest,
    Letter,
    Order,
    Payment,
    Subscription,
    User,
)


def _entries(member: User) -> QuerySet[Entry]:
    about = Q(subject=f"{User._meta.label_lower}:{member.pk}")
    return Entry.objects.filter(about | Q(actor=member)).order_by("id")


ARTICLE = Fact("article", _("article"), lambda row: row.article.headline)
GROUPS = Fact("groups", _("groups"), lambda user: ", ".join(group.name for group in user.groups.all()))
PAYMENTS = facts(Payment, "amount_cents", "currency", "period_starts_at", "period_ends_at", "paid_at", "refunded_at")
LETTERS = facts(Letter, "kind", "at", "to", "subject", "text", "sent_at")

PARTS = (
    Part(
        "account",
        _("Account"),
        ("subscribers.User_groups.user",),
        lambda member: User.objects.filter(pk=member.pk).prefetch_related("groups"),
        facts(User, "email", "display_name", "date_joined", "last_login", "is_active", "is_staff", GROUPS),
    ),
    Part(
        "addresses",
        _("E-mail addresses"),
        ("account.EmailAddress.user",),
        lambda member: EmailAddress.objects.filter(user=member).order_by("id"),
        facts(EmailAddress, "email", "verified", "primary"),
    ),
    Part(
        "former_pseudonyms",
        _("Former pseudonyms"),
        ("subscribers.DisplayNameChange.user",),
        lambda member: member.display_name_changes.order_by("id"),
        facts(DisplayNameChange, "old", "new", "at"),
    ),
    Part(
        # That there is one, and never its key: a copy of the data must not open the account.
        "second_factors",
        _("Second factors"),
        ("mfa.Authenticator.user",),
        lambda member: Authenticator.objects.filter(user=member).order_by("id"),
        (
            Fact("kind", _("kind"), lambda row: row.get_type_display()),
            Fact("added_at", _("added"), lambda row: row.created_at),
            Fact("last_used_at", _("last used"), lambda row: row.last_used_at),
        ),
    ),
    Part(
        "sessions",
        _("Sessions"),
        ("usersessions.UserSession.user",),
        lambda member: UserSession.objects.filter(user=member).order_by("id"),
        (
            Fact("signed_in_at", _("signed in"), lambda row: row.created_at),
            Fact("browser", _("browser"), lambda row: row.user_agent),
            Fact("address", _("network address"), lambda row: row.ip),
        ),
    ),
    Part(
        "subscriptions",
        _("Subscriptions"),
        ("subscribers.Subscription.user",),
        lambda member: member.subscriptions.select_related("plan").order_by("id"),
        facts(Subscription, "plan__name", "starts_at", "ends_at", "revoked_at", "source", "created_at"),
    ),
    Part(
        "orders",
        _("Contracts"),
        ("subscribers.Order.user",),
        lambda member: member.orders.prefetch_related("payments", "letters").order_by("id"),
        facts(
            Order,
            *("reference", "plan_name", "price_cents", "currency", "period", "provider", "ordered_at", "paid_at"),
            *("paid_until", "cancelled_at", "cancel_on", "renounced_at", "ended_at"),
            Fact("payments", _("payments"), lambda row: row.payments.all(), within=PAYMENTS),
            Fact("letters", _("letters"), lambda row: row.letters.all(), within=LETTERS),
        ),
    ),
    Part(
        "ending_requests",
        _("Requests to end a contract"),
        (),
        lambda member: EndingRequest.objects.filter(order__user=member).order_by("id"),
        facts(EndingRequest, "kind", "name", "email", "reference", "wanted_on", "requested_at", "fulfilled_at"),
    ),
    Part(
        "meter_readings",
        _("Metered articles opened"),
        ("articles.MeterReading.member",),
        lambda member: member.meter_readings.select_related("article").order_by("id"),
        facts(MeterReading, "month", ARTICLE),
    ),
    Part(
        "gift_links",
        _("Articles offered"),
        ("articles.GiftLink.giver",),
        lambda member: member.gift_links.select_related("article__section").order_by("id"),
        facts(GiftLink, ARTICLE, ADDRESS, "created_at", "expires_at", "revoked_at", "opened"),
    ),
    Part(
        # That there is one, and never its address: a copy of the data must not open the sound.
        "podcast",
        _("Podcast"),
        ("articles.PodcastKey.user",),
        lambda member: PodcastKey.objects.filter(user=member),
        facts(PodcastKey, "created_at"),
    ),
    Part(
        "contributor",
        _("Signature in the paper"),
        ("articles.Contributor.user",),
        lambda member: Contributor.objects.filter(user=member),
        facts(Contributor, "name", "biography", ADDRESS),
    ),
    Part(
        "audit_entries",
        _("Record of the account"),
        ("audit.Entry.actor",),
        _entries,
        facts(Entry, "at", "action", "subject"),
    ),
    Part(
        "data_exports",
        _("Exports of your data"),
        ("subscribers.DataExport.user",),
        lambda member: DataExport.objects.filter(user=member),
        facts(DataExport, "asked_at", "ready_at"),
    ),
)
