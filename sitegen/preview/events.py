"""What open browsers are told: whether what they show is the site as it stands, and what is wrong with it.

A browser says with its first words which page it shows and as which bytes, so it catches up after any pause: of the
computer, of the network or of this program.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.concurrency import run_in_threadpool

from sitegen.console import plain
from sitegen.diagnostics import Diagnostic, Location, Severity
from sitegen.files import OutsideError, join
from sitegen.output.plan import file_of
from sitegen.preview import editing
from sitegen.preview.index import Index
from sitegen.preview.near import near
from sitegen.preview.pages import Page, Pages
from sitegen.preview.session import Session, Snapshot

_ALIVE = 5.0  # seconds after which a browser hears that somebody is there
_ERRORS_SHOWN = 12
_LONGEST_LINE = 240  # signs of a line that is shown with its error
_LARGEST = 4 << 20  # bytes of a file of which a line is shown


class Browsers:
    """Keeps the open browsers at the newest snapshot of a session."""

    def __init__(self, session: Session, pages: Pages, index: Index | None) -> None:
        self._session, self._pages, self._index = session, pages, index
        self._loop: asyncio.AbstractEventLoop | None = None
        self._news: asyncio.Event | None = None
        self._ended = False

    def wake(self) -> None:
        """There may be news. It may be called in any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)

    def end(self) -> None:
        """End all connections."""
        self._ended = True
        self.wake()

    def _wake(self) -> None:
        if self._news is not None:
            self._news.set()
        self._news = asyncio.Event()

    async def events(self, path: str, shown: str) -> AsyncIterator[str]:
        """Server-sent events for a browser that shows ``path`` in this state (``Page.state``)."""
        self._loop = asyncio.get_running_loop()
        told = ""
        while not self._ended:
            if self._news is None:
                self._news = asyncio.Event()
            news = self._news
            page, state = await run_in_threadpool(self._look, path)
            now = page.state if page is not None and page.data and not page.wrong else ""
            if now and now != shown:
                assert page is not None
                same = shown.partition(".")[2] == now.partition(".")[2]
                yield _event("styles" if same else "reload", {"state": now, "styles": page.styles})
                shown = now
            if state != told:
                told = state
                yield f"event: state\ndata: {state}\n\n"
            try:
                await asyncio.wait_for(news.wait(), _ALIVE)
            except TimeoutError:
                yield _event("alive", {})

    def _look(self, path: str) -> tuple[Page | None, str]:
        page = self._pages.at(path)
        return page, json.dumps(self._state(self._session.snapshot, page, path), ensure_ascii=False)

    def _state(self, snapshot: Snapshot, page: Page | None, path: str) -> dict[str, Any]:
        """What is said beside a page: errors, where to edit it, how old the search index is, what was converted."""
        wrong = [d for d in (page.wrong if page is not None else ()) if d.severity is Severity.ERROR]
        errors = [*dict.fromkeys((*wrong, *snapshot.errors))]
        state: dict[str, Any] = {
            "errors": [self._error(snapshot, d) for d in errors[:_ERRORS_SHOWN]],
            "more": max(0, len(errors) - _ERRORS_SHOWN),
            "search": self._index.told(snapshot.content) if self._index is not None else "off",
        }
        if self._index is not None and state["search"] == "failed":
            state["why"] = plain(self._index.why)
        site, files = snapshot.site, snapshot.files
        if site is None or files is None or page is None:
            return state
        if page.missing:
            state["near"] = near(site, files, path)
        state["edit"] = editing.places(snapshot, file_of(path))
        route = files.route(file_of(path))
        if route is not None and route.template == "cable.html":
            state["lines"] = editing.lines(site.documents[route.documents()[0]])
        state["written"] = [{"id": own, "url": site.urls.link(site.path(own))} for own in snapshot.announced
                            if own in site.documents]
        return state

    def _error(self, snapshot: Snapshot, found: Diagnostic) -> dict[str, str]:
        return {"place": plain(str(found.location)), "code": found.code, "message": plain(found.message),
                "hint": plain(found.hint), "line": _line(snapshot, found.location)}


def _event(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"


def _line(snapshot: Snapshot, place: Location) -> str:
    """The line of a file of the project that an error is in; "" when it cannot be shown, or when a line as it stands
    there may hold what is withheld."""
    if snapshot.project is None or not place.line or snapshot.listed is None or snapshot.listed:
        return ""
    try:
        path = join(snapshot.project.root, place.path)
        if path.stat().st_size > _LARGEST:
            return ""
        lines = path.read_bytes().decode("utf-8", "replace").splitlines()
        return plain(lines[place.line - 1][:_LONGEST_LINE])
    except (OSError, OutsideError, IndexError):
        return ""
