import multiprocessing
import os
import sqlite3
import time
from pathlib import Path

import pytest

from sitegen import cache as module
from sitegen.cache import Cache, code_digest, key


def test_a_value_comes_back_in_a_later_run(tmp_path: Path) -> None:
    with Cache(tmp_path / ".sitegen") as cache:
        cache.put("stage", "k", b"value")
        cache.put("other", "k", b"another")
    with Cache(tmp_path / ".sitegen") as cache:
        assert cache.get("stage", "k") == b"value"
        assert cache.get("other", "k") == b"another"
        assert cache.get("stage", "none") is None
        assert not cache.diagnostics


def test_clean_forgets(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.put("s", "k", b"v")
    with Cache(tmp_path, clean=True) as cache:
        assert cache.get("s", "k") is None and not cache.diagnostics


def test_keep_only(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.put_all("s", [("a", b"1"), ("b", b"2")])
        cache.put("t", "a", b"3")
        cache.keep_only("s", ["b"])
        assert (cache.get("s", "a"), cache.get("s", "b"), cache.get("t", "a")) == (None, b"2", b"3")


@pytest.mark.parametrize("damage", [b"", b"this is no database at all" * 100, None])
def test_a_broken_cache_is_made_anew(tmp_path: Path, damage: bytes | None) -> None:
    with Cache(tmp_path) as cache:
        cache.put_all("s", [(str(n), bytes(2000)) for n in range(200)])
    path = tmp_path / "cache.sqlite"
    if damage is None:  # the file is cut in the middle of its pages
        os.truncate(path, path.stat().st_size // 2 - 100)
    else:
        path.write_bytes(damage)
    with Cache(tmp_path) as cache:
        values = [cache.get("s", str(n)) for n in range(200)]
        assert all(value in (None, bytes(2000)) for value in values)
        cache.put("s", "k", b"v")
        assert cache.get("s", "k") == b"v"
        if damage != b"":
            assert [d.code for d in cache.diagnostics] == ["repaired-cache"]


def test_a_changed_value_is_noticed(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.put("s", "k", b"right")
    connection = sqlite3.connect(tmp_path / "cache.sqlite")
    connection.execute("update entry set value = ?", (b"wrong",))
    connection.commit()
    connection.close()
    with Cache(tmp_path) as cache:
        assert cache.get("s", "k") is None
        assert [d.code for d in cache.diagnostics] == ["repaired-cache"]


def test_a_folder_that_cannot_be_made_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with Cache(tmp_path / "file") as cache:
        cache.put("s", "k", b"v")
        assert cache.get("s", "k") is None
        assert [d.code for d in cache.diagnostics] == ["repaired-cache"]


def test_a_cache_that_another_run_holds_is_not_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Cache(tmp_path) as first:
        first.put("s", "k", b"v")
        holder = sqlite3.connect(tmp_path / "cache.sqlite", isolation_level=None)
        holder.execute("begin immediate")
        with Cache(tmp_path) as second:
            assert second._connection
            second._connection.execute("pragma busy_timeout = 1")
            second.put("s", "l", b"w")
            assert second.get("s", "k") == b"v"
            assert [d.code for d in second.diagnostics] == ["repaired-cache"]
        holder.execute("rollback")
        holder.close()
        assert first.get("s", "k") == b"v"


def _write_for_ever(folder: Path) -> None:
    with Cache(folder) as cache:
        for n in range(10**9):
            cache.put_all("s", [(f"{n}-{m}", b"x" * 500) for m in range(20)])


def test_a_kill_leaves_a_cache_that_works(tmp_path: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_write_for_ever, args=(tmp_path,))
    process.start()
    while not (tmp_path / "cache.sqlite").exists():
        time.sleep(0.05)
    time.sleep(0.3)
    process.kill()
    process.join()
    with Cache(tmp_path) as cache:
        cache.put("s", "after", b"v")
        assert cache.get("s", "after") == b"v"
        assert not cache.diagnostics
        kept = [cache.get("s", f"0-{m}") for m in range(20)]
        assert kept in ([None] * 20, [b"x" * 500] * 20)


def test_no_two_sequences_of_parts_have_one_key() -> None:
    assert len({key("ab", "c"), key("a", "bc"), key("abc"), key("abc", ""), key("", "abc")}) == 5
    assert key("é") == key("é".encode())


def test_the_digest_of_code_follows_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "some_stage"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "rule.py").write_text("x = 1")
    monkeypatch.syspath_prepend(str(tmp_path))
    before = code_digest(("some_stage",))
    code_digest.cache_clear()
    assert code_digest(("some_stage",)) == before
    code_digest.cache_clear()
    (package / "rule.py").write_text("x = 2")
    assert code_digest(("some_stage",)) != before
    assert code_digest(("some_stage",), ("jinja2",)) != code_digest(("some_stage",))
    code_digest.cache_clear()
    with pytest.raises(ModuleNotFoundError):
        code_digest(("no_such_stage",))
    assert module._LAYOUT == 1
