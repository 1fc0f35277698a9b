"""`absent`: whether a name occurs nowhere in an item, a file, a folder or the whole tree."""

import re
from collections.abc import Iterator, Sequence

from pytest_verbatim.evidence import Absent
from pytest_verbatim.itempath import tokens_of
from pytest_verbatim.proof.lookup import Scene, find_file, live_tokens, split_file
from pytest_verbatim.proof.names import bare, imported
from pytest_verbatim.proof.verdict import Place, Verdict, fails, holds
from pytest_verbatim.rustfile import Facts, Lines, Token
from pytest_verbatim.rustfile.naming import KEYWORDS

_IDENTIFIER = re.compile(r"(?:r#)?[^\W\d]\w*")
_CRATE = re.compile(r"[a-z][a-z0-9_]*(?:-[a-z0-9_]+)+")
_FILE = re.compile(r"[\w./-]+\.\w+")
_SHOWN = 3


def hold_absent(evidence: Absent, scene: Scene) -> Verdict:
    """Return whether a name occurs nowhere there, comments, strings and test code aside."""
    wanted = _wanted(evidence.name)
    if not wanted:
        return fails("absent() was given no name", "name what is absent")
    spans = _spans(evidence.where, scene)
    if isinstance(spans, str):
        return fails(spans, 'name an item, a file, a folder that ends in `/`, or "."')
    seen: list[tuple[Place, str]] = []
    for file, lines in spans:
        if file not in scene.index.files:
            seen += _in_text(scene, file, evidence.name)
        else:
            seen += _in_file(scene, file, lines, wanted)
    where = "the tree" if evidence.where == "." else f"`{evidence.where}`"
    name = bare(evidence.name)
    if not seen:
        places = [Place(file, lines.first, lines.last) for file, lines in spans if lines]
        return holds(f"`{name}` does not occur in {where}", places)
    on = ", ".join(f"{place}{as_what}" for place, as_what in seen[:_SHOWN])
    more = f" and {len(seen) - _SHOWN} more" if len(seen) > _SHOWN else ""
    said = f"`{name}` occurs in {where}: {on}{more}"
    return fails(said, "correct the sentence, or name a smaller place", [p for p, _ in seen])


_Span = tuple[str, Lines | None]


def _wanted(name: str) -> tuple[str, ...]:
    """Return the tokens of a name; a crate's dashes are underscores in Rust."""
    plain = bare(name)
    if _CRATE.fullmatch(plain):
        plain = plain.replace("-", "_")
    return tuple(token.removeprefix("r#") for token in tokens_of(plain))


def _spans(where: str, scene: Scene) -> list[_Span] | str:
    """Return the files, or lines of one, that are meant, or why there are none."""
    index = scene.index
    plain = where.strip().strip("`")
    if plain in {".", "./"}:
        return [(file, None) for file in index.files]
    if plain.endswith("/"):
        return _folder(plain.removeprefix("./"), scene)
    file, _ = split_file(plain)
    if not file and _FILE.fullmatch(plain):
        found = find_file(plain, scene.corpus)
        return [(found, None)] if found in scene.corpus.files else found
    item = scene.find(plain)
    return item if isinstance(item, str) else [(item.file, item.item.lines)]


def _folder(where: str, scene: Scene) -> list[_Span] | str:
    files = scene.index.files
    below = [file for file in files if file.startswith(where)]
    if not below:
        heads = {f[: f.index(f"/{where}") + 1] for f in files if f"/{where}" in f}
        if len(heads) > 1:
            shown = ", ".join(f"{head}{where}" for head in sorted(heads))
            return f"`{where}` fits {len(heads)} folders: {shown}; write more of the path"
        below = [file for file in files if f"/{where}" in file]
    return [(file, None) for file in below] or f"there is no folder `{where}` with Rust files"


