"""Files: read and written so that nothing is half done and nothing reaches outside the folder it belongs to."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import secrets
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from sitegen.diagnostics import Diagnostic, Location, diagnose

#: ends the name of every file that is being written; one that is left over from a kill may be removed
TEMPORARY = ".sitegen-part"
#: a site's list of all its files with their SHA-256; it also marks a folder as one that a build may prune
MANIFEST = "data/manifest.json"


class OutsideError(ValueError):
    """A path that leads out of the folder it must stay in. The message is fit for people."""


def digest(data: bytes) -> str:
    """The SHA-256 of ``data`` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def shown(path: Path, root: Path) -> str:
    """``path`` as people see it in messages: relative to ``root`` where it lies below, with forward slashes."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return str(path)


def reason(problem: OSError) -> str:
    """What the system says went wrong, without number and path: ``No space left on device``."""
    return problem.strerror or str(problem) or type(problem).__name__


def parts(relative: str) -> list[str]:
    """The names that make up the path ``relative`` (forward slashes, perhaps a leading one).

    Raises OutsideError for one that names no file below a folder: ``..``, a drive, a backslash, a NUL, an empty name.
    """
    names = relative.removeprefix("/").split("/")
    if any(name in ("", ".", "..") or "\\" in name or "\0" in name for name in names) or ":" in names[0]:
        raise OutsideError(f"{relative!r} names no file below a folder")
    return names


def join(root: Path, relative: str) -> Path:
    """The path ``relative`` below ``root``.

    Raises OutsideError like ``parts``, and for a path on which a symbolic link leads out of ``root``.
    """
    path = root.joinpath(*parts(relative))
    if not stays_inside(path, root):
        raise OutsideError(f"{relative!r} leads out of {root.name or root} through a symbolic link")
    return path


def stays_inside(path: Path, root: Path) -> bool:
    """Whether ``path``, all symbolic links followed, lies below ``root`` (which may itself be reached by a link)."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a loop of links
        return False


def read_bytes(path: Path, root: Path) -> tuple[bytes | None, list[Diagnostic]]:
    """The bytes of the file ``path``, which must lie below ``root``; None and a diagnostic when it cannot be read."""
    place = Location(shown(path, root))
    if not stays_inside(path, root):
        return None, [diagnose("outside-project", place, "a symbolic link that leads out of the project's folder",
                               "copy the file into the project")]
    try:
        if not path.is_file():
            what = "is no file" if path.exists() else "is not there"
            return None, [diagnose("unreadable-file", place, what)]
        return path.read_bytes(), []
    except OSError as problem:
        return None, [diagnose("unreadable-file", place, f"cannot be read: {reason(problem)}")]


def read_unlinked(path: str) -> bytes | None:
    """The bytes of a regular file; None for a symbolic link and anything else, of which ``read_bytes`` says what it is.

    In a folder that ``stays_inside``, which ``walk`` gave, it is where it seems to be, for no folder on the way is a
    link: then this is much faster.
    """
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(opened, "rb") as stream:
            return stream.read() if stat.S_ISREG(os.fstat(opened).st_mode) else None
    except OSError:
        return None


def read_text(path: Path, root: Path) -> tuple[str | None, list[Diagnostic]]:
    """The text of the UTF-8 file ``path`` below ``root``, line ends as ``\\n``, a byte order mark left out.

    For files that editors write; raw sources, whose encoding is told by evidence, are read as bytes.
    """
    data, found = read_bytes(path, root)
    if data is None:
        return None, found
    return as_text(data, shown(path, root))


