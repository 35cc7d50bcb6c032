"""A part of a long narration, kept until all of it is spoken."""

from django.db import models

from articles.models.narration import Narration


class NarrationPart(models.Model):
    """What was spoken of a long narration before the rest was queued again; gone once it is whole."""

    narration = models.ForeignKey(Narration, on_delete=models.CASCADE, related_name="parts", db_index=False)
    number = models.PositiveIntegerField()
    sound = models.BinaryField()
    cues = models.JSONField()

    class Meta:
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("narration", "number"), name="narration_part_once"),)

    def __str__(self) -> str:
        return f"{self.narration_id}, {self.number}"
