"""The models of the readers' app."""

from newsroom.subscribers.models.plan import Plan
from newsroom.subscribers.models.subscription import Subscription
from newsroom.subscribers.models.user import User

__all__ = ["Plan", "Subscription", "User"]
