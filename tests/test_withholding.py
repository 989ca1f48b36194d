"""What counts as the same name, what stands in its place, and what stays."""

from __future__ import annotations

import pickle
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.diagnostics import Location, diagnose
from sitegen.records import danger
from sitegen.records.blocks import parse
from sitegen.records.cable import Cable, Person
from sitegen.records.document import read_document
from sitegen.records.folding import letters, places
from sitegen.records.markup import accept, check, escape, reject
from sitegen.records.withheld import NOTHING, WithheldList, read_withheld
from sitegen.records.withheld_files import find_list, withhold_source
from sitegen.records.withholding import conceal, withhold, withhold_body, withhold_cable, withhold_lines


def listed(text: str) -> WithheldList:
    made, found = read_withheld(text)
    assert made is not None, found
    return made


ONE = listed("- {name: José García Luna, reason: r, surname_alone: true}")


# --- the list ----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("text", "line", "column", "what"), [
    ("- {nme: Quirina}", 1, 4, "unknown key"),
    ("- {name: Quirina, phrase: x y}", 1, 3, "exactly one"),
    ("- Quirina", 1, 3, "mapping"),
    ("Quirina: x", 1, 1, "list"),
    ("", 1, 1, "list"),
    ("- {name: [Quirina]}", 1, 10, "one text"),
    ("- {name: ''}", 1, 10, "one text"),
    ("- {name: Q}", 1, 10, "fewer than two"),
    ("- {name: Quirina, reason: '[x]'}", 1, 27, "plain words"),
    ("- {name: Quirina, reason: as QUIRINA asked}", 1, 3, "reason holds"),
    ("- {name: Quirina, surname_alone: maybe}", 1, 34, "true or false"),
    ("- {phrase: Quirina, surname_alone: true}", 1, 21, "no meaning"),
    ("- {cable: Quirina1, cables: [X]}", 1, 21, "no meaning"),
    ("- {pattern: '(Quirina'}", 1, 13, "RE2"),
    ("- {pattern: '(?=Quirina)x'}", 1, 13, "RE2"),
    ("- {pattern: '(Quirina)*'}", 1, 13, "empty text"),
    ("- {paragraph: Quirina}", 1, 15, "#"),
    ("- key: Quirina", 1, 8, "32"),
    ("- {name: Quirina\n- x: [", 2, 4, "YAML"),
    ("- {name: Quirina, variants: Quirino}", 1, 29, "list of texts"),
])
def test_a_list_that_cannot_be_used_is_refused_at_its_place_without_a_word_of_it(text: str, line: int, column: int, what: str) -> None:
    made, found = read_withheld(text)
    assert made is None and [d.code for d in found] == ["withheld-unreadable"]
    assert found[0].location == Location("content/withheld.yaml", line, column) and what in found[0].message
    assert "quirin" not in str(found).lower()


def test_nothing_of_an_entry_is_in_its_repr_and_a_token_tells_nothing_without_the_key() -> None:
    key = "k" * 32
    made = listed(f"- key: {key}\n- {{name: Quirina Zyz, variants: [Fox Lame], cables: [X1]}}")
    assert "Quirina" not in repr(made.entries) and "Fox" not in repr(made.entries) and "X1" not in repr(made.entries)
    again = listed(f"- key: {key}\n- {{name: Quirina Zyz, variants: [Fox Lame], cables: [X1]}}")
    other = listed(f"- key: {'l' * 32}\n- {{name: Quirina Zyz, variants: [Fox Lame], cables: [X1]}}")
    assert made.token == again.token != other.token and made.digest(b"x") == again.digest(b"x") != other.digest(b"x")
    assert pickle.loads(pickle.dumps(made)).token == made.token and NOTHING.token == ""


