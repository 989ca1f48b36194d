"""Each short way gives what the long one gives: where a common case is read by a cheaper rule, the two are compared."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from hypothesis import example, given, settings
from hypothesis import strategies as st
from markupsafe import escape

from sitegen.records.blocks import _LEAD, _LEAD_LENGTH, _paragraph, _plain_paragraph, _strip
from sitegen.records.cable import Cable, Downgrade, Person, Witness
from sitegen.records.document import divide, write_document
from sitegen.records.markup import TOKEN, parse_inline, tokens
from sitegen.records.unseen import visible
from sitegen.render.sandbox import escape as escape_quickly
from sitegen.render.sandbox import escape_text
from sitegen.site.mentions import Finder, whole_words
from sitegen.site.people import fold
from sitegen.site.urls import Urls
from sitegen.yaml_nodes import read_plain, read_yaml

words = st.text(st.sampled_from("abXY 1é,;:#\"'\\[]{}-&*!|>%@`?~.=\t\u2028\x7f"), max_size=12)
names = words | st.sampled_from(["null", "~", "Ana Muster", "yes", "1.4(b)", "...x", "- a", "a: b", "a #b", "x:", "1:2"])


@settings(max_examples=300, deadline=None)
@given(st.lists(names, max_size=3), names, st.lists(st.tuples(names, st.lists(names, max_size=2)), max_size=3), names)
def test_front_matter_as_convert_writes_it(listed: list[str], text: str, people: list[tuple[str, list[str]]], other: str) -> None:
    cable = Cable("09MEXICO1", text, subject=other, to=tuple(listed), tags=tuple(listed), downgrade=Downgrade(text, "2019") if text else None,
                  people=tuple(Person(name, tuple(spelt)) for name, spelt in people if name), source=Witness(text, other), doubts=tuple(listed))
    front, _, _ = divide(write_document(cable, "Words."))
    assert front is not None
    plain = read_plain(front, 2)
    assert plain is None or (plain, []) == read_yaml(front, "x.md", 2)


pieces = st.sampled_from(["a", "key", "id", ": ", ":", "\n", "  - ", "- ", "[", "]", "{", "}", ", ", ",", '"', "'", " ", "x y", "#", " #", "&a", "*a", "!t",
                          "null", "|", ">", "---", "...", "\\", "name", "as", "é", "?", "%", "@", "1.5", "=", "~", "-", "\t", ".", "<<"])


@settings(max_examples=600, deadline=None)
@given(st.lists(pieces, max_size=14).map("".join))
@example("a: b\na: c\n")
@example("a:\n  - b\n  - [c]\n")
@example("a:\n  - {name: x}\nb: c")
@example("key: [a, b,]\n")
@example("key: {name: a, name: b}\n")
@example("key: [a b, \"c, d\"]\nx: {name: \"a\", as: [b]}\n")
@example("key: ? a\n")
@example("key: a : b\n")
@example("key: \n")
@example("<<: a\n")
def test_any_yaml(text: str) -> None:
    plain = read_plain(text, 2)
    assert plain is None or (plain, []) == read_yaml(text, "x.md", 2)


def test_nearly_all_front_matter_takes_the_short_way() -> None:
    cable = Cable("09MEXICO1", "A title (SBU): with signs", date="2009-12-28T13:46:00Z", reasons=("1.4(b)", "1.4(d)"), sections=3,
                  people=(Person("Ana Muster", ("Muster",)), Person("Bruno")), source=Witness("a.txt", "1-3", "ab"), doubts=("one", "two"))
    front, _, _ = divide(write_document(cable, ""))
    assert front is not None and read_plain(front) is not None


body = st.lists(st.sampled_from(["{~~", "~>", "~~}", "{--", "--}", "{++", "++}", "{>>", "<<}", "{==", "==}", "{#u1}", " ", "\t", "\n", "\\", "a", "-", "~", "{", "}", "¶"]),
                max_size=25).map("".join)


@settings(max_examples=500)
@given(body)
def test_tokens_are_found_where_the_whole_pattern_finds_them(text: str) -> None:
    assert [(start, token.end(), token[0].lstrip(" \t")) for start, token in tokens(text)] == [
        (token.start(), token.end(), token[0].lstrip(" \t")) for token in TOKEN.finditer(text)]


@settings(max_examples=500)
@given(st.sampled_from(["¶1.", "¶ 2", "¶3a.", "¶12", "¶1234.", "  ¶4. "]), st.sampled_from(["", " ", "\t", "  "]),
       st.sampled_from(["", "(SBU)", "(C/NF)", "(Secretary)", "(U) ", "(A)", "(S//REL USA, GBR)"]), st.text("aU() .\t", max_size=100))
def test_a_plain_paragraph(number: str, blank: str, mark: str, rest: str) -> None:
    text = (number + blank + mark + rest).strip(" \t")
    lead = _LEAD.match(text[:_LEAD_LENGTH])
    if lead is not None:
        assert _plain_paragraph(text, lead) == _paragraph((), _strip(parse_inline(text)))


spelt = st.lists(st.sampled_from(["Ana", "Ana Muster", "Muster", "ANA", "de la", "A", "Ana  Muster", "_x", "(y", "é"]), max_size=5)
texts = st.lists(st.sampled_from(["Ana", "Muster", " ", "  ", "\n", "de", "la", "A", ".", "_x", "(y", "é", "x", "ANA", "'s", "-"]), max_size=14).map("".join)


@settings(max_examples=600)
@given(spelt, texts)
def test_words_are_found_where_a_pattern_finds_them(named: list[str], text: str) -> None:
    found = [(start, end) for start, end, _ in Finder(named).find(text)]
    assert found == [hit.span() for hit in whole_words(tuple(" ".join(name.split()) for name in named)).finditer(text)]


@given(st.text())
def test_text_is_escaped_as_markupsafe_does(text: str) -> None:
    assert escape_text(text) == escape_quickly(text) == str(escape(visible(text)))
    assert escape_quickly(escape(text)) == escape(text) and escape_quickly(7) == "7"


@given(st.text(st.sampled_from("aB.-_ '1é\u0301ß")))
def test_names_are_folded_alike(name: str) -> None:
    whole = unicodedata.normalize("NFKD", name).casefold()
    expected = " ".join(re.findall(r"[^\W_]+", "".join(sign for sign in whole if not unicodedata.combining(sign))))
    assert fold(name) == expected


@given(st.text("aZ0/._~-é ?#%+", max_size=12))
def test_links_are_quoted_alike(path: str) -> None:
    assert Urls("https://x.example", "/a").link(path) == "/a" + quote(path, safe="/~:@!$'()*,;=-._")
