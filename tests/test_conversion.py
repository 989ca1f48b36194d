"""A conversion on a project: what is written, what is kept, what is said, and what is read again."""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from conftest import RAW_CABLE

from sitegen import conversion, converted
from sitegen.build import ConvertReport, convert_sources
from sitegen.config import find_project
from sitegen.convert.run import DocumentResult, convert_document
from sitegen.diagnostics import Diagnostic, Severity
from sitegen.records.document import is_edited, read_document

UNDATED = "UNCLAS LA PAZ {:06}\n\nE.O. 12958: DECL: {}\nTAGS: PGOV\nSUBJECT: EXAMPLE\n\n1. (U) Text of the {}th.\n\nGOLDBERG\n"


def convert(root: Path, *files: Path, to: Path | None = None, diff: bool = False, jobs: int = 1) -> ConvertReport:
    project, _ = find_project(root)
    return convert_sources(None if to and files else project, files, to=to, diff=diff, jobs=jobs)


def put(root: Path, name: str, text: str | bytes) -> Path:
    path = root / "content" / "sources" / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def pages(root: Path) -> dict[str, str]:
    folder = root / "content" / "cables"
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("*.md"))}


def coded(report: ConvertReport, code: str) -> list[Diagnostic]:
    return [found for found in report.diagnostics if found.code == code]


def test_a_page_for_each_cable_in_the_folder_of_its_year(tiny_project: Path) -> None:
    report = convert(tiny_project)
    assert list(pages(tiny_project)) == ["2009/09LAPAZ101.md"]
    text = pages(tiny_project)["2009/09LAPAZ101.md"]
    document, found = read_document(text, "x")
    assert document is not None and found == [] and not is_edited(text)
    assert document.cable.source is not None and (document.cable.source.file, document.cable.source.lines) == ("lapaz.txt", "1-21")
    assert report.counts == {"documents": 1, "documents_read": 1, "pages_written": 1, "pages_unchanged": 0, "pages_kept": 0}


def test_a_second_run_reads_and_writes_nothing(tiny_project: Path) -> None:
    convert(tiny_project)
    (page,) = (tiny_project / "content" / "cables").rglob("*.md")
    os.utime(page, (1, 1))
    report = convert(tiny_project)
    assert report.counts == {"documents": 1, "documents_read": 0, "pages_written": 0, "pages_unchanged": 1, "pages_kept": 0}
    assert page.stat().st_mtime == 1


def test_a_changed_document_is_read_again_and_alone(tiny_project: Path) -> None:
    put(tiny_project, "other.txt", UNDATED.format(102, "02/05/2019", 5))
    convert(tiny_project)
    put(tiny_project, "lapaz.txt", RAW_CABLE.replace("quiet morning", "loud evening"))
    report = convert(tiny_project)
    assert (report.counts["documents_read"], report.counts["pages_written"]) == (1, 1)
    assert "loud evening" in pages(tiny_project)["2009/09LAPAZ101.md"]


def test_what_is_said_of_a_document_is_said_again_when_it_is_not_read(tiny_project: Path) -> None:
    put(tiny_project, "none.txt", "A shopping list: bread and salt.\n")
    first, second = convert(tiny_project), convert(tiny_project)
    assert second.counts["documents_read"] == 0
    assert first.diagnostics == second.diagnostics and coded(second, "no-cable")
    assert first.omissions == second.omissions != []


# --- pages that people edited --------------------------------------------------------------------------------------


@pytest.fixture
def edited(tiny_project: Path) -> Path:
    """The page of a project, edited by a person, after which its source has changed."""
    convert(tiny_project)
    (page,) = (tiny_project / "content" / "cables").rglob("*.md")
    page.write_text(page.read_text("utf-8").replace("on a quiet", "on one quiet"), "utf-8")
    put(tiny_project, "lapaz.txt", RAW_CABLE.replace("was found", "was ever found"))
    return page


