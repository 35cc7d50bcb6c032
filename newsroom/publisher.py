"""The publisher's legal facts: read from the environment, printed on the legal notice."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

PREFIX = "NEWSROOM_PUBLISHER_"


@dataclass(frozen=True, kw_only=True)
class Publisher:
    """Who answers for the site. Every fact is one line of text, empty where it was not filled in.

    The law asks a professional publisher for all of them; beside each stands its source. LCEN is loi
    2004-575, DSA is Regulation (EU) 2022/2065.
    """

    # LCEN art. 1-1: name, seat and telephone of a legal person, its capital (« SAS, 40 000 € »).
    company: str = ""
    legal_form: str = ""
    address: str = ""
    phone: str = ""
    # LCEN art. 19, for who sells on line; it is also the readers' point of contact of DSA art. 12.
    email: str = ""
    # LCEN art. 1-1 and 19: trade register and VAT numbers; an association writes its own number here.
    registration: str = ""
    # Loi 82-652 art. 93-2, by LCEN art. 1-1.
    publication_director: str = ""
    # LCEN art. 1-1: name, address and telephone of who stores the site.
    host_name: str = ""
    host_address: str = ""
    host_phone: str = ""
    # DSA art. 11: the authorities' point of contact, and the languages they may write in.
    dsa_contact_email: str = ""
    dsa_languages: str = ""


def from_environ(environ: Mapping[str, str]) -> Publisher:
    """Return the facts set as NEWSROOM_PUBLISHER_<KEY>; spaces and line ends are folded to one space."""
    return Publisher(**{key: " ".join(environ.get(variable(key), "").split()) for key in _keys()})


def missing(publisher: Publisher) -> list[str]:
    """Return the names of the variables, in order, whose fact the law requires and nobody has filled in."""
    return [variable(key) for key in _keys() if not getattr(publisher, key)]


def variable(key: str) -> str:
    """Return the name of the environment variable that holds the fact."""
    return f"{PREFIX}{key.upper()}"


def _keys() -> list[str]:
    return [field.name for field in fields(Publisher)]
