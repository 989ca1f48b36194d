import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.config import Config
from sitegen.output.feeds import Entry, atom, robots, sitemap
from sitegen.output.writer import Artifact

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


def located(artifact: Artifact) -> list[str | None]:
    return [loc.text for loc in ElementTree.fromstring(artifact.data).iter(f"{SITEMAP}loc")]


@given(st.sets(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40), max_size=60),
       st.integers(1, 20), st.integers(500, 2500))
def test_no_file_of_a_sitemap_is_over_a_limit_and_none_is_lost(names: set[str], entries: int, size: int) -> None:
    addresses = {f"https://example.org/{name}/" for name in names}
    try:
        made = sitemap(CONFIG, addresses, entries, size)
    except ValueError:
        assert len(addresses) > min(entries, 4)  # so many files that the index is over a limit
        return
    files = made[1:] or made
    assert all(len(located(artifact)) <= entries and len(artifact.data) <= size for artifact in made)
    listed = [address for artifact in files for address in located(artifact)]
    assert len(listed) == len(addresses) and [address for address in listed if "\ufffd" not in str(address)] == [
        address for address in sorted(addresses) if address in listed]
    if made[1:]:
        assert located(made[0]) == [f"https://example.org/archive/{artifact.path}" for artifact in files]


def test_a_sitemap_is_split_by_its_size_too() -> None:
    long = [f"https://example.org/{number}/{'ñ' * 100}/" for number in range(6)]
    made = sitemap(CONFIG, long, most_bytes=800)
    assert [artifact.path for artifact in made] == ["sitemap.xml", *(f"sitemap-{number}.xml" for number in (1, 2, 3))]
    assert [address for artifact in made[1:] for address in located(artifact)] == long
    assert max(len(artifact.data) for artifact in made) <= 800 < len(sitemap(CONFIG, long)[0].data)


def test_more_addresses_than_an_index_may_list_are_refused() -> None:
    addresses = [f"/{number}/" for number in range(10)]
    assert len(sitemap(CONFIG, addresses[:9], most_entries=3)) == 4
    with pytest.raises(ValueError, match="more addresses"):
        sitemap(CONFIG, addresses, most_entries=3)


def test_robots_names_the_sitemap() -> None:
    assert b"Sitemap: https://example.org/archive/sitemap.xml\n" in robots(CONFIG).data


def test_robots_of_a_site_that_is_not_to_be_indexed_lets_crawlers_see_that() -> None:
    assert robots(replace(CONFIG, noindex=True)).data == b"User-agent: *\nDisallow:\n"
