"""The readers in the admin: accounts, plans, subscriptions."""

from newsroom.subscribers.admin.plan import PlanAdmin
from newsroom.subscribers.admin.subscription import SubscriptionAdmin
from newsroom.subscribers.admin.user import UserAdmin

__all__ = ["PlanAdmin", "SubscriptionAdmin", "UserAdmin"]
