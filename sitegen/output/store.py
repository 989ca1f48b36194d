"""The files that a site is made of, by the SHA-256 of their bytes: what is staged, and what the last build published.

A file is written once under its digest and never changed, so it is never stale, and a torn one is known by its digest.
It is brought into the output by a hard link where the disk allows it, which costs no space and no copy.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
from collections.abc import Container
from pathlib import Path

from sitegen.files import TEMPORARY, write_atomic


class Store:
    """Files in ``folder``, each named by its SHA-256. Its methods raise OSError when the disk refuses."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made: set[str] = set()

    def path(self, sha256: str) -> Path:
        """Where the bytes with this digest stand, if they are there."""
        return self.folder / sha256[:2] / sha256[2:]

    def put(self, data: bytes) -> str:
        """Keep ``data``; gives its SHA-256 in hexadecimal.

        A kill can leave a part of it: ``get`` does not give that, and nothing else is brought anywhere unread.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        folder = f"{self.folder}/{sha256[:2]}"
        if sha256[:2] not in self._made:
            os.makedirs(folder, exist_ok=True)
            self._made.add(sha256[:2])
        path = f"{folder}/{sha256[2:]}"
        try:
            _write(path, data)
        except FileExistsError:
            if self.get(sha256) is None:
                os.unlink(path)
                _write(path, data)
        return sha256

    def get(self, sha256: str) -> bytes | None:
        """The bytes with this digest; None when they are not there or damaged."""
        try:
            data = self.path(sha256).read_bytes()
        except OSError:
            return None
        return data if hashlib.sha256(data).hexdigest() == sha256 else None

    def bring(self, sha256: str, target: str) -> None:
        """Let ``target``, in a folder that is there, be the file with this digest: whole at any moment."""
        source = f"{self.folder}/{sha256[:2]}/{sha256[2:]}"
        try:
            if os.lstat(source).st_nlink > 1:  # who writes into one file of the site must not write into another
                raise FileExistsError(source)
            try:
                os.link(source, target)
            except FileExistsError:
                _link_over(source, target)
        except FileNotFoundError:
            raise
        except OSError:  # another disk, or one without links
            write_atomic(Path(target), Path(source).read_bytes())

    def keep_only(self, wanted: Container[str]) -> None:
        """Remove every file whose digest is not wanted, and what a kill left behind."""
        try:
            folders = sorted(os.listdir(self.folder))
        except FileNotFoundError:
            return
        for folder in folders:
            with os.scandir(self.folder / folder) as entries:
                gone = [entry.path for entry in entries if folder + entry.name not in wanted]
            for path in gone:
                os.unlink(path)


def _link_over(source: str, target: str) -> None:
    """Let ``target``, which is there, be a name of the file ``source``."""
    temporary = f"{os.path.dirname(target)}/.{secrets.token_hex(8)}{TEMPORARY}"
    os.link(source, temporary)
    try:
        os.replace(temporary, target)
    finally:
        with contextlib.suppress(OSError):  # two names of one file are left as they are
            os.unlink(temporary)


def _write(path: str, data: bytes) -> None:
    """Write a new file whole, or none."""
    with open(path, "xb", buffering=0) as stream:
        try:
            if stream.write(data) != len(data):  # a raw write may stop where the disk is full
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)
        except BaseException:
            os.unlink(path)
            raise
