"""Rules that the source contradicts: no rule may force an author to write what is not true.

A crate that nothing in scope uses, a waiver for one that is used, a topic about names that are
gone, words that exist nowhere: faults of the `dataset.toml`, told before any case is examined.

Source: design, "Rules".
"""

import difflib
import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pytest_verbatim.config.dataset import Dataset
from pytest_verbatim.config.rules import CrateRule, Topic, Waiver
from pytest_verbatim.finding import Where
from pytest_verbatim.prose.mention import Mention, mentions_in
from pytest_verbatim.prose.phrase import Phrase
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.tree.index import Index
from pytest_verbatim.tree.usage import crate_names, files_using

_NEAREST = 3
"""How many files of an equal name a message lists."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A rule that cannot be met as it stands: its place, what the source says, what mends it."""

    where: Where
    seen: str
    mend: str

    def __str__(self) -> str:
        """Return the text of a `ConfigError`, which begins with file and line."""
        return f"{self.where}: {self.seen}; {self.mend}"


def contradictions(dataset: Dataset, corpus: Corpus) -> tuple[Contradiction, ...]:
    """Return what the rules of a dataset ask that its source cannot give, in order of the file.

    It sees names: of crates, identifiers and files, test code aside. Whether a topic has something
    true to say where its names occur is for a person to judge.
    """
    view = _View(dataset, corpus.index)
    found = [*view.cover(), *view.files(), *view.crates(), *view.topics(), *view.vocabulary()]
    return tuple(sorted(found, key=lambda one: one.where.line or 0))


