"""Archives of synthetic cables, for measuring: a project of sitegen with any number of distinct cables.

``python benchmarks/archive.py DIR --cables N [--seed S] [--theme plain|archive]`` writes the project DIR, which must
not exist. The same N and seed give the same files. Lengths, topics, persons, references and dates are spread as in real
archives; the words are made up, and every cable says in its subject and first paragraph what it is.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from itertools import accumulate, count
from pathlib import Path
from typing import TypeVar

from sitegen.records.cable import Cable, Person
from sitegen.records.document import write_document
from sitegen.records.vocabulary.posts import POSTS, Post

THEMES = Path(__file__).with_name("themes")
ABOUT = "This archive is synthetic: a program made all of its cables, for measuring. No post ever sent one of them."
#: positions among the persons, the most named first, who get an entry in people.yaml
AUTHORITIES = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500)

_T = TypeVar("_T")
_SIZES = (8_000, 12_000)  # bytes of a page, about
_POSTS = """
Mexico, Ankara, Baghdad, Moscow, Beijing, Paris, Tel Aviv, Kabul, London, Berlin, Tokyo, Cairo, Islamabad, New Delhi,
Bogota, Brasilia, Caracas, La Paz, Lima, Quito, Santiago, Buenos Aires, Madrid, Rome, Lisbon, Athens, Vienna, Warsaw,
Prague, Budapest, Bucharest, Sofia, Belgrade, Zagreb, Kyiv, Minsk, Tbilisi, Yerevan, Baku, Astana, Tashkent, Bishkek,
Colombo, Dhaka, Kathmandu, Bangkok, Hanoi, Manila, Jakarta, Canberra, Nairobi, Abuja, Accra, Dakar, Pretoria, Harare,
Khartoum, Tunis, Rabat, Amman
"""
_YEARS = ((2003, 5), (2004, 9), (2005, 13), (2006, 16), (2007, 16), (2008, 18), (2009, 21), (2010, 2))  # and weights
_WEEKDAYS = (17, 20, 20, 20, 18, 3, 2)
#: from the most to the least frequent
_SUBJECTS = """
PGOV PREL ECON PHUM PTER SNAR PINR ETRD EFIN KDEM EAID MARR ENRG EINV MOPS KCRM KPAO OVIP PARM KCOR SENV EAGR KISL KJUS
SOCI ASEC CVIS EAIR EIND ELAB KNNP KTIP KIRF KWMN TBIO KIPR EWWT ECPS EMIN AEMR AMGT CASC MNUC KHIV OIIP SCUL TSPA KGCC
""".split()
_CLASSES = ("UNCLASSIFIED", "CONFIDENTIAL", "SECRET")
_PORTIONS = {"UNCLASSIFIED": ("SBU", "U"), "CONFIDENTIAL": ("C", "SBU"), "SECRET": ("S", "C")}
_FIRST = """
Ana Bruno Carla Diego Elena Fabio Gloria Hugo Irene Julio Karin Luis Marta Nuno Olga Pablo Quentin Rosa Sergio Tania
Ulrich Vera Walter Ximena Yves Zelda Adam Berta Cyril Dora Emil Flora Gustav Helga Igor Judith Konrad Lea Milan Nora
""".split()
_LAST = """
Example Muster Prueba Modelo Ensayo Muestra Placeholder Specimen Sample Testa Mustermann Beispiel Exemple Esempio
Voorbeeld Exemplo Ejemplo Modell Probe Prototype Dummy Fictive Blank Mock Stub Template Pattern Nemo Nobody Lorem
Ipsum Dolor Amet Synthetic Artifice Invention Notional Imaginary Pretend Phantom Fabula Fiction Figment Nominal Default
Generic Typical Standard Anonymous Variable
""".split()
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_OFFICES = ("Minister", "Deputy Minister", "Director", "Senator", "Governor", "Judge", "General", "Spokesman")
_VERBS = ("said that", "told us that", "noted that", "expects that", "doubted that", "confirmed that", "denied that")
_COMMON = """
the of to and in a that for on is with as by was not has it from be at are will had an this have would they which its
but he were said or their his also been could there more all government officials minister president who than other no
if we our ministry one some new two between any country party political police noted when support after against
economic during security only what should because over most however including many local percent national public both
under such while where about up our foreign several since during these out into made year current through
""".split()
_SYLLABLES = """
ba be bi bo bu da de di do du fa fe fi fo ga ge gi go ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no nu pa pe
pi po ra re ri ro ru sa se si so su ta te ti to tu va ve vi vo za ze zi zo bran cor del fen gal hort jin kel lum mar nor
pel quar ros sten tor ulm ver wil yar zon
""".split()
_ENDINGS = "n l r s t m d k nd nt st rk lm ss tion ment ing ed ly er al ive ous ance".split()
_VOCABULARY = 24_000  # distinct words; an index of few words would be no measure of one of many


@dataclass(frozen=True, slots=True)
class Plan:
    """What must be known of all cables before one can be written: ids, posts and dates, in order of time."""

    seed: int
    ids: tuple[str, ...]
    posts: tuple[int, ...]  # the position of each cable's post in :func:`posts`
    dates: tuple[datetime, ...]
    by_post: tuple[tuple[int, ...], ...]  # the cables of each post
    people: tuple[str, ...]  # names, the most frequent first
    people_weights: tuple[float, ...]  # cumulative


@lru_cache(maxsize=1)
def posts() -> tuple[Post, ...]:
    """The posts that cables come from, the busiest first."""
    return tuple(POSTS["".join(city.upper().split())] for city in _POSTS.replace("\n", " ").split(","))


@lru_cache(maxsize=1)
def plan(cables: int, seed: int = 0) -> Plan:
    """The plan of an archive of this many cables."""
    chance = random.Random(f"{seed}/{cables}")
    years, year_weights = zip(*_YEARS, strict=True)
    post_weights = [1 / (rank + 4) for rank in range(len(posts()))]
    at = chance.choices(range(len(posts())), post_weights, k=cables)
    sent = sorted(_moment(chance, year) for year in chance.choices(years, year_weights, k=cables))
    ids, serials, by_post = [], Counter[tuple[int, int]](), [list[int]() for _ in posts()]
    for number, (post, moment) in enumerate(zip(at, sent, strict=True)):
        serials[post, moment.year] += chance.randint(1, 3)  # not every message of a post was published
        ids.append(f"{moment:%y}{posts()[post].station}{serials[post, moment.year]}")
        by_post[post].append(number)
    people = _names(max(200, cables // 5))
    # Zipf's law with Mandelbrot's offset, so that the most frequent of all is in about one cable of twenty
    weights = accumulate(1 / (rank + 20) for rank in range(len(people)))
    return Plan(seed, tuple(ids), tuple(at), tuple(sent), tuple(map(tuple, by_post)), people, tuple(weights))


def _moment(chance: random.Random, year: int) -> datetime:
    days = 59 if year == 2010 else 365
    day = datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=chance.randrange(days))
    monday = day - timedelta(days=day.weekday())
    day = monday + timedelta(days=chance.choices(range(7), _WEEKDAYS)[0])
    day = day if day.year == year else day.replace(year=year, month=1, day=3)
    return day + timedelta(minutes=chance.randrange(6 * 60, 20 * 60))


def _names(number: int) -> tuple[str, ...]:
    """This many distinct names that nobody can take for real ones."""
    every = [f"{first} {letter}. {last}" for letter in _LETTERS for first in _FIRST for last in _LAST]
    if number > len(every):
        raise ValueError(f"there are names for {len(every)} persons only")
    return tuple(random.Random("people").sample(every, number))


@lru_cache(maxsize=1)
def _words() -> tuple[tuple[str, ...], tuple[float, ...]]:
    """The vocabulary, from the most frequent word down, and the words' cumulative weights."""
    chance = random.Random("words")
    words = dict.fromkeys(_COMMON)
    while len(words) < _VOCABULARY:
        syllables = chance.choices(_SYLLABLES, k=chance.choice((1, 2, 2, 2, 3, 3, 4)))
        words["".join(syllables) + chance.choice(_ENDINGS)] = None
    return tuple(words), tuple(accumulate(1 / (rank + 3) for rank in range(len(words))))


