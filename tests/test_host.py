from dataclasses import replace

from conftest import header_rules

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
