import contextlib
import errno
import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen.diagnostics import Diagnostic
from sitegen.files import MANIFEST
from sitegen.output.ledger import Ledger
from sitegen.output.staging import Staging
from sitegen.output.store import Store
from sitegen.output.writer import Artifact, Output, Published, Stamps, manifest, may_write


class Writer:
    """One build of a few files, as the pipeline does it."""

    def __init__(self, output: Path, store: Path, known: Stamps | None = None) -> None:
        self.store = Store(store)
        self.output = Output(output, known or Stamps())
        self.staging = Staging(self.store, Ledger(), self.output)

    def stage(self, artifact: Artifact) -> list[Diagnostic]:
        return self.staging.put(artifact)

    def publish(self, generator: str) -> Published:
        self.staging.put(Artifact(MANIFEST, manifest(generator, self.staging.files)))
        published = self.output.publish(self.staging.files, self.store)
        self.store.keep_only(set(self.staging.files.values()))
        return published

    def stamps(self) -> Stamps:
        return self.output.stamps(self.staging.files)


def build(tmp_path: Path, files: dict[str, bytes], known: Stamps | None = None) -> Published:
    writer = Writer(tmp_path / "public", tmp_path / "store", known)
    for path, data in files.items():
        assert writer.stage(Artifact(path, data, f"content/{path}")) == []
    return writer.publish("a test")


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_what_is_staged_is_published_with_its_digests(tmp_path: Path) -> None:
    published = build(tmp_path, {"index.html": b"home", "cables/09X1/index.html": b"cable"})
    assert published.written == ("cables/09X1/index.html", MANIFEST, "index.html")
    manifest = json.loads((tmp_path / "public" / MANIFEST).read_text())
    assert manifest["generator"] == "a test"
    assert manifest["files"]["index.html"] == "4ea140588150773ce3aace786aeef7f4049ce100fa649c94fbbddb960f1da942"


def test_nothing_changes_before_publish(tmp_path: Path) -> None:
    build(tmp_path, {"a": b"1", "b": b"1"})
    before = tree(tmp_path / "public")
    writer = Writer(tmp_path / "public", tmp_path / "store")
    writer.stage(Artifact("a", b"2"))
    assert writer.staging.place("a").read_bytes() == b"2"
    assert tree(tmp_path / "public") == before


def test_a_second_build_writes_nothing(tmp_path: Path) -> None:
    build(tmp_path, {"a": b"1", ".nojekyll": b""})
    times = {p: p.stat().st_mtime_ns for p in (tmp_path / "public").rglob("*")}
    assert build(tmp_path, {"a": b"1", ".nojekyll": b""}) == Published((), (), 3)
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "public").rglob("*")} == times


def test_what_nobody_claims_is_removed_and_hidden_entries_of_the_top_stay(tmp_path: Path) -> None:
    build(tmp_path, {"a/b/c.html": b"1", "d": b"1"})
    public = tmp_path / "public"
    (public / ".git").mkdir()
    (public / ".git/HEAD").write_text("ref")
    (public / "a/.hidden").write_text("x")
    (public / ".half.sitegen-part").write_text("x")
    published = build(tmp_path, {"d": b"1"})
    assert published.removed == (".half.sitegen-part", "a/.hidden", "a/b/c.html")
    assert sorted(tree(public)) == [".git/HEAD", "d", MANIFEST]
    assert not (public / "a").exists()


def test_a_path_claimed_twice_names_both_and_the_first_stands(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "public", tmp_path / "store")
    writer.stage(Artifact("x/index.html", b"1", "content/one.md"))
    for path, said in [
        ("x/index.html", "content/two.md:1:1: error[duplicate-path]: the path /x/index.html is also claimed by content/one.md"),
        ("X/index.html", "content/two.md:1:1: error[duplicate-path]: the path /X/index.html is also claimed by content/one.md as /x/index.html"),
        ("x", "content/two.md:1:1: error[duplicate-path]: the path /x is also claimed by content/one.md as /x/index.html"),
        ("x/index.html/y", "content/two.md:1:1: error[duplicate-path]: the path /x/index.html/y is also claimed by content/one.md as /x/index.html"),
    ]:
        found = writer.stage(Artifact(path, b"2", "content/two.md"))
        assert [str(d).partition(" (")[0] for d in found] == [said]
    writer.publish("a test")
    assert tree(tmp_path / "public")["x/index.html"] == b"1"


@pytest.mark.parametrize("path", ["../x", "/etc/../x", "a/../../x", "", "a\0b", "x" * 300, "é" * 200 + "/index.html"])
def test_a_path_that_no_file_can_have_is_a_diagnostic(tmp_path: Path, path: str) -> None:
    writer = Writer(tmp_path / "public", tmp_path / "store")
    assert [d.code for d in writer.stage(Artifact(path, b"1"))] in (["outside-project"], ["bad-value"])
    writer.publish("a test")
    assert list(tree(tmp_path / "public")) == [MANIFEST]


