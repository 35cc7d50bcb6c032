"""The models of the readers' app."""

from newsroom.subscribers.models.closed_account import ClosedAccount, StaffStays
from newsroom.subscribers.models.data_export import DataExport
from newsroom.subscribers.models.display_name_change import DisplayNameChange
from newsroom.subscribers.models.ending import StaleOrder
from newsroom.subscribers.models.ending_request import EndingRequest
from newsroom.subscribers.models.letter import Letter
from newsroom.subscribers.models.order import Order
from newsroom.subscribers.models.payment import Payment
from newsroom.subscribers.models.payment_event import PaymentEvent
from newsroom.subscribers.models.plan import Plan
from newsroom.subscribers.models.subscription import Subscription
from newsroom.subscribers.models.user import User

__all__ = [
    "ClosedAccount",
    "DataExport",
    "DisplayNameChange",
    "EndingRequest",
    "Letter",
    "Order",
    "Payment",
    "PaymentEvent",
    "Plan",
    "StaffStays",
    "StaleOrder",
    "Subscription",
    "User",
]
