"""The body of a cable as HTML: anchors, portion marks, corrections that can be opened, first mentions explained.

Nothing here needs a script: a correction is a checkbox that shows the words as received beside it, an explanation is a
popover. Every text is escaped; the only markup that comes out is what is written in this module.

With ``explain`` a word that is explained gets a button that opens a popover of the template (``popovertarget``):
``who-<slug>`` of a person, ``term-<n>`` of the nth of ``page.terms``, ``mark-<n>`` of the nth of ``page.marks``.
The button lies over the words and holds none of them: they stay what is read, searched and quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from markupsafe import Markup

from sitegen.records.blocks import Block, Fence, Heading, Paragraph, Table
from sitegen.records.identifiers import parse_id
from sitegen.records.markup import Change, Highlight, Note, Span, Text, plain, received
from sitegen.records.withholding import MARK
from sitegen.render.locale import Strings
from sitegen.render.sandbox import escape_text
from sitegen.site.cable_parts import Marking, Reference
from sitegen.site.explain import portion_mark
from sitegen.site.mentions import Finder

_REDACTED = re.compile("X{4,}")
_IGNORE = ' data-pagefind-ignore="all"'  # what is no word of the cable as read is not searched


class _Marker:
    """Marks the first mentions in one cable's text, and every mention of a cable that it cites."""

    def __init__(
        self, marking: Marking, strings: Strings, references: Iterable[Reference] = (), explain: bool = False
    ) -> None:
        self._links = {" ".join(name.split()): link for name, link in marking.people}
        self._terms = {" ".join(sign.split()): meaning for sign, meaning in marking.terms}
        self._numbers = {" ".join(sign.split()): number for number, (sign, _) in enumerate(marking.terms)}
        self._cited = {form: reference for reference in references for form in written_forms(reference.id)}
        self._find = Finder((*self._links, *self._terms, *self._cited)).find
        self._t, self.explains = strings.text, explain
        self._redacted = escape_text(strings.text("body.redacted"))
        self._seen: set[str] = set()
        self.marks: dict[str, int] = {}  # portion marks in the order in which they first stand

    def html(self, text: str, breaks: bool = True) -> str:
        """Text, escaped, with what is found in it marked; line feeds as line breaks if ``breaks``."""
        out, at = "", 0
        for start, end, word in self._find(text):
            out += self._between(text[at:start]) + self._mark(word, text[start:end])
            at = end
        out += self._between(text[at:])
        return out.replace("\n", "<br>") if breaks and "\n" in out else out

    def _between(self, text: str) -> str:
        html = escape_text(text)
        if "XXXX" in html:
            html = _REDACTED.sub(lambda run: f'<abbr class="redacted" title="{self._redacted}">{run[0]}</abbr>', html)
        return html

    def _mark(self, word: str, written: str) -> str:
        html = escape_text(written)
        if (reference := self._cited.get(word)) is not None:
            return self._reference(reference, html)
        if (link := self._links.get(word)) is not None:
            if self.explains:
                marked = self.explained("person", f"who-{slug_of(link)}", html, self._t("body.who", name=written))
            else:
                marked = f'<a class="person" href="{escape_text(link)}">{html}</a>'
            return self._first(link, marked, html)
        if self.explains:
            label = self._t("body.term", sign=written)
            return self._first(word, self.explained("term", f"term-{self._numbers[word]}", html, label), html)
        return self._first(word, f'<abbr class="term" title="{escape_text(self._terms[word])}">{html}</abbr>', html)

    def explained(self, kind: str, target: str, html: str, label: str, again: bool = False) -> str:
        """Words with a button over them that opens the popover ``target``; ``again``: it has been in the tab order."""
        tab = ' tabindex="-1"' if again else ""
        return (f'<span class="explained {kind}">{html}<button type="button" popovertarget="{target}"{tab} '
                f'aria-label="{escape_text(label)}"></button></span>')

    def _reference(self, reference: Reference, html: str) -> str:
        row = reference.row
        if row is None:
            outside = escape_text(self._t("cable.outside"))
            return f'<span class="cited outside" tabindex="0">{html}<span class="tip"{_IGNORE}>{outside}</span></span>'
        tip = escape_text(f"{row.title}{f', {row.when.text}' if row.when else ''}")
        return (f'<a class="cited" href="{escape_text(row.url)}">{html}'
                f'<span class="tip"{_IGNORE}><span class="hidden">: </span>{tip}</span></a>')

    def _first(self, key: str, marked: str, words: str) -> str:
        if key in self._seen:
            return words
        self._seen.add(key)
        return marked


