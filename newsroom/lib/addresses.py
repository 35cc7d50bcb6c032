"""Addresses as others follow them, from anywhere."""

from urllib.parse import urlsplit

from django.conf import settings


def absolute(address: str) -> str:
    """Return an address of the site with its scheme and host; one that has its own, a storage's, as it is."""
    return address if urlsplit(address).netloc else f"{settings.SITE_ADDRESS}{address}"
