"""What the preview answers to a path: the file of the site as it is built, and to a page's bytes one script tag."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import quote

from sitegen.files import OutsideError, join
from sitegen.output.host import FOREVER, HEADERS
from sitegen.output.plan import file_of
from sitegen.preview.index import Index
from sitegen.preview.pages import Pages
from sitegen.preview.session import Session

#: where the preview's own files stand, which no site has
OWN = "/__sitegen__/"
_CLIENT = [(Path(__file__).with_name("client") / name).read_bytes() for name in ("preview.js", "preview.css")]
_MARK = hashlib.blake2b(b"".join(_CLIENT), digest_size=6).hexdigest()
SCRIPT, _STYLE = f"{OWN}preview.{_MARK}.js", f"{OWN}preview.{_MARK}.css"
_TYPES = {".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".xml": "application/xml",
          ".html": "text/html", ".txt": "text/plain", ".csv": "text/csv", ".svg": "image/svg+xml",
          ".woff2": "font/woff2", ".wasm": "application/wasm"}
_WITH_CHARSET = ("text/", "application/json", "application/xml", "image/svg+xml")
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_INDEX = "pagefind/"
#: while there is no index at all; search.js asks again until there is one
PENDING = b'{"sections":[],"pending":true}\n'


@dataclass(frozen=True)
class Answer:
    """Status, headers and bytes of an answer."""

    status: int
    data: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Answers:
    """Answers requests for a session's site."""

    def __init__(self, session: Session, pages: Pages, index: Index | None) -> None:
        self._session, self._pages, self._index = session, pages, index

    def __call__(self, path: str, query: str, asked: Mapping[str, str]) -> Answer:
        """The answer to a GET of ``path`` (decoded) with the headers ``asked`` (by lower-case names)."""
        if path in (SCRIPT, _STYLE):
            return _sent(_CLIENT[path == _STYLE], Path(path).suffix, 200, asked, lasting=True)
        snapshot = self._session.snapshot
        if snapshot.files is not None and snapshot.site is not None:
            if snapshot.files(file_of(path)) is None:
                if path in snapshot.site.redirects:
                    return _to(snapshot.site.redirects[path], query)
                if not path.endswith("/") and snapshot.files(file_of(path + "/")) is not None:
                    return _to(path + "/", query)
            if path.startswith("/" + _INDEX):
                return self._indexed(path[1:], asked)
        page = self._pages.at(path)
        if page is None or not page.data:
            return _sent(_with_script(_nothing(page is None), ""), ".html", 500, asked)
        suffix = Path(page.file).suffix
        if suffix == ".html":
            status = 404 if page.missing else 200
            return _sent(_with_script(page.data, page.state), suffix, status, asked)
        if page.wrong:  # nobody could tell that these are the bytes of before
            return _sent(b"", ".txt", 500, asked)
        return _sent(page.data, suffix or page.file, 200, asked, lasting=path.startswith("/assets/"))

    def _indexed(self, file: str, asked: Mapping[str, str]) -> Answer:
        """A file of the search index, which stands on disk: it would take up much of the memory."""
        folder = self._index.folder if self._index is not None else None
        if folder is None:
            none = self._index is None or file != f"{_INDEX}sections.json"
            return _sent(b"" if none else PENDING, ".json", 404 if none else 200, asked)
        try:
            data = join(folder, file).read_bytes()
        except (OSError, OutsideError, ValueError):
            return _sent(b"", ".txt", 404, asked)
        return _sent(data, Path(file).suffix, 200, asked)


def _to(path: str, query: str) -> Answer:
    target = quote(path, safe="/#-._~") + (f"?{query}" if query else "")
    return Answer(307, b"", {"Location": target, "Cache-Control": "no-store"})


def _with_script(html: bytes, state: str) -> bytes:
    """A page with the tag that loads the preview's script, which is all that is added to it."""
    tag = f'<script src="{SCRIPT}" data-page="{escape(state)}"></script>'.encode()
    before, end, after = html.rpartition(b"</body>")
    return before + tag + end + after if end else html + tag


def _nothing(everything: bool) -> bytes:
    title = "There is no site to show" if everything else "This page cannot be made"
    return ('<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">'
            f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title></head>'
            f"<body><h1>{title}</h1><p>It shows itself when what is wrong is mended.</p></body></html>").encode()


def _sent(data: bytes, suffix: str, status: int, asked: Mapping[str, str], lasting: bool = False) -> Answer:
    """An answer with these bytes, or with what of them the browser lacks. ``lasting``: the digest is in the name."""
    kind = _TYPES.get(suffix) or guess_type(f"x{suffix}")[0] or "application/octet-stream"
    tag = f'"{hashlib.blake2b(data, digest_size=12).hexdigest()}"'
    charset = "; charset=utf-8" if kind.startswith(_WITH_CHARSET) else ""
    headers = {**HEADERS, "Content-Type": kind + charset, "Cache-Control": FOREVER if lasting else "no-cache",
               "ETag": tag, "Accept-Ranges": "bytes"}
    if status != 200:
        return Answer(status, data, headers)
    if tag in (name.strip().removeprefix("W/") for name in asked.get("if-none-match", "").split(",")):
        return Answer(304, b"", headers)
    wanted = _RANGE.fullmatch(asked.get("range", ""))
    if wanted is None or wanted[0] == "bytes=-" or asked.get("if-range", tag) != tag:
        return Answer(200, data, headers)
    first = int(wanted[1]) if wanted[1] else max(0, len(data) - int(wanted[2]))
    last = min(int(wanted[2]) if wanted[1] and wanted[2] else len(data), len(data) - 1)
    if first > last:
        return Answer(416, b"", headers | {"Content-Range": f"bytes */{len(data)}"})
    return Answer(206, data[first:last + 1], headers | {"Content-Range": f"bytes {first}-{last}/{len(data)}"})
