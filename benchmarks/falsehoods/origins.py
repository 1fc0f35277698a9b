"""Falsehoods about where things come from: wrong crates, wrong files and modules."""

import posixpath
import re
from collections.abc import Iterator
from random import Random

from falsehoods.mutant import FIELDS, Mutant, Sample, alternate
from falsehoods.names import ROUNDS, is_unknown
from falsehoods.text import Edit, Span, names, sentence_at, ticks

STRANGERS = (
    "actix-web rocket warp poem tide hyper-rustls diesel rusqlite sled mongodb cassandra-cpp "
    "async-std smol monoio glommio rayon crossbeam moka cached lru dashmap flume kanal nats "
    "rdkafka pulsar tarpc jsonrpsee quick-xml ron postcard rkyv capnp snafu failure slog log4rs "
    "fern backoff again tokio-retry governor deadpool r2d2 fred eventsource-client ureq isahc "
    "surf curl jiff humantime cron ulid nanoid argon2 bcrypt utoipa paperclip poem-openapi"
).split()
"""Crates that people know, of which those in Cargo.lock are left out."""
_ENGLISH = frozenset(
    "http time url log bytes either want home tap matches ring spin slab hex rand redis regex "
    "futures config cookie mime json crc simd both equivalent digest cipher tokens "
    "polling event_listener parking fastrand memory atomic svix validator derive ident lock".split()
)
"""Names of crates that are words as well: seen in backticks only."""
_FILE = re.compile(
    r"(?<![\w/.])(?:[\w-]+/)*[\w-]+\.rs\b|(?<![\w/.])(?:[a-z_][\w]*/)+[a-z_]\w*\b(?!\.\w)"
)
_MODULE = re.compile(r"(?<![\w:])([a-z_]\w*)::")
_LONE = re.compile(r"`([A-Za-z_]\w*)(?:::\w+)*!?(?:\([^`]*\))?`")
_STEMS = "sled ring journal ledger lease gate broker registry session token bucket codec".split()


# --- 5: crates -----------------------------------------------------------------------------


def crate_places(sample: Sample, field: str) -> tuple[Span, ...]:
    """Return where a field names a crate that the sample's files use.

    Bare names of crates that are English words, or parts of other names, are not seen.
    """
    text = sample.texts[field]
    used = frozenset().union(*(sample.source.crates_in(file) for file in sample.files))
    ticked = ticks(text)
    found = []
    for name in sorted(used):
        spelt = re.escape(name).replace("_", "[-_]")
        for match in re.finditer(rf"(?<![\w:/.\-\"]){spelt}(?![\w/\-\"(])(?!\.[\w*])", text):
            inside = any(span.start < match.start() < span.end for span in ticked)
            if inside or name not in _ENGLISH:
                found.append(Span(*match.span(), match.group()))
    return tuple(sorted(found, key=lambda span: span.start))


def is_unused_crate(sample: Sample, name: str) -> bool:
    """Return whether neither the sample's files nor its prose name a crate."""
    code = name.replace("-", "_")
    held = any(code in sample.source.words(file) for file in sample.files)
    spelt = re.escape(code).replace("_", "[-_]")
    return not held and not re.search(rf"\b{spelt}\b", sample.prose)


def wrong_crate(sample: Sample, rng: Random) -> Iterator[Mutant]:
    """Yield mutants in which a crate gives way to one that the sample's files do not use."""
    locked = frozenset(sample.source.locked)
    pools = {
        "another dependency": [one for one in sample.source.direct if is_unused_crate(sample, one)],
        "in Cargo.lock": [
            one
            for one in sample.source.locked
            if one not in sample.source.direct and is_unused_crate(sample, one)
        ],
        "not in Cargo.lock": [
            one for one in STRANGERS if one not in locked and is_unused_crate(sample, one)
        ],
    }
    pools = {variant: pool for variant, pool in pools.items() if pool}
    found = [(field, span) for field in FIELDS for span in crate_places(sample, field)]
    rng.shuffle(found)
    for _ in range(ROUNDS if pools else 0):
        for field, span in found:
            variant = rng.choice(sorted(pools))
            new = rng.choice(pools[variant])
            in_path = sample.texts[field].startswith("::", span.end)
            if "_" in span.text or in_path:
                new = new.replace("-", "_")
            why = f"no file of the example uses the crate {new}"
            yield Mutant(
                "wrong-crate", variant, sample, field, (Edit(span.start, span.end, new),), why
            )


# --- 6: files and modules ------------------------------------------------------------------


def file_places(sample: Sample, field: str) -> tuple[tuple[Span, tuple[str, ...]], ...]:
    """Return where a field names a file or a module by its path, with the files it may mean."""
    found = []
    for match in _FILE.finditer(sample.texts[field]):
        meant = files_meant(sample, match.group())
        if meant:
            found.append((Span(*match.span(), match.group()), meant))
    return tuple(found)


def files_meant(sample: Sample, path: str) -> tuple[str, ...]:
    """Return the files of the tree that a path, written in full or from its end, may mean."""
    bare = path.removesuffix(".rs")
    tails = (f"/{bare}.rs", f"/{bare}/mod.rs", f"/{bare}/lib.rs")
    return tuple(file for file in sample.source.files if ("/" + file).endswith(tails))


