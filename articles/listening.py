"""Who may listen: subscribers, to a free article too. Asked for a request, by each address that holds sound or cues."""

from django.http import HttpRequest

from articles import view_as
from articles.models import PodcastKey
from newsroom.subscribers.models import User


def may_listen(request: HttpRequest) -> bool:
    """Return whether who asks may hear the paper, as the database says it now: two queries at most.

    A gift opens an article to read, and no narration. A podcast application shows its reader's key.
    """
    if token := request.GET.get("key"):
        reader = PodcastKey.objects.holder(token)
        return reader is not None and hears(reader)
    if eyes := view_as.of(request):
        return eyes.listens
    return isinstance(request.user, User) and hears(request.user)


def hears(person: User) -> bool:
    """Return whether somebody may hear the paper: a subscription of theirs opens it, or they make it."""
    return person.is_active and (person.is_staff or person.subscription_runs())
