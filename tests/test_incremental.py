"""The build engine's promise: whatever happened before, the site is that of a clean build, byte for byte."""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import subprocess
import sys
import time
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_build import cable, errors, project, root, run, theme, tree

from sitegen import build as pipeline
from sitegen import stages
from sitegen.files import is_settled, stamps
from sitegen.output import plan, produce
from sitegen.output.plan import digest_of_context
from sitegen.site import page_files
from sitegen.site.content import read_content
from sitegen.site.model import assemble
from sitegen.site.routes import routes
from sitegen.site.sources import RawSources

__all__ = ["root"]
IDS = ["09LAPAZ1", "09LAPAZ2", "09LAPAZ3"]
CABLE = """<main data-pagefind-body><h1>{{ page.title }}</h1>
{% for name, value in page.head.filters %}<span data-pagefind-filter="{{ name }}">{{ value }}</span>{% endfor %}
{{ page.body | cable_html(page.marking) }}{% for person in page.people %}<a href="{{ person.url }}">{{ person.text }}</a>{% endfor %}
{% for row in page.cited_by %}<a href="{{ row.url }}">{{ row.title }}</a>{% endfor %}
{% if page.next %}<a href="{{ page.next.url }}">{{ page.next.title }}</a>{% endif %}
{% for topic in page.topics %}<a href="{{ topic.url }}">{{ topic.text }}</a>{% endfor %}{% for term in page.terms %}{{ term.meaning }}{% endfor %}</main>"""
LISTED = "{% for row in page.rows %}<a href=\"{{ row.url }}\">{{ row.title }}</a>{% endfor %}"
PERSON = """{% for entry in page.cables %}{% for mention in entry.mentions %}<a href="{{ mention.url }}">{{ mention.parts|join }}</a>{% endfor %}{% endfor %}
{% for person in page.named_with %}{{ person.text }} {{ person.count }}{% endfor %}"""


def telling_theme(root: Path) -> None:
    """A theme that shows what one page takes from others."""
    theme(root)
    page = (root / "themes/bare/templates/404.html").read_text()
    for name, inside in (("cable.html", CABLE), ("topic.html", LISTED), ("place.html", LISTED), ("month.html", LISTED),
                         ("cables.html", LISTED), ("person.html", PERSON)):
        (root / "themes/bare/templates" / name).write_text(page.replace("{{ page.head.title }}</body>", f"{inside}</body>"))


def start(root: Path) -> None:
    (root / "site.yaml").write_text("title: A test\nbase_url: https://example.org\ntheme: bare\n")
    telling_theme(root)
    write(root, "09LAPAZ1", 0)
    write(root, "09LAPAZ2", 1)


def write(root: Path, id_: str, number: int, **keys: str) -> Path:
    other = IDS[number % 3]
    return cable(root, id_, f"Ana Muster spoke, and Muster{number} listened; the ABC agreed {number}.", date=f"2009-0{number % 3 + 1}-02",
                 **{"tags": f"[PREL, K{number}]", "references": f"[{other}]",
                    "people": f"[{{name: Ana Muster, as: [Muster{number}]}}, Bruno Specimen]"} | keys)


