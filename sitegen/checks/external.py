"""Links to other sites: whether they can still be fetched. Asked for by ``sitegen check --external`` only."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from urllib.parse import urlsplit

from sitegen.checks.links import PageLinks
from sitegen.diagnostics import Diagnostic, Location, diagnose

_AGENT = "sitegen link check"
_SECONDS = 15
_AT_ONCE = 8


def external_links(pages: Iterable[PageLinks], base_url: str) -> dict[str, str]:
    """The addresses outside the site that pages link to, each with the first page that has it."""
    host = urlsplit(base_url).netloc.lower()
    found: dict[str, str] = {}
    for page in pages:
        for link in page.links:
            try:
                parts = urlsplit("https:" + link if link.startswith("//") else link)
            except ValueError:
                continue
            if parts.scheme in ("http", "https") and parts.netloc and parts.netloc.lower() != host:
                found.setdefault(parts._replace(fragment="").geturl(), page.path)
    return found


def check_external(
    links: dict[str, str], fetch: Callable[[str], str] | None = None, done: Callable[[int, int], None] | None = None
) -> list[Diagnostic]:
    """``external-link`` for each address that cannot be fetched.

    ``fetch`` answers what is wrong with an address ("" for nothing); ``done`` is told how many of how many are asked.
    """
    ask = fetch or _fetch
    addresses = sorted(links)
    found = []
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for number, (address, wrong) in enumerate(zip(addresses, pool.map(ask, addresses), strict=True), 1):
            if done:
                done(number, len(addresses))
            if wrong:
                found.append(diagnose("external-link", Location(links[address]), f"{address}: {wrong}"))
    return found


def _fetch(address: str) -> str:
    request = urllib.request.Request(address, headers={"User-Agent": _AGENT})
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS):
            return ""
    except urllib.error.HTTPError as problem:
        problem.close()
        return f"the server answers {problem.code}"
    except (OSError, HTTPException, ValueError) as problem:
        return f"cannot be fetched: {getattr(problem, 'reason', problem)}"