def is_unrelated(sample: Sample, file: str, said: Span | str) -> bool:
    """Return whether a file is none of the sample's and holds no name of a sentence."""
    text = said if isinstance(said, str) else said.text
    mentioned = {name.text for name in names(text)}
    held = sample.source.words(file)
    uncommon = {name for name in mentioned if name in sample.source.defined or "_" in name}
    return file not in sample.files and not uncommon & held and bool(mentioned)


def _short(file: str, like: str) -> str:
    """Return a path cut to as many folders as another has."""
    parts = file.split("/")
    kept = parts[-(like.count("/") + 1) :]
    if kept[-1] in {"mod.rs", "lib.rs"}:
        kept = parts[-max(len(kept), 2) :]
    path = "/".join(kept)
    return path if like.endswith(".rs") else path.removesuffix(".rs").removesuffix("/mod")


def _no_file(sample: Sample, like: str, rng: Random) -> str | None:
    """Return a path in a folder of the tree at which there is no file."""
    file = rng.choice(sample.source.files)
    for stem in rng.sample(_STEMS, len(_STEMS)):
        new = posixpath.join(
            posixpath.dirname(_short(file, like if "/" in like else "a/b.rs")), stem
        )
        if not files_meant(sample, stem) and is_unknown(sample, stem):
            return new + ".rs" if like.endswith(".rs") else new
    return None


def wrong_file(sample: Sample, rng: Random) -> Iterator[Mutant]:
    """Yield mutants that name a wrong file or module, in place of one or beside a name."""
    streams = (_replaced(sample, rng), _wrong_module(sample, rng), _attached(sample, rng))
    return alternate(*streams)


def _replaced(sample: Sample, rng: Random) -> Iterator[Mutant]:
    found = [(field, *place) for field in FIELDS for place in file_places(sample, field)]
    rng.shuffle(found)
    for turn in range(ROUNDS):
        for at, (field, span, meant) in enumerate(found):
            said = sentence_at(sample.texts[field], span.start)
            if (turn + at) % 3 == 2:
                new, variant = _no_file(sample, span.text, rng), "replaced, no such file"
            else:
                others = [
                    _short(file, span.text)
                    for file in sample.source.files
                    if file not in meant and is_unrelated(sample, file, said)
                ]
                new, variant = rng.choice(others) if others else None, "replaced"
            if new and new != span.text and not set(files_meant(sample, new)) & set(meant):
                why = f"what the sentence speaks of is not in {new}"
                yield Mutant(
                    "wrong-file", variant, sample, field, (Edit(span.start, span.end, new),), why
                )


def _wrong_module(sample: Sample, rng: Random) -> Iterator[Mutant]:
    """Yield mutants in which the module in front of `::name` gives way to one without the name."""
    found = []
    for field in FIELDS:
        for span in ticks(sample.texts[field]):
            for match in _MODULE.finditer(span.text):
                after = re.match(r"[A-Za-z_]\w*", span.text[match.end() :])
                meant = files_meant(sample, match.group(1))
                if after and meant and any(after[0] in sample.source.words(file) for file in meant):
                    start = span.start + match.start(1)
                    found.append((field, Span(start, start + len(match[1]), match[1]), after[0]))
    rng.shuffle(found)
    stems = sorted(
        {posixpath.basename(file).removesuffix(".rs") for file in sample.source.files}
        - {"mod", "lib", "main"}
    )
    for _ in range(ROUNDS):
        for field, span, name in found:
            new = rng.choice(stems)
            held = any(name in sample.source.words(file) for file in files_meant(sample, new))
            if not held and new not in sample.prose:
                why = f"the module {new} has no {name}"
                edit = Edit(span.start, span.end, new)
                yield Mutant("wrong-file", "module of a path", sample, field, (edit,), why)


def _attached(sample: Sample, rng: Random) -> Iterator[Mutant]:
    """Yield mutants in which a name is said to stand in a file that does not hold it."""
    found = [(field, *place) for field in FIELDS for place in lone_names(sample, field)]
    rng.shuffle(found)
    for turn in range(ROUNDS):
        for at, (field, span, name) in enumerate(found):
            if (turn + at) % 4 == 3:
                path, variant = _no_file(sample, "a/b.rs", rng), "attached, no such file"
            else:
                others = [
                    file
                    for file in sample.source.files
                    if file not in sample.files and name not in sample.source.words(file)
                ]
                path = _short(rng.choice(others), "a/b.rs") if others else None
                variant = "attached"
            if path:
                path = rng.choice((path, f"`{path}`"))
                edit = Edit(span.end, span.end, f" in {path}")
                why = f"`{name}` is not in {path}"
                yield Mutant("wrong-file", variant, sample, field, (edit,), why)


def lone_names(sample: Sample, field: str) -> tuple[tuple[Span, str], ...]:
    """Return the backtick spans that hold one name of the tree's own and no more, with that name.

    Of a path it is the first name; a call's arguments play no part. Common names, and names that
    several items bear, are left out.
    """
    text = sample.texts[field]
    found = []
    for span in ticks(text):
        match = _LONE.fullmatch(span.text)
        if not match or re.match(r"\s*(?:in|of|from)\b", text[span.end :]):
            continue
        name = match.group(1)
        own = len({item.file for item in sample.source.defined.get(name, ())}) == 1
        if own and re.search(r"[a-z]_[a-z]|[a-z][A-Z]|^[A-Z_]+$", name):
            found.append((span, name))
    return tuple(found)