# --- one cable ---------------------------------------------------------------------------------------------------

def cable(archive: Plan, number: int) -> tuple[Cable, str]:
    """The front matter and the body of a cable of the archive, ``number`` in order of time, from 0."""
    chance = random.Random(f"{archive.seed}/{len(archive.ids)}/{number}")
    post, moment = posts()[archive.posts[number]], archive.dates[number]
    classification = chance.choices(_CLASSES, (52, 41, 7))[0]
    secret = classification != "UNCLASSIFIED"
    people = _people(chance, archive)
    text = _Text(chance, _PORTIONS[classification], people)
    subject = " ".join(text.words(chance.randint(4, 9)))
    others = [posts()[at].plad for at in chance.sample(range(len(posts())), chance.randint(2, 8))]
    size = chance.randint(*_SIZES) - 1300  # what is left of a page for its body
    return Cable(
        id=archive.ids[number],
        title=f"Synthetic Cable {number}: {subject.title()}", subject=f"SYNTHETIC CABLE {number}: {subject.upper()}",
        date=f"{moment:%Y-%m-%dT%H:%M:%SZ}", date_basis="transmitted", classification=classification,
        captions=("SIPDIS",) if secret else tuple(chance.choice((("SENSITIVE", "SIPDIS"), ("SIPDIS",), ()))),
        origin=post.name, precedence=chance.choice(("ROUTINE", "ROUTINE", "PRIORITY", "IMMEDIATE")),
        from_=post.plad, to=("SECSTATE WASHDC",), info=tuple(others),
        tags=_tags(chance, post), references=_references(chance, archive, number),
        classified_by=f"Political Counselor {people[0].name}" if secret else "",
        reasons=("1.4(b)", "1.4(d)") if secret else (),
        declassify_on=f"{moment.year + 10}-{moment:%m-%d}" if secret and moment.strftime("%m-%d") != "02-29" else "",
        transmission_id=f"VZCZCXYZ{number % 10_000:04}", signed_by="SYNTHETIC", people=people, language="en",
    ), text.body(size)


