"""The pages of snapshots, made when they are asked for, and how one differs from another for who looks at it."""

from __future__ import annotations

import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sitegen.diagnostics import Diagnostic
from sitegen.output.plan import file_of
from sitegen.output.produce import make
from sitegen.preview.session import Session, Snapshot
from sitegen.records.withheld import NOTHING, WithheldList
from sitegen.records.withholding import conceal

_HELD = 48  # pages kept as they were made last: what the open browsers show
_PATIENCE = 2.0  # seconds to wait for the snapshot that a file which just changed belongs to
#: a link to a style sheet of the theme, with the digest in its name
_STYLE = re.compile(rb'(href="[^"]*/assets/[^"]*\.)[0-9a-f]{12}(\.css")')
_STYLE_LINK = re.compile(rb'href="([^"]*/assets/[^"]*\.[0-9a-f]{12}\.css)"')
#: what the preview calls a page that does not exist, where a browser shows it
NOT_FOUND = "404.html"


@dataclass(frozen=True, eq=False)
class Page:
    """A file of the site as it was made: its bytes, or what was wrong and then those that were made last, if any."""

    file: str
    data: bytes
    number: int  # of the first snapshot with the files that it is one of
    wrong: tuple[Diagnostic, ...] = ()
    missing: bool = False  # it is the site's page for what is not there
    listed: WithheldList | None = None  # what was withheld when it was made

    @property
    def state(self) -> str:
        """What tells whether a browser shows this page: its digest, and that without the style sheets' names."""
        if not self.data:
            return ""
        return _digest(self.data) + "." + _digest(_STYLE.sub(rb"\1\2", self.data))

    @property
    def styles(self) -> list[str]:
        """The links to the style sheets of the theme."""
        return [link.decode() for link in _STYLE_LINK.findall(self.data)]


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=12).hexdigest()


class Pages:
    """Makes the files of a session's snapshots. It may be asked by several threads.

    ``failed`` is told once what is wrong with a file.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.failed: Callable[[Sequence[Diagnostic]], None] = lambda wrong: None
        self._told: dict[str, tuple[Diagnostic, ...]] = {}  # by file, what was wrong when it was made last
        self._lock = threading.Lock()
        self._made: OrderedDict[str, Page] = OrderedDict()  # by file, the last that could be made

    def at(self, path: str) -> Page | None:
        """The page or file at a path of the newest snapshot, or the site's page for what is not there.

        None when there is no site. A file of which a document has just changed is made of the next snapshot.
        """
        snapshot = self._session.snapshot
        page = self._of(snapshot, path)
        while page is not None and any(d.code == "interrupted" for d in page.wrong):
            newer = self._session.after(snapshot.number, _PATIENCE)
            if newer is snapshot:
                break
            snapshot, page = newer, self._of(newer, path)
        return page

    def _of(self, snapshot: Snapshot, path: str) -> Page | None:
        file = file_of(path)
        if snapshot.files is None:
            return None
        missing = snapshot.files(file) is None
        route = snapshot.files.route(file) if snapshot.broken else None
        if route is not None and route.claimed_by in snapshot.broken:
            held = self._held(snapshot, file)
            if held is not None:  # what its file holds now is half of what is meant
                wrong = tuple(d for d in snapshot.errors if d.location.path == route.claimed_by)
                return Page(file, held.data, snapshot.files_number, wrong)
        return self._make(snapshot, NOT_FOUND if missing else file, missing)

    def _held(self, snapshot: Snapshot, file: str) -> Page | None:
        """The file as it was made last, with as much withheld as now."""
        with self._lock:
            held = self._made.get(file)
        if held is None or held.listed is snapshot.listed:
            return held
        return held if held.listed and snapshot.listed and held.listed.token == snapshot.listed.token else None

    def _make(self, snapshot: Snapshot, file: str, missing: bool) -> Page:
        held = self._held(snapshot, file)
        if held is not None and held.number == snapshot.files_number:
            return Page(file, held.data, held.number, missing=missing) if missing != held.missing else held
        planned = snapshot.files(file) if snapshot.files is not None else None
        if planned is None:  # a theme always has the page for what is not there
            return Page(file, b"", snapshot.files_number, missing=True)
        data, found = make(planned)
        if snapshot.leaks is not None and not found:
            found = snapshot.leaks.leaks(file, data)
        told = [one for one in (conceal(snapshot.listed or NOTHING, own) for own in found) if one is not None]
        wrong = tuple(d for d in told if d.code != "interrupted")
        with self._lock:
            news = wrong if self._told.get(file, ()) != wrong else ()
            self._told.pop(file, None)
            if wrong:
                self._told[file] = wrong
        if news:
            self.failed(news)
        if found:
            return Page(file, held.data if held is not None else b"", snapshot.files_number, tuple(told), missing)
        made = Page(file, data, snapshot.files_number, missing=missing, listed=snapshot.listed)
        with self._lock:
            self._made[file] = made
            self._made.move_to_end(file)
            while len(self._made) > _HELD:
                self._made.popitem(last=False)
        return made
