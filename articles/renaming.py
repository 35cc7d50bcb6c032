"""Work that waits: the articles of whoever, or whatever, has another name are found by it."""

from django.tasks import task

from articles.models import Article


@task
def contributor(pk: int) -> None:
    """Let what the contributor signed be found by the name they have now."""
    for article in Article.objects.filter(bylines__contributor=pk).iterator(chunk_size=100):
        article.name_anew()


@task
def tag(pk: int) -> None:
    """Let the articles of the tag be found by the name it has now."""
    for article in Article.objects.filter(tags=pk).iterator(chunk_size=100):
        article.name_anew()
