"""What a verb of an article raises for who comes second."""


class StaleArticle(Exception):
    """The article is no longer what the caller saw: somebody acted first."""
