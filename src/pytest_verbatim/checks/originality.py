"""Checks between texts: what prompts and think blocks of all datasets share."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pytest_verbatim.casefile import Case
from pytest_verbatim.config.dataset import Dataset
from pytest_verbatim.finding import Finding
from pytest_verbatim.prose.originality import (
    Recurrence,
    Text,
    sample_sentences,
    shared_openings,
    shared_sentences,
    stock_runs,
    twins,
)
from pytest_verbatim.prose.sentence import sentences_of

_FIELDS: tuple[Literal["prompt"], Literal["think"]] = ("prompt", "think")


@dataclass(frozen=True, slots=True)
class Texts:
    """The prompts and think blocks of cases, of all datasets together."""

    cases: tuple[Case, ...]
    texts: tuple[Text, ...]

    @classmethod
    def of(cls, cases: Iterable[Case]) -> "Texts":
        """Return the texts of cases; what is no text is left out."""
        kept = tuple(cases)
        texts = tuple(
            Text(case.id, name, sentences_of(value))
            for case in kept
            for name in _FIELDS
            if isinstance(value := getattr(case.example, name), str) and value.strip()
        )
        return cls(kept, texts)

    def of_dataset(self, name: str, field: str) -> list[Text]:
        """Return the prompts or the think blocks of one dataset."""
        ids = {case.id for case in self.cases if case.dataset == name}
        return [text for text in self.texts if text.field == field and text.id in ids]


def copied(texts: Texts, samples: Sequence[str]) -> Mapping[str, tuple[Finding, ...]]:
    """Return node id -> findings for texts that repeat another, or a sample of the commission.

    Findings: case.twin, case.shared-sentence, case.sample-sentence.
    """
    by_id = {case.id: case for case in texts.cases}
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for pair in twins(texts.texts):
        for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
            seen = f"the {one.field} shares {pair.share:.0%} of its 5-grams with {other.id}"
            where = by_id[one.id].where_of(one.field)
            mend = "write one of the two anew; two texts do not say the same"
            found[one.id].append(Finding(where, "case.twin", f"{seen} ({other.field})", mend))
    for same in shared_sentences(texts.texts):
        for place in same.places:
            others = ", ".join(p.id for p in same.places if p != place)
            where = by_id[place.id].where_of(place.field, place.sentence.line)
            seen = f'"{same.words}" stands in {others} too'
            mend = "say it in other words, or leave it out of one of them"
            found[place.id].append(Finding(where, "case.shared-sentence", seen, mend))
    for same in sample_sentences(texts.texts, samples):
        for place in same.places:
            where = by_id[place.id].where_of(place.field, place.sentence.line)
            seen = f'"{same.words}" is a sample sentence of the commission'
            mend = "write the request or the reason that this code has"
            found[place.id].append(Finding(where, "case.sample-sentence", seen, mend))
    return {case_id: tuple(findings) for case_id, findings in found.items()}


def habits(texts: Texts, dataset: Dataset) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Return (what recurs in the texts of a dataset, a line each; findings where it is too much).

    Findings: dataset.stock-phrases, dataset.shared-openings.
    """
    runs = stock_runs(texts.of_dataset(dataset.name, "think"))
    openings = shared_openings(texts.of_dataset(dataset.name, "prompt"))
    lines = [*_listed("stock phrase", runs), *_listed("shared opening", openings)]
    findings = [
        *_too_many(dataset, "stock_runs", "dataset.stock-phrases", runs, dataset.rules.stock_runs),
        *_too_many(
            dataset,
            "shared_openings",
            "dataset.shared-openings",
            openings,
            dataset.rules.shared_openings,
        ),
    ]
    return tuple(lines), tuple(findings)


def _listed(what: str, recurring: Iterable[Recurrence]) -> Iterable[str]:
    for one in recurring:
        yield f'{what} "{one.words}": {", ".join(place.id for place in one.places)}'


def _too_many(
    dataset: Dataset, key: str, code: str, recurring: Sequence[Recurrence], allowed: int | None
) -> Iterable[Finding]:
    if allowed is not None and len(recurring) > allowed:
        listed = "; ".join(f'"{one.words}" ({len(one.places)} cases)' for one in recurring)
        seen = f"{len(recurring)} recur, {allowed} may: {listed}"
        mend = "reword all but one or two of each"
        yield Finding(dataset.where("rules", key), code, seen, mend)
