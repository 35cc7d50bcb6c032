"""Which page somebody signed out asks for: its key, and a request that holds no more than what makes it another page.

What else a request says (cookies that we did not make, words that no view of the address reads, whence it comes) goes
neither into the key nor into the making: so it makes no page twice, and leads round the cache for none.
"""

import re
from functools import lru_cache
from io import BytesIO
from urllib.parse import parse_qsl, urlencode
from wsgiref.types import WSGIEnvironment

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.handlers.wsgi import get_path_info
from django.core.signing import BadSignature, get_cookie_signer
from django.http import parse_cookie
from django.urls import Resolver404, URLResolver, get_resolver
from django.utils import timezone

from articles import meter
from newsroom import languages
from newsroom.lib.pagecache import Kept

# Read once: each look at the settings costs a hit as much as a part of its look-up.
OWN_LANGUAGE = settings.LANGUAGE_CODE
BY_PROXY = settings.SECURE_PROXY_SSL_HEADER
# What a word of an address may be to be kept under it: 02 is 2 written so that it is another address.
WORD = re.compile(r"[1-9][0-9]{0,5}|[a-z]{1,20}")
# No page has a longer path, so that nobody fills the memory with them.
LONGEST_FOUND = 300
# What asks for less than the page, or for the page only if it is another: answered from the whole.
OF_A_PART = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE",
             "HTTP_IF_RANGE", "HTTP_ACCEPT_ENCODING", "HTTP_COOKIE", "CONTENT_TYPE", "HTTP_CONTENT_TYPE")  # fmt: skip


# What tells one page from another: whether it was asked for by TLS, its host, its path, its language, and the words of
# its address. Made for each hit, as is what follows, and so without names: those cost more than the look-up.
type Key = tuple[bool, str, str, str, str]
# A page that somebody signed out asks for, and the meter's cookie, whatever it says.
type Asked = tuple[Key, str]


def asked(environ: WSGIEnvironment, cookies: dict[str, str]) -> Asked | None:
    """Return what is asked for; None for what is nobody's but who asks, and never kept."""
    query = environ.get("QUERY_STRING", "")
    if query:
        kept = view_of(environ)
        found = _words(kept, query) if kept else None
        if found is None:
            return None
        query = found
    language, metered = OWN_LANGUAGE, ""
    if cookies:
        if _has_messages(cookies):
            return None
        language, metered = languages.chosen(cookies), cookies.get(meter.COOKIE, "")
    key = (_is_secure(environ), _name(environ.get("HTTP_HOST", "")), environ.get("PATH_INFO", ""), language, query)
    return key, metered


def plain(asked: Asked, environ: WSGIEnvironment) -> WSGIEnvironment:
    """Return the request for the whole page, as the first who is signed out could have sent it."""
    (_is_secure, _host, _path, language, query), metered = asked
    request = {name: value for name, value in environ.items() if name not in OF_A_PART}
    cookies = {languages.COOKIE: language} if language != OWN_LANGUAGE else {}
    if has_opened(metered):
        cookies[meter.COOKIE] = metered
    request |= {
        "REQUEST_METHOD": "GET",
        "QUERY_STRING": query,
        "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "CONTENT_LENGTH": "",
        "wsgi.input": BytesIO(),
    }
    return request


def cookies_of(environ: WSGIEnvironment) -> dict[str, str]:
    """Return the cookies of a request."""
    said = environ.get("HTTP_COOKIE")
    return parse_cookie(said) if said else {}


def view_of(environ: WSGIEnvironment) -> Kept | None:
    """Return what the view of the address says of its pages; None where none of them is kept."""
    path = get_path_info(environ)
    find = _found if len(path) <= LONGEST_FOUND else _found.__wrapped__
    return find(get_resolver(), path)


# To find a view takes twenty times as long as all else of a hit, and a link that was shared has words on it.
@lru_cache(maxsize=2048)
def _found(addresses: URLResolver, path: str) -> Kept | None:
    try:
        match = addresses.resolve(path)
    except Resolver404:
        return None
    return getattr(match.func, "kept", None)


def _words(kept: Kept, query: str) -> str | None:
    """Return the words of the address that make another page, in one order; None for a page that is not kept."""
    given = dict(parse_qsl(query, keep_blank_values=True))
    if not kept.apart.isdisjoint(given):
        return None
    read = {name: value for name, value in sorted(given.items()) if name in kept.words}
    return urlencode(read) if all(map(WORD.fullmatch, read.values())) else None


def _is_secure(environ: WSGIEnvironment) -> bool:
    """Return whether the reader came by TLS, as Django sees it."""
    if BY_PROXY is None:
        return bool(environ.get("wsgi.url_scheme") == "https")
    header, secure = BY_PROXY
    return bool(environ.get(header, "").partition(",")[0].strip() == secure)


@lru_cache(maxsize=64)
def _name(host: str) -> str:
    """Return the host without its port: no page says it, and there are sixty thousand of them."""
    name, colon, port = host.lower().rpartition(":")
    return name if colon and port.isdecimal() else host.lower()


def _has_messages(cookies: dict[str, str]) -> bool:
    """Return whether there is something to tell the reader, which we wrote."""
    said = cookies.get(CookieStorage.cookie_name)
    if not said:
        return False
    try:
        get_cookie_signer(salt=CookieStorage.key_salt).unsign(said)
    except BadSignature:
        return False
    return True


def has_opened(metered: str) -> bool:
    """Return whether the meter's cookie says that an article was opened this month."""
    return bool(metered and meter.read(metered, timezone.now()))