def test_an_edited_page_is_kept_and_said_so(tiny_project: Path, edited: Path) -> None:
    before = edited.read_bytes()
    report = convert(tiny_project)
    assert edited.read_bytes() == before
    (kept,) = coded(report, "edited-page-kept")
    assert (kept.location.path, kept.severity) == ("content/cables/2009/09LAPAZ101.md", Severity.NOTE)
    assert "09LAPAZ101" in kept.message and "--diff" in kept.hint
    assert (report.counts["pages_kept"], report.counts["pages_written"], report.diffs) == (1, 0, [])


def test_diff_shows_what_would_change_and_writes_nothing(tiny_project: Path, edited: Path) -> None:
    put(tiny_project, "other.txt", UNDATED.format(102, "02/05/2019", 5))
    before = pages(tiny_project)
    (diff,) = convert(tiny_project, diff=True).diffs
    assert diff.startswith("--- content/cables/2009/09LAPAZ101.md\n+++ ")
    removed = "".join(line for line in diff.splitlines() if line.startswith("-¶"))
    added = "".join(line for line in diff.splitlines() if line.startswith("+¶"))
    assert "on one quiet" in removed and "was ever found" in added
    assert pages(tiny_project) == before


def test_an_edited_page_that_was_moved_is_found_and_kept(tiny_project: Path, edited: Path) -> None:
    moved = edited.parent.parent / "checked" / edited.name
    moved.parent.mkdir()
    edited.rename(moved)
    report = convert(tiny_project)
    assert report.counts["pages_kept"] == 1
    assert list(pages(tiny_project)) == ["checked/09LAPAZ101.md"]


def test_a_page_that_cannot_be_read_is_not_written_over(tiny_project: Path) -> None:
    convert(tiny_project)
    (page,) = (tiny_project / "content" / "cables").rglob("*.md")
    page.write_bytes(b"---\nid: \xff\xfe\n---\n")
    put(tiny_project, "lapaz.txt", RAW_CABLE.replace("was found", "was ever found"))
    report = convert(tiny_project)
    assert page.read_bytes() == b"---\nid: \xff\xfe\n---\n"
    assert coded(report, "unreadable-file")


def test_a_page_whose_source_is_gone_stays(tiny_project: Path) -> None:
    convert(tiny_project)
    before = pages(tiny_project)
    (tiny_project / "content" / "sources" / "lapaz.txt").unlink()
    assert convert(tiny_project).counts["documents"] == 0
    assert pages(tiny_project) == before


# --- several documents ---------------------------------------------------------------------------------------------


def test_estimated_dates_are_estimated_again_when_a_document_is_added(tiny_project: Path) -> None:
    """09MEXICO3195: its declassification date alone is taken for its own, until a neighbour shows that it is not."""
    put(tiny_project, "later.txt", UNDATED.format(3195, "03/24/2019", 24))
    convert(tiny_project)
    assert "date: 2009-03-24~" in pages(tiny_project)["2009/09LAPAZ3195.md"]
    put(tiny_project, "between.txt", RAW_CABLE.replace("000101", "002676").replace("#0101", "#2676").replace("021200Z FEB", "091200Z SEP"))
    report = convert(tiny_project)
    page = pages(tiny_project)["2009/09LAPAZ3195.md"]
    assert "date_basis: sequence" in page and "2009-03-24~" not in page
    assert report.counts["documents_read"] == 1 and report.counts["pages_written"] == 2
    assert [found.location.path for found in coded(report, "estimated-date")] == ["content/sources/later.txt"]


def test_an_edited_pages_estimated_date_is_left_alone(tiny_project: Path) -> None:
    put(tiny_project, "later.txt", UNDATED.format(3195, "03/24/2019", 24))
    convert(tiny_project)
    page = tiny_project / "content" / "cables" / "2009" / "09LAPAZ3195.md"
    page.write_text(page.read_text("utf-8").replace("Text of", "The text of"), "utf-8")
    put(tiny_project, "between.txt", RAW_CABLE.replace("000101", "002676").replace("#0101", "#2676").replace("021200Z FEB", "091200Z SEP"))
    convert(tiny_project)
    assert "date: 2009-03-24~" in page.read_text("utf-8")


