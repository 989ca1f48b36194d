"""What one build is about to publish: the files that stay as they are, and those that are made anew in the store."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from pathlib import Path

from sitegen.checks import links
from sitegen.config import Config
from sitegen.diagnostics import Diagnostic
from sitegen.files import digest
from sitegen.output import ledger, search
from sitegen.output.ledger import Entry, Ledger
from sitegen.output.plan import Planned, file_of
from sitegen.output.produce import Asking, Made, ask_all
from sitegen.output.store import Store
from sitegen.output.writer import Artifact, Claims, Output
from sitegen.report import Advance
from sitegen.site.permalinks import Permalink
from sitegen.workers import spread

_CHUNK = 100
_MANY = 500  # pages made: comparing the anchors of each with those before it takes longer than asking all pages


class Staging:
    """Gathers the files of one build. ``before`` is the ledger of the last one, ``output`` where they will go."""

    def __init__(self, store: Store, before: Ledger, output: Output) -> None:
        self.store = store
        self.before = before
        self.output = output
        self.ledger = Ledger()
        self.files: dict[str, str] = {}  # path -> SHA-256
        self.pages = 0  # planned
        self.reasons: dict[str, str] = {}  # path -> why it is made again
        self._claims = Claims()
        self._carried: set[str] = set()
        self._ids: dict[str, str] = {}  # of pages that were not made again

    def decide(
        self, planned: Sequence[Planned], bodies: Mapping[str, str], model: str
    ) -> tuple[list[int], dict[str, Entry], list[Diagnostic]]:
        """Which of the planned files may have to be made, by their places; the entries of those among them that may be
        as they were; and the paths that two of them claim.

        ``bodies`` are the digests of documents by id, ``model`` that of everything in content/ but bodies: where it is
        that of the last build, a file with the same look and the same bodies is the same.
        """
        found: list[Diagnostic] = []
        numbers = []
        known: dict[str, Entry] = {}
        self.ledger.model, self.ledger.bodies = model, dict(bodies)
        same_model = bool(model) and model == self.before.model
        for number, file in enumerate(planned):
            if file.path in self._carried:
                continue
            wrong = self._claims.claim(file.path, file.owner)
            if wrong:
                found += wrong
                continue
            old = self.before.entries.get(file.path)
            if old is not None and old.look == file.look and self.has(file.path, old.sha256):
                if same_model and old.bodies == ledger.joined(old.documents, bodies):
                    self.ledger.entries[file.path] = old
                    self.files[file.path] = old.sha256
                    continue
                known[file.path] = old
            numbers.append(number)
        return numbers, known, found

    def carry(self, bodies: Mapping[str, str], model: str, theme: str) -> list[str] | None:
        """Take over all files of the last build that show none of the bodies which changed since: possible where
        nothing but bodies changed, nothing was wrong and no file was lost. Gives the ids of what changed, else None."""
        before = self.before
        if not (model and model == before.model and theme == before.theme and before.sound and not before.broken
                and before.bodies.keys() == bodies.keys()):
            return None
        changed = {cable_id for cable_id, own in bodies.items() if before.bodies[cable_id] != own}
        if len(changed) > _MANY or not all(self.has(path, old.sha256) for path, old in before.entries.items()):
            return None
        for path, old in before.entries.items():
            if changed.isdisjoint(old.documents):
                self.ledger.entries[path] = old
                self.files[path] = old.sha256
                self._carried.add(path)
        self.pages = before.pages
        return sorted(changed)

    def take(self, planned: Planned, made: Made) -> None:
        """Take up a file that was made, or found to be as it was; one that could not be made is forgotten."""
        if made.entry is None:
            self.ledger.sound = False
            return
        self.files[planned.path] = made.entry.sha256
        self.ledger.entries[planned.path] = made.entry
        if made.why:
            old = self.before.entries.get(planned.path)
            lost = old is not None and made.why == "new"
            self.reasons[planned.path] = (ledger.reason(old, made.entry) or "its file was lost") if lost else made.why

    def put(self, artifact: Artifact) -> list[Diagnostic]:
        """Take up a file whose bytes are at hand; what is wrong with its path. Raises OSError."""
        found = self._claims.claim(artifact.path, artifact.owner)
        if not found:
            sha256 = digest(artifact.data)
            if not self.has(artifact.path, sha256):
                self.store.put(artifact.data)
            self.files[artifact.path] = sha256
        return found

    def claim(self, files: Mapping[str, str], owner: str) -> list[Diagnostic]:
        """Take up files whose bytes are in the store or the output (``has``)."""
        found = []
        for path, sha256 in files.items():
            wrong = self._claims.claim(path, owner)
            found += wrong
            if not wrong:
                self.files[path] = sha256
        return found

    def has(self, path: str, sha256: str) -> bool:
        """Whether the bytes with this digest are at hand for ``path``, undamaged."""
        return self.output.holds(path, sha256) or self.store.get(sha256) is not None

    def place(self, path: str) -> Path:
        """Where the bytes of a staged file stand now."""
        sha256 = self.files[path]
        return self.output.folder / path if self.output.holds(path, sha256) else self.store.path(sha256)

    def owner(self, path: str) -> str:
        """Whose a claimed path is."""
        return self._claims.owners.get(path, "")

    # --- links ----------------------------------------------------------------------------------------------------

    def ask(
        self, asked: Mapping[str, links.Asked], base_url: str, jobs: int, whole: bool
    ) -> dict[str, links.Asked]:
        """What is to be asked about links: of the pages that were made (``asked``), of those whose links were broken
        before, and of all where a path or an anchor is gone (or with ``whole``). Raises OSError."""
        more = [path for path in self.before.broken if path in self.files and path not in asked]
        if whole or self._lost(asked):
            more = [path for path in self.files if path.endswith(".html") and path not in asked]
        asking = Asking(frozenset(self.files), base_url)
        places = [(path, str(self.place(path))) for path in more]
        return dict(asked) | {one.path: one for one in ask_all(asking, places, jobs)}

    def _lost(self, asked: Mapping[str, links.Asked]) -> bool:
        """Whether a path of the last build is gone, or an anchor of a page that was made again."""
        if not self.before.entries:
            return False
        if any(path not in self.files for path in self.before.entries) or len(asked) > _MANY:
            return True
        for path, one in asked.items():
            old = self.before.entries.get(path)
            data = self._bytes(path, old.sha256) if old else b""
            if data is None or any(f"\n{name}\n" not in one.ids for name in links.read_links(path, data).ids):
                return True
        return False

    def _bytes(self, path: str, sha256: str) -> bytes | None:
        """The bytes with this digest that stood at ``path``."""
        if (data := self.store.get(sha256)) is None and self.output.holds(path, sha256):
            data = (self.output.folder / path).read_bytes()
        return data

    def ids_of(self, known: Mapping[str, links.Asked], path: str) -> str | None:
        """The ids of a page as ``links.Asked`` has them; None for a file that is no page. Raises OSError."""
        if path in known:
            return known[path].ids
        if path.endswith(".html") and path not in self._ids:
            page = next(ask_all(Asking(frozenset(), ""), [(path, str(self.place(path)))], 1))
            self._ids[path] = page.ids
        return self._ids.get(path)

    def permanent(
        self, recorded: Iterable[Permalink], more: Collection[str], cables: Container[str],
        redirects: Mapping[str, str], known: Mapping[str, links.Asked],
    ) -> dict[str, list[str]]:
        """The paths in the site of the cables' pages that are recorded, and of ``more``, with their ids."""
        paths = {one.path for one in recorded}
        paths |= {redirects[path].partition("#")[0] for path in paths if path in redirects}
        paths.update(more)
        files = {path: file_of(path) for path in sorted(paths)}
        return {path: (self.ids_of(known, file) or "").split() for path, file in files.items()
                if file in cables and file in self.files}

    # --- search ---------------------------------------------------------------------------------------------------

    def index(
        self, months: Mapping[str, str], config: Config, jobs: int, work: Path, progress: Advance
    ) -> tuple[list[search.Section], list[Diagnostic]]:
        """Stage the search index of the cables' pages (``months``: their files and months): sections that are as they
        were are taken over, the others indexed side by side. Gives the sections, or what went wrong. Raises OSError."""
        sections = search.sections(self._search_pages(months, jobs), config.search.section_size)
        waiting: list[search.Section] = []
        found: list[Diagnostic] = []
        for section in sections:
            own = search.section_key(section, config.documents_language)
            files = self.before.sections.get(own)
            if files is not None and all(self.has(path, sha256) for path, sha256 in files.items()):
                self.ledger.sections[own] = files
            else:
                waiting.append(section)
        total = sum(len(section.pages) for section in sections)
        done = total - sum(len(section.pages) for section in waiting)
        progress("search", done, total)
        if waiting:
            binary, found = search.executable()
            if binary is None:
                return [], found
            waiting.sort(key=lambda section: -len(section.pages))
            indexing = search.Indexing(binary, config.documents_language, work, self.store)
            tasks = [(section, [str(self.place(page.path)) for page in section.pages]) for section in waiting]
            jobs = search.at_once(waiting, jobs)
            for section, (files, wrong) in zip(waiting, spread(indexing, tasks, jobs), strict=True):
                if wrong:
                    return [], wrong
                self.ledger.sections[search.section_key(section, config.documents_language)] = files
                done += len(section.pages)
                progress("search", done, total)
        for files in self.ledger.sections.values():
            found += self.claim(files, "the search index")
        found += self.put(Artifact(search.SECTIONS, search.sections_file(sections), "the search index"))
        return sections, found

    def _search_pages(self, months: Mapping[str, str], jobs: int) -> list[search.SearchPage]:
        """The pages to index, each with the digest of what is indexed of it."""
        unknown = []
        for path in months:
            held = self.before.extracts.get(path)
            if path in self.files and held is not None and held[0] == self.files[path]:
                self.ledger.extracts[path] = held
            elif path in self.files:
                unknown.append(path)
        chunks = [unknown[at:at + _CHUNK] for at in range(0, len(unknown), _CHUNK)]
        places = [[str(self.place(path)) for path in chunk] for chunk in chunks]
        for chunk, digests in zip(chunks, spread(search.Extracting(), places, jobs), strict=True):
            self.ledger.extracts |= {path: (self.files[path], own) for path, own in zip(chunk, digests, strict=True)}
        return [search.SearchPage(path, self.ledger.extracts[path][1], month) for path, month in months.items()
                if path in self.files]
