"""Writing a site so that readers never see half of it: staged whole, then moved file by file, then pruned.

Nothing of the output changes before ``publish``. A file whose bytes are already there is not written again.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.files import MANIFEST, TEMPORARY, OutsideError, digest, parts, write_atomic

_LONGEST_NAME = 255  # bytes, on every common file system


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


def is_intact(output: Path, manifest: str) -> bool:
    """Whether ``output`` holds, byte for byte, what its manifest lists, nothing else, and that manifest's SHA-256 is
    ``manifest``."""
    try:
        data = (output / MANIFEST).read_bytes()
        if digest(data) != manifest:
            return False
        files: dict[str, str] = json.loads(data)["files"]
        return set(listing(output)) == {*files, MANIFEST} and all(
            not (output / path).is_symlink() and digest((output / path).read_bytes()) == files[path] for path in files)
    except OSError:
        return False


class Writer:
    """One build's claim on an output folder. ``staging`` must be a folder of its own; it is made and removed here."""

    def __init__(self, output: Path, staging: Path) -> None:
        self.output = output
        self.staging = staging
        self.digests: dict[str, str] = {}  # path -> SHA-256 of what stands there after publishing
        self._claims: dict[str, tuple[str, str]] = {}  # folded path -> (path, owner)
        self._folders: dict[str, tuple[str, str]] = {}  # folded path of a folder -> the first that needs it
        self._staged: set[str] = set()
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(parents=True)
        self._before = set(listing(output))

    def stage(self, artifact: Artifact) -> list[Diagnostic]:
        """Claim a path and keep the bytes for publishing, unless they already stand in the output.

        A path claimed twice (capitals and small letters count as one: many disks and hosts think so too) is
        ``duplicate-path``; the first claim stands. Raises OSError when the disk does not take it.
        """
        path = artifact.path
        try:
            target = self.staging.joinpath(*parts(path))  # all folders there were made here: no link leads out
        except OutsideError as problem:
            return [diagnose("outside-project", Location(artifact.owner or path), str(problem))]
        folded = unicodedata.normalize("NFC", path).casefold()
        above = [folded[:place] for place, sign in enumerate(folded) if sign == "/"]
        rival = self._claims.get(folded) or self._folders.get(folded) or next(
            (self._claims[folder] for folder in above if folder in self._claims), None)
        if rival:
            as_what = "" if rival[0] == path else f" as /{rival[0]}"
            return [diagnose("duplicate-path", Location(artifact.owner or path),
                             f"the path /{path} is also claimed by {rival[1] or rival[0]}{as_what}",
                             "give one of the two another address")]
        if any(len(part.encode()) > _LONGEST_NAME for part in path.split("/")):
            return [diagnose("bad-value", Location(artifact.owner or path), f"the path /{path[:60]}… is too long",
                             "shorten the name that it is made of")]
        self._claims[folded] = (path, artifact.owner)
        for folder in above:
            self._folders.setdefault(folder, (path, artifact.owner))
        self.digests[path] = digest(artifact.data)
        if (path in self._before or path.startswith(".")) and _same(self.output / path, artifact.data):
            return []
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(artifact.data)
        self._staged.add(path)
        return []

    def place(self, path: str) -> Path:
        """Where the bytes of the claimed ``path`` stand now: staged, or in the output if they did not change."""
        return (self.staging if path in self._staged else self.output) / path

    def publish(self, generator: str) -> Published:
        """Move what is staged into the output, each file whole, then remove what nobody claims.

        The manifest goes first: a folder that a kill left half published is still known as ours. Raises OSError.
        """
        stale = sorted(self._before - self.digests.keys())
        self._stage_manifest(generator)
        self.output.mkdir(parents=True, exist_ok=True)
        written = sorted(self._staged, key=lambda path: (path != MANIFEST, path))
        for path in written:
            self._move(path)
        for path in stale:
            if path not in self.digests:
                _remove(self.output / path)
        _remove_leftovers(self.output)
        return Published(tuple(sorted(written)), tuple(path for path in stale if path not in self.digests),
                         len(self.digests) - len(written))

    def close(self) -> None:
        """Remove the staging folder."""
        shutil.rmtree(self.staging, ignore_errors=True)

    def _stage_manifest(self, generator: str) -> None:
        files = {path: self.digests[path] for path in sorted(self.digests)}
        text = json.dumps({"generator": generator, "files": files}, ensure_ascii=False, indent=0)
        self.stage(Artifact(MANIFEST, text.encode() + b"\n", "the manifest"))

    def _move(self, path: str) -> None:
        folder = self.output
        for part in path.split("/")[:-1]:  # a link or a file in the way of a folder is not of this site
            folder /= part
            if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
                folder.unlink()
            folder.mkdir(exist_ok=True)
        target = self.output / path
        if target.is_dir() and not target.is_symlink():
            shutil.rmtree(target)
        try:
            os.replace(self.staging / path, target)
        except OSError as problem:
            if problem.errno != errno.EXDEV:  # another disk: there a file cannot be moved, but written whole
                raise
            write_atomic(target, (self.staging / path).read_bytes())


def listing(folder: Path, above: str = "") -> Iterator[str]:
    """The paths of all files and links below ``folder``, hidden entries of its top left out (``.git``)."""
    try:
        with os.scandir(folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in listed:
        if not above and entry.name.startswith(".") and not entry.name.endswith(TEMPORARY):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from listing(Path(entry.path), f"{above}{entry.name}/")
        else:
            yield above + entry.name


def _same(path: Path, data: bytes) -> bool:
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size != len(data):
            return False
        return path.read_bytes() == data
    except OSError:
        return False


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        return  # a folder of the new site has taken its place
    with contextlib.suppress(NotADirectoryError):  # and so has a file the place of its folder
        path.unlink(missing_ok=True)


def _remove_leftovers(output: Path) -> None:
    """Remove empty folders, deepest first."""
    for folder, _, _ in os.walk(output, topdown=False):
        path = Path(folder)
        if path != output and ".git" not in path.relative_to(output).parts and not any(path.iterdir()):
            path.rmdir()
