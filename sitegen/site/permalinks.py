"""What was published and must hold: the lines of content/permalinks.lock.

A line is a page with the anchors on it, written by ``sitegen permalinks record``; or, written by an editor, where a
page or an anchor has gone (``/cables/09A1/ -> /cables/09A2/``), or why it is no more (``/cables/09A1/#p3 withdrawn: at
a court's order``).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.records.blocks import Fence, Paragraph, parse
from sitegen.records.document import Document
from sitegen.records.markup import received
from sitegen.records.withheld import WithheldList
from sitegen.records.withholding import is_marked, withhold
from sitegen.workers import spread

LOCK = "content/permalinks.lock"
_HEAD = """# Addresses that readers have linked: a page's path, then the anchors on it, each with a sign of its text.
# Written by `sitegen permalinks record`. A build that lacks one of them fails. Editors may write below them:
# /cables/09OLD1/ -> /cables/09NEW1/       the page is there now (an anchor: /cables/09OLD1/#p3 -> /cables/09NEW1/#p1)
# /cables/09OLD1/ withdrawn: why           the page (or the anchor) is no more, and its place says why
"""
_ANCHOR = re.compile(r"[pu]\d+[a-z]?(?:-\d+)?")
_RECORDED = re.compile(r"(/[^\s#]*)((?:\s+[A-Za-z][\w-]*(?::[0-9a-f]{4})?)*)\s*")
_PATH = r"/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*)?"
_ENTRY = re.compile(rf"(?P<path>{_PATH})(?:#(?P<anchor>[A-Za-z][\w-]*))?\s+"
                    rf"(?:->\s*(?P<target>(?:{_PATH})?(?:#[A-Za-z][\w-]*)?)|withdrawn:\s*(?P<why>\S.*?))\s*")
_HOW = "write /cables/09OLD1/ -> /cables/09NEW1/, or /cables/09OLD1/ withdrawn: why"
_ENOUGH = 6
_CHUNK = 500  # pages that one process looks at in one go
# Words that no name is made of and no correction of a name touches: a print of them alone betrays nobody.
_COMMON = frozenset("""a all also an and any are as at be been but by can could did do does for from had has have he her
him his i if in into is it its may more most no not of on only or other our out over said she should so some such than
that the their them then there these they this to under up us was we were what when which who will with would
al como con de del el ella en es esta este la las lo los mas no nos o para pero por que se si sin sobre su sus un una y
""".split())
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Permalink:
    """A page that was published: its path in the site, its anchors as the lock file has them, and its line there."""

    path: str
    written: str = ""
    line: int = 0

    @property
    def anchors(self) -> Mapping[str, str]:
        """Its anchors, each with the print of its text ("" for none)."""
        return {anchor: own for anchor, _, own in (word.partition(":") for word in self.written.split())}


@dataclass(frozen=True, slots=True)
class Gone:
    """A published page, or with ``anchor`` a paragraph, that is elsewhere now (``target``: a path, an anchor, or a path
    with one) or was withdrawn (``why``)."""

    path: str
    anchor: str = ""
    target: str = ""
    why: str = ""
    line: int = 0


@dataclass(frozen=True)
class Lock:
    """The lock file: what was recorded, and where it has gone since."""

    recorded: tuple[Permalink, ...] = ()
    gone: tuple[Gone, ...] = ()
    #: path -> of its page
    pages: Mapping[str, Gone] = field(default_factory=dict)
    #: path -> of anchors on it
    anchors: Mapping[str, tuple[Gone, ...]] = field(default_factory=dict)


def permanent(ids: Iterable[str]) -> list[str]:
    """Those of a page's ids that are anchors of paragraphs, in the order of the numbers in them."""
    kept = {name for name in ids if _ANCHOR.fullmatch(name)}
    return sorted(kept, key=lambda name: (name[0], int(re.findall(r"\d+", name)[0]), len(name), name))


def prints(body: str) -> dict[str, str]:
    """Anchor -> print, for each anchor in a cable's body.

    A print is four hexadecimal digits of the words as received, by which a paragraph is known again under another
    number. It is of the commonest words of English and Spanish alone, in their order, so it says nothing of a name
    that is withheld later. "" for a text of too few of them to be known by.
    """
    found: dict[str, str] = {}
    for block in parse(body):
        text = received(block.spans) if isinstance(block, Paragraph | Fence) else ""
        own = _print(text)
        for anchor in (block.anchor, *(block.more if isinstance(block, Paragraph) else ())):
            if anchor:
                found[anchor] = own
    return found