def edit(root: Path, id_: str, kind: str, number: int) -> None:
    """One change that an editor, a theme author or an accident makes."""
    path = root / f"content/cables/2009/{id_}.md"
    templates = root / "themes/bare/templates"
    match kind:
        case "write":
            write(root, id_, number)
        case "body" if path.exists():
            path.write_text(path.read_text().replace("End.", f"End {number}. {{#u{number}}}"))
        case "title" if path.exists():
            path.write_text(path.read_text().replace(f"title: Title of {id_}", f"title: Title {number}"))
        case "draft":
            write(root, id_, number, draft="true")
        case "alias":
            write(root, id_, number, aliases=f"[09OLD{number}]")
        case "remove":
            path.unlink(missing_ok=True)
        case "rename" if path.exists():
            path.rename(path.with_name(f"{id_}-{number}.md"))
        case "break" if path.exists():
            path.write_text(path.read_text().replace("title:", "titel:" if number else "title: ["))
        case "touch" if path.exists():
            os.utime(path, (number, number))
        case "people":
            (root / "content/people.yaml").write_text(f"- name: Ana Muster the {number}th\n  variants: [Ana Muster]\n")
        case "topics":
            (root / "content/topics.yaml").write_text(f"PREL: Label {number}\n")
        case "places":
            (root / "content/places.yaml").write_text(f"Embassy La Paz: {{label: La Paz {number}}}\n")
        case "glossary":
            (root / "content/glossary.yaml").write_text(f"ABC: A meaning {number}\n")
        case "template":
            page = (templates / "404.html").read_text()
            for name in ("topic.html", "cable.html")[: number % 2 + 1]:
                (templates / name).write_text(page.replace("</body>", f"<p>{number}</p>{CABLE if name[0] == 'c' else LISTED}</body>"))
        case "asset":
            (root / "themes/bare/assets/style.css").write_text(f"p {{ color: #00{number} }}")
            (templates / "404.html").write_text("<!doctype html><html lang='en'><link href='{{ asset(\"style.css\") }}'><body></body></html>")
        case "config":
            (root / "site.yaml").write_text(f"title: Test {number}\nbase_url: https://example.org\ntheme: bare\npage_size: {number + 1}\n")
        case "page":
            (root / "content/pages").mkdir(parents=True, exist_ok=True)
            (root / f"content/pages/page-{number}.md").write_text(f"---\ntitle: Page\n---\n\n[x](/cables/{id_}/#p2)\n")
        case "withhold" if number == 0:
            (root / "content/withheld.yaml").unlink(missing_ok=True)
        case "withhold":
            key = "" if number == 1 else f"- key: {'k' * 32}\n"
            (root / "content/withheld.yaml").write_text(
                f"{key}- {{name: Bruno Specimen, reason: r{number}}}\n- {{paragraph: '{id_}#p{number}'}}\n"
                f"- {{phrase: and Muster{number}, reason: r, cables: [{id_}]}}\n" + ("- {cable: 09LAPAZ2}\n" if number == 3 else ""))
        case "output" if (root / "public").exists():
            files = sorted(p for p in (root / "public").rglob("*") if p.is_file())
            files[number * 7 % len(files)].write_bytes(b"scribble")
            files[number * 5 % len(files)].unlink()
            (root / "public/stray").mkdir(exist_ok=True)
            (root / "public/stray/x.html").write_text("x")
        case "no output":
            shutil.rmtree(root / "public", ignore_errors=True)
        case "no cache":
            shutil.rmtree(root / ".sitegen", ignore_errors=True)
        case "cache" if (root / ".sitegen").exists():
            files = sorted(p for p in (root / ".sitegen").rglob("*") if p.is_file())
            victim = files[number * 11 % len(files)]
            if number % 2:
                victim.unlink()
            else:
                data = bytearray(victim.read_bytes())
                data[len(data) // 2:len(data) // 2 + 40] = b"\0" * min(40, len(data) - len(data) // 2)
                victim.write_bytes(data)


KINDS = ["write", "body", "title", "draft", "alias", "remove", "rename", "break", "touch", "people", "topics", "places", "glossary",
         "template", "asset", "config", "page", "withhold", "withhold", "output", "no output", "no cache", "cache"]
edits = st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(KINDS), st.integers(0, 3)), min_size=1, max_size=4)


def clean_tree(root: Path, clean: Path, **options: Any) -> tuple[dict[str, bytes], list[str]]:
    for name in ("site.yaml", "content", "themes"):
        if (root / name).is_dir():
            shutil.copytree(root / name, clean / name)
        elif (root / name).exists():
            shutil.copy(root / name, clean / name)
    report = run(clean, **options)
    return tree(clean / "public"), sorted(str(d) for d in report.diagnostics)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sequence=st.lists(edits, min_size=1, max_size=4))
def test_after_any_edits_the_tree_is_that_of_a_clean_build(
    tmp_path_factory: pytest.TempPathFactory, sequence: list[list[tuple[str, str, int]]]
) -> None:
    root = tmp_path_factory.mktemp("edits")
    start(root)
    run(root)
    for step in sequence:
        for id_, kind, number in step:
            edit(root, id_, kind, number)
        told = run(root)
    files, said = clean_tree(root, tmp_path_factory.mktemp("clean"))
    assert tree(root / "public") == files or "withheld-found" in errors(told)  # then the last good site stays
    assert sorted(str(d) for d in told.diagnostics if d.code != "repaired-cache") == said


@pytest.mark.slow
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sequence=st.lists(edits, min_size=1, max_size=3))
def test_with_search_too(tmp_path_factory: pytest.TempPathFactory, sequence: list[list[tuple[str, str, int]]]) -> None:
    root = tmp_path_factory.mktemp("edits")
    start(root)
    run(root, search=True)
    for step in sequence:
        for id_, kind, number in step:
            edit(root, id_, kind, number)
        told = run(root, search=True)
    files, _ = clean_tree(root, tmp_path_factory.mktemp("clean"), search=True)
    assert tree(root / "public") == files or "withheld-found" in errors(told)


