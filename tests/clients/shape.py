"""The rules of how the clients' code is shaped, each with what it finds."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from tests.clients.sources import Source, without_comments

_NAMELESS = re.compile(
    "utils?|helpers?|common|hooks|composables|stores?|types|constants|shared|misc|index"
)
_CHINESE = re.compile(r"[\u3400-\u9fff]")
# English sets others: `words/marks.ts` knows which.
_MARKS = re.compile("[（）：，、；。]")
# Our own name has no English, and the way to Chinese is for who reads no English.
_QUOTED = re.compile(r"“[^”]*”|双推补贴|中文")
# A title, in both languages at once.
_IN_BOTH = re.compile(r"\bsay\([^)]*\)")
_BLAMES = re.compile("非法|无效|抱歉|对不起")


def too_long(source: Source) -> Iterator[str]:
    """Words may be as many as they are."""
    if source.is_words:
        return
    found = {"lines": (source.lines, 200)}
    if source.is_component:
        found["lines of template"] = (source.template.count("\n"), 120)
        found["lines of script"] = (source.script.count("\n"), 100)
        found["props"] = (source.props(), 7)
    found["watchers"] = (len(re.findall(r"\bwatch(?:Effect)?\(", source.code)), 2)
    for begins, lines in source.functions():
        found[f"lines in {begins}"] = (lines, 40)
    yield from (
        f"{has} {what}, {most} at most" for what, (has, most) in found.items() if has > most
    )


def says_not_what_it_is(source: Source) -> Iterator[str]:
    """One sentence in a comment opens each file."""
    first = source.text.partition("\n")[0]
    opens = r"<!-- .{10,}\. -->" if source.is_component else r"// .{10,}[.:;,]?"
    if not re.fullmatch(opens, first) and "<reference" not in first:
        yield f"opens with {first!r}"


def named_after_nothing(source: Source) -> Iterator[str]:
    path = PurePosixPath(source.name)
    yield from (
        f"{part!r} in its path"
        for part in (*path.parts[:-1], path.stem)
        if _NAMELESS.fullmatch(part)
    )


def takes_anything(source: Source) -> Iterator[str]:
    found = re.findall(r"\bany\b", source.code) + re.findall(r"\bas any\b", source.template)
    if found:
        yield "`any`"


def swallows(source: Source) -> Iterator[str]:
    if re.search(r"\bcatch\s*(?:\([^)]*\)\s*)?\{\s*\}", source.code):
        yield "a `catch` without a word"
    if re.search(r"\.catch\(\(\w*\)\s*=>\s*(?:\{\s*\}|undefined|null)\)", source.code):
        yield "a `.catch` that forgets why"


def fixes_a_style(source: Source) -> Iterator[str]:
    """A bound `:style` for what is computed is all right; the page's policy refuses `<style>` at run
    time, and attributes hide a look from `tokens.css`."""
    if re.search(r"\sstyle=", source.template):
        yield "a `style=` attribute"


def asks_the_host_outside(source: Source) -> Iterator[str]:
    if re.search(r"#ifn?def", source.script) and not source.name.startswith("host/"):
        yield "`#ifdef` in a script outside host/"


def forgets_what_is_typed(source: Source) -> Iterator[str]:
    """In the console what takes words to write is kept until it was sent, and said to be back. What a
    part of a form types is its form's; numbers of accounts are left on no computer."""
    if "useForm" not in source.script or not source.is_component:
        return
    if 'type="textarea"' in source.template and not re.search(r"^ +keep:", source.script, re.M):
        yield "a form of words without `keep`"
    if re.search(r"^ +keep: `", source.script, re.M) and "<KeptNote" not in source.template:
        yield "`keep` without a KeptNote"


def speaks_outside_its_words(source: Source) -> Iterator[str]:
    if not source.is_words and source.folder != "words":
        code = _IN_BOTH.sub("", without_comments(source.script) + source.template)
        said = _CHINESE.findall(code)
        if said:
            yield f"Chinese outside words: {''.join(said)[:20]}"


def sets_marks_of_one_language(source: Source) -> Iterator[str]:
    """Of the console, whose officials read what it prints in English too."""
    if not source.is_words and source.folder != "words":
        found = _MARKS.findall(_IN_BOTH.sub("", without_comments(source.script) + source.template))
        if found:
            yield f"marks of Chinese outside words: {''.join(found)[:20]}"


