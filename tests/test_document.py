"""Front matter: typed by the schema, every fault with its place, and what is written reads back equal."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.config import Config
from sitegen.records.cable import KEYS, Cable, Downgrade, Person, Witness
from sitegen.records.document import is_edited, read_document, write_document

TEXT = st.text(min_size=1) | st.sampled_from(
    ["NO", "12:30", "0123", "~", "null", "yes", "a: b", "a #b", "#a", "- a", "-a", "---", "...", "a:", ":a", "[a]", "{a}", "a, b",
     "*a", "&a", "!a", "%a", "@a", "`a", "'a", '"a"', "a\nb", " a", "a ", "\ta", "|", ">", "?", "? a", "=", "<<", "1.4(b)", "é", "\x85"])
TEXTS = st.lists(TEXT, min_size=1, max_size=3).map(tuple)
CABLES = st.builds(
    Cable, id=st.just("09MEXICO283"), title=TEXT, subject=TEXT, captions=TEXTS, origin=TEXT, from_=TEXT, to=TEXTS, info=TEXTS,
    tags=TEXTS, references_other=TEXTS, classified_by=TEXT, doubts=TEXTS, date=st.just("2009-02-04T17:08:00Z"),
    sections=st.none() | st.integers(0, 99), draft=st.booleans(),
    people=st.lists(st.builds(Person, TEXT, st.just(()) | TEXTS), max_size=2).map(tuple),
    source=st.none() | st.builds(Witness, TEXT, TEXT, TEXT),
    downgrade=st.none() | st.builds(Downgrade, TEXT, st.just("2019-01-22")),
    witnesses=st.lists(st.builds(Witness, TEXT), max_size=2).map(tuple),
)


@given(CABLES, st.text().map(lambda text: text.replace("\r", "").replace("\0", "").replace("{", "").strip()))
def test_what_is_written_reads_back_equal(cable, body):
    page = write_document(cable, body)
    document, found = read_document(page, "a.md")
    assert found == []
    assert document is not None
    assert document.cable.converted
    assert replace(document.cable, converted="") == cable
    assert document.body == body
    assert document.body == "" or page.split("\n")[document.body_line - 1] == body.split("\n")[0]
    assert not is_edited(page)
    assert write_document(document.cable, document.body) == page


@settings(max_examples=50)
@given(CABLES)
def test_other_yaml_readers_see_the_same_texts(cable):
    front = write_document(cable, "x").split("\n---\n")[0]
    assert yaml.load(front, Loader=yaml.BaseLoader)["title"] == cable.title


def test_the_form_of_a_page():
    cable = Cable("09MEXICO3634", "A: title", date="2009-12-28T13:46:00Z", captions=("SENSITIVE", "SIPDIS"), tags=("PREL", "NO"),
                  sections=5, from_="AMEMBASSY MEXICO", people=(Person("John Brennan"), Person("Genaro Garcia Luna", ("Garcia Luna",))),
                  source=Witness("000.txt", "1-121", "ab"), downgrade=Downgrade("CONFIDENTIAL", "2019-01-22"), draft=True)
    assert write_document(cable, "¶1. Text").rsplit("converted:", 1)[0] == """\
---
id: 09MEXICO3634
title: "A: title"
date: 2009-12-28T13:46:00Z
captions: [SENSITIVE, SIPDIS]
from: AMEMBASSY MEXICO
tags: [PREL, NO]
downgrade: {to: CONFIDENTIAL, on: 2019-01-22}
sections: 5
people:
  - John Brennan
  - {name: Genaro Garcia Luna, as: [Garcia Luna]}
