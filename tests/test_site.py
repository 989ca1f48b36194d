"""The site's model: the gate, who is who, what cites what, and every path of the contract."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from datetime import date
from hashlib import sha256

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.config import read_config
from sitegen.records.blocks import parse
from sitegen.records.cable import Cable, Person, Witness
from sitegen.records.document import Document
from sitegen.site import explain
from sitegen.site.authorities import Authorities, LabelEntry, PersonEntry, read_authorities
from sitegen.site.charts import years_chart
from sitegen.site.citations import citations, cited
from sitegen.site.mentions import anchored_texts, mentions
from sitegen.site.metadata import highwire, structured
from sitegen.site.model import assemble
from sitegen.site.order import Order
from sitegen.site.packed import Packed, pack, unpack
from sitegen.site.people import join_people, sort_name
from sitegen.site.plain import read_page
from sitegen.site.routes import Route, redirect_routes, routes, view_of
from sitegen.site.sources import published
from sitegen.site.urls import Urls, slug
from sitegen.site.view_parts import Counted
from sitegen.site.views import TEMPLATES

TODAY = date(2026, 11, 21)
FIRST = Cable("09MEXICO283", "First", date="2009-02-04T17:08:00Z", date_basis="transmitted", classification="CONFIDENTIAL",
              origin="Embassy Mexico", from_="AMEMBASSY MEXICO", to=("SECSTATE WASHDC",), tags=("PGOV", "SNAR", "MX"),
              people=(Person("Genaro Garcia Luna", ("Garcia Luna",)), Person("Calderon")), aliases=("09MEXICO00283",),
              source=Witness("a.txt", "3-9", "ab"))
SECOND = Cable("09MEXICO3634", "Second", date="2009-12-28", origin="Embassy Mexico", tags=("PGOV", "KCRM", "MX"),
               references=("09MEXICO283", "09MEXICO999"), people=(Person("Genaro Garcia Luna"), Person("Calderon")))
THIRD = Cable("08LAPAZ1", "Third", date="2008-07-01~", date_basis="sequence", origin="Embassy La Paz", references=("09MEXICO283",))
UNDATED = Cable("09MEXICO1", "Undated")
CONFIG = "title: Archive\nbase_url: https://example.org/archive\n"
BODY = ("¶1. (SBU) Secretary Genaro Garcia Luna spoke. GARCIA LUNA left. {#x}\n\n## A {~~heding~>heading~~}\n\n"
        "¶2. (C/NF) Nobody; XXXXXXXXXXXX told {>>withheld: source at risk<<}.")


def cable_view(site, cable_id):
    return view_of(site, routes(site)[0][site.path(cable_id)])


def everything_on(site, route: Route) -> str:
    view = view_of(site, route)
    more = [entry.mentions for entry in view.cables] if route.template == "person.html" else []
    parts = [type(view).__name__, view, view.head.structured, view.head.meta, getattr(view, "citations", ""), more]
    return msgspec.json.encode(parts, enc_hook=lambda function: None).decode()  # what is found when it is asked for, is asked for here


class OneSource:
    def published_sha256(self, witness: Witness) -> str:
        return sha256(published(self.lines(witness, ""))).hexdigest()

    def lines(self, witness: Witness, cable_id: str) -> tuple[str, ...]:
        return (f"{witness.file} {witness.lines}", "1. (SBU) Secretary Genaro Garcia Luna spoke. GARCIA LUNA left.")


def made(*cables: Cable, config: str = CONFIG, authorities: Authorities | None = None, sources=None, pages=(), **options):
    settings, wrong = read_config(config)
    assert not wrong
    documents = [Document(f"content/cables/{cable.id}.md", cable, BODY, 9) for cable in cables]
    return assemble(settings, documents, authorities or Authorities(), sources, pages, today=TODAY, **options)


def test_order_of_time_and_neighbours():
    site, _ = made(UNDATED, SECOND, FIRST, THIRD)
    assert list(site.documents) == ["08LAPAZ1", "09MEXICO283", "09MEXICO3634", "09MEXICO1"]
    assert site.neighbours["09MEXICO283"] == ("08LAPAZ1", "09MEXICO3634")
    assert site.neighbours["08LAPAZ1"] == ("", "09MEXICO283")


def test_references_and_what_is_outside():
    site, found = made(FIRST, SECOND, THIRD)
    assert site.cited_by == {"09MEXICO283": ("08LAPAZ1", "09MEXICO3634")}
    assert [str(d) for d in found] == [
        "content/cables/09MEXICO3634.md:1:1: note[outside-reference]: 09MEXICO3634 cites 09MEXICO999, which is not in this archive"]
    view = cable_view(site, "09MEXICO3634")
    assert [(r.id, r.row and r.row.url) for r in view.references] == [
        ("09MEXICO283", "/archive/cables/09MEXICO283/"), ("09MEXICO999", None)]


@pytest.mark.parametrize("hidden", [{"draft": True}, {"publish_on": "2026-11-22"}])
def test_what_the_gate_keeps_back_changes_nothing_else(hidden):
    secret = replace(SECOND, **hidden, aliases=("09MEXICO7",), tags=("PTER",), people=(Person("Only Here"),))
    authorities, _ = read_authorities({"people.yaml": "- name: Genaro Garcia Luna\n  roles: [{role: R, cable: 09MEXICO3634}]"})
    with_secret, _ = made(FIRST, secret, THIRD, authorities=authorities)
    without, _ = made(FIRST, THIRD, authorities=authorities)
    views = [{path: everything_on(site, route) for path, route in routes(site)[0].items()} for site in (with_secret, without)]
    assert views[0] == views[1]
    assert with_secret.redirects == without.redirects
    shown, _ = made(FIRST, secret, THIRD, drafts=True)
    assert "/cables/09MEXICO3634/" in routes(shown)[0]


def test_what_is_due_today_is_published():
    site, _ = made(replace(FIRST, publish_on="2026-11-21"))
    assert list(site.documents) == ["09MEXICO283"]


def test_every_path_of_the_contract():
    about, _ = read_page("---\ntitle: About\n---\nText", "content/pages/about.md")
    site, _ = made(FIRST, SECOND, THIRD, UNDATED, pages=[about])
    found, wrong = routes(site)
    assert wrong == []
    assert set(found) == {
        "/", "/cables/", "/cables/08LAPAZ1/", "/cables/09MEXICO283/", "/cables/09MEXICO3634/", "/cables/09MEXICO1/",
        "/topics/", "/topics/pgov/", "/topics/snar/", "/topics/kcrm/", "/topics/mx/",
        "/people/", "/people/genaro-garcia-luna/", "/people/calderon/", "/people/calderon-2/",
        "/places/", "/places/embassy-mexico/", "/places/embassy-la-paz/", "/places/mexico/", "/places/bolivia/",
        "/timeline/", "/timeline/2008/", "/timeline/2008/07/", "/timeline/2009/", "/timeline/2009/02/", "/timeline/2009/12/",
        "/references/", "/cables/order/latest/", "/topics/order/name/", "/topics/order/count/", "/people/order/count/",
        "/search/", "/about/", "/404.html"}
    for route in found.values():
        assert isinstance(view_of(site, route), TEMPLATES[route.template])


def test_an_empty_archive_has_its_pages():
    site, found = made()
    assert found == []
    assert set(routes(site)[0]) == {"/", "/cables/", "/topics/", "/people/", "/places/", "/timeline/", "/references/", "/search/", "/about/", "/404.html"}
    assert all(view_of(site, route) for route in routes(site)[0].values())


def test_long_lists_are_split():
    cables = [replace(FIRST, id=f"09MEXICO{n}", aliases=()) for n in range(1, 8)]
    site, _ = made(*cables, config=CONFIG + "page_size: 3\n")
    found, _ = routes(site)
    assert "/topics/pgov/page/3/" in found
    assert "/topics/pgov/page/4/" not in found
    pager = view_of(site, found["/cables/page/2/"]).pager
    assert (pager.number, pager.pages, pager.total, pager.first, pager.last) == (2, 3, 7, 4, 6)
    assert (pager.previous, pager.next) == ("/archive/cables/", "/archive/cables/page/3/")
    assert [row.id for row in view_of(site, found["/cables/page/3/"]).rows] == ["09MEXICO7"]


def test_two_documents_with_one_id_are_both_named():
    settings, _ = read_config(CONFIG)
    site, found = assemble(settings, [Document("a.md", FIRST, "A", 1), Document("b.md", FIRST, "B", 1)], Authorities(), today=TODAY)
    assert [(d.code, d.location.path, "a.md" in d.message) for d in found] == [("duplicate-id", "b.md", True)]
    assert site.documents["09MEXICO283"].body == "A"


def test_two_pages_on_one_path_are_both_named():
    page, _ = read_page("---\ntitle: My search\n---\n", "content/pages/search.md")
    site, _ = made(FIRST, pages=[page])
    found, wrong = routes(site)
    assert [(d.code, d.location.path, d.message) for d in wrong] == [
        ("duplicate-path", "content/pages/search.md", "/search/ is claimed by search.html too")]
    assert found["/search/"].template == "search.html"


def test_aliases_lead_to_the_page():
    site, found = made(replace(FIRST, aliases=("09 MEXICO 283", "/old/1.html", "../evil", "/../evil", "//evil.example")), THIRD)
    assert site.redirects == {"/cables/09-MEXICO-283/": "/cables/09MEXICO283/", "/old/1.html": "/cables/09MEXICO283/"}
    assert [d.code for d in found] == ["bad-value"] * 3
    assert view_of(site, redirect_routes(site)["/old/1.html"]).target == "/archive/cables/09MEXICO283/"


def test_an_alias_cannot_take_another_cables_address():
    site, found = made(replace(FIRST, aliases=("08LAPAZ1",)), THIRD)
    assert site.redirects == {}
    assert [d.code for d in found if d.code == "duplicate-path"] == ["duplicate-path"]


def test_permalinks_by_pattern():
    urls = Urls("https://example.org/a", "/a", "/{year}/{month}/{origin}/{id}/")
    assert urls.cable(FIRST) == "/2009/02/embassy-mexico/09MEXICO283/"
    assert urls.cable(UNDATED) == "/undated/00/unknown/09MEXICO1/"
    assert urls.link(urls.cable(FIRST), "p3") == "/a/2009/02/embassy-mexico/09MEXICO283/#p3"


@pytest.mark.parametrize(("text", "expected"), [
    ("Genaro García Luna", "genaro-garcia-luna"), ("Björn Łukasz Ørsted-Größe", "bjorn-lukasz-orsted-grosse"), ("О'Нил", ""), ("  ", "")])
def test_slugs(text, expected):
    assert slug(text) == expected


@given(st.text())
def test_slugs_are_safe_in_paths(text):
    assert all(sign in "abcdefghijklmnopqrstuvwxyz0123456789-" for sign in slug(text))


# --- people -------------------------------------------------------------------------------------------------------

def namings(*cables: Cable, entries: tuple[PersonEntry, ...] = ()) -> dict[str, list[str]]:
    order = Order.of({cable.id: Document(f"{cable.id}.md", cable, "", 1) for cable in cables}, {}, {})
    return {person.slug: [naming.cable for naming in person.namings] for person in join_people(order, entries).records}


def test_equal_full_names_join_and_surnames_do_not():
    one = Cable("A1", people=(Person("Felipe Calderón"), Person("Morales")))
    two = Cable("B1", people=(Person("Felipe Calderon"), Person("Morales")))
    assert namings(one, two) == {"felipe-calderon": ["A1", "B1"], "morales": ["A1"], "morales-2": ["B1"]}


def test_people_yaml_joins_and_keeps_apart():
    one = Cable("A1", people=(Person("Garcia Luna"), Person("Evo Morales", ("Morales",))))
    two = Cable("B1", people=(Person("Genaro Garcia Luna", ("Garica Luna",)), Person("Marisela Morales", ("Morales",))))
    three = Cable("C1", people=(Person("Morales"), Person("Secretary Garcia Luna")))
    entries = (PersonEntry("Genaro Garcia Luna", cables=(("A1", ("Garcia Luna",)),), variants=("Secretary Garcia Luna", "Luna")),
               PersonEntry("Marisela Morales", cables=(("C1", ("Morales",)),)))
    assert namings(one, two, three, entries=entries) == {
        "genaro-garcia-luna": ["A1", "B1", "C1"], "evo-morales": ["A1"], "marisela-morales": ["B1", "C1"]}


NAMES = ("Ann Abel", "ANN ABEL", "Abel", "Bo Baker", "Bo Baker 2", "Baker", "Çy Cole", "Cy Cole")
some_cables = st.builds(
    Cable, st.sampled_from([f"0{number}LIMA{number}" for number in range(6)]), title=st.sampled_from("xy"),
    date=st.sampled_from(("", "2008", "2009-01-02", "2009-01-02~", "2010-05")), origin=st.sampled_from(("", "Embassy Lima", "Embassy La Paz")),
    tags=st.lists(st.sampled_from(("PREL", "MX", "PE", "QQQX", "KDEM")), max_size=3).map(tuple),
    references=st.lists(st.sampled_from(("01LIMA1", "03LIMA3", "03LIMA03", "99LIMA9")), max_size=3).map(tuple),
    draft=st.booleans(), aliases=st.lists(st.sampled_from(("01LIMA01", "/old/1", "/old/2")), max_size=1).map(tuple),
    people=st.lists(st.builds(Person, st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=1).map(tuple)), max_size=3).map(tuple))
some_entries = st.builds(
    PersonEntry, st.sampled_from(("Ann Abel", "Bo Baker", "Someone Else", "Abel")), variants=st.lists(st.sampled_from(NAMES), max_size=2).map(tuple),
    cables=st.lists(st.tuples(st.sampled_from(("01LIMA1", "02LIMA2")), st.tuples(st.sampled_from(NAMES))), max_size=1).map(tuple), note=st.sampled_from("ab"))
some_labels = st.dictionaries(st.sampled_from(("PREL", "QQQX", "MX", "Embassy Lima")), st.builds(LabelEntry, st.sampled_from("ab"), st.sampled_from(("", "PE"))))
states = st.tuples(st.lists(some_cables, max_size=6, unique_by=lambda cable: cable.id), st.lists(some_entries, max_size=3), some_labels, some_labels)
#: a cable in place of the one with its id, the id of one to take out, or another authority file
changes = st.one_of(some_cables, some_cables, st.sampled_from([f"0{number}LIMA{number}" for number in range(6)]),
                    st.tuples(st.just(1), st.lists(some_entries, max_size=3)), st.tuples(st.sampled_from((2, 3)), some_labels))


def state_of(site) -> dict[str, object]:
    """All of a site that is joined across cables, without what it is kept in."""
    people = {record.slug: (record.name, record.sort, record.namings, record.roles, record.note) for record in site.people}
    assert list(site.documents) == list(site.dated) == list(site.ids)
    return {"ids": site.ids, "dated": site.dated, "cited_by": site.cited_by, "citing": site.citing, "neighbours": site.neighbours,
            "at_post": site.at_post, "marked": site.marked, "unpublished": site.unpublished, "topics": site.topics, "people": list(people.items()), "redirects": site.redirects,
            "people_of": {own: [(record.slug, names) for record, names in site.people_of[own]] for own in site.ids},
            "records": all(site.people[list(people).index(record.slug)] is record for own in site.ids for record, _ in site.people_of[own]),
            "places": [(place.slug, place.name, place.kind, place.key, place.country, place.cables, place.note) for place in site.places]}


@given(states, st.lists(st.tuples(changes, st.booleans()), min_size=1, max_size=5))
def test_a_site_that_is_brought_up_to_date_is_that_assembled_anew(start, edits):
    config, _ = read_config(CONFIG)
    state, before = [{cable.id: cable for cable in start[0]}, *start[1:]], None
    for edit, ends in [(None, False), *edits]:
        if isinstance(edit, Cable):
            state[0][edit.id] = edit
        elif isinstance(edit, str):
            state[0].pop(edit, None)
        elif edit is not None:
            state[edit[0]] = edit[1]
        documents = [Document(f"content/cables/{cable.title}/{cable.id}.md", cable, "", 1) for _, cable in sorted(state[0].items())]
        authorities = Authorities(tuple(state[1]), state[2], state[3])
        before, found = assemble(config, documents, authorities, today=TODAY, drafts=True, before=before)
        anew, wrong = assemble(config, documents, authorities, today=TODAY, drafts=True)
        assert state_of(before) == state_of(anew) and sorted(map(str, found)) == sorted(map(str, wrong))
        if ends:  # and another run goes on with what this one kept
            before, found = assemble(config, documents, authorities, today=TODAY, drafts=True, held=held_of(before, authorities))
            assert state_of(before) == state_of(anew) and sorted(map(str, found)) == sorted(map(str, wrong))


def held_of(site, authorities):
    """What is joined in a site, as it was kept and read back."""
    return unpack(msgspec.msgpack.decode(msgspec.msgpack.encode(pack(site.ids, site.dated, site.joined)), type=Packed), authorities)


def test_what_was_joined_of_other_cables_is_not_used():
    config, _ = read_config(CONFIG)
    documents = [Document(f"{cable.id}.md", cable, "", 1) for cable in (FIRST, SECOND)]
    site, _ = assemble(config, documents, Authorities(), today=TODAY)
    for others in (documents[:1], [documents[0], Document("X1.md", replace(SECOND, id="X1"), "", 1)]):
        anew, _ = assemble(config, others, Authorities(), today=TODAY)
        assert state_of(assemble(config, others, Authorities(), today=TODAY, held=held_of(site, Authorities()))[0]) == state_of(anew)


def test_an_entry_that_nobody_uses_is_reported():
    authorities, _ = read_authorities({"people.yaml": "- name: Genaro Garcia Luna\n- name: Nobody Atall\n"})
    site, found = made(FIRST, authorities=authorities)
    assert [(d.code, str(d.location)) for d in found] == [("unused-authority", "content/people.yaml:2:3")]
    assert "nobody-atall" not in {person.slug for person in site.people}


@pytest.mark.parametrize(("name", "spellings", "expected"), [
    ("John Brennan", (), "Brennan, John"), ("Genaro Garcia Luna", ("Garcia Luna",), "Garcia Luna, Genaro"),
    ("Martin Luther King Jr.", (), "King Jr., Martin Luther"), ("Maria de la Cruz", (), "de la Cruz, Maria"),
    ("Calderon", (), "Calderon"), ("van Aartsen", (), "van Aartsen"), ("Osama bin Laden", ("Bin Laden", "bin Laden"), "bin Laden, Osama")])
def test_sort_names(name, spellings, expected):
    assert sort_name(name, spellings) == expected


def test_mentions_are_by_whole_names_as_spelt_or_in_capitals():
    blocks = parse(BODY + "\n\nGarcia Lunar is no Garcia Luna-like word. {#u1}\n\n| A |\n| --- |\n| Garcia Luna |")
    found = mentions(anchored_texts(blocks), {"luna": ("Genaro Garcia Luna", "Garcia Luna"), "other": ("Luna", "Nobody")})
    assert [(anchor, number) for anchor, number, _ in found["luna"]] == [("p1", "1"), ("u1", ""), ("u1", "")]
    assert found["luna"][0][2] == ("Secretary ", "Genaro Garcia Luna", " spoke. ", "GARCIA LUNA", " left.")
    assert [(anchor, parts[1]) for anchor, _, parts in found["other"]] == [("p2", "Nobody")]


def test_excerpts_are_cut_between_words():
    text = "word " * 100 + "Evo Morales " + "tail " * 100
    ((_, _, parts),) = mentions([("p1", "1", text)], {"m": ("Morales",)})["m"]
    assert parts[0].startswith("… word word ")
    assert parts[1] == "Morales"
    assert parts[2].endswith("tail …")
    assert 300 < sum(map(len, parts)) < 440


def test_the_list_of_persons_has_an_index_over_all_its_pages():
    named = tuple(Person(name) for name in ("Ann Abel", "Bo Abel", "Cy Baker", "3rd Man", "Di Baker", "Ed Cole"))
    site, _ = made(replace(FIRST, people=named), config=CONFIG + "page_size: 2\n")
    second = view_of(site, routes(site)[0]["/people/page/2/"])
    assert [(letter.letter, letter.anchor, [p.text for p in letter.people]) for letter in second.letters] == [
        ("B", "letter-b", ["Baker, Cy", "Baker, Di"])]
    assert [(link.text, link.url) for link in second.index] == [
        ("A", "/archive/people/#letter-a"), ("B", "/archive/people/page/2/#letter-b"),
        ("C", "/archive/people/page/3/#letter-c"), ("M", "/archive/people/page/3/#letter-m")]


def test_a_persons_page_shows_the_paragraphs_and_the_offices():
    authorities, wrong = read_authorities({"people.yaml": (
        "- name: Genaro Garcia Luna\n  sort: Garcia Luna, Genaro\n  identifiers: {wikidata: Q1, other: javascript:alert(1)}\n"
        "  roles:\n    - {role: Secretary, cable: 09MEXICO283, paragraph: p1}\n    - {role: Hidden, cable: 09MEXICO999}\n")})
    assert wrong == []
    site, _ = made(FIRST, SECOND, authorities=authorities)
    view = view_of(site, routes(site)[0]["/people/genaro-garcia-luna/"])
    assert [(o.role, o.when, o.link and (o.link.text, o.link.url)) for o in view.offices] == [
        ("Secretary", "February 4, 2009", ("09MEXICO283, ¶1", "/archive/cables/09MEXICO283/#p1"))]
    assert [(link.text, link.url) for link in view.identifiers] == [
        ("wikidata: Q1", "https://www.wikidata.org/wiki/Q1"), ("other: javascript:alert(1)", "")]
    assert [(c.row.id, [m.url for m in c.mentions]) for c in view.cables] == [
        ("09MEXICO283", ["/archive/cables/09MEXICO283/#p1"]), ("09MEXICO3634", ["/archive/cables/09MEXICO3634/#p1"])]


# --- topics, places, timeline -------------------------------------------------------------------------------------

def test_topics_by_kind_with_labels_of_editors_first():
    authorities, _ = read_authorities({"topics.yaml": "SNAR: {label: Drugs, note: Much.}\nPTER: Unused\n"})
    site, found = made(replace(FIRST, tags=("SNAR", "KCRM", "MX", "QQQQ")), authorities=authorities)
    assert [(t.kind, t.code, t.label) for t in site.topics] == [
        ("subject", "SNAR", "Drugs"), ("program", "KCRM", "Criminal Activity"), ("country", "MX", "Mexico"), ("unknown", "QQQQ", "")]
    assert [(d.code, str(d.location)) for d in found] == [
        ("unknown-tags-code", "content/cables/09MEXICO283.md:1:1"), ("unused-authority", "content/topics.yaml:2:7")]


def test_a_subject_without_a_label_is_shown_with_its_field_and_a_program_with_its_code():
    site, found = made(replace(FIRST, tags=("PREF", "KPRP")))
    pages, _ = routes(site)
    assert [(topic.text, topic.note) for topic in view_of(site, pages["/cables/09MEXICO283/"]).topics] == [
        ("Political Affairs", "PREF"), ("KPRP", "KPRP")]
    view = view_of(site, pages["/topics/pref/"])
    assert (view.label, view.code) == ("Political Affairs", "PREF")
    assert view_of(site, pages["/topics/kprp/"]).label == ""
    assert found == []


def test_a_code_whose_meaning_changed_is_one_facet_of_the_search():
    site, _ = made(replace(FIRST, id="75MEXICO1", date="1975-01-02", tags=("PGOV",), aliases=()), replace(FIRST, tags=("PGOV",)))
    views = [cable_view(site, cable_id) for cable_id in ("75MEXICO1", "09MEXICO283")]
    assert [view.topics[0].text for view in views] == ["Government", "Internal Governmental Affairs"]
    facets = {value for view in views for name, value in view.head.filters if name == "topic"}
    assert facets == {"Government / Internal Governmental Affairs (PGOV)"}
    assert {topic.text for topic in view_of(site, routes(site)[0]["/search/"]).topics} == facets


def test_posts_lead_to_their_countries():
    site, _ = made(FIRST, THIRD)
    found, _ = routes(site)
    assert view_of(site, found["/places/embassy-la-paz/"]).country.url == "/archive/places/bolivia/"
    bolivia = view_of(site, found["/places/bolivia/"])
    assert ([post.text for post in bolivia.posts], bolivia.rows) == (["Embassy La Paz"], ())


def test_the_timeline_counts_each_month():
    site, _ = made(FIRST, replace(FIRST, id="09MEXICO284", aliases=()), SECOND, THIRD, UNDATED)
    view = view_of(site, routes(site)[0]["/timeline/"])
    assert [(line.year.text, line.year.count) for line in view.years] == [("2008", 1), ("2009", 3)]
    bars = {bar.name: (bar.count, bar.share, bar.url) for bar in view.years[1].chart.bars if bar.count}
    assert bars == {"February 2009": (2, 100.0, "/archive/timeline/2009/02/"), "December 2009": (1, 50.0, "/archive/timeline/2009/12/")}
    assert [row.id for row in view.undated] == ["09MEXICO1"]


@pytest.mark.parametrize(("first", "last", "labels"), [
    (2003, 2010, [str(year) for year in range(2003, 2011)]),
    (1972, 2010, ["1975", "1980", "1985", "1990", "1995", "2000", "2005", "2010"]),
    (1, 9999, []),
])
def test_a_chart_of_years_labels_few_and_round_ones(first, last, labels):
    site, _ = made(replace(FIRST, date=f"{first:04}"), replace(SECOND, date=f"{last:04}"))
    bars = years_chart(site, site.documents, "").bars
    assert [bar.label for bar in bars if bar.label] == labels
    assert (bars[0].name, bars[-1].name) == (str(first), str(last))


def test_a_person_is_marked_in_a_text_that_is_in_capitals_too():
    site, _ = made(FIRST)
    link = "/archive/people/genaro-garcia-luna/"
    assert {("Garcia Luna", link), ("GARCIA LUNA", link)} <= set(cable_view(site, "09MEXICO283").marking.people)


def test_the_example_of_a_paragraphs_address_leads_somewhere():
    site, _ = made(FIRST)
    assert cable_view(site, "09MEXICO283").paragraph_permalink == "https://example.org/archive/cables/09MEXICO283/#p1"
    headers_only, _ = assemble(site.config, [Document("content/cables/09MEXICO283.md", FIRST, "", 9)], Authorities(), today=TODAY)
    assert cable_view(headers_only, "09MEXICO283").paragraph_permalink == ""


# --- the page of a cable ------------------------------------------------------------------------------------------

def test_what_a_cables_page_knows():
    authorities, _ = read_authorities({"glossary.yaml": "GOM: Government of Mexico\nNobody: never\n",
                                       "sources.yaml": "a.txt: {url: 'https://example.org/a', publisher: The Example}"})
    site, _ = made(FIRST, SECOND, authorities=authorities, sources=OneSource())
    view = cable_view(site, "09MEXICO283")
    assert view.published_sha256 == OneSource().published_sha256(FIRST.source)
    assert [(m.sign, m.meaning) for m in view.marks] == [
        ("SBU", "Sensitive but unclassified"), ("C/NF", "Confidential, not for foreign nationals")]
    assert [(t.sign, t.meaning) for t in view.terms] == [("Nobody", "never")]
    assert (view.corrections, view.has_redactions, view.withheld) == (1, True, 1)
    assert [(link.text, link.url) for link in view.contents] == [("A heading", "#h-a-heding")]
    assert [row.id for row in view.cited_by] == ["09MEXICO3634"]
    assert view.source == msgspec.structs.replace(view.source, file="a.txt", lines="3-9", url="https://example.org/a", publisher="The Example")
    assert (view.source_text, view.cable_json) == ("/archive/cables/09MEXICO283/source.txt", "/archive/cables/09MEXICO283/cable.json")
    assert view.permalink == "https://example.org/archive/cables/09MEXICO283/"
    assert dict(view.head.filters)["origin"] == "Embassy Mexico"
    assert ("topic", "Narcotics (SNAR)") in view.head.filters


def test_citations_follow_the_archives_model():
    config, _ = read_config(CONFIG + "publisher: The Newsroom\n")
    found = {c.style: c.text for c in citations(cited(FIRST, config, "https://example.org/x/"))}
    assert found["nara"] == ("Embassy Mexico to Secretary of State, telegram 283, February 4, 2009, 09MEXICO283, Archive, "
                             "https://example.org/x/.")
    assert found["chicago"] == ("Embassy Mexico to Secretary of State, “First,” telegram 09MEXICO283, February 4, 2009, Archive, "
                                "https://example.org/x/.")
    assert found["mla"] == "Embassy Mexico. “First.” Telegram 09MEXICO283, 4 Feb. 2009. Archive, The Newsroom, example.org/x/."
    assert found["apa"] == "Embassy Mexico. (2009, February 4). First (Telegram 09MEXICO283). Archive. https://example.org/x/"


def test_citations_say_what_is_estimated_or_unknown():
    config, _ = read_config(CONFIG)
    assert "about July 1, 2008" in citations(cited(THIRD, config, "u"))[0].text
    assert "(ca. 2008, July 1)" in citations(cited(THIRD, config, "u"))[4].text
    assert citations(cited(UNDATED, config, "u"))[0].text == "Telegram 1, n.d., 09MEXICO1, Archive, u."


def test_machine_readable_data_is_safe_in_a_script():
    config, _ = read_config(CONFIG)
    text = structured(replace(FIRST, title="</script><script>alert(1)</script> & \u2028"), config, "u", (Counted("T", "/t/", 1, "TT"),), ("P",))
    assert not set("<>&\u2028") & set(text)
    record = json.loads(text)
    assert record["name"] == "</script><script>alert(1)</script> & \u2028"
    assert record["recipient"] == [{"@type": "Organization", "name": "Secretary of State"}]
    assert dict(highwire(FIRST, config, "u"))["citation_publication_date"] == "2009/02/04"


@pytest.mark.parametrize(("edtf", "language", "text", "machine"), [
    ("2009-12-28T13:46:00Z", "en", "December 28, 2009, 13:46 UTC", "2009-12-28T13:46:00Z"),
    ("2009-11-09~", "es", "hacia el 9 de noviembre de 2009", "2009-11-09"), ("200X", "en", "2000s", "")])
def test_dates_for_people_and_machines(edtf, language, text, machine):
    found = explain.when(edtf, language)
    assert found is not None
    assert (found.text, found.machine, found.edtf) == (text, machine, edtf)


def test_a_site_can_be_sent_to_another_process():
    authorities, _ = read_authorities({"glossary.yaml": "GOM: Government of Mexico\n"})
    site, _ = made(FIRST, SECOND, authorities=authorities)
    again = pickle.loads(pickle.dumps(site))
    assert {p: everything_on(again, r) for p, r in routes(again)[0].items()} == {p: everything_on(site, r) for p, r in routes(site)[0].items()}


def test_authority_files_are_read_with_places():
    _, found = read_authorities({"people.yaml": "- nam: X\n- name: Y\n  roles: [{cable: A}]\n", "glossary.yaml": "A: [b]\n",
                                 "topics.yaml": "NO: {lable: Norway}\n", "places.yaml": "- x\n"})
    assert [(str(d.location), d.code) for d in found] == [
        ("content/people.yaml:1:3", "unknown-key"), ("content/people.yaml:1:3", "missing-key"),
        ("content/people.yaml:3:11", "missing-key"), ("content/topics.yaml:1:6", "unknown-key"),
        ("content/places.yaml:1:1", "bad-value"), ("content/glossary.yaml:1:4", "bad-value")]


@pytest.mark.parametrize(("text", "path", "code"), [
    ("no front matter", "content/pages/a.md", "bad-front-matter"), ("---\n---\n", "content/pages/a.md", "missing-key"),
    ("---\ntitle: A\n---\n", "content/pages/A b.md", "bad-value"), ("---\ntitle: A\nx: 1\n---\n", "content/pages/a.md", "unknown-key")])
def test_plain_pages_with_faults(text, path, code):
    _, found = read_page(text, path)
    assert [d.code for d in found] == [code]


def test_what_is_near_is_named():
    authorities, _ = read_authorities({"people.yaml": "- name: Anna Perez\n"})
    _, found = made(replace(FIRST, references=("09MEXCO3634", "09MEXICO99"), tags=("PGVO",), people=(Person("Ana Perez"),)),
                    replace(SECOND, references=()), authorities=authorities)
    assert [(d.code, d.hint) for d in found] == [
        ("outside-reference", "did you mean 09MEXICO3634?"), ("outside-reference", ""),
        ("unused-authority", "did you mean `Ana Perez`?"),
        ("unknown-tags-code", "did you mean `PGOV`? correct it there, or give it a label in content/topics.yaml")]
