"""The tasks that articles queue in their own transaction; each looks first whether it still should.

They come after all else that waits: a narration may last longer than anybody should wait for an e-mail.
"""

from django.apps import apps
from django.tasks import task

LAST = -10


@task(priority=LAST)
def narrate(narration_id: int) -> None:
    """Speak the next part of a narration, if it is still wanted."""
    if narration := apps.get_model("articles", "Narration").objects.filter(pk=narration_id).first():
        narration.work()


@task(priority=LAST)
def narrate_again(words: list[str]) -> None:
    """Order anew the narrations of the articles that say one of the words, for they are said otherwise."""
    apps.get_model("articles", "Narration").objects.order_again(words)
