"""Rendering: nothing of content/ runs in a browser, themes say what they lack, and templates see their view alone."""

from __future__ import annotations

import dataclasses
import functools
import re
from datetime import date
from pathlib import Path
from typing import get_type_hints

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from sitegen.config import read_config
from sitegen.files import digest
from sitegen.records.blocks import parse
from sitegen.records.cable import Cable, Downgrade, Person, Witness
from sitegen.records.document import Document
from sitegen.render.cable_html import CableHtml
from sitegen.render.environment import TemplateFailure
from sitegen.render.locale import Strings, catalogue_path, read_strings
from sitegen.render.markdown import page_html
from sitegen.render.theme import Theme, packaged
from sitegen.site import cable_parts, index_parts, view_parts, views
from sitegen.site.authorities import read_authorities
from sitegen.site.cable_parts import Marking
from sitegen.site.model import Frame, assemble
from sitegen.site.permalinks import read_lock
from sitegen.site.plain import PlainPage
from sitegen.site.routes import redirect_routes, routes, view_of
from sitegen.site.sources import published
from sitegen.site.views import TEMPLATES, NotFoundView

THEME = packaged()
UNMARKED = Marking()
EVIL = '"><img src=x onerror=alert(1)></script>&{{ 7*7 }}'


def english() -> Strings:
    path = THEME / "locale" / catalogue_path("en")
    read, wrong = read_strings([("en", path.read_bytes(), path.name)], "en")
    assert not wrong
    return read


@pytest.fixture(scope="module")
def strings() -> Strings:
    return english()


@pytest.fixture(scope="module")
def theme() -> Theme:
    found, wrong = Theme.load(Path("/nowhere"), "archive")
    assert wrong == []
    assert found is not None
    return found


def body(strings: Strings, markdown: str, marking: Marking = UNMARKED) -> str:
    return str(CableHtml(strings).blocks(parse(markdown), marking))


# --- the body of a cable ------------------------------------------------------------------------------------------

def test_paragraphs_have_anchors_numbers_and_marks(strings):
    html = body(strings, "¶3. (S/NF) Text.\n\nOther. {#u1}\n\n## Head & tail")
    assert html.split("\n") == [
        '<p id="p3"><a class="number" href="#p3" aria-label="Paragraph 3, permanent link" data-pagefind-ignore="all">3.</a> '
        '<abbr class="mark" title="Secret, not for foreign nationals" data-pagefind-ignore="all">(S/NF)</abbr> Text.</p>',
        '<p id="u1">Other.<a class="anchor" href="#u1" aria-label="Permanent link to this paragraph" data-pagefind-ignore="all">#</a></p>',
        '<h2 id="h-head-tail">Head &amp; tail<a class="anchor" href="#h-head-tail" aria-label="Permanent link to Head &amp; tail" '
        'data-pagefind-ignore="all">#</a></h2>']


def test_corrections_can_be_opened_without_a_script(strings):
    html = body(strings, "{~~13~>¶3~~}. A {~~country,s~>country's~~} {--left--} {++given++}. {#u1}")
    tree = LexborHTMLParser(html)
    boxes = tree.css(".correction input")
    assert [box.attributes["aria-label"] for box in boxes] == [
        "Corrected. As received: 13", "Corrected. As received: country,s", "Corrected. As received: left"]
    assert [node.text() for node in tree.css("del")] == ["13", "country,s", "left"]
    assert [node.text() for node in tree.css("ins")] == ["country's", "given"]
    assert all(node.attributes["data-pagefind-ignore"] == "all" for node in tree.css("del"))


def test_first_mentions_are_marked_and_runs_of_x_explained(strings):
    marking = Marking((("O'Neil & Co", "/people/o/"), ("Neil", "/people/n/")), (("GOM", 'Government "of" Mexico'),))
    html = body(strings, "¶1. O'Neil & Co met GOM, GOMEZ and O'Neil & Co; XXXXXXXXXXXX of the GOM said XXX.", marking)
    assert html.count('<a class="person" href="/people/o/">O&#39;Neil &amp; Co</a>') == 1
    assert '<abbr class="term" title="Government &#34;of&#34; Mexico">GOM</abbr>, GOMEZ' in html
    assert html.count("class=\"term\"") == 1
    assert html.count('class="redacted"') == 1
    assert "Neil</a>" not in html.replace("O&#39;Neil &amp; Co</a>", "")


