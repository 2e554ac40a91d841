"""Every page: small, whole without script, known again by its tag, in both languages, its links good."""

import re

from defusedxml import ElementTree

from tests.features.pages.ground import Ground
from tests.features.pages.reading import page, read

_MOST_OF_A_KIND = 4
# Programs' addresses, files, other clients and letters to be drawn have tests of their own.
_NOT_FOLLOWED = ("/m", "/console", "/docs", "/api/", "/assets/")
_NAMES = re.compile(r"(?<=/)(?:[0-9a-f-]{36}|(?<=programmes/)[^/?]+|(?<=tracks/)[^/?]+)")
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


async def test_each_is_small_and_whole_and_known_again(ground: Ground) -> None:
    for path in ground.paths:
        answer = await page(ground.world, path)
        assert answer.status == 200, (path, answer.body)
        read(answer)
        known = await page(ground.world, path, **{"if-none-match": answer.headers["etag"]})
        assert (known.status, known.raw) == (304, b""), path
        packed = await page(ground.world, path, **{"accept-encoding": "gzip"})
        assert packed.raw == answer.raw
        head = await ground.world.anyone.call("HEAD", f"/{path}")
        assert (head.status, head.raw) == (200, b""), path


async def test_in_english_by_the_address_or_the_browser(ground: Ground) -> None:
    for path in ground.paths:
        joint = "&" if "?" in path else "?"
        chosen = await page(ground.world, f"{path}{joint}lang=en")
        assert b'<html lang="en">' in chosen.raw, path
        ours = [one for one in read(chosen).links if not one.startswith(_NOT_FOLLOWED)]
        assert all("lang=" in one for one in ours), (path, ours)
    preferred = await page(ground.world, "/", **{"accept-language": "en"})
    assert b'<html lang="en">' in preferred.raw
    overruled = await page(ground.world, "/?lang=zh", **{"accept-language": "en"})
    assert b'<html lang="zh-CN">' in overruled.raw


async def test_all_links_from_the_first_page_lead_somewhere(ground: Ground) -> None:
    """Of each kind of page some: another test may have made hundreds of editions."""
    waiting, seen, followed = [*ground.paths], set[str](), dict[str, int]()
    while waiting:
        path = waiting.pop(0)
        kind = _NAMES.sub("*", path.partition("?")[0])
        if path in seen or followed.get(kind, 0) >= _MOST_OF_A_KIND:
            continue
        seen.add(path)
        followed[kind] = followed.get(kind, 0) + 1
        answer = await page(ground.world, path)
        # The form of a comparison is sent with plans.
        assert answer.status == 200 or path.endswith("/compare"), path
        if answer.status == 200:
            found = read(answer)
            ours = [*found.links, *found.forms]
            waiting += [one for one in ours if not one.startswith(_NOT_FOLLOWED)]
    assert len(followed) > 20


async def test_what_search_engines_are_told(ground: Ground) -> None:
    base, world = ground.world.settings.public_url, ground.world
    robots = (await page(world, "/robots.txt")).raw.decode()
    assert f"Sitemap: {base}/sitemap.xml" in robots
    assert "Disallow: /api/" in robots
    answer = await page(world, "/sitemap.xml")
    named = [one.text or "" for one in ElementTree.fromstring(answer.raw).iter(f"{_SITEMAP}loc")]
    assert all(one.startswith(f"{base}/") for one in named)
    assert len(named) == len(set(named))
    own = [one.removeprefix(base) for one in named if ground.edition in one or ground.notice in one]
    assert f"/programmes/{ground.edition}/tracks/copay" in own
    assert f"/notices/{ground.notice}" in own
    for path in own:
        assert (await page(world, path)).status == 200, path
    # Only what the programme's own pages link to: this track asks nothing that could be estimated.
    below = f"/programmes/{ground.edition}/tracks/platform"
    assert below in own
    assert f"{below}/estimate" not in own


async def test_no_two_pages_bear_one_title(ground: Ground) -> None:
    paths = [path for path in ground.paths if "?" not in path]
    titles = {path: read(await page(ground.world, path)).title for path in paths}
    assert len(set(titles.values())) == len(paths), titles


async def test_a_page_says_where_it_lives(ground: Ground) -> None:
    base = ground.world.settings.public_url
    raw = (await page(ground.world, f"/notices/{ground.notice}?from=singlemessage")).raw.decode()
    assert f'<link rel="canonical" href="{base}/notices/{ground.notice}">' in raw
    assert f'hreflang="en" href="{base}/notices/{ground.notice}?lang=en"' in raw
    assert '"@type": "BreadcrumbList"' in raw


async def test_what_a_passed_on_link_carries_makes_no_other_page(ground: Ground) -> None:
    path = f"/programmes/{ground.edition}/platforms"
    plain, passed_on = [
        await page(ground.world, f"{path}?q=采购{more}")
        for more in ("", "&from=singlemessage&isappinstalled=0&limit=100")
    ]
    assert plain.raw == passed_on.raw
    odd = ("/search?q=%00%e6%9f%a5%ff", "/notices?cursor=x", f"{path}?sort=none")
    answers = [(await page(ground.world, each)).status for each in odd]
    assert answers == [200, 422, 422]


async def test_the_files_never_change(ground: Ground) -> None:
    (style,) = re.findall(
        r'href="(/assets/[^"]+\.css)"', (await page(ground.world, "/")).raw.decode()
    )
    answer = await page(ground.world, style)
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert len(answer.raw) <= 8192
    assert (await page(ground.world, "/assets/nothing.css")).status == 404
    # Browsers follow it to the icon, beside a PDF for instance.
    assert (await page(ground.world, "/favicon.ico")).raw.startswith(b"<svg")
