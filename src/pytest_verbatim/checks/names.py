"""Checks of the names in prompt and think."""

from collections.abc import Iterator

from pytest_verbatim.checks.subject import Subject
from pytest_verbatim.finding import Finding
from pytest_verbatim.names.fault import Fault
from pytest_verbatim.names.view import NOTHING_TOLD
from pytest_verbatim.prose.denial import denials_in
from pytest_verbatim.prose.mention import mentions_in
from pytest_verbatim.rustfile import Entry, Facts

_FIELDS = ("prompt", "think")

FAULTS: tuple[Fault, ...] = (
    "crate-elsewhere",
    "misplaced-name",
    "name-elsewhere",
    "stray-file",
    "unknown-crate",
    "unknown-file",
    "unknown-member",
    "unknown-name",
)
"""What can be wrong with a name; each is a code of prompt and of think."""


def names(subject: Subject) -> Iterator[Finding]:
    """Yield the names that do not exist, or that the reader has not been told of.

    Findings: unknown-name, unknown-member, unknown-file, unknown-crate, name-elsewhere,
    crate-elsewhere, misplaced-name and stray-file, of prompt and of think.
    """
    if not subject.excerpts:
        return
    known = subject.names
    for name in _FIELDS:
        read = subject.read[name]
        spoken = [(one.sentence.text, one.mentions) for one in read]
        told = subject.told("prompt") if name == "think" else NOTHING_TOLD
        for at, mention, fault in known.faults(spoken, told):
            where = subject.where(name, read[at].sentence, mention.start)
            about = mention.text if fault.is_unknown else ""
            yield Finding(where, f"{name}.{fault.fault}", fault.seen, fault.mend, about)


def denials(subject: Subject) -> Iterator[Finding]:
    """Yield sentences which deny a crate that the code in scope uses.

    Findings: prompt.denied-crate, think.denied-crate.
    """
    if not subject.excerpts:
        return
    index = subject.corpus.index
    users = {crate: file for file in subject.scope.shown for crate in index.crates_in(file)}
    crates = frozenset(users)
    for name in _FIELDS:
        for sentence in subject.sentences[name]:
            for denial in denials_in(sentence.text, crates):
                if _is_of_others(subject, sentence.text, denial.crate):
                    continue
                where = subject.where(name, sentence, denial.start)
                written = sentence.text[denial.start : denial.end].strip("`")
                seen = f"the text denies {written}, which {users[denial.crate]} uses"
                mend = "say which part does without it, or leave the denial out"
                yield Finding(where, f"{name}.denied-crate", seen, mend)


def _is_of_others(subject: Subject, text: str, crate: str) -> bool:
    """Return whether a sentence names items of the shown files, of which none uses the crate."""
    index = subject.corpus.index
    named = [
        (one.file, entry)
        for mention in mentions_in(text, index.crates)
        for one in index.definitions(mention.last)
        if one.file in subject.scope.shown and mention.last != crate
        if (entry := index.entry(one.file, one.path)) is not None
    ]
    return bool(named) and not any(_uses(index.files[file], e, crate) for file, e in named)


def _uses(facts: Facts, entry: Entry, crate: str) -> bool:
    """Return whether an item names a crate, or what its file imports from the crate."""
    names = {one.name for one in facts.imports if one.path.split("::", 1)[0] == crate}
    lines = [line for name in names for line in facts.names.get(name, ())]
    lines += facts.roots.get(crate, ())
    return any(entry.first <= line <= entry.last for line in lines)
