"""The preview: a local server that shows the site as it stands in the files, and each change of them at once.

Nothing that it adds (the reload script, the list of errors) is ever written to a site.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import secrets
import socket
import threading
import time
import webbrowser
from collections.abc import AsyncIterator, Sequence
from html import escape
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import quote

import click
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from sitegen import console
from sitegen.config import Project
from sitegen.diagnostics import Diagnostic, Severity
from sitegen.files import shown
from sitegen.output.host import HEADERS
from sitegen.output.plan import file_of
from sitegen.preview.session import Session, Snapshot
from sitegen.preview.watcher import Watcher

_OWN = "/__sitegen__/"
_ERRORS_SHOWN = 12
_TYPES = {".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".xml": "application/xml",
          ".html": "text/html", ".txt": "text/plain", ".csv": "text/csv", ".svg": "image/svg+xml",
          ".woff2": "font/woff2"}
_RELOAD = """\
// Reloads the page when the files of the project changed. The browser keeps the place on the page.
{
  const version = document.currentScript.dataset.version;
  const events = new EventSource("/__sitegen__/events");
  events.onmessage = (event) => { if (event.data !== version) location.reload(); };
  addEventListener("pagehide", () => events.close());
}
"""
_STYLE = """\
.sitegen-errors { position: sticky; inset: auto 0 0 0; z-index: 1000; max-height: 50vh; overflow: auto; padding: 1rem;
  background: #7a1220; color: #fff; font: 0.9rem/1.5 ui-monospace, monospace; }
.sitegen-errors h2 { margin: 0 0 0.5rem; font-size: 1rem; color: inherit; }
.sitegen-errors ol { margin: 0; padding-left: 1.5rem; }
.sitegen-errors li { overflow-wrap: anywhere; }
"""


def serve(
    project: Project, host: str = "127.0.0.1", port: int = 8000, open_browser: bool = False, search: bool = True
) -> int:
    """Serve the preview of a project until it is interrupted; gives the exit code."""
    listening, why = _listen(host, port)
    if listening is None:
        click.echo(f"sitegen: error: {why}", err=True)
        return 1
    address = _address(host, listening.getsockname()[1])
    session = Session(project, address, search, secrets.token_hex(4) + "-")
    def changed(paths: Sequence[Path]) -> None:
        begun = time.monotonic()
        snapshot = session.reload(convert=any(path.is_relative_to(project.sources) for path in paths))
        named = [path for path in paths if path.suffix] or paths  # not the passing files of an editor
        names = ", ".join(shown(path, project.root) for path in named[:3]) + (" …" if len(named) > 3 else "")
        console.print_diagnostics([d for d in snapshot.diagnostics if d.severity is Severity.ERROR], verbose=False)
        click.echo(f"{console.plain(names)}: shown after {time.monotonic() - begun:.1f} s")

    watcher = Watcher(project.root, changed)  # before the first reading, so that no change is missed
    begun = time.monotonic()
    console.print_diagnostics(session.reload().diagnostics, verbose=False)
    click.echo(f"{console.plain(project.config.title)}: {address}/ (ready in {time.monotonic() - begun:.1f} s; "
               "Ctrl-C ends the preview)")
    config = uvicorn.Config(application(session, host), log_level="warning", access_log=False, lifespan="off",
                            timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    if open_browser:
        threading.Thread(target=_open, args=(server, f"{address}/"), daemon=True).start()
    try:
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listening])
    finally:
        watcher.stop()
        session.stop()
    return 0


def application(session: Session, host: str = "127.0.0.1") -> Starlette:
    """The server's application. On a loopback address it answers to local names only: a page of the web that points a
    name of its own at this machine (DNS rebinding) must not read what is not yet published.
    """
    names = ["localhost", "127.0.0.1", "[::1]", host] if _is_loopback(host) else ["*"]

    async def answer(request: Request) -> Response:
        return await run_in_threadpool(_answer, session, request.url.path, request.url.query)

    async def events(request: Request) -> Response:
        return StreamingResponse(_events(session, request), media_type="text/event-stream",
                                 headers={"Cache-Control": "no-store"})

    return Starlette(
        routes=[
            Route(_OWN + "events", events),
            Route(_OWN + "reload.js", lambda request: Response(_RELOAD, media_type="text/javascript")),
            Route(_OWN + "preview.css", lambda request: Response(_STYLE, media_type="text/css")),
            Route("/{path:path}", answer),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=names, www_redirect=False)],
    )


async def _events(session: Session, request: Request) -> AsyncIterator[str]:
    """Server-sent events: the version of what is shown, whenever it changes."""
    told, quiet = "", 0.0
    while not await request.is_disconnected():
        version = session.snapshot.version
        if version != told:
            told, quiet = version, 0.0
            yield f"data: {version}\n\n"
        elif quiet > 15:
            quiet = 0.0
            yield ": still here\n\n"
        await asyncio.sleep(0.1)
        quiet += 0.1


def _answer(session: Session, path: str, query: str) -> Response:
    snapshot = session.snapshot
    if path in snapshot.redirects:
        return _to(snapshot.redirects[path], query)
    status, made = 200, session.file(file_of(path))
    if made is None and not path.endswith("/") and file_of(path + "/") in snapshot.files:
        return _to(path + "/", query)
    if made is None:
        status, made = 404, session.file("404.html")
    if made is None or made.diagnostics:
        found = (*snapshot.diagnostics, *(made.diagnostics if made else ()))
        title = "This page cannot be made" if made else "There is no site to show"
        return _page(_error_page(title), snapshot, 500, [d for d in found if d.severity is Severity.ERROR])
    if made.path.endswith(".html"):
        return _page(made.data.decode(), snapshot, status, snapshot.errors)
    suffix = Path(made.path).suffix
    kind = _TYPES.get(suffix) or guess_type(made.path)[0] or "application/octet-stream"
    return Response(made.data, status, _headers(), media_type=kind)


def _to(path: str, query: str) -> Response:
    target = quote(path, safe="/#-._~") + (f"?{query}" if query else "")
    return RedirectResponse(target, 307, {"Cache-Control": "no-store"})


def _page(html: str, snapshot: Snapshot, status: int, errors: Sequence[Diagnostic]) -> Response:
    script = f'<script src="{_OWN}reload.js" data-version="{escape(snapshot.version)}"></script>'
    before, end, after = html.rpartition("</body>")
    body = f"{before}{_error_list(errors)}{script}{end}{after}" if end else f"{html}{_error_list(errors)}{script}"
    return Response(body, status, _headers(), media_type="text/html")


def _error_list(errors: Sequence[Diagnostic]) -> str:
    if not errors:
        return ""
    items = "".join(f"<li>{escape(console.plain(str(d)))}</li>" for d in errors[:_ERRORS_SHOWN])
    more = f"<p>… and {len(errors) - _ERRORS_SHOWN} more</p>" if len(errors) > _ERRORS_SHOWN else ""
    return (f'<link rel="stylesheet" href="{_OWN}preview.css"><aside class="sitegen-errors" role="alert">'
            f"<h2>{console.plural(len(errors), 'error')}</h2><ol>{items}</ol>{more}</aside>")


def _error_page(title: str) -> str:
    return (f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
            f"<body><h1>{escape(title)}</h1><p>It shows itself when what is wrong is mended.</p></body></html>")


def _headers() -> dict[str, str]:
    return {**HEADERS, "Cache-Control": "no-store"}


def _listen(host: str, port: int) -> tuple[socket.socket | None, str]:
    """A listening socket, or why there is none."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as problem:
        return None, f"cannot listen on {host}: {problem.strerror}"
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
        listening.listen(128)
    except OSError as problem:
        listening.close()
        if problem.errno == errno.EADDRINUSE:
            return None, (f"port {port} on {host} is in use, perhaps by another preview "
                          f"(choose another with --port N; --port 0 takes any free one)")
        return None, f"cannot listen on {host}, port {port}: {problem.strerror}"
    return listening, ""


def _address(host: str, port: int) -> str:
    name = "localhost" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _open(server: uvicorn.Server, address: str) -> None:
    while not server.started:
        time.sleep(0.05)
    webbrowser.open(address)
