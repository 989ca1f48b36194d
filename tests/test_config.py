import pickle
from pathlib import Path

import pytest

from sitegen.config import Config, Outputs, find_project, open_project, parse_base_url, read_config
from sitegen.diagnostics import Severity
from sitegen.yaml_nodes import did_you_mean, read_yaml

LEAST = "title: An archive\nbase_url: https://example.org\n"


def codes(text: str) -> list[str]:
    config, found = read_config(text)
    assert (config is None) == bool(found)
    return [d.code for d in found]


def test_the_least_that_a_project_states() -> None:
    config, found = read_config(LEAST)
    assert not found
    assert config == Config(title="An archive", base_url="https://example.org")
    assert config.base_path == "" and not config.noindex


def test_everything_that_a_project_can_state() -> None:
    config, found = read_config(
        "title: NO\nbase_url: https://example.org/archive/\ndescription: 12:30\npublisher: P\ncontact: c@example.org\n"
        "rights: CC0\nlanguage: es\ndocuments_language: en\ntheme: my-theme\nhost: github\nnoindex: on\npage_size: 50\n"
        "permalink: /documents/{year}/{month}/{origin}-{id}/\noutputs: {cite: on, source_text: no}\n"
        "search:\n  section_size: 10\nwithheld: required\ndiagnostics:\n  no-cable: error\n  broken-link: note\n"
    )
    assert not found and config
    assert (config.title, config.description, config.base_path) == ("NO", "12:30", "/archive")
    assert config.outputs == Outputs(cable_json=True, source_text=False, cite=True)
    assert config.search.section_size == 10
    assert config.noindex
    assert config.diagnostics == {"no-cable": Severity.ERROR, "broken-link": Severity.NOTE}
    assert pickle.loads(pickle.dumps(config)) == config


@pytest.mark.parametrize(("line", "said"), [
    ("titel: x", "site.yaml:3:1: error[unknown-key]: unknown key `titel` (did you mean `title`?)"),
    ("title: x", "site.yaml:3:1: error[duplicate-key]: `title` is given twice, first in line 1 (keep one of the two)"),
    ("host: nettlify", "site.yaml:3:7: error[bad-value]: `host` is `nettlify`, but must be one of: netlify, cloudflare, "
                       "github, s3, apache, none; did you mean `netlify`?"),
    ("outputs: {cables_json: on}", "site.yaml:3:11: error[unknown-key]: unknown key `outputs.cables_json` (did you mean `cable_json`?)"),
    ("outputs: {cite: maybe}", "site.yaml:3:17: error[bad-value]: `outputs.cite` must be on or off"),
    ("outputs: cite", "site.yaml:3:10: error[bad-value]: `outputs` must hold keys and values"),
    ("diagnostics: {no-cabel: error}", "site.yaml:3:15: error[unknown-key]: unknown key `diagnostics.no-cabel` (did you mean `no-cable`?)"),
    ("diagnostics: {no-cable: fatal}", "site.yaml:3:25: error[bad-value]: `diagnostics.no-cable` is `fatal`, but must be one of: error, warning, note"),
    ("permalink: /cables/{yaer}/{id}/", "site.yaml:3:12: error[bad-value]: `permalink` holds `{yaer}`; known are {id}, {year}, {month}, {origin}; did you mean `year`?"),
    ("permalink: /cables/", "site.yaml:3:12: error[bad-value]: `permalink` must hold {id}, or two cables could not be told apart"),
    ("permalink: /../{id}/", "site.yaml:3:12: error[bad-value]: `permalink` must be a path that begins and ends with `/`, of letters, digits and `-._~`"),
    ("permalink: cables/{id}", "site.yaml:3:12: error[bad-value]: `permalink` must be a path that begins and ends with `/`, of letters, digits and `-._~`"),
    ("page_size: 0", "site.yaml:3:12: error[bad-value]: `page_size` must be a whole number from 1 to 10000"),
    ("theme: ../x", "site.yaml:3:8: error[bad-value]: `theme` must be the name of a folder in themes/: letters, digits, `-` and `_`"),
    ("noindex: never", "site.yaml:3:10: error[bad-value]: `noindex` must be on or off"),
    ("theme: [a]", "site.yaml:3:8: error[bad-value]: `theme` must be a single value"),
    ("rights: &a x", None),
])
def test_each_mistake_is_told_with_its_place(line: str, said: str | None) -> None:
    _, found = read_config(LEAST + line + "\n")
    assert [str(d) for d in found] == ([said] if said else [])


def test_all_mistakes_are_told_at_once() -> None:
    assert codes("titel: x\nhost: y\npage_size: many\n") == ["unknown-key", "bad-value", "bad-value", "missing-key", "missing-key"]


@pytest.mark.parametrize("text", ["", "# nothing\n", "just words\n", "- a list\n", "a: [1\n", "a: b: c\n", "a: \x07\n", "--- a\n--- b\n"])
def test_what_is_no_configuration(text: str) -> None:
    assert codes(text) == ["bad-config"]


def test_an_alias_is_refused() -> None:
    assert codes(LEAST + "rights: &a x\npublisher: *a\n") == ["bad-value"]


@pytest.mark.parametrize("depth", [60, 5000])
def test_deep_nesting_is_an_error_and_no_crash(depth: int) -> None:
    _, found = read_yaml("[" * depth + "]" * depth, "x.yaml")
    assert found


@pytest.mark.parametrize("address", ["example.org", "ftp://example.org", "https://", "https://example.org/?a=b",
                                     "https://me@example.org", "https://example.org/a b", "https://example.org/../x", "/archive"])
def test_what_is_no_base_url(address: str) -> None:
    with pytest.raises(ValueError, match="must"):
        parse_base_url(address)


def test_the_project_is_found_from_below(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(LEAST)
    below = tmp_path / "content/cables"
    below.mkdir(parents=True)
    project, found = find_project(below)
    assert project and not found
    assert project.root == tmp_path
    assert project.cables == below
    assert open_project(below)[1][0].code == "not-a-project"


def test_no_project(tmp_path: Path) -> None:
    project, found = find_project(tmp_path)
    assert project is None and [d.code for d in found] == ["not-a-project"]


def test_did_you_mean_ignores_case_and_delimiters() -> None:
    assert did_you_mean("Base-URL", ["base_url", "title"]) == "did you mean `base_url`?"
    assert did_you_mean("zzz", ["base_url", "title"]) == ""