def test_runs_of_x_are_explained_in_headings_and_tables_too(strings):
    html = body(strings, "## XXXXXXXXXXXX resigns\n\n| XXXXXX |\n| --- |\n| b |\n{#u1}\n\n```\na  XXXXX\n\nb\n```")
    assert html.count('class="redacted"') == 3
    assert "<br>" not in html


def test_what_is_withheld_is_said_to_be_so(strings):
    html = body(strings, "¶1. {>>withheld: source at risk<<} and {>>a note<<}")
    assert '<span class="withheld"><span class="bar"></span>[withheld: source at risk]</span>' in html
    assert '<span class="note" data-pagefind-ignore="all"><input type="checkbox"' in html


def test_tables_and_fenced_text(strings):
    html = body(strings, "| A | B |\n| --- | --: |\n| {~~x~>y~~} | 2 |\n{#u2}\n\n```\n a  <b>\n  c\n```")
    tree = LexborHTMLParser(html)
    assert tree.css_first("div.table").attributes["id"] == "u2"
    assert [cell.attributes.get("class") for cell in tree.css("th")] == [None, "right"]
    assert tree.css_first("pre").text() == " a  <b>\n  c"


ALLOWED = {"p", "a", "abbr", "h2", "div", "table", "thead", "tbody", "tr", "th", "td", "pre", "span", "ins", "del", "input", "mark", "br"}


@settings(max_examples=200)
@given(st.lists(st.sampled_from(["<script>", "</p>", '"', "'", "&", "<!--", "javascript:", "onerror=", "{~~", "~>", "~~}", "{>>",
                                 "<<}", "{==", "==}", "{#a", "{#u1}", "¶1. (S)", "\n\n", "\n", "| a |\n|---|\n", "## ", "```\n",
                                 "\\", "Evil", "GOM"]) | st.text(max_size=5), max_size=25).map("".join))
def test_nothing_of_a_body_becomes_markup(text):
    html = body(english(), text, Marking((("Evil", "/people/evil/"),), (("GOM", EVIL),)))
    tree = LexborHTMLParser(f"<main>{html}</main>")
    for node in tree.css("main *"):
        assert node.tag in ALLOWED
        assert not any(name.startswith("on") or name == "style" for name in node.attributes)
        assert (node.attributes.get("href") or "#").startswith(("#", "/people/"))


# --- plain pages --------------------------------------------------------------------------------------------------

def test_plain_pages_are_commonmark_without_html():
    html = str(page_html("# A & B\n\n- *x* <b onclick=alert(1)>y</b>\n\n[in](/cables/X/#p1) [out](https://example.org) "
                         "[evil](javascript:alert(1)) ![i](/i.png)\n\n## A & B\n", "/archive"))
    assert '<h1 id="a-b">A &amp; B</h1>' in html
    assert '<h2 id="a-b-2">' in html
    assert "<em>x</em> &lt;b onclick=alert(1)&gt;y&lt;/b&gt;" in html
    assert '<a href="/archive/cables/X/#p1">in</a> <a href="https://example.org">out</a>' in html
    assert 'src="/archive/i.png"' in html
    assert "href=\"javascript" not in html


# --- whole pages --------------------------------------------------------------------------------------------------

class EvilSources:
    """A source whose lines are those that somebody wrote to break pages."""

    def lines(self, witness, cable_id):
        return (EVIL, "", f"1. (SBU) {EVIL} GOM")

    def published_sha256(self, witness):
        return digest(published(self.lines(witness, "")))


