"""The command line: what it takes, what it prints, and its exit codes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from sitegen import cli, console
from sitegen.build import Report
from sitegen.diagnostics import CODES, Diagnostic, Location, Severity, diagnose

#: the contract's commands with their options
COMMANDS: dict[str, set[str]] = {
    "new": set(),
    "convert": {"--to", "--diff", "-v", "--verbose", "--report", "--jobs"},
    "build": {"--output", "--jobs", "--no-search", "--strict", "--drafts", "--clean", "--base-url", "--noindex", "--report"},
    "serve": {"--port", "--host", "--open", "--no-search"},
    "check": {"--external"},
    "withhold": {"--apply"},
    "permalinks record": set(),
    "verify": set(),
}
DIAGNOSTIC = re.compile(r"^\S.*:\d+:\d+: (?P<severity>error|warning|note)\[(?P<code>[a-z-]+)\]: .+$")


def run(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own, its output in pipes."""
    return subprocess.run(
        [sys.executable, "-m", "sitegen", *arguments], cwd=cwd, capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, **environment}, timeout=120, check=False,
    )


def test_help_lists_every_command() -> None:
    done = run("--help")
    assert done.returncode == 0
    for command in COMMANDS:
        assert re.search(rf"^  {command.split()[0]} ", done.stdout, re.M), command


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_lists_its_options(command: str) -> None:
    done = run(*command.split(), "--help")
    assert done.returncode == 0
    assert set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", done.stdout)) >= COMMANDS[command]


def test_every_command_and_option_of_the_program_is_in_the_readme_or_the_help() -> None:
    """A command that the contract does not know would be one that nobody documents."""
    known = {name.split()[0] for name in COMMANDS}
    assert set(cli.commands.commands) == known


def test_version() -> None:
    done = run("--version")
    assert re.fullmatch(r"sitegen \d+\.\d+\.\d+\n", done.stdout)
    assert done.returncode == 0


