"""One page found by its path is the page that the whole site has there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.config import Config, open_project
from sitegen.output import plan
from sitegen.records.cable import Cable, Person
from sitegen.records.document import Document
from sitegen.site.authorities import read_authorities
from sitegen.site.content import read_content
from sitegen.site.model import Site, assemble
from sitegen.site.plain import PlainPage
from sitegen.site.routes import Lookup, routes

NOBODY, _ = read_authorities({})


def check(site: Site) -> None:
    known, _ = routes(site)
    lookup = Lookup(site)
    paths = {*known}
    paths |= {path.rstrip("/") for path in known} | {path + "x/" for path in known} | {path.upper() for path in known}
    paths |= {f"{path}page/{number}/" for path in known for number in ("0", "1", "2", "02", "3", "-1", "²", "")}
    for path in sorted(paths):
        found, expected = lookup(path), known.get(path)
        assert (found is None) == (expected is None), path
        if found is not None and expected is not None:
            assert (found.path, found.template, found.claimed_by) == (path, expected.template, expected.claimed_by)
            assert found.documents() == expected.documents() and plan.digest_of_context(found.context()) == plan.digest_of_context(expected.context())


def test_the_pages_of_the_archive(archive: Path) -> None:
    project, _ = open_project(archive)
    assert project
    content, _ = read_content(project)
    assert content
    site, _ = assemble(project.config, content.documents.values(), content.authorities, content.sources, content.pages,
                       today=date(2030, 1, 1), drafts=True)
    check(site)


names = st.sampled_from(["Ana Muster", "Ana Mustér", "Luz Prueba", "Topics", "About"])
cables = st.builds(
    lambda number, tags, people, day, origin: Cable(
        id=f"{day % 100:02}LAPAZ{number}", date=f"20{day % 100:02}-0{day % 9 + 1}-11" if day else "", origin=origin,
        tags=tuple(dict.fromkeys(tags)), people=tuple(Person(name) for name in dict.fromkeys(people))),
    st.integers(1, 40), st.lists(st.sampled_from(["PGOV", "PREL", "BL", "ÉÉ", "ÜÜ", "P-GOV"]), max_size=3),
    st.lists(names, max_size=2), st.integers(0, 12), st.sampled_from(["", "Embassy La Paz", "Embassy Lima"]))
permalinks = ["/cables/{id}/", "/{year}/{id}/", "/people/{id}/", "/topics/{id}/", "/{id}/", "/cables/page/{id}/"]


@given(st.lists(cables, max_size=9), st.sampled_from(permalinks), st.integers(1, 3),
       st.lists(st.sampled_from(["about", "search", "method", "cables"]), unique=True))
@settings(max_examples=60, deadline=None)
def test_the_pages_of_any_site(found: list[Cable], permalink: str, page_size: int, plain: list[str]) -> None:
    config = Config(title="A test", base_url="https://example.org", permalink=permalink, page_size=page_size)
    documents = [Document(f"content/cables/{number}.md", cable, "¶1. Words.", 9) for number, cable in enumerate(found)]
    pages = [PlainPage(f"content/pages/{name}.md", name, name, "Words.") for name in plain]
    site, _ = assemble(config, documents, NOBODY, pages=pages, today=date(2030, 1, 1))
    check(site)


@pytest.mark.parametrize("path", ["", "/", "//", "/page/2/", "/cables/../cables/", "/cables/page/2", "/404.html/"])
def test_odd_paths(path: str) -> None:
    config = Config(title="A test", base_url="https://example.org", page_size=1)
    documents = [Document(f"{number}.md", Cable(id=f"09LAPAZ{number}"), "", 9) for number in range(3)]
    site, _ = assemble(config, documents, NOBODY, today=date(2030, 1, 1))
    assert (Lookup(site)(path) is None) == (path not in routes(site)[0])


def test_lists_are_told() -> None:
    config = Config(title="A test", base_url="https://example.org")
    site, _ = assemble(config, [Document("1.md", Cable(id="09LAPAZ1", tags=("PGOV",)), "", 9)], NOBODY, today=date(2030, 1, 1))
    told = set(Lookup(site).paths())
    assert "/topics/pgov/" in told
    assert told == routes(site)[0].keys() - {"/", "/cables/09LAPAZ1/"}


people = st.lists(st.sampled_from(["- {name: Ana Muster, variants: [Luz Prueba]}", "- {name: Nobody At All}"]), unique=True)
topics = st.sampled_from(["", "PGOV: Government", "BL: {label: Bolivia, kind: country}"])
places = st.sampled_from(["", "Embassy Lima: {label: Lima, country: BL}"])
archives = st.tuples(st.lists(cables, max_size=6), people, topics, places, st.booleans())


@given(st.lists(archives, min_size=2, max_size=3))
@settings(max_examples=80, deadline=None)
def test_a_site_assembled_after_another_is_that_assembled_alone(given: list[tuple[list[Cable], list[str], str, str, bool]]) -> None:
    config = Config(title="A test", base_url="https://example.org")
    before: Site | None = None
    last: list[Cable] = []
    for listed, persons, topic, place, kept in given:
        last = [*last, *listed] if kept else listed  # some of the cables are those of the site before
        documents = [Document(f"content/cables/{number}.md", cable, "¶1. Words.", 9) for number, cable in enumerate(last)]
        authorities, _ = read_authorities({"people.yaml": "\n".join(persons), "topics.yaml": topic, "places.yaml": place})
        alone, expected = assemble(config, documents, authorities, today=date(2030, 1, 1))
        before, found = assemble(config, documents, authorities, today=date(2030, 1, 1), before=before)
        assert found == expected
        assert {path: plan.digest_of_context(route.context()) for path, route in routes(before)[0].items()} == {
            path: plan.digest_of_context(route.context()) for path, route in routes(alone)[0].items()}