class _View:
    """A dataset beside the index of its source."""

    def __init__(self, dataset: Dataset, index: Index) -> None:
        self._dataset = dataset
        self._rules = dataset.rules
        self._index = index
        self._all = tuple(index.files)
        self._admitted = tuple(file for file in self._all if dataset.admits(file)) or self._all

    @property
    def _about(self) -> tuple[str, ...]:
        """The files that the dataset is about: those it covers, else those that it may show."""
        return self._dataset.cover or self._admitted

    def _at(self, seen: str, mend: str, *path: str | int) -> Contradiction:
        return Contradiction(self._dataset.where(*path), seen, mend)

    # --- files -------------------------------------------------------------------------------

    def cover(self) -> Iterator[Contradiction]:
        """Yield the files that the dataset is about, and that no example can show."""
        for at, file in enumerate(self._dataset.cover):
            if file in self._index.files:
                continue
            path = ("scope", "cover", at)
            name = posixpath.basename(file)
            near = [one for one in self._all if posixpath.basename(one) == name]
            mend = f"there is {', '.join(near[:_NEAREST])}; " if near else ""
            seen = f"`cover` names {file}; the corpus has no such Rust file, test code aside"
            yield self._at(seen, f"{mend}write where it is now, or leave it out", *path)

    # --- numbers -----------------------------------------------------------------------------

    def files(self) -> Iterator[Contradiction]:
        for key, wanted in (("min_files", self._rules.min_files), ("modules", self._rules.modules)):
            if wanted > len(self._admitted):
                seen = f"`{key}` is {wanted}, and [scope] admits {len(self._admitted)} Rust files"
                yield self._at(seen, "widen [scope] or ask for fewer", "rules", key)

    # --- crates ------------------------------------------------------------------------------

    def crates(self) -> Iterator[Contradiction]:
        for at, crate in enumerate(self._rules.crates):
            path = ("rules", "crate", at)
            if crate.waived is not None:
                yield from self._waiver(crate, crate.waived, path)
            elif crate.identifier not in self._index.crates:
                near = difflib.get_close_matches(crate.identifier, self._index.crates, 1)
                seen = f"no Cargo.lock of the corpus has a crate `{crate.name}`"
                mend = f"there is `{near[0]}`" if near else "leave it out, or waive it"
                yield self._at(seen, mend, *path, "name")
            elif not files_using(crate.identifier, self._about, self._index):
                where = "the files under `cover`" if self._dataset.cover else "the files in scope"
                seen = f"the crate `{crate.name}` is asked for, and none of {where} uses it"
                mend = (
                    "waive it with the reason and the evidence, "
                    "waived = {reason = ..., absent = [files]}, or leave it out"
                )
                yield self._at(seen, mend, *path, "name")
            else:
                yield from self._dead(crate.when, *path)

    def _waiver(
        self, crate: CrateRule, waiver: Waiver, path: tuple[str | int, ...]
    ) -> Iterator[Contradiction]:
        for at, file in enumerate(waiver.absent):
            place = (*path, "waived", "absent", at)
            if file not in self._index.files:
                near = [one for one in self._all if posixpath.basename(one) in file]
                mend = f"there is {near[0]}" if near else "`verbatim items` lists the files"
                yield self._at(f"the evidence names {file}, which is not there", mend, *place)
        for file in files_using(crate.identifier, (*waiver.absent, *self._about), self._index):
            facts, names = self._index.files[file], crate_names(crate.identifier, file, self._index)
            line = min(line for name in names for line in facts.names[name])
            seen = f"the waiver for `{crate.name}` does not hold: {file} uses it (line {line})"
            mend = "take the waiver away"
            listed = file in waiver.absent
            place = ("absent", waiver.absent.index(file)) if listed else ()
            yield self._at(seen, mend, *path, "waived", *place)

    # --- topics ------------------------------------------------------------------------------

    def topics(self) -> Iterator[Contradiction]:
        for at, topic in enumerate(self._rules.topics):
            path = ("rules", "topic", at)
            yield from self._dead(topic.when, *path)
            yield from self._unknown(topic, *path)

    def _dead(self, names: Iterable[str], *path: str | int) -> Iterator[Contradiction]:
        for at, name in enumerate(names):
            if not any(name in self._index.files[file].names for file in self._admitted):
                known = {one for file in self._admitted for one in self._index.files[file].names}
                seen = f"`when` names `{name}`, which no file in scope has"
                yield self._at(seen, _near(name, known, "leave it out"), *path, "when", at)

    def _unknown(self, topic: Topic, *path: str | int) -> Iterator[Contradiction]:
        for at, phrase in enumerate(topic.phrases):
            for mention in mentions_in(phrase.text.replace("*", "")):
                missing = self._missing(mention, phrase)
                if missing:
                    seen = (
                        f"the topic {topic.name!r} looks for {phrase.text!r}, and `{missing}` is "
                        "nowhere in the tree"
                    )
                    mend = _near(missing, self._index.names, "look for words that a true text has")
                    yield self._at(seen, mend, *path, "any", at)

    def _missing(self, mention: Mention, phrase: Phrase) -> str:
        """Return the first part of a code-shaped name that the tree does not have, "" for none."""
        index = self._index
        if mention.kind == "file":
            paths = (*index.files, *index.others)
            there = any(f"/{path}/".find(f"/{mention.text.strip('/')}/") >= 0 for path in paths)
            return "" if there else mention.text
        for name in mention.names:
            known = name in index.crates or name in index.module_names or index.files_naming(name)
            stem = phrase.text.endswith(f"{name}*")
            if not known and not (stem and any(one.startswith(name) for one in index.names)):
                return name
        return ""

    # --- vocabulary --------------------------------------------------------------------------

    def vocabulary(self) -> Iterator[Contradiction]:
        for name in self._rules.vocabulary:
            real = self._real(name)
            if real:
                seen = f"`{name}` in [vocabulary] is {real}"
                mend = "leave it out; the tree's own names are held against the tree"
                yield self._at(seen, mend, "vocabulary", name)

    def _real(self, name: str) -> str:
        """Return what of the tree a name is, with its place; "" where it is nothing of it."""
        owner, _, last = name.rstrip("!").rpartition("::")
        owner = owner.rpartition("::")[2]
        for one in self._index.definitions(last):
            if owner in {"", one.owner, self._index.modules[one.file][-1]}:
                return f"a {one.kind.replace('_', ' ')} of {one.file} (line {one.line})"
        modules = self._index.module_files(*([owner] if owner else []), last)
        return f"the module of {modules[0]}" if modules else ""


def _near(name: str, known: Iterable[str], otherwise: str) -> str:
    found = difflib.get_close_matches(name, sorted(known), 1)
    return f"did you mean `{found[0]}`?" if found else otherwise
