"""Denials: whether a sentence plainly says that a crate has no part in what is shown.

A word of negation has to govern the crate itself, within its clause: "no serde", "nothing here
comes from serde", "serde plays no part", "leaves serde aside". What is said of a thing of the crate
("no tokio task outlives it", "tokio's mutex is not needed"), of what the crate does not do, of what
would be, or of a part ("for the key") denies nothing. English only; reads words, knows no grammar.
"""

from dataclasses import dataclass

from pytest_verbatim.prose.denial.clause import Clause
from pytest_verbatim.prose.denial.governing import BEFORE
from pytest_verbatim.prose.denial.predicate import takes_no_part
from pytest_verbatim.prose.mention import mentions_in
from pytest_verbatim.prose.relation.token import tokens_of

_UNMISTAKABLE = frozenset(
    "anyhow base64 figment hmac http hyper openssl opentelemetry rand redis regex sentry sha strum "
    "tonic tower tracing uuid valuable validator svix omniqueue".split()
)
"""Crates whose names are words too, or products with a capital; in small letters the crate."""

_FREE_OF = ("_free", "_less")


@dataclass(frozen=True, slots=True)
class Denial:
    """A crate that is denied, as Rust writes it, and where its name stands, half-open."""

    crate: str
    start: int
    end: int


def denials_in(sentence: str, crates: frozenset[str]) -> tuple[Denial, ...]:
    """Return which of these crates (written with `_`) a sentence denies, by place."""
    if not any(crate in sentence or crate.replace("_", "-") in sentence for crate in crates):
        return ()
    tokens = tokens_of(sentence)
    plain = {m.start for m in mentions_in(sentence, crates) if m.kind == "crate" and not m.ticked}
    found = []
    for at, token in enumerate(tokens):
        written = sentence[token.start : token.end].strip("`").strip()
        name = written.replace("-", "_")
        crate = next((name.removesuffix(end) for end in _FREE_OF if name.endswith(end)), name)
        known = token.kind == "term" or token.start in plain or crate in _UNMISTAKABLE
        if crate not in crates or not (known or crate != name):
            continue
        clause = Clause(tokens, at, crates)
        if (crate != name and not clause.is_open()) or _is_denied(clause):
            found.append(Denial(crate, token.start, token.end))
    return tuple(found)


def is_denied(sentence: str, start: int, end: int) -> bool:
    """Return whether a sentence denies what its characters from `start` to `end` name."""
    tokens = tokens_of(sentence)
    for at, token in enumerate(tokens):
        if token.start < end and start < token.end:
            return _is_denied(Clause(tokens, at, {token.text.replace("-", "_")}))
    return False


def _is_denied(clause: Clause) -> bool:
    if clause.is_open():
        return False
    return any(rule(clause) for rule in BEFORE) or takes_no_part(clause)


__all__ = ["Denial", "denials_in", "is_denied"]