WHOLE = """{% for item in page.related %}{{ item.row.title }}{% for reason in item.reasons %}{{ reason.text }}{% endfor %}{% endfor %}
{% for person in page.who %}{{ person.role }}{{ person.role_from }}{{ person.count }}{% endfor %}
{{ page.post_previous.title if page.post_previous else "" }}{{ page.post_next.title if page.post_next else "" }}
{% for citation in page.citations %}{{ citation.text }}{% endfor %}"""
BESIDE = """{% for part in page.parts %}{% for line in part.lines %}{{ line.number }}{{ line.text }}{% endfor %}{{ part.blocks|join }}{% endfor %}
{% for block in page.body|cable_blocks(page.marking) %}{{ block }}{% endfor %}"""


def same_as_clean(root: Path, clean: Path) -> dict[str, bytes]:
    run(root)
    clean.mkdir()
    files, _ = clean_tree(root, clean)
    assert tree(root / "public") == files
    return files


def test_what_is_worked_out_of_the_whole_archive_is_never_stale(tmp_path: Path) -> None:
    """Related cables, offices, neighbours of the post, citations and their files, after each of several edits."""
    root = tmp_path / "project"
    root.mkdir()
    theme(root)
    (root / "site.yaml").write_text("title: A test\nbase_url: https://example.org\ntheme: bare\noutputs: {cite: on}\n")
    page = root / "themes/bare/templates/cable.html"
    page.write_text(page.read_text().replace("</body>", f"{WHOLE}</body>"))
    for number in range(1, 9):
        cable(root, f"09LAPAZ{number}", date=f"2009-03-0{number}", people="[Ana Muster]" if number < 3 else "[Bruno Specimen]")
    first = same_as_clean(root, tmp_path / "1")["cables/09LAPAZ1/index.html"]
    cable(root, "09LAPAZ9", date="2009-03-09", people="[Ana Muster]")
    second = same_as_clean(root, tmp_path / "2")["cables/09LAPAZ1/index.html"]
    assert b"Title of 09LAPAZ9" in second and b"Title of 09LAPAZ9" not in first
    (root / "content/people.yaml").write_text("- name: Ana Muster\n  roles: [{role: Minister, cable: 09LAPAZ1}]\n")
    assert b"Minister09LAPAZ1" in same_as_clean(root, tmp_path / "3")["cables/09LAPAZ2/index.html"]
    cable(root, "09LAPAZ1", date="2009-03-05", people="[Ana Muster]", to="[SECSTATE WASHDC]")
    assert b"to Secretary of State" in same_as_clean(root, tmp_path / "4")["cables/09LAPAZ1/index.html"]
    (root / "content/cables/2009/09LAPAZ9.md").unlink()
    files = same_as_clean(root, tmp_path / "5")
    assert not [path for path, data in files.items() if b"09LAPAZ9" in data]
    assert b"Secretary of State" in files["cables/09LAPAZ1/cite.bib"]


EVENTS = """{% for event in page.events %}{{ event.machine }} {{ event.row.title }} {{ event.parts|join }}{% endfor %}
{% for day in page.days %}{{ day.name }}{% endfor %}{% if page.chart %}{% for bar in page.chart.bars %}{% for part in bar.parts %}{{ part.classification }}{% endfor %}{% endfor %}{% endif %}"""
CITED = "{% for node in page.nodes %}{{ node.id }} {{ node.cited }} {{ node.row.title if node.row }}{% endfor %}"