def evil_site():
    config, wrong = read_config("title: T\nbase_url: https://example.org/archive\npublisher: P\nrights: R\ncontact: a@example.org\n")
    assert config
    assert not wrong
    config = dataclasses.replace(config, title=EVIL, description=EVIL, publisher=EVIL, rights=EVIL, contact=EVIL)
    cable = Cable("09MEXICO283", EVIL, EVIL, "2009-02-04T17:08:00Z", "metadata", EVIL, (EVIL,), EVIL, EVIL, EVIL, EVIL, (EVIL,), (EVIL,),
                  (EVIL, "MX", "PGOV"), ("09MEXICO1", EVIL), (EVIL,), EVIL, (EVIL, "1.4(b)"), "2019", EVIL, Downgrade(EVIL, "2019"),
                  (EVIL,), EVIL, 2, EVIL, (Person(EVIL, (EVIL, "Evil")),), "en", Witness(EVIL, EVIL, EVIL), (Witness(EVIL),),
                  ("09MEXICO00283",), doubts=(EVIL,))
    other = Cable("09MEXICO1", EVIL, date="2009-02-05~", origin=EVIL, references=("09MEXICO283",), people=(Person(EVIL),))
    undated = Cable("09MEXICO2")
    authorities, _ = read_authorities({
        "people.yaml": f"- name: '{EVIL}'\n  note: '{EVIL}'\n  roles: [{{role: '{EVIL}', cable: 09MEXICO283, paragraph: '{EVIL}'}}]\n"
                       f"  identifiers: {{wikidata: '{EVIL}'}}\n",
        "topics.yaml": f"PGOV: {{label: '{EVIL}', note: '{EVIL}'}}\n", "glossary.yaml": f"GOM: '{EVIL}'\n",
        "corrections.yaml": f"- {{date: 2026-11-02, cable: 09MEXICO283, paragraph: p1, what: '{EVIL}', why: '{EVIL}'}}\n",
        "sources.yaml": f"'{EVIL}': {{url: 'javascript:alert(1)', publisher: '{EVIL}', note: '{EVIL}'}}\n"})
    text = f"¶1. (SBU) {EVIL} GOM\n\n## {EVIL}\n\nEvil {{~~{EVIL}~>{EVIL}~~}}"
    site, _ = assemble(config, [Document("a.md", c, text, 1) for c in (cable, other, undated)], authorities, EvilSources(),
                       [PlainPage("content/pages/about.md", "about", EVIL, EVIL)],
                       read_lock(f"/gone/ withdrawn: {EVIL}\n/cables/09MEXICO283/#p7 withdrawn: {EVIL}\n")[0],
                       today=date(2026, 11, 21))
    return site


def test_nothing_of_content_runs_in_a_browser(theme):
    site = evil_site()
    pages = routes(site)[0] | redirect_routes(site)
    assert {route.template for route in pages.values()} == set(TEMPLATES)
    for path, route in pages.items():
        html = theme.render(route.template, view_of(site, route))
        assert "49" not in re.sub(r"[\w.-]*49[\w.-]+|[\w.-]+49[\w.-]*", "", html), path  # {{ 7*7 }} was not evaluated
        tree = LexborHTMLParser(html)
        assert not tree.css("img"), path
        for node in tree.css("*"):
            assert not any(name.startswith("on") or name == "style" for name in node.attributes), (path, node.html)
            assert not (node.attributes.get("href") or "").lower().startswith("javascript"), (path, node.html)
        for script in tree.css("script"):  # nothing that a strict Content-Security-Policy would not run
            assert script.attributes.get("src") or script.attributes["type"] in ("application/ld+json", "application/json")
        assert not tree.css("style"), path
        ids = [node.attributes["id"] for node in tree.css("[id]")]
        assert len(ids) == len(set(ids)), path


def test_nothing_is_loaded_from_elsewhere(theme):
    site = evil_site()
    for route in routes(site)[0].values():
        tree = LexborHTMLParser(theme.render(route.template, view_of(site, route)))
        for node in tree.css("script[src], link[rel=stylesheet], link[rel=icon], img, iframe, source"):
            assert (node.attributes.get("src") or node.attributes.get("href") or "").startswith("/assets/"), node.html
    for path, data in theme.assets():
        assert not re.search(rb"url\(\s*['\"]?https?:|@import", data), path


