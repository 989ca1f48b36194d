"""Lists, charts, the map, the references and the dates that cables mention."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_site import CONFIG, FIRST, SECOND, THIRD, TODAY, UNDATED, made

from sitegen.config import read_config
from sitegen.records.cable import Person, Witness
from sitegen.records.document import Document
from sitegen.records.vocabulary.coordinates import coordinates
from sitegen.records.vocabulary.geography import COUNTRIES
from sitegen.records.vocabulary.posts import POSTS
from sitegen.site import references
from sitegen.site.authorities import Authorities, read_authorities
from sitegen.site.events import dates_in
from sitegen.site.model import assemble
from sitegen.site.routes import ASKED, routes, view_of
from sitegen.site.world_map import OUTLINES, project


def view(site, path):
    return view_of(site, routes(site)[0][path])


def with_body(*bodies: str):
    cables = [replace(FIRST, id=f"09MEXICO{n}", date=f"2009-02-0{n}", aliases=()) for n in range(1, len(bodies) + 1)]
    documents = [Document(f"{cable.id}.md", cable, body, 1) for cable, body in zip(cables, bodies, strict=True)]
    return assemble(read_config(CONFIG)[0], documents, Authorities(), today=TODAY)[0]


# --- dates that cables mention ------------------------------------------------------------------------------------

@pytest.mark.parametrize(("text", "expected"), [
    ("On July 17, 2008, he left.", ["2008-07-17"]),
    ("On 17 July 2008 he left.", ["2008-07-17"]),
    ("ON JULY 17, 2008 HE LEFT", ["2008-07-17"]),
    ("the 3rd of March 2009", ["2009-03-03"]),
    ("Between July 17-18, 2008 and Aug. 2, 2008", ["2008-07-17", "2008-08-02"]),
    ("since December 2006 and in January of 2008", ["2006-12", "2008-01"]),
    ("on December 14-15", ["12-14"]),
    ("the 23 February summit", ["02-23"]),
    ("February 29, 2008 and February 29", ["2008-02-29", "02-29"]),
    ("on May 5; until March 3", ["05-05", "03-03"]),
    ("Sept. 11, 2001", ["2001-09-11"]),
])
def test_dates_are_found_as_exactly_as_they_are_written(text, expected):
    assert [found.date for found in dates_in(text)] == expected


@pytest.mark.parametrize("text", [
    "February 30, 2009", "February 29, 2009", "In June 12 men were found", "they may 5 times", "THEY MAY 12 TIMES", "12/10/2008",
    "June 12,000 men", "June 12.5 tons", "June 30 percent", "Augusta 12", "Decor 12", "June 0", "July 18-17", "Marta 3", "30 Maybe",
    "June 40, 2008", "a decision 2008", "", "July 1",
])
def test_what_may_be_something_else_is_no_date(text):
    assert [found.date for found in dates_in(text)] == (["07-01"] if text == "July 1" else [])


@given(st.text(alphabet="JulyMarchDec 0123456789,.-thof\n", max_size=60))
def test_dates_stand_where_they_are_said_to_and_not_within_another(text):
    found = dates_in(text)
    assert all(one.end <= two.start for one, two in pairwise(found))
    for one in found:
        assert re.fullmatch(r"(?:(?:19|20)\d\d-)?\d\d-\d\d|(?:19|20)\d\d-\d\d", one.date)
        assert re.search(r"Jul|Mar|Dec", text[one.start:one.end])


def test_a_month_shows_the_dates_that_its_cables_mention_with_their_paragraphs():
    site = with_body("¶1. He came in December 2006 and left on July 17, 2008.\n\n## On July 1, 2001\n\n¶2. On July 18 he {~~cane~>came~~} back.",
                     "On March 3, 1999 it began; and on March 3, 1999 it ended. {#u1}")
    month = view(site, "/timeline/2009/02/")
    assert [(event.text, event.machine, event.row.id, event.url.rpartition("/")[2], event.label) for event in month.events] == [
        ("March 3, 1999", "1999-03-03", "09MEXICO2", "#u1", ""), ("December 2006", "2006-12", "09MEXICO1", "#p1", "1"),
        ("July 17, 2008", "2008-07-17", "09MEXICO1", "#p1", "1"), ("July 18", "07-18", "09MEXICO1", "#p2", "2")]
    assert month.events[3].parts == ("On ", "July 18", " he came back.")
    assert [event.has_year for event in month.events] == [True, True, True, False]


def test_a_theme_that_shows_no_such_dates_does_not_pay_for_them():
    site = with_body("¶1. On July 17, 2008.")
    asked = routes(site)[0]["/timeline/2009/02/"]
    plain = routes(site, lambda template: frozenset())[0]["/timeline/2009/02/"]
    assert (asked.documents(), plain.documents()) == (("09MEXICO1",), ())
    assert view_of(site, plain).events == ()
    assert set(ASKED["month.html"]) == {"page.events"}


# --- charts -------------------------------------------------------------------------------------------------------

def test_a_bar_is_parted_by_classification():
    site, _ = made(FIRST, replace(FIRST, id="09MEXICO284", aliases=(), classification="SECRET"), SECOND)
    chart = view(site, "/timeline/2009/").chart
    assert chart.levels == ("SECRET", "CONFIDENTIAL", "") and chart.unit == "month"
    february = chart.bars[1]
    assert [(part.classification, part.count, part.share, part.below) for part in february.parts] == [
        ("SECRET", 1, 50.0, 0.0), ("CONFIDENTIAL", 1, 50.0, 50.0)]
    assert february.count == 2 and chart.bars[0].parts == ()
    assert [part.classification for part in chart.bars[11].parts] == [""]


def test_a_months_days_lead_to_their_cables_on_whatever_page():
    cables = [replace(FIRST, id=f"09MEXICO{n}", date=f"2009-02-{n:02}", aliases=()) for n in (1, 2, 28)]
    site, _ = made(*cables, replace(FIRST, id="09MEXICO90", date="2009-02", aliases=()), config=CONFIG + "page_size: 2\n")
    month = view(site, "/timeline/2009/02/")
    assert len(month.chart.bars) == 28
    assert [bar.url for bar in month.chart.bars if bar.count] == [
        "/archive/timeline/2009/02/#day-1", "/archive/timeline/2009/02/page/2/#day-2", "/archive/timeline/2009/02/page/2/#day-28"]
    assert [(day.name, day.anchor, day.first, day.last) for day in month.days] == [
        ("", "day-unknown", 0, 1), ("February 1, 2009", "day-1", 1, 2)]
    second = view(site, "/timeline/2009/02/page/2/")
    assert second.chart is None and [day.anchor for day in second.days] == ["day-2", "day-28"]


def test_cables_without_a_date_do_not_make_the_timeline_grow_without_bound():
    many = [replace(UNDATED, id=f"09MEXICO{n}") for n in range(1, 6)]
    site, _ = made(FIRST, *many, config=CONFIG + "page_size: 2\n")
    timeline = view(site, "/timeline/")
    assert len(timeline.undated) == 2 and timeline.all_undated.count == 5
    found, wrong = routes(site)
    assert wrong == [] and "/timeline/undated/page/3/" in found and timeline.all_undated.url == "/archive/timeline/undated/"
    assert "/timeline/undated/" not in routes(made(FIRST, UNDATED)[0])[0]


# --- long lists ---------------------------------------------------------------------------------------------------

def test_lists_in_other_orders():
    site, _ = made(FIRST, SECOND, THIRD)
    assert [row.id for row in view(site, "/cables/order/latest/").rows] == ["09MEXICO3634", "09MEXICO283", "08LAPAZ1"]
    topics = view(site, "/topics/order/count/")
    assert [(group.kind, [topic.note for topic in group.topics]) for group in topics.groups] == [("", ["PGOV", "MX", "SNAR", "KCRM"])]
    assert [(order.key, order.url, order.current) for order in topics.orders] == [
        ("kind", "/archive/topics/", False), ("name", "/archive/topics/order/name/", False), ("count", "/archive/topics/order/count/", True)]
    usual = view(site, "/topics/")
    assert [group.kind for group in usual.groups] == ["subject", "program", "country"]
    assert next((kind.text, kind.url, kind.count) for kind in usual.kinds) == ("subject", "/archive/topics/#subject", 2)
    people = view(site, "/people/order/count/")
    assert next((entry.text, entry.count, entry.span) for entry in people.letters[0].people) == ("Garcia Luna, Genaro", 2, "2009")


def test_a_list_of_one_has_no_orders():
    site, _ = made(replace(FIRST, tags=("PGOV",), people=(Person("Ana Muster"),)))
    found, _ = routes(site)
    assert not [path for path in found if "/order/" in path]
    assert view_of(site, found["/people/"]).orders == view_of(site, found["/topics/"]).orders == view_of(site, found["/cables/"]).orders == ()


def test_a_theme_without_links_to_other_orders_has_none():
    site, _ = made(FIRST, SECOND, THIRD)
    assert not [path for path in routes(site, lambda template: frozenset())[0] if "/order/" in path]


def test_an_entry_of_the_list_of_persons_has_the_office_and_the_years():
    authorities, _ = read_authorities({"people.yaml": "- name: Genaro Garcia Luna\n  roles: [{role: Engineer}, {role: Secretary, cable: 09MEXICO283}]\n"})
    site, _ = made(FIRST, replace(SECOND, date="2010-01-02"), authorities=authorities)
    entry = next(p for letter in view(site, "/people/").letters for p in letter.people if p.text.startswith("Garcia"))
    assert (entry.count, entry.span, entry.detail) == (2, "2009–2010", "Secretary")


# --- the map ------------------------------------------------------------------------------------------------------

def test_every_outline_is_that_of_a_country_of_the_tags():
    codes = [line[:2] for line in OUTLINES.read_text().splitlines()]
    assert codes == sorted(set(codes)) and set(codes) <= set(COUNTRIES) and len(codes) > 165


def test_every_post_that_has_a_city_has_its_place():
    assert [post.name for post in POSTS.values() if post.city and coordinates(post.name) is None] == []
    assert coordinates("USDEL Secretary") is None and coordinates("Embassy Atlantis") is None


def test_posts_stand_in_their_countries():
    """Of each embassy whose country has an outline the place is within it, or as near as the coarse outline allows."""
    outlines = {line[:2]: line[3:] for line in OUTLINES.read_text().splitlines()}
    far = []
    for post in POSTS.values():
        if post.name.startswith("Embassy") and post.country_code in outlines:
            latitude, longitude = coordinates(post.name)
            x, y = project(longitude, latitude)
            if min(abs(x - a) + abs(y - b) for a, b in corners(outlines[post.country_code])) > 160:
                far.append(post.name)
    assert far == []


def corners(path: str):
    for ring in path.split("M")[1:]:
        start, _, steps = ring.rstrip("z").partition("l")
        x, y = map(int, start.split(","))
        yield x, y
        for step in steps.split():
            along, down = map(int, step.split(","))
            x, y = x + along, y + down
            yield x, y


def test_the_projection_is_equal_earth():
    assert project(0, 0) == (0, 0)
    assert project(180, 0)[0] == pytest.approx(1000)
    width, height = project(180, 0)[0], -project(0, 90)[1]
    assert width / height == pytest.approx(2.05458, abs=1e-4)  # the projection's own proportion


def test_the_map_shows_what_the_archive_has_to_do_with():
    site, _ = made(FIRST, SECOND, THIRD, replace(FIRST, id="09PARTO1", aliases=(), origin="USDEL Secretary"))
    found = view(site, "/places/").world_map
    assert [spot.post.text for spot in found.spots] == ["Embassy La Paz", "Embassy Mexico"]  # a delegation has no place
    assert {shape.country.note for shape in found.shapes if shape.country} == {"MX", "BL"}
    x, y, width, height = found.box
    assert all(x < spot.x < x + width and y < spot.y < y + height for spot in found.spots)
    assert found.spots[0].y > found.spots[1].y and found.spots[0].x > found.spots[1].x  # south and east
    assert width < 1200  # not the whole world
    assert view_of(site, routes(site, lambda template: frozenset())[0]["/places/"]).world_map is None
    assert view(made()[0], "/places/").world_map is None


# --- references ---------------------------------------------------------------------------------------------------

def test_who_cites_whom():
    site, _ = made(FIRST, SECOND, THIRD)
    found = view(site, "/references/")
    assert [(node.id, node.row is not None, node.cited, node.cites) for node in found.nodes] == [
        ("08LAPAZ1", True, 0, 1), ("09MEXICO999", False, 1, 0), ("09MEXICO283", True, 2, 0), ("09MEXICO3634", True, 0, 2)]
    assert {(arc.citing, arc.cited) for arc in found.arcs} == {(0, 2), (3, 2), (3, 1)}
    assert found.complete and (found.all_cited, found.outside, found.citing) == (2, 1, 2)
    assert [(entry.id, entry.count, [row.id for row in entry.by]) for entry in found.cited] == [
        ("09MEXICO283", 2, ["08LAPAZ1", "09MEXICO3634"]), ("09MEXICO999", 1, ["09MEXICO3634"])]


def test_the_graph_of_a_large_archive_is_bounded():
    cables = [replace(FIRST, id=f"09MEXICO{n}", aliases=(), references=tuple(f"08MEXICO{m}" for m in range(n % 90 + 1))) for n in range(1, 400)]
    site, _ = made(*cables, replace(UNDATED, id="09MEXICO999", references=("09MEXICO999",)))  # cites itself alone
    found = view(site, "/references/")
    assert len(found.nodes) <= references._LINES and not found.complete
    assert len(found.cited) == references._LISTED and all(len(entry.by) <= references._BY for entry in found.cited)
    assert found.cited[0].id == "08MEXICO0" and found.cited[0].count == 399
    assert "09MEXICO999" not in [node.id for node in found.nodes]


# --- the archive's account of itself ------------------------------------------------------------------------------

def test_the_about_page_gives_account():
    authorities, _ = read_authorities({"sources.yaml": "a.txt: {publisher: A newspaper, url: 'https://example.org/a', rights: Free}\n"})
    site, _ = made(FIRST, replace(SECOND, source=Witness("b.txt", "1-2", "cd"), doubts=("x",)), THIRD, UNDATED, authorities=authorities)
    account = view(site, "/about/").account
    assert (account.cables, account.span, account.posts, account.documents, account.unstated) == (4, "2008–2009", 2, 2, 1)
    assert [(origin.publisher, origin.url, origin.documents, origin.cables) for origin in account.origins] == [
        ("A newspaper", "https://example.org/a", 1, 1)]
    assert [(basis.basis, basis.count) for basis in account.bases] == [("transmitted", 1), ("sequence", 1)]
    assert (account.undated, account.doubted, account.outside, account.citing) == (1, 1, 1, 2)
    assert account.example.id in account.citation or "telegram" in account.citation
