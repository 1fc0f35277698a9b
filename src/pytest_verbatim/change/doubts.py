"""The sentences of a case that a change of upstream makes doubtful, each with its reasons.

Four roads lead to a sentence: a check that it passed at the old revision and fails at the new one;
an argument that went stale; a name, a quantity or a file that the code it is about has lost, and
that it speaks of comments which changed. The last two need no check to fail: what the code has lost
may well stand elsewhere in the tree, and no check reads comments.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pytest_verbatim.accepted import Accepted
from pytest_verbatim.change.comparison import Comparison
from pytest_verbatim.change.successors import with_successors
from pytest_verbatim.change.value import Doubt
from pytest_verbatim.checks import CHECKS
from pytest_verbatim.checks.numbers import quantities_by_item, readings
from pytest_verbatim.checks.subject import PROSE, Subject
from pytest_verbatim.drift.lexer import Lexeme, lexemes_of, plain_comment
from pytest_verbatim.finding import Finding, Where
from pytest_verbatim.memory import Tie
from pytest_verbatim.prose.quantity import stated_quantities
from pytest_verbatim.prose.sentence import Sentence

_WORD = re.compile(r"[^\W\d]\w*")
_MARKED = re.compile(r"`[^`]*`|[\w.:%-]*\w|\S")
"""What is marked of a sentence where no name begins."""
_OF_COMMENTS = re.compile(
    r"\b(?:(?:doc )?comments?|commented|docs|doc(?:ument(?:ation|ed|s)?)?|todo|fixme)\b",
    re.IGNORECASE,
)
"""Words with which a sentence speaks of what comments say."""
_OF_CLAIMS = frozenset({"claim.refuted", "claim.undecided", "claim.unknown-item"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _InSentence(Where):
    """A place that knows its sentence, and how many characters of it stand before."""

    field: str
    sentence: Sentence
    offset: int


class _Placing(Subject):
    """A subject of which the places in the prose know their sentences."""

    def where(self, name: str, sentence: Sentence, offset: int = 0) -> Where:
        """Return the place of a character of a sentence."""
        at = super().where(name, sentence, offset)
        return _InSentence(
            at.file, at.line, at.column, field=name, sentence=sentence, offset=offset
        )


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why a sentence is in doubt, which characters of it, and whether that is a finding."""

    field: str
    sentence: Sentence
    text: str
    mark: tuple[int, int]
    is_finding: bool = False


def doubts(
    old: Subject | None,
    new: Subject,
    stale: Mapping[int, str],
    between: Comparison | None = None,
) -> tuple[tuple[Doubt, ...], tuple[Finding, ...]]:
    """Return the doubtful sentences in their order, and the findings that belong to none.

    Args:
        old: the case at the revision at which it was accepted, None where that cannot be read.
        new: the same case at the other one, its selectors followed.
        stale: index of a claim -> why its argument is stale.
        between: both revisions, None where the old one cannot be read.
    """
    reasons, rest = _failed(old, new, between)
    found = [*reasons, *_stale(new, stale)]
    if old is not None:
        found += [*_lost_names(old, new), *_lost_quantities(old, new)]
        found += [*_lost_files(old, new), *_changed_comments(old, new)]
    return tuple(_by_sentence(new, found)), rest


def _by_sentence(new: Subject, reasons: Iterable[_Reason]) -> Iterator[Doubt]:
    of: dict[tuple[str, Sentence], list[_Reason]] = {}
    for reason in reasons:
        of.setdefault((reason.field, reason.sentence), []).append(reason)
    for field in PROSE:
        for sentence in new.sentences[field]:
            given = of.get((field, sentence))
            if given:
                yield Doubt(
                    field,
                    new.case.where_of(field, sentence.line),
                    sentence.text,
                    tuple(dict.fromkeys(one.text for one in given)),
                    tuple(sorted({one.mark for one in given})),
                    len({one.text for one in given if one.is_finding}),
                )


# --- checks that fail now --------------------------------------------------------------------


def _failed(
    old: Subject | None, new: Subject, between: Comparison | None
) -> tuple[list[_Reason], tuple[Finding, ...]]:
    """Return what the checks say now and did not say before, by sentence, and the rest.

    What they said of a sentence before is no doubt of it, and wrong all the same.
    """
    placing = _Placing(new.case, new.dataset, new.excerpts, new.record, new.corpus)
    found = list(_checked(placing))
    before = set() if old is None or not found else {(f.code, f.seen) for f in _checked(old)}
    reasons, rest = [], []
    for finding in with_successors(found, between):
        place = finding.where
        if not isinstance(place, _InSentence):
            rest.append(finding)
        elif (finding.code, finding.seen) in before:
            rest.append(replace(finding, where=Where(place.file, place.line, place.column)))
        else:
            mark, told = _mark(placing, finding, place), _said(finding)
            reasons.append(_Reason(place.field, place.sentence, told, mark, is_finding=True))
    return reasons, tuple(rest)


def _checked(subject: Subject) -> Iterator[Finding]:
    return (finding for check in CHECKS for finding in check(subject))


def _said(finding: Finding) -> str:
    return f"{finding.seen}; {finding.mend} ({finding.code})"


