"""The search index of the preview: the last build's, and one that is made beside it when the editor pauses.

It is made by a process of its own, at low priority, section by section, and only of sections in which something
changed. Its files stay on disk.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

import sitegen
from sitegen.config import Project
from sitegen.diagnostics import Diagnostic, Severity
from sitegen.output.search import SECTIONS

_PAUSE = 3.0  # seconds without a change that are taken for a pause
_GARBAGE = 30  # changes after which memory is tidied up without a pause
_AGAIN = 30.0  # seconds to wait after work that was ended
_FOLDER = "preview"  # in .sitegen/
_RECORD = "indexed.json"


class Index:
    """Where the search index stands, and what it is an index of."""

    def __init__(self, project: Project, indexed: Callable[[], str]) -> None:
        """``indexed`` gives the digest of the content that the last build's index is of, "" when that is not known."""
        self._built, self._own = project.output, project.cache / _FOLDER / "site"
        self._record = project.cache / _FOLDER / _RECORD
        self._indexed = indexed
        self.working = False
        self.failed = ""  # the digest of the content of which no index could be made
        self.why = ""  # the first error of that, for people

    @property
    def folder(self) -> Path | None:
        """The folder whose pagefind/ is the newest index; None when there is none."""
        found = []
        for folder in (self._built, self._own):
            with contextlib.suppress(OSError):
                found.append(((folder / SECTIONS).stat().st_mtime_ns, folder))
        return max(found)[1] if found else None

    @property
    def content(self) -> str:
        """The digest of the content that the newest index is of; "" when that is not known."""
        if self.folder != self._own:
            return self._indexed()
        try:
            held: Any = json.loads(self._record.read_bytes())
            return str(held["content"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def told(self, content: str) -> str:
        """How the index stands to content with this digest: ``current``, ``older`` or ``none``, ``making`` it, or
        ``failed`` to."""
        if self.folder is not None and self.content == content:
            return "current"
        if self.failed == content and not self.working:
            return "failed"
        if self.folder is None:
            return "none"
        return "making" if self.working else "older"


class Background:
    """Does in pauses, in processes of their own, what takes long: putting all raw documents together, and indexing.

    It tidies up memory too, which is not done in the midst of a change.
    """

    def __init__(
        self, project: Project, index: Index | None, content: Callable[[], str],
        converted: Callable[[Sequence[Diagnostic]], object], told: Callable[[], None],
    ) -> None:
        """``content`` gives the digest of what is shown; ``converted`` takes what a conversion found; ``told`` is
        called when something is to be said of the index."""
        self._root, self._index = project.root, index
        self._content, self._converted, self._told = content, converted, told
        self._changed = time.monotonic()
        self._convert = self._render = False
        self._garbage = 0  # changes since objects were looked through for garbage
        self._not_before = 0.0
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="background", daemon=True)

    def start(self) -> None:
        """Begin to look for pauses."""
        self._thread.start()

    def change(self, sources: bool = False, theme: bool = False) -> None:
        """Something was changed: raw documents, the theme, or anything else."""
        with self._lock:
            self._changed = time.monotonic()
            self._garbage += 1
            self._convert |= sources
            self._render |= theme

    def stop(self) -> None:
        """End the work, at once."""
        self._stopped.set()
        with self._lock:
            if self._process is not None:
                _kill(self._process)
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        while not self._stopped.wait(0.25):
            now = time.monotonic()
            pauses = now - self._changed > _PAUSE
            if self._garbage > (0 if pauses else _GARBAGE):
                self._garbage = 0
                gc.collect()
            if not pauses or now < self._not_before:
                continue
            if self._convert:
                self._convert = False
                self._take(self._run("convert"))
            elif self._index is not None and (content := self._content()) and (
                    self._render or content not in (self._index.content, self._index.failed)):
                self._render = False
                self._index.working = True
                self._told()
                said = self._run("index")
                self._index.working = False
                if said is not None and self._index.content != content == self._content():
                    found = msgspec.convert(said["diagnostics"], list[Diagnostic])
                    self._index.failed = content  # it would fail again until something is changed
                    self._index.why = next((str(one) for one in found if one.severity is Severity.ERROR), "")
                self._told()

    def _take(self, said: dict[str, Any] | None) -> None:
        if said is not None:
            self._converted(msgspec.convert(said["diagnostics"], list[Diagnostic]))

    def _run(self, what: str) -> dict[str, Any] | None:
        """Run one of the works of ``background.py``; gives what it says at its end, None when it was ended."""
        package = str(Path(sitegen.__file__).parents[1])
        path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
        command = [sys.executable, "-m", "sitegen.preview.background", what, str(self._root), self._content()]
        with self._lock:
            if self._stopped.is_set():
                return None
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path}, start_new_session=True)
        process = self._process
        assert process.stdout is not None and process.stdin is not None
        with process:
            said = process.stdout.read()
            process.wait()
        with self._lock:
            self._process = None
        if process.returncode:
            self._not_before = time.monotonic() + _AGAIN
            return None
        found: dict[str, Any] = json.loads(said)
        return found


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