source: {file: 000.txt, lines: 1-121, sha256: ab}
draft: true
"""


def test_editing_is_noticed_and_line_ends_are_not_editing():
    page = write_document(Cable("09MEXICO283"), "Text.")
    assert not is_edited(page)
    assert not is_edited("\ufeff" + page.replace("\n", "\r\n"))
    assert is_edited(page.replace("Text", "Texts"))
    assert is_edited(page.replace("id:", "draft: true\nid:"))
    assert is_edited("---\nid: 09MEXICO283\n---\nText.\n")
    assert is_edited("no page")


def found_in(front: str) -> list[str]:
    _, found = read_document(f"---\n{front}\n---\nText\n", "a.md")
    return [f"{d.location.line}:{d.location.column} {d.code} {d.message}" + (f" ({d.hint})" if d.hint else "") for d in found]


@pytest.mark.parametrize(("front", "message"), [
    ("id: X\nsubjct: A", "3:1 unknown-key unknown key `subjct` (did you mean `subject`?)"),
    ("id: X\nid: Y", "3:1 duplicate-key `id` is given twice, first in line 2 (keep one of the two)"),
    ("id: X\ntags: PGOV", "3:7 bad-value `tags` must be a list (write `tags: [PGOV]`)"),
    ("id: X\ntitle: [A]", "3:8 bad-value `title` must be one text, not a list (quote it if it begins with a bracket)"),
    ("id: X\ndate: 2009-02-31", "3:7 bad-value `date: 2009-02-31` is not a date (write 2009-12-28T13:46:00Z, 2009-12-28, 2009-12 or 2009, with ~ after it for an estimate)"),
    ("id: ../../etc", "2:5 bad-value `id: ../../etc` is not an id: letters, digits, `.`, `_` and `-`"),
    ("title: A", "2:1 missing-key front matter needs `id`"),
    ("id: X\ndeclassify_on: never", "3:16 bad-value `declassify_on: never` is not a date (write 2009-12-28T13:46:00Z, 2009-12-28, 2009-12 or 2009, with ~ after it for an estimate)"),
    ("id: X\nsections: five", "3:11 bad-value `sections: five` is not a number"),
    ("id: X\ndraft: yes", "3:8 bad-value `draft` must be true or false, not `yes`"),
    ("id: X\npublish_on: soon", "3:13 bad-value `publish_on: soon` is not a day (write 2027-01-01)"),
    ("id: X\ndate_basis: guess", "3:13 bad-value `date_basis: guess` is not one of transmitted, metadata, sequence, declassification, unknown"),
    ("id: X\npeople:\n  - {nam: Y}", "4:6 unknown-key unknown key `nam` (did you mean `name`?)"),
    ("id: X\nsource: {lines: 1-2}", "3:9 missing-key `source` needs `file`"),
    ("id: X\ndowngrade: {to: SECRET}", "3:12 missing-key `downgrade` needs `on`"),
    ("- id", "2:1 bad-value front matter: expected `key: value` pairs"),
])
def test_faults_have_their_place(front, message):
    assert message in found_in(front)


@pytest.mark.parametrize("text", [
    "", "no front matter", "---\nid: X\nbody without end", "---\n---\n", "\x00\x01\x02", "---\n\tid: X\n---\n", "---\nid: [\n---\n",
    "---\nid: \x07\n---\n", "---\n" + "a: 1\n" * 300_000 + "---\n",
    "---\n{" + "[" * 300 + "]" * 300 + "}\n---\n", "---\na: " + "[" * 400_000 + "\n---\n", "---\n" + "- " * 400_000 + "\n---\n",
    "---\na: " + "{a: " * 200_000 + "\n---\n",
])
def test_unreadable_pages_are_said_to_be_so(text):
    document, found = read_document(text, "a.md")
    assert document is None
    assert found
    assert all(d.location.path == "a.md" for d in found)


@given(st.text() | st.text(alphabet="-:[]{}#&*!|>'\"%@` \n\tia0").map(lambda text: f"---\nid: X\n{text}\n---\n{text}"))
def test_no_text_makes_reading_fail(text):
    read_document(text, "a.md")
    is_edited(text)


def test_tags_and_aliases_of_yaml_do_nothing():
    document, found = read_document("---\nid: !!python/object/apply:os.getcwd X\ntags: &a [A, *a]\n---\n", "a.md")
    assert document is not None
    assert document.cable == Cable("X", tags=("A",))
    assert [d.code for d in found] == ["bad-value"]


def test_crlf_and_byte_order_mark_are_layout():
    document, found = read_document("\ufeff---\r\nid: X\r\ntags: [NO]\r\n---\r\n\r\nText\r\n", "a.md")
    assert found == []
    assert document is not None
    assert (document.cable.tags, document.body, document.body_line) == (("NO",), "Text", 6)


@pytest.mark.parametrize("value", ["2019-01-22", "2019", "25X1-human", "X1", "OADR"])
def test_declassification_may_be_an_exemption(value):
    document, found = read_document(f"---\nid: X\ndeclassify_on: {value}\n---\n", "a.md")
    assert (document and document.cable.declassify_on, found) == (value, [])


def test_every_key_is_documented_in_its_order():
    text = (Path(__file__).parent.parent / "docs" / "content-format.md").read_text(encoding="utf-8")
    table = text.partition("### Front matter")[2].partition("### Body")[0]
    rows = re.findall(r"^\| (`.*?`) \|", table, re.M)
    assert [key for row in rows for key in re.findall(r"`(\w+)`", row)] == list(KEYS)


def test_every_setting_is_documented():
    text = (Path(__file__).parent.parent / "docs" / "content-format.md").read_text(encoding="utf-8")
    table = text.partition("## site.yaml")[2].partition("## A cable's page")[0]
    rows = re.findall(r"^\| (`.*?`) \|", table, re.M)
    assert {key for row in rows for key in re.findall(r"`(\w+)`", row)} == {field.name for field in fields(Config)}