def _mark(subject: Subject, finding: Finding, place: _InSentence) -> tuple[int, int]:
    if finding.code in _OF_CLAIMS:
        for quoted in subject.quoted:
            if (quoted.field, quoted.sentence, quoted.start) == (
                place.field,
                place.sentence,
                place.offset,
            ):
                return quoted.start, quoted.end
    named = (
        m.end for m in subject.mentions[place.field, place.sentence] if m.start == place.offset
    )
    found = _MARKED.match(place.sentence.text, place.offset)
    return place.offset, max(named, default=found.end() if found else place.offset)


def _stale(new: Subject, stale: Mapping[int, str]) -> Iterator[_Reason]:
    seen: set[int] = set()
    for quoted in new.quoted:
        if quoted.claim in stale and quoted.claim not in seen:
            seen.add(quoted.claim)
            mark = (quoted.start, quoted.end)
            yield _Reason(quoted.field, quoted.sentence, stale[quoted.claim], mark)


def stale_claims(accepted: Accepted, ties: Sequence[Tie]) -> dict[int, str]:
    """Return index -> reason for each claim whose argument is about tokens that changed.

    `ties` are those of the same claims now. A tie that is not to be found any more is another
    finding, claim.unknown-item.
    """
    found = {}
    for at, claim in enumerate(accepted.claims):
        now = [tie for tie in ties if tie.claim == at]
        tokens = [tie.fingerprint.tokens for tie in now]
        changed = [one.item for one in claim.ties if one.fingerprint.tokens not in tokens]
        if changed:
            named = ", ".join(f"`{item}`" for item in dict.fromkeys(changed))
            found[at] = f"its argument is tied to {named}, which changed (claim.stale)"
    return found


# --- what the code has lost ------------------------------------------------------------------


def _lost_names(old: Subject, new: Subject) -> Iterator[_Reason]:
    """Yield the names in the prose that stood in the shown code and no longer do."""
    yield from _mentioning(new, _words(_tokens(old)) - _words(_tokens(new)), "the shown code")


def _changed_comments(old: Subject, new: Subject) -> Iterator[_Reason]:
    """Yield what a sentence takes from comments of the shown code that are others now."""
    before, after = _comments(old), _comments(new)
    if before == after:
        return
    shown = _words(_tokens(new)) | _words(_tokens(old))  # what was lost of these is told already
    yield from _mentioning(new, _words(before) - _words(after) - shown, "the comments")
    for field in PROSE:
        for sentence in new.sentences[field]:
            for found in _OF_COMMENTS.finditer(sentence.text):
                told = "comments of the shown code changed"
                yield _Reason(field, sentence, told, (found.start(), found.end()))


def _lost_files(old: Subject, new: Subject) -> Iterator[_Reason]:
    """Yield the names of files in the prose from which the shown code has gone."""
    before, after = (
        {excerpt.file.rsplit("/", 1)[-1] for excerpt in subject.excerpts} for subject in (old, new)
    )
    for name in sorted(before - after):
        for field in PROSE:
            for sentence in new.sentences[field]:
                for found in re.finditer(rf"\b{re.escape(name)}\b", sentence.text):
                    told = f"the shown code has left {name}"
                    yield _Reason(field, sentence, told, (found.start(), found.end()))


def _mentioning(new: Subject, lost: frozenset[str], where: str) -> Iterator[_Reason]:
    """Yield the sentences that mention a name, or a word of a text in backticks, that is lost."""
    for field in PROSE:
        for sentence in new.sentences[field]:
            for mention in new.mentions[field, sentence]:
                words = dict.fromkeys((*mention.names, *_WORD.findall(mention.text)))
                gone = [word for word in words if word in lost]
                if gone:
                    told = ", ".join(f"`{name}`" for name in gone)
                    mark = (mention.start, mention.end)
                    yield _Reason(field, sentence, f"{told} left {where}", mark)


def _tokens(subject: Subject) -> list[bytes]:
    return [one.text for one in _lexemes(subject) if not one.comment]


def _comments(subject: Subject) -> list[bytes]:
    return [plain_comment(one.text) for one in _lexemes(subject) if one.comment]


def _lexemes(subject: Subject) -> Iterator[Lexeme]:
    for excerpt in subject.excerpts:
        yield from lexemes_of(excerpt.text.encode())


def _words(texts: Iterable[bytes]) -> frozenset[str]:
    """Return the identifiers in tokens or comments, also those inside strings."""
    return frozenset(w for text in texts for w in _WORD.findall(text.decode("utf-8", "replace")))


def _lost_quantities(old: Subject, new: Subject) -> Iterator[_Reason]:
    """Yield the numbers in the prose that an item in scope held and no longer does."""
    before, after = quantities_by_item(old), quantities_by_item(new)
    kept = frozenset().union(*after.values())
    lost = frozenset().union(*(held - after.get(place, kept) for place, held in before.items()))
    for field in PROSE:
        for sentence in new.sentences[field]:
            for stated in stated_quantities(sentence.text):
                if not lost.isdisjoint(readings(stated.quantity)):
                    told = f"{stated.text!r} stood in code that changed".replace("'", '"')
                    yield _Reason(field, sentence, told, (stated.start, stated.end))