def test_links_in_the_output_are_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "index.html").write_bytes(b"same")
    (tmp_path / "public").mkdir()
    (tmp_path / "public/x").symlink_to(elsewhere)
    (tmp_path / "public/y.html").symlink_to(elsewhere / "index.html")
    build(tmp_path, {"x/index.html": b"new", "y.html": b"same"})
    assert tree(elsewhere) == {"index.html": b"same"}
    assert not (tmp_path / "public/x").is_symlink() and not (tmp_path / "public/y.html").is_symlink()
    (tmp_path / "public/z").symlink_to(elsewhere)
    build(tmp_path, {"x/index.html": b"new"})
    assert tree(elsewhere) == {"index.html": b"same"} and sorted(tree(tmp_path / "public")) == [MANIFEST, "x/index.html"]


def test_files_and_folders_change_places(tmp_path: Path) -> None:
    build(tmp_path, {"a": b"1", "b/c": b"1", "b/d/e": b"1"})
    published = build(tmp_path, {"a/x": b"2", "b": b"2"})
    assert sorted(tree(tmp_path / "public")) == ["a/x", "b", MANIFEST]
    assert published.removed == ("a", "b/c", "b/d/e")


def test_another_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: str, target: str) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    build(tmp_path, {"a/b": b"1"})
    build(tmp_path, {"a/b": b"2"})
    assert tree(tmp_path / "public")["a/b"] == b"2" and sorted(tree(tmp_path / "public")) == ["a/b", MANIFEST]


def test_who_writes_into_one_file_of_the_site_writes_into_no_other(tmp_path: Path) -> None:
    files = {"a.html": b"same", "b.html": b"same"}
    build(tmp_path, files)
    with (tmp_path / "public/a.html").open("r+b") as stream:
        stream.write(b"xxxx")
    assert (tmp_path / "public/b.html").read_bytes() == b"same"
    build(tmp_path, files)
    assert tree(tmp_path / "public")["a.html"] == b"same"


def test_a_folder_left_half_published_is_repaired(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {f"{n}/index.html": bytes([n]) for n in range(9)}
    brought = []
    bring = Store.bring

    def stop(self: Store, sha256: str, target: str) -> None:
        if len(brought) == 4:
            raise KeyboardInterrupt
        brought.append(target)
        bring(self, sha256, target)

    monkeypatch.setattr(Store, "bring", stop)
    with pytest.raises(KeyboardInterrupt):
        build(tmp_path, files)
    monkeypatch.undo()
    assert may_write(tmp_path / "public", tmp_path / "project", tmp_path / "project/public") == []
    build(tmp_path, files)
    assert tree(tmp_path / "public").keys() - {MANIFEST} == files.keys()


paths = st.sampled_from(["a", "b", "a/b", "a/c", "b/c/d", "index.html", "a/index.html"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(builds=st.lists(st.dictionaries(paths, st.binary(max_size=3), max_size=5), min_size=1, max_size=4),
       damages=st.lists(st.tuples(st.lists(paths, max_size=2), st.booleans()), min_size=4, max_size=4))
def test_after_any_sequence_of_builds_the_tree_is_that_of_a_clean_one(
    tmp_path_factory: pytest.TempPathFactory, builds: list[dict[str, bytes]], damages: list[tuple[list[str], bool]]
) -> None:
    folder, clean = tmp_path_factory.mktemp("x"), tmp_path_factory.mktemp("y")

    def run(where: Path, files: dict[str, bytes], known: Stamps) -> Stamps:
        writer = Writer(where / "public", where / "store", known)
        for path in sorted(files):
            writer.stage(Artifact(path, files[path]))
        writer.publish("a test")
        return writer.stamps()

    known = Stamps()
    for files, (scribbled, remembers) in zip(builds, damages, strict=False):
        known = run(folder, files, known if remembers else Stamps())
        for path in scribbled:
            with contextlib.suppress(OSError):
                (folder / "public" / path).write_bytes(b"scribble")
    run(folder, builds[-1], known)
    run(clean, builds[-1], Stamps())
    assert tree(folder) == tree(clean)


def test_which_folders_may_be_written(tmp_path: Path) -> None:
    root = tmp_path / "project"
    (root / "content/cables").mkdir(parents=True)
    (root / "public").mkdir()
    (root / "public/old.html").write_text("x")
    other = tmp_path / "other"
    other.mkdir()

    def said(output: Path) -> str:
        return "".join(d.message for d in may_write(output, root, root / "public"))

    assert said(root / "public") == said(other) == said(tmp_path / "new/one") == ""
    assert "project's own files" in said(root) and "project's own files" in said(tmp_path)
    assert "project's own files" in said(root / "content/cables") and "project's own files" in said(root / ".sitegen/x")
    (other / ".git").mkdir()
    assert said(other) == ""
    (other / "thesis.doc").write_text("x")
    assert "thesis.doc" in said(other)
    assert "is a file" in said(other / "thesis.doc")
    (other / MANIFEST).parent.mkdir()
    (other / MANIFEST).write_text('{"name": "a web app manifest"}')
    assert "files of something else" in said(other)
