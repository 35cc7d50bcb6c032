"""The barest Django that shows an article and takes in a comment; what the paper is comes on top of it."""

from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import path
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Discussion, Revision

PAGE = Template(
    "<!doctype html><title>{{ article.headline }}</title><h1>{{ article.headline }}</h1>{{ article.body|safe }}"
    "{% for one in comments %}<article><b>{{ one.author }}</b><p>{{ one.body|linebreaksbr }}</p></article>{% endfor %}"
)


def article(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the article and three comments: two queries."""
    comments = Comment.objects.filter(article=pk, status="published").select_related("author").order_by("-id")[:3]
    return HttpResponse(PAGE.render(Context({"article": Article.objects.get(pk=pk), "comments": comments})))


def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Store a comment: one transaction, three statements."""
    now, body = timezone.now(), request.POST["body"]
    with transaction.atomic():
        made = Comment.objects.create(
            article_id=pk, author_id=int(request.POST["author"]), body=body, status="published", created_at=now,
            published_at=now, idempotency_key=uuid4().hex,
        )  # fmt: skip
        Revision.objects.create(comment=made, body=body, created_at=now)
        Discussion.objects.filter(article=pk).update(version=F("version") + 1)
    return HttpResponse(status=201)


urlpatterns = [path("<int:pk>", article), path("<int:pk>/comments", comment)]