def test_two_texts_under_one_id_name_both_files_and_keep_the_longer(tiny_project: Path) -> None:
    other = "Fishing boats left the harbour before dawn, and the minister of finance spoke of copper prices for an hour. "
    put(tiny_project, "other.txt", RAW_CABLE[: RAW_CABLE.index("1. (U)")] + f"1. (U) {other * 8}\n\nGOLDBERG\n")
    (found,) = coded(convert(tiny_project), "conflicting-copies")
    assert found.severity is Severity.ERROR
    assert found.location.path == "content/sources/lapaz.txt" and "content/sources/other.txt" in found.message
    assert "Fishing boats" in pages(tiny_project)["2009/09LAPAZ101.md"]


def test_copies_that_differ_little_are_witnesses(tiny_project: Path) -> None:
    put(tiny_project, "copy.txt", RAW_CABLE.replace("quiet morning", "quiet mornnig").replace("The test goes on.", ""))
    report = convert(tiny_project)
    document, _ = read_document(pages(tiny_project)["2009/09LAPAZ101.md"], "x")
    assert document is not None and document.cable.source is not None
    assert document.cable.source.file == "lapaz.txt"
    assert [(w.file, w.lines[:2], len(w.sha256)) for w in document.cable.witnesses] == [("copy.txt", "1-", 64)]
    assert [found.location.path for found in coded(report, "merged-copy")] == ["content/sources/copy.txt"]


def test_the_order_of_names_does_not_change_the_pages(tiny_project: Path, tmp_path: Path) -> None:
    copies = {"a.txt": RAW_CABLE, "b.txt": RAW_CABLE.replace("quiet", "calm"), "c.txt": UNDATED.format(102, "02/05/2019", 5)}
    for name, text in copies.items():
        (tmp_path / name).write_text(text, "utf-8")
    out = []
    for order in (["a.txt", "b.txt", "c.txt"], ["c.txt", "b.txt", "a.txt"]):
        target = tmp_path / f"pages-{order[0][0]}"
        convert(tiny_project, *(tmp_path / name for name in order), to=target)
        out.append({path.name: path.read_bytes() for path in target.iterdir()})
    assert out[0] == out[1] and len(out[0]) == 2


def test_to_a_folder_is_flat_and_leaves_the_project_alone(tiny_project: Path, tmp_path: Path) -> None:
    target = tmp_path / "pages"
    convert(tiny_project, to=target)
    assert [path.relative_to(target).as_posix() for path in target.rglob("*")] == ["09LAPAZ101.md"]
    assert pages(tiny_project) == {}


def test_files_are_shown_relative_to_the_sources(tiny_project: Path) -> None:
    (tiny_project / "content" / "sources" / "mirror").mkdir()
    put(tiny_project, "mirror/none.txt", "A shopping list: bread and salt.\n")
    (found,) = coded(convert(tiny_project), "no-cable")
    assert found.location.path == "content/sources/mirror/none.txt"


# --- documents that cannot be read ---------------------------------------------------------------------------------


