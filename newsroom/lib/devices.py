"""A browser and its system in two words, out of what it says of itself: so that one knows one's own device again."""

# What stands in a browser's own words, and what people call it; the first that is found counts, since most name others.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def name(user_agent: str) -> str:
    """Return "Firefox, Windows"; one of the two where the other is unknown, and nothing for neither."""
    found = (next((word for mark, word in known if mark in user_agent), "") for known in (BROWSERS, SYSTEMS))
    return ", ".join(filter(None, found))
