"""Note the choices of before, as far as versions tell of them: those of subscribers; another access tells itself."""

from itertools import batched
from typing import Any

from django.db import migrations
from django.db.models import F

A_BATCH = 500


def note(apps: Any, schema_editor: Any) -> None:
    """Date them like the article, for nobody noted when."""
    article, revision = apps.get_model("articles", "Article"), apps.get_model("articles", "Revision")
    rows = revision.objects.filter(article__access="subscribers").values_list("article", "changed").iterator()
    chosen = sorted({pk for pk, changed in rows if "access" in changed})
    for keys in batched(chosen, A_BATCH):
        article.objects.filter(pk__in=keys).update(access_chosen_at=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [("articles", "0018_access_chosen")]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
