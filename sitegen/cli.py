"""The command line: each command calls one function below, prints what it reports and gives the exit code.

Exit codes: 0 fine (notes and warnings allowed), 1 errors (with ``--strict`` warnings too), 2 a wrong command line.
What a command needs is imported when it runs, so that ``sitegen --help`` answers at once.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import secrets
import signal
import sys
import threading
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

import click

from sitegen import __version__, console
from sitegen.diagnostics import worst

if TYPE_CHECKING:
    from sitegen.config import Project
    from sitegen.report import Report

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class _BaseUrl(click.ParamType[str]):
    name = "URL"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from sitegen.config import parse_base_url

        try:
            return parse_base_url(str(value))
        except ValueError as problem:
            self.fail(str(problem), param, ctx)


_jobs = click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes to use; default: all cores.")
_report = click.option("--report", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
                       help="Write counts, timings and all diagnostics to FILE as JSON.")
_verbose = click.option("-v", "--verbose", is_flag=True, help="Print notes too.")
_strict = click.option("--strict", is_flag=True, help="Let warnings make the exit code 1 too.")
_no_search = click.option("--no-search", is_flag=True, help="Leave the search index out.")


@click.group(context_settings=_CONTEXT)
@click.option("--project", "folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="The project's folder; default: this one or its nearest parent with site.yaml.")
@click.version_option(__version__, prog_name="sitegen", message="%(prog)s %(version)s")
@click.pass_context
def commands(context: click.Context, folder: Path | None) -> None:
    """Turn raw diplomatic cables into a static, searchable, citable website."""
    context.obj = folder


@commands.command(short_help="Make a new, empty archive project.")
@click.argument("path", type=click.Path(path_type=Path))
def new(path: Path) -> int:
    """Make a new, empty archive project at PATH that builds and serves at once."""
    from sitegen.scaffold import lay_down

    written, found = lay_down(path)
    console.print_diagnostics(found, verbose=True)
    if not found:
        click.echo(f"{console.plain(str(path))}: {console.plural(len(written), 'file')} written. Put raw documents "
                   "into content/sources/, then run: sitegen serve")
    return worst(found)


@commands.command(short_help="Turn raw documents into Markdown pages.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--to", "target", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="Write the pages under DIR instead, by these files alone: no project's pages or authorities.")
@click.option("--diff", is_flag=True, help="Show what a new conversion would change in pages that a person edited.")
@click.option("-v", "--verbose", is_flag=True, help="Print notes too, and everything that was left out.")
@_report
@_jobs
@click.pass_obj
def convert(folder: Path | None, files: Sequence[Path], target: Path | None, diff: bool, verbose: bool,
            report: Path | None, jobs: int | None) -> int:
    """Turn raw documents, in content/sources/ or FILE..., into Markdown pages in content/cables/."""
    project = None
    if not (files and target):  # files and a place to put their pages are all that a conversion needs
        project, code = _project(folder)
        if project is None:
            return code
    from sitegen.build import convert_sources

    begun = time.monotonic()
    with console.Progress() as progress:
        result = convert_sources(project, files, to=target, diff=diff, jobs=jobs, progress=progress)
    code = worst(result.diagnostics)
    if verbose:
        console.print_left_out(result.omissions)
    for text in result.diffs:
        click.echo(console.plain_lines(text), nl=False)
    return _finish("convert", result, code, report, verbose, begun)


@commands.command()
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="Where the site is written; default: public/ in the project.")
@_jobs
@_no_search
@_strict
@click.option("--drafts", is_flag=True, help="Show drafts and pages whose day has not come.")
@click.option("--clean", is_flag=True, help="Use nothing that an earlier build left behind.")
@click.option("--base-url", type=_BaseUrl(), help="The address of the site, instead of the one in site.yaml.")
@click.option("--noindex", is_flag=True, help="Ask search engines to leave this site out: for a preview of it.")
@click.option("-v", "--verbose", is_flag=True, help="Print notes too, and why each page was rendered.")
@_report
@click.pass_obj
def build(folder: Path | None, output: Path | None, jobs: int | None, no_search: bool, strict: bool, drafts: bool,
          clean: bool, base_url: str | None, noindex: bool, verbose: bool, report: Path | None) -> int:
    """Convert what is new, then write the site."""
    project, code = _project(folder)
    if project is None:
        return code
    from sitegen import build as pipeline

    begun = time.monotonic()
    with console.Progress() as progress:
        result = pipeline.build(project, output, jobs=jobs, search=not no_search, strict=strict, drafts=drafts,
                                clean=clean, base_url=base_url, noindex=noindex, progress=progress)
    if verbose:
        console.print_rendered(result.reasons)
    code = _finish("build", result, worst(result.diagnostics, strict), report, verbose, begun, project)
    if "files" not in result.counts:
        _say("the site was not written; what stood in the output is as it was")
    return code


@commands.command(short_help="Preview the site, and show each change at once.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, metavar="N",
              help="The port to listen on; 0: any free one.")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="H", help="The address to listen on.")
@click.option("--open", "open_browser", is_flag=True, help="Open the site in the browser.")
@_no_search
@click.pass_obj
def serve(folder: Path | None, port: int, host: str, open_browser: bool, no_search: bool) -> int:
    """Preview the site, and show each change in the browser at once."""
    project, code = _project(folder)
    if project is None:
        return code
    from sitegen.preview import server

    return server.serve(project, host=host, port=port, open_browser=open_browser, search=not no_search)


@commands.command(short_help="Find everything that can be wrong; write no site.")
@click.option("--external", is_flag=True, help="Fetch links to other sites too.")
@_strict
@_verbose
@_report
@_jobs
@click.pass_obj
def check(folder: Path | None, external: bool, strict: bool, verbose: bool, report: Path | None,
          jobs: int | None) -> int:
    """Find everything that can be wrong, without writing the site."""
    project, code = _project(folder)
    if project is None:
        return code
    from sitegen import build as pipeline

    begun = time.monotonic()
    with console.Progress() as progress:
        result = pipeline.check(project, external=external, jobs=jobs, progress=progress)
    return _finish("check", result, worst(result.diagnostics, strict), report, verbose, begun, project)


@commands.command(short_help="Take what is withheld out of pages and sources for good.")
@click.option("--apply", is_flag=True, help="Write the files; without it they are only named, and the places counted.")
@_verbose
@_report
@click.pass_obj
def withhold(folder: Path | None, apply: bool, verbose: bool, report: Path | None) -> int:
    """Take what withheld.yaml lists out of pages and raw documents for good: for a repository that is to be public.

    What git remembers of the files, it still remembers. Without --apply nothing is written.
    """
    project, code = _project(folder)
    if project is None:
        return code
    from sitegen import build as pipeline

    begun = time.monotonic()
    result = pipeline.withhold_for_good(project, apply)
    for path, count in sorted(result.places.items()):
        click.echo(console.plain(f"{path}: {console.plural(count, 'place')}{'' if apply else ' to be taken out'}"))
    code = _finish("withhold", result, worst(result.diagnostics), report, verbose, begun)
    if result.places and not apply:
        click.echo("nothing was written; sitegen withhold --apply takes them out")
    if not result.has_key and sys.stderr.isatty():  # a key that stands in a log is none
        click.echo(f"the list has no key; with this line in it builds remember what they looked through:\n"
                   f"- key: {secrets.token_hex(20)}", err=True)
    return code


@commands.group(short_help="Published addresses, and what holds them.")
def permalinks() -> None:
    """Published addresses: once recorded, no build loses one without an error."""


@permalinks.command()
@_verbose
@click.pass_obj
def record(folder: Path | None, verbose: bool) -> int:
    """Take down the cable pages and anchors of this build as published (run it when you deploy)."""
    project, code = _project(folder)
    if project is None:
        return code
    from sitegen import build as pipeline

    begun = time.monotonic()
    result = pipeline.record_permalinks(project)
    return _finish("permalinks record", result, worst(result.diagnostics), None, verbose, begun)


@commands.command(short_help="Compare a published site with its manifest.")
@click.argument("target", metavar="PATH|URL")
@_verbose
@_report
def verify(target: str, verbose: bool, report: Path | None) -> int:
    """Compare a folder or a published site with its manifest."""
    from sitegen.checks import manifest

    begun = time.monotonic()
    result = manifest.verify(target)
    return _finish("verify", result, worst(result.diagnostics), report, verbose, begun)


def _project(folder: Path | None) -> tuple[Project | None, int]:
    """The project to work on; None and an exit code, its errors printed, where there is none."""
    from sitegen.config import find_project, open_project

    project, found = open_project(folder) if folder else find_project(Path.cwd())
    console.print_diagnostics(found, verbose=True)
    return project, worst(found)


def _finish(command: str, result: Report, code: int, report: Path | None, verbose: bool, begun: float,
            project: Project | None = None) -> int:
    """Print what a command found and did, write its report, and give the exit code.

    On a terminal alone, never in a log: the entries of withheld.yaml that would answer warnings about a ``project``.
    """
    console.print_diagnostics(result.diagnostics, verbose)
    if report:
        data = console.report_json(command, code, result, getattr(result, "omissions", ()))
        try:
            console.write_report(report, data)
        except OSError as problem:
            _say(f"the report cannot be written: {problem.strerror}: {report}")
            code = 1
    if project is not None and sys.stderr.isatty() and not os.environ.get("CI"):
        from sitegen.proposals import lines_to_paste

        lines = lines_to_paste(project, result.diagnostics)
        if lines:
            click.echo("to withhold these names, put into withheld.yaml what you decide of:", err=True)
        for line in lines:
            click.echo(console.plain(line), err=True)
    click.echo(console.summary(result.counts, result.diagnostics, time.monotonic() - begun))
    return code


def _say(text: str, code: str = "") -> None:
    click.echo(f"sitegen: error{f'[{code}]' if code else ''}: {console.plain(text)}", err=True)


def _place(problem: BaseException) -> str:
    """Where in this package an exception arose: ``sitegen/convert/split.py:120``."""
    package = Path(__file__).parent
    frames = [f for f in traceback.extract_tb(problem.__traceback__) if Path(f.filename).is_relative_to(package)]
    if not frames:
        return "sitegen"
    return f"{Path(frames[-1].filename).relative_to(package.parent).as_posix()}:{frames[-1].lineno}"


def _internal_error(problem: BaseException) -> str:
    # The exception's own words may hold text of a document, withheld text among it: they are for the debugger alone.
    return (f"internal error: {type(problem).__name__} at {_place(problem)} (this is a fault of sitegen: please report "
            f"this line, with sitegen {__version__} and Python {sys.version.split()[0]}; SITEGEN_DEBUG=1 shows more)")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line ``arguments`` (default: those of the process); gives the exit code and never raises."""
    console.prepare_streams()
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, functools.partial(_terminate, os.getpid()))
    try:
        try:
            code = commands.main(arguments, prog_name="sitegen", standalone_mode=False)
            sys.stdout.flush()
        except OSError as problem:
            if problem.errno != errno.EPIPE:
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the flush at exit would fail again
            return 1
    except click.ClickException as problem:
        problem.show()
        return problem.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("stopped before the end; the next run takes up the work", "interrupted")
        return 1
    except MemoryError:
        _say("out of memory (fewer processes need less: --jobs 1)")
        return 1
    except OSError as problem:
        _debug()
        _say(f"{problem.strerror or type(problem).__name__}" + (f": {problem.filename}" if problem.filename else ""))
        return 1
    except Exception as problem:
        from concurrent.futures import BrokenExecutor

        _debug()
        if isinstance(problem, BrokenExecutor):
            _say("a worker process was ended from outside; memory may have run out (fewer need less: --jobs 1)")
        else:
            _say(_internal_error(problem))
        return 1
    return int(code or 0)


def run() -> NoReturn:
    """Run the command line of this process, and end it.

    It ends without taking an archive's objects apart one by one, which takes longer than many a build.
    """
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # whoever read it is gone
            stream.flush()
    os._exit(code)


def _terminate(main_process: int, number: int, frame: FrameType | None) -> None:
    """End as Ctrl-C does, so that no worker process stays behind; a worker, which has this from its parent, ends."""
    if os.getpid() == main_process:
        raise KeyboardInterrupt
    os._exit(1)


def _debug() -> None:
    if os.environ.get("SITEGEN_DEBUG") == "1":
        traceback.print_exc()