def _people(chance: random.Random, archive: Plan) -> tuple[Person, ...]:
    wanted = chance.randint(3, 6)
    names: dict[str, None] = {}
    while len(names) < wanted:
        names[chance.choices(archive.people, cum_weights=archive.people_weights)[0]] = None
    last = Counter(name.split()[-1] for name in names)
    return tuple(Person(name, (name.split()[-1],) if last[name.split()[-1]] == 1 and chance.random() < 0.4 else ())
                 for name in names)


def _tags(chance: random.Random, post: Post) -> tuple[str, ...]:
    codes = dict.fromkeys(_weighted(chance, _SUBJECTS, chance.randint(4, 5)))
    codes[post.country_code] = None
    if chance.random() < 0.4:
        codes[chance.choice(posts()).country_code] = None
    return tuple(codes)


def _weighted(chance: random.Random, values: Sequence[_T], number: int) -> list[_T]:
    """Distinct values, the first ones more often."""
    weights = [1 / (rank + 2) for rank in range(len(values))]
    found: dict[_T, None] = {}
    while len(found) < number:
        found[chance.choices(values, weights)[0]] = None
    return list(found)


def _references(chance: random.Random, archive: Plan, number: int) -> tuple[str, ...]:
    """Up to four cables that went before, most of them of the same post; now and then one outside the archive."""
    own = archive.by_post[archive.posts[number]]
    before = bisect_left(own, number)
    found: dict[str, None] = {}
    for _ in range(chance.choices(range(5), (30, 30, 20, 12, 8))[0]):
        back = int(chance.expovariate(1 / 12)) + 1
        if chance.random() < 0.7 and back <= before:
            found[archive.ids[own[before - back]]] = None
        elif number:
            found[archive.ids[chance.randrange(max(0, number - 500), number)]] = None
    if chance.random() < 0.1:
        found[f"{archive.dates[number]:%y}STATE{chance.randint(1, 150_000)}"] = None
    return tuple(found)


