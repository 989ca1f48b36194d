"""Persons named in cables' texts: the cases are fragments of the cables that they are named after."""

from __future__ import annotations

import re
import time
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sitegen.convert.names import find_people
from sitegen.convert.names.lexicon import fold
from sitegen.convert.names.variants import near
from sitegen.records.blocks import Paragraph, parse
from sitegen.records.cable import Person
from sitegen.records.document import read_document
from sitegen.site.mentions import text_of

CONTENT = Path(__file__).parent.parent / "content"


def names(*paragraphs: str) -> list[str]:
    return [person.name for person in find_people(paragraphs)]


# -- names as cables write them ------------------------------------------------------------------------------------

@pytest.mark.parametrize(
    ("cable", "text", "expected"),
    [
        ("08MEXICO2276", "He met separately with Secretary of Public Security Garcia Luna, Attorney General Medina Mora, Secretary of "
         "Government Mourino together with Foreign Relations Secretary Patricia Espinosa, and Secretary of National Defense Gen. Galvan "
         "Galvan together with Secretary of the Navy Adm. Saynez Mendoza.",
         ["Garcia Luna", "Medina Mora", "Mourino", "Patricia Espinosa", "Galvan Galvan", "Saynez Mendoza"]),
        ("09MEXICO2676", "The Mexican side was led by MG Jaime Lopez Portillo and included Col. J.J. Juarez, Section 5 DH, Ltc Marcas Burgos "
         "Legorretta, Section 5 DH, Major C.S. Lopez, and Ltc A. Santos, S-2 as well as Alejandro Negrin, the Director General of Human "
         "Rights and Democracy in the SRE.",
         ["Jaime Lopez Portillo", "J.J. Juarez", "Marcas Burgos Legorretta", "C.S. Lopez", "A. Santos", "Alejandro Negrin"]),
        ("10MEXICO141", "Brazilian DCM Antonio Francisco Da Costa E Silva Neto conveyed his country's view.",
         ["Antonio Francisco Da Costa E Silva Neto"]),
        ("06PARTO9", "A/S C.David Welch, NEA", ["C. David Welch"]),
        ("06PARTO9", "Yet Lebanese Forces leader Samir Ja'ja' and Druse leader Walid Jumblatt have both hinted that they want to delay.",
         ["Samir Ja'ja'", "Walid Jumblatt"]),
        ("09BAGHDAD2569", "In a September 22 meeting, Iraqi Prime Minister Nouri al-Maliki told Ambassador Hill that Rafi al-Issawi had "
         "agreed.", ["Nouri al-Maliki", "Hill", "Rafi al-Issawi"]),
        ("08MANAMA99", "He discussed a visit from Saudi Arabia's intel chief, Prince Muqrin bin Abdulaziz al Saud.",
         ["Muqrin bin Abdulaziz al Saud"]),
        ("09CAIRO1226", "It granted Kamilia Lotfy custody of her 14 year-old twin sons Andrew and Mario Ramsis.",
         ["Kamilia Lotfy", "Andrew Ramsis", "Mario Ramsis"]),
        ("09RABAT289", "Mohammed VI showed respect by sending his brother Moulay Rachid.", ["Mohammed VI", "Moulay Rachid"]),
        ("04THEHAGUE2735", "CDA floorleader Verhagen, for example, argued against a date; VVD leader van Aartsen called for a referendum.",
         ["Verhagen", "van Aartsen"]),
        ("02ANKARA8852", "In the wake of the Dec. 3 Wolfowitz-Grossman visit, we suggest the following approach.",
         ["Wolfowitz", "Grossman"]),
        ("09BERN279", "He was joined by Head of Export Control Licensing Division Juergen \\ Boehler.", ["Juergen Boehler"]),
        ("06NEWDELHI5238", "Poloff met with MEA Undersecretary Aquino Vimal (Afghanistan). Vimal confirmed that the GOI has sent forces.",
         ["Aquino Vimal"]),
        ("09STATE100957", "USUN Special Advisor Ron Godard Barbara Rocha (Notetaker)", ["Ron Godard", "Barbara Rocha"]),
        ("06SANJOSE2041", "The change needs a new law, which Min. Ruiz estimated would take two weeks.", ["Ruiz"]),
    ],
)
def test_names_in_ordinary_text(cable: str, text: str, expected: list[str]) -> None:
    found = [name.replace("C.David", "C. David") for name in names(text)]
    assert found == expected, cable


