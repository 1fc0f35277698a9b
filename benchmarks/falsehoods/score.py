"""What the checks say to a mutant that they do not say to the example as it stands."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from falsehoods.mutant import FIELDS, Mutant, Sample
from falsehoods.source import Source
from falsehoods.text import Edit, apply, find_quote, moved
from pytest_verbatim.casefile import Case
from pytest_verbatim.config.dataset import Dataset
from pytest_verbatim.examination import examine, prepare
from pytest_verbatim.prose.form import unwrap
from pytest_verbatim.source.corpus import Corpus

ASKING = frozenset(
    {
        "prompt.unplaced-number",
        "think.unquoted-absolute",
        "think.unquoted-cost",
        "think.unquoted-number",
        "think.unquoted-order",
    }
)
"""Codes of findings that call nothing wrong and merely ask for a claim."""
INCIDENTAL = frozenset(
    {
        "prompt.answer-name",
        "prompt.code",
        "prompt.too-long",
        "prompt.too-short",
        "think.missing-crate",
        "think.missing-module",
        "think.missing-topic",
        "think.too-long",
        "think.too-short",
    }
)
"""Codes of findings on which the truth of a sentence has no bearing; they catch nothing."""
_FILLER = "this part reads well enough as it stands and wants no more words from me here or there"

Finding = tuple[str, str]
"""A finding's code and what was seen; its place may move and is left out."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a mutant.

    `caught` are the codes of new findings. `claimed` says whether a claim's quote lies on the
    sentence, `quoted` whether it holds the changed place. `strictly` are the codes when such
    quotes follow the text, as an author would write it who believes the falsehood, so that a
    quote which no longer stands catches nothing; without such quotes, the same as `caught`.
    """

    mutant: Mutant
    caught: tuple[str, ...]
    claimed: bool
    quoted: bool
    strictly: tuple[str, ...]

    def only_asked(self, asking: Collection[str]) -> bool:
        """Return whether nothing more came of it than the wish for a claim."""
        return bool(self.caught) and set(self.caught) <= set(asking)


class Bench:
    """Examines examples and their mutants against one corpus."""

    def __init__(self, corpus: Corpus) -> None:
        """Take the corpus; the bench's own knowledge of it is read when needed."""
        self.corpus = corpus
        self.source = Source(corpus)
        self._before: dict[str, frozenset[Finding]] = {}

    def sample(self, case: Case, dataset: Dataset) -> Sample | None:
        """Return a sample of a case; None where its code cannot be cut out."""
        done = examine(prepare(case, dataset, self.corpus))
        if len(done.excerpts) != len(case.example.code) or not done.excerpts:
            return None
        return Sample(
            case,
            dataset,
            self.source,
            {field: unwrap(getattr(case.example, field)) for field in FIELDS},
            "\n".join(excerpt.text for excerpt in done.excerpts),
            tuple(dict.fromkeys(excerpt.file for excerpt in done.excerpts)),
            tuple(
                (excerpt.file, str(item.path))
                for excerpt in done.excerpts
                for item in excerpt.items
            ),
        )

    def findings(self, sample: Sample, changed: Mapping[str, Any]) -> frozenset[Finding]:
        """Return the findings on a sample with other values of its fields."""
        example = replace(sample.case.example, **{**sample.texts, **changed})
        case = replace(sample.case, example=example, literal={})
        done = examine(prepare(case, sample.dataset, self.corpus))
        return frozenset(
            (finding.code, finding.seen)
            for finding in done.findings
            if finding.code not in INCIDENTAL and not finding.code.startswith("snapshot.")
        )

    def before(self, sample: Sample) -> frozenset[Finding]:
        """Return the findings on a sample as it stands."""
        if sample.id not in self._before:
            self._before[sample.id] = self.findings(sample, {})
        return self._before[sample.id]

    def score(self, mutant: Mutant) -> Result:
        """Return what the checks say to a mutant.

        A sentence that is added is compared with an empty phrase of the same length at the same
        place too, so that being longer alone does not count as being caught.
        """
        sample = mutant.sample
        new = self.findings(sample, {mutant.field: mutant.text}) - self.before(sample)
        if mutant.inserted and new:
            new -= self.findings(sample, {mutant.field: _control(mutant)})
        claims: Mapping[str, object] = getattr(sample.case.example, "claims", {})
        claimed, quoted, followed = _quotes(mutant, claims)
        strictly = new
        if quoted:
            changed = {mutant.field: mutant.text, "claims": followed}
            strictly = self.findings(sample, changed) - self.before(sample)
        return Result(mutant, _codes(new), claimed, quoted, _codes(strictly))


def _codes(findings: Collection[Finding]) -> tuple[str, ...]:
    return tuple(sorted({code for code, _ in findings}))


def _control(mutant: Mutant) -> str:
    """Return the text with an empty phrase in place of each added sentence."""
    edits = []
    for edit in mutant.edits:
        words = _FILLER.split()
        count = len(edit.new.split())
        filler = " ".join((words * (count // len(words) + 1))[:count])
        edits.append(Edit(edit.start, edit.end, f" {filler.capitalize()}."))
    return apply(mutant.original, edits)


def _quotes(mutant: Mutant, claims: Mapping[str, object]) -> tuple[bool, bool, dict[str, object]]:
    """Return whether a claim lies on the changed sentence, and whether a quote holds the place.

    With them the claims, their quotes changed along with the text.
    """
    claimed = quoted = False
    followed: dict[str, object] = {}
    said = mutant.sentence
    first = min(edit.start for edit in mutant.edits)
    last = max(edit.end for edit in mutant.edits)
    for quote, evidence in claims.items():
        found = find_quote(mutant.original, quote)
        new = quote
        if found is not None and not mutant.inserted:
            claimed |= found.start < said.end and said.start < found.end
            if found.start <= first and last <= found.end:
                quoted = True
                end = moved(found.end, mutant.edits)
                new = mutant.text[found.start : end]
        followed[new] = evidence
    return claimed, quoted, followed