def test_the_list_comes_from_the_environment_as_a_path_or_as_text(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.yaml").write_text("- {name: Quirina Zyz}")
    for value in ("list.yaml", str(tmp_path / "list.yaml"), "- {name: Quirina Zyz}", "[{name: Quirina Zyz}]", "# one\n- {name: Quirina Zyz}"):
        monkeypatch.setenv("SITEGEN_WITHHELD", value)
        made, _ = find_list(None)
        assert made is not None and [entry.words for entry in made.entries] == ["Quirina Zyz"], value
    monkeypatch.setenv("SITEGEN_WITHHELD", "Quirina Zyz")  # the list by mistake, without its form
    made, found = find_list(None)
    assert made is None and found[0].code == "withheld-missing" and "Quirina" not in str(found)


# --- what is the same name ---------------------------------------------------------------------------------------

@pytest.mark.parametrize("text", [
    "José García Luna", "JOSE GARCIA LUNA", "jose garcia-luna", "José\nGarcía\r\nLuna", "José   García\u00a0Luna", "Garcia Luna, Jose",
    "José García Luna's", "José García Lunas", "Jos\u00e9 Garci\u0301a Luna", "Jose\u00b4 Garcia Luna", "JosÃ© GarcÃ\u00ada Luna",
    "Jos? Garc?a Luna", "Jos\ufffd Garc\ufffd\ufffda Luna", "Jos Garca Luna", "J o s e G a r c i a L u n a", "Gar-\ncia Luna", "Luna", "LUNA'S",
    "Garcia Luna", "𝐉osé Garcia Luna", "ＬＵＮＡ", "Lu\u00adna", "Lu\u200bna", "Jos&eacute; Garc&#237;a Luna", "Jos%C3%A9%20Garc%C3%ADa_Luna",
    "<b>Lu</b>na", "Jose</td><td>Garcia Luna", "Garica Luna", "Jose Garica Luna", "J. G. Luna", "Jsoe Garcia Luna", "G. Luna", "José García Lumna",
])
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    without = withhold(ONE, f"We met {text} there.")
    assert without.startswith("We met") and without.endswith("there.") and "[withheld: r]" in without
    assert "luna" not in letters(without) and "garc" not in letters(without) and "jos" not in letters(without), without


@pytest.mark.parametrize("text", ["Lunar", "Lunatic", "Saluna", "Josefa Garcias", "Mr. Garcia", "Jose Garcia", "lu na2"])
def test_only_whole_words_are_found(text: str) -> None:
    assert withhold(ONE, text) == text


@pytest.mark.parametrize(("entry", "text", "found"), [
    ("name: Jürgen Müller", "JUERGEN MUELLER", True), ("name: Juergen Mueller", "Jürgen Müller", True),
    ("name: Łukasz Østergård", "Lukasz Ostergard", True), ("name: Иван Иванов", "ИВАН ИВАНОВ", True), ("name: Иван Иванов", "x", False),
    ("name: 王小明", "据王小明说", True), ("name: Ana de la Cruz, surname_alone: true", "de la Cruz", True),
    ("name: Ana de la Cruz, surname_alone: true", "CRUZ", True), ("name: Ana Cruz", "Cruz", False), ("name: 'Cruz, Ana'", "Ana Cruz", True),
    ("name: Ana Cruz", "A. Cruz", True), ("name: Ana Cruz", "the Cruz", False), ("name: Maria Santos", "Maria Santas", True),
    ("name: Li Wu, surname_alone: true", "Wu said", True), ("name: Li Wu", "Liwu", True), ("name: Moe Doe, surname_alone: true", "do", False),
    ("phrase: red house", "red-house", True), ("phrase: red house", "house red", False), ("name: Ann Lee, variants: [The Fox]", "the fox", True),
    ("pattern: '\\+52 \\d{3}'", "+52 123", True), ("pattern: 'ab+c'", "xABBCx", True), ("pattern: 'a b'", "a\nb", True),
])
def test_what_an_entry_finds(entry: str, text: str, found: bool) -> None:
    assert (withhold(listed(f"- {{{entry}}}"), text) != text) is found


def test_hostile_texts_and_patterns_take_linear_time() -> None:
    many = listed("\n".join(f"- {{name: Aaa{number} Aaaa}}" for number in range(300)) + "\n- {pattern: '(a+)+$'}\n- {pattern: '(a|a)*b'}")
    for text in ("a" * 60_000, "a?" * 20_000, "?" * 60_000, "aaa " * 15_000, "{~~a" * 5_000, "<" * 60_000, "&" * 60_000, "%41" * 20_000, "\n \n" * 20_000):
        begun = time.process_time()
        withhold_body(many, "X", text)
        withhold_lines(many, text)
        assert time.process_time() - begun < 20  # it is far below a second; what blows up takes hours


# --- what stands in its place, and what stays --------------------------------------------------------------------

@pytest.mark.parametrize(("body", "without"), [
    ("¶1. (C) José García Luna spoke.", "¶1. (C) {>>withheld: r<<} spoke."),
    ("{~~Jsoé~>José~~} García Luna", "{>>withheld: r<<}"),
    ("a {~~Jsoe Garcia Luna~>José García Luna~~} b", "a {>>withheld: r<<} b"),
    ("a {--the late Luna, it is said,--} b", "a {--the late {>>withheld: r<<}, it is said,--} b"),
    ("José Gar{++c++}ía {--x--}Luna", "{>>withheld: r<<}"),
    ("{==about Luna==} {>>Luna?<<}", "{==about {>>withheld: r<<}==} {>>[withheld: r]?<<}"),
    ("José García \\Luna \\| x", "{>>withheld: r<<} \\| x"),
    ("Garcia {#u1}\n\nLuna said {#u2}", "{>>withheld: r<<} {#u1}\n\n{>>withheld: r<<} said {#u2}"),
    ("| Garcia | Luna |\n|---|---|\n| x | y |", "| {>>withheld: r<<} | {>>withheld: r<<} |\n|---|---|\n| x | y |"),
    ("```\nG A R C I A  L U N A\n```", "```\n{>>withheld: r<<}\n```"),
    ("## Luna", "## {>>withheld: r<<}"),
])
def test_a_mark_takes_the_place_of_a_name_in_a_body(body: str, without: str) -> None:
    made = withhold_body(ONE, "X", body)
    assert made.text == without and check(made.text, "p") == []
    assert [block.anchor for block in parse(made.text) if not block.anchor.startswith("h")] == [
        block.anchor for block in parse(body) if not block.anchor.startswith("h")]


def test_a_withheld_paragraph_keeps_its_number_mark_and_anchor() -> None:
    body = "¶1. (U) One.\n\n¶2. (S) Two\nhas two lines.\n\na. Letter.\n\nFree. {#u1}\n\n| a | b |\n|---|---|\n| c | d |\n{#t1}\n\n¶3. Three. {#u7}"
    of = listed("".join(f"- {{paragraph: 'X#{anchor}', reason: r}}\n" for anchor in ("p2", "p2a", "u1", "t1", "p9", "u7")))
    made = withhold_body(of, "X", body, "p.md")
    assert [(block.anchor, getattr(block, "more", ())) for block in parse(made.text)] == [
        (block.anchor, getattr(block, "more", ())) for block in parse(body)]
    assert made.text.split("\n\n") == ["¶1. (U) One.", "¶2. (S) {>>withheld: r<<}", "a. {>>withheld: r<<}", "{>>withheld: r<<} {#u1}",
                                       "{>>withheld: r<<} {#t1}", "¶3. {>>withheld: r<<} {#u7}"]
    assert [(d.code, d.location.line) for d in made.diagnostics] == [("withheld-unused", 5)]
    assert withhold_body(of, "Y", body).text == body


def test_every_line_of_a_source_keeps_its_number() -> None:
    text = "met JOSE\r\n\r\nMEXICO 00003634  002 OF 005\r\n\r\nGARCIA\r\nLUNA, who\r\n"
    assert withhold_lines(ONE, text) == "met [withheld: r]\r\n\r\nMEXICO 00003634  002 OF 005\r\n\r\n\r\n, who\r\n"
    data = "Señor Luna – £".encode("cp1252")
    assert withhold_source(ONE, data).data == "Señor [withheld: r] – £".encode("cp1252")
    assert withhold_source(ONE, b"%PDF Luna").data == b"%PDF Luna"


def test_an_entry_of_one_cable_warns_of_the_others() -> None:
    of = listed("- {name: Ana Cruz, reason: r, cables: [X1]}")
    page = "---\nid: X2\ntitle: On Ana Cruz\npeople: [Ana Cruz]\n---\n\n¶1. Ana\nCruz."
    document, found = read_document(page, "p.md", of)
    assert document is not None and "Cruz" in document.body and document.cable.people == (Person("Ana Cruz"),)
    assert [(d.code, d.location.line, d.location.column) for d in found] == [
        ("withheld-elsewhere", 3, 8), ("withheld-elsewhere", 4, 10), ("withheld-elsewhere", 7, 5)]
    assert "Cruz" not in "".join(d.message + d.hint for d in found)
    document, found = read_document(page.replace("X2", "X1"), "p.md", of)
    assert document is not None and "Cruz" not in document.body + repr(document.cable) and found == []


def test_persons_and_addresses_that_are_withheld_are_left_out() -> None:
    cable = Cable("X", title="Luna here", people=(Person("José García Luna"), Person("Ana", ("Luna",)), Person("Bo")), tags=("PREL", "LUNA"),
                  aliases=("/luna/", "Y"), references_other=("letter of Luna",))
    made = withhold_cable(ONE, cable)
    assert (made.title, made.people, made.tags, made.aliases, made.references_other) == (
        "[withheld: r] here", (Person("Bo"),), ("PREL",), ("Y",), ("letter of [withheld: r]",))


def test_diagnostics_tell_nothing() -> None:
    of = listed("- {name: Ana Cruz}\n- {cable: 09LAPAZ1}")
    told = conceal(of, diagnose("bad-value", Location("content/ana-cruz.md"), "`Ana Cruz` is odd", "ana cruz"))
    assert told is not None and "cruz" not in str(told).lower()
    assert conceal(of, diagnose("bad-value", Location("content/cables/2009/09LAPAZ1.md"), "odd")) is None
    cites = diagnose("outside-reference", Location("p.md"), "09LAPAZ2 cites 09LAPAZ1, which is not in this archive")
    assert conceal(of, cites) == cites


# --- properties --------------------------------------------------------------------------------------------------

WORD = st.text("abcdefgijklmnoprstuvzáéíñöüçł", min_size=3, max_size=9).map(str.capitalize)
AROUND = st.text("abc XYZ0.,;-\n", max_size=12)


def plain_letters(text: str) -> str:
    table = str.maketrans({"ł": "l"})
    folded = unicodedata.normalize("NFKD", text.lower()).translate(table)
    return "".join(sign for sign in folded if sign.isalnum() and not unicodedata.combining(sign))


@st.composite
def written(draw: st.DrawFn, words: list[str]) -> str:
    """A name as a cable might write it."""
    text = words[0]
    for word in words[1:]:
        text += draw(st.sampled_from([" ", "\n", "  ", "-", " \n ", "\u00a0", "\u2011", ", ", "\t"])) + word
    text = draw(st.sampled_from([str, str.upper, str.lower, str.title]))(text)
    if draw(st.booleans()):
        text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    if draw(st.booleans()):
        at = draw(st.integers(0, len(text) - 1))
        cut = draw(st.sampled_from(["{{++{}++}}", "{{~~x~>{}~~}}", "{{--{}--}}", "{{=={}==}}", "{{~~{}~>zz~~}}"]))
        if text[at].isalpha():
            text = text[:at] + cut.format(text[at]) + text[at + 1:]
    return text + draw(st.sampled_from(["", "'s", "'", "’s"]))


@settings(max_examples=150, deadline=None)
@given(st.data(), st.lists(WORD, min_size=1, max_size=3), AROUND, AROUND)
def test_no_spelling_of_a_name_gets_through(data: st.DataObject, words: list[str], before: str, after: str) -> None:
    of = WithheldList(listed(f"- {{name: '{' '.join(words)}', reason: '7'}}").entries)
    spelt = data.draw(written(words))
    body = f"{before.rstrip('ab cXYZ0')} {spelt} {after.lstrip('ab cXYZ0')}"
    made = withhold_body(of, "X", body).text
    squeezed = plain_letters("".join(words))
    for side in (accept(made), reject(made)):
        assert squeezed not in plain_letters(side) or squeezed in plain_letters(before + after), (body, made)
    assert made != body and check(made, "p") == check(body, "p") == []


@given(st.text(max_size=200))
def test_a_text_without_the_name_stays_as_it_is(text: str) -> None:
    of = listed("- {name: Qwrtzuxq Vbnmxyq, surname_alone: true}\n- {pattern: 'Qwrtzuxq\\d+'}")
    assert withhold(of, text) == text == withhold_lines(of, text) and withhold_body(of, "X", text).text == text
    assert withhold_body(of, "X", escape(text)).text == escape(text)


@given(st.text(max_size=60))
def test_every_letter_knows_its_place(text: str) -> None:
    assert len(letters(text)) == len(places(text)) and all(text[at].isalnum() or not text[at].isascii() for at in places(text))


# --- who asks to be protected ------------------------------------------------------------------------------------

@pytest.mark.parametrize(("text", "entry"), [
    ("Father Ana de la Cruz (strictly protect) said", "Father Ana de la Cruz"), ("ANA CRUZ (PROTECT)", "ANA CRUZ"),
    ("with Minister Ana Cruz (please protect)", "Ana Cruz"), ("by Ana Cruz (strictly\nprotect)", "Ana Cruz"), ("Please protect source.", ""),
    ("Ana Cruz, protect the identity", "Ana Cruz"), ("Ana Cruz (protect source strictly)", "Ana Cruz"),
])
def test_who_is_to_be_protected_is_warned_of_with_an_entry_for_it(text: str, entry: str) -> None:
    (found,) = danger.protected(text, "p.md", 3)
    assert found.code == "strictly-protect" and "Cruz" not in str(found)
    assert danger.entry_for(text, danger.marks(text)[0], "X") == (
        f'- {{name: "{entry}", reason: source at risk, cables: [X]}}' if entry else "")


@pytest.mark.parametrize("text", ["XXXXXXXXXXXX (strictly protect)", "{>>withheld: r<<} (strictly protect)", "[withheld: r] (protect)",
                                  "Ana Cruz (protect){>>published since 2011<<}", "to protect the border", "protection of sources"])
def test_where_somebody_has_decided_nothing_is_said(text: str) -> None:
    assert danger.protected(text, "p.md") == []


def test_a_name_that_is_withheld_needs_no_warning() -> None:
    page = "---\nid: X\n---\n\nLuna (strictly protect) and Ana Cruz (strictly protect)."
    found = read_document(page, "p.md", ONE)[1]
    assert [(d.code, d.location.line, d.location.column) for d in found] == [("strictly-protect", 5, 38)]
