"""The archive of this repository, built: its cables, every address of the contract, every link and anchor."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest

CABLES = {
    "08MEXICO2276", "09MEXICO193", "09MEXICO283", "09MEXICO2676",
    "09MEXICO2882", "09MEXICO3195", "09MEXICO3634", "10MEXICO141",
}
PAGES = [
    "/", "/cables/", "/cables/09MEXICO283/", "/topics/", "/topics/pgov/", "/people/", "/places/", "/timeline/",
    "/timeline/2009/", "/timeline/2009/12/", "/search/", "/about/", "/methodology/",
]
FILES = [
    "cables/09MEXICO283/cable.json", "cables/09MEXICO283/source.txt", "feed.xml", "sitemap.xml", "robots.txt", "404.html",
    "_headers", "_redirects", "data/cables.csv", "data/cables.json",
]
REPOSITORY = Path(__file__).parent.parent


class _Page(HTMLParser):
    """The ids of a page, and what it links to or loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            elif name in ("href", "src") and value is not None:
                self.targets.append(value)


@pytest.fixture(scope="module")
def pages(archive: Path) -> dict[str, _Page]:
    """Every written page by its address."""
    public = archive / "public"
    written = sorted(path for path in public.rglob("*.html") if "pagefind" not in path.relative_to(public).parts)
    return {
        "/" + path.relative_to(public).as_posix().removesuffix("index.html"): _Page(path.read_text("utf-8"))
        for path in written
    }


def test_the_sources_are_as_they_were_received() -> None:
    """Git must not have touched a byte: their digests are published."""
    names = sorted(path.name for path in (REPOSITORY / "content" / "sources").iterdir())
    assert len(names) == 5
    assert (REPOSITORY / ".gitattributes").read_text("utf-8").count("content/sources/** -text") == 1


def test_there_is_one_page_for_each_cable(pages: dict[str, _Page]) -> None:
    assert {address.split("/")[2] for address in pages if re.fullmatch(r"/cables/\w+/", address)} == CABLES


@pytest.mark.parametrize("address", PAGES)
def test_every_address_of_the_contract_is_a_page(address: str, pages: dict[str, _Page]) -> None:
    assert address in pages


@pytest.mark.parametrize("name", FILES)
def test_every_file_of_the_contract_is_there(name: str, archive: Path) -> None:
    assert (archive / "public" / name).is_file()


def test_persons_and_places_have_pages(pages: dict[str, _Page]) -> None:
    assert [address for address in pages if re.fullmatch(r"/people/[a-z0-9-]+/", address)]
    assert [address for address in pages if re.fullmatch(r"/places/[a-z0-9-]+/", address)]


def test_every_internal_link_and_anchor_resolves(archive: Path, pages: dict[str, _Page]) -> None:
    broken = []
    for address, page in pages.items():
        for target in page.targets:
            parts = urlsplit(urljoin(f"https://here.example{address}", target))
            if parts.scheme not in ("http", "https") or parts.netloc != "here.example":
                continue
            path, anchor = unquote(parts.path), unquote(parts.fragment)
            there = path in pages or (not path.endswith("/") and (archive / "public" / path.removeprefix("/")).is_file())
            if not there or (anchor and path in pages and anchor not in pages[path].ids):
                broken.append(f"{address} -> {target}")
    assert broken == []


def test_no_page_has_an_id_twice(pages: dict[str, _Page]) -> None:
    for address, page in pages.items():
        twice = {name for name in page.ids if page.ids.count(name) > 1}
        assert not twice, f"{address}: {twice}"


def test_no_page_loads_anything_from_another_host(archive: Path) -> None:
    for path in (archive / "public").rglob("*"):
        if path.suffix in (".html", ".css") and "pagefind" not in path.parts:
            text = path.read_text("utf-8")
            loaded = re.findall(r"""(?:\bsrc=|@import |url\()\s*["']?(?:https?:)?//[^"')\s]+""", text)
            assert not loaded, f"{path}: {loaded}"


def test_the_paragraphs_of_a_cable_have_their_anchors(pages: dict[str, _Page]) -> None:
    """09MEXICO3634, whose paragraph signs were misread so that 3 to 9 stand as 13 to 19, has thirteen of them."""
    ids = pages["/cables/09MEXICO3634/"].ids
    assert [name for name in ids if re.fullmatch(r"p\d+", name)] == [f"p{number}" for number in range(1, 14)]


def test_data_files_hold_every_cable(archive: Path) -> None:
    data = archive / "public" / "data"
    rows = list(csv.DictReader(io.StringIO((data / "cables.csv").read_text("utf-8"))))
    assert {row["id"] for row in rows} == CABLES
    listed = json.loads((data / "cables.json").read_text("utf-8"))
    assert set(re.findall(r"\d\dMEXICO\d+", json.dumps(listed))) >= CABLES


def test_feed_and_sitemap_are_well_formed_and_lead_to_pages(archive: Path, pages: dict[str, _Page]) -> None:
    public = archive / "public"
    ElementTree.fromstring((public / "feed.xml").read_bytes())
    sitemap = ElementTree.fromstring((public / "sitemap.xml").read_bytes())
    base = re.search(r"^base_url: (\S+)$", (archive / "site.yaml").read_text("utf-8"), re.M)
    assert base
    listed = [element.text or "" for element in sitemap.iter() if element.tag.endswith("}loc")]
    assert {f"{base[1]}/cables/{name}/" for name in CABLES} <= set(listed)
    assert [address for address in listed if address.removeprefix(base[1]) not in pages] == []


def test_netlify_publishes_what_is_built() -> None:
    settings = tomllib.loads((REPOSITORY / "netlify.toml").read_text("utf-8"))
    assert settings["build"] == {"command": "make site", "publish": "public"} | {"environment": settings["build"]["environment"]}


def test_the_second_build_writes_nothing(archive: Path) -> None:
    from sitegen.cli import main

    public = archive / "public"
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in public.rglob("*") if path.is_file()}
    assert main(["--project", str(archive), "build"]) == 0
    assert before == {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in public.rglob("*") if path.is_file()}
