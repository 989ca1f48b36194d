"""The languages of the interface: catalogues complete and in step with what uses them, plurals, overriding, faults."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import yaml
from babel import Locale
from babel.messages.pofile import read_po
from hypothesis import given, settings
from hypothesis import strategies as st

import sitegen
from sitegen.catalogues import read_catalogue
from sitegen.records.vocabulary import (
    captions,
    classifications,
    executive_orders,
    geography,
    organizations,
    precedences,
    subjects,
)
from sitegen.render import cable_html
from sitegen.render.locale import Strings, catalogue_path, read_strings
from sitegen.render.theme import Theme, packaged
from sitegen.site import explain, languages

THEME = packaged()
LANGUAGES = ("en", "es")
USING = [*sorted((THEME / "templates").iterdir()), Path(cable_html.__file__)]
_NAMES = re.compile(r"\{(\w+)\}")


def entries(language: str) -> dict[str, tuple[str, ...]]:
    """Every entry of a catalogue of the theme, fuzzy and empty ones too: key -> forms."""
    with (THEME / "locale" / catalogue_path(language)).open("rb") as file:
        read = read_po(file, abort_invalid=True)
    assert not read.obsolete
    out = {}
    for message in read:
        if message.id:
            assert not message.fuzzy, message.id
            key = message.id if isinstance(message.id, str) else message.id[0]
            assert key not in out, key
            out[key] = (message.string,) if isinstance(message.string, str) else tuple(message.string)
    return out


def used(texts: Iterable[str]) -> tuple[set[str], set[str]]:
    """The keys that ``t`` is called with, and the beginnings of those that are put together."""
    whole, begun = set(), set()
    for text in texts:
        whole |= set(re.findall(r'(?:\bt|_t|\.text)\("([\w.]+)"[,)]', text))
        begun |= set(re.findall(r'\bt\("([\w.]+[._])" ~', text))
        for one, other in re.findall(r'\bt\("([\w.]+)" if \w+ else "([\w.]+)"', text):
            whole |= {one, other}
    return whole, begun


def test_both_catalogues_are_complete_and_nothing_in_them_is_unused():
    english, spanish = map(entries, LANGUAGES)
    assert list(english) == list(spanish)
    texts = [path.read_text() for path in USING]
    whole, begun = used(texts)
    assert len(whole) > 200
    assert len(begun) > 10
    assert whole - english.keys() == set()
    words = set(re.findall(r'"([\w.]+)"', "".join(texts)))  # what the ends of keys are taken from
    words |= {value for path in (Path(cable_html.__file__).parents[1] / "site").glob("*.py")
              for value in re.findall(r'"([\w.]+)"', path.read_text())}
    words |= {"transmitted", "metadata", "sequence", "declassification", "unknown"}  # date_basis, of front matter
    words |= {name.lower().replace(" ", "-") for name in classifications.CLASSIFICATIONS}
    words |= {word + end for end in re.findall(r'~ \w+ ~ "(\w+)"\)', "".join(texts)) for word in words}
    words |= {f"{section}.{order}" for section in ("cables", "topics", "people") for order in words}  # orders of lists
    unused = {key for key in english.keys() - whole
              if not any(key.startswith(start) and key.removeprefix(start) in words for start in begun)}
    assert unused == set()
    for key, forms in english.items():
        assert all(forms), key
        assert all(spanish[key]), key
        assert len(forms) == len(spanish[key]), key
        names = [{name for form in own[key] for name in _NAMES.findall(form)} for own in (english, spanish)]
        assert names[0] == names[1], key
        if len(forms) > 1:  # a form for one may do without the number
            assert set(_NAMES.findall(forms[0])) <= set(_NAMES.findall(forms[1])), key
    # words that are the same in both are names, signs, or words of both languages
    same = {key for key in english if english[key] == spanish[key]} - {"search.many", "source.at"}
    assert same <= {"count.cables", "figures.cables", "title.cables", "column.count", "cite.mla", "cite.apa", "cite.bib", "cite.ris",
                    "cite.json", "field.tags", "search.help_words_sign", "search.help_phrase_sign", "search.help_not_sign",
                    "column.cable", "search.one", "describe.dated"}, sorted(same)


def test_every_word_that_a_script_shows_comes_from_the_catalogues():
    page = (THEME / "templates" / "search.html").read_text()
    handed = set(re.search(r'for key in \(("start".*?)\)', page)[1].replace('"', "").split(", ")) | {"levels"}
    handed |= {"year", "classification", "origin", "topic", "person"}
    scripts = "".join((THEME / "assets" / f"{name}.js").read_text() for name in ("search", "search-filters", "search-results"))
    asked = set(re.findall(r"(?<![.\w])words\.(\w+)", scripts))
    assert len(asked) > 15
    assert asked <= handed
    everything = "".join(path.read_text() for path in (THEME / "assets").glob("search*.js"))  # facets and days have their names there
    assert {key for key in handed - asked if not re.search(rf"\b{key}\b", everything)} == set()


def strings_of(text: str, language: str) -> Strings:
    read, wrong = read_strings([(language, text.encode(), "x.po")], language)
    assert wrong == []
    return read


def test_each_language_has_its_own_plurals_and_digits():
    polish = strings_of('msgid "n"\nmsgid_plural "n"\nmsgstr[0] "{count} depesza"\nmsgstr[1] "{count} depesze"\nmsgstr[2] "{count} depesz"\n', "pl")
    assert [polish.text("n", count=n) for n in (1, 3, 5, 22)] == ["1 depesza", "3 depesze", "5 depesz", "22 depesze"]
    french = strings_of('msgid "n"\nmsgid_plural "n"\nmsgstr[0] "{count} télégramme"\nmsgstr[1] "{count} télégrammes"\n', "fr")
    assert [french.text("n", count=n) for n in (0, 1, 2)] == ["0 télégramme", "1 télégramme", "2 télégrammes"]
    assert french.number(1234567) == "1\u202f234\u202f567"
    assert strings_of("", "es").number(12345) == "12.345"
    assert strings_of("", "en").number(12345) == "12,345"
    assert strings_of("", "hi").number(1234567) == "12,34,567"
    assert strings_of("", "zz").number(12345) == "12,345"


def write(root: Path, language: str, text: str) -> None:
    path = root / "themes" / "mine" / "locale" / catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def load(root: Path, language: str) -> tuple[Theme | None, list[str]]:
    theme, found = Theme.load(root, "mine", language)
    return theme, [str(d) for d in [*found, *(theme.compile() if theme else ())]]


def test_a_project_adds_a_language_and_what_it_lacks_stays_english(tmp_path):
    write(tmp_path, "fr", 'msgid "skip"\nmsgstr "Aller au contenu"\n\n#, fuzzy\nmsgid "undated"\nmsgstr "?"\n')
    theme, found = load(tmp_path, "fr")
    assert theme is not None
    missing = len(entries("en")) - 1
    assert len(found) == 1
    assert found[0].startswith(f"themes/mine/locale/fr/LC_MESSAGES/interface.po:1:1: warning[untranslated]: {missing} strings have no words in `fr`")
    assert theme.misread() != []
    english, _ = load(tmp_path, "en")
    assert english is not None
    assert english.digest != theme.digest
    assert english.misread() == []


def test_a_language_that_no_theme_has_is_said_to_be_missing(tmp_path):
    write(tmp_path, "en", "")
    assert load(tmp_path, "fr") == (None, [
        "site.yaml:1:1: error[bad-config]: the theme `mine` has no strings in `fr` (it has: en, es; another language needs "
        "themes/mine/locale/fr/LC_MESSAGES/interface.po)"])


@pytest.mark.parametrize(("text", "line", "what"), [
    ('msgid "skip"\nmsgstr "Jump\n', 2, '`msgstr "Jump` is no line of a catalogue'),
    ('\n\nskip: Jump\n', 3, "`skip: Jump` is no line of a catalogue"),
    ('msgid "skip"\n\nmsgid "undated"\nmsgstr ""\n', 1, "missing msgstr for msgid 'skip'"),
    ('msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=import os;\\n"\n', 1, "invalid token in plural form: import"),
    ('# a\nmsgid "a"\nmsgid_plural "a"\nmsgstr[0] "x"\nmsgstr[1] "y"\nmsgstr[2] "z"\n', 2, "msg has more translations"),
    ('"a"\n', 1, "Got line starting"),
])
def test_a_broken_catalogue_says_where(tmp_path, text, line, what):
    write(tmp_path, "en", text)
    _, found = load(tmp_path, "en")
    assert len(found) == 1
    assert found[0].startswith(f"themes/mine/locale/en/LC_MESSAGES/interface.po:{line}:1: error[broken-catalogue]: the catalogue cannot be read: ")
    assert what in found[0]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(['msgid "a"', 'msgid ""', 'msgstr "b"', 'msgid_plural "a"', 'msgstr[0] "x"', 'msgstr[7] "x"', 'msgctxt "c"',
                                 '"Plural-Forms: nplurals=0; plural=1/n;\\n"', '"Language: xx\\n"', '"POT-Creation-Date: never\\n"',
                                 '"Content-Type: text/plain; charset=none\\n"', "#, fuzzy", "#: \u2068x", "#~ msgid", '#~ "x"', "#| y"]) | st.text(max_size=8),
                max_size=10).map("\n".join))
def test_no_catalogue_makes_a_traceback(text):
    catalogue, found = read_catalogue(text.encode("utf-8", "replace"), "x.po", "en")
    assert (catalogue is None) == bool(found)
    if catalogue:
        for forms in catalogue.texts.values():
            assert all(isinstance(form, str) for form in forms)


# --- what codes and dates mean --------------------------------------------------------------------------------------

def meanings() -> set[str]:
    """Everything in English that records/vocabulary/ and the words around dates can put on a page, countries apart."""
    texts = {*captions.CAPTIONS.values(), captions.explain("CORRECTED COPY"), *classifications.CLASSIFICATIONS.values(),
             *(name.capitalize() for name in classifications.CLASSIFICATIONS), *classifications.CONTROLS.values(), "Sensitive but unclassified",
             *precedences.PRECEDENCES.values(), *executive_orders.REASONS.values(), *subjects.FIELDS.values(), *subjects.SUBJECTS.values(),
             *subjects.SUBJECTS_1974.values(), *subjects.PROGRAMS.values(), *geography.REGIONS.values(), *organizations.ORGANIZATIONS.values(),
             *(name for _, name in organizations.FORMER_ORGANIZATIONS.values()), *languages._SIGNS}
    return {text for text in texts if text}


def countries() -> set[str]:
    return {*geography.COUNTRIES.values(), *(name for times in geography.FORMER.values() for *_, name in times)}


def test_the_spanish_vocabulary_has_every_meaning_and_no_other():
    with (Path(languages.__file__).parent / "locale" / "es" / "LC_MESSAGES" / "vocabulary.po").open("rb") as file:
        read = [message for message in read_po(file, abort_invalid=True) if message.id]
    assert not any(message.fuzzy or not message.string for message in read)
    spanish = languages.vocabulary("es")
    assert len(read) == len(spanish) > 400
    assert meanings() - spanish.keys() == set()
    assert {name for name in countries() if name not in spanish} <= geography.ISO_OF.keys()
    assert spanish.keys() - meanings() - countries() == set()
    for english, own in spanish.items():
        assert set(_NAMES.findall(english)) == set(_NAMES.findall(own)), english
        assert english[0].isupper() == own[0].isupper(), english  # it begins a line, or goes on in one


def test_the_territory_of_a_country_is_that_of_its_name():
    cldr = Locale("en").territories
    same = {"BS": "The Bahamas", "MM": "Burma", "CG": "Congo (Brazzaville)", "CD": "Congo (Kinshasa)", "CZ": "Czech Republic",
            "GM": "The Gambia", "HK": "Hong Kong", "MO": "Macau", "MK": "Macedonia", "TR": "Turkey", "VA": "Holy See", "SZ": "Swaziland"}
    for name, code in geography.ISO_OF.items():
        plain = name.replace(" and ", " & ").replace("Saint ", "St. ").replace("the Gren", "Gren").replace("'", "’")
        assert cldr[code] == plain or same[code] == name, name
    assert set(geography.COUNTRIES.values()) - geography.ISO_OF.keys() == {
        "Gaza Strip", "West Bank", "Netherlands Antilles", "Svalbard", "Serbia and Montenegro"}


@pytest.mark.parametrize(("language", "expected"), [
    ("es", ["Estados Unidos", "Zaire", "Birmania", "Costa de Marfil", "Secreto, no para extranjeros", "Asamblea General de la ONU, C-6", "Narcóticos"]),
    ("fr", ["États-Unis", "Zaire", "Myanmar (Birmanie)", "Côte d’Ivoire", "Secret, not for foreign nationals", "UN General Assembly, C-6", "Narcotics"]),
    ("en", ["United States", "Zaire", "Burma", "Côte d'Ivoire", "Secret, not for foreign nationals", "UN General Assembly, C-6", "Narcotics"]),
])
def test_codes_are_explained_in_the_language_of_the_interface(language, expected):
    assert [explain.tags_label("US", 2009, language), explain.tags_label("CG", 1980, language), explain.tags_label("BM", 2009, language),
            explain.tags_label("IV", 2009, language), explain.portion_mark("S/NF", language),
            explain.tags_label("UNGA/C-6", None, language), explain.tags_label("SNAR", 2009, language)] == expected
    assert languages.explained_in(language) == ("es" if language == "es" else "en")


@pytest.mark.parametrize(("language", "expected"), [
    ("fr", ["28 décembre 2009, 13:46 UTC", "≈ 9 novembre 2009", "1974 (?)", "2000–2009", "janvier 2009 – mars 2009", "Juin", "Juin"]),
    ("de", ["28. Dezember 2009, 13:46 UTC", "≈ 9. November 2009", "1974 (?)", "2000–2009", "Januar 2009 – März 2009", "Juni", "Juni"]),
    ("pl", ["28 grudnia 2009, 13:46 UTC", "≈ 9 listopada 2009", "1974 (?)", "2000–2009", "styczeń 2009 – marzec 2009", "Czerwiec", "Cze"]),
    ("es", ["28 de diciembre de 2009, 13:46 UTC", "hacia el 9 de noviembre de 2009", "quizás 1974", "los años 2000",
            "enero de 2009 – marzo de 2009", "Junio", "Jun"]),
    ("zz", ["December 28, 2009, 13:46 UTC", "≈ November 9, 2009", "1974 (?)", "2000–2009", "January 2009 – March 2009", "June", "Jun"]),
])
def test_dates_are_put_as_each_language_does(language, expected):
    shown = [explain.when(edtf, language) for edtf in ("2009-12-28T13:46:00Z", "2009-11-09~", "1974?", "200X", "2009-01/2009-03")]
    assert [*(date.text for date in shown if date), explain.month_name(6, language), explain.short_month(6, language)] == expected


def sentences_of(tree: ast.AST) -> Iterator[str]:
    """The texts that a module gives to a doubt, with {} for what is put in: written in the call, or under a name."""
    given: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                names, values = (target.elts, getattr(node.value, "elts", [])) if isinstance(target, ast.Tuple) else ([target], [node.value])
                for name, value in zip(names, values, strict=False):
                    if isinstance(name, ast.Name):
                        given.setdefault(name.id, []).append(value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and str(getattr(node.func, "id", getattr(node.func, "attr", ""))) in ("Doubt", "doubt", "_dated"):
            for argument in node.args:
                yield from texts_of(argument, given)


def texts_of(value: ast.expr, given: dict[str, list[ast.expr]]) -> Iterator[str]:
    match value:
        case ast.Constant(str() as text) if " " in text:
            yield text
        case ast.JoinedStr(parts):
            out = [""]
            for part in parts:
                if isinstance(part, ast.Constant):
                    out = [text + str(part.value) for text in out]
                else:
                    name = getattr(part.value, "id", "")  # type: ignore[attr-defined]
                    inner = [text for one in given.get(name, ()) if name == "said" for text in texts_of(one, given)
                             if not text.startswith("reference ")]
                    out = [text + more for text in out for more in (inner or ["{}"])]
            yield from out
        case ast.Name(name):
            for one in given.get(name, ()):
                yield from texts_of(one, given)
        case ast.IfExp(_, one, other):
            yield from texts_of(one, given)
            yield from texts_of(other, given)


def test_every_doubt_that_convert_writes_has_its_spanish_sentence():
    folder = Path(sitegen.__file__).parent / "convert"
    written = {text for path in folder.rglob("*.py") for text in sentences_of(ast.parse(path.read_text()))
               if " " in text.replace("{}", "") and not text.startswith(("is above", "above"))}  # ends of sentences
    # a year's evidence is put in from a list of its own; references of the year before are told in one sentence; these have no page
    written -= {"year {} inferred from {}", "reference {} {} is above the cable's own ({}): taken for one of {}",
                "a text with a cable's header, but no post and number", "nothing tells the year of {}, so it has no id and no page"}
    spanish = languages.vocabulary("es", "doubts")
    held = {re.sub(r"\{\w+\}", "{}", english) for english in spanish}
    assert len(written) > 35
    unheard = {text for text in written if languages.doubt(re.sub(r"\{\}", "X 1", text), "es") is None}
    assert unheard == set()
    one = {text.replace("{} {}", "{}") for text in written} | {re.sub(r"STATE \{\}", "STATE {}", text) for text in written}
    evidence = {text for text in held if text.startswith("year {} inferred from ")}
    assert len(evidence) == 5
    assert held - one - evidence == {"references {}: above the cable's own number ({}), so taken for those of {}"}
    for english, own in spanish.items():
        assert set(_NAMES.findall(english)) == set(_NAMES.findall(own)), english


def test_doubts_of_pages_are_told_in_spanish_and_those_of_editors_as_they_wrote_them():
    root = Path(__file__).parent.parent
    written = [doubt for path in [*(root / "content" / "cables").rglob("*.md"), *(root / "tests" / "golden").glob("*.md")]
               for doubt in yaml.load(path.read_text().split("---\n")[1], yaml.CBaseLoader).get("doubts", ())]
    assert len(written) > 10
    said = explain.doubts([*written, "Is this Merida or Mérida?", "x" * 100_000], "es")
    assert [one.language for one in said] == ["es"] * len(written) + ["en", "en"]
    assert said[-2].text == "Is this Merida or Mérida?"
    assert languages.doubt("the date “a (b)” read as 2009-01", "es") == "la fecha “a (b)” se leyó como 2009-01"
    assert [one.text for one in explain.doubts(written, "en")] == written
