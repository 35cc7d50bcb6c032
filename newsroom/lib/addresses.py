"""Addresses as others follow them, from anywhere."""

from urllib.parse import urljoin

from django.conf import settings


def absolute(address: str) -> str:
    """Return an address of the site with its scheme and host; one that has them, a storage's own, as it is."""
    return urljoin(f"{settings.SITE_ADDRESS}/", address)
