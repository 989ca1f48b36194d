"""The files that cite a cable, read by the parsers of other people."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string

from sitegen.config import read_config
from sitegen.records.cable import Cable
from sitegen.site.authorities import SourceEntry
from sitegen.site.citation_formats import bibtex, csl_json, ris
from sitegen.site.citations import Cited, citations, cited, of_paragraph

CABLE = Cable("09MEXICO3195", "Mexico: 50% & “more” #1_{cooperation} needed", date="2009-11-08~", classification="SECRET",
              captions=("NOFORN",), origin="Embassy Mexico", from_="AMEMBASSY MEXICO", to=("SECSTATE WASHDC",), language="en")
SENT = replace(CABLE, date="2009-12-28T13:46:00Z")
ADDRESS = "https://example.org/archive/cables/09MEXICO3195/"
#: a style of our own, which asks for every field that a note about a telegram has
STYLE = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="note" default-locale="en-US">
<info><title>t</title><id>t</id><updated>2020-01-01T00:00:00+00:00</updated></info>
<citation><layout delimiter="; "><group delimiter=" | "><names variable="author"/><text variable="title"/><text variable="genre"/>
<text variable="number"/><date variable="issued"><date-part name="year"/><date-part name="month" form="numeric" prefix="-"/>
<date-part name="day" prefix="-"/></date><text variable="archive"/><text variable="URL"/></group></layout></citation></style>"""


def made(cable: Cable = CABLE, source: SourceEntry | None = None) -> Cited:
    config, _ = read_config("title: The Archive\nbase_url: https://example.org/archive\npublisher: The Newsroom\n")
    assert config is not None
    return cited(cable, config, ADDRESS, source or SourceEntry())


def test_bibtex_is_read_with_its_fields():
    source = SourceEntry(url="https://example.com/a_b", publisher="The Example", received="2010-12-02")
    [entry] = parse_string(bibtex(made(source=source)), "bibtex").entries.values()
    assert (entry.key, entry.type) == ("09MEXICO3195", "techreport")
    assert entry.persons["author"][0].last_names == ["{Embassy Mexico}"]
    assert entry.fields["title"] == r"{Mexico: 50\% \& “more” \#1\_\textbraceleft{}cooperation\textbraceright{} needed}"
    assert {name: entry.fields[name] for name in ("type", "number", "institution", "date", "year", "month", "url")} == {
        "type": "Telegram", "number": "09MEXICO3195", "institution": "Embassy Mexico", "date": "2009-11-08~", "year": "2009",
        "month": "November", "url": ADDRESS}
    assert entry.fields["note"] == ("To Secretary of State. SECRET. Text from The Example, https://example.com/a\\_b, received "
                                    "December 2, 2010")


def test_ris_is_read_with_its_fields():
    [record] = rispy.loads(ris(made(SENT)))
    assert {key: record[key] for key in ("type_of_reference", "id", "authors", "title", "year", "date", "issn", "publisher",
                                         "language", "urls", "type_of_work", "name_of_database")} == {
        "type_of_reference": "RPRT", "id": "09MEXICO3195", "authors": ["Embassy Mexico"], "title": SENT.title, "year": "2009",
        "date": "2009/12/28/", "issn": "09MEXICO3195", "publisher": "Embassy Mexico", "language": "en", "urls": [ADDRESS],
        "type_of_work": "Telegram", "name_of_database": "The Archive"}
    assert record["notes"] == ["To Secretary of State. SECRET"]


def test_csl_json_is_processed_with_its_fields(tmp_path):
    text = csl_json(made(SENT))
    [item] = json.loads(text)
    assert item["recipient"] == [{"literal": "Secretary of State"}]
    path = tmp_path / "style.csl"
    path.write_text(STYLE, "utf-8")
    bibliography = CitationStylesBibliography(CitationStylesStyle(str(path), validate=False),
                                              CiteProcJSON(json.loads(text)), formatter.plain)
    citation = Citation([CitationItem("09mexico3195")])
    bibliography.register(citation)
    written = str(bibliography.cite(citation, lambda item: pytest.fail(f"{item.key} is not there")))
    assert written == (f"Embassy Mexico | {SENT.title} | Telegram | 09MEXICO3195 | 2009-12-28 | The Archive | {ADDRESS}")


def test_an_estimated_date_is_told_in_every_format():
    assert json.loads(csl_json(made()))[0]["issued"] == {"date-parts": [[2009, 11, 8]], "circa": True}
    assert rispy.loads(ris(made()))[0]["date"] == "2009/11/08/ca."
    undated = made(Cable("09MEXICO1"))
    assert "issued" not in json.loads(csl_json(undated))[0]
    assert "year" not in rispy.loads(ris(undated))[0]
    assert "year" not in parse_string(bibtex(undated), "bibtex").entries["09MEXICO1"].fields


def test_a_paragraph_is_cited_by_its_number_and_address():
    part = replace(made(SENT), para=", para. 3", hash="#p3")
    for form in (bibtex, ris, csl_json):
        assert f"{ADDRESS}#p3" in form(part)
    for citation in citations(made(SENT)):
        filled = citation.paragraph.replace("{paragraph}", ", para. 3").replace("{anchor}", "p3")
        assert ", para. 3" in filled
        assert "09MEXICO3195/#p3" in filled
        assert filled.replace(", para. 3", "").replace("#p3", "") == citation.text
    assert "{anchor}" in bibtex(of_paragraph(made()))


@pytest.mark.parametrize("style", ["nara", "chicago", "bibliography", "mla", "apa"])
def test_where_the_document_came_from_is_in_every_citation(style):
    found = {c.style: c.text for c in citations(made(SENT, SourceEntry("https://example.com/a", "The Example", "2010-12-02")))}
    assert "ext from The Example, https://example.com/a, received December 2, 2010" in found[style]


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=60))
def test_no_title_breaks_a_file(title):
    cable = replace(CABLE, title=title, subject="")
    assert list(parse_string(bibtex(made(cable)), "bibtex").entries) == ["09MEXICO3195"]
    [record] = rispy.loads(ris(made(cable)))
    assert record.get("title", "") == " ".join((title or cable.id).split())
    assert json.loads(csl_json(made(cable)))[0]["title"] == (title or cable.id)
