"""The preview: a local server that shows the site as it stands in the files, and each change of them at once.

It writes nothing of the site; what it adds to a page (one script tag) is in no file of it.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import ipaddress
import signal
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Callable
from types import FrameType

import click
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from sitegen import console
from sitegen.config import Project
from sitegen.files import shown
from sitegen.preview.answers import OWN, Answers
from sitegen.preview.events import Browsers
from sitegen.preview.index import Background, Index
from sitegen.preview.pages import Pages
from sitegen.preview.session import Session, Snapshot
from sitegen.preview.watcher import Changes, Watcher
from sitegen.records.withheld import NOTHING
from sitegen.records.withholding import withhold
from sitegen.report import Progress

_PORTS = 20  # that are tried, one after the other
_UNASKED = 3.0  # seconds for which the first request is waited for before other work is begun
_NAMED = 3  # files that the line about a change names


class Preview:
    """A session with all that serves it."""

    def __init__(self, project: Project, base_url: str, search: bool = True) -> None:
        self._project = project
        self._started = threading.Event()
        self.answered = threading.Event()  # something has been asked for, and was answered
        self.session = Session(project, base_url)
        self.pages = Pages(self.session)
        self.index = Index(project, lambda: self.session.indexed) if search else None
        self.answers = Answers(self.session, self.pages, self.index)
        self.browsers = Browsers(self.session, self.pages, self.index)
        self.session.told = self.browsers.wake
        self.pages.failed = lambda wrong: console.print_diagnostics(list(wrong), verbose=False)
        self.background = Background(project, self.index, lambda: self.session.snapshot.content,
                                     self.session.take_converted, self.browsers.wake)

    def start(self, progress: Progress | None = None) -> Snapshot:
        """Read the project; changes that came before are taken up after it."""
        try:
            return self.session.start(progress)
        finally:
            self._started.set()

    def changed(self, changes: Changes) -> None:
        """Take up a change of files, and tell the browsers and the terminal."""
        self._started.wait()
        begun, before, root = time.monotonic(), self.session.snapshot, self._project.root
        try:
            snapshot = self.session.apply(changes)
        except Exception as problem:  # the next change may be one that can be taken up
            click.echo(f"sitegen: error: a change could not be shown, by a fault of sitegen ({type(problem).__name__})",
                       err=True)
            return
        taken = time.monotonic() - begun
        self.background.change(sources=changes.any_below(self._project.sources),
                               theme=changes.any_below(root / "themes"))
        told = {str(d) for d in before.errors}
        console.print_diagnostics([d for d in snapshot.errors if str(d) not in told], verbose=False)
        names = ", ".join(withhold(snapshot.listed or NOTHING, shown(path, root), None)
                          for path in [*sorted(changes.paths), *sorted(changes.folders)][:_NAMED])
        more = " …" if len(changes.paths) + len(changes.folders) > _NAMED else ""
        written = f"; written of it: {', '.join(snapshot.written)}" if snapshot.written else ""
        mended = "; no error any more" if before.errors and not snapshot.errors else ""
        click.echo(f"{console.plain(names)}{more}: shown after {taken:.2f} s{written}{mended}")


def serve(
    project: Project, host: str = "127.0.0.1", port: int = 8000, open_browser: bool = False, search: bool = True
) -> int:
    """Serve the preview of a project until it is interrupted; gives the exit code."""
    begun = time.monotonic()
    listening, why = listen(host, port)
    if listening is None:
        click.echo(f"sitegen: error: {why}", err=True)
        return 1
    own_port = listening.getsockname()[1]
    if port and own_port != port:
        click.echo(f"port {port} is in use; the preview is at port {own_port}")
    address = _address(host, own_port)
    preview = Preview(project, address, search)
    watcher = Watcher(project.root, preview.changed)  # before the first reading, so that no change is missed
    try:
        sys.setswitchinterval(0.001)  # a page is not to wait for work that nobody waits for
        gc.disable()  # an archive's objects are looked through for garbage in pauses, not in the midst of a change
        with console.Progress() as progress:
            snapshot = preview.start(progress)
        console.print_diagnostics(snapshot.diagnostics, verbose=False)
        gc.freeze()

        def ready() -> None:
            title = console.plain(withhold(snapshot.listed or NOTHING, project.config.title))
            click.echo(f"{title}: {address}/ (ready in {time.monotonic() - begun:.1f} s; "
                       "Ctrl-C ends the preview)")
            if open_browser:
                threading.Thread(target=webbrowser.open, args=(f"{address}/",), daemon=True).start()
            threading.Thread(target=_afterwards, args=(preview,), daemon=True).start()

        server = _Server(preview.browsers.end, ready, uvicorn.Config(
            application(preview, host), log_level="warning", access_log=False, lifespan="off", ws="none",
            timeout_graceful_shutdown=1))
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C has nothing more to end
        preview.background.stop()
        watcher.stop()
    return 0


def _afterwards(preview: Preview) -> None:
    """What can wait until the first page has been shown, which it would hold up."""
    preview.answered.wait(_UNASKED)

    import sitegen.conversion  # noqa: F401  (so that the first new document does not wait for it)

    before = preview.session.snapshot
    checked = preview.session.check_theme()
    if checked is not before:
        console.print_diagnostics([d for d in checked.errors if d not in before.errors], verbose=False)
    preview.background.start()


class _Server(uvicorn.Server):
    """uvicorn, which ends open event streams when it is told to end, and says when it answers."""

    def __init__(self, ending: Callable[[], None], ready: Callable[[], None], config: uvicorn.Config) -> None:
        super().__init__(config)
        self._ending, self._ready = ending, ready

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._ending()
        super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()


def application(preview: Preview, host: str = "127.0.0.1") -> Starlette:
    """The server's application. On a loopback address it answers to local names only: a page of the web that points a
    name of its own at this machine (DNS rebinding) must not read what is not yet published.
    """
    names = ["localhost", "127.0.0.1", "[::1]", host] if _is_loopback(host) else ["*"]

    async def answer(request: Request) -> Response:
        given = await run_in_threadpool(preview.answers, request.url.path, request.url.query, dict(request.headers))
        preview.answered.set()
        return Response(b"" if request.method == "HEAD" else given.data, given.status,
                        {"Content-Length": str(len(given.data)), **given.headers} if given.status != 304
                        else dict(given.headers))

    async def events(request: Request) -> Response:
        asked = request.query_params
        return StreamingResponse(preview.browsers.events(asked.get("path", "/"), asked.get("page", "")),
                                 media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    return Starlette(
        routes=[Route(OWN + "events", events), Route("/{path:path}", answer)],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=names, www_redirect=False)],
    )


def listen(host: str, port: int) -> tuple[socket.socket | None, str]:
    """A listening socket at ``port`` or at the first free one after it (0: at any free one); or why there is none."""
    for tried in range(port, min(port + _PORTS, 65536)) if port else (0,):
        try:
            return _listen(host, tried), ""
        except OSError as problem:
            if problem.errno != errno.EADDRINUSE:
                return None, f"cannot listen on {host}, port {tried}: {problem.strerror or problem}"
    return None, (f"ports {port} to {tried} on {host} are in use (choose another with --port N; --port 0 takes any "
                  "free one)")


def _listen(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(128)
    except OSError:
        listening.close()
        raise
    return listening


def _address(host: str, port: int) -> str:
    name = "localhost" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
