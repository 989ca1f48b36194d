import contextlib
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.output import search
from sitegen.output.pagefind_cbor import IndexFormatError, decode, encode
from sitegen.output.search import SearchPage, Section, executable, index_section, sections, sections_file

PAGE = """<!doctype html><html lang="es"><title>{id}</title><body><main data-pagefind-body><h1>Cable {id}</h1>
<span data-pagefind-filter="year">{year}</span><span data-pagefind-filter="topic">PGOV</span>
<span data-pagefind-filter="topic">{topic}</span><p id="p1">{text}</p></main></body></html>"""


def write_pages(folder: Path, count: int, text: str = "agreements on extradition") -> Section:
    pages = []
    for n in range(count):
        path = f"cables/09MEXICO{n}/index.html"
        (folder / path).parent.mkdir(parents=True)
        (folder / path).write_text(PAGE.format(id=f"09MEXICO{n}", year=2000 + n % 7, topic=f"K{n % 5}", text=f"{text} {n}"))
        pages.append(SearchPage(path, "", "2009-01"))
    return Section("2009", tuple(pages))


def index(section: Section, folder: Path) -> dict[str, bytes]:
    binary, found = executable()
    assert binary and not found
    made, found = index_section(binary, section, lambda path: folder / path, "en", folder.parent / "work")
    assert not found
    assert not (folder.parent / "work").exists()
    return made


def test_the_bundle_is_the_same_at_each_run(tmp_path: Path) -> None:
    section = write_pages(tmp_path / "site", 12)
    first = index(section, tmp_path / "site")
    assert index(section, tmp_path / "site") == first == index(section, tmp_path / "site")
    names = {path.rpartition("/")[2] for path in first}
    shipped = {name for name in names if not name.startswith(("en_", "pagefind.en_"))}
    assert shipped == {"pagefind.js", "pagefind-entry.json", "wasm.en.pagefind"}
    fragments = [gzip.decompress(data) for path, data in first.items() if "/fragment/" in path]
    assert len(fragments) == 12
    assert sum(b'"url":"/cables/09MEXICO7/"' in data for data in fragments) == 1


def test_a_language_without_a_stemmer_keeps_the_program_that_needs_none(tmp_path: Path) -> None:
    section = write_pages(tmp_path / "site", 1)
    binary, _ = executable()
    assert binary
    made, found = index_section(binary, section, lambda path: tmp_path / "site" / path, "ja", tmp_path / "work")
    assert not found
    assert [path.rpartition("/")[2] for path in made if "wasm." in path] == ["wasm.unknown.pagefind"]


def test_the_index_has_one_word_on_every_page_and_the_site_does_not(tmp_path: Path) -> None:
    section = write_pages(tmp_path / "site", 4)
    made = index(section, tmp_path / "site")
    fragments = [gzip.decompress(data) for path, data in made.items() if "/fragment/" in path]
    assert all(search.EVERY.encode() in data for data in fragments)
    assert all(search.EVERY not in (tmp_path / "site" / page.path).read_text() for page in section.pages)


def test_a_withdrawn_word_is_in_no_file_of_the_next_bundle(tmp_path: Path) -> None:
    section = write_pages(tmp_path / "a", 3, "Zumarraga spoke")
    before = index(section, tmp_path / "a")
    assert any(b"Zumarraga" in gzip.decompress(data) for path, data in before.items() if "fragment" in path)
    section = write_pages(tmp_path / "b", 3, "somebody spoke")
    after = index(section, tmp_path / "b")
    packed = [gzip.decompress(data) for data in after.values() if data.startswith(b"\x1f\x8b")]
    assert not any(b"zumarraga" in data.lower() for data in [*packed, *after.values()])


def test_a_page_that_was_not_indexed_is_told(tmp_path: Path) -> None:
    section = write_pages(tmp_path / "site", 3)
    path = tmp_path / "site" / section.pages[1].path
    path.write_text(path.read_text().replace("data-pagefind-body", ""))
    binary, _ = executable()
    assert binary
    made, found = index_section(binary, section, lambda path: tmp_path / "site" / path, "en", tmp_path / "work")
    assert not made and "indexed 2 of 3 pages" in found[0].message


@pytest.mark.parametrize(("script", "said"), [
    ("#!/bin/sh\necho 'Error: the wheels came off' >&2\nexit 3\n", "Pagefind ended with code 3: Error: the wheels came off"),
    ("#!/bin/sh\nkill -9 $$\n", "Pagefind ended with signal 9"),
    ("#!/bin/sh\necho hello\n", "Pagefind indexed no of 1 pages: hello"),
    ("#!/no/such/interpreter\n", "Pagefind could not be started"),
    ("#!/bin/sh\necho '  Indexed 1 page'\n", "Pagefind's files are not as expected"),
])
def test_a_binary_that_fails_is_told(tmp_path: Path, script: str, said: str) -> None:
    section = write_pages(tmp_path / "site", 1)
    binary = tmp_path / "pagefind"
    binary.write_text(script)
    binary.chmod(0o755)
    made, found = index_section(binary, section, lambda path: tmp_path / "site" / path, "en", tmp_path / "work")
    assert not made and [d.code for d in found] == ["search-failed"] and said in found[0].message


