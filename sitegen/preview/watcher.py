"""Tells when files of a project changed, once for a burst of changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from sitegen.config import FILE
from sitegen.files import TEMPORARY

_QUIET = 0.12  # seconds without a change that end a burst: editors write a file in several steps
_CHANGES = {"created", "modified", "moved", "deleted"}  # reading a file makes events too


class Watcher:
    """Watches content/, themes/ and site.yaml of a project, and calls ``changed`` in a thread of its own."""

    def __init__(self, root: Path, changed: Callable[[Sequence[Path]], None]) -> None:
        self._root = root
        self._changed = changed
        self._paths: set[Path] = set()
        self._lock = threading.Lock()
        self._woken = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="watcher", daemon=True)
        self._observer = self._start()
        self._thread.start()

    def _start(self) -> BaseObserver:
        observer: BaseObserver = Observer()
        try:
            self._schedule(observer)
            observer.start()
        except OSError:  # the system's limit of watched folders is reached; looking at each file again has none
            observer = PollingObserver()
            self._schedule(observer)
            observer.start()
        return observer

    def _schedule(self, observer: BaseObserver) -> None:
        handler = _Handler(self._note)
        observer.schedule(handler, str(self._root), recursive=False)
        for name in ("content", "themes"):
            if (self._root / name).is_dir():
                observer.schedule(handler, str(self._root / name), recursive=True)

    def _note(self, path: Path) -> None:
        name = path.name
        if name.startswith(".") or name.endswith(("~", ".swp", ".tmp", TEMPORARY)):
            return
        if path.parent == self._root and name != FILE:
            return
        with self._lock:
            self._paths.add(path)
        self._woken.set()

    def _work(self) -> None:
        while not self._stopped.is_set():
            self._woken.wait()
            while self._woken.is_set() and not self._stopped.is_set():
                self._woken.clear()
                self._stopped.wait(_QUIET)
            with self._lock:
                paths, self._paths = sorted(self._paths), set()
            if paths and not self._stopped.is_set():
                self._changed(paths)

    def stop(self) -> None:
        """Stop watching; returns when no call is under way any more."""
        self._stopped.set()
        self._woken.set()
        self._observer.stop()
        self._observer.join()
        self._thread.join()


class _Handler(FileSystemEventHandler):
    def __init__(self, note: Callable[[Path], None]) -> None:
        self._note = note

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in _CHANGES or (event.is_directory and event.event_type == "modified"):
            return
        for path in (event.src_path, event.dest_path):
            if path:
                self._note(Path(path if isinstance(path, str) else path.decode()))
