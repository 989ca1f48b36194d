"""Bad input: a clear diagnostic with its place, the right exit code, every other page still built, nothing lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import RAW_CABLE

from sitegen.cli import main
from sitegen.diagnostics import CODES, Severity

#: a second cable, to stand beside the bad one or in conflict with it
OTHER_CABLE = RAW_CABLE.replace("000101", "000102").replace("#0101", "#0102").replace("A TEST", "ANOTHER TEST")


def build(root: Path, *options: str) -> int:
    """Run a build without search in the project ``root``, in this process, whose sockets reach this machine alone."""
    return main(["--project", str(root), "build", "--no-search", *options])


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def diagnostics(said: str) -> list[tuple[str, int, str, str]]:
    """(path, line, code, message) of each diagnostic printed."""
    found = re.findall(r"^(.+?):(\d+):\d+: (?:error|warning|note)\[([a-z-]+)\]: (.+)$", said, re.M)
    return [(path, int(line), code, message) for path, line, code, message in found]


def put(root: Path, name: str, data: bytes) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


PAGE = "content/cables/2009/09LAPAZ300.md"
WHOLE_PAGE = "---\nid: 09LAPAZ300\ntitle: A page by hand\ndate: 2009-03-01\n---\n\n¶1. (U) Words.\n"

BAD_FILES: dict[str, tuple[str, bytes, str]] = {
    "an empty file": ("content/sources/bad.txt", b"", "empty-file"),
    "white space alone": ("content/sources/bad.txt", b" \n\n\t\n", "empty-file"),
    "a binary file": ("content/sources/bad.txt", bytes(range(256)) * 64, "binary-file"),
    "no cable in it": ("content/sources/bad.txt", b"A shopping list: bread, salt and apples.\n", "no-cable"),
    "a PDF": ("content/sources/bad.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< >>\nendobj\n", "not-plain-text"),
    "a Word file": ("content/sources/bad.docx", b"PK\x03\x04\x14\x00\x06\x00" + b"\0" * 64 + b"word/document.xml", "not-plain-text"),
    "an old Word file": ("content/sources/bad.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "not-plain-text"),
    "front matter never closed": (PAGE, b"---\nid: 09LAPAZ300\n\nwords\n", "bad-front-matter"),
    "no front matter": (PAGE, b"words\n", "bad-front-matter"),
    "front matter that is no YAML": (PAGE, WHOLE_PAGE.replace("title: A", "title: [A").encode(), "bad-front-matter"),
    "an unknown key": (PAGE, WHOLE_PAGE.replace("title:", "titel:").encode(), "unknown-key"),
    "a key twice": (PAGE, WHOLE_PAGE.replace("title:", "id: 09LAPAZ301\ntitle:").encode(), "duplicate-key"),
    "a date that is none": (PAGE, WHOLE_PAGE.replace("2009-03-01", "last spring").encode(), "bad-value"),
    "a page that is not UTF-8": (PAGE, WHOLE_PAGE.replace("Words", "W\udce9rds").encode("utf-8", "surrogateescape"), "unreadable-file"),
    "a binary page": (PAGE, bytes(range(256)), "unreadable-file"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_one_bad_file_is_one_message_and_no_lost_build(case: str, tiny_project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name, data, code = BAD_FILES[case]
    put(tiny_project, name, data)
    ended = build(tiny_project)
    said = capsys.readouterr()
    assert ended == (1 if CODES[code][0] is Severity.ERROR else 0)
    assert code in {found[2] for found in diagnostics(said.err) if found[0] == name}, said.err
    assert "Traceback" not in said.err
    assert (tiny_project / "public" / "cables" / "09LAPAZ101" / "index.html").is_file()
    assert (tiny_project / name).read_bytes() == data


def test_a_message_about_front_matter_has_its_line_and_suggests(tiny_project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tiny_project, PAGE, WHOLE_PAGE.replace("title:", "titel:").encode())
    build(tiny_project)
    assert [(line, "title" in message) for path, line, code, message in diagnostics(capsys.readouterr().err)
            if code == "unknown-key"] == [(3, True)]


def test_a_pdf_is_told_how_to_become_text(tiny_project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tiny_project, "content/sources/cable.pdf", b"%PDF-1.4\n\0\0")
    build(tiny_project)
    assert "pdftotext" in capsys.readouterr().err


def test_other_encodings_are_read_by_evidence(tiny_project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = OTHER_CABLE.replace("a quiet morning", "a quiet morning in Tarapacá, the Ambassador “said”")
    put(tiny_project, "content/sources/windows.txt", text.encode("cp1252"))
    assert main(["--project", str(tiny_project), "convert", "-v"]) == 0
    assert ("content/sources/windows.txt", "guessed-encoding") in {(d[0], d[2]) for d in diagnostics(capsys.readouterr().err)}
    page = next((tiny_project / "content" / "cables").rglob("09LAPAZ102.md")).read_text("utf-8")
    assert "Tarapacá" in page and "“said”" in page


def test_two_texts_under_one_id_are_an_error_that_names_both(tiny_project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = "Fishing boats left the harbour before dawn, and the minister of finance spoke of copper prices for an hour. "
    other = RAW_CABLE[: RAW_CABLE.index("1. (U)")] + f"1. (U) {words * 8}\n\nGOLDBERG\n"
    put(tiny_project, "content/sources/other.txt", other.encode())
    assert build(tiny_project) == 1
    conflicts = [d for d in diagnostics(capsys.readouterr().err) if d[2] == "conflicting-copies"]
    assert conflicts
    named = " ".join(f"{path} {message}" for path, _, _, message in conflicts)
    assert "lapaz.txt" in named and "other.txt" in named and "09LAPAZ101" in named


def test_copies_that_differ_little_are_one_page_with_its_witnesses(
    tiny_project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tiny_project, "content/sources/copy.txt", RAW_CABLE.replace("quiet morning", "quiet  mornnig").encode())
    assert build(tiny_project) == 0
    pages = list((tiny_project / "content" / "cables").rglob("*.md"))
    assert [page.name for page in pages] == ["09LAPAZ101.md"]
    text = pages[0].read_text("utf-8")
    assert "witnesses:" in text and "lapaz.txt" in text and "copy.txt" in text


def test_two_pages_with_one_id_are_an_error(tiny_project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(tiny_project) == 0
    put(tiny_project, "content/cables/2009/another.md", WHOLE_PAGE.replace("09LAPAZ300", "09LAPAZ101").encode())
    capsys.readouterr()
    assert build(tiny_project) == 1
    found = [d for d in diagnostics(capsys.readouterr().err) if d[2] == "duplicate-id"]
    assert found and "09LAPAZ101" in " ".join(f"{d[0]} {d[3]}" for d in found)


def test_an_edited_page_is_never_overwritten(tiny_project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(tiny_project) == 0
    page = next((tiny_project / "content" / "cables").rglob("*.md"))
    edited = page.read_text("utf-8").replace("on a quiet morning", "on one quiet morning")
    page.write_text(edited, "utf-8")
    source = tiny_project / "content" / "sources" / "lapaz.txt"
    source.write_text(source.read_text("utf-8").replace("nothing", "not a thing"), "utf-8")
    capsys.readouterr()
    assert build(tiny_project, "-v") == 0
    assert "edited-page-kept" in {d[2] for d in diagnostics(capsys.readouterr().err)}
    assert page.read_text("utf-8") == edited


def test_a_page_whose_source_is_gone_stays(tiny_project: Path) -> None:
    assert build(tiny_project) == 0
    page = next((tiny_project / "content" / "cables").rglob("*.md"))
    before = page.read_bytes()
    (tiny_project / "content" / "sources" / "lapaz.txt").unlink()
    assert build(tiny_project) == 0
    assert page.read_bytes() == before
    assert (tiny_project / "public" / "cables" / "09LAPAZ101" / "index.html").is_file()


# --- a build that fails as a whole leaves the last good site as it was --------------------------------------------


def break_theme(root: Path) -> None:
    site = root / "site.yaml"
    site.write_text(site.read_text("utf-8") + "theme: nowhere\n", "utf-8")


def break_template(root: Path) -> None:
    put(root, "themes/archive/templates/cable.html", b"{% if %}")


def break_config(root: Path) -> None:
    (root / "site.yaml").write_text("title: [\n", "utf-8")


@pytest.mark.parametrize("spoil", [break_theme, break_template, break_config])
def test_the_last_good_site_survives(
    spoil: Callable[[Path], None], tiny_project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(tiny_project) == 0
    before = tree(tiny_project / "public")
    assert before
    spoil(tiny_project)
    capsys.readouterr()
    assert build(tiny_project) == 1
    said = capsys.readouterr().err
    assert diagnostics(said), said
    assert tree(tiny_project / "public") == before


def test_an_output_that_cannot_be_written(tiny_project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "taken").write_text("words", "utf-8")
    assert build(tiny_project, "--output", str(tmp_path / "taken" / "public")) == 1
    said = capsys.readouterr().err
    assert "unwritable-output" in {d[2] for d in diagnostics(said)}, said
    assert (tmp_path / "taken").read_text("utf-8") == "words"


def test_an_output_folder_with_a_persons_files_is_left_alone(
    tiny_project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``--output ~`` must not prune a home folder."""
    home = tmp_path / "home"
    put(home, "letter.txt", b"dear")
    build(tiny_project, "--output", str(home))
    assert (home / "letter.txt").read_bytes() == b"dear"


@pytest.mark.slow
def test_a_large_file_without_a_cable_ends_soon(tiny_project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tiny_project, "content/sources/large.txt", b"a line of a log file, and nothing else to be read in it\n" * 200_000)
    assert main(["--project", str(tiny_project), "convert"]) == 0
    assert ("content/sources/large.txt", "no-cable") in {(d[0], d[2]) for d in diagnostics(capsys.readouterr().err)}


def test_a_file_that_is_not_there(tiny_project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = str(tiny_project / "content" / "sources" / "lapaz.txt")
    target = tmp_path / "pages"
    assert main(["convert", str(tmp_path / "nowhere.txt"), source, "--to", str(target)]) == 1
    assert "unreadable-file" in {d[2] for d in diagnostics(capsys.readouterr().err)}
    assert [path.name for path in target.iterdir()] == ["09LAPAZ101.md"]
