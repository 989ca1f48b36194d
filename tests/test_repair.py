"""Repairs of damaged words, each rule with what it repairs and what it must leave alone."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.convert.repair import Evidence, as_read, marked, repairs
from sitegen.records import markup


def read(text: str) -> str:
    return as_read(text, repairs(text, Evidence.of(text)))


@pytest.mark.parametrize(
    ("received", "repaired"),
    [
        ("the country,s role", "the country's role"),  # 09MEXICO2882
        ("YOU CAN,T COMPETE", "YOU CAN'T COMPETE"),  # 02ROME3639
        ("DON,T SHY AWAY", "DON'T SHY AWAY"),
        ("Brown,s plan", "Brown's plan"),  # 09EFTOLONDON2239
        ("CHIRAC,S INTEREST", "CHIRAC'S INTEREST"),  # 07PARIS170
        ("the U.S.,s role", "the U.S.'s role"),
        ("country,s, and", "country's, and"),
        ("I,m sure that they,re here and we,ll see", "I'm sure that they're here and we'll see"),
    ],
)
def test_comma_for_apostrophe(received: str, repaired: str) -> None:
    assert read(received) == repaired


@pytest.mark.parametrize(
    "text",
    ["one,two", "He came,they left", "1,000,s", "a,s", "Smith,d", "will,re-elect", "I,d", "items a,b,c", "apples, s", "eat,t"],
)
def test_commas_that_are_commas(text: str) -> None:
    assert read(text) == text


@pytest.mark.parametrize(
    ("received", "repaired"),
    [
        ("&chicken and egg8 question", "“chicken and egg” question"),  # 09MEXICO2882
        ("as a &circus8 and", "as a “circus” and"),  # 07KAMPALA1449
        ("as &prenegotiation,8 is", "as “prenegotiation,” is"),  # 09BRASILIA796
        ("a &culture of lawfulness8", "a “culture of lawfulness”"),
    ],
)
def test_ampersand_and_eight_for_quotes(received: str, repaired: str) -> None:
    assert read(received) == repaired


@pytest.mark.parametrize("text", ["AT&T 8", "R&D in 2008", "Q&A 8", "&a 18 b", "&abc8d", "A & B, 8 of them", "F-18 & B-8"])
def test_ampersands_and_eights_that_are_such(text: str) -> None:
    assert read(text) == text


@pytest.mark.parametrize(
    ("received", "repaired"),
    [
        ("a huge hurdle ) if he wants", "a huge hurdle -- if he wants"),  # 08NAIROBI239
        ("the program )- and more", "the program -- and more"),  # 08MEXICO2276
        ("a (small) part ) if any", "a (small) part -- if any"),
        ("one ) two ) three", "one -- two -- three"),
    ],
)
def test_parenthesis_for_dash(received: str, repaired: str) -> None:
    assert read(received) == repaired


@pytest.mark.parametrize("text", ["(see above ) and", "one (two) three", "it ended)", "(one (two ) three ) four", "a )b"])
def test_parentheses_that_close(text: str) -> None:
    assert read(text) == text


def test_Q_for_dash_09MEXICO3634() -> None:
    assert read("Pillar One Q- disrupting, and the rule of law Q the U.S.") == "Pillar One -- disrupting, and the rule of law -- the U.S."


@pytest.mark.parametrize("text", ["the Q the U.S. knows", "James Bond's Q and he", "Q- a question", "plan Q-1", "IQ- tests"])
def test_a_Q_alone_is_a_letter(text: str) -> None:
    """Without one ``Q-`` in the text, nothing shows that its dashes became such."""
    assert read(text) == text


def test_addresses_broken_by_a_blank() -> None:
    address = "http://www.intelink.gov/communities/state/nap"
    assert read(f"at {address} / BASSETT") == f"at {address}/ BASSETT"
    assert read("either / or") == "either / or"


def test_swapped_letters_of_a_term() -> None:
    assert read("see refetl and SEPETL; Refetls") == "see reftel and SEPTEL; Reftels"
    assert read("reftel, septels and demarche") == "reftel, septels and demarche"


def test_repairs_are_marks_that_can_be_undone() -> None:
    text = "the country,s {++role++} now ) if &any8"
    written = marked(text, repairs(text, Evidence.of(text)))
    assert "{~~country,s~>country's~~}" in written
    assert markup.reject(written) == text
    assert markup.accept(written) == "the country's {++role++} now -- if “any”"


PIECES = st.lists(
    st.sampled_from(["country,s", "DON,T", "&a8", "&b", "c8", ")", ")-", "(", "Q", "Q-", "x", "http://a.bc/defg", "/",
                     "refetl", "{~~", "~>", "~~}", "\\", "¶1.", "A.,s", "1,000", ",", "é"]),
    max_size=25,
).map(" ".join)


@given(PIECES)
@settings(max_examples=300, derandomize=True, database=None, deadline=None)
def test_no_repair_overlaps_another_and_all_can_be_undone(text: str) -> None:
    found = repairs(text, Evidence.of(text))
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    written = marked(text, found, at_line_start=True)
    assert markup.reject(written) == text
    assert markup.accept(written) == as_read(text, found)
