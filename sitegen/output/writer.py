"""Publishing a site so that readers never see half of it: each file brought whole from the store, the rest removed
last.

Nothing of the output changes before ``publish``. A file whose bytes are already there is not touched.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import stat
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.files import MANIFEST, TEMPORARY, OutsideError, digest, parts
from sitegen.output.store import Store

_LONGEST_NAME = 255  # bytes, on every common file system
_PLAIN_PATH = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file of the site: its path below the output folder, its bytes, and whose it is (a file), for messages."""

    path: str
    data: bytes
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did: the paths written and removed, sorted, and how many stayed as they were."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int


def may_write(output: Path, root: Path, default: Path) -> list[Diagnostic]:
    """Why the folder ``output`` must not be written and pruned: nothing when it may.

    ``root`` is the project's folder; ``default`` the output folder that is the project's own by agreement. Any other
    folder that holds files must hold the manifest of an earlier build, or a mistyped ``--output`` would empty it.
    """
    place = Location(str(output))
    real, home = output.resolve(), root.resolve()
    own = [home / name for name in ("content", "themes", ".sitegen", ".git")]
    if home.is_relative_to(real) or any(real.is_relative_to(folder) for folder in own):
        return [diagnose("unwritable-output", place, "the output folder would take the project's own files",
                         "name a folder of its own with --output")]
    if output.exists() and not output.is_dir():
        return [diagnose("unwritable-output", place, "the output is a file, not a folder")]
    if real != default.resolve() and output.is_dir() and not _is_ours(output):
        try:
            held = next((name for name in sorted(os.listdir(output)) if not name.startswith(".")), "")
        except OSError as problem:
            return [diagnose("unwritable-output", place, f"cannot be listed: {problem.strerror}")]
        if held:
            return [diagnose("unwritable-output", place, f"the folder holds files of something else: {held} …",
                             "name an empty folder, or empty this one; a build removes what is not of the site")]
    nearest = next(folder for folder in (real, *real.parents) if folder.exists())
    if not nearest.is_dir():
        return [diagnose("unwritable-output", place, f"{nearest} is a file, not a folder")]
    if not os.access(nearest, os.W_OK | os.X_OK):
        return [diagnose("unwritable-output", place, f"no permission to write in {nearest}")]
    return []


