"""The readers in the admin: accounts, plans, subscriptions, orders."""

from newsroom.subscribers.admin.closed_account import ClosedAccountAdmin
from newsroom.subscribers.admin.order import EndingRequestAdmin, LetterAdmin, OrderAdmin, PaymentEventAdmin
from newsroom.subscribers.admin.plan import PlanAdmin
from newsroom.subscribers.admin.subscription import SubscriptionAdmin
from newsroom.subscribers.admin.user import UserAdmin

__all__ = [
    "ClosedAccountAdmin",
    "EndingRequestAdmin",
    "LetterAdmin",
    "OrderAdmin",
    "PaymentEventAdmin",
    "PlanAdmin",
    "SubscriptionAdmin",
    "UserAdmin",
]
