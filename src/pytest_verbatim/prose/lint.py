"""Sentence lints: words that make a claim which careful writers get wrong.

A sentence with such a word is not wrong; it has to be tied to evidence. The lists served on real
prose: they flag about a sentence in five or six. Text in backticks is left out. English only.

Source: design, "Claims" (the sentence lints).
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase
from typing import Literal

from pytest_verbatim.prose.mention import Mention

TriggerKind = Literal["absolute", "cost", "order", "number"]

_TICKED = re.compile(r"`[^`]*`")
_SMALL = str.maketrans(ascii_uppercase, ascii_lowercase)

_ABSOLUTE = (
    r"never|always|cannot|can(?: no|['\u2019])t|impossible|guarantee\w*|independent(?:ly)? of|"
    r"regardless of|must not|at any point|in any case|no longer|"
    r"at all(?! (?:the|of|those|these|its|their|our|other)\b)|"
    r"no (?:[\w-]+ ){1,4}(?:is |are )?needed"
)
_BEHIND_ONLY = (
    # Prepositions and conjunctions.
    "when if upon after before by in on for from with through to at via under once as where while "
    "during until inside within over because between behind outside per "
    # Verbs, in the forms that follow "only".
    "see sees seen read reads run runs know knows take takes give gives get gets set sets hold "
    "holds need needs ask asks asked use uses used call calls called return returns returned send "
    "sends sent write writes written store stores stored check checks checked match matches come "
    "comes reach reaches reached happen happens apply applies applied do does done have has make "
    "makes made change changes look looks wait waits borrow borrows clone clones copy copies carry "
    "carries keep keeps retry retries retried fail fails serve serves work works want wants accept "
    "accepts allow allows add adds pass passes mean means tell tells cover covers delete deletes "
    "fire fires live lives exist exists end ends start starts move moves log logs appear appears "
    "handle handles skip skips win wins block blocks expire expires decide decides pay pays cost "
    "costs grow grows find finds stand stands leave leaves show shows name names bind binds be been"
)
_BEFORE_ONLY = (
    "is are was were be can may will would should must does do did has have need needs reads read "
    "takes holds runs sees knows uses calls returns sends writes stores checks matches keeps "
    "happens applies works serves accepts passes covers"
)
_ONLY = (
    rf"only(?= (?:{'|'.join(_BEHIND_ONLY.split())})\b)"
    rf"|(?:{'|'.join(_BEFORE_ONLY.split())}) only"
)
_COUNT = r"no|without|extra|one|two|without (?:an?|any|another)|no (?:further|additional|second)"
_COST = (
    r"avoid\w*|saves|saving|cheap\w*|faster|purely|pure|compile[ -]time|at no cost|for free|"
    r"costs? (?:one|an?|two|three|four|five|\d+|nothing)|round[ -]trips?|"
    rf"(?:{_COUNT}) (?:further |extra |additional |more |second )?"
    r"(?:clon(?:es?|ing)|cop(?:y|ies|ying)|allocations?|quer(?:y|ies)|look-?ups?|reads?|writes?)"
)
_PICKING = (
    "the a an its our their your this that one each every very whose "
    "to can may will would could might must should not does do did".split()
)
"""Before "first" and "last", they order nothing: "the last line", "it may last an hour"."""
_ORDER = (
    r"before|beforehand|after|afterwards|then|until|ahead of|prior to|precedes?|preceding|"
    rf"follow(?:s|ed|ing)?|subsequently|finally|{''.join(rf'(?<!{w} )' for w in _PICKING)}"
    r"(?:first|last)"
)
_LISTS: tuple[tuple[TriggerKind, re.Pattern[str]], ...] = (
    ("absolute", re.compile(rf"\b(?:{_ABSOLUTE}|{_ONLY})\b")),
    ("cost", re.compile(rf"\b(?:{_COST})\b")),
)
_ORDER_WORD = re.compile(rf"\b(?:{_ORDER})\b")


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word or phrase that makes a claim. Offsets in characters, half-open."""

    kind: TriggerKind
    text: str
    start: int
    end: int


def triggers_in(
    sentence: str, mentions: Collection[Mention] = (), calls: Collection[str] = frozenset()
) -> Iterator[Trigger]:
    """Yield what in a sentence asks for evidence: absolutes, costs, and orders of calls.

    An order word asks for it where the sentence names two of `calls`, the calls of the shown code.
    """
    plain = _plain(sentence)
    for kind, words in _LISTS:
        yield from (_trigger(kind, found, sentence) for found in words.finditer(plain))
    if len({mention.last for mention in mentions}.intersection(calls)) > 1:
        yield from order_words(sentence)


def order_words(sentence: str) -> Iterator[Trigger]:
    """Yield every word of order in a sentence, whatever it puts in order."""
    found = _ORDER_WORD.finditer(_plain(sentence))
    yield from (_trigger("order", one, sentence) for one in found)


def _trigger(kind: TriggerKind, found: re.Match[str], sentence: str) -> Trigger:
    return Trigger(kind, sentence[found.start() : found.end()], *found.span())


def _plain(sentence: str) -> str:
    """Return a sentence of the same length, in small letters, without what is in backticks.

    To look for small letters alone takes a third of the time of a search that heeds no case.
    """
    return _TICKED.sub(lambda m: "`" * len(m[0]), sentence).translate(_SMALL)