def test_the_timeline_and_the_references_are_never_stale(tmp_path: Path) -> None:
    """The dates that cables mention, after edits of bodies alone too; days, classifications, who cites whom."""
    root = tmp_path / "project"
    root.mkdir()
    theme(root)
    (root / "site.yaml").write_text("title: A test\nbase_url: https://example.org\ntheme: bare\npage_size: 2\n")
    page = (root / "themes/bare/templates/404.html").read_text()
    for name, inside in (("month.html", EVENTS), ("references.html", CITED)):
        (root / "themes/bare/templates" / name).write_text(page.replace("</body>", f"{inside}</body>"))
    for number in range(1, 6):
        cable(root, f"09LAPAZ{number}", f"On July {number}, 2008 it rained.", date=f"2009-03-0{number}", references="[09LAPAZ1]")
    month, second = "timeline/2009/03/index.html", "timeline/2009/03/page/2/index.html"
    files = same_as_clean(root, tmp_path / "1")
    assert b"2008-07-02" in files[month] and b"2008-07-03" in files[second] and b"2008-07-03" not in files[month]
    cable(root, "09LAPAZ2", "On July 20, 2008 it rained.", date="2009-03-02", references="[09LAPAZ1]")
    files = same_as_clean(root, tmp_path / "2")
    assert b"2008-07-20" in files[month] and b"2008-07-02" not in files[month]
    cable(root, "09LAPAZ2", "On July 20, 2008 it rained.", date="2009-03-06", references="[09LAPAZ3]", classification="SECRET")
    files = same_as_clean(root, tmp_path / "3")
    assert b"2008-07-20" in files["timeline/2009/03/page/3/index.html"] and b"SECRET" in files[month]
    assert b"09LAPAZ1 3" in files["references/index.html"] and b"09LAPAZ3 1" in files["references/index.html"]
    (root / "content/cables/2009/09LAPAZ2.md").unlink()
    assert not [path for path, data in same_as_clean(root, tmp_path / "4").items() if b"2008-07-20" in data]


