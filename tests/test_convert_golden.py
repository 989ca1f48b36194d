"""Documents converted whole, held against what they must give.

``golden/archive.json`` is what a careful reader found in this archive's eight cables; it is never written by a program.
``cables/`` holds one invented cable for each raw form of the catalogue in convert/formats.py, and ``golden/<form>.md``
its page: after a change that is meant, ``RENEW_GOLDEN=1 pytest tests/test_convert_golden.py`` writes these anew, and
the difference in git is to be read line by line.
"""

from __future__ import annotations

import difflib
import json
import os
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sitegen.convert.formats import FORMATS, plain_lines, recognise
from sitegen.convert.run import DocumentResult, Page, assemble, convert_document
from sitegen.diagnostics import Severity
from sitegen.records import markup
from sitegen.records.blocks import Heading, Paragraph, Table, parse
from sitegen.records.document import divide
from sitegen.records.markup import plain
from sitegen.records.source_text import read_source, words

HERE = Path(__file__).parent
SOURCES = HERE.parent / "content" / "sources"
GOLDEN = HERE / "golden"
EXPECTED: list[dict[str, Any]] = json.loads((GOLDEN / "archive.json").read_text("utf-8"))
FORMS = {path.stem: path for path in sorted((HERE / "cables").iterdir())}


# --- the archive -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def archive_pages() -> dict[str, Page]:
    """The pages of the archive's documents, converted together."""
    results = [convert_document(path.name, path.name, path.read_bytes()) for path in sorted(SOURCES.iterdir())]
    return {page.id: page for page in assemble(results)[0]}


def body_of(page: Page) -> str:
    return divide(page.text)[1]


def stated(page: Page) -> dict[str, Any]:
    """A page in the words of golden/archive.json, without what it does not state."""
    cable = page.cable
    blocks = parse(body_of(page))
    numbered = [block for block in blocks if isinstance(block, Paragraph) and block.number]
    out: dict[str, Any] = {
        name: getattr(cable, name)
        for name in ("id", "classification", "origin", "precedence", "transmission_id", "subject", "classified_by",
                     "declassify_on", "derived_from", "sections", "signed_by")
    }
    out |= {
        name: list(getattr(cable, name))
        for name in ("captions", "to", "info", "tags", "references", "reasons", "pass_lines")
    }
    out["from"] = cable.from_
    out["source"] = cable.source.file if cable.source else ""
    out["downgrade"] = {"to": cable.downgrade.to, "on": cable.downgrade.on} if cable.downgrade else None
    out["paragraphs"] = len(numbered)
    out["portion_marks"] = [block.mark.upper() for block in numbered]
    out["headings"] = [plain(block.spans) for block in blocks if isinstance(block, Heading)]
    tables = [[[plain(cell) for cell in row] for row in block.rows] for block in blocks if isinstance(block, Table)]
    out["tables"] = [[row for row in rows if any(row[1:])] for rows in tables]  # without the rows of labels alone
    return {name: value for name, value in out.items() if value}


def folded(value: Any) -> Any:
    """Letters and digits alone, for a reader writes ``P.S., Paris`` and another ``PS Paris``."""
    if isinstance(value, list):
        return [folded(one) for one in value]
    return "".join(c for c in value.casefold() if c.isalnum()) if isinstance(value, str) else value


def test_the_archive_has_these_cables_and_no_others(archive_pages: dict[str, Page]) -> None:
    assert sorted(archive_pages) == sorted(cable["id"] for cable in EXPECTED)


@pytest.mark.parametrize("cable", EXPECTED, ids=lambda cable: cable["id"])
def test_every_field_of_the_archives_cables(cable: dict[str, Any], archive_pages: dict[str, Page]) -> None:
    found = stated(archive_pages[cable["id"]])
    wanted = {name: value for name, value in cable.items() if name not in ("date", "published_on", "people", "read")}
    wrong = {
        name: (found.get(name), wanted.get(name))
        for name in {*found, *wanted}
        if folded(found.get(name)) != folded(wanted.get(name))
    }
    assert wrong == {}


