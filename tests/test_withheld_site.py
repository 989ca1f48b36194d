"""Planted secrets: whatever content/ holds, nothing of them is in a byte of the site, of the cache or of what is said."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import re
import shutil
import sqlite3
import unicodedata
import urllib.parse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import REPOSITORY

from sitegen import stages
from sitegen.build import build, check, withhold_for_good
from sitegen.checks import withheld
from sitegen.cli import main
from sitegen.config import Project, open_project
from sitegen.diagnostics import worst
from sitegen.output import plan
from sitegen.preview.server import Preview
from sitegen.preview.watcher import Changes
from sitegen.proposals import lines_to_paste
from sitegen.records.document import is_edited
from sitegen.records.withheld import NOTHING, read_withheld
from sitegen.report import Report
from sitegen.site.sources import RawSources

KEY = "0123456789abcdef0123456789abcdef"
LIST = f"""\
- key: {KEY}
- {{name: Quirina Zyzznewicz, reason: source at risk, surname_alone: true}}
- {{name: Jörg Wüxelmann, reason: source at risk, surname_alone: true, variants: [The Lame Fox]}}
- {{phrase: blue heron ledger, reason: an investigation}}
- {{pattern: '\\+?591\\s*7\\d{{3}}[- ]?\\d{{4}}', reason: a private number}}
- {{paragraph: '09LAPAZ102#p3', reason: a life}}
- {{cable: 09LAPAZ103, reason: a court's order}}
- {{name: Onofre Kvistgaard, reason: a family, cables: [09LAPAZ102]}}
"""
#: what nobody may read, folded as ``letters_of`` does
SECRETS = ("zyzznewicz", "quirina", "wuxelmann", "wxelmann", "lamefox", "blueheronledger", "blueheron", "5917222", "72223333",
           "drownedinthelake", "cormorantprotocol")
RAW = """\
VZCZCXRO0001
RR RUEHME
DE RUEHLP #0101/01 0331200
ZNR UUUUU ZZH
R 021200Z FEB 09
FM AMEMBASSY LA PAZ
TO RUEHC/SECSTATE WASHDC 0001
UNCLAS LA PAZ 000101

SIPDIS

E.O. 12958: N/A
TAGS: PGOV PREL BL
SUBJECT: MEETING WITH QUIRINA ZYZZNEWICZ

1. (U) The Embassy met Quirina
Zyzznewicz (strictly protect) on a quiet morning. J\u00f6rg
LA PAZ 00000101  002 OF 002
W\u00fcxelmann called +591 7222-3333 twice, and ZYZZNEWICZ's brother
Zyzz-
newicz wrote.

2. (U) Comment: The BLUE  HERON
LEDGER is closed; call 59172223333 is another.

ZYZZNEWICZ
"""
PAGE = """\
---
id: 09LAPAZ102
title: Talks with Quirina Zyzznewicz
subject: TALKS WITH QUIRINA ZYZZNEWICZ AND J?RG W?XELMANN
date: 2009-02-03T12:00:00Z
classification: CONFIDENTIAL
origin: Embassy La Paz
tags: [PGOV, "ZYZZNEWICZ, QUIRINA", BL]
references: [09LAPAZ103, 09LAPAZ101]
references_other: [letter of the Lame Fox]
classified_by: Q. Zyzznewicz
pass_lines: [FOR ZYZZNEWICZ ONLY]
signed_by: WUXELMANN JORG
people:
  - {name: Quirina Zyzznewicz, as: [Zyzznewicz]}
  - Jörg Wüxelmann
  - Onofre Kvistgaard
  - Harmless Person
aliases: [/old/quirina-zyzznewicz.html, 09EFTOLAPAZ102]
source: {file: quirina_zyzznewicz.txt, lines: 1-2}
---

## Quirina Zyzznewicz speaks

¶1. (C) {~~Quirnia~>Quirina~~} Zyzznewicz and {--Jörg--} {++J++}örg W{~~u~>ü~~}xelmann met; Quirina {>>Zyzznewicz? check<<}
Zyzzne\u00adwicz. \\Zyzznewicz; J&ouml;rg W&#252;xelmann; JÃ¶rg WÃ¼xelmann, J\ufffdrg W\ufffdxelmann. {==Blue==} heron {~~legder~>ledger~~}. Onofre Kvistgaard.

| Who | What |
|---|---|
| Zyzznewicz, Quirina | +591
7222-3333 |
| Blue-Heron Ledger | the lame fox |

```
Q U I R I N A  Z Y Z Z N E W I C Z
```

¶3. (S) He drowned in the lake that night, and nobody but the consul knew of it until the spring of the next year. {#ignored}

Quirina {#u1}

Zyzznewicz again. {#u2}
"""
HIDDEN = "---\nid: 09LAPAZ103\ntitle: The cormorant protocol\nsubject: COX\npeople: [Hidden Holder]\ntags: [KHID]\n---\n\n¶1. (S) Of the cormorant protocol.\n"
PEOPLE = """\
- name: Quirina Zyzznewicz
  sort: Zyzznewicz, Quirina
  cables: {09LAPAZ102: [Zyzznewicz]}
- name: Lupe Altername
  variants: [The lame fox]
  note: born somewhere
- name: Harmless Person
  note: Married to Quirina Zyzznewicz.
  roles: [{role: Aide of J. Wüxelmann and Jörg Wüxelmann, cable: 09LAPAZ102, paragraph: p1}]
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose every file holds secrets, and a list of them."""
    monkeypatch.delenv("SITEGEN_WITHHELD", raising=False)
    root = tmp_path / "project"
    files = {
        "site.yaml": "title: Papers of Quirina Zyzznewicz\nbase_url: https://example.org\ndescription: The blue heron ledger\n"
                     "publisher: Wüxelmann, Jörg\ncontact: '+591 7222 3333'\nrights: Zyzznewicz\nhost: none\n",
        "content/withheld.yaml": LIST,
        "content/sources/raw.txt": RAW,
        "content/sources/quirina_zyzznewicz.txt": "Quirina Zyzznewicz\n<b>Zyzz</b>newicz &amp; J&ouml;rg W&uuml;xelmann\n",
        "content/cables/2009/09LAPAZ102.md": PAGE,
        "content/cables/2009/09LAPAZ103.md": HIDDEN,
        "content/cables/2009/zyzznewicz.md": "---\nid: 09LAPAZ104\ntitle: Fourth\ndate: Zyzznewicz\nnote: 1\n---\n\n¶1. Onofre Kvistgaard is free here. {--x\n",
        "content/people.yaml": PEOPLE,
        "content/topics.yaml": "PGOV: {label: Zyzznewicz affairs, note: of the blue heron ledger}\nZYZZNEWICZ: x\n",
        "content/places.yaml": "Embassy La Paz: {label: Home of Zyzznewicz, note: Jörg Wüxelmann}\n",
        "content/glossary.yaml": "LEDGER: the blue heron ledger\nZYZZNEWICZ: a name\n",
        "content/sources.yaml": "raw.txt: {url: 'https://example.org/quirina-zyzznewicz', publisher: The Lame Fox, note: Zyzznewicz%20Q}\n",
        "content/pages/about.md": "---\ntitle: About Zyzznewicz\ndescription: Blue heron ledger\n---\n\n# Zyzznewicz\n\n"
                                  "**Quirina** _Zyzznewicz_ and [Jörg](https://other.example/jörg-wüxelmann) Wüxelmann, `Zyzznewicz`.\n",
        "content/permalinks.lock": "/cables/09LAPAZ103/ p1\n/cables/09LAPAZ102/ p1 p3 u1\n/people/quirina-zyzznewicz/\n"
                                   "/cables/09OLD1/ withdrawn: by Quirina Zyzznewicz's wish\n/old/zyzznewicz/ -> /cables/09LAPAZ102/\n",
        "content/corrections.yaml": "- {date: 2026-01-02, cable: 09LAPAZ102, paragraph: p1, what: Zyzznewicz was misspelt, why: Jörg Wüxelmann said so}\n"
                                    "- {date: 2026-01-03, cable: 09LAPAZ103, what: the cormorant protocol, why: x}\n"
                                    "- {date: 2026-01-04, cable: 09LAPAZ102, what: Onofre Kvistgaard was misspelt, why: x}\n",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def opened(root: Path) -> Project:
    project, found = open_project(root)
    assert project is not None, found
    return project


def run(root: Path, search: bool = False) -> Report:
    return build(opened(root), jobs=1, search=search)


# --- a decoder of its own, which shares nothing with the program ---------------------------------------------------

def letters_of(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).lower()
    return "".join(sign for sign in plain if sign.isalnum() and not unicodedata.combining(sign))


def readings(data: bytes) -> Iterator[str]:
    """Everything that a curious person can make of some bytes."""
    if data.startswith(b"\x1f\x8b"):
        yield from readings(gzip.decompress(data))
        return
    for encoding in ("utf-8", "latin-1", "utf-16-le"):
        text = data.decode(encoding, "ignore")
        unescaped = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)
        for one in (text, unescaped, html.unescape(unescaped), urllib.parse.unquote_plus(html.unescape(unescaped))):
            yield one
            yield re.sub(r"<[^>]*>", "", one)
            yield re.sub(r"<[^>]*>", " ", one)
    for packed in re.findall(rb"base64,([A-Za-z0-9+/=]{16,})", data):
        yield from readings(base64.b64decode(packed + b"==="))


def secrets_in(data: bytes) -> set[str]:
    found = set()
    for text in readings(data):
        folded = letters_of(text)
        found |= {secret for secret in SECRETS if secret in folded}
    return found


def leaked(folder: Path) -> dict[str, set[str]]:
    """The secrets in every file below a folder, by its path; names of files count."""
    out = {}
    for path in sorted(folder.rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        if path.suffix == ".sqlite":
            connection = sqlite3.connect(path)
            for row in connection.execute("select stage, key, value from entry"):
                data += b"\n" + row[0].encode() + row[1].encode() + row[2]
            connection.close()
        if found := secrets_in(data) | secrets_in(path.name.encode()):
            out[path.relative_to(folder).as_posix()] = found
    return out


# --- nothing leaks -------------------------------------------------------------------------------------------------

def test_the_decoder_finds_what_is_hidden_in_every_way() -> None:
    for text in ("Quirina", "<b>Qui</b>rina", "&#81;uirina", "%51uirina", "\\u0051uirina", "QUIRÍNA", "Q U I R I N A"):
        assert secrets_in(text.encode()) and secrets_in(gzip.compress(text.encode())), text
        assert secrets_in(b"url(data:text/plain;base64," + base64.b64encode(text.encode() + b" " * 9) + b")"), text


def test_no_byte_of_the_site_or_of_the_cache_holds_what_is_withheld(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    report = root.parent / "report.json"
    code = main(["--project", str(root), "build", "-v", "--report", str(report)])
    said = capfd.readouterr()
    assert (root / "public/index.html").is_file(), said.err
    assert leaked(root / "public") == {}
    assert leaked(root / ".sitegen") == {}
    assert not secrets_in((said.out + said.err).encode()) and not secrets_in(report.read_bytes())
    assert code == 1  # the page with an unknown key
    assert "withheld-found" not in said.err


def test_no_answer_of_the_preview_holds_what_is_withheld(root: Path) -> None:
    preview = Preview(opened(root), "http://127.0.0.1:8000", search=False)
    snapshot = preview.start()
    assert snapshot.site and snapshot.theme and snapshot.project and snapshot.listed
    planned, _, _ = plan.everything(snapshot.site, snapshot.theme, RawSources(snapshot.project.sources, snapshot.listed))
    assert len(planned) > 30
    for file in planned:
        answer = preview.answers("/" + file.path.removesuffix("index.html"), "", {})
        assert answer.status == 200 and not secrets_in(answer.data) and not secrets_in(file.path.encode()), file.path
        assert not secrets_in(preview.browsers._look("/" + file.path.removesuffix("index.html"))[1].encode()), file.path


def test_a_page_of_the_preview_that_would_tell_what_is_withheld_is_not_shown(root: Path) -> None:
    shutil.copytree(REPOSITORY / "themes/archive", root / "themes/archive")
    preview = Preview(opened(root), "http://127.0.0.1:8000", search=False)
    preview.start()
    assert preview.answers("/about/", "", {}).status == 200
    base = root / "themes/archive/templates/base.html"
    good = base.read_text("utf-8")
    base.write_text(good.replace("</body>", "<i>Zyzz</i>newicz</body>"), "utf-8")
    preview.session.apply(Changes(frozenset((base,))))
    for path in ("/about/", "/people/"):  # shown before, and not
        answer = preview.answers(path, "", {})
        assert not secrets_in(answer.data), path
        page = preview.pages.at(path)
        assert page is not None and [d.code for d in page.wrong] == ["withheld-found"]
    base.write_text(good, "utf-8")
    preview.session.apply(Changes(frozenset((base,))))
    page = preview.pages.at("/about/")
    assert page is not None and not page.wrong and page.data


def test_the_files_of_listed_cables_are_read_for_the_leak_check_when_they_change(root: Path) -> None:
    preview = Preview(opened(root), "http://127.0.0.1:8000", search=False)
    first = preview.start().leaks
    other, own = (root / "content/cables/2009" / name for name in ("zyzznewicz.md", "09LAPAZ102.md"))
    for path, same in ((other, True), (own, False)):
        path.write_text(path.read_text("utf-8") + "\nMore. {#u9}\n", "utf-8")
        assert (preview.session.apply(Changes(frozenset((path,)))).leaks is first) == same, path


def test_a_leak_at_the_address_of_a_withheld_cable_fails_the_build_too(root: Path) -> None:
    path = root / "content/pages/about.md"
    path.write_text(path.read_text("utf-8") + "\n[that cable](/cables/09LAPAZ103/source/)\n", "utf-8")
    path = root / "content/cables/2009/09LAPAZ104.md"
    path.write_text("---\nid: 09LAPAZ104\ntitle: Fourth\naliases: [/old/09LAPAZ103/]\n---\n\n¶1. Text.\n", "utf-8")
    report = run(root)
    hits = {d.location.path for d in report.diagnostics if d.code == "withheld-found"}
    assert {"about/index.html", "old/[withheld]/index.html"} <= hits and not (root / "public").exists(), report.diagnostics
    assert "09LAPAZ103" not in str(hits)


def test_what_is_withheld_is_said_in_its_place(root: Path) -> None:
    run(root)
    page = (root / "public/cables/09LAPAZ102/index.html").read_text("utf-8")
    log = (root / "public/corrections/index.html").read_text("utf-8")
    bar = '<span class="withheld"><span class="bar"></span>[withheld: {}]</span>'
    assert f"{bar.format('source at risk')} was misspelt" in log and f"{bar.format('a family')} was misspelt" in log and "Kvistgaard" not in log
    risk = bar.format("source at risk")
    assert f">Talks with {risk}</h1>" in page and "<title>Talks with [withheld: source at risk] – " in page
    for listing in ("cables", "topics/pgov", "timeline/2009/02"):
        listed = (root / "public" / listing / "index.html").read_text("utf-8")
        assert f'<a href="/cables/09LAPAZ101/">Meeting with {risk}</a>' in listed, listing
    assert f"<h1>Papers of {risk}</h1>" in (root / "public/index.html").read_text("utf-8")
    feed = (root / "public/feed.xml").read_text("utf-8")
    assert "<title>Talks with [withheld: source at risk]</title>" in feed and "<span" not in feed
    assert page.count("source at risk") > 3 and "a life" in page and "a family" in page and 'id="p3"' in page and 'id="u1"' in page
    record = json.loads((root / "public/cables/09LAPAZ102/cable.json").read_text("utf-8"))
    assert record["title"] == "Talks with [withheld: source at risk]"
    assert [person["name"] for person in record["people"]] == ["Harmless Person"]
    assert record["aliases"] == ["09EFTOLAPAZ102"] and record["references"] == ["09LAPAZ103", "09LAPAZ101"]
    assert "sha256" not in record.get("source", {})
    assert "{>>withheld: a life<<}" in record["markdown"]
    source = (root / "public/cables/09LAPAZ101/source.txt").read_text("utf-8").split("\n")
    assert source[12:18] == ["SUBJECT: MEETING WITH [withheld: source at risk]", "", "1. (U) The Embassy met [withheld: source at risk]",
                             " (strictly protect) on a quiet morning. [withheld: source at risk]", "LA PAZ 00000101  002 OF 002",
                             " called [withheld: a private number] twice, and [withheld: source at risk]'s brother"] or source[12:18]
    assert not (root / "public/cables/09LAPAZ102/source.txt").exists()  # where the withheld paragraph stands is not known
    assert not (root / "public/people/quirina-zyzznewicz").exists()


def test_a_withheld_cable_leaves_no_trace_but_the_references_of_others(root: Path) -> None:
    (root / "content/permalinks.lock").unlink()
    (root / "content/corrections.yaml").unlink()
    run(root)
    with_it = {path.relative_to(root): path.read_bytes() for path in (root / "public").rglob("*") if path.is_file()}
    (root / "content/cables/2009/09LAPAZ103.md").unlink()
    run(root)
    assert with_it == {path.relative_to(root): path.read_bytes() for path in (root / "public").rglob("*") if path.is_file()}


def test_pages_that_convert_writes_hold_nothing_withheld(root: Path) -> None:
    run(root)
    page = (root / "content/cables/2009/09LAPAZ101.md").read_text("utf-8")
    assert not secrets_in(page.encode()), page
    assert "{>>withheld: source at risk<<} (strictly protect)" in page and "sha256" not in page


def test_the_leak_check_finds_each_secret_when_withholding_is_switched_off(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = stages.read_content
    guarded, _ = real(opened(root))
    assert guarded is not None

    looks = stages.check_withheld
    monkeypatch.setattr(stages, "read_content", lambda *args, **more: real(*args[:4], NOTHING))
    monkeypatch.setattr(stages, "check_withheld", lambda run, staging, content, *rest: looks(
        run, staging, replace(content, listed=guarded.listed, hidden=guarded.hidden), *rest))
    report = run(root, search=True)
    hits = [d for d in report.diagnostics if d.code == "withheld-found"]
    assert {int(re.search(r"line (\d+)", d.message)[1]) for d in hits} == {2, 3, 4, 5, 6, 7, 8}  # type: ignore[index]
    assert not (root / "public").exists() and leaked(root / ".sitegen/store") == {}
    assert leaked(root / ".sitegen") in ({}, {"cache.sqlite": {"cormorantprotocol"}})  # a title that no list tells
    assert not secrets_in(str(hits).encode())
    files = {d.location.path for d in hits}
    assert {"cables/09LAPAZ102/index.html", "cables/09LAPAZ102/cable.json", "data/cables.json", "data/cables.csv", "feed.xml",
            "index.html", "about/index.html", ".sitegen/cache.sqlite"} <= files
    assert any(path.endswith(".pf_fragment") for path in files)


def test_what_was_there_before_the_list_is_forgotten(root: Path) -> None:
    (root / "content/withheld.yaml").unlink()
    (root / "content/permalinks.lock").unlink()
    run(root)
    assert leaked(root / "public") and leaked(root / ".sitegen")
    (root / "content/withheld.yaml").write_text(LIST, "utf-8")
    run(root)
    assert leaked(root / "public") == {} and leaked(root / ".sitegen") == {}


def test_a_list_without_a_key_leaves_no_digest_by_which_a_build_would_know_it_again(root: Path) -> None:
    path = root / "content/withheld.yaml"
    path.write_text(path.read_text("utf-8").replace(f"- key: {KEY}\n", ""), "utf-8")
    report = run(root)
    assert [d.code for d in report.diagnostics].count("withheld-anew") == 1
    assert leaked(root / "public") == {} and leaked(root / ".sitegen") == {}
    kept = {row[1] for row in rows(root)}
    with pytest.MonkeyPatch.context() as patch:  # another process
        patch.setattr("sitegen.records.withheld._PASSING_KEY", b"another")
        run(root)
    assert not kept & {row[1] for row in rows(root) if row[0] in ("pages", "sources", "clean", "converted")}


def rows(root: Path) -> list[tuple[str, str, bytes]]:
    connection = sqlite3.connect(root / ".sitegen/cache.sqlite")
    found = connection.execute("select stage, key, value from entry").fetchall()
    connection.close()
    return found


def test_no_digest_of_what_is_withheld_is_kept_or_shown(root: Path) -> None:
    """Somebody who guesses right could try the guess on a digest of the text that holds it."""
    run(root)
    originals = [path.read_bytes() for path in (root / "content").rglob("*") if path.is_file() and secrets_in(path.read_bytes())]
    assert len(originals) > 8
    held = b"".join(b"".join([stage.encode(), key.encode(), value]) for stage, key, value in rows(root))
    held += b"".join(path.read_bytes() for path in (root / "public").rglob("*") if path.is_file())
    for data in originals:
        for digest in (hashlib.sha256(data), hashlib.blake2b(data, digest_size=16), hashlib.blake2b(data, digest_size=20)):
            assert digest.digest() not in held and digest.hexdigest().encode() not in held


def test_a_rebuild_with_nothing_changed_looks_into_nothing_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(root)
    (root / "content/cables/2009/09LAPAZ104.md").write_text("---\nid: 09LAPAZ104\ntitle: New\n---\n\n¶1. Words.\n", "utf-8")
    run(root)
    looked: list[str] = []
    real = withheld.LeakCheck.numbers
    monkeypatch.setattr(withheld.LeakCheck, "numbers", lambda self, path, data: looked.append(path) or real(self, path, data))
    page = root / "content/cables/2009/09LAPAZ104.md"
    page.write_text(page.read_text("utf-8").replace("Words", "Other words"), "utf-8")
    assert [d.code for d in run(root).diagnostics].count("withheld-found") == 0
    assert set(looked) == {"cables/09LAPAZ104/index.html", "cables/09LAPAZ104/cable.json", "data/manifest.json", ".sitegen/cache.sqlite"}


def test_a_leak_leaves_the_last_good_site_as_it_was(root: Path) -> None:
    run(root)
    before = {path: path.read_bytes() for path in (root / "public").rglob("*") if path.is_file()}
    base = root / "themes/archive/templates/base.html"
    shutil.copytree(REPOSITORY / "themes/archive", root / "themes/archive")
    base.write_text(base.read_text("utf-8").replace("</body>", "<i>Zyzz</i>newicz</body>"), "utf-8")
    report = run(root)
    assert "404.html" in {d.location.path for d in report.diagnostics if d.code == "withheld-found"}
    assert {path: path.read_bytes() for path in (root / "public").rglob("*") if path.is_file()} == before
    assert leaked(root / ".sitegen") == {}
    assert any(d.code == "withheld-found" for d in check(opened(root), jobs=1).diagnostics)


def test_site_yaml_cannot_make_less_of_a_leak(root: Path) -> None:
    path = root / "site.yaml"
    path.write_text(path.read_text("utf-8") + "diagnostics: {withheld-found: note, withheld-missing: note}\nwithheld: required\n", "utf-8")
    (root / "content/withheld.yaml").unlink()
    assert [str(d.severity) for d in run(root).diagnostics if d.code == "withheld-missing"] == ["error"] and not (root / "public").exists()


@pytest.mark.parametrize(("hidden", "path"), [
    (b"Zyzz\\u006eewicz", "a.json"), (b"&#90;yzznewicz", "a.html"), (b"%5Ayzznewicz", "a.txt"), (b".a::before{content:'\\5A yzznewicz'}", "a.css"),
    (b'<img src="data:text/plain;base64,' + base64.b64encode(b"by Zyzznewicz") + b'">', "a.html"), (gzip.compress(b'{"content":"Zyzznewicz"}'), "a.pf_fragment"),
    (gzip.compress(b"pagefind_dcd\x82\x6azyzznewicz\x01"), "a.pf_index"), (b"Zyzz<!-- x -->newicz", "a.html"), (b"", "people/zyzznewicz/index.html"),
    (b"z\xcc\x81yzznewicz", "a.txt"), (b"", "cables/09LAPAZ103/index.html"), (b'<a href="/cables/09LAPAZ103/">', "a.html"), (b"ZYZZ-\nNEWICZ", "a.txt"),
], ids=("json", "entity", "percent", "css", "base64", "fragment", "index", "comment", "path", "accent", "cable", "link", "hyphen"))
def test_the_leak_check_decodes_everything(tmp_path: Path, hidden: bytes, path: str) -> None:
    listed, _ = read_withheld(LIST)
    assert listed is not None
    (tmp_path / "file").write_bytes(hidden)
    files = {path: (hashlib.sha256(hidden).hexdigest(), str(tmp_path / "file"))}
    found, _ = withheld.leaks(listed, files, set(), 1)
    assert [(d.code, d.location.path) for d in found] == [("withheld-found", path.replace("09LAPAZ103", "[withheld]"))]
    assert "zyz" not in found[0].message.lower()


def test_withholding_for_good_takes_everything_out_of_pages_and_sources(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(root)
    before = {path: path.read_bytes() for path in (root / "content").rglob("*") if path.is_file()}
    assert main(["--project", str(root), "withhold"]) == 1  # some must be done by hand
    assert {path: path.read_bytes() for path in (root / "content").rglob("*") if path.is_file()} == before
    assert main(["--project", str(root), "withhold", "--apply"]) == 1
    said = capsys.readouterr()
    assert not secrets_in((said.out + said.err).encode())
    assert "content/people.yaml:1:" in said.err and "content/cables/2009/09LAPAZ102.md: " in said.out
    left = leaked(root / "content")
    assert set(left) == {"withheld.yaml", "people.yaml", "topics.yaml", "places.yaml", "glossary.yaml", "sources.yaml", "corrections.yaml",
                         "permalinks.lock", "sources/quirina_zyzznewicz.txt",
                         "cables/2009/zyzznewicz.md"}
    assert left["sources/quirina_zyzznewicz.txt"] == secrets_in(b"quirina_zyzznewicz.txt")  # its name alone
    assert not (root / "content/cables/2009/09LAPAZ103.md").exists()
    public = {path: path.read_bytes() for path in (root / "public/cables").rglob("index.html")}
    run(root)
    again = {path: path.read_bytes() for path in (root / "public/cables").rglob("index.html")}
    assert again.keys() == public.keys()


def test_a_page_that_a_person_edited_is_still_theirs_after_withholding_for_good(root: Path) -> None:
    run(root)
    page = root / "content/cables/2009/09LAPAZ101.md"
    made, hand = page.read_text("utf-8"), root / "content/cables/2009/09LAPAZ102.md"
    assert not is_edited(made) and is_edited(hand.read_text("utf-8"))
    withhold_for_good(opened(root), apply=True)
    assert page.read_text("utf-8") == made and is_edited(hand.read_text("utf-8"))
    assert "{>>withheld: a life<<}" in hand.read_text("utf-8")


def test_a_raw_document_is_written_in_its_own_encoding_and_pages_state_its_new_digest(root: Path) -> None:
    source = root / "content/sources/latin.txt"
    source.write_bytes("Señora Zyzznewicz\r\nañade algo\r\n".encode("cp1252"))
    page = root / "content/cables/2009/09LAPAZ105.md"
    page.write_text("---\nid: 09LAPAZ105\nsource: {file: latin.txt, lines: 1-2, sha256: "
                    f"{hashlib.sha256(source.read_bytes()).hexdigest()}}}\n---\n\n¶1. Algo.\n", "utf-8")
    withhold_for_good(opened(root), apply=True)
    assert source.read_bytes() == "Señora [withheld: source at risk]\r\nañade algo\r\n".encode("cp1252")
    assert hashlib.sha256(source.read_bytes()).hexdigest() in page.read_text("utf-8")


def test_entries_to_paste_are_shown_on_a_terminal_and_nowhere_else(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = root / "content/cables/2009/09LAPAZ105.md"
    page.write_text("---\nid: 09LAPAZ105\n---\n\n¶1. Ana Muster (strictly protect) and Onofre Kvistgaard.\n", "utf-8")
    report = run(root)
    found = [d for d in report.diagnostics if d.location.path.endswith("105.md")]
    assert [(d.code, d.location.line, d.location.column) for d in found] == [("strictly-protect", 5, 16), ("withheld-elsewhere", 5, 39)]
    assert "Muster" not in str(report) and "Kvistgaard" not in str(report)
    assert lines_to_paste(opened(root), found) == [
        '- {name: "Ana Muster", reason: source at risk, cables: [09LAPAZ105]}',
        '- {name: "Onofre Kvistgaard", reason: a family, cables: [09LAPAZ105]}']
    assert build(opened(root), jobs=1, search=False).diagnostics and worst(report.diagnostics, strict=True) == 1
