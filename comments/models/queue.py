"""The queue of the moderators' desk: the comments that wait for one of them, under an entry of their own."""

from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class QueuedComment(Comment):
    """A comment as the queue lists it."""

    class Meta:
        proxy = True
        verbose_name = _("comment that waits")
        verbose_name_plural = _("queue")
        # Who may see and decide comments may do so here: the queue is no right of its own.
        default_permissions = ()