def test_a_file_of_65_megabytes_is_not_read(tiny_project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    huge = put(tiny_project, "huge.txt", b"")
    with huge.open("r+b") as file:
        file.truncate(65 * 1024 * 1024)
    real = conversion.read_bytes

    def guarded(path: Path, root: Path) -> tuple[bytes | None, list[Diagnostic]]:
        assert path.name != "huge.txt", "its bytes were asked for"
        return real(path, root)

    monkeypatch.setattr(conversion, "read_bytes", guarded)
    report = convert(tiny_project)
    (found,) = coded(report, "huge-file")
    assert (found.location.path, found.severity) == ("content/sources/huge.txt", Severity.ERROR)
    assert "65 MB" in found.message and "64 MB" in found.message
    assert list(pages(tiny_project)) == ["2009/09LAPAZ101.md"]


def test_a_file_of_64_megabytes_is_within_the_limit(tiny_project: Path) -> None:
    """The limit itself: one byte more is too much."""
    path = put(tiny_project, "large.txt", b"")
    for size, read in ((conversion.LARGEST, True), (conversion.LARGEST + 1, False)):
        with path.open("r+b") as file:
            file.truncate(size)
        ((raw, found),) = conversion.raw_documents([path], tiny_project, tiny_project / "content" / "sources")
        assert ((raw is not None), bool(found)) == (read, not read)


def test_a_file_that_cannot_be_read(tiny_project: Path, tmp_path: Path) -> None:
    report = convert(tiny_project, tmp_path / "nowhere.txt", tiny_project / "content" / "sources" / "lapaz.txt", to=tmp_path / "pages")
    (found,) = coded(report, "unreadable-file")
    assert found.location.path.endswith("nowhere.txt") and "cannot be read" in found.message
    assert [path.name for path in (tmp_path / "pages").iterdir()] == ["09LAPAZ101.md"]


def test_a_folder_that_is_given_as_a_file(tiny_project: Path, tmp_path: Path) -> None:
    assert coded(convert(tiny_project, tmp_path, to=tmp_path / "pages"), "unreadable-file")


def test_a_fault_of_the_program_costs_one_document(tiny_project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tiny_project, "bad.txt", RAW_CABLE.replace("000101", "000102").replace("#0101", "#0102"))
    real = conversion.convert_document

    def failing(name: str, shown: str, data: bytes) -> DocumentResult:
        if name == "bad.txt":
            raise ZeroDivisionError("withheld words")
        return real(name, shown, data)

    monkeypatch.setattr(conversion, "convert_document", failing)
    report = convert(tiny_project)
    (found,) = coded(report, "unreadable-document")
    assert (found.location.path, found.severity) == ("content/sources/bad.txt", Severity.ERROR)
    assert "ZeroDivisionError at test_conversion.py:" in found.message and "withheld words" not in str(found)
    assert list(pages(tiny_project)) == ["2009/09LAPAZ101.md"]


def test_a_page_that_cannot_be_written(tiny_project: Path) -> None:
    put(tiny_project, "other.txt", UNDATED.format(102, "02/05/2018", 5))  # of 2008
    (tiny_project / "content" / "cables").mkdir()
    (tiny_project / "content" / "cables" / "2009").write_text("a file where a folder should be", "utf-8")
    report = convert(tiny_project)
    (found,) = coded(report, "unwritable-output")
    assert found.location.path == "content/cables/2009/09LAPAZ101.md"
    assert (tiny_project / "content" / "cables" / "2008" / "08LAPAZ102.md").is_file()
    assert report.counts["pages_written"] == 1


# --- side by side --------------------------------------------------------------------------------------------------


def _many(tmp_path: Path, count: int) -> Iterator[Path]:
    for number in range(count):
        path = tmp_path / f"{number:02}.txt"
        path.write_text(RAW_CABLE.replace("000101", f"{number + 1:06}").replace("#0101", f"#{number + 1:04}") + "\n" * 90_000, "utf-8")
        yield path


def test_several_processes_give_the_same_pages_in_the_same_order(tiny_project: Path, tmp_path: Path) -> None:
    files = list(_many(tmp_path, 6))
    assert sum(path.stat().st_size for path in files) > conversion._SMALL_JOB
    alone = convert(tiny_project, *files, to=tmp_path / "one", jobs=1)
    together = convert(tiny_project, *files, to=tmp_path / "two", jobs=2)
    assert {p.name: p.read_bytes() for p in (tmp_path / "one").iterdir()} == {p.name: p.read_bytes() for p in (tmp_path / "two").iterdir()}
    assert alone.omissions == together.omissions
    assert len(list((tmp_path / "two").iterdir())) == 6


def test_results_can_be_kept_and_sent() -> None:
    result = convert_document("x.txt", "sources/x.txt", RAW_CABLE.encode())
    assert result.drafts
    assert pickle.loads(pickle.dumps(result)) == result
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(result), type=DocumentResult) == result