@pytest.mark.parametrize(
    ("cable", "text", "expected"),
    [
        ("02VATICAN3692", "SECRETARY OF THE CONGREGATION FOR EASTERN CHURCHES, ARCHBISHOP ANTONIO VEGLIO, TOLD CHARGE THAT THE EASTERN "
         "CHURCHES FACE A NUMBER OF CHALLENGES. VEGLIO OBSERVED THAT PROPERTIES WERE CONFISCATED BY STALIN.", ["Antonio Veglio", "Stalin"]),
        ("02VATICAN819", "MATERIAL FROM PIUS XI'S PONTIFICATE WOULD BE RELEASED, SAID THE VATICAN'S CHIEF ARCHIVIST.", ["Pius XI"]),
        ("00HARARE6677", "MDC PRESIDENT MORGAN TSVANGIRAI WAS ACCOMPANIED BY MDC NATIONAL CHAIRMAN ISAAC MATONGO. HE DID NOT SEE MBEKI.",
         ["Morgan Tsvangirai", "Isaac Matongo", "Mbeki"]),
        ("07REYKJAVIK335", "THE AMBASSADOR WAS CALLED IN BY MINISTER OF FOREIGN AFFAIRS GISLADOTTIR TO HEAR CONCERNS REGARDING THE CASE OF "
         "ERLA OSK ARNARDOTTIR. SHE HAD SPOKEN TO MS. ARNARDOTTIR, GISLADOTTIR SAID.", ["Gisladottir", "Erla Osk Arnardottir"]),
    ],
)
def test_names_in_capitals(cable: str, text: str, expected: list[str]) -> None:
    assert names(text) == expected, cable


def test_a_surname_in_capitals_may_come_first() -> None:
    """07KINGSTON382: a list of candidates, its lines joined."""
    text = "Name: WILLIAM, Roderick Anthony Gender: Male Name: HINDS, Glenroy Gender: Male Name: EWEN, Overton Gender: Male"
    assert names(text) == ["Roderick Anthony William", "Glenroy Hinds", "Overton Ewen"]


@pytest.mark.parametrize(
    "text",
    [
        "The Embassy welcomed Operation Armas Cruzadas.",
        "The weakened Arellano Felix Organization is fighting in Tijuana.",
        "It is screened pursuant to the Leahy Act and the Merida Initiative.",
        "Officials from San Jose, Ciudad Juarez, Santiago and Diego Garcia met at Juan Santamaria International Airport.",
        "The USS Ronald Reagan and the hotel Maria Isabel were named.",
        "He won the Nobel Peace Prize and the Sakharov Prize in December.",
        "According to Hamas, Gazprom and Al Masry Al Youm, Moscow agreed that Brussels said no.",
        "Some Alevi organizations - such as the Pir Sultan Abdal association - disagree.",
        "XXXXXXXXXXXX told Poloff that XXXXXXXXXXXX was detained in Havana.",
        "The Frankfurter Rundschau, the Sueddeutsche Zeitung and the daily Granma reported it.",
        "THE IRANIANS SAID THAT EMBOFFS AND POLCOUNS MET THE GOI IN MARCH.",
        "The Department of Homeland Security and the National Security Council asked for it.",
    ],
)
def test_things_are_no_persons(text: str) -> None:
    assert names(text) == []


def test_a_classification_authority_names_nobody() -> None:
    """06PARTO9: it stands as paragraph 1 of the body."""
    authority = "Classified by:  Arnold Chacon, Deputy Executive Secretary, S/ES, Department of State. Reason 1.4.(d)"
    assert names(authority, "Speaker Berri opened the meeting.") == ["Berri"]


def test_a_heading_names_nobody_new_by_a_surname() -> None:
    assert names("Ambassador Follow Vehicle", "President Inaugurates Line") == []
    assert names("Erdogan's Party", "Tayyip Erdogan is popular.") == ["Tayyip Erdogan"]


# -- one person, several writings ----------------------------------------------------------------------------------

