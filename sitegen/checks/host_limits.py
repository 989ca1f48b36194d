"""What a host takes, looked at before the deploy that it would refuse, or of which it would leave out a part silently.

The limits are those of the hosts' documentation (docs/publishing.md links to it), as of 2026.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from sitegen.config import Config
from sitegen.diagnostics import Diagnostic, Location, diagnose

_SITE = Location("site.yaml")
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a host takes of a site; 0 where it names no limit. Sizes are in bytes."""

    name: str
    in_a_folder: int = 0  # files directly in one folder
    files: int = 0
    file_size: int = 0
    size: int = 0
    redirects: int = 0  # rules of _redirects
    rule_length: int = 0  # signs of one of them
    redirects_size: int = 0


LIMITS = {
    "netlify": Limits("Netlify", in_a_folder=54_000, redirects=10_000),
    "cloudflare": Limits("Cloudflare Pages", files=20_000, file_size=25 * _MIB, redirects=2_000, rule_length=1_000,
                         redirects_size=100_000),
    "github": Limits("GitHub Pages", size=1_000_000_000),
}


#: of each output the files that it writes beside a cable's page
_BESIDE = {"cable_json": ("/cable.json",), "source_text": ("/source.txt", "/source/index.html"),
           "cite": ("/cite.bib", "/cite.ris", "/cite.json"), "cards": ("/card.png",)}


def host_limits(
    config: Config, files: Collection[str], size: Callable[[str], int], redirects: Callable[[], str],
    unindexed: int = 0,
) -> list[Diagnostic]:
    """``host-limit`` for each limit of the host in site.yaml that a site of these files passes, with what would help.

    ``size`` gives the bytes of a file, ``redirects`` the text of ``_redirects``; they are asked only where it matters.
    ``unindexed`` pages are among the files without what the search will have of them: one file each, and few more.
    """
    limits = LIMITS.get(config.host)
    if limits is None:
        return []
    found: list[Diagnostic] = []

    def passed(what: str, most: int, hint: str = "") -> None:
        found.append(diagnose("host-limit", _SITE, f"{what}, and {limits.name} takes {_number(most)}", hint))

    if limits.in_a_folder:
        for folder, count in Counter(path.rpartition("/")[0] for path in files).items():
            if count > limits.in_a_folder:
                passed(f"/{folder} has {_number(count)} files", limits.in_a_folder,
                       "spread them over folders, for example cables by `permalink: /cables/{year}/{id}/`")
    if limits.files and len(files) + unindexed > limits.files:
        about = "about " if unindexed else ""
        passed(f"the site has {about}{_number(len(files) + unindexed)} files", limits.files, _switch_off(config, files))
    if limits.file_size or limits.size:
        sizes = {path: size(path) for path in files}
        for path, own in sizes.items():
            if limits.file_size and own > limits.file_size:
                passed(f"/{path} has {_number(own)} bytes", limits.file_size, "publish it elsewhere, and not here")
        if limits.size and sum(sizes.values()) > limits.size:
            passed(f"the site has {_number(sum(sizes.values()))} bytes", limits.size, _switch_off(config, files))
    if limits.redirects and "_redirects" in files:
        _of_redirects(limits, redirects().splitlines(), passed)
    return found


def _of_redirects(limits: Limits, rules: list[str], passed: Callable[..., None]) -> None:
    fewer = "give up aliases that nobody has linked, or lead them on with wildcards in a file of your own"
    if len(rules) > limits.redirects:
        passed(f"_redirects has {_number(len(rules))} rules", limits.redirects, fewer)
    if limits.redirects_size and (size := sum(len(rule.encode()) + 1 for rule in rules)) > limits.redirects_size:
        passed(f"_redirects has {_number(size)} bytes", limits.redirects_size, fewer)
    if limits.rule_length and (longest := max(map(len, rules), default=0)) > limits.rule_length:
        passed(f"a rule of _redirects has {_number(longest)} signs", limits.rule_length, "shorten the alias")


def _switch_off(config: Config, files: Iterable[str]) -> str:
    """Which outputs could be switched off, and how many files that takes away."""
    held = list(files)
    counts = {output: sum(path.endswith(endings) for path in held) for output, endings in _BESIDE.items()
              if getattr(config.outputs, output)}
    told = [f"`{output}: off` takes away {_number(count)} of them" for output, count in counts.items() if count]
    return f"under `outputs` in site.yaml {' and '.join(told)}" if told else ""


def _number(value: int) -> str:
    return f"{value:,}"