def _in_text(scene: Scene, file: str, name: str) -> Iterator[tuple[Place, str]]:
    """Yield where a name stands in a file that is not Rust; comments are not told apart there."""
    plain = re.escape(bare(name))
    pattern = re.compile(rf"(?<![\w-]){plain}(?![\w-])")
    for number, line in enumerate(scene.index.text_of(file).splitlines(), 1):
        if pattern.search(line):
            yield Place(file, number, number), ""


def _in_file(
    scene: Scene, file: str, lines: Lines | None, wanted: Sequence[str]
) -> Iterator[tuple[Place, str]]:
    facts = scene.index.files[file]
    names = [token for token in wanted if _IDENTIFIER.fullmatch(token)]
    if lines is None and len(wanted) == 1 and names and names[0] not in KEYWORDS:
        yield from ((Place(file, line, line), "") for line in facts.names.get(names[0], ()))
        return
    if lines is None and not _may_hold(scene, file, facts, names):
        return
    tokens = live_tokens(scene.corpus, file, lines)
    spelt = {wanted[0], f"r#{wanted[0]}"}
    begins = [at for at, token in enumerate(tokens) if token.text in spelt]
    for at in begins:
        if _is_at(tokens, at, wanted):
            yield Place(file, tokens[at].line, tokens[at].line), ""
    yield from _by_import(file, facts, tokens, wanted, whole=lines is None)


def _may_hold(scene: Scene, file: str, facts: Facts, names: Sequence[str]) -> bool:
    """Return whether every word of it occurs in a file, so that its tokens are worth a look."""
    keywords = [name for name in names if name in KEYWORDS]
    if any(name not in facts.names for name in names if name not in keywords):
        return False
    return not keywords or all(name.encode() in scene.corpus.read(file) for name in keywords)


def _is_at(tokens: Sequence[Token], at: int, wanted: Sequence[str]) -> bool:
    run = tokens[at : at + len(wanted)]
    if wanted[-1] == "!" and at + len(wanted) < len(tokens):
        macro = tokens[at + len(wanted)].text in {"(", "[", "{"}
        return macro and [t.text.removeprefix("r#") for t in run] == list(wanted)
    return [token.text.removeprefix("r#") for token in run] == list(wanted)


def _by_import(
    file: str, facts: Facts, tokens: Sequence[Token], wanted: Sequence[str], *, whole: bool
) -> Iterator[tuple[Place, str]]:
    """Yield where a path or a crate is meant by a name that a `use` of the file binds."""
    if set(wanted[1::2]) - {"::"} or not all(map(_IDENTIFIER.fullmatch, wanted[::2])):
        return
    asked = tuple(wanted[::2])
    bound = imported(facts)
    if len(asked) == 1:
        bound = {name: path for name, path in bound.items() if path[0] == asked[0]}
    if whole and len(asked) > 1:
        for one in facts.imports:
            if _within(asked, tuple(one.path.split("::"))):
                yield Place(file, one.line, one.line), f" (`use {one.path}`)"
    for at, token in enumerate(tokens) if bound else ():
        path = bound.get(token.text.removeprefix("r#"))
        if path is None or token.kind != "name" or (at and tokens[at - 1].text in {"::", "."}):
            continue
        full = (*path, *_behind(tokens, at))
        meant = full[0] == asked[0] if len(asked) == 1 else _within(asked, full)
        if meant and not (whole and len(asked) == 1) and full[: len(asked)] != (token.text,):
            yield Place(file, token.line, token.line), f" (`{token.text}` is `{'::'.join(path)}`)"


def _behind(tokens: Sequence[Token], at: int) -> Iterator[str]:
    while at + 2 < len(tokens) and tokens[at + 1].text == "::" and tokens[at + 2].kind == "name":
        at += 2
        yield tokens[at].text


def _within(part: Sequence[str], path: Sequence[str]) -> bool:
    return any(
        tuple(path[at : at + len(part)]) == tuple(part) for at in range(len(path) - len(part) + 1)
    )