def prints_at(
    paths: Sequence[str], documents: Callable[[], Mapping[str, Document]], jobs: int
) -> Callable[[str], Mapping[str, str]]:
    """The prints of the cables' pages at ``paths``, and of others when they are asked for; none for other pages.

    ``documents`` gives the documents by the paths of their pages; ``jobs`` processes share the work.
    """
    by_path = documents() if paths else {}
    asked = [path for path in paths if path in by_path]
    chunks = [asked[at:at + _CHUNK] for at in range(0, len(asked), _CHUNK)]
    held = {path: own for chunk, answer in zip(chunks, spread(_Printing(by_path), chunks, jobs), strict=True)
            for path, own in zip(chunk, answer, strict=True)}

    def of(path: str) -> Mapping[str, str]:
        if path not in held:
            held[path] = prints(by_path[path].body) if path in by_path else {}
        return held[path]

    return of


class _Printing:
    """Makes prints of the pages at some paths, in any process."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents

    def __call__(self, paths: Sequence[str]) -> list[dict[str, str]]:
        return [prints(self._documents[path].body) for path in paths]


def _print(text: str) -> str:
    words = [word for word in _WORD.findall(text.lower()) if word in _COMMON]
    return hashlib.blake2b(" ".join(words).encode(), digest_size=2).hexdigest() if len(words) >= _ENOUGH else ""


def promised(text: str, listed: WithheldList) -> str:
    """The text of a lock file without what is ``listed`` to be withheld: without the records of withheld cables and of
    paths that must not be told. Every line keeps its number."""
    if not listed:
        return text
    lines = []
    for line in text.split("\n"):
        told = withhold(listed, line, None)
        path = line.partition(" ")[0]
        recorded = _RECORDED.fullmatch(line) is not None
        if is_marked(told) and (recorded or is_marked(withhold(listed, path, None))):
            told = ""
        lines.append("" if recorded and listed.cables.keys() & set(path.split("/")) else told)
    return "\n".join(lines)


def read_lock(text: str, path: str = LOCK) -> tuple[Lock, list[Diagnostic]]:
    """What the text of a lock file says, and its lines that cannot be read."""
    recorded: list[Permalink] = []
    gone: dict[tuple[str, str], Gone] = {}
    found: list[Diagnostic] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if (page := _RECORDED.fullmatch(line)) is not None:
            recorded.append(Permalink(page[1], page[2].strip(), number))
            continue
        place = Location(path, number, 1)
        entry = _ENTRY.fullmatch(line.strip())
        if entry is not None and (entry["why"] or entry["target"]):
            one = Gone(entry["path"], entry["anchor"] or "", _whole(entry["target"] or "", entry["path"]),
                       entry["why"] or "", number)
            if gone.setdefault((one.path, one.anchor), one) is not one:
                found.append(diagnose("bad-value", place, "says again where this address has gone", "keep one line"))
        elif not line.startswith("/"):
            found.append(diagnose("bad-value", place, f"`{line.split()[0][:60]}` is no path of the site",
                                  "each line is a path, such as /cables/09MEXICO283/, and its anchors"))
        else:
            found.append(diagnose("bad-value", place, "is neither a page with its anchors nor where one has gone",
                                  _HOW))
    by_path: dict[str, list[Gone]] = {}
    for one in gone.values():
        if one.anchor:
            by_path.setdefault(one.path, []).append(one)
    return Lock(tuple(recorded), tuple(gone.values()),
                {one.path: one for one in gone.values() if not one.anchor},
                {name: tuple(held) for name, held in by_path.items()}), found


def _whole(target: str, path: str) -> str:
    return path + target if target.startswith("#") else target


def permalink(path: str, anchors: Mapping[str, str]) -> Permalink:
    """A page to be recorded, its anchors each with the print of its text ("" for none)."""
    return Permalink(path, " ".join(f"{anchor}:{own}" if own else anchor for anchor, own in anchors.items()))


def write_lock(recorded: Iterable[Permalink], gone: Iterable[Gone] = ()) -> str:
    """The text of a lock file, a line a page, sorted; anchors of one page given twice are joined, the later print
    standing; below them where pages and anchors have gone."""
    joined: dict[str, dict[str, str]] = {}
    for page in recorded:
        joined.setdefault(page.path, {}).update(page.anchors)
    lines = []
    for path in sorted(joined):
        anchors = permalink(path, {name: joined[path][name] for name in permanent(joined[path])}).written
        lines.append(f"{path} {anchors}".rstrip())
    for one in sorted(gone, key=lambda one: (one.path, one.anchor)):
        what = f"-> {one.target}" if one.target else f"withdrawn: {one.why}"
        lines.append(f"{one.path}{'#' if one.anchor else ''}{one.anchor} {what}")
    return _HEAD + "".join(f"{line}\n" for line in lines)
