import csv
import hashlib
import io
import json
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.output.data import COLUMNS, cable_json, cables_csv, cables_json, cell, record
from sitegen.records.cable import Cable, Downgrade, Person, Witness
from sitegen.site.sources import RawSources, parse_lines, published

CABLE = Cable(
    id="09MEXICO3634", title="=HYPERLINK(1)", subject="S", date="2009-12-28T13:46:00Z", from_="AMEMBASSY MEXICO",
    tags=("PGOV", "NO"), people=(Person("John Brennan"), Person("Genaro Garcia Luna", ("Garica Luna",))), sections=5,
    source=Witness("000.txt", "1-121", "ab"), witnesses=(Witness("001.txt"),), downgrade=Downgrade("SECRET", "2019"),
    converted="digest", draft=False,
)


def test_the_record_has_the_keys_of_the_page_in_their_order() -> None:
    made = record(CABLE, "https://example.org/cables/09MEXICO3634/")
    assert list(made) == ["id", "title", "subject", "date", "from", "tags", "downgrade", "sections", "people", "source",
                          "witnesses", "url"]
    assert made["people"] == [{"name": "John Brennan"}, {"name": "Genaro Garcia Luna", "as": ["Garica Luna"]}]
    assert made["witnesses"] == [{"file": "001.txt"}]


def test_the_table_is_safe_and_whole() -> None:
    data = cables_csv([record(CABLE, "https://example.org/x/")]).data.decode()
    assert data.count("\r\n") == 2
    rows = list(csv.DictReader(io.StringIO(data, newline="")))
    assert list(rows[0]) == list(COLUMNS)
    assert rows[0]["title"] == "'=HYPERLINK(1)"
    assert rows[0]["tags"] == "PGOV; NO"
    assert rows[0]["people"] == "John Brennan; Genaro Garcia Luna"
    assert rows[0]["source_lines"] == "1-121"


@given(st.text())
def test_no_cell_begins_as_a_formula(text: str) -> None:
    made = cell(text)
    assert made.lstrip(" \u00a0\u3000")[:1] not in set("=+-@\t\r\n＝＋－＠")
    assert made.removeprefix("'") in (text.replace("\0", "\ufffd"), text.replace("\0", "\ufffd").removeprefix("'"))


def test_all_records_as_json() -> None:
    assert json.loads(cables_json([]).data) == []
    assert json.loads(cables_json([{"id": "ü"}, {"id": "b"}]).data) == [{"id": "ü"}, {"id": "b"}]


def test_the_json_of_a_cable_has_its_paragraphs_as_read() -> None:
    body = "¶1. (SBU) Genaro {~~Garica~>Garcia~~} Luna\n\n## Comment\n\nNo number. {#u1}\n\n| a | b |\n| --- | --- |\n| 1 | 2 |"
    made = json.loads(cable_json("cables/x/cable.json", CABLE, body, "https://example.org/x/", "x.md").data)
    assert made["paragraphs"][0] == {"anchor": "p1", "number": "1", "mark": "SBU", "text": "Genaro Garcia Luna"}
    assert made["paragraphs"][1]["heading"] == "Comment"
    assert made["paragraphs"][2] == {"anchor": "u1", "text": "No number."}
    assert made["paragraphs"][3]["table"] == [["a", "b"], ["1", "2"]]
    assert made["markdown"] == body


def test_the_lines_of_a_source() -> None:
    assert parse_lines("1-121") == [(1, 121)]
    assert parse_lines("5, 7-9") == [(5, 5), (7, 9)]


@pytest.mark.parametrize("text", ["", "0-3", "5-2", "a-b", "1-2-3", "-4", "1,,2"])
def test_what_names_no_lines(text: str) -> None:
    with pytest.raises(ValueError, match="names no lines"):
        parse_lines(text)


def test_the_lines_of_a_source_as_published(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    data = "eins\r\nzwei \u2028 drei\nvier\n".encode()
    (tmp_path / "sources/a.txt").write_bytes(data)
    (tmp_path / "secret").write_text("secret")
    sources = pickle.loads(pickle.dumps(RawSources(tmp_path / "sources")))
    sha256 = hashlib.sha256(data).hexdigest()
    assert sources.lines(Witness("a.txt", "2-3", sha256)) == ("zwei \u2028 drei", "vier")
    assert published(("a", "b")) == b"a\nb\n"
    assert sources.published_sha256(Witness("a.txt", "1, 3", "")) == hashlib.sha256(b"eins\nvier\n").hexdigest()
    for other in (Witness("a.txt", "2-3", "00"), Witness("a.txt", "2-4", sha256), Witness("a.txt", "x", sha256),
                  Witness("none.txt"), Witness("../secret"), Witness("")):
        assert sources.lines(other) == () and sources.published_sha256(other) == ""