def speaks_one_language(source: Source) -> Iterator[str]:
    """Both objects have one type, which the compiler sees to; here that each is in its language."""
    if not source.is_words:
        return
    code = without_comments(source.text)
    if "inBoth(" not in code:
        yield "words without `inBoth`"
        return
    if _BLAMES.search(code):
        yield "blames people or begs pardon"
    for pair in code.split("inBoth(")[1:]:
        _zh, _, english = pair.partition("\n  },\n  {")
        if _CHINESE.search(_QUOTED.sub("", english.partition("\n)")[0])):
            yield "Chinese among the English"
        if _MARKS.search(_QUOTED.sub("", english.partition("\n)")[0])):
            yield "Chinese marks among the English"


RULES: tuple[Callable[[Source], Iterator[str]], ...] = (
    too_long,
    says_not_what_it_is,
    named_after_nothing,
    takes_anything,
    swallows,
    fixes_a_style,
    asks_the_host_outside,
    forgets_what_is_typed,
    speaks_outside_its_words,
    speaks_one_language,
)


def folder_of(imported: str) -> str:
    return str(PurePosixPath(imported).parent)


def borrowed(sources: list[Source], pages: set[str]) -> list[str]:
    """Imports from a folder of pages by anybody outside it."""
    return [
        f"{source.name} imports {name}"
        for source in sources
        for name in source.imports
        if (folder := folder_of(name)) in pages
        if source.folder != folder
    ]


def _feature_of(path: str) -> str | None:
    """`features/reviews` of anything in it."""
    found = re.match(r"features/[^/]+", path)
    return found[0] if found else None


def borrowed_features(sources: list[Source]) -> list[str]:
    """Imports from a feature by another one, or by what several of them use."""
    return [
        f"{source.name} imports {name}"
        for source in sources
        for name in source.imports
        if (feature := _feature_of(name)) is not None
        if source.folder != "." and _feature_of(source.name) != feature
    ]


def circles(sources: list[Source]) -> list[str]:
    """Pairs of folders that import each other, however long the way round."""
    direct: dict[str, set[str]] = {}
    for source in sources:
        to = {folder_of(name) for name in source.imports} - {source.folder}
        direct.setdefault(source.folder, set()).update(to)

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        left = [*direct.get(start, ())]
        while left:
            if (one := left.pop()) not in seen:
                seen.add(one)
                left += direct.get(one, ())
        return seen

    return [
        f"{one} and {other} import each other"
        for one in sorted(direct)
        for other in sorted(direct[one])
        if one < other and one in reached(other)
    ]


def unlike_by_case_only(sources: list[Source]) -> list[str]:
    """A component beside such a script vanishes from the WeChat output without a word."""
    stems = [source.name.rpartition(".")[0] for source in sources]
    seen = Counter(stem.lower() for stem in stems)
    return [stem for stem in stems if seen[stem.lower()] > 1]


def _styled(source: Source) -> set[str]:
    return set(re.findall(r"\.([a-z][a-z-]*)\b(?=[^{}]*\{)", source.block("style")))


def _rooted(source: Source) -> set[str]:
    """Classes that the root can have; where it chooses, whichever is styled and written nowhere."""
    root = re.match(r"\s*<[\w-]+\b([^>]*)>", source.template)
    written = re.findall(r'(?<![:\w-])class="([^"]*)"', source.template)
    fixed = re.findall(r'(?<![:\w-])class="([^"]*)"', root[1] if root else "")
    chosen = root is not None and re.search(r'\s:class="', root[1]) is not None
    left = _styled(source) - set(" ".join(written).split()) if chosen else set()
    return set(" ".join(fixed).split()) | left


def styled_from_outside(sources: list[Source]) -> list[str]:
    """A scoped style reaches the root of a child that has a class of the same name."""
    roots = {PurePosixPath(one.name).stem: _rooted(one) for one in sources if one.is_component}
    return [
        f"{source.name} styles .{name} of {child}"
        for source in sources
        if source.is_component
        for child in sorted(set(re.findall(r"<([A-Z]\w+)", source.template)))
        for name in sorted(_styled(source) & roots.get(child, set()))
    ]
