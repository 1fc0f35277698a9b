"""What the rules of a dataset ask of one example, and of all its examples together.

All is held against words: that a text names a topic or a crate, not that what it says is true.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from pytest_verbatim.checks.subject import Subject
from pytest_verbatim.config.dataset import Dataset
from pytest_verbatim.config.rules import Bounds, CrateRule
from pytest_verbatim.counted import counted
from pytest_verbatim.finding import Finding
from pytest_verbatim.tree.index import Index
from pytest_verbatim.tree.usage import Shown, names_any, shown_lines, uses_crate

_HYPHENATED = re.compile(r"\w+(?:-\w+)*")
_NAMED_ALONG = 3
"""How many words of a topic a message lists."""


def length(subject: Subject) -> Iterator[Finding]:
    """Yield a finding where prompt or think is shorter or longer than its bounds.

    Words are what stands between white space, in the text as it is emitted.

    Findings: think.too-short, think.too-long, prompt.too-short, prompt.too-long.
    """
    rules, record = subject.dataset.rules, subject.record
    texts = (
        ("think", record.think, rules.think_words),
        ("prompt", record.prompt, rules.prompt_words),
    )
    for name, text, bounds in texts:
        if bounds is not None and text:
            yield from _length(subject, name, len(text.split()), bounds)


def _length(subject: Subject, name: str, words: int, bounds: Bounds) -> Iterator[Finding]:
    where = subject.case.where_of(name)
    seen = f"the {name} has {words} words"
    if words < bounds.least:
        mend = f"say more: {subject.dataset.name} asks for {bounds.least} words or more"
        yield Finding(where, f"{name}.too-short", seen, mend)
    elif words > bounds.most:
        mend = f"say less: {subject.dataset.name} allows {bounds.most} words"
        yield Finding(where, f"{name}.too-long", seen, mend)


def few_files(subject: Subject) -> Iterator[Finding]:
    """Yield a finding where the code comes from fewer files than the dataset asks for.

    Findings: code.too-few-files.
    """
    files = {part.file for part in subject.case.example.code}
    wanted = subject.dataset.rules.min_files
    if 0 < len(files) < wanted:
        seen = f"the code comes from {counted(len(files), 'file')}"
        mend = f"{subject.dataset.name} shows {wanted} or more, each by a rust(...) of its own"
        yield Finding(subject.case.where, "code.too-few-files", seen, mend)


def topics(subject: Subject) -> Iterator[Finding]:
    """Yield the topics that the think block has to speak of, by the code shown, and does not.

    Findings: think.missing-topic.
    """
    index, think = subject.corpus.index, subject.record.think
    shown = shown_lines(subject.excerpts)
    for topic in subject.dataset.rules.topics:
        asked = not topic.when or names_any(topic.when, shown, index)
        if asked and think and not any(phrase.stands_in(think) for phrase in topic.phrases):
            cause = _first_of(topic.when, shown, index)
            some = ", ".join(f"{phrase.text!r}" for phrase in topic.phrases[:_NAMED_ALONG])
            more = ", ..." if len(topic.phrases) > _NAMED_ALONG else ""
            because = f", and the code shows `{cause}`" if cause else ""
            seen = f"the think block does not speak of {topic.name} ({some}{more}){because}"
            mend = f"{topic.why}; if there is nothing true to say, mend {subject.dataset.shown}"
            yield Finding(subject.case.where_of("think"), "think.missing-topic", seen, mend)


def _first_of(names: Sequence[str], shown: Shown, index: Index) -> str:
    return next((name for name in names if names_any((name,), shown, index)), "")


def crates(subject: Subject) -> Iterator[Finding]:
    """Yield the crates that the think block has to name, by the code shown, and does not.

    Findings: think.missing-crate.
    """
    think = subject.record.think
    asked = _crates_in(subject)
    named = crates_named(subject)
    for crate in asked:
        if think and crate.name not in named:
            seen = f"the code uses the crate `{crate.name}`, which the think block does not name"
            mend = f"say what {crate.name} does here"
            yield Finding(subject.case.where_of("think"), "think.missing-crate", seen, mend)


def crates_named(subject: Subject) -> frozenset[str]:
    """Return the commissioned crates that the code uses and the think block names."""
    known = subject.corpus.index.crates
    think = subject.record.think
    return frozenset(c.name for c in _crates_in(subject) if names_crate(think, c.identifier, known))


def _crates_in(subject: Subject) -> list[CrateRule]:
    """Return the rules for crates, those waived aside, that the shown code calls for."""
    index, shown = subject.corpus.index, shown_lines(subject.excerpts)
    return [
        crate
        for crate in subject.dataset.rules.crates
        if crate.waived is None
        and (
            names_any(crate.when, shown, index)
            if crate.when
            else uses_crate(crate.identifier, shown, index)
        )
    ]


def names_crate(text: str, crate: str, known: Collection[str] = frozenset()) -> bool:
    """Return whether a text names a crate (given with `_`), whatever its case and hyphens.

    `sea_orm`, `sea-orm` and SeaORM are one. Part of a longer word it is not (`serde_json` names no
    serde), of a hyphenated one it is (`serde-derived`), unless that whole is one of the crates
    `known`.
    """
    wanted = crate.casefold().replace("_", "")
    for word in _words_of(text):
        parts = word.replace("_", "").split("-")
        whole = word.replace("-", "_")
        if wanted not in "".join(parts) or (whole in known and whole != crate):
            continue
        sizes = range(1, crate.count("_") + 2)
        runs = ("".join(parts[at : at + size]) for size in sizes for at in range(len(parts)))
        if wanted in runs:
            return True
    return False


@lru_cache(maxsize=8)
def _words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in small letters, each once, hyphenated ones whole."""
    return tuple(dict.fromkeys(_HYPHENATED.findall(text.casefold())))