def test_a_cables_page_is_ready_for_the_search(theme):
    site = evil_site()
    tree = LexborHTMLParser(theme.render("cable.html", view_of(site, routes(site)[0]["/cables/09MEXICO283/"])))
    assert tree.css_first("html").attributes["lang"] == "en"
    assert len(tree.css("[data-pagefind-body]")) == 1
    assert {node.attributes["data-pagefind-meta"] for node in tree.css("[data-pagefind-meta]")} == {
        "title", "id", "date", "classification", "origin"}
    assert {node.attributes["data-pagefind-filter"] for node in tree.css("[data-pagefind-filter]")} == {
        f"{name}[content]" for name in ("year", "date", "classification", "origin", "topic", "person")}


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_string_of_the_templates_is_there(language):
    found, wrong = Theme.load(Path("/nowhere"), "archive", language, "/archive")
    assert found is not None
    assert wrong == []
    site = evil_site()
    frame = Frame(dataclasses.replace(site.config, language=language), site.urls, msgspec.structs.replace(site.frame.info, language=language))
    site = dataclasses.replace(site, frame=frame)
    for route in (routes(site)[0] | redirect_routes(site)).values():
        tree = LexborHTMLParser(found.render(route.template, view_of(site, route)))
        assert tree.css_first("html").attributes["lang"] == "en"  # that of the documents: the search's stemmer
        assert tree.css_first("header").attributes.get("lang") == (language if language != "en" else None)


# --- themes -------------------------------------------------------------------------------------------------------

def own_theme(root: Path, files: dict[str, str], name: str = "mine") -> tuple[Theme | None, list[str]]:
    for path, text in files.items():
        file = root / "themes" / name / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    found, wrong = Theme.load(root, name)
    return found, [str(d) for d in [*wrong, *(found.compile() if found else ())]]


def not_found(root: Path) -> NotFoundView:
    config, _ = read_config("title: T\nbase_url: https://example.org\n")
    site, _ = assemble(config, [], read_authorities({})[0], today=date(2026, 1, 1))
    view = view_of(site, routes(site)[0]["/404.html"])
    assert isinstance(view, NotFoundView)
    return view


def test_a_theme_replaces_what_it_has_and_inherits_the_rest(tmp_path):
    theme, wrong = own_theme(tmp_path, {
        "templates/404.html": '{% extends "archive/404.html" %}{% block crumbs %}MINE{{ t("skip") }}{% endblock %}',
        "assets/style.css": "body { background: url(paper.png) url(https://example.org/x) url(data:x) }", "assets/paper.png": "png",
        f"locale/{catalogue_path('en')}": 'msgid "skip"\nmsgstr "Jump"\n'})
    assert wrong == []
    assert theme is not None
    html = theme.render("404.html", not_found(tmp_path))
    assert "MINEJump" in html
    assert "site-footer" in html
    assets = dict(theme.assets())
    style = next(data for path, data in assets.items() if path.startswith("/assets/style."))
    paper = next(path for path in assets if path.startswith("/assets/paper."))
    assert style == f"body {{ background: url({paper}) url(https://example.org/x) url(data:x) }}".encode()


def test_scripts_that_import_others_name_them_by_their_digests(tmp_path):
    files = {"assets/a.js": 'import { b } from "./b.js";\nimport {\n  c,\n} from "./parts/c.js";\nimport "https://example.org/x.js";\nlet s = "./b.js";\n',
             "assets/b.js": 'export * from "./none.js";\nimport "./a.js";\n', "assets/parts/c.js": 'export { d } from "./d.js";\n',
             "assets/parts/d.js": "export const d = 1;\n"}

    def linked(**changed):
        theme, found = own_theme(tmp_path, files | changed)
        assert not found
        return {re.sub(r"\.[0-9a-f]{12}\.", ".", path): (path, data.decode(errors="replace")) for path, data in theme.assets()}

    made = linked()
    lines = made["/assets/a.js"][1].splitlines()
    assert lines[0] == f'import {{ b }} from "{made["/assets/b.js"][0]}";'
    assert lines[3] == f'}} from "{made["/assets/parts/c.js"][0]}";'
    assert lines[4:] == ['import "https://example.org/x.js";', 'let s = "./b.js";']
    assert made["/assets/b.js"][1] == files["assets/b.js"]  # one file is not there, and the other imports this one
    assert made["/assets/parts/c.js"][1] == f'export {{ d }} from "{made["/assets/parts/d.js"][0]}";\n'
    again = linked(**{"assets/parts/d.js": "export const d = 2;\n"})
    assert again["/assets/a.js"][0] != made["/assets/a.js"][0]
    assert again["/assets/b.js"][0] == made["/assets/b.js"][0]


