"""Raw documents with synthetic cables, for measuring: each says what it is in its subject and first paragraph."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

# Message numbers of a post run through a year; the posts take turns.
_POSTS = (("LA PAZ", "RUEHLP", "BL"), ("LIMA", "RUEHPE", "PE"), ("QUITO", "RUEHQT", "EC"), ("BOGOTA", "RUEHBO", "CO"))
_SUBJECT_TAGS = ("PGOV", "PREL", "ECON", "ETRD", "SNAR", "PHUM", "EAID", "SENV", "MARR", "PTER")
_FIRST = ("Ana", "Bruno", "Carla", "Diego", "Elena", "Fabio", "Gloria", "Hugo", "Irene", "Julio")
_LAST = ("Example", "Muster", "Prueba", "Modelo", "Ensayo", "Muestra", "Placeholder", "Specimen", "Sample", "Testa")
_WORDS = (
    "the a of to in on for with from about officials ministry government opposition congress president economy prices "
    "water roads harvest border trade police court reform election council region capital coast mountain valley port "
    "said noted asked expected planned refused agreed proposed reviewed delayed supported criticized measured reported "
    "new old local national regional early late public private small large open formal recent cautious slow steady"
).split()


def _sentence(chance: random.Random) -> str:
    words = [chance.choice(_WORDS) for _ in range(chance.randint(8, 22))]
    return " ".join(words).capitalize() + "."


def _wrapped(text: str, width: int = 66) -> str:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\n".join([*lines, line])


def cable(number: int, seed: int = 0) -> str:
    """The raw text of the synthetic cable ``number`` (from 0): the same for the same number and seed."""
    chance = random.Random(f"{seed}/{number}")
    post, route, country = _POSTS[number % len(_POSTS)]
    serial = number // len(_POSTS)
    year, serial = 2001 + serial // 4000, serial % 4000 + 1
    sent = datetime(year, 1, 1, 8, tzinfo=UTC) + timedelta(minutes=serial * 120)
    tags = [*sorted(chance.sample(_SUBJECT_TAGS, 3)), country]
    title = f"SYNTHETIC CABLE {number} FOR MEASURING"
    reference = f"REF: {post} {max(1, serial - chance.randint(1, 30))}\n" if serial > 1 else ""
    head = f"""\
VZCZCXYZ{number % 10_000:04}
RR RUEHWEB
DE {route} #{serial:04}/01 {sent:%j%H%M}
ZNR UUUUU ZZH
R {sent:%d%H%M}Z {sent:%b %y}
FM AMEMBASSY {post}
TO RUEHC/SECSTATE WASHDC {1000 + serial % 9000}
INFO RUEHXX/SYNTHETIC COLLECTIVE
UNCLAS {post} {serial:06}

SIPDIS

E.O. 12958: N/A
TAGS: {" ".join(tags)}
SUBJECT: {title}

{reference}
""".replace(f"{sent:%b %y}", f"{sent:%b %y}".upper())
    paragraphs = []
    for count in range(1, chance.randint(6, 14)):
        person = f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
        opening = "This is a synthetic cable, made for measuring. " if count == 1 else ""
        rest = " ".join(_sentence(chance) for _ in range(chance.randint(4, 9)))
        paragraphs.append(_wrapped(f"{count}. (U) {opening}Minister {person} spoke. {rest}"))
    return head + "\n\n".join(paragraphs) + "\n\nSYNTHETIC\n"


def write_project(root: Path, cables: int, per_file: int = 1) -> None:
    """A project at ``root`` (made, must not exist) whose sources hold this many cables, ``per_file`` in each."""
    sources = root / "content" / "sources"
    sources.mkdir(parents=True)
    (root / "site.yaml").write_text("title: Synthetic archive\nbase_url: https://synthetic.example\n", "utf-8")
    for name, text in _documents(cables, per_file):
        (sources / name).write_text(text, "utf-8")


def _documents(cables: int, per_file: int) -> Iterator[tuple[str, str]]:
    for first in range(0, cables, per_file):
        last = min(first + per_file, cables)
        yield f"synthetic-{first:07}.txt", "\n\n".join(cable(number) for number in range(first, last))