class _Text:
    """Writes the body of one cable: made-up words, in the shapes that convert finds in real ones."""

    def __init__(self, chance: random.Random, portions: tuple[str, ...], people: tuple[Person, ...]) -> None:
        self._chance, self._portions, self._people = chance, portions, people
        vocabulary, weights = _words()
        self._stock = iter(chance.choices(vocabulary, cum_weights=weights, k=2600))
        self._damaged = chance.randint(1, 4) if chance.random() < 0.35 else 0  # words that convert repaired
        self._unnumbered = count(1)
        self._named: set[str] = set()

    def words(self, number: int) -> list[str]:
        """The next words."""
        return [word for word, _ in zip(self._stock, range(number), strict=False)]

    def body(self, size: int) -> str:
        """A body of about this many bytes that names every person."""
        chance = self._chance
        blocks, written, until_heading = list[str](), 0, 2
        for number in count(1):
            if written >= size and number > len(self._people):
                break
            if until_heading == 0:
                blocks.append(f"## {' '.join(self.words(chance.randint(2, 6))).title()}")
                until_heading = chance.randint(2, 4)
            until_heading -= 1
            blocks += self._paragraphs(number)
            if chance.random() < 0.008:
                blocks.append(self._table())
            if chance.random() < 0.004:
                blocks.append(self._columns())
            written = sum(len(block) + 2 for block in blocks)
        return "\n\n".join(blocks)

    def _paragraphs(self, number: int) -> Iterator[str]:
        """A numbered paragraph, and now and then the points below it, which have no numbers."""
        chance = self._chance
        shown = f"¶{number}"
        if self._damaged and chance.random() < 0.05:
            shown = f"{{~~1{number}~>¶{number}~~}}"
        opening = "This is a synthetic cable, made for measuring; no post ever sent it. " if number == 1 else ""
        opening += self._naming(self._people[(number - 1) % len(self._people)])
        yield f"{shown}. ({chance.choice(self._portions)}) {opening} {self._sentences(chance.randint(3, 7))}"
        if chance.random() < 0.06:
            for _ in range(chance.randint(2, 4)):
                yield f"-- {self._sentences(chance.randint(1, 3))} {{#u{next(self._unnumbered)}}}"

    def _naming(self, person: Person) -> str:
        name = person.spellings[0] if person.spellings and person.name in self._named else person.name
        self._named.add(person.name)
        office, verb = self._chance.choice(_OFFICES), self._chance.choice(_VERBS)
        return f"{office} {name} {verb} {' '.join(self.words(self._chance.randint(6, 14)))}."

    def _sentences(self, number: int) -> str:
        out = []
        for _ in range(number):
            words = self.words(self._chance.randint(8, 24)) or ["so"]
            if self._damaged and self._chance.random() < 0.05:
                self._damaged -= 1
                words[-1] = f"{{~~{words[-1][0]}{words[-1]}~>{words[-1]}~~}}"
            else:
                words[0] = words[0].capitalize()
            if len(words) > 16:
                words[8] += ","
            out.append(" ".join(words) + ".")
        return " ".join(out)

    def _table(self) -> str:
        rows = [f"| {self.words(1)[0].title()} | {self._chance.randint(1, 9_999)} | {self._chance.randint(1, 100)} |"
                for _ in range(self._chance.randint(3, 9))]
        anchor = f"{{#u{next(self._unnumbered)}}}"
        return "\n".join(("| Name | Number | Share |", "| --- | ---: | ---: |", *rows, anchor))

    def _columns(self) -> str:
        rows = [f"{self.words(1)[0]:<20}{self._chance.randint(1, 9_999):>8}" for _ in range(self._chance.randint(3, 8))]
        return "\n".join((f"``` {{#u{next(self._unnumbered)}}}", *rows, "```"))