def as_text(data: bytes, path: str) -> tuple[str | None, list[Diagnostic]]:
    """The text of the bytes of a UTF-8 file, as ``read_text`` gives it; ``path`` is the file as people see it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        before = data[: problem.start]
        place = Location(path, before.count(b"\n") + 1, problem.start - before.rfind(b"\n"))
        return None, [diagnose("unreadable-file", place, f"the byte 0x{data[problem.start]:02X} is not UTF-8",
                               "save the file as UTF-8")]
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text, []


def walk(folder: Path, suffix: str = "") -> Iterator[Path]:
    """All files below ``folder`` whose names end in ``suffix``, sorted by their paths; nothing if it is not there.

    Names that begin with a dot are left out, and so are folders that are symbolic links (a link to a file is given, and
    refused when it is read, if it leads out), and names that are no UTF-8 (``misnamed`` has them). Raises OSError when
    a folder cannot be listed.
    """
    return map(Path, paths_below(folder, suffix))


def paths_below(folder: Path, suffix: str = "") -> Iterator[str]:
    """What ``walk`` gives, as texts, of which ten thousand take a tenth of the time."""
    return (entry.path for entry in _entries(folder, suffix))


def misnamed(folder: Path, root: Path) -> list[Diagnostic]:
    """``unreadable-file`` for each name below ``folder`` that is no UTF-8: it cannot be written in a page or a list."""
    return [diagnose("unreadable-file", Location(f"{shown(Path(place), root)}/{os.fsencode(name)!r}"),
                     "the name of this file is no UTF-8", "rename it")
            for place, folders, files in os.walk(folder) for name in sorted((*folders, *files)) if not _is_text(name)]


def _is_text(name: str) -> bool:
    return name.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in name)


def _entries(folder: Path | str, suffix: str) -> Iterator[os.DirEntry[str]]:
    if not os.path.isdir(folder):
        return
    with os.scandir(str(folder)) as entries:
        listed = sorted(entries, key=lambda entry: entry.name)
    for entry in listed:
        if entry.name.startswith(".") or not _is_text(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _entries(entry.path, suffix)
        elif entry.name.endswith(suffix) and not _leads_to_folder(entry):
            yield entry


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself, which is refused when it is read
        return False


#: what tells that a file is the same without reading it: inode, size, when its bytes and its entry were changed (ns)
Stamp = tuple[int, int, int, int]


def stamp_of(entry: str | os.DirEntry[str]) -> Stamp | None:
    """The stamp of a file; None for a symbolic link. Raises OSError."""
    found = os.lstat(entry) if isinstance(entry, str) else entry.stat(follow_symlinks=False)
    return None if stat.S_ISLNK(found.st_mode) else (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def stamps(folder: Path, suffix: str = "") -> dict[str, Stamp | None]:
    """All files that ``walk`` gives, by their paths below ``folder``, with their stamps. Raises OSError like ``walk``.
    """
    start = len(str(folder)) + 1
    return {entry.path[start:]: stamp_of(entry) for entry in _entries(folder, suffix)}


def is_settled(stamp: Stamp, now: float) -> bool:
    """Whether a file was last changed so long before ``now`` (seconds since 1970) that a change after it has another
    stamp: clocks of file systems tick as slowly as every two seconds."""
    return max(stamp[2], stamp[3]) < (now - 2.5) * 1e9


@contextlib.contextmanager
def locked(path: Path, seconds: float = 60) -> Iterator[bool]:
    """Hold the lock file ``path`` while the block runs; gives False when another process held it all of ``seconds``.

    The system frees the lock when a process ends in whatever way. Where no lock can be made, the block runs without.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = path.open("ab")
    except OSError:
        yield True
        return
    with stream:
        end = time.monotonic() + seconds
        while True:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > end:
                    yield False
                    return
                time.sleep(0.05)
                continue
            except OSError:  # a file system without locks
                pass
            yield True
            return


def write_atomic(path: Path, data: bytes, durable: bool = False) -> None:
    """Write ``data`` to ``path``, making its folders: the old file or the new one stands there, never a part.

    ``durable`` waits until the disk holds it (for what a person wrote or cannot be made again). Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.parent / f".{secrets.token_hex(8)}{TEMPORARY}"
    try:
        with temporary.open("xb") as stream:
            stream.write(data)
            if durable:
                stream.flush()
                os.fsync(stream.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