def test_the_source_beside_the_text_is_never_stale(tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    theme(root)
    (root / "site.yaml").write_text("title: A test\nbase_url: https://example.org\ntheme: bare\n")
    page = root / "themes/bare/templates/source.html"
    page.write_text(page.read_text().replace("</body>", f"{BESIDE}</body>"))
    source = root / "content/sources/a.txt"
    source.parent.mkdir(parents=True)
    source.write_text("A head\n1. (U) Words of the cable.\n2. (U) End.\n")
    written = cable(root, "09LAPAZ1", source="{file: a.txt, lines: 1-3}")
    name = "cables/09LAPAZ1/source/index.html"
    assert b"2. (U) End." in same_as_clean(root, tmp_path / "1")[name]
    written.write_text(written.read_text().replace("Words of", "{~~Words~>WORDS~~} of"))
    assert b"WORDS" in same_as_clean(root, tmp_path / "2")[name]
    source.write_text("Another head\n1. (U) Words of the cable.\n2. (U) End.\n")
    assert b"Another head" in same_as_clean(root, tmp_path / "3")[name]
    source.unlink()
    assert name not in same_as_clean(root, tmp_path / "4")


# --- what is made again, and why ----------------------------------------------------------------------------------

def reasons_after(root: Path, *edited: tuple[str, str, int]) -> dict[str, str]:
    start(root)
    write(root, "09LAPAZ3", 2)
    run(root)
    for id_, kind, number in edited:
        edit(root, id_, kind, number)
    return run(root).reasons


def test_an_edit_of_a_body_makes_few_pages_again(tmp_path: Path) -> None:
    made = reasons_after(tmp_path, ("09LAPAZ3", "body", 1))
    assert set(made) == {"/cables/09LAPAZ3/", "/cables/09LAPAZ3/cable.json", "/people/ana-muster/", "/people/bruno-specimen/"}
    assert set(made.values()) == {"the text of a cable changed"}


def test_a_changed_title_makes_those_pages_again_that_show_it(tmp_path: Path) -> None:
    made = reasons_after(tmp_path, ("09LAPAZ3", "title", 1))
    assert made["/cables/09LAPAZ2/"] == "what it shows of the archive changed"  # the one before it
    assert "/timeline/2009/03/" in made and "/topics/prel/" in made and "/cables/" in made
    assert not {"/timeline/2009/01/", "/search/", "/404.html", "/people/", "/topics/k0/"} & set(made)


def test_a_template_makes_those_pages_again_that_reach_it(tmp_path: Path) -> None:
    made = reasons_after(tmp_path, ("09LAPAZ3", "template", 0))
    assert set(made.values()) == {"the theme changed"}
    assert {path.split("/")[1] for path in made} == {"topics"} and "/topics/" not in made


def test_a_touched_file_makes_nothing_again_and_is_not_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start(tmp_path)
    run(tmp_path)
    monkeypatch.setattr(page_files, "read_document", None)
    assert reasons_of_rebuild(tmp_path) == {}
    monkeypatch.undo()


def reasons_of_rebuild(root: Path) -> dict[str, str]:
    for path in (root / "content").rglob("*.md"):
        os.utime(path, (1, 1))
    return run(root).reasons


def test_a_fresh_checkout_with_a_kept_cache_makes_nothing_again(tmp_path: Path) -> None:
    start(tmp_path)
    run(tmp_path, search=True)
    before = tree(tmp_path / "public")
    fresh = tmp_path / "fresh"
    shutil.copytree(tmp_path, fresh, ignore=shutil.ignore_patterns("public", "fresh"))
    report = run(fresh, search=True)
    assert tree(fresh / "public") == before
    assert report.reasons == {} and "render" not in report.timings and report.counts["written"] == len(before)


def test_a_file_changed_a_moment_ago_is_looked_at_again(tmp_path: Path) -> None:
    """An edit within the tick of the disk's clock leaves the stamp as it was."""
    start(tmp_path)
    path = tmp_path / "content/cables/2009/09LAPAZ1.md"
    run(tmp_path)
    before = path.stat()
    path.write_text(path.read_text().replace("End.", "Fin."))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    run(tmp_path)
    assert "Fin." in (tmp_path / "public/cables/09LAPAZ1/index.html").read_text()
    now = time.time()
    [stamp] = [s for name, s in stamps(path.parent).items() if name == path.name]
    assert stamp is not None and not is_settled(stamp, now) and is_settled(stamp, now + 10)


def test_a_view_is_made_of_its_context_and_its_documents_alone(tmp_path: Path) -> None:
    """What makes a view is a plain function of a module: it has nothing bound to it that a digest would not see."""
    start(tmp_path)
    opened = project(tmp_path)
    read, _ = read_content(opened)
    assert read
    site, _ = assemble(opened.config, read.documents.values(), read.authorities, read.sources, read.pages, today=stages.build_day())
    views = {route.view for route in routes(site)[0].values()}
    assert {view.__name__ for view in views} == {"as_it_is", "cable_view", "month_view", "person_view"}
    assert all(view.__closure__ is None and view.__code__.co_freevars == () for view in views)  # type: ignore[attr-defined]


def test_every_field_of_a_context_decides(tmp_path: Path) -> None:
    start(tmp_path)
    opened = project(tmp_path)
    read, _ = read_content(opened)
    assert read
    site, _ = assemble(opened.config, read.documents.values(), read.authorities, read.sources, read.pages, today=stages.build_day())
    context: Any = routes(site)[0]["/cables/09LAPAZ1/"].context()
    digests = {digest_of_context(context)}
    for field in fields(context):
        value = getattr(context, field.name)
        if value not in (None, (), ""):
            digests.add(digest_of_context(replace(context, **{field.name: None})))
    assert len(digests) == 1 + sum(getattr(context, field.name) not in (None, (), "") for field in fields(context))
    with pytest.raises((TypeError, AttributeError)):
        digest_of_context(object())  # what has no digest cannot slip through


# --- the same everywhere ------------------------------------------------------------------------------------------

@pytest.mark.slow
def test_folder_seed_zone_locale_and_processes_change_nothing(tmp_path: Path) -> None:
    trees = []
    for number, (seed, zone, locale, jobs) in enumerate([("0", "UTC", "C", "1"), ("4711", "Asia/Kathmandu", "C.UTF-8", "2")]):
        root = tmp_path / ("x" * number + "folder")
        root.mkdir()
        start(root)
        names = [f"09LAPAZ{n}" for n in range(4, 400)]
        random.Random(number).shuffle(names)  # the disk lists them in another order
        for name in names:
            write(root, name, int(name[7:]) % 7)
        surroundings = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale,
                                     "PYTHONPATH": str(Path(pipeline.__file__).parents[1])}
        command = [sys.executable, "-m", "sitegen", "--project", str(root), "build", "--jobs", jobs]
        done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        trees.append(tree(root / "public"))
    assert trees[0] == trees[1]
    assert len(trees[0]) > produce._WORTH_PROCESSES


# --- kills --------------------------------------------------------------------------------------------------------

@pytest.mark.slow
def test_kills_at_random_moments_tear_nothing(tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    start(root)
    for number in range(4, 400):
        write(root, f"09LAPAZ{number}", number % 7)
    command = [sys.executable, "-m", "sitegen", "--project", str(root), "build", "--no-search", "--jobs", "2"]
    surroundings = os.environ | {"PYTHONPATH": str(Path(pipeline.__file__).parents[1])}
    begun = time.monotonic()
    subprocess.run(command, env=surroundings, capture_output=True, check=True)
    whole = time.monotonic() - begun
    chance = random.Random(7)
    for number in range(12):
        (root / "site.yaml").write_text(f"title: Version {number}\nbase_url: https://example.org\ntheme: bare\n")
        if number % 4 == 3:
            shutil.rmtree(root / ".sitegen", ignore_errors=True)  # who was killed early has not made one
        with subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              start_new_session=True) as started:
            time.sleep(chance.uniform(0.3, 1.1) * whole)
            os.killpg(started.pid, 9)
        for path in (root / "public").rglob("*.html"):
            assert path.read_bytes().endswith(b"</html>"), f"{path} is not whole"
        json.loads((root / "public/data/cables.json").read_bytes())
    assert not errors(run(root))
    (tmp_path / "clean").mkdir()
    assert tree(root / "public") == clean_tree(root, tmp_path / "clean")[0]