# --- the project -------------------------------------------------------------------------------------------------

def write_project(root: Path, cables: int, seed: int = 0, theme: str = "plain", jobs: int | None = None) -> None:
    """Write an archive of this many cables as a project at ``root``, which must not exist.

    With the theme ``plain`` nothing is written beside a cable's page, as the peers' sites do; with ``archive``
    everything is.
    """
    root.mkdir(parents=True)
    outputs = _NO_OUTPUTS if theme == "plain" else ""
    (root / "site.yaml").write_text(_SETTINGS.format(theme=theme, outputs=outputs), "utf-8")
    if theme == "plain":
        shutil.copytree(THEMES / "plain", root / "themes" / "plain")
    content = root / "content"
    (content / "pages").mkdir(parents=True)
    (content / "pages" / "about.md").write_text(f"---\ntitle: About\n---\n\n{ABOUT}\n", "utf-8")
    for year, _ in _YEARS:
        (content / "cables" / str(year)).mkdir(parents=True)
    named = Counter[str]()
    for found in in_parts(partial(_write_cables, content / "cables", cables, seed), cables, jobs):
        named += found
    (content / "people.yaml").write_text("".join(_entry(name) for name in with_entries(named)), "utf-8")


def in_parts(work: partial[_T], cables: int, jobs: int | None = None) -> list[_T]:
    """What ``work(first, end)`` gives for each part of the cables' numbers, in their order; in processes if many."""
    jobs = jobs or os.cpu_count() or 1
    step = max(250, -(-cables // (jobs * 8)))
    bounds = [(first, min(first + step, cables)) for first in range(0, cables, step)]
    if jobs == 1 or len(bounds) < 2:
        return [work(*bound) for bound in bounds]
    with ProcessPoolExecutor(jobs) as pool:
        return [task.result() for task in [pool.submit(work, *bound) for bound in bounds]]


def with_entries(named: Counter[str]) -> list[str]:
    """The persons who have an entry in people.yaml, of those named so often."""
    ranked = sorted(named, key=lambda name: (-named[name], name))
    return [ranked[position] for position in AUTHORITIES if position < len(ranked)]


def _write_cables(folder: Path, cables: int, seed: int, first: int, end: int) -> Counter[str]:
    """Write the pages of the cables from ``first`` to before ``end``; gives how many of them name each person."""
    archive = plan(cables, seed)
    named = Counter[str]()
    for number in range(first, end):
        front, body = cable(archive, number)
        path = folder / str(archive.dates[number].year) / f"{front.id}.md"
        path.write_bytes(write_document(front, body).encode())
        named.update(person.name for person in front.people)
    return named


def _entry(name: str) -> str:
    first, _, last = name.rpartition(" ")
    return (f"- name: {name}\n  sort: {last}, {first}\n  roles:\n    - {{role: Minister of Measuring, as_of: 2005}}\n"
            "  note: A synthetic person.\n")


_SETTINGS = """\
title: Synthetic archive
description: Made-up cables, for measuring.
base_url: https://synthetic.example
rights: No rights are claimed in made-up words.
theme: {theme}
{outputs}"""
_NO_OUTPUTS = "outputs: {cable_json: off, source_text: off, cite: off}\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--cables", type=int, default=1000, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    parser.add_argument("--theme", choices=("plain", "archive"), default="plain")
    arguments = parser.parse_args()
    if arguments.folder.exists():
        parser.error(f"{arguments.folder} exists")
    write_project(arguments.folder, arguments.cables, arguments.seed, arguments.theme)


if __name__ == "__main__":
    main()
