"""How far a run is: what is counted, what a terminal shows, what a pipe is told."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen import cli, console
from sitegen.build import ConvertReport, build, convert_sources
from sitegen.config import Project
from sitegen.report import Report, Run, Stage


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """All work counts as long."""
    monkeypatch.setattr(console, "PATIENCE_SECONDS", 0.0)


@contextlib.contextmanager
def terminal() -> Iterator[tuple[io.TextIOWrapper, list[bytes]]]:
    """A stream that is a terminal, and all that was written to it."""
    master, slave = os.openpty()
    seen: list[bytes] = []

    def read() -> None:
        with contextlib.suppress(OSError):  # the other end was closed
            while data := os.read(master, 65536):
                seen.append(data)

    reader = threading.Thread(target=read)
    reader.start()
    stream = os.fdopen(slave, "w", encoding="utf-8")
    try:
        yield stream, seen
    finally:
        stream.close()
        reader.join(10)
        os.close(master)


# --- what is counted ----------------------------------------------------------------------------------------------


def test_a_run_takes_down_what_each_stage_did() -> None:
    run = Run({})
    with run.stage("render"):
        for done in range(1, 8):
            run.progress("render", done, 8)
        time.sleep(0.01)
    with run.stage("publish"):
        pass
    render, publish = run.report.stages
    assert (render.name, render.done, render.total) == ("render", 7, 8)
    assert render.per_second and render.per_second == 7 / render.seconds
    assert (publish.name, publish.done, publish.total, publish.per_second) == ("publish", None, None, None)
    assert list(run.report.timings) == ["render", "publish"]


def test_stages_stand_in_the_json_report() -> None:
    report = Report({}, {"render": 2.0, "publish": 0.12345}, [], {"render": (10_000, 10_000)})
    data = json.loads(console.report_json("build", 0, report))
    assert data["stages"] == [
        {"name": "render", "seconds": 2.0, "done": 10_000, "total": 10_000, "per_second": 5000.0},
        {"name": "publish", "seconds": 0.123, "done": None, "total": None, "per_second": None},
    ]
    assert data["seconds"] == {"render": 2.0, "publish": 0.123}


def test_a_build_and_a_conversion_count(tiny_project: Path) -> None:
    project = project_at(tiny_project)
    converted = {stage.name: stage for stage in convert_sources(project).stages}
    assert converted["convert"].done == converted["convert"].total == 1
    built = {stage.name: stage for stage in build(project, search=False).stages}
    assert built["render"].done == built["render"].total and built["render"].done


def test_counting_costs_next_to_nothing() -> None:
    """A build tells of every page; the limit is far above what a slow machine needs."""
    with terminal() as (stream, _), console.Progress(stream) as progress:
        run = Run({}, progress)
        with run.stage("render"):
            begun = time.process_time()
            for done in range(100_000):
                run.progress("render", done, 100_000)
            assert time.process_time() - begun < 1.0


def test_the_display_is_changed_at_most_ten_times_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    class Bars:
        changed = 0

        def update(self, task: int, **fields: object) -> None:
            self.changed += 1

    now = 0.0
    monkeypatch.setattr(console.time, "monotonic", lambda: now)
    with terminal() as (stream, _):
        progress, bars = console.Progress(stream), Bars()
        progress._bars, progress._tasks = bars, {"render": 0}  # type: ignore[assignment,dict-item]
        for done in range(50_000):  # two seconds
            now = done / 25_000
            progress.count("render", done, 50_000)
    assert 15 <= bars.changed <= 21


# --- in a pipe ----------------------------------------------------------------------------------------------------


def test_quick_work_says_nothing_in_a_pipe() -> None:
    stream = io.StringIO()
    with console.Progress(stream) as progress:
        run = Run({}, progress)
        with run.stage("render"):
            run.progress("render", 8, 8)
    assert stream.getvalue() == ""


def test_each_long_stage_is_one_line_in_a_pipe() -> None:
    stream = io.StringIO()
    with console.Progress(stream) as progress:
        progress.begin("render")
        progress.count("render", 10_000, 10_000)
        progress.end(Stage("render", 8.13, 10_000, 10_000))
        progress.end(Stage("publish", 1.0))
        progress.end(Stage("assemble", 0.99))
    assert stream.getvalue() == "render: 10,000 pages in 8.1 s (1,230 a second)\npublish: 1.0 s\n"


@pytest.mark.parametrize(("stage", "said"), [
    (Stage("convert", 2.0, 1, 1), "1 document in 2.0 s (0 a second)"),
    (Stage("render", 2.0, 50, 100), "50 of 100 pages in 2.0 s (25 a second)"),
    (Stage("render", 2.0, 0, 100), "0 of 100 pages in 2.0 s"),
    (Stage("search", 61.0, 14_000, 14_000), "14,000 pages in 61.0 s (230 a second)"),
    (Stage("some stage", 2.0, 1_000, 1_000), "1,000 in 2.0 s (500 a second)"),
    (Stage("assemble", 2.0), "2.0 s"),
])
def test_what_came_of_a_stage(stage: Stage, said: str) -> None:
    assert console.outcome(stage) == said


def test_the_command_line_tells_of_stages_on_standard_error(
    impatient: None, tiny_project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--project", str(tiny_project), "build", "--no-search"]) == 0
    printed = capsys.readouterr()
    assert re.search(r"\nrender: \d+ pages in \d", printed.err)
    assert len(printed.out.splitlines()) == 1


def test_a_stage_that_is_stopped_says_nothing(impatient: None) -> None:
    stream = io.StringIO()
    with contextlib.suppress(KeyboardInterrupt), console.Progress(stream) as progress, Run({}, progress).stage("render"):
        raise KeyboardInterrupt
    assert stream.getvalue() == ""


# --- on a terminal ------------------------------------------------------------------------------------------------


def test_a_terminal_shows_stage_amount_rate_and_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "PATIENCE_SECONDS", 0.05)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with terminal() as (stream, seen), console.Progress(stream) as progress:
        run = Run({}, progress)
        with run.stage("assemble"):
            time.sleep(0.3)
        with run.stage("render"):
            for done in range(1, 26):
                run.progress("render", done, 2_000)
                time.sleep(0.04)
        with run.stage("quick"):
            pass
        time.sleep(0.3)
        assert [task.description for task in progress._bars.tasks] == ["assemble", "render"], "a quick stage is not kept"
    shown = b"".join(seen).decode()
    assert "assemble" in shown, "a stage that counts nothing is shown too"
    assert "/2,000, " in shown and " a second, " in shown and " left (" in shown
    assert "25 of 2,000 pages in 1." in shown
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l"), "the cursor is given back"


def test_quick_work_shows_nothing_on_a_terminal() -> None:
    with terminal() as (stream, seen), console.Progress(stream) as progress:
        run = Run({}, progress)
        with run.stage("render"):
            run.progress("render", 1, 1)
    assert seen == []


def test_a_terminal_that_cannot_move_its_cursor_is_told_in_lines(impatient: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    with terminal() as (stream, seen), console.Progress(stream) as progress:
        progress.end(Stage("render", 2.0, 4, 4))
    assert b"".join(seen).decode().split() == "render: 4 pages in 2.0 s (2 a second)".split()


@pytest.mark.parametrize(("seconds", "said"), [
    (0.2, "0 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (125, "2 min 5 s"), (3599.9, "1 h 0 min"), (4800, "1 h 20 min")])
def test_times_to_wait_are_for_people(seconds: float, said: str) -> None:
    assert console.duration(seconds) == said


def project_at(root: Path) -> Project:
    from sitegen.config import open_project

    project, found = open_project(root)
    assert project is not None and not found
    return project


def test_a_conversion_reports_into_its_own_report(tiny_project: Path) -> None:
    report = convert_sources(project_at(tiny_project))
    assert isinstance(report, ConvertReport)
    assert report.counts["documents"] == 1 and "convert" in report.timings
