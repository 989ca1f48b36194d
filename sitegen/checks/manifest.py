"""Whether a folder or a published site is byte for byte what a build wrote, by its data/manifest.json."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from urllib.parse import quote

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.files import MANIFEST, OutsideError, digest, join, walk
from sitegen.report import Report

# What hosts keep for themselves: they are read when a site is published and cannot be fetched.
_OF_THE_HOST = {"_headers", "_redirects", ".htaccess", ".nojekyll"}
_SECONDS = 30
_AT_ONCE = 8


def verify(target: str) -> Report:
    """Compare the folder or the published site ``target`` (a path, or an address with http:// or https://)."""
    begun = time.monotonic()
    if target.startswith(("http://", "https://")):
        base = target.rstrip("/").removesuffix("/" + MANIFEST)
        read: Callable[[str], bytes] = lambda path: _fetch(f"{base}/{quote(path)}")  # noqa: E731
        place, listed = base, None
    else:
        folder = Path(target)
        read = lambda path: join(folder, path).read_bytes()  # noqa: E731
        place = target
        listed = {path.relative_to(folder).as_posix() for path in walk(folder)} if folder.is_dir() else set()
    files, found = _manifest(read, place)
    if files is None:
        return Report({"files": 0}, {}, found)
    wanted = sorted(path for path in files if listed is not None or path not in _OF_THE_HOST)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for path, wrong in zip(wanted, pool.map(lambda path: _compare(read, path, files[path]), wanted), strict=True):
            if wrong:
                found.append(diagnose("manifest-mismatch", Location(f"{place}/{path}"), wrong))
    for path in sorted((listed or set()) - files.keys() - {MANIFEST}):
        found.append(diagnose("manifest-mismatch", Location(f"{place}/{path}"), "is not in the manifest"))
    return Report({"files": len(wanted)}, {"verify": time.monotonic() - begun}, found)


def _manifest(read: Callable[[str], bytes], place: str) -> tuple[dict[str, str] | None, list[Diagnostic]]:
    location = Location(f"{place}/{MANIFEST}")
    try:
        held = json.loads(read(MANIFEST))
    except (OSError, HTTPException) as problem:
        return None, [diagnose("manifest-mismatch", location, f"cannot be read: {_why(problem)}",
                               "name the folder or the address that a build's files stand in")]
    except ValueError:
        return None, [diagnose("manifest-mismatch", location, "is no JSON")]
    files = held.get("files") if isinstance(held, dict) else None
    if not isinstance(files, dict) or not all(isinstance(value, str) for value in files.values()):
        return None, [diagnose("manifest-mismatch", location, "is no manifest of this program")]
    return files, []


def _compare(read: Callable[[str], bytes], path: str, expected: str) -> str:
    try:
        data = read(path)
    except OutsideError as problem:
        return str(problem)
    except (OSError, HTTPException) as problem:
        return f"cannot be read: {_why(problem)}"
    return "" if digest(data) == expected else "differs from the manifest"


def _fetch(address: str) -> bytes:
    # identity: a host may compress what it sends, and the manifest is of the files as written
    request = urllib.request.Request(address, headers={"Accept-Encoding": "identity", "User-Agent": "sitegen verify"})
    with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
        data: bytes = answer.read()
        return data


def _why(problem: Exception) -> str:
    if isinstance(problem, urllib.error.HTTPError):
        return f"the server answers {problem.code}"
    return str(getattr(problem, "strerror", None) or getattr(problem, "reason", None) or problem)