def modules(subject: Subject) -> Iterator[Finding]:
    """Yield a finding where the think block names too few of the modules whose code is shown.

    A module is named by its file (`core/message_app.rs`, `queue/mod.rs`), by a path through it
    (`core::message_app`), by its name in backticks or with an underscore, or beside the word
    "module". A plain word such as queue or message names none.

    Findings: think.missing-module.
    """
    if not subject.dataset.rules.modules:
        return
    index, think = subject.corpus.index, subject.record.think
    files = {excerpt.file for excerpt in subject.excerpts if excerpt.file in index.files}
    silent = sorted(file for file in files if not names_module(think, index.modules[file]))
    wanted = min(subject.dataset.rules.modules, len(files))
    named = len(files) - len(silent)
    if think and named < wanted:
        seen = (
            f"the think block names {named} of the {counted(len(files), 'module')} whose code is "
            f"shown; not {', '.join(silent)}"
        )
        mend = f"name {wanted} or more, and say which does what"
        yield Finding(subject.case.where_of("think"), "think.missing-module", seen, mend)


def names_module(text: str, module: Sequence[str]) -> bool:
    """Return whether a text names the module of that path, the crate's name first."""
    name = re.escape(module[-1])
    if len(module) == 1:
        return re.search(r"(?<![\w/])(?:lib|main)\.rs\b|\bcrate root\b", text) is not None
    alone = rf"|(?<!\w){name}(?!\w)" if "_" in module[-1] else ""
    return (
        re.search(
            rf"(?<!\w){name}(?:\.rs|/mod\.rs)\b|`{name}`|::{name}(?!\w)|(?<!\w){name}::"
            rf"|(?<!\w){name} module\b|\bmodule `?{name}(?!\w){alone}",
            text,
        )
        is not None
    )


# --- the dataset as a whole ------------------------------------------------------------------


def dataset_rules(dataset: Dataset, named: Sequence[frozenset[str]]) -> Iterator[Finding]:
    """Yield what is wrong with a dataset as a whole.

    `named` holds what `crates_named` returned for each of its cases, in any order.

    Findings: dataset.too-few, dataset.too-many, dataset.crate-unnamed.
    """
    count = len(named)
    seen = f"{dataset.name} has {counted(count, 'example')}"
    if count < dataset.smallest:
        mend = f"write {dataset.smallest - count} more; the target is {dataset.target}"
        yield Finding(dataset.where("target", "min"), "dataset.too-few", seen, mend)
    elif count > dataset.largest:
        mend = (
            f"withdraw {count - dataset.largest}, the least telling; the target is {dataset.target}"
        )
        yield Finding(dataset.where("target", "max"), "dataset.too-many", seen, mend)
    naming = Counter(name for names in named for name in names)
    for at, crate in enumerate(dataset.rules.crates):
        if count and crate.waived is None and not naming[crate.name]:
            seen = f"no think block whose code uses the crate `{crate.name}` names it"
            mend = "write an example about code that uses it, or waive the crate with evidence"
            where = dataset.where("rules", "crate", at, "name")
            yield Finding(where, "dataset.crate-unnamed", seen, mend)
