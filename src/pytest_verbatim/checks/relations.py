"""Check of the relations that the think block states between two names."""

from collections.abc import Iterator, Sequence

from pytest_verbatim.checks.quotes import Quoted
from pytest_verbatim.checks.subject import Subject
from pytest_verbatim.evidence import (
    Argued,
    Attribute,
    Bound,
    Callers,
    Calls,
    Derives,
    Evidence,
    Field,
    Implements,
    Returns,
    Variant,
)
from pytest_verbatim.finding import Finding
from pytest_verbatim.proof.lookup import Scene
from pytest_verbatim.proof.relating import refuted
from pytest_verbatim.prose.relation import Relation, RelationKind
from pytest_verbatim.prose.sentence import Sentence

_FITTING: dict[RelationKind, tuple[type[Evidence], ...]] = {
    "calls": (Calls, Callers),
    "uses": (Calls, Callers),
    "derives": (Derives, Implements),
    "implements": (Implements, Derives, Bound),
    "attribute": (Attribute,),
    "returns": (Returns,),
    "field": (Field,),
    "variant": (Variant,),
    "method": (Implements, Calls),
    "before": (),  # `before` speaks of its own two calls, not of those that are named
}


def relations(subject: Subject) -> Iterator[Finding]:
    """Yield what the think block says of two names and the source plainly contradicts.

    What a claim quotes with evidence of that kind is the claim's business. Prompts are exempt: they
    may speak of what is to be changed.

    Findings: think.false-relation.
    """
    if not subject.excerpts:
        return
    quoted = subject.quoted
    scene = Scene(subject.corpus, tuple(subject.scope.shown))
    for read in subject.read["think"]:
        sentence = read.sentence
        for relation in read.relations:
            if _is_claimed(relation, sentence, quoted):
                continue
            verdict = refuted(relation, scene, subject.scope.shown)
            if verdict is not None:
                where = subject.where("think", sentence, relation.start)
                yield Finding(where, "think.false-relation", verdict.seen, verdict.mend)


def _is_claimed(relation: Relation, sentence: Sentence, quoted: Sequence[Quoted]) -> bool:
    fitting: tuple[type[Evidence], ...] = (Argued, *_FITTING[relation.kind])
    return any(
        quote.covers("think", sentence, relation.start, relation.end)
        and any(isinstance(piece, fitting) for piece in quote.evidence)
        for quote in quoted
    )