def test_help_imports_nothing_heavy() -> None:
    """What makes ``sitegen --help`` quick: the libraries of a build are not imported for it."""
    code = "import sys; from sitegen.cli import main; main(['--help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "click" in loaded
    assert not loaded & {"rich", "jinja2", "markdown_it", "yaml", "starlette", "uvicorn", "babel", "edtf", "watchdog"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["nonsense"],
        ["build", "--nonsense"],
        ["build", "--jobs", "0"],
        ["build", "--jobs", "many"],
        ["build", "--base-url", "not an address"],
        ["serve", "--port", "70000"],
        ["new"],
        ["verify"],
        ["permalinks", "nonsense"],
    ],
)
def test_a_wrong_command_line_ends_with_2(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "Error:" in done.stderr and "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("command", ["build", "serve", "check", "convert", "permalinks record"])
def test_outside_of_a_project_the_error_says_what_to_do(command: str, tmp_path: Path) -> None:
    done = run(*command.split(), cwd=tmp_path)
    assert done.returncode == 1
    assert "error[not-a-project]" in done.stderr and "sitegen new" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_project_is_found_from_below(tiny_project: Path) -> None:
    (tiny_project / "site.yaml").write_text("title: Tiny\nbase_url: nowhere\n", "utf-8")
    done = run("build", cwd=tiny_project / "content" / "sources")
    assert done.returncode == 1
    assert done.stderr.startswith("site.yaml:2:11: error[bad-value]:")


def test_new_makes_a_project_and_never_overwrites(tmp_path: Path) -> None:
    made = run("new", "harbour-cables", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    root = tmp_path / "harbour-cables"
    assert 'title: "Harbour cables"' in (root / "site.yaml").read_text("utf-8")
    assert (root / "content" / "sources").is_dir() and (root / ".gitignore").is_file()
    assert (root / "netlify.toml").is_file() and (root / "package-lock.json").is_file()
    assert "{{" not in (root / "site.yaml").read_text("utf-8")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    again = run("new", "harbour-cables", cwd=tmp_path)
    assert again.returncode == 1
    assert "error[not-empty]" in again.stderr
    assert before == {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_new_takes_an_empty_folder_and_refuses_a_file(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert run("new", "empty", cwd=tmp_path).returncode == 0
    (tmp_path / "file").write_text("words", "utf-8")
    done = run("new", "file", cwd=tmp_path)
    assert done.returncode == 1 and "is a file" in done.stderr
    assert (tmp_path / "file").read_text("utf-8") == "words"


@pytest.mark.parametrize("title", ['quote " and \\', "ünïcode", "___", "a: b"])
def test_any_name_of_a_folder_gives_a_usable_project(title: str, tmp_path: Path) -> None:
    from sitegen.config import open_project
    from sitegen.scaffold import lay_down

    written, found = lay_down(tmp_path / title)
    assert written and not found
    project, found = open_project(tmp_path / title)
    assert project is not None and not found


def test_a_site_is_kept_out_of_search_engines_and_let_in_again(tiny_project: Path) -> None:
    """A preview is built from the cache of the published site, and the published site from that of a preview."""
    public = tiny_project / "public"

    def tree(*arguments: str) -> dict[str, bytes]:
        assert cli.main(["--project", str(tiny_project), "build", "--no-search", *arguments]) == 0
        return {path.relative_to(public).as_posix(): path.read_bytes() for path in public.rglob("*") if path.is_file()}

    published = tree()
    pages = [path for path in published if path.endswith(".html")]
    asked = b'<meta name="robots" content="noindex, nofollow">'
    assert pages and not [path for path in pages if asked in published[path]]
    preview = tree("--noindex", "--base-url", "https://deploy-preview-7.example.net")
    assert [path for path in pages if asked not in preview[path]] == []
    assert preview["robots.txt"] == b"User-agent: *\nDisallow:\n"
    assert b"X-Robots-Tag: noindex, nofollow" in preview["_headers"]
    assert not [path for path, data in preview.items() if b"tiny.example" in data]
    assert tree() == published
    with (tiny_project / "site.yaml").open("a", encoding="utf-8") as settings:
        settings.write("noindex: on\n")
    assert tree("--base-url", "https://deploy-preview-7.example.net") == preview


# --- what is printed ----------------------------------------------------------------------------------------------


def place(path: str, line: int = 0, column: int = 0) -> Location:
    return Location(path, line, column)


def test_diagnostics_have_one_form_and_an_order(capsys: pytest.CaptureFixture[str]) -> None:
    found = [
        diagnose("no-cable", place("b.txt"), "no cable here"),
        diagnose("bad-value", place("a.md", 3, 7), "is no date", "write 2009-12-28"),
        diagnose("estimated-date", place("a.md"), "estimated"),
    ]
    console.print_diagnostics(found, verbose=False)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [
        "a.md:3:7: error[bad-value]: is no date (write 2009-12-28)",
        "b.txt:1:1: warning[no-cable]: no cable here",
    ]
    console.print_diagnostics(found, verbose=True)
    assert all(DIAGNOSTIC.match(line) for line in capsys.readouterr().err.splitlines())


def test_many_diagnostics_of_one_code_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    found = [diagnose("no-cable", place("a.txt", number), "none") for number in range(1, 51)]
    console.print_diagnostics(found, verbose=False)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == console.SHOWN_PER_CODE + 1
    assert f"{50 - console.SHOWN_PER_CODE} more warning[no-cable]" in lines[-1]
    console.print_diagnostics(found, verbose=True)
    assert len(capsys.readouterr().err.splitlines()) == 50


def test_a_document_cannot_drive_the_terminal() -> None:
    text = console.format_diagnostic(Diagnostic(place("a\x1b[2J.txt"), "no-cable", "two\nlines \x07 ¶ é", "", Severity.ERROR))
    assert "\x1b" not in text and "\n" not in text and "\x07" not in text
    assert "¶ é" in text and r"\x1b" in text


def test_a_report_holds_everything() -> None:
    found = [diagnose("no-cable", place("a.txt", number), "none", "look") for number in range(1, 51)]
    data = json.loads(console.report_json("build", 0, Report({"cables": 8}, {"convert": 0.12345}, found)))
    assert data["counts"] == {"cables": 8} and data["seconds"] == {"convert": 0.123} and data["exit_code"] == 0
    assert len(data["diagnostics"]) == 50
    assert data["diagnostics"][0] == {
        "path": "a.txt", "line": 1, "column": 1, "severity": "warning", "code": "no-cable", "message": "none", "hint": "look",
    }


def test_verbose_tells_why_each_page_was_rendered(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_rendered({"/topics/pgov/": "its cables changed", "/cables/09MEXICO283/": "its cable was edited",
                            "/a\x1b/": "new"})
    assert capsys.readouterr().out.splitlines() == [
        r"rendered /a\x1b/: new",
        "rendered /cables/09MEXICO283/: its cable was edited",
        "rendered /topics/pgov/: its cables changed",
    ]


def test_a_reason_that_many_pages_share_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_rendered({f"/cables/{number:05}/": "new" for number in range(14_000)} | {"/": "the home page"})
    assert capsys.readouterr().out.splitlines() == [
        "rendered /: the home page",
        *(f"rendered /cables/{number:05}/: new" for number in range(5)),
        "rendered 13,995 more pages: new (--report FILE lists them)",
    ]
    console.print_rendered({f"/cables/{number:05}/": "new" for number in range(20)})
    assert len(capsys.readouterr().out.splitlines()) == 20


def test_reasons_are_printed_before_the_summary_and_stand_in_the_report(
    tiny_project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from sitegen import build as pipeline

    made = Report({"pages": 2, "files": 9}, reasons={"/b/": "new", "/a/": "its theme changed"})
    monkeypatch.setattr(pipeline, "build", lambda *_, **__: made)
    report = tiny_project / "report.json"
    assert cli.main(["--project", str(tiny_project), "build", "--report", str(report)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1, "only with -v"
    assert json.loads(report.read_text("utf-8"))["rendered"] == [
        {"path": "/a/", "reason": "its theme changed"}, {"path": "/b/", "reason": "new"}]
    assert cli.main(["--project", str(tiny_project), "build", "-v"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["rendered /a/: its theme changed", "rendered /b/: new"] and "2 pages" in lines[2]


# --- when things go wrong -----------------------------------------------------------------------------------------


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, BaseException]]:
    """A command ``fail`` that raises what the test puts under ``"with"``."""
    what: dict[str, BaseException] = {}

    @click.command()
    def fail() -> int:
        raise what["with"]

    monkeypatch.setitem(cli.commands.commands, "fail", fail)
    yield what


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (KeyboardInterrupt(), "stopped before the end"),
        (MemoryError(), "out of memory"),
        (OSError(28, "No space left on device", "public/index.html"), "No space left on device: public/index.html"),
        (RecursionError("deep"), "internal error: RecursionError"),
        (ValueError("the words of a document"), "internal error: ValueError"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_any_failure_is_one_line_and_exit_code_1(
    problem: BaseException, said: str, failing: dict[str, BaseException], capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SITEGEN_DEBUG", raising=False)
    failing["with"] = problem
    assert cli.main(["fail"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err and len(printed.err.strip().splitlines()) == 1
    assert "words of a document" not in printed.err


def test_the_traceback_is_for_the_debugger(
    failing: dict[str, BaseException], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITEGEN_DEBUG", "1")
    failing["with"] = ValueError("details")
    assert cli.main(["fail"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_a_closed_pipe_is_no_error_message() -> None:
    code = "from sitegen.cli import main; import sys; sys.exit(main(['--help']))"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait(30) == 1
    assert said == b""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_stopped_run_ends_in_one_line(name: str) -> None:
    """Ctrl-C, and what a service manager sends, are no faults of the program."""
    code = f"""
import click, os, signal, sys, time
from sitegen import cli

@click.command()
def work():
    os.kill(os.getpid(), signal.{name})
    time.sleep(30)

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell lets what it starts in the background ignore it
cli.commands.add_command(work)
sys.exit(cli.main(["work"]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 1
    assert done.stderr.strip() == "sitegen: error[interrupted]: stopped before the end; the next run takes up the work"
    assert done.stdout == ""


def test_every_code_is_well_formed() -> None:
    for code, (severity, meaning) in CODES.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code) and isinstance(severity, Severity)
        assert meaning and not meaning.endswith(".")


def test_the_examples_in_a_new_project_are_right(tmp_path: Path) -> None:
    """Whoever takes the # away from an example gets what works."""
    from sitegen.config import open_project
    from sitegen.scaffold import lay_down
    from sitegen.site.authorities import FILES, read_authorities

    lay_down(tmp_path)
    files = [tmp_path / "site.yaml", *(tmp_path / "content").glob("*.yaml")]
    for path in files:
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"^#(?! \S)", "", text, flags=re.M), "utf-8")
        assert path.read_text("utf-8") != text, f"{path.name} has no example"
    project, found = open_project(tmp_path)
    assert project is not None and project.config.withheld == "required" and not found
    authorities, found = read_authorities({name: (tmp_path / "content" / name).read_text("utf-8") for name in FILES})
    assert not found
    assert authorities.people and authorities.topics and authorities.places and authorities.glossary and authorities.sources


def test_one_of_a_thing_is_named_as_one() -> None:
    assert console.summary({"entries": 1, "pages_written": 1, "files": 2}, [], 0) == "1 entry, 1 page written, 2 files (0.0 s)"