def test_a_changed_file_changes_digest_and_name(tmp_path):
    first, _ = own_theme(tmp_path, {"assets/style.css": "a {}"})
    second, _ = own_theme(tmp_path, {"assets/style.css": "b {}"})
    assert first
    assert second
    assert first.digest != second.digest
    assert {path for path, _ in first.assets()} != {path for path, _ in second.assets()}


@pytest.mark.parametrize(("files", "expected"), [
    ({"templates/home.html": "{% if %}"}, "themes/mine/templates/home.html:1:1: error[broken-template]: Expected an expression, got 'end of statement block'"),
    ({"templates/home.html": '\n<img src="{{ asset("logo.png") }}">'}, "themes/mine/templates/home.html:2:1: error[missing-asset]: the theme has no assets/logo.png"),
    ({"theme.yaml": "extend: x"}, "themes/mine/theme.yaml:1:1: error[unknown-key]: unknown key `extend` (did you mean `extends`?)"),
])
def test_faults_of_themes_have_their_place(tmp_path, files, expected):
    assert own_theme(tmp_path, files)[1] == [expected]


@pytest.mark.parametrize(("template", "message"), [
    ("{{ page.no_such_field }}", "'sitegen.site.views.NotFoundView object' has no attribute 'no_such_field'"),
    ("{{ nothing }}", "'nothing' is undefined"), ('{{ t("no.string") }}', "no string `no.string`"),
    ('{% include "gone.html" %}', "the theme has no template `gone.html`"),
    ("{{ page.__class__.__init__.__globals__ }}", "access to attribute"), ("{{ page.__reduce__() }}", "access to attribute"), ("{{ 1 / 0 }}", "division by zero"),
])
def test_a_template_that_fails_says_where(tmp_path, template, message):
    theme, _ = own_theme(tmp_path, {"templates/404.html": f"line one\n{template}"})
    assert theme
    with pytest.raises(TemplateFailure) as failure:
        theme.render("404.html", not_found(tmp_path))
    diagnostic = failure.value.diagnostic
    assert message in diagnostic.message
    if "gone" not in template:
        assert (diagnostic.location.path, diagnostic.location.line) == ("themes/mine/templates/404.html", 2)


def test_an_unknown_theme_is_said_to_be_so(tmp_path):
    assert own_theme(tmp_path, {}, "gone") == (None, [
        "site.yaml:1:1: error[bad-config]: there is no theme `gone` (make the folder themes/gone, or use the theme `archive`)"])


def test_a_theme_that_reaches_outside_is_refused(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    (tmp_path / "themes/mine/assets").mkdir(parents=True)
    (tmp_path / "themes/mine/assets/x.css").symlink_to(secret)
    theme, wrong = own_theme(tmp_path, {})
    assert len(wrong) == 1
    assert wrong[0].startswith("themes/mine/assets/x.css:1:1: error[")
    assert "leads out of" in wrong[0]
    assert theme is None or not any(b"SECRET" in data for _, data in theme.assets())


def test_every_field_of_every_view_is_documented():
    text = (Path(__file__).parent.parent / "docs" / "themes.md").read_text()
    documented = {name: set(re.findall(r"^\| `(\w+)`", part, re.M))
                  for name, part in re.findall(r"^### (\w+)$(.*?)(?=^##|\Z)", text, re.M | re.S)}
    parts = vars(view_parts) | vars(cable_parts) | vars(index_parts) | vars(views)
    classes = {name: kind for name, kind in parts.items() if isinstance(kind, type) and issubclass(kind, msgspec.Struct)}
    common = set(view_parts.View.__struct_fields__)
    for name, kind in classes.items():
        fields = {name for name, type_ in get_type_hints(kind).items() if "Callable" not in str(type_) and name[0] != "_"}
        fields |= {name for name, value in vars(kind).items()
                   if isinstance(value, (functools.cached_property, property)) and name[0] != "_"}
        assert documented.get(name) == (fields - common if issubclass(kind, view_parts.View) and kind is not view_parts.View else fields), name
    for template, kind in TEMPLATES.items():
        assert re.search(rf"^\| `{template}` \| `{kind.__name__}` \|", text, re.M), template
