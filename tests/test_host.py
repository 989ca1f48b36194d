from dataclasses import replace

from conftest import header_rules

from sitegen.checks.host_limits import host_limits
from sitegen.config import Config
from sitegen.output.host import host_files

CONFIG = Config(title="T", base_url="https://example.org")
REDIRECTS = {"/cables/09EFTOLONDON2618/": "/cables/09LONDON2618/", "/old page/": "/cables/09LONDON1/"}


def files(config: Config, redirects: dict[str, str] = REDIRECTS) -> dict[str, str]:
    return {artifact.path: artifact.data.decode() for artifact in host_files(config, redirects, ["2009"])}


def test_netlify_reads_headers_and_redirects() -> None:
    made = files(CONFIG)
    assert made["_redirects"] == ("/cables/09EFTOLONDON2618/ /cables/09LONDON2618/ 301\n/old%20page/ /cables/09LONDON1/ 301\n")
    blocks = made["_headers"].split("\n/")
    assert blocks[0].startswith("/*\n  Content-Security-Policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval';")
    for said in ("frame-ancestors 'none'", "X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer"):
        assert said in blocks[0]
    assert "unsafe-inline" not in made["_headers"]
    assert [block.split("\n")[0] for block in blocks[1:]] == [
        "assets/*", "pagefind/:section/fragment/*", "pagefind/:section/index/*", "pagefind/:section/filter/*"]
    assert all("immutable" in block for block in blocks[1:])


def test_what_has_a_digest_in_its_name_is_kept_for_good_and_nothing_else() -> None:
    def kept(path: str) -> bool:
        return any(pattern.fullmatch(path) and name == "Cache-Control" for pattern, name, _ in header_rules(made))

    made = files(CONFIG)["_headers"]
    for path in ("/assets/style.5b0c.css", "/pagefind/2009/fragment/en_5b0c.pf_fragment", "/pagefind/2009-2/index/a.pf_index"):
        assert kept(path), path
    for path in ("/", "/cables/09MEXICO283/", "/pagefind/sections.json", "/pagefind/2009/pagefind.js",
                 "/pagefind/2009/pagefind-entry.json", "/topics/fragment/index/"):
        assert not kept(path), path


def test_the_headers_have_few_rules_however_many_sections_the_search_has() -> None:
    """Cloudflare Pages takes a hundred rules."""
    config = replace(CONFIG, host="cloudflare", base_url="https://example.org/archive")
    made = {artifact.path: artifact.data.decode() for artifact in host_files(config, {}, [str(n) for n in range(80)])}
    assert len([line for line in made["_headers"].splitlines() if line.startswith("/")]) == 9
    without = {artifact.path: artifact.data.decode() for artifact in host_files(config, {}, [])}
    assert "pagefind" not in without["_headers"]


def test_below_a_path_both_forms_of_an_address_are_led_on() -> None:
    made = files(replace(CONFIG, base_url="https://example.org/archive"), {"/a/": "/b/"})
    assert made["_redirects"] == "/archive/a/ /archive/b/ 301\n/a/ /archive/b/ 301\n"
    assert "\n/assets/*\n" in made["_headers"] and "\n/archive/assets/*\n" in made["_headers"]


def test_a_site_that_is_not_to_be_indexed_says_so_with_every_file() -> None:
    hidden = replace(CONFIG, noindex=True)
    assert files(hidden)["_headers"].split("\n/")[0].endswith("\n  X-Robots-Tag: noindex, nofollow")
    assert 'Header always set X-Robots-Tag "noindex, nofollow"\n' in files(replace(hidden, host="apache"))[".htaccess"]
    assert "X-Robots-Tag" not in "".join([*files(CONFIG).values(), *files(replace(CONFIG, host="apache")).values()])


def test_other_hosts_get_their_own() -> None:
    assert sorted(files(replace(CONFIG, host="cloudflare"))) == ["_headers", "_redirects"]
    apache = files(replace(CONFIG, host="apache"))
    assert list(apache) == [".htaccess"]
    assert 'Redirect permanent "/old%20page/" "/cables/09LONDON1/"' in apache[".htaccess"]
    assert files(replace(CONFIG, host="github")) == {".nojekyll": ""}
    assert files(replace(CONFIG, host="none")) == {}


def limits(host: str, files: dict[str, int], redirects: str = "", **outputs: bool) -> list[str]:
    config = replace(CONFIG, host=host, outputs=replace(CONFIG.outputs, **outputs))
    return [str(d) for d in host_limits(config, files, files.__getitem__, lambda: redirects)]


def test_a_site_that_its_host_does_not_take() -> None:
    cables = {f"cables/{number}/{name}": 10 for number in range(7_000) for name in ("index.html", "cable.json", "source.txt")}
    told = "site.yaml:1:1: warning[host-limit]: the site has 21,000 files, and Cloudflare Pages takes 20,000"
    assert limits("cloudflare", cables) == [
        f"{told} (under `outputs` in site.yaml `cable_json: off` takes away 7,000 of them and `source_text: off` takes away 7,000 of them)"]
    assert limits("cloudflare", cables, cable_json=False, source_text=False) == [told]
    cited = {f"cables/{number}/{name}": 10 for number in range(7_000) for name in ("index.html", "source/index.html", "cite.bib")}
    assert limits("cloudflare", cited, cite=True) == [
        f"{told} (under `outputs` in site.yaml `source_text: off` takes away 7,000 of them and `cite: off` takes away 7,000 of them)"]
    for host in ("netlify", "github", "s3", "apache", "none"):
        assert limits(host, cables) == []
    assert limits("netlify", {f"a/{number}.txt": 1 for number in range(54_001)})[0].startswith(
        "site.yaml:1:1: warning[host-limit]: /a has 54,001 files, and Netlify takes 54,000")
    assert "/data/cables.json has 26,214,401 bytes, and Cloudflare Pages takes 26,214,400" in limits(
        "cloudflare", {"data/cables.json": 26_214_401})[0]
    assert "the site has 1,000,000,002 bytes, and GitHub Pages takes 1,000,000,000" in limits("github", {"a": 10**9, "b": 2})[0]


def test_more_redirects_than_a_host_takes() -> None:
    short = "/a/ /b/ 301\n"
    assert limits("cloudflare", {"_redirects": 1}, short * 2_000) == []
    assert "_redirects has 2,001 rules, and Cloudflare Pages takes 2,000" in limits("cloudflare", {"_redirects": 1}, short * 2_001)[0]
    long = f"/{'a' * 995}/ /b/ 301\n"
    assert [told.partition(": ")[2].partition(",")[0] for told in limits("cloudflare", {"_redirects": 1}, long * 200)] == [
        "warning[host-limit]: _redirects has 201", "warning[host-limit]: a rule of _redirects has 1"]
    assert "Netlify takes 10,000" in limits("netlify", {"_redirects": 1}, short * 10_001)[0]
