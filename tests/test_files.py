import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen import files


def test_join_stays_below_its_root(tmp_path: Path) -> None:
    assert files.join(tmp_path, "/cables/09MEXICO283/index.html") == tmp_path / "cables/09MEXICO283/index.html"


@pytest.mark.parametrize("relative", ["", "/", "..", "a/../../b", "a/./b", "a//b", "//etc/passwd", "C:/x", "a\\..\\b", "a\0b"])
def test_join_refuses_what_is_no_path_below(tmp_path: Path, relative: str) -> None:
    with pytest.raises(files.OutsideError):
        files.join(tmp_path, relative)


def test_join_refuses_a_link_that_leads_out(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "root/out").symlink_to(tmp_path)
    with pytest.raises(files.OutsideError, match="symbolic link"):
        files.join(tmp_path / "root", "out/secret.txt")


@given(relative=st.text(alphabet="ab./\\:~\0 ", max_size=12))
def test_join_never_leaves(relative: str) -> None:
    root = Path("/srv/archive")
    try:
        path = files.join(root, relative)
    except files.OutsideError:
        return
    assert Path(os.path.normpath(path)).is_relative_to(root) and path != root


def test_read_refuses_a_link_that_leads_out(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    root = tmp_path / "project"
    root.mkdir()
    (root / "a.md").symlink_to(tmp_path / "secret")
    (root / "b.md").write_text("inside")
    (root / "c.md").symlink_to(root / "b.md")
    data, found = files.read_bytes(root / "a.md", root)
    assert data is None and [d.code for d in found] == ["outside-project"]
    assert files.read_bytes(root / "c.md", root) == (b"inside", [])


def test_read_says_what_is_wrong_and_where(tmp_path: Path) -> None:
    assert files.read_text(tmp_path / "none.md", tmp_path)[1][0].message == "is not there"
    assert files.read_text(tmp_path, tmp_path)[1][0].message == "is no file"
    (tmp_path / "bad.md").write_bytes("ä\nab\xe9c".encode("latin-1").replace(b"\xe4", "ä".encode()))
    text, found = files.read_text(tmp_path / "bad.md", tmp_path)
    assert text is None
    assert str(found[0]).startswith("bad.md:2:3: error[unreadable-file]: the byte 0xE9 is not UTF-8")


def test_read_text_folds_line_ends_and_drops_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbfone\r\ntwo\rthree\n")
    assert files.read_text(tmp_path / "a.md", tmp_path)[0] == "one\ntwo\nthree\n"


def test_walk_is_sorted_and_follows_no_link_to_a_folder(tmp_path: Path) -> None:
    for name in ("b/2.md", "b/10.md", "a.md", ".hidden/x.md", "b/.y.md", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "loop").symlink_to(tmp_path)
    assert [files.shown(p, tmp_path) for p in files.walk(tmp_path, ".md")] == ["a.md", "b/10.md", "b/2.md"]
    assert list(files.walk(tmp_path / "none")) == []


def test_write_replaces_whole_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "new/page.html"
    files.write_atomic(path, b"one")
    files.write_atomic(path, b"two", durable=True)
    assert path.read_bytes() == b"two"
    assert [p.name for p in path.parent.iterdir()] == ["page.html"]
    assert path.stat().st_mode & 0o400


def test_a_write_that_fails_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        files.write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["page.html"]


def test_one_holds_the_lock_at_a_time(tmp_path: Path) -> None:
    with files.locked(tmp_path / "new/lock") as held:
        assert held
        with files.locked(tmp_path / "new/lock", seconds=0) as second:
            assert not second
    with files.locked(tmp_path / "new/lock", seconds=0) as third:
        assert third
