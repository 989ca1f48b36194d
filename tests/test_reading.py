"""What the pages of a cable are made of beside the cable: source lines, related cables, neighbours, data for machines."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.config import read_config
from sitegen.files import digest
from sitegen.records.cable import Cable, Person, Witness
from sitegen.records.document import Document, read_document
from sitegen.records.markup import reject
from sitegen.records.source_text import words
from sitegen.render.theme import Theme
from sitegen.site.alignment import Piece, pieces, places
from sitegen.site.authorities import SourceEntry, read_authorities
from sitegen.site.cable_page import cable_context
from sitegen.site.metadata import highwire, structured
from sitegen.site.model import assemble
from sitegen.site.related import related
from sitegen.site.routes import routes, view_of
from sitegen.site.sources import RawSources, line_numbers, published
from sitegen.site.view_parts import Counted
from sitegen.site.views import SourceView

REPOSITORY = Path(__file__).parent.parent
CONFIG, _ = read_config("title: Archive\nbase_url: https://example.org/archive\npublisher: P\nrights: R\n")
assert CONFIG is not None
CABLE = Cable("09MEXICO283", "First", "FIRST", "2009-02-04T17:08:00Z", "transmitted", "SECRET", origin="Embassy Mexico",
              to=("SECSTATE WASHDC",), references=("09MEXICO9",), source=Witness("a.txt", "1-3"))


def site_of(*cables: Cable, body: str = "¶1. One.", sources=None, **authorities: str):
    documents = [Document(f"content/cables/{cable.id}.md", cable, body, 1) for cable in cables]
    read, _ = read_authorities({name.replace("_", "."): text for name, text in authorities.items()})
    return assemble(CONFIG, documents, read, sources, today=date(2026, 11, 21))[0]


# --- the source beside the text -----------------------------------------------------------------------------------

@pytest.mark.parametrize("path", sorted((REPOSITORY / "content" / "cables").rglob("*.md")), ids=lambda path: path.stem)
def test_every_paragraph_of_the_archive_stands_beside_its_lines(path):
    document, _ = read_document(path.read_text("utf-8"), path.name)
    assert document is not None
    raw = RawSources(REPOSITORY / "content" / "sources")
    site, _ = assemble(CONFIG, [document], read_authorities({})[0], raw, today=date(2026, 11, 21))
    view = view_of(site, routes(site)[0][f"/cables/{document.cable.id}/source/"])
    assert isinstance(view, SourceView)
    assert view.aligned
    lines = raw.lines(document.cable.source)
    shown: dict[int, str] = {}
    for line in (line for part in view.parts for line in part.lines):  # each once, in its order, some of them cut
        shown[line.number] = shown.get(line.number, "") + line.text
    assert shown == dict(zip(line_numbers(document.cable.source.lines, len(lines)), lines, strict=True))
    assert list(shown) == sorted(shown)
    assert [number for part in view.parts for number in part.blocks] == list(range(len(view.body)))
    beside = [word for part in view.parts if part.blocks for line in part.lines for word in words(line.text)]
    missing = iter(beside)
    lost = [word for word in words(reject(document.body).replace("{#", " {#")) if not word.startswith("{") and word not in missing]
    assert len(lost) <= len(document.body) // 500  # anchors, and little else: the words are the source's, in its order
    alone = [part for part in view.parts if part.blocks and not part.lines]
    assert not alone


WORDS = st.lists(st.sampled_from("the of a Mexico embassy said was 1 2 3 cable page report".split()), min_size=12, max_size=40)


@given(st.lists(WORDS, min_size=1, max_size=8), st.data())
def test_lines_are_those_that_hold_the_words(texts, data):
    """Paragraphs wrapped to lines, heads of pages between them: every line of a paragraph lies in what is found for it."""
    lines, owners = ["VZCZCXRO6410", "SUBJECT: NOTHING HERE"], [-1, -1]
    texts = [["Opening", f"paragraph{number}", *text] for number, text in enumerate(texts)]
    for number, text in enumerate(texts):
        for at in range(0, len(text), 6):
            if data.draw(st.integers(0, 5)) == 0:
                lines += ["", "UNHEARD 00003634 002 OF 005"]
                owners += [-1, -1]
            lines.append(" ".join(text[at:at + 6]))
            owners.append(number)
    found = places([" ".join(text) for text in texts], lines)
    for number, place in enumerate(found):
        own = [at for at, owner in enumerate(owners) if owner == number]
        assert place is not None and (place.line, place.column, place.last_line) == (own[0], 0, own[-1])
    side_by_side = pieces([" ".join(text) for text in texts], lines)
    assert [at for piece in side_by_side for at, _, _ in piece.lines] == list(range(len(lines)))
    assert [number for piece in side_by_side for number in piece.texts] == list(range(len(texts)))


def test_a_web_page_on_one_line_is_cut_where_paragraphs_begin():
    page = "<div class=x><b>SUBJECT: Odd</b><p>1. (U) One two three four.<br/>2. (U) Five &amp; six seven.</p><i>Comments (2)</i></div>"
    found = pieces(["1. (U) One two three four.", "2. (U) Five six seven."], [page])
    assert [(piece.texts, [page[start:end] for _, start, end in piece.lines]) for piece in found] == [
        ((), ["<div class=x><b>SUBJECT: Odd</b><p>"]), ((0,), ["1. (U) One two three four.<br/>"]),
        ((1,), ["2. (U) Five &amp; six seven"]), ((), [".</p><i>Comments (2)</i></div>"])]


def test_a_text_that_the_lines_do_not_hold_is_not_forced_on_them():
    assert places(["Nothing of this is there at all."], ["Other words", "altogether"]) == [None]
    assert pieces(["Nothing of this is there at all."], ["Other words"]) == [Piece((0,), ((0, 0, 11),))]
    assert pieces([], ["x"]) == [Piece((), ((0, 0, 1),))]
    assert pieces(["a b c"], []) == [Piece((0,), ())]


def test_many_differences_cost_no_more_than_a_few():
    """A page whose words an editor wrote anew: the search for them gives up."""
    lines = [f"word{n} common" for n in range(4000)]
    found = places(["word0 common word1 common word2 common word3 common " + "other " * 20000], lines)[0]
    assert found is not None and (found.line, found.last_line) == (0, 3)


@pytest.mark.parametrize(("lines", "count", "numbers"), [
    ("3-5", 3, (3, 4, 5)), ("1-2, 9", 3, (1, 2, 9)), ("", 2, (1, 2)), ("3-5", 2, (1, 2)), ("x", 1, (1,))])
def test_lines_have_their_numbers_in_the_document(lines, count, numbers):
    assert line_numbers(lines, count) == numbers


class Lines:
    """Sources that hold these lines, whatever is asked for."""

    def __init__(self, *lines: str) -> None:
        self.held = lines

    def lines(self, witness: Witness, cable_id: str) -> tuple[str, ...]:
        return self.held

    def published_sha256(self, witness: Witness) -> str:
        return digest(published(self.held))


def test_the_source_page_tells_what_was_done():
    body = "¶1. (S) The {~~embasy~>embassy~~} reported{-- twice--} on the matter of the day.\n\n## After\n\n¶2. It ended {++so++}."
    source = Lines("SECRET MEXICO 000283", "", "1. (S) The embasy reported twice", "on the matter of the day.", "MEXICO 283 2 OF 2",
                   "After", "2. It ended .", "PASCUAL")
    site = site_of(CABLE, body=body, sources=source)
    view = view_of(site, routes(site)[0]["/cables/09MEXICO283/source/"])
    assert [(part.blocks, [line.text for line in part.lines]) for part in view.parts] == [
        ((), ["SECRET MEXICO 000283", ""]), ((0,), ["1. (S) The embasy reported twice", "on the matter of the day."]),
        ((), ["MEXICO 283 2 OF 2"]), ((1,), ["After"]), ((2,), ["2. It ended ."]), ((), ["PASCUAL"])]
    assert view.unread == 3
    assert [(c.label, c.received, c.read) for c in view.corrected] == [("1", "embasy", "embassy"), ("1", " twice", ""), ("2", "", "so")]
    assert view.corrected[0].url == "/archive/cables/09MEXICO283/#p1"
    assert "/cables/09MEXICO283/source/" not in routes(site_of(CABLE, body=body))[0]  # without lines no page


# --- related cables, neighbours -----------------------------------------------------------------------------------

def test_related_cables_are_those_that_share_what_is_rare():
    common = tuple(Cable(f"08PARIS{n}", tags=("PGOV",), people=(Person("Anne Often"),)) for n in range(1, 60))
    one = Cable("09MEXICO1", tags=("PGOV", "KRAR"), references=("07ROME5",), people=(Person("Anne Often"), Person("Bo Seldom")))
    by_reference = Cable("09MEXICO2", tags=("PGOV",), references=("07ROME5",))
    by_person = Cable("09MEXICO3", people=(Person("Bo Seldom"),))
    by_topic = Cable("09MEXICO4", tags=("KRAR",))
    cites = Cable("09MEXICO5", references=("09MEXICO1", "07ROME5"))
    found = related(site_of(*common, one, by_reference, by_person, by_topic, cites), "09MEXICO1")
    assert [(item.row.id, [(reason.kind, reason.text) for reason in item.reasons]) for item in found] == [
        ("09MEXICO2", [("reference", "07ROME5")]), ("09MEXICO3", [("person", "Bo Seldom")]), ("09MEXICO4", [("topic", "KRAR")])]


def test_what_every_cable_shares_relates_none():
    assert related(site_of(*(Cable(f"09MEXICO{n}", tags=("MX",)) for n in range(1, 9))), "09MEXICO1") == ()


def test_a_theme_that_does_not_show_them_does_not_get_them(tmp_path):
    site = site_of(*(Cable(f"09MEXICO{n}", date=f"2009-01-0{n}", origin="Embassy Mexico", references=("07ROME5",) if n < 3 else (),
                           people=(Person("Bo Seldom"),) if n < 3 else ()) for n in range(1, 9)))
    everything, nothing = cable_context(site, "09MEXICO1"), cable_context(site, "09MEXICO1", frozenset)
    assert everything.related and everything.who and everything.at_post[1]
    assert (nothing.related, nothing.who, nothing.at_post) == ((), (), (None, None))
    folder = tmp_path / "themes" / "bare" / "templates"
    folder.mkdir(parents=True)
    (folder / "cable.html").write_text("{{ page.title }}{% include '_more.html' %}")
    (folder / "_more.html").write_text("{{ page.related|length }}")
    theme, _ = Theme.load(tmp_path, "bare")
    assert theme is not None
    assert theme.names("cable.html", {"related", "who"}) == {"related"}
    (folder / "_more.html").write_text("{% include page.id ~ '.html' ignore missing %}")  # any template may be meant
    theme, _ = Theme.load(tmp_path, "bare")
    assert theme is not None
    assert theme.names("cable.html", {"related", "who", "nowhere_at_all"}) == {"related", "who"}


def test_neighbours_of_a_post_leave_the_others_out():
    site = site_of(*(Cable(name, date=f"2009-01-0{n}", origin=origin) for n, (name, origin) in enumerate(
        [("09MEXICO1", "Embassy Mexico"), ("09PARIS1", "Embassy Paris"), ("09MEXICO2", "Embassy Mexico"), ("09ROME1", "")], 1)))
    view = view_of(site, routes(site)[0]["/cables/09MEXICO2/"])
    assert (view.previous.id, view.next.id, view.post_previous.id, view.post_next) == ("09PARIS1", "09ROME1", "09MEXICO1", None)


def test_a_person_is_explained_by_the_office_of_the_time():
    people = ("- name: Bo Seldom\n  roles:\n  - {role: Deputy, cable: 08MEXICO1}\n  - {role: Minister, cable: 09MEXICO1}\n"
              "  - {role: President, cable: 10MEXICO1}\n")
    site = site_of(*(Cable(f"{y}MEXICO{n}", date=f"20{y}-0{n}-01", people=(Person("Bo Seldom"),))
                     for y, n in (("08", 1), ("09", 1), ("09", 2), ("10", 1))), people_yaml=people)
    who = {name: cable_context(site, name).who[0] for name in site.ids}
    assert [(one.role, one.role_from, one.count) for one in who.values()] == [
        ("Deputy", "", 4), ("Minister", "", 4), ("Minister", "09MEXICO1", 4), ("President", "", 4)]


# --- for machines -------------------------------------------------------------------------------------------------

#: of the types that a cable's record uses, the properties among those that schema.org gives them or their parents
THING = {"@type", "@id", "name", "url", "identifier", "alternateName", "mainEntityOfPage", "description"}
CREATIVE_WORK = THING | {"dateCreated", "inLanguage", "creator", "about", "mentions", "citation", "isBasedOn", "isPartOf", "publisher",
                         "copyrightNotice"}
TERMS = {"Message": CREATIVE_WORK | {"@context", "sender", "recipient", "dateSent", "dateReceived"},
         "ArchiveComponent": CREATIVE_WORK | {"holdingArchive", "itemLocation"}, "GovernmentOrganization": THING, "Organization": THING,
         "Person": THING, "WebSite": CREATIVE_WORK, "DefinedTerm": THING | {"termCode", "inDefinedTermSet"}}


def check_terms(node: object) -> None:
    if isinstance(node, list):
        for item in node:
            check_terms(item)
    elif isinstance(node, dict):
        kinds = node["@type"] if isinstance(node["@type"], list) else [node["@type"]]
        allowed = set().union(*(TERMS[kind] for kind in kinds))
        assert set(node) <= allowed, (kinds, set(node) - allowed)
        for value in node.values():
            check_terms(value)


def test_structured_data_holds_terms_of_schema_org_alone():
    source = SourceEntry(url="https://example.com/a", publisher="The Example")
    record = json.loads(structured(CABLE, CONFIG, "https://example.org/x/", [Counted("Narcotics", "/t/", 1, "SNAR")], ["Bo"], source))
    check_terms(record)
    assert record["@type"] == ["Message", "ArchiveComponent"]
    assert (record["dateSent"], record["dateCreated"]) == ("2009-02-04T17:08:00Z", "2009-02-04")
    assert record["sender"]["name"] == "Embassy Mexico"
    assert record["recipient"] == [{"@type": "Organization", "name": "Secretary of State"}]
    assert record["about"] == [{"@type": "DefinedTerm", "termCode": "SNAR", "name": "Narcotics", "inDefinedTermSet": "TAGS"}]
    assert record["isBasedOn"] == "https://example.com/a"
    assert "dateSent" not in structured(replace(CABLE, date="2009-02~", date_basis="sequence"), CONFIG, "u", [], [])
    assert "isBasedOn" not in structured(CABLE, CONFIG, "u", [], [], SourceEntry(url="javascript:alert(1)"))


def test_reference_managers_find_what_they_ask_for():
    pairs = dict(highwire(CABLE, CONFIG, "https://example.org/x/", SourceEntry(publisher="The Example")))
    assert pairs["citation_technical_report_number"] == pairs["DC.identifier"] == "09MEXICO283"
    assert (pairs["citation_publication_date"], pairs["DC.date"]) == ("2009/02/04", "2009-02-04")
    assert (pairs["DC.source"], pairs["DC.publisher"], pairs["DC.rights"]) == ("The Example", "P", "R")
