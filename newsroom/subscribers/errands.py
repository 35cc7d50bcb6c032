"""The tasks that orders queue in their own transaction; each looks first whether it still should."""

from django.apps import apps
from django.tasks import task


@task
def deliver(letter_id: int) -> None:
    """Send the letter, if it was not sent."""
    apps.get_model("subscribers", "Letter").objects.get(pk=letter_id).deliver()


@task
def settle(order_id: int) -> None:
    """Tell the payment provider what the order has become."""
    apps.get_model("subscribers", "Order").objects.get(pk=order_id).settle()


@task
def fulfil(request_id: int) -> None:
    """Do what somebody asked for signed out, if it was not done."""
    apps.get_model("subscribers", "EndingRequest").objects.get(pk=request_id).fulfil()


@task
def remind(order_id: int) -> None:
    """Tell the reader that the order will renew itself, if it still will."""
    apps.get_model("subscribers", "Order").objects.get(pk=order_id).remind()
