import xml.etree.ElementTree as ElementTree
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sitegen.config import Config
from sitegen.output.feeds import Entry, atom, robots, sitemap

CONFIG = Config(title="Cables & more", base_url="https://example.org/archive", description="<b>", rights="CC0")
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_the_feed_states_each_entry_by_its_permanent_address() -> None:
    feed = ElementTree.fromstring(atom(CONFIG, [
        Entry("https://example.org/archive/cables/09MEXICO3634/", "Brennan & others", "2009-12-28T13:46:00Z", summary="a < b", categories=("PGOV",)),
        Entry("https://example.org/archive/cables/09MEXICO2882/", "Estimated", "2009-11-09~"),
        Entry("https://example.org/archive/cables/09MEXICO1/", "Month", "2009-03", published_on="2027-01-01"),
        Entry("https://example.org/archive/cables/09MEXICO2/", "Unknown", ""),
    ]).data)
    assert feed.findtext(f"{ATOM}title") == "Cables & more"
    assert feed.findtext(f"{ATOM}updated") == "2027-01-01T00:00:00Z"
    entries = feed.findall(f"{ATOM}entry")
    assert [e.findtext(f"{ATOM}updated") for e in entries] == [
        "2009-12-28T13:46:00Z", "2009-11-09T00:00:00Z", "2027-01-01T00:00:00Z", "1970-01-01T00:00:00Z"]
    assert entries[0].findtext(f"{ATOM}id") == "https://example.org/archive/cables/09MEXICO3634/"
    assert entries[0].findtext(f"{ATOM}summary") == "a < b"


def test_an_empty_feed_is_whole() -> None:
    assert ElementTree.fromstring(atom(CONFIG, []).data).findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"


@given(st.text())
def test_any_title_gives_xml(title: str) -> None:
    ElementTree.fromstring(atom(replace(CONFIG, title=title), [Entry("/x/", title, title, "", title, (title,))]).data)


def test_the_sitemap_lists_each_address_once() -> None:
    made = sitemap(CONFIG, ["https://example.org/b/", "https://example.org/a/?x&y", "https://example.org/b/"])
    assert [artifact.path for artifact in made] == ["sitemap.xml"]
    assert [loc.text for loc in ElementTree.fromstring(made[0].data).iter(f"{SITEMAP}loc")] == [
        "https://example.org/a/?x&y", "https://example.org/b/"]


def test_a_large_sitemap_is_split() -> None:
    made = sitemap(CONFIG, (f"/{n}/" for n in range(50_001)))
    assert [artifact.path for artifact in made] == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]
    assert b"<loc>https://example.org/archive/sitemap-2.xml</loc>" in made[0].data
    assert [artifact.data.count(b"<loc>") for artifact in made] == [2, 50_000, 1]


def test_robots_names_the_sitemap() -> None:
    assert b"Sitemap: https://example.org/archive/sitemap.xml\n" in robots(CONFIG).data


def test_robots_of_a_site_that_is_not_to_be_indexed_lets_nobody_in() -> None:
    assert robots(replace(CONFIG, noindex=True)).data == b"User-agent: *\nDisallow: /\n"