@pytest.mark.parametrize("cable", EXPECTED, ids=lambda cable: cable["id"])
def test_dates_are_those_stated_or_estimated_within_a_week(
    cable: dict[str, Any], archive_pages: dict[str, Page]
) -> None:
    found = archive_pages[cable["id"]].cable
    if "date" in cable:
        assert (found.date, found.date_basis) == (cable["date"], "transmitted")
    else:
        assert found.date.endswith("~") and found.date_basis in ("declassification", "sequence")
        apart = date.fromisoformat(found.date.rstrip("~")) - date.fromisoformat(cable["published_on"])
        assert abs(apart.days) <= 7


@pytest.mark.parametrize("cable", EXPECTED, ids=lambda cable: cable["id"])
def test_the_persons_of_the_archives_cables(cable: dict[str, Any], archive_pages: dict[str, Page]) -> None:
    """Each person once, none that is no person. Persons of the header alone may be listed or left out."""

    def names(texts: list[str]) -> list[frozenset[str]]:
        return [frozenset(filter(None, map(folded, re.split(r"[\s.,-]+", text)))) for text in texts]

    header = " ".join([cable.get("signed_by", ""), cable.get("classified_by", ""), *cable.get("pass_lines", [])])
    found = names([person.name for person in archive_pages[cable["id"]].cable.people])
    wanted, optional = names(cable["people"]), names([header])[0]
    unasked = []
    for name in found:
        match = next((w for w in wanted if w == name), None) or next((w for w in wanted if name <= w or w <= name), None)
        if match is not None:
            wanted.remove(match)
        elif not name <= optional:
            unasked.append(sorted(name))
    assert (unasked, [sorted(name) for name in wanted if not name <= optional]) == ([], [])


@pytest.mark.parametrize("cable", [c for c in EXPECTED if "read" in c], ids=lambda cable: cable["id"])
def test_damaged_words_are_read_right_and_kept_as_received(
    cable: dict[str, Any], archive_pages: dict[str, Page]
) -> None:
    body = body_of(archive_pages[cable["id"]])
    received, read = " ".join(markup.reject(body).split()), " ".join(markup.accept(body).split())
    wrong = [pair for pair in cable["read"] if pair[0] not in received or pair[1] not in read]
    assert wrong == []


# --- one invented cable for each form ------------------------------------------------------------------------------


def converted(form: str) -> DocumentResult:
    path = FORMS[form]
    return convert_document(path.name, path.name, path.read_bytes())


def test_each_form_of_the_catalogue_has_its_cable() -> None:
    assert sorted(FORMS) == [form.letter.lower() for form in FORMATS]


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_recognised_with_its_evidence(form: str) -> None:
    source = read_source("x", FORMS[form].read_bytes())
    evidence = {found.letter: why for found, why in recognise(source.text)}
    assert evidence.get(form.upper())
    assert form.upper() in plain_lines(source).formats


@pytest.mark.parametrize("form", FORMS)
def test_each_form_gives_its_page(form: str) -> None:
    pages, found = assemble([converted(form)])
    assert len(pages) == 1
    assert not [d for d in found if d.severity is Severity.ERROR]
    path = GOLDEN / f"{form}.md"
    if os.environ.get("RENEW_GOLDEN") == "1":
        path.write_text(pages[0].text, "utf-8")
    wanted = path.read_text("utf-8") if path.is_file() else ""
    if pages[0].text != wanted:
        change = difflib.unified_diff(
            wanted.splitlines(keepends=True), pages[0].text.splitlines(keepends=True), f"golden/{form}.md", "now"
        )
        pytest.fail(f"{''.join(change)}\n(if this is meant: RENEW_GOLDEN=1 pytest tests/{Path(__file__).name})", False)


@pytest.mark.parametrize("form", FORMS)
def test_no_word_of_any_form_is_lost(form: str) -> None:
    result = converted(form)
    assert "lost-words" not in {d.code for d in result.diagnostics}
    text = plain_lines(read_source("x", FORMS[form].read_bytes())).received
    body = words(" ".join(draft.body for draft in result.drafts))
    assert len(body) > 20
    left = iter(words("\n".join(line.text for line in text)))
    invented = [word for word in words(" ".join(markup.reject(d.body) for d in result.drafts)) if word not in left]
    assert invented == []


def test_forms_that_hold_no_sign_of_one_are_none() -> None:
    assert recognise("A shopping list: bread, salt and apples.\nPages 2 of 3\n") == []
    assert recognise("") == []
