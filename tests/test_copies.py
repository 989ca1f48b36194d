"""Copies of one cable out of several documents: one page with its witnesses, or a conflict that is named."""

from __future__ import annotations

from sitegen.convert.cables import Draft
from sitegen.convert.copies import Merged, Sourced, alike, merge
from sitegen.records.cable import Cable, Witness

TEXT = "¶1. (U) The archive was tested on a quiet morning, and nothing was found that had to be reported."
OTHER = "¶1. (C) Fishing boats left harbours before dawn while ministers spoke of copper prices."


def copy(file: str, body: str = TEXT, **fields: object) -> Sourced:
    cable = Cable(id="09MEXICO283", **fields)  # type: ignore[arg-type]
    return Sourced(Draft(cable, body, "MEXICO", 283, 2009, 1, 2, (), (), ()), Witness(file, "1-2", "0" * 64))


def files(found: Merged) -> tuple[str, list[str], list[str]]:
    return found.source.file, [w.file for w in found.witnesses], [s.witness.file for s in found.conflicts]


def test_the_most_complete_is_the_text() -> None:
    assert files(merge([copy("a", TEXT[:60]), copy("b"), copy("c", TEXT[:50])])) == ("b", ["a", "c"], [])


def test_of_equal_ones_that_with_a_header_and_then_the_first_by_name() -> None:
    assert files(merge([copy("a"), copy("b", from_="AMEMBASSY MEXICO")]))[0] == "b"
    assert files(merge([copy("b"), copy("a")]))[0] == "a"


def test_the_order_of_the_documents_does_not_matter() -> None:
    three = [copy("a", TEXT[:60]), copy("b"), copy("c", OTHER)]
    assert files(merge(three)) == files(merge(three[::-1])) == files(merge([three[1], three[2], three[0]]))


def test_another_text_is_a_conflict_and_gives_nothing() -> None:
    found = merge([copy("a", tags=("PGOV",)), copy("b", OTHER, classified_by="Somebody", aliases=("09X1",))])
    assert files(found) == ("a", [], ["b"])
    assert (found.draft.cable.classified_by, found.draft.cable.aliases) == ("", ())


def test_what_the_text_lacks_comes_from_its_witnesses() -> None:
    best = copy("a", TEXT + " And more.", date="2009-02-04", date_basis="metadata", doubts=("one",))
    second = copy("b", date="2009-02-04T17:08:00Z", date_basis="transmitted", tags=("PGOV",), sections=3, doubts=("two",), aliases=("09X1",))
    cable = merge([best, second]).draft.cable
    assert (cable.date, cable.date_basis) == ("2009-02-04T17:08:00Z", "transmitted")
    assert (cable.tags, cable.sections, cable.aliases, cable.doubts) == (("PGOV",), 3, ("09X1",), ("one", "two"))


def test_what_the_text_states_is_kept() -> None:
    cable = merge([copy("a", TEXT + " And more.", tags=("PREL",), date="2009-02-05T00:00:00Z", date_basis="transmitted"),
                   copy("b", tags=("PGOV",), date="2009-02-04T17:08:00Z", date_basis="transmitted")]).draft.cable
    assert (cable.tags, cable.date) == (("PREL",), "2009-02-05T00:00:00Z")


def test_a_header_without_a_text_is_a_witness() -> None:
    assert files(merge([copy("a", "", from_="AMEMBASSY MEXICO"), copy("b")])) == ("b", ["a"], [])


def test_likeness_is_of_the_words_as_received() -> None:
    damaged = TEXT.replace("quiet", "{~~quite~>quiet~~}")
    assert alike(copy("a").draft, copy("b", damaged.upper()).draft)
    assert not alike(copy("a").draft, copy("b", OTHER).draft)