def _is_ours(output: Path) -> bool:
    try:
        held = json.loads((output / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(held, dict) and "files" in held and "generator" in held


class Stamps(msgspec.Struct):
    """What stood in an output folder when a build had ended: the files' inodes, sizes and times with their SHA-256, and
    the times of the folders. It spares reading what is as it was."""

    files: dict[str, tuple[int, int, int, str]] = {}
    folders: dict[str, tuple[int, int]] = {}


class Claims:
    """Who claims which path: two files may not stand at one, nor one where another needs a folder."""

    def __init__(self) -> None:
        self.owners: dict[str, str] = {}  # path -> owner
        self._claims: dict[str, str] = {}  # folded path -> path
        self._folders: dict[str, str] = {}  # folded path of a folder -> the first path that needs it

    def claim(self, path: str, owner: str) -> list[Diagnostic]:
        """Claim a path for ``owner``, a file for messages; what is wrong if it cannot have it.

        A path claimed twice (capitals and small letters count as one: many disks and hosts think so too) is
        ``duplicate-path``; the first claim stands.
        """
        if path.isascii() and ".." not in path and _PLAIN_PATH.fullmatch(path):
            folded = path.lower()
        else:
            try:
                parts(path)
            except OutsideError as problem:
                return [diagnose("outside-project", Location(owner or path), str(problem))]
            folded = unicodedata.normalize("NFC", path).casefold()
        rival = self._claims.get(folded) or self._folders.get(folded)
        above = folded.rpartition("/")[0]
        while not rival and above and above not in self._folders:
            rival = self._claims.get(above)
            above = above.rpartition("/")[0]
        if rival:
            as_what = "" if rival == path else f" as /{rival}"
            return [diagnose("duplicate-path", Location(owner or path),
                             f"the path /{path} is also claimed by {self.owners[rival] or rival}{as_what}",
                             "give one of the two another address")]
        if len(path.encode()) > _LONGEST_NAME and any(len(part.encode()) > _LONGEST_NAME for part in path.split("/")):
            return [diagnose("bad-value", Location(owner or path), f"the path /{path[:60]}… is too long",
                             "shorten the name that it is made of")]
        self._claims[folded] = path
        self.owners[path] = owner
        above = folded.rpartition("/")[0]
        while above and above not in self._folders:
            self._folders[above] = path
            above = above.rpartition("/")[0]
        return []


class Output:
    """An output folder, as it stands before publishing. ``known`` is what an earlier build left to be known of it."""

    def __init__(self, folder: Path, known: Stamps) -> None:
        """Look at the folder. Raises OSError."""
        self.folder = folder
        self._known = known
        self._files: dict[str, tuple[int, int, int] | None] = {}  # None: a link, or no plain file
        self._folders: dict[str, tuple[int, int]] = {}
        self._brought: set[str] = set()
        self._changed: set[str] = set()  # folders in which something came or went
        below: dict[str, list[str]] = {}
        for path in known.files:
            below.setdefault(path.rpartition("/")[0], []).append(path)
        for path in known.folders:
            if path:
                below.setdefault(path.rpartition("/")[0], []).append(path + "/")
        self._look("", below)

    def _look(self, folder: str, below: Mapping[str, list[str]]) -> None:
        place = f"{self.folder}/{folder}"
        try:
            found = os.lstat(place)
        except FileNotFoundError:
            return
        if folder and not stat.S_ISDIR(found.st_mode):
            return
        stamp = (found.st_ino, found.st_mtime_ns)
        self._folders[folder] = stamp
        prefix = f"{folder}/" if folder else ""
        if self._known.folders.get(folder) == stamp:
            names = below.get(folder, ())  # no entry came or went since
            for path in names:
                if path.endswith("/"):
                    self._look(path[:-1], below)
                else:
                    self._file(path)
            return
        with os.scandir(place) as entries:
            listed = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
        for name, is_folder in listed:
            if not folder and name.startswith(".") and not name.endswith(TEMPORARY) and name not in self._known.files:
                continue
            if is_folder:
                self._look(prefix + name, below)
            else:
                self._file(prefix + name)

    def _file(self, path: str) -> None:
        try:
            found = os.lstat(f"{self.folder}/{path}")
        except FileNotFoundError:
            return
        plain = stat.S_ISREG(found.st_mode)
        self._files[path] = (found.st_ino, found.st_size, found.st_mtime_ns) if plain else None

    def holds(self, path: str, sha256: str) -> bool:
        """Whether the bytes with this digest stand at ``path``."""
        stamp = self._files.get(path)
        if stamp is None:
            if not path.startswith(".") or path in self._files:  # a hidden file of the top is looked at when claimed
                return False
            self._file(path)
            stamp = self._files.get(path)
            if stamp is None:
                return False
        known = self._known.files.get(path)
        if known is not None and known[:3] == stamp:
            return known[3] == sha256
        try:
            return digest(Path(f"{self.folder}/{path}").read_bytes()) == sha256
        except OSError:
            return False

    def publish(self, files: Mapping[str, str], store: Store) -> Published:
        """Let the folder hold ``files`` (path -> SHA-256), brought from the store, and nothing else.

        Each file is whole at any moment, and those that nobody claims are removed last. The manifest goes first: a
        folder that a kill left half published is still known as ours. Raises OSError.
        """
        wanted = [path for path, sha256 in files.items() if not self.holds(path, sha256)]
        wanted.sort(key=lambda path: (path != MANIFEST, path))
        stale = sorted(path for path in self._files if path not in files)
        self._brought.update(wanted)
        for path in (*wanted, *stale):
            while path and (path := path.rpartition("/")[0]) not in self._changed:
                self._changed.add(path)
        self.folder.mkdir(parents=True, exist_ok=True)
        ready: set[str] = set()
        for path in wanted:
            above = path.rpartition("/")[0]
            if above not in ready:
                self._make_folder(above, ready)
            target = f"{self.folder}/{path}"
            if path not in self._files and os.path.isdir(target) and not os.path.islink(target):
                shutil.rmtree(target)
                self._folders.pop(path, None)
            store.bring(files[path], target)
        for path in stale:
            self._remove(path)
        self._remove_empty_folders(files)
        return Published(tuple(sorted(wanted)), tuple(stale), len(files) - len(wanted))

    def _make_folder(self, folder: str, ready: set[str]) -> None:
        place = str(self.folder)
        for part in filter(None, folder.split("/")):  # a link or a file in the way of a folder is not of this site
            place += "/" + part
            inside = place[len(str(self.folder)) + 1:]
            if inside not in ready:
                if inside not in self._folders:
                    with contextlib.suppress(FileNotFoundError):
                        if not stat.S_ISDIR(os.lstat(place).st_mode):
                            os.unlink(place)
                    with contextlib.suppress(FileExistsError):
                        os.mkdir(place)
                ready.add(inside)
        ready.add(folder)

    def _remove(self, path: str) -> None:
        place = f"{self.folder}/{path}"
        if os.path.isdir(place) and not os.path.islink(place):
            return  # a folder of the new site has taken its place
        with contextlib.suppress(NotADirectoryError, FileNotFoundError):  # and so has a file the place of its folder
            os.unlink(place)

    def _remove_empty_folders(self, files: Mapping[str, str]) -> None:
        needed = {""}
        for path in files:
            above = path.rpartition("/")[0]
            while above not in needed:
                needed.add(above)
                above = above.rpartition("/")[0]
        for folder in sorted(self._folders.keys() - needed, reverse=True):
            with contextlib.suppress(OSError):
                os.rmdir(f"{self.folder}/{folder}")

    def stamps(self, files: Mapping[str, str]) -> Stamps:
        """What is to be known of the folder, now that it holds ``files``: only what was published is looked at."""
        out = Stamps({}, {})
        folders: set[str] = set()
        for path, sha256 in files.items():
            stamp = None if path in self._brought else self._files.get(path)
            if stamp is None:
                found = os.lstat(f"{self.folder}/{path}")
                stamp = (found.st_ino, found.st_size, found.st_mtime_ns)
            out.files[path] = (*stamp, sha256)
            folders.add(path.rpartition("/")[0])
        for folder in list(folders):
            while folder and (folder := folder.rpartition("/")[0]) not in folders:
                folders.add(folder)
        folders.add("")
        for folder in folders:
            if folder in self._folders and folder not in self._changed:
                out.folders[folder] = self._folders[folder]
            else:
                found = os.lstat(f"{self.folder}/{folder}")
                out.folders[folder] = (found.st_ino, found.st_mtime_ns)
        return out

    def is_intact(self, files: Mapping[str, str]) -> bool:
        """Whether the folder holds ``files``, byte for byte, and nothing else."""
        return all(self.holds(path, sha256) for path, sha256 in files.items()) and self._files.keys() == files.keys()


def manifest(
    generator: str, files: Mapping[str, str], cables: Mapping[str, tuple[str, str]] | None = None, version: str = ""
) -> bytes:
    """The bytes of the site's evidence: what published it, all its files with their SHA-256, and of each of ``cables``
    (by id) the SHA-256 of its reading text and of its source's lines, as they are published; "" for what is not there.

    ``version`` is that of the content, as the host knows it. One line for each file and cable.
    """
    said = {"generator": generator} | ({"version": version} if version else {})
    held: dict[str, list[tuple[str, Any]]] = {
        "files": sorted(files.items()),
        "cables": [(cable_id, {name: own for name, own in zip(("text", "source"), both, strict=True) if own})
                   for cable_id, both in sorted((cables or {}).items())]}
    encode = msgspec.json.encode
    parts = [encode(name) + b":" + encode(value) for name, value in said.items()]
    for name, entries in held.items():
        lines = b",\n".join(encode(key) + b":" + encode(value) for key, value in entries)
        parts.append(encode(name) + b":{" + (b"\n" + lines + b"\n" if lines else b"") + b"}")
    return b"{" + b",\n".join(parts) + b"}\n"
