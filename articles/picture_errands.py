"""The task that a picture queues in its own transaction; it looks first what is still missing."""

from django.apps import apps
from django.tasks import task

# After the e-mails and before the narrations: the page shows the picture itself until then.
LATER = -5


@task(priority=LATER)
def make_renditions(picture_id: int) -> None:
    """Make the renditions that the picture lacks, if it is still there."""
    picture = apps.get_model("articles", "Picture").objects.filter(pk=picture_id).first()
    if picture is not None:
        picture.make_renditions()