def test_writings_of_one_name_are_joined() -> None:
    """08MEXICO2276 spells one surname three ways."""
    text = (
        "He met with Secretary of Public Security Garcia Luna.",
        "Public Security (SSP) Secretary Garica Luna thanked Secretary Chertoff.",
        "SSP Secretary Garcia-Luna also strongly endorsed the concept.",
    )
    assert find_people(text)[0] == Person("Garcia Luna", ("Garica Luna", "Garcia-Luna"))


def test_the_fullest_form_names_the_person_who_keeps_the_place_of_the_first() -> None:
    """09MEXICO2882 names the undersecretary by surnames, in full, and by one surname."""
    text = (
        "Undersecretary for Governance Gutierrez Fernandez told the delegation that President Calderon agreed.",
        "Other attendees: Undersecretary for Governance (SEGOB) Geronimo Gutierrez Fernandez",
        "Gutierrez believes that there is not even time.",
    )
    expected = [
        Person("Geronimo Gutierrez Fernandez", ("Gutierrez Fernandez", "Gutierrez")),
        Person("Calderon"),
    ]
    assert find_people(text) == expected


def test_two_men_of_one_surname_stay_two() -> None:
    """Alfredo (09MEXICO193) and Arturo Beltran Leyva (09MEXICO3634)."""
    assert names("The arrest of cartel leader Alfredo Beltran Leyva led to the death of his brother, Arturo Beltran Leyva.") == [
        "Alfredo Beltran Leyva", "Arturo Beltran Leyva",
    ]


def test_a_husband_is_not_his_wife() -> None:
    """07KUALALUMPUR1376."""
    text = "Mrs. Laura Bush invited the wife of Prime Minister Abdullah Badawi, Datin Seri Jeanne Abdullah, to a luncheon."
    assert names(text) == ["Laura Bush", "Abdullah Badawi", "Jeanne Abdullah"]


def test_a_surname_of_the_subject_is_known_in_the_body() -> None:
    """06HAVANA9102: the body has the two surnames alone, their first mention is taken out."""
    body = [
        "The credibility of both Sanchez and Roca has long been a matter of speculation. Sanchez was at one point undeniably linked "
        "to State Security. Roca's past as a GOC insider lends credence to his astute observation."
    ]
    assert [p.name for p in find_people(body, "ROCA, SANCHEZ RAP USINT'S INTERNET-ACCESS POLICY")] == ["Sanchez", "Roca"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("garica", "garcia", True), ("espinoza", "espinosa", True), ("calderron", "calderon", True), ("tokpanou", "topkanou", True),
        ("morales", "montes", False), ("lula", "lulo", False), ("arturo", "alfredo", False),
    ],
)
def test_one_slip_of_typing(one: str, other: str, expected: bool) -> None:
    assert near(one, other) is expected
    assert near(other, one) is expected


# -- what holds for any text ---------------------------------------------------------------------------------------

def _letters(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())


@given(st.lists(st.text(alphabet=st.sampled_from("AÉaeilnrstz.,'’-\"() 1\n"), max_size=80), max_size=4))
def test_nothing_is_invented(paragraphs: list[str]) -> None:
    """Every word of every name stands in the text."""
    text = _letters(" ".join(paragraphs))
    for person in find_people(paragraphs):
        for name in (person.name, *person.spellings):
            assert all(_letters(word) in text for word in name.split())


_WORDS = ["President", "Secretary", "of", "the", "Calderon", "Garcia", "Luna", "Mr.", "said", "de", "la", "al-Maliki", "J.", "Organization",
          "and", ",", "MEXICO", "CHAVEZ", "VI", "\"Chapo\"", "Guzman", "Jorge", "San", "Jose", "Operation", "(SSP)", "Bush-Putin"]


@given(st.lists(st.sampled_from(_WORDS), max_size=40))
def test_any_order_of_titles_and_names_is_read(words: list[str]) -> None:
    people = find_people([" ".join(words)])
    assert len({person.name for person in people}) == len(people)
    assert all(person.name not in person.spellings for person in people)


