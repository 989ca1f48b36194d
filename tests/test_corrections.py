"""The log of corrections: a page, a feed, and a note on each cable's page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sitegen.build import build
from sitegen.config import Config, open_project
from sitegen.records.cable import Cable
from sitegen.records.document import Document
from sitegen.site.authorities import read_authorities
from sitegen.site.model import Site, assemble
from sitegen.site.routes import routes, view_of

LOG = """\
- {date: 2026-10-01, cable: 09A1, what: The title was set right.}
- {date: 2026-11-02, cable: 09A1, paragraph: "#p1", what: A name was read anew., why: Another copy has it.}
- {date: 2026-11-01, cable: 09A2, what: A draft.}
"""


def site(log: str = LOG, **config: int) -> tuple[Site, list[str]]:
    authorities, wrong = read_authorities({"corrections.yaml": log})
    documents = [Document(f"content/cables/{own}.md", Cable(own, draft=own == "09A2"), "¶1. Text.", 1) for own in ("09A1", "09A2", "09A3")]
    made, found = assemble(Config(title="T", base_url="https://example.org/a", **config), documents, authorities, today=date(2026, 11, 22))  # type: ignore[arg-type]
    return made, [str(d) for d in (*wrong, *found)]


def test_the_log_has_the_latest_first_and_nothing_of_what_is_not_published() -> None:
    made, found = site()
    view = view_of(made, routes(made)[0]["/corrections/"])
    assert [(entry.row.id, entry.paragraph, entry.what) for entry in view.entries] == [  # type: ignore[attr-defined]
        ("09A1", "p1", "A name was read anew."), ("09A1", "", "The title was set right.")]
    assert view.entries[0].url == "/a/cables/09A1/#p1" and view.entries[0].when.text == "November 2, 2026"  # type: ignore[attr-defined]
    assert len({entry.anchor for entry in view.entries}) == 2  # type: ignore[attr-defined]
    assert "content/corrections.yaml:3:3: warning[unused-authority]: no published cable has the id `09A2`" in " ".join(found)
    cable, other = (view_of(made, routes(made)[0][f"/cables/{own}/"]) for own in ("09A1", "09A3"))
    assert [entry.what for entry in cable.changed] == ["A name was read anew.", "The title was set right."]  # type: ignore[attr-defined]
    assert not other.changed and other.site.corrections == "/a/corrections/"  # type: ignore[attr-defined]


def test_without_corrections_there_is_no_log() -> None:
    made, _ = site("")
    assert "/corrections/" not in routes(made)[0] and made.frame.info.corrections == ""


def test_a_long_log_has_several_pages() -> None:
    made, _ = site("".join(f"- {{date: 2026-10-{day:02}, cable: 09A1, what: x}}\n" for day in range(1, 8)), page_size=3)
    assert [path for path in routes(made)[0] if path.startswith("/corrections/")] == [
        "/corrections/", "/corrections/page/2/", "/corrections/page/3/"]


def test_what_is_wrong_with_an_entry() -> None:
    _, found = site("- {date: soon, cable: 09A1, what: x}\n- {cable: 09A1, what: x}\n- {date: 2026, cable: 09A1, what: x, who: y}\n")
    assert [told.split(":")[1] for told in found if "corrections.yaml" in told] == ["1", "2", "3"]


def test_a_build_writes_page_feed_and_note(tmp_path: Path) -> None:
    (tmp_path / "content/cables").mkdir(parents=True)
    (tmp_path / "site.yaml").write_text("title: T\nbase_url: https://example.org/a\n")
    (tmp_path / "content/cables/09A1.md").write_text("---\nid: 09A1\n---\n\n¶1. (U) Text.\n")
    (tmp_path / "content/corrections.yaml").write_text("- {date: 2026-11-02, cable: 09A1, paragraph: p9, what: <i>x</i> & y}\n")
    project, _ = open_project(tmp_path)
    assert project
    said = " ".join(str(d) for d in build(project, search=False, jobs=1).diagnostics)
    assert "`/a/cables/09A1/#p9` leads to no place" in said  # a paragraph that is not there
    (tmp_path / "content/corrections.yaml").write_text("- {date: 2026-11-02, cable: 09A1, paragraph: p1, what: <i>x</i> & y}\n")
    assert not [d for d in build(project, search=False, jobs=1).diagnostics if d.severity.value == "error"]
    feed = (tmp_path / "public/corrections/feed.xml").read_text()
    assert "<id>https://example.org/a/corrections/#c-2026-11-02-09a1-p1</id>" in feed
    assert "<summary>&lt;i&gt;x&lt;/i&gt; &amp; y</summary>" in feed and "<updated>2026-11-02T00:00:00Z</updated>" in feed
    assert 'id="c-2026-11-02-09a1-p1"' in (tmp_path / "public/corrections/index.html").read_text()
    assert "Corrected 1 time since it was published" in (tmp_path / "public/cables/09A1/index.html").read_text()
    assert "https://example.org/a/corrections/" in (tmp_path / "public/sitemap.xml").read_text()