def test_no_binary(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> Path:
        raise FileNotFoundError

    monkeypatch.setattr(search.pagefind_bin, "get_executable", missing)
    binary, found = executable()
    assert binary is None and [d.code for d in found] == ["search-failed"]


def pages(*months: str) -> list[SearchPage]:
    return [SearchPage(f"{n}", "", month) for n, month in enumerate(months)]


@pytest.mark.parametrize(("months", "size", "names"), [
    ([], 10, []),
    (["2009-12", "2008-01", "2010"], 10, ["2008-to-2010"]),
    (["2009-01", "2009-03"], 10, ["2009-01-to-03"]),
    (["2009-01", "2009-01"], 10, ["2009-01"]),
    (["", ""], 10, ["undated"]),
    (["", "2009-01"], 10, ["undated-to-2009"]),
    (["2007-01"] * 3 + ["2008-01"] * 3, 4, ["2007-01", "2008-01"]),
    (["2009-01", "2009-02", "2009-03", "2009-04"], 2, ["2009-01-to-02", "2009-03-to-04"]),
    (["2009-01"] * 5, 4, ["2009-01-part-1", "2009-01-part-2"]),
    (["2008-12", *["2009-01"] * 10, "2009-02", "2010-01"], 10, ["2008-12", "2009-01-to-02", "2010-01"]),  # a tenth more
    (["2008-12", *["2009-01"] * 11, "2009-02"], 10, ["2008-12", "2009-01", "2009-02"]),
])
def test_sections(months: list[str], size: int, names: list[str]) -> None:
    assert [section.name for section in sections(pages(*months), size)] == names


@given(st.lists(st.sampled_from(["", "2007", "2007-01", "2007-02", "2008-12", "2009-05", "1974-05"]), max_size=40), st.integers(1, 12))
def test_every_page_is_in_one_section_and_no_two_sections_share_a_folder(months: list[str], size: int) -> None:
    made = sections(pages(*months), size)
    held = [page for section in made for page in section.pages]
    assert sorted(held, key=lambda page: int(page.path)) == pages(*months)
    assert len({section.name for section in made}) == len(made)
    for section in made:
        assert len(section.pages) <= size + size // 10 or len({page.month for page in section.pages}) == 1


@pytest.mark.parametrize(("pages", "size"), [(0, 1200), (12_000, 1200), (12_001, 2400), (30_000, 2400), (30_001, 3500), (251_287, 3500)])
def test_larger_archives_have_larger_sections(pages: int, size: int) -> None:
    assert search.section_size(pages) == size


@pytest.mark.parametrize(("largest", "jobs", "number"), [(10, 2, 2), (1200, 2, 2), (1200, 16, 4), (2400, 16, 2), (3500, 16, 1), (50_000, 2, 1)])
def test_no_more_sections_are_indexed_at_once_than_memory_allows(largest: int, jobs: int, number: int) -> None:
    section = Section("x", tuple(SearchPage(str(n), "", "") for n in range(largest)))
    assert search.at_once([section], jobs) == number


def test_a_year_that_is_parted_shares_no_section_with_another() -> None:
    months = ["2007-05", *["2008-01"] * 3, *["2008-02"] * 3, "2009-01"]
    assert [section.name for section in sections(pages(*months), 4)] == ["2007-05", "2008-01", "2008-02", "2009-01"]


def test_only_what_is_searched_is_extracted() -> None:
    html = b"""<!doctype html><html lang="es"><head><title>T</title><meta content="2009" data-pagefind-filter="year[content]"><script>var x</script></head>
<body><nav>menu</nav><p data-pagefind-meta="id">09X1</p><main class="a>b" data-pagefind-body><h1>Head</h1><p id="p1">Words</p><i data-pagefind-ignore="all">no</i>
<i data-pagefind-ignore>unsearched</i></main><footer>foot</footer></body></html>"""
    made = search.extract(html).decode()
    assert 'lang="es"' in made and 'data-pagefind-filter="year[content]"' in made and 'data-pagefind-meta="id">09X1' in made
    assert f'data-pagefind-body=""><span>{search.EVERY}</span> <h1>Head</h1>' in made and 'id="p1">Words' in made and "unsearched" in made
    assert not [word for word in ("menu", "foot", "var x", ">no<", "<title>") if word in made]
    changed = html.replace(b"menu", b"another menu").replace(b">no<", b">yes<").replace(b"foot<", b"feet<")
    assert search.extract(changed) == search.extract(html) != search.extract(html.replace(b"Words", b"Other words"))
    assert search.extract(b"<p>no body</p>") == b"<p>no body</p>"


def test_the_list_of_sections_tells_their_years() -> None:
    made = json.loads(sections_file(sections(pages("", "2007-01", "2007", "2008-03", "2009-12"), 4)))
    assert made == {"every": search.EVERY, "sections": [
        {"path": "undated-to-2008", "pages": 4, "years": {"2007": 2, "2008": 1}},
        {"path": "2009-12", "pages": 1, "years": {"2009": 1}},
    ]}


values = st.recursive(st.integers(0, 2**64 - 1) | st.text(), lambda inner: st.lists(inner, max_size=30), max_leaves=40)


@given(values)
def test_cbor_round_trip(value: object) -> None:
    assert decode(encode(value)) == value  # type: ignore[arg-type]


@given(st.binary(max_size=20))
def test_other_bytes_are_refused_and_do_not_crash(data: bytes) -> None:
    with contextlib.suppress(IndexFormatError, UnicodeDecodeError):
        decode(data)


def test_a_fragment_holds_no_paragraph_twice(tmp_path: Path) -> None:
    made = index(write_pages(tmp_path / "site", 2, "agreements on <h2 id=\"h-x\">Extradition</h2> and more"), tmp_path / "site")
    fragments = [json.loads(gzip.decompress(data).removeprefix(b"pagefind_dcd")) for path, data in made.items() if "/fragment/" in path]
    assert len(fragments) == 2
    for fragment in fragments:
        assert "agreements on" in fragment["content"]
        assert {anchor["id"]: anchor["text"] for anchor in fragment["anchors"]} == {"p1": "", "h-x": "Extradition"}