def test_documents_are_read_while_others_are_worked_on(tiny_project: Path, tmp_path: Path) -> None:
    """Only as many raw documents are taken as the processes are about to need."""
    taken: list[int] = []

    def documents() -> Iterator[tuple[conversion.Raw, list[Diagnostic]]]:
        for number, path in enumerate(_many(tmp_path, 60)):
            taken.append(number)
            yield conversion.Raw(path.name, path.name, path.read_bytes()), []

    ahead: list[int] = []
    pages, done = conversion.convert_documents(
        documents(), 60, lambda *parts: str(parts[0]), None, 2, lambda stage, count, total: ahead.append(len(taken) - count)
    )
    assert len(pages) == done.documents == done.read == len(ahead) == 60
    assert max(ahead) < 30


# --- nothing new ---------------------------------------------------------------------------------------------------


@pytest.fixture
def done(tiny_project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose sources were converted; reading any file is refused from now on."""
    put(tiny_project, "none.txt", "A shopping list: bread and salt.\n")
    time.sleep(0.05)  # a file that was written just now is not trusted
    convert(tiny_project)

    def refuse(path: Path, root: Path) -> tuple[bytes | None, list[Diagnostic]]:
        raise AssertionError(f"{path.name} was read")

    monkeypatch.setattr(conversion, "read_bytes", refuse)
    monkeypatch.setattr(conversion, "read_text", refuse)
    return tiny_project


def test_nothing_is_read_when_neither_sources_nor_pages_changed(done: Path) -> None:
    report = convert(done)
    assert report.counts == {"documents": 2, "documents_read": 0, "pages_written": 0, "pages_unchanged": 1, "pages_kept": 0}
    assert coded(report, "no-cable") and report.omissions


@pytest.mark.parametrize("place", ["sources/lapaz.txt", "cables/2009/09LAPAZ101.md"])
def test_a_change_that_leaves_size_and_time_is_seen(done: Path, place: str) -> None:
    path = done / "content" / place
    before = path.stat()
    path.write_text(path.read_text("utf-8").replace("quiet", "QUIET"), "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    with pytest.raises(AssertionError, match="was read"):
        convert(done)


@pytest.mark.parametrize("place", ["sources/none.txt", "cables/2009/09LAPAZ101.md"])
def test_a_file_that_is_gone_is_seen(done: Path, place: str) -> None:
    (done / "content" / place).unlink()
    with pytest.raises(AssertionError, match="was read"):
        convert(done)


def test_a_file_that_is_new_is_seen(done: Path) -> None:
    put(done, "another.txt", "A list of books.\n")
    with pytest.raises(AssertionError, match="was read"):
        convert(done)


def test_what_could_not_be_written_is_tried_again(tiny_project: Path) -> None:
    blocking = tiny_project / "content" / "cables" / "2009"
    blocking.parent.mkdir()
    blocking.write_text("a file where a folder should be", "utf-8")
    time.sleep(0.05)
    assert coded(convert(tiny_project), "unwritable-output")
    assert coded(convert(tiny_project), "unwritable-output")
    blocking.unlink()
    assert convert(tiny_project).counts["pages_written"] == 1


def test_a_stamp_is_not_given_for_a_file_that_was_written_just_now(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("x", "utf-8")
    assert converted.stamp([path], tmp_path) == ""
    time.sleep(0.05)
    assert converted.stamp([path], tmp_path) == converted.stamp([path], tmp_path) != ""
    assert converted.stamp([path, tmp_path / "b"], tmp_path) == ""
