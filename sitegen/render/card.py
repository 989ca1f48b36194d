"""The card of a cable as a picture, 1200 by 630, in the colours of the archive theme.

It is drawn with Pillow and with the fonts beside this module (Noto, under the SIL Open Font License), so it is the same
on every machine with the same release of Pillow: no font and no shaping library of the machine is asked.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.site.card import Card

if TYPE_CHECKING:
    from PIL import Image
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630
_FONTS = Path(__file__).parent / "fonts"
_SERIF, _SANS, _SANS_BOLD = "NotoSerif-Bold.ttf", "NotoSans-Regular.ttf", "NotoSans-Bold.ttf"
# As in style.css: paper, ink, what is said softly, lines, the accent; and the classifications' own.
_PAPER, _INK, _SOFT, _LINE, _ACCENT = "#fbf9f4", "#1d1b18", "#5a544a", "#dcd5c7", "#7d1f24"
_LEVELS = {"TOP SECRET": "#8a3b00", "SECRET": "#96161c", "CONFIDENTIAL": "#1c4f8c", "LIMITED OFFICIAL USE": "#6b4a00",
           "UNCLASSIFIED": "#1f6132"}
_MARGIN, _BAND = 76, 18
_RIGHT = WIDTH - _MARGIN
_TITLE_TOP, _TITLE_BOTTOM = 150, 448
_SIZES = range(70, 37, -2)  # of the title: the largest in which all of it has room
_LEADING = 1.24
_STEPS = 16  # between the paper and a colour, for smooth edges


def draw(card: Card) -> bytes:
    """The card as a PNG."""
    sheet = _Sheet()
    level = _LEVELS.get(card.classification, _SOFT)
    sheet.box((0, 0, WIDTH, _BAND), level)
    _head(sheet, card, level)
    size, lines = _fitted(card.title)
    for number, line in enumerate(lines):
        sheet.text((_MARGIN, _TITLE_TOP + number * size * _LEADING + size), line, _font(_SERIF, size), _INK)
    _foot(sheet, card)
    return sheet.png()


def _head(sheet: _Sheet, card: Card, level: str) -> None:
    """The classification and the captions, and the number at the right."""
    small, line = _font(_SANS, 28), 98
    number = _cut(card.id, small, 420)
    end = _RIGHT - small.getlength(number)
    sheet.text((end, line), number, small, _SOFT)
    at = float(_MARGIN)
    marks = [(card.classification, _font(_SANS_BOLD, 27), level)]
    for mark, font, colour in marks + [(caption, _font(_SANS, 25), _SOFT) for caption in card.captions]:
        if not mark:
            continue
        if at + _spaced(mark, font) > end - 40:
            break
        for letter in mark:
            sheet.text((at, line), letter, font, colour)
            at += font.getlength(letter) + _SPACING
        at += 26


_SPACING = 2.5


def _spaced(mark: str, font: FreeTypeFont) -> float:
    return sum(font.getlength(letter) + _SPACING for letter in mark)


def _foot(sheet: _Sheet, card: Card) -> None:
    """From whom to whom, when, and in which archive."""
    sheet.box((_MARGIN, 474, _RIGHT, 476), _LINE)
    font, line, room = _font(_SANS, 30), 526, _RIGHT - _MARGIN
    more = f" +{card.others}" if card.others and card.recipient else ""
    if card.sender and card.recipient:
        arrow = 74
        both = room - arrow - font.getlength(more)
        sender = _cut(card.sender, font, max(both / 2, both - font.getlength(card.recipient)))
        at = sheet.text((_MARGIN, line), sender, font, _INK)
        sheet.arrow((at + 16, line - 10, at + arrow - 16), _SOFT)
        recipient = _cut(card.recipient, font, _RIGHT - at - arrow - font.getlength(more))
        at = sheet.text((at + arrow, line), recipient, font, _INK)
        sheet.text((at, line), more, font, _SOFT)
    else:
        sheet.text((_MARGIN, line), _cut(card.sender or card.recipient, font, room), font, _INK)
    at = sheet.text((_MARGIN, 576), _cut(card.date, font, room / 2), font, _SOFT)
    name = _font(_SERIF, 30)
    site = _cut(card.site, name, _RIGHT - at - 40)
    sheet.text((_RIGHT - name.getlength(site), 576), site, name, _ACCENT)


def _fitted(title: str) -> tuple[int, list[str]]:
    """The title in lines, in the largest size in which it has room; in the smallest it is cut if need be."""
    room = _TITLE_BOTTOM - _TITLE_TOP
    for size in _SIZES:
        font, most = _font(_SERIF, size), int(room // (size * _LEADING))
        if size > _SIZES[-1] and font.getlength(title) > most * (_RIGHT - _MARGIN):
            continue  # however it is wrapped
        lines = list(_wrapped(title.split(), font.getlength, _RIGHT - _MARGIN))
        if len(lines) <= most and all(font.getlength(line) <= _RIGHT - _MARGIN for line in lines):
            return size, lines
    last = [" ".join(lines[most - 1:])] if len(lines) > most else lines[most - 1:most]
    return size, [_cut(line, font, _RIGHT - _MARGIN) for line in [*lines[:most - 1], *last]]


def _wrapped(words: Sequence[str], length: Callable[[str], float], room: float) -> Iterator[str]:
    line: list[str] = []
    space, taken = length(" "), 0.0
    for word in words:
        own = length(word)
        if line and taken + space + own > room:
            yield " ".join(line)
            line, taken = [], 0.0
        taken += own + space * bool(line)
        line.append(word)
    if line:
        yield " ".join(line)


def _cut(text: str, font: FreeTypeFont, room: float) -> str:
    """A text that is no longer than ``room``, an ellipsis for what is cut."""
    if font.getlength(text) <= room:
        return text
    while text and font.getlength(text + "…") > room:
        text = text[:-1]
    return text.rstrip(" ,;:.-–") + "…"


@cache
def _font(name: str, size: int) -> FreeTypeFont:
    from PIL import ImageFont  # only who draws cards loads it

    return ImageFont.truetype(str(_FONTS / name), size, layout_engine=ImageFont.Layout.BASIC)


class _Sheet:
    """A picture with a palette: the paper, and each colour in steps from the paper to itself."""

    def __init__(self) -> None:
        from PIL import Image

        self._image: Image.Image = Image.new("P", (WIDTH, HEIGHT), 0)
        self._palette = [_rgb(_PAPER)]
        self._first: dict[str, int] = {}

    def _steps(self, colour: str) -> int:
        """Where in the palette the steps of a colour begin."""
        if colour not in self._first:
            self._first[colour] = len(self._palette)
            paper, full = _rgb(_PAPER), _rgb(colour)
            self._palette += [(_between(paper[0], full[0], step), _between(paper[1], full[1], step),
                               _between(paper[2], full[2], step)) for step in range(1, _STEPS + 1)]
        return self._first[colour]

    def box(self, corners: tuple[int, int, int, int], colour: str) -> None:
        """A filled box, on the paper."""
        self._image.paste(self._steps(colour) + _STEPS - 1, corners)

    def text(self, at: tuple[float, float], text: str, font: FreeTypeFont, colour: str) -> float:
        """A line of text, on the paper: ``at`` are its beginning and its base line. Gives where it ends."""
        from PIL import Image, ImageDraw

        width = font.getlength(text)
        if text:
            x, y, margin = int(at[0]), int(at[1]), font.size
            mask = Image.new("L", (int(width + 2 * margin), int(3 * margin)))
            ImageDraw.Draw(mask).text((margin + at[0] - x, 2 * margin), text, 255, font, anchor="ls")
            self._blend(mask, (int(x - margin), int(y - 2 * margin)), colour)
        return at[0] + width

    def arrow(self, ends: tuple[float, float, float], colour: str) -> None:
        """An arrow to the right: ``ends`` are its left end, its height and its point."""
        from PIL import Image, ImageDraw

        left, y, right = ends
        fine, scale = Image.new("L", (4 * int(right - left), 4 * 24)), 4
        pen, middle, tip = ImageDraw.Draw(fine), 12 * scale, fine.width - scale
        pen.line((0, middle, tip, middle), 255, 2 * scale)
        for way in (-1, 1):
            pen.line((tip - 9 * scale, middle + way * 8 * scale, tip, middle), 255, 2 * scale)
        self._blend(fine.resize((fine.width // scale, fine.height // scale)), (int(left), int(y - 12)), colour)

    def _blend(self, mask: Image.Image, at: tuple[int, int], colour: str) -> None:
        """Lay a colour on the paper, as strongly as ``mask`` says."""
        colours, where = _tables(self._steps(colour))
        self._image.paste(mask.point(colours), at, mask.point(where))

    def png(self) -> bytes:
        """The picture's bytes."""
        self._image.putpalette([part for colour in self._palette for part in colour])
        out = io.BytesIO()
        self._image.save(out, "PNG", compress_level=6)  # 9 takes ten times as long, for a tenth less
        return out.getvalue()


@cache
def _tables(first: int) -> tuple[list[int], list[int]]:
    """For each of 256 strengths the place in the palette, whose steps begin at ``first``, and whether it shows."""
    strength = [(value * _STEPS + 127) // 255 for value in range(256)]
    return [first + max(step, 1) - 1 for step in strength], [255 if step else 0 for step in strength]


def _between(paper: int, full: int, step: int) -> int:
    return round(paper + (full - paper) * step / _STEPS)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
