"""What machines follow: the Atom feed, the sitemap and robots.txt. The same archive gives the same bytes on any day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from sitegen.config import Config
from sitegen.output.writer import Artifact
from sitegen.records.unseen import visible

# What sitemaps.org allows: entries of one file, be it of addresses or of files, and bytes of a file that is not packed.
_MOST_ENTRIES = 50_000
_MOST_BYTES = 52_428_800
_SITEMAP_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_DATE = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Entry:
    """A cable in the feed: its whole address, title, EDTF date, day of publication if one is set."""

    address: str
    title: str
    date: str
    published_on: str = ""
    summary: str = ""
    categories: tuple[str, ...] = ()
    id: str = ""  # where it is not the address


def atom(
    config: Config, entries: Sequence[Entry], path: str = "feed.xml", home: str = "/"
) -> Artifact:
    """The feed at ``path`` (RFC 4287) of the page ``home``, with the entries in the order given.

    An entry's id is its permanent address, its time the day on which it was to be published, else that of the cable:
    never the clock of the build.
    """
    moments = [_moment(entry.published_on or entry.date) for entry in entries]
    author = config.publisher or config.title
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_attribute(config.documents_language)}>',
        f"<title>{_text(config.title)}</title>",
        *([f"<subtitle>{_text(config.description)}</subtitle>"] if config.description else []),
        f"<id>{_text(config.base_url + home)}</id>",
        f'<link rel="alternate" type="text/html" href={_attribute(config.base_url + home)}/>',
        f'<link rel="self" type="application/atom+xml" href={_attribute(f"{config.base_url}/{path}")}/>',
        f"<updated>{max(moments, default=_NO_DATE)}</updated>",
        f"<author><name>{_text(author)}</name></author>",
        *([f"<rights>{_text(config.rights)}</rights>"] if config.rights else []),
    ]
    for entry, moment in zip(entries, moments, strict=True):
        lines += [
            "<entry>",
            f"<title>{_text(entry.title)}</title>",
            f"<id>{_text(entry.id or entry.address)}</id>",
            f'<link rel="alternate" type="text/html" href={_attribute(entry.address)}/>',
            f"<updated>{moment}</updated>",
            *(f"<category term={_attribute(term)}/>" for term in entry.categories),
            *([f"<summary>{_text(entry.summary)}</summary>"] if entry.summary else []),
            "</entry>",
        ]
    lines.append("</feed>")
    return Artifact(path, ("\n".join(lines) + "\n").encode(), path)


def sitemap(
    config: Config, addresses: Iterable[str], most_entries: int = _MOST_ENTRIES, most_bytes: int = _MOST_BYTES
) -> list[Artifact]:
    """sitemap.xml of the pages' whole addresses.

    Where they are more than one file may hold, it lists sitemap-1.xml and so on. Raises ValueError when they are more
    than all files together may hold, which is 2,500 million.
    """
    files = list(_files("urlset", "url", sorted(set(addresses)), most_entries, most_bytes))
    if len(files) == 1:
        return [Artifact("sitemap.xml", files[0], "sitemap.xml")]
    named = [(f"sitemap-{number}.xml", data) for number, data in enumerate(files, 1)]
    places = [f"{config.base_url}/{path}" for path, _ in named]
    index, *more = _files("sitemapindex", "sitemap", places, most_entries, most_bytes)
    if more:
        raise ValueError("the site has more addresses than a sitemap index may list")
    return [Artifact("sitemap.xml", index, "sitemap.xml"), *(Artifact(path, data, path) for path, data in named)]


def _files(root: str, entry: str, addresses: Iterable[str], most_entries: int, most_bytes: int) -> Iterator[bytes]:
    """The files that the addresses fill, each address in an element ``entry`` of the element ``root``; at least one."""
    opening = f'<?xml version="1.0" encoding="utf-8"?>\n<{root} xmlns="{_SITEMAP_NAMESPACE}">\n'.encode()
    closing = f"</{root}>\n".encode()
    room = most_bytes - len(opening) - len(closing)
    part: list[bytes] = []
    size = 0
    for address in addresses:
        line = f"<{entry}><loc>{_text(address)}</loc></{entry}>\n".encode()
        if part and (len(part) == most_entries or size + len(line) > room):
            yield b"".join([opening, *part, closing])
            part, size = [], 0
        part.append(line)
        size += len(line)
    yield b"".join([opening, *part, closing])


def robots(config: Config) -> Artifact:
    """robots.txt: everything may be read, and where the sitemap is (not of a site that is not to be indexed: a crawler
    has to read its pages to see that they ask for that, says Google Search Central)."""
    rules = "Disallow:\n" if config.noindex else f"Disallow:\n\nSitemap: {config.base_url}/sitemap.xml\n"
    return Artifact("robots.txt", f"User-agent: *\n{rules}".encode(), "robots.txt")


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", visible(text)), quote=False)


def _attribute(text: str) -> str:
    shown = escape(_NOT_XML.sub("\ufffd", visible(text)))
    return f'"{shown}"'


def _moment(edtf: str) -> str:
    """The first moment of an EDTF date, as RFC 3339 wants it."""
    found = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d:\d\d:\d\d)Z)?", edtf)
    if not found:
        return _NO_DATE
    year, month, day, time = found.groups()
    return f"{year}-{month or '01'}-{day or '01'}T{time or '00:00:00'}Z"
