"""Tells which files of a project changed, once for a burst of changes and never in the midst of one.

A file that is being written is waited for until it is closed, and files that git is checking out until it is done; but
not for ever.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from sitegen.config import FILE
from sitegen.files import TEMPORARY

_QUIET = 0.015  # seconds without an event that end a burst: editors save a file in several steps
_BETWEEN_FILES = 0.04  # the same where several files have changed already: more may follow
_LONGEST = 2.0  # seconds after which a burst that does not end is handled
_CHECKOUT = 20.0  # seconds that git may take to check files out
_CHANGES = {"created", "modified", "moved", "deleted", "closed"}  # reading a file makes events too
_FOLDERS = ("content", "themes")


@dataclass(frozen=True)
class Changes:
    """Files that may have changed, and folders that came, went or moved: files in these may have changed too."""

    paths: frozenset[Path]
    folders: frozenset[Path] = frozenset()

    def of(self, file: Path) -> bool:
        """Whether a file may have changed."""
        return file in self.paths or any(file.is_relative_to(folder) for folder in self.folders)

    def any_below(self, folder: Path) -> bool:
        """Whether something in a folder may have changed."""
        return any(path.is_relative_to(folder) for path in self.paths) or self.any_folder_of(folder)

    def any_folder_of(self, folder: Path) -> bool:
        """Whether a folder, or one in it, came, went or moved."""
        return any(own.is_relative_to(folder) or folder.is_relative_to(own) for own in self.folders)


class Watcher:
    """Watches content/, themes/ and site.yaml of a project, and calls ``changed`` in a thread of its own."""

    def __init__(self, root: Path, changed: Callable[[Changes], None]) -> None:
        self._root = root
        self._changed = changed
        self._lock = threading.Lock()
        self._paths: set[Path] = set()
        self._folders: set[Path] = set()
        self._writing: set[Path] = set()
        self._last = 0.0  # when the last event came
        self._woken = threading.Event()
        self._stopped = threading.Event()
        self._git = _git_folder(root)
        self._watched: dict[str, ObservedWatch] = {}
        self._observer = self._start()
        self._thread = threading.Thread(target=self._work, name="watcher", daemon=True)
        self._thread.start()

    def _start(self) -> BaseObserver:
        observer: BaseObserver = Observer()
        try:
            self._schedule(observer)
            observer.start()
        except OSError:  # the system's limit of watched folders is reached; looking at each file again has none
            observer = PollingObserver(timeout=0.5)
            self._watched.clear()
            self._schedule(observer)
            observer.start()
        return observer

    def _schedule(self, observer: BaseObserver) -> None:
        observer.schedule(_Handler(self._note), str(self._root), recursive=False)
        for name in _FOLDERS:
            self._watch_folder(observer, name)

    def _watch_folder(self, observer: BaseObserver, name: str) -> None:
        if (watch := self._watched.pop(name, None)) is not None:
            with contextlib.suppress(KeyError, OSError):
                observer.unschedule(watch)
        if (self._root / name).is_dir():
            self._watched[name] = observer.schedule(_Handler(self._note), str(self._root / name), recursive=True)

    def _note(self, path: Path, kind: str, is_folder: bool) -> None:
        """Take down one event. It is called in the observer's thread."""
        name = path.name
        if name.startswith(".") or name.endswith(("~", ".swp", ".tmp", TEMPORARY)):
            return
        if path.parent == self._root and name != FILE:
            if not (is_folder and name in _FOLDERS):
                return
            with contextlib.suppress(OSError):  # it came, went or came again: what was watched is another folder
                self._watch_folder(self._observer, name)
        with self._lock:
            self._last = time.monotonic()
            if is_folder:
                self._folders.add(path)
            else:
                self._paths.add(path)
            if kind == "modified" and not is_folder:
                self._writing.add(path)
            else:
                self._writing.discard(path)
        self._woken.set()

    def _work(self) -> None:
        while not self._stopped.is_set():
            self._woken.wait()
            begun = time.monotonic()
            while not self._stopped.is_set() and (wait := self._unsettled(begun)) > 0:
                self._stopped.wait(wait)
            with self._lock:
                self._woken.clear()
                changes = Changes(frozenset(self._paths), frozenset(self._folders))
                self._paths, self._folders, self._writing = set(), set(), set()
            if not self._stopped.is_set() and (changes.paths or changes.folders):
                self._changed(changes)

    def _unsettled(self, begun: float) -> float:
        """How long to wait at least until the burst that began then can be over; 0 when it is."""
        now = time.monotonic()
        with self._lock:
            several = len(self._paths) + len(self._folders) > 1
            quiet = self._last + (_BETWEEN_FILES if several else _QUIET) - now
            writing = bool(self._writing)
        if self._git is not None and now - begun < _CHECKOUT and (self._git / "index.lock").exists():
            return _QUIET
        if now - begun > _LONGEST:
            return 0
        return max(quiet, 0.005 if writing and self._tells_closing else 0)

    @property
    def _tells_closing(self) -> bool:
        """Whether the system tells when a file that was written is closed: Linux does."""
        return type(self._observer).__name__ == "InotifyObserver"

    def stop(self) -> None:
        """Stop watching; returns when no call is under way any more."""
        self._stopped.set()
        self._woken.set()
        self._observer.stop()
        self._observer.join()
        self._thread.join()


class _Handler(FileSystemEventHandler):
    def __init__(self, note: Callable[[Path, str, bool], None]) -> None:
        self._note = note

    def on_any_event(self, event: FileSystemEvent) -> None:
        kind = event.event_type
        if kind not in _CHANGES or (event.is_directory and kind == "modified"):
            return
        for path in (event.src_path, event.dest_path):
            if path:
                self._note(Path(path if isinstance(path, str) else path.decode()), kind, event.is_directory)


def _git_folder(root: Path) -> Path | None:
    """The folder in which git keeps what it does to the project's files; None without git."""
    for folder in (root, *root.parents):
        place = folder / ".git"
        if place.is_dir():
            return place
        if place.is_file():  # a worktree, or a submodule
            with contextlib.suppress(OSError, UnicodeDecodeError):
                return folder / place.read_text("utf-8").removeprefix("gitdir:").strip()
    return None