@pytest.mark.parametrize("piece", ["A.", "A-", "AA ", "O'", "John Smith ", "John \"", "SMITH, John ", "President Chavez said. ", "Ab   "])
def test_time_grows_with_the_length_alone(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        start = time.process_time()
        find_people([text])
        return time.process_time() - start

    seconds(20_000)
    assert seconds(160_000) < 8 * 4 * max(seconds(20_000), 0.005)


def test_the_word_lists_are_in_the_form_that_words_are_compared_in() -> None:
    for path in files("sitegen.convert.names").joinpath("words").iterdir():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "[")):
                assert [w for w in line.split() if w != fold(w)] == [], path.name


# -- the archive's own people --------------------------------------------------------------------------------------

#: whom a careful reader finds in the bodies of the eight cables
PEOPLE = {
    "09MEXICO3634": "John Brennan, Alejandro Ramirez, Gustavo Mohar, Marisela Morales, Napolitano, Guillermo Valdes, Jorge Tello, Genaro Garcia "
    "Luna, Calderon, Alejandro Poiré Romero, Luis Urrutia, Tracy Bardoff, Obama, Arturo Beltran Leyva",
    "09MEXICO2882": "Jorge Tello Peon, Geronimo Gutierrez Fernandez, Alcantara, Lanny Breuer, Marisela Morales, Victor Emilio Corzo Cabanas, Oscar "
    "Rocha Dobrowski, Bruce Swartz, Kenneth Blanco, Paul Rosen, Tony Garcia, Keith Mines, Chapo Guzman, Calderon",
    "09MEXICO193": "Alfredo Beltran Leyva, Edgar Millan Gomez, Calderon",
    "09MEXICO2676": "Jaime Lopez Portillo, Alejandro Negrin, J.J. Juarez, Marcas Burgos Legorretta, C.S. Lopez, A. Santos, Dan Alabre, Linwood Ham, "
    "Tony Garcia, Gustavo Delgado",
    "09MEXICO3195": "Calderon, Medina Mora, Arturo Chavez Chavez, Genaro Garcia Luna, Galvan Galvan, Valdez, Gustavo Mohar",
    "10MEXICO141": "Preval, Lobo, Calderon, Lula, Chavez, Kirchner, Uribe, Morales, Raul Castro, Correa, Rodrigo Cortez, Luis Camilo Osorio, Antonio "
    "Francisco Da Costa E Silva Neto, Jorge Montano, Espinoza",
    "08MEXICO2276": "Michael Chertoff, Garcia Luna, Medina Mora, Mourino, Patricia Espinosa, Galvan Galvan, Saynez Mendoza, Navarro Montes, Mukasey, "
    "Mohar, Rico",
    "09MEXICO283": "Calderon",
}


@pytest.mark.parametrize("cable", PEOPLE)
def test_the_persons_of_the_archive(cable: str) -> None:
    document, _ = read_document(next(CONTENT.glob(f"cables/*/{cable}.md")).read_text("utf-8"), cable)
    assert document is not None
    paragraphs = [text_of(block) for block in parse(document.body)]
    found = find_people(paragraphs, document.cable.subject)
    assert sorted(person.name for person in found) == sorted(PEOPLE[cable].split(", "))


def test_every_office_in_people_yaml_is_in_its_paragraph() -> None:
    entries = yaml.safe_load((CONTENT / "people.yaml").read_text("utf-8"))
    for entry in entries:
        spellings = [entry["name"].split()[-1], *entry.get("variants", ()), *(n for c in entry.get("cables", {}).values() for n in c)]
        for role in entry.get("roles", ()):
            document, _ = read_document(next(CONTENT.glob(f"cables/*/{role['cable']}.md")).read_text("utf-8"), role["cable"])
            assert document is not None
            text = _paragraph(document.body, role["paragraph"])
            assert any(spelling in text for spelling in spellings), (entry["name"], role)
            assert [w for w in re.findall(r"[\w.'&-]{3,}", role["role"]) if w not in text] == [], (entry["name"], role)


def _paragraph(body: str, anchor: str) -> str:
    """The text of a numbered paragraph with what hangs on it: its bullets and lists, up to the next number."""
    out: list[str] = []
    inside = False
    for block in parse(body):
        if isinstance(block, Paragraph) and block.number:
            inside = block.anchor == anchor
        if inside:
            out.append(text_of(block))
    return " ".join(out)
