"""The files in which the search page looks a cable up by its number."""

import json
from pathlib import Path

from test_build import cable, project, root, run

from sitegen.site.numbers import parts

__all__ = ["project", "root"]


def test_each_cable_is_found_by_its_number_and_by_other_ids_of_it(root: Path) -> None:
    cable(root, "08LAPAZ3", date="2008-03-02", aliases="[08EFTOLAPAZ3, 09LAPAZ9, cables/old-name]")
    cable(root, "09LAPAZ9", date="2009-11", classification="TOP SECRET")
    cable(root, "09LAPAZ10", draft="true")
    run(root)
    found = json.loads((root / "public/data/numbers/0.json").read_bytes())
    assert {number: row["id"] for number, row in found.items()} == {
        "08EFTOLAPAZ3": "08LAPAZ3", "08LAPAZ3": "08LAPAZ3", "09LAPAZ1": "09LAPAZ1", "09LAPAZ2": "09LAPAZ2", "09LAPAZ9": "09LAPAZ9"}
    assert found["09LAPAZ9"] == {"url": "/archive/cables/09LAPAZ9/", "id": "09LAPAZ9", "title": "Title of 09LAPAZ9",
                                 "date": "November 2009", "classification": "Top secret", "origin": "Embassy La Paz"}


def test_a_large_archive_parts_its_numbers_by_their_last_two_digits() -> None:
    assert [parts(cables) for cables in (0, 500, 501, 250_000)] == [1, 1, 100, 100]