# --- what was withdrawn -------------------------------------------------------------------------------------------

def every_text(folder: Path) -> dict[str, bytes]:
    """The bytes of all files, un-gzipped where they are gzipped (Pagefind's fragments, indexes and filters)."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            found[str(path)] = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    return found


def test_a_withdrawn_paragraph_is_in_no_file(root: Path) -> None:
    path = cable(root, "09LAPAZ3", "Qwyxzumarraga spoke.", people="[Qwyxzumarraga]")
    run(root, search=True)
    assert any(b"qwyxzumarraga" in data.lower() for data in every_text(root / "public").values())
    cable(root, "09LAPAZ3", "Nobody spoke.")
    assert path.exists()
    run(root, search=True)
    for folder in ("public", ".sitegen/store"):
        for name, data in every_text(root / folder).items():
            assert b"qwyxzumarraga" not in data.lower() and "qwyx" not in name.lower()


# --- links and permalinks, page by page ---------------------------------------------------------------------------

def test_a_link_breaks_when_its_target_goes_and_is_told_as_long_as_it_is_broken(root: Path) -> None:
    (root / "content/pages").mkdir()
    (root / "content/pages/help.md").write_text("---\ntitle: Help\n---\n\n[x](/cables/09LAPAZ2/#p2)\n")
    assert not errors(run(root))
    path = root / "content/cables/2009/09LAPAZ2.md"
    whole = path.read_text()
    path.write_text(whole.replace("¶2.", "¶3."))
    for id_ in ("09LAPAZ1", "09LAPAZ3"):
        cable(root, id_, "Other words.")
        assert errors(run(root)) == ["broken-link"]
    path.write_text(whole)
    assert not errors(run(root))
    path.unlink()
    assert errors(run(root)) == ["broken-link"]


def test_memory_of_pages_is_written_in_parts(root: Path) -> None:
    """An edit writes the part that its page is in, not the memory of the whole archive."""
    for number in range(3, 80):
        cable(root, f"09LAPAZ{number}")
    run(root)
    written: list[str] = []
    put_all = pipeline.Cache.put_all

    def listen(self: Any, stage: str, values: Any) -> None:
        values = list(values)
        written.extend(f"{stage} {len(msgspec.msgpack.decode(value))}" for _, value in values if stage == "pages")
        put_all(self, stage, values)

    for path in (root / "content/cables").rglob("*.md"):
        os.utime(path, (1, 1))
    future = time.time() + 100
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page_files.time, "time", lambda: future)
        run(root)
        patch.setattr(pipeline.Cache, "put_all", listen)
        cable(root, "09LAPAZ7", "Other words.")
        run(root)
    assert len(written) == 1 and 0 < int(written[0].split()[1]) < 20


def test_the_plan_of_a_site_has_each_path_once(root: Path) -> None:
    opened = project(root)
    read, _ = read_content(opened)
    assert read
    site, _ = assemble(opened.config, read.documents.values(), read.authorities, read.sources, read.pages, today=stages.build_day())
    found, _ = produce.load_theme(opened.root, opened.config)
    assert found
    planned, first, wrong = plan.everything(site, found, RawSources(opened.sources))
    assert not wrong and len({file.path for file in planned}) == len(planned)
    assert all(file.path.endswith(".html") for file in planned[first:])


def test_a_paragraph_that_becomes_one_that_is_withheld_elsewhere_is_found(tmp_path: Path) -> None:
    """What a withheld paragraph holds counts too when it is decided which files are known to be clean."""
    (root := tmp_path / "project").mkdir()
    start(root)
    edit(root, "09LAPAZ3", "write", 3)
    edit(root, "09LAPAZ1", "withhold", 1)
    assert not errors(run(root))
    edit(root, "09LAPAZ1", "write", 3)
    assert set(errors(run(root))) == {"withheld-found"}