class CableHtml:
    """Renders bodies with the interface strings of one language."""

    def __init__(self, strings: Strings) -> None:
        self._t, self._strings = strings.text, strings
        self._labels: dict[str, str] = {}  # of paragraphs, by their numbers
        self._redacted = _Marker(Marking(), strings)

    def blocks(
        self, blocks: Iterable[Block], marking: Marking, references: Iterable[Reference] = (), explain: bool = False
    ) -> Markup:
        """The HTML of a cable's body. ``references`` are linked where the text names them."""
        return Markup("\n").join(self.each(blocks, marking, references, explain))

    def each(
        self, blocks: Iterable[Block], marking: Marking, references: Iterable[Reference] = (), explain: bool = False
    ) -> list[Markup]:
        """The same, block by block."""
        marker = _Marker(marking, self._strings, references, explain)
        tables, fences = count(1), count(1)
        return [Markup(self._block(block, marker, tables, fences)) for block in blocks]

    def _block(self, block: Block, marker: _Marker, tables: Iterator[int], fences: Iterator[int]) -> str:
        match block:
            case Paragraph():
                return self._paragraph(block, marker)
            case Heading():
                link = self._link(block.anchor, plain(block.spans))
                return f'<h2 id="{block.anchor}">{self._spans(block.spans)}{link}</h2>'
            case Table():
                return self._table(block, next(tables))
            case Fence():
                label = escape_text(self._t("body.preformatted", number=next(fences)))
                return (f'<pre{_id(block.anchor)} role="region" aria-label="{label}" tabindex="0">'
                        f"{self._spans(block.spans)}</pre>")

    def _paragraph(self, block: Paragraph, marker: _Marker) -> str:
        parts = []
        if block.number:
            parts.append(f'<a class="number" href="#{block.anchor}" aria-label="{self._label(block)}"{_IGNORE}>'
                         f"{block.number}{block.letter}.</a> ")
            changes = (span for span in block.number_spans if isinstance(span, Change))
            parts += [f"{self._change(change, with_read=False)} " for change in changes]
        if block.mark_spans:
            parts.append(f"{self._portion_mark(block, marker)} ")
        parts.append(self._spans(block.spans, marker))
        if not block.number and block.anchor:
            parts.append(self._link(block.anchor, ""))
        letter = ' class="lettered"' if block.letter and not block.number else ""
        also = "".join(f'<span id="{anchor}"></span>' for anchor in block.more)
        return f"<p{_id(block.anchor)}{letter}>{also}{''.join(parts)}</p>"

    def _portion_mark(self, block: Paragraph, marker: _Marker) -> str:
        spans, meaning = self._spans(block.mark_spans), portion_mark(block.mark, self._strings.language)
        if marker.explains:
            again = block.mark in marker.marks
            number = marker.marks.setdefault(block.mark, len(marker.marks))
            label = self._t("body.mark", mark=block.mark)
            return f"<span{_IGNORE}>{marker.explained('mark', f'mark-{number}', spans, label, again)}</span>"
        title = f' title="{escape_text(meaning)}"' if meaning else ""
        return f'<abbr class="mark"{title}{_IGNORE}>{spans}</abbr>'

    def _label(self, block: Paragraph) -> str:
        number = f"{block.number}{block.letter}"
        if number not in self._labels:
            if len(self._labels) > 1000:
                self._labels.clear()
            self._labels[number] = escape_text(self._t("body.permalink", number=number))
        return self._labels[number]

    def _link(self, anchor: str, words: str) -> str:
        label = self._t("body.permalink_to", words=words) if words else self._t("body.permalink_here")
        return f'<a class="anchor" href="#{anchor}" aria-label="{escape_text(label)}"{_IGNORE}>#</a>'

    def _table(self, block: Table, number: int) -> str:
        head = f"<thead>{self._row(block.head, 'th', block.align)}</thead>" if block.head else ""
        rows = "".join(self._row(row, "td", block.align) for row in block.rows)
        label = escape_text(self._t("body.table", number=number))
        return (f'<div class="table"{_id(block.anchor)} role="region" aria-label="{label}" tabindex="0">'
                f"<table>{head}<tbody>{rows}</tbody></table></div>")

    def _row(self, cells: Sequence[tuple[Span, ...]], tag: str, align: Sequence[str]) -> str:
        out = []
        for cell, side in zip(cells, align, strict=False):
            name = tag if cell else "td"  # an empty head says nothing of its column
            scope = ' scope="col"' if name == "th" else ""
            out.append(f"<{name}{scope}{'' if side == 'left' else f' class={side}'}>{self._spans(cell)}</{name}>")
        return f"<tr>{''.join(out)}</tr>"

    def _spans(self, spans: Iterable[Span], marker: _Marker | None = None) -> str:
        out = []
        for span in spans:
            match span:
                case Text(text):
                    out.append((marker or self._redacted).html(text, breaks=marker is not None))
                case Change():
                    out.append(self._change(span))
                case Note():
                    out.append(self._note(span))
                case Highlight(inner):
                    out.append(f"<mark>{self._spans(inner, marker)}</mark>")
        return "".join(out)

    def _change(self, change: Change, with_read: bool = True) -> str:
        read = self._spans(change.read)
        if change.kind == "insertion":
            return f'<ins class="supplied" title="{escape_text(self._t("body.supplied"))}">{read}</ins>'
        words = received(change.received)
        label = escape_text(self._t("body.received", words=words))
        shown = f"<ins>{read}</ins>" if change.kind == "substitution" and with_read else ""
        return (f'<span class="correction">{shown}<input type="checkbox" aria-label="{label}" '
                f'title="{label}"><del{_IGNORE}>{self._spans(change.received)}</del></span>')

    def _note(self, note: Note) -> str:
        text = note.text
        if note.withheld:
            return self._bar(text)
        label = escape_text(self._t("body.note"))
        return (f'<span class="note"{_IGNORE}><input type="checkbox" aria-label="{label}" '
                f'title="{label}"><span>{escape_text(text)}</span></span>')


    def barred(self, text: str) -> str:
        """A text that is no markup, such as a title, with a bar in the place of each mark of withheld words."""
        if "[withheld" not in text:
            return text
        out, at = "", 0
        for mark in MARK.finditer(text):
            out += escape_text(text[at:mark.start()]) + self._bar(mark[0][1:-1])
            at = mark.end()
        return Markup(out + escape_text(text[at:]))

    def _bar(self, note: str) -> str:
        """A black bar of one length, and why words are withheld."""
        reason = note.partition(":")[2].strip()
        words = self._t("body.withheld_because", reason=reason) if reason else self._t("body.withheld")
        return f'<span class="withheld"><span class="bar"></span>[{escape_text(words)}]</span>'


def written_forms(cable_id: str) -> list[str]:
    """How a text may name a cable: ``09MEXICO283``, ``09 MEXICO 283``, ``MEXICO 283``, ``Mexico 283``."""
    number = parse_id(cable_id)
    if number is None:
        return [cable_id]
    year, station = f"{number.year % 100:02}", number.station
    last = f"{number.series}{number.number}"
    return [name for post in (station, station.title())
            for name in (f"{year}{post}{last}", f"{year} {post} {last}", f"{post} {last}")]


def slug_of(link: str) -> str:
    """The last part of the path of a person's page."""
    return link.rstrip("/").rpartition("/")[2]


def _id(anchor: str) -> str:
    return f' id="{anchor}"' if anchor else ""
