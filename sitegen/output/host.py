"""Files that tell the host which headers to send and where old addresses lead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from sitegen.config import Config
from sitegen.output.writer import Artifact

#: Everything is refused but what the theme needs. Pagefind runs WebAssembly, hence 'wasm-unsafe-eval' (mind that it
#: does not allow JavaScript's eval), in a worker that is a file of the site.
CONTENT_SECURITY_POLICY = "; ".join([
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    "connect-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
])
#: sent with every file
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",  # whoever follows a link out of an archive of leaks need not say so
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
#: what a search engine is asked with every file of a site that is not to be indexed
NOT_INDEXED: Mapping[str, str] = {"X-Robots-Tag": "noindex, nofollow"}
#: hosts that are told of old addresses by a file
REDIRECTING = ("netlify", "cloudflare", "apache")
#: of files with a digest in their names
FOREVER = "public, max-age=31536000, immutable"


def host_files(
    config: Config, redirects: Mapping[str, str], sections: Iterable[str], withdrawn: Iterable[str] = ()
) -> list[Artifact]:
    """The files of the host that site.yaml names. One that is not in ``REDIRECTING`` needs a page at each old address.

    ``redirects`` leads from old addresses to new ones, both below ``base_url`` and beginning with a slash; ``sections``
    are the folders of the search index. ``withdrawn`` are paths whose pages say that they are no more: Netlify can
    send them with the status 410.
    """
    # One rule for all sections, by a placeholder: Cloudflare takes a hundred rules and leaves out the others.
    kinds = ("fragment", "index", "filter") if any(sections) else ()
    lasting = ["/assets/*", *(f"/pagefind/:section/{kind}/*" for kind in kinds)]
    pairs = sorted(redirects.items())
    if config.host in ("netlify", "cloudflare"):
        return [_headers(config, lasting), _redirects(config, pairs, withdrawn if config.host == "netlify" else ())]
    if config.host == "apache":
        return [_htaccess(config, pairs)]
    return [Artifact(".nojekyll", b"", "host: github")] if config.host == "github" else []


def _headers(config: Config, lasting: list[str]) -> Artifact:
    lines = ["/*", *(f"  {name}: {value}" for name, value in _everywhere(config).items())]
    for path in _as_asked_for(config, lasting):
        lines += [path, f"  Cache-Control: {FOREVER}"]
    return Artifact("_headers", ("\n".join(lines) + "\n").encode(), "host: " + config.host)


def _redirects(config: Config, pairs: list[tuple[str, str]], withdrawn: Iterable[str]) -> Artifact:
    lines = [f"{path} {path} 410!" for gone in sorted(withdrawn)
             for path in _as_asked_for(config, [_encoded(gone)])]
    lines += [f"{path} {_encoded(config.base_path + new)} 301"
             for old, new in pairs for path in _as_asked_for(config, [_encoded(old)])]
    return Artifact("_redirects", "".join(f"{line}\n" for line in lines).encode(), "host: " + config.host)


def _htaccess(config: Config, pairs: list[tuple[str, str]]) -> Artifact:
    lines = ["<IfModule mod_headers.c>",
             *(f'  Header always set {name} "{value}"' for name, value in _everywhere(config).items()),
             "</IfModule>", f"ErrorDocument 404 {config.base_path}/404.html", "AddType application/wasm .pagefind",
             *(f'Redirect permanent "{_encoded(config.base_path + old)}" "{_encoded(config.base_path + new)}"'
               for old, new in pairs)]
    return Artifact(".htaccess", ("\n".join(lines) + "\n").encode(), "host: apache")


def _everywhere(config: Config) -> Mapping[str, str]:
    return {**HEADERS, **NOT_INDEXED} if config.noindex else HEADERS


def _as_asked_for(config: Config, paths: list[str]) -> list[str]:
    """The paths as a host may see them: with the path of ``base_url``, and without where a proxy took it off."""
    return [prefix + path for path in paths for prefix in ([config.base_path, ""] if config.base_path else [""])]


def _encoded(path: str) -> str:
    return quote(path, safe="/#-._~")
