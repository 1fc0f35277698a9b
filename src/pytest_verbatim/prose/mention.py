"""Mentions: the code-shaped names in a sentence, and where they stand.

What counts: all that stands in backticks; besides, words with an underscore, CamelCase, paths with
`::`, macros, file names, and the names of crates. Plain words and the proper nouns of products and
standards do not. Which of them exist is not known here.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, NamedTuple

from pytest_verbatim.prose.crate_words import candidates, is_crate, owners_in
from pytest_verbatim.prose.sentence import code_spans
from pytest_verbatim.rustfile.naming import KEYWORDS

MentionKind = Literal["path", "macro", "file", "attribute", "crate", "text"]

_ENDING = r"\.(?:rs|toml|sql|md|json|lock|html|ya?ml|env)\b"
_FILE = re.compile(rf"(?<![\w/.:-])(?:[\w.-]+/)*[\w-]+(?:\.[\w-]+)*{_ENDING}")
_FILE_END = re.compile(_ENDING)
_FOLDER = re.compile(r"(?<![\w/.:-])(?:[a-z][\w-]*/){1,}(?:[a-z][\w-]*/?)?(?![\w/])")
_NAME = r"(?:r\#)?[^\W\d]\w*"
_PATH = re.compile(rf"(?<!\w){_NAME}(?:::(?:<[^<>`]*>::)?{_NAME})*!?(?!\w)")
_BARE = re.compile(
    rf"""
      (?<![\w:`'/.-])
      (?:
          {_NAME}(?:::{_NAME})+!?                       # a::b
        | [A-Za-z][A-Za-z0-9]*(?:_+[A-Za-z0-9]+)+!?     # snake_case, SHOUTED_CASE
        | [a-z][a-z0-9]*!(?=[(\[{{])                     # macro![...]
        | [A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+             # CamelCase
      )
      (?![\w-]|::)
    """,
    re.VERBOSE,
)
_BARE_PART = re.compile("_|::|!|[a-z0-9][A-Z]")
"""Every name of such a shape has one of these, and few sentences have any."""
_MEDIA = re.compile(r"(?:application|audio|font|image|message|multipart|text|video)/[\w.+*-]+")
_KEBAB = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+")
_CRATE = re.compile(r"(?<![\w:`'/.])[a-z][a-z0-9]*+(?:[-_][a-z0-9]++)*+(?![\w`/-]|::|\.\w)")
_STRING = re.compile(r"""b?"[^"]*"|b?'(?:[^'\\]|\\.)'""")
_COMMENT = re.compile(r"/\*(?s:.*?)(?:\*/|\Z)|//.*")
_ATTRIBUTE = re.compile(r"#!?\[(.*)\]", re.DOTALL)
_PRODUCTS = frozenset(
    # Proper nouns with a capital inside, as their makers write them.
    "GitHub GitLab BitBucket PostgreSQL MySQL MariaDB SQLite MongoDB DynamoDB CockroachDB "
    "InfluxDB ClickHouse RabbitMQ ActiveMQ ZeroMQ JavaScript TypeScript CoffeeScript GraphQL "
    "OpenAPI OpenTelemetry OpenSSL OpenSSH OpenID LibreSSL BoringSSL WolfSSL WebSocket WebSockets "
    "WebHook WebAssembly WebAuthn DevOps MacOS LinkedIn YouTube PayPal WhatsApp DigitalOcean "
    "CloudFlare CloudFront CloudWatch CloudFormation CircleCI TravisCI PagerDuty DataDog NewRelic "
    "HashiCorp KeyDB DragonflyDB ElastiCache MemoryDB AutoScaling ChatML FastAPI NodeJS NextJS "
    "JetBrains IntelliJ VSCode PowerShell PgBouncer PgPool HAProxy IPv4 IPv6 SemVer CamelCase "
    "PascalCase JetStream PubSub BigQuery RedisInsight FreeBSD OpenBSD NetBSD SemaphoreCI GeoIP "
    "AppSec DevTools McCarthy UniFi".split()
)
_KEPT = 512
"""Of so many sentences the mentions are kept: several checks ask for those of one example."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A code-shaped name in a sentence.

    `start` and `end` are offsets in characters, half-open. `names` are the identifiers of a path in
    order; `dotted` says that a dot stands before them. `kind` `"text"` is what stands in backticks
    and is neither path nor file: a header's name, a literal. `ticked` is false for plain words.
    """

    text: str
    kind: MentionKind
    start: int
    end: int
    names: tuple[str, ...] = ()
    ticked: bool = True
    dotted: bool = False

    @property
    def last(self) -> str:
        """Return the last identifier; "" where there is none."""
        return self.names[-1] if self.names else ""


class _Shaped(NamedTuple):
    """What a sentence mentions by shape alone, before it is known which words are crates.

    `text` is the sentence with nothing left of what stands in backticks, `words` those words of it
    that may be crates.
    """

    mentions: tuple[Mention, ...]
    text: str
    words: frozenset[str]


@lru_cache(maxsize=_KEPT)
def mentions_in(sentence: str, crates: frozenset[str] = frozenset()) -> tuple[Mention, ...]:
    """Return the mentions in a sentence, by place; `crates` are written with `_`."""
    shaped = _shaped(sentence)
    found = [
        replace(mention, kind="crate") if _is_crate(mention, crates) else mention
        for mention in shaped.mentions
    ]
    found += _crates(shaped, crates)
    return tuple(sorted(found, key=lambda m: (m.start, -m.end)))


@lru_cache(maxsize=_KEPT)
def _shaped(sentence: str) -> _Shaped:
    found: list[Mention] = []
    text = sentence
    for start, end in code_spans(sentence):
        code = sentence[start:end].strip("`")
        found += _ticked(code, sentence.index(code, start))
        text = f"{text[:start]}{'`' * (end - start)}{text[end:]}"
    found += _plain(text)
    return _Shaped(tuple(found), text, frozenset(_CRATE.findall(text)))


# --- in backticks ----------------------------------------------------------------------------


def _ticked(code: str, at: int) -> Iterator[Mention]:
    at += len(code) - len(code.lstrip())
    code = code.strip()
    if code.isascii() and code.isidentifier():  # most are
        if code not in _SILENT:
            yield Mention(code, "path", at, at + len(code), (code,))
        return
    attribute = _ATTRIBUTE.fullmatch(code)
    if attribute:
        yield from _attribute(attribute[1], code, at)
    elif _MEDIA.fullmatch(code):
        return
    elif _FILE.fullmatch(code) or ("/" in code and _FOLDER.fullmatch(code)):
        yield Mention(code, "file", at, at + len(code))
    elif _KEBAB.fullmatch(code) or code.startswith("/"):
        yield Mention(code, "text", at, at + len(code))
    else:
        yield from _paths(code, at)


def _attribute(inside: str, whole: str, at: int) -> Iterator[Mention]:
    head = _PATH.match(inside)
    if head is not None:
        names = tuple(head[0].rstrip("!").split("::"))
        yield Mention(whole, "attribute", at, at + len(whole), names)
        behind = inside[head.end() :]
        if names == ("derive",):
            yield from _paths(behind, at + whole.index("[") + 1 + head.end())


def _paths(code: str, at: int) -> Iterator[Mention]:
    """Yield the paths in a piece of code; strings, comments, keywords, lifetimes are none."""
    blank = _COMMENT.sub(lambda m: " " * len(m[0]), code)
    for literal in _STRING.finditer(blank):
        if literal[0].startswith('"') and re.search(r"[A-Za-z]", literal[0]):
            yield Mention(literal[0], "text", at + literal.start(), at + literal.end())
    blank = _STRING.sub(lambda m: " " * len(m[0]), blank)
    for found in _PATH.finditer(blank):
        before = found.start()
        if blank[max(0, before - 1) : before] == "'":
            continue
        while blank[max(0, before - 1) : before] == " ":
            before -= 1
        text = found[0]
        if text.endswith("!") and blank[found.end() : found.end() + 1] == "=":
            text = text[:-1]  # a != b
        names = tuple(re.findall(_NAME, re.sub(r"<[^<>]*>", "", text)))
        kept = tuple(n.removeprefix("r#") for n in names if n not in _SILENT)
        dotted = blank.endswith(".", 0, before) and not blank.endswith("..", 0, before)
        if kept:
            kind: MentionKind = "macro" if text.endswith("!") else "path"
            start = at + found.start()
            yield Mention(text, kind, start, start + len(text), kept, dotted=dotted)
        for inner in re.finditer(r"<([^<>]*)>", text):  # the arguments in a path are paths too
            yield from _paths(inner[1], at + found.start() + inner.start(1))


_SILENT = KEYWORDS - {"Self", "self", "super", "crate", "union", "auto"} | {"self", "Self"}


# --- plain ------------------------------------------------------------------------------------


def _plain(text: str) -> Iterator[Mention]:
    """Yield the mentions in a text that has nothing but backticks where code stands.

    What one kind has taken is no mention of another: files, then folders, names, owners, and at
    last, which are not among them, crates.
    """
    return _apart((*_files(text), *_bare(text), *_owners(text)))


def _apart(
    mentions: Iterable[Mention], earlier: Iterable[tuple[int, int]] = ()
) -> Iterator[Mention]:
    """Yield the mentions that overlap none before them."""
    taken = list(earlier)
    for one in mentions:
        if all(one.end <= start or end <= one.start for start, end in taken):
            yield one
            taken.append((one.start, one.end))


def _files(text: str) -> Iterator[Mention]:
    for found in _FILE.finditer(text) if _FILE_END.search(text) else ():
        yield Mention(found[0], "file", *found.span(), ticked=False)
    for found in _FOLDER.finditer(text) if "/" in text else ():
        segments = [part for part in found[0].split("/") if part]
        if len(segments) > 1 and not _MEDIA.fullmatch(found[0]):
            yield Mention(found[0], "file", *found.span(), ticked=False)


def _bare(text: str) -> Iterator[Mention]:
    for found in _BARE.finditer(text) if _BARE_PART.search(text) else ():
        word = found[0]
        names = tuple(word.rstrip("!").split("::"))
        kind: MentionKind = "macro" if word.endswith("!") else "path"
        if not _is_no_name(word):
            yield Mention(word, kind, *found.span(), names, ticked=False)


def _owners(text: str) -> Iterator[Mention]:
    return (_crate(found[1], *found.span(1)) for found in owners_in(text))


def _crates(shaped: _Shaped, crates: frozenset[str]) -> Iterator[Mention]:
    """Yield the plain words that are crates and have no other shape."""
    words = candidates(shaped.words, crates)
    if not words:
        return
    known = (
        _crate(found[0], *found.span())
        for found in _CRATE.finditer(shaped.text)
        if found[0] in words and is_crate(found[0], found, shaped.text, crates)
    )
    yield from _apart(known, ((m.start, m.end) for m in shaped.mentions if not m.ticked))


def _crate(word: str, start: int, end: int) -> Mention:
    return Mention(word, "crate", start, end, (word.replace("-", "_"),), ticked=False)


def _is_crate(mention: Mention, crates: frozenset[str]) -> bool:
    """Return whether a plain word of another shape, `serde_json` for instance, is a crate."""
    return not mention.ticked and mention.kind == "path" and mention.text in crates


def _is_no_name(word: str) -> bool:
    """Return whether a word of that shape is a product's name, or an abbreviation such as E2E."""
    return (
        word in _PRODUCTS
        or word.removesuffix("s") in _PRODUCTS
        or not ("_" in word or ":" in word or re.search(r"[a-z]", word))
    )
