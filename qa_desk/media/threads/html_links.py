"""Where a link leads, to be read beside its words."""

from __future__ import annotations

from urllib.parse import urlsplit

_LONGEST_LINK = 120


def address_beside(link: str, said: str) -> str:
    """The address to show beside a link's words: none where these say it already, or where it leads nowhere outside."""
    link = "".join(link.split())
    scheme, _, rest = link.partition(":")
    scheme = scheme.lower()
    if scheme in ("mailto", "tel", "sms"):
        address = rest.split("?")[0]
        return "" if not address or address.casefold() in said.casefold() else address
    if scheme not in ("http", "https", "ftp"):
        return ""
    if _bare(link) == _bare(said) or (
        _bare(said) and " " not in said and "." in said and _bare(link).startswith(_bare(said) + "/")
    ):
        return ""
    return _shortened(link)


def _bare(address: str) -> str:
    return address.casefold().removeprefix("http://").removeprefix("https://").removeprefix("www.").rstrip("/")


def _shortened(link: str) -> str:
    if len(link) <= _LONGEST_LINK:
        return link
    try:
        parts = urlsplit(link)
    except ValueError:
        return link[: _LONGEST_LINK - 1] + "…"
    short = f"{parts.scheme}://{parts.netloc}{parts.path}?…"
    return short if len(short) <= _LONGEST_LINK else short[: _LONGEST_LINK - 1] + "…"
