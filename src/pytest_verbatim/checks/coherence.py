"""Checks that claims and prose speak of the same: a quote says enough, its evidence says of what.

A claim that quotes three words of a sentence vouches, to a reader, for all of it; and evidence that
holds proves nothing about a name that it does not have. So where a claim quotes a part of a
sentence, the functions that the sentence names and its words of order stand inside a quote; and
the names of a quote stand in the evidence.

Source: design, "Claims" (a claim ties a quote to evidence, which must fit what is said).
"""

import re
from collections.abc import Iterator

from pytest_verbatim.checks.quotes import Quoted, short
from pytest_verbatim.checks.subject import Subject
from pytest_verbatim.evidence import Evidence
from pytest_verbatim.finding import Finding
from pytest_verbatim.prose.lint import order_words
from pytest_verbatim.prose.mention import Mention
from pytest_verbatim.prose.sentence import Sentence
from pytest_verbatim.rustfile.naming import KEYWORDS
from pytest_verbatim.tree.definitions import STD_PRELUDE
from pytest_verbatim.tree.index import Index

_WORD = re.compile(r"\w+")
_DERIVABLE = frozenset("Clone Copy Debug Default Eq Hash Ord PartialEq PartialOrd".split())
_UNIVERSAL = (STD_PRELUDE | KEYWORDS) - _DERIVABLE
"""Names that say nothing of the source by themselves: `Option`, `None`, `self`."""
_CALLABLE = frozenset({"fn", "method", "macro"})


def unspoken_names(subject: Subject) -> Iterator[Finding]:
    """Yield names in quotes of which no piece of the claim's evidence says anything.

    Spoken of is what stands in any of the evidence's texts: an item, a name, a literal, a reason.
    It is asked of functions, and of names with a capital; not of crates, files, keywords, fields
    and locals, nor of names of std's prelude, unless they can be derived.

    Findings: claim.unspoken-name.
    """
    if not subject.excerpts:
        return
    index = subject.corpus.index
    first = {quote.claim: quote for quote in reversed(subject.quoted)}
    for quote in first.values():
        said = {word for piece in quote.evidence for word in _words_of(piece)}
        told: set[str] = set()
        for mention in subject.mentions[quote.field, quote.sentence]:
            name = mention.last if mention.names else ""
            if not quote.holds(mention.start, mention.end) or name in said | told:
                continue
            if _is_telling(mention, index) and (
                name[0].isupper() or _is_function(mention, quote.sentence.text, index)
            ):
                told.add(name)
                where = subject.where(quote.field, quote.sentence, mention.start)
                yield Finding(where, "claim.unspoken-name", *_unspoken(mention, quote))


def _words_of(piece: Evidence) -> Iterator[str]:
    for name in piece.field_names():
        yield from _WORD.findall(str(getattr(piece, name)))


def _is_telling(mention: Mention, index: Index) -> bool:
    """Return whether a mention is a name of the tree that evidence can be about."""
    if mention.kind in {"file", "text", "crate", "attribute"} or not mention.names:
        return False
    name = mention.last
    if len(name) == 1 or name in _UNIVERSAL or name in index.crates:
        return False
    return name in _DERIVABLE or bool(index.files_naming(name))


def _unspoken(mention: Mention, quote: Quoted) -> tuple[str, str]:
    kinds = ", ".join(dict.fromkeys(f"{piece.kind}()" for piece in quote.evidence))
    seen = f"the quote {short(quote.text)} names `{mention.text}`, of which {kinds} says nothing"
    mend = "add evidence about it, or say in the reason of an argued() what it has to do with it"
    return seen, f"{mend}; or quote less"


def short_quotes(subject: Subject) -> Iterator[Finding]:
    """Yield sentences of which a claim quotes a part, and leaves out what calls or what is first.

    Findings: claim.short-quote.
    """
    if not subject.excerpts:
        return
    index = subject.corpus.index
    quoted: dict[Sentence, list[Quoted]] = {}
    for quote in subject.quoted:
        if quote.field == "think":
            quoted.setdefault(quote.sentence, []).append(quote)
    for sentence in subject.sentences["think"]:
        quotes = quoted.get(sentence)
        if not quotes:
            continue
        mentions = subject.mentions["think", sentence]
        outside = [
            (start, what)
            for start, end, what in _binding(sentence, mentions, index)
            if not any(quote.holds(start, end) for quote in quotes)
        ]
        if outside:
            out = ", ".join(dict.fromkeys(what for _, what in sorted(outside)))
            seen = f"a claim quotes a part of {short(sentence.text)}, and not {out}"
            mend = "quote the whole of what is said with it, and add evidence for that"
            where = subject.where("think", sentence, min(outside)[0])
            yield Finding(where, "claim.short-quote", seen, mend)


def _binding(
    sentence: Sentence, mentions: tuple[Mention, ...], index: Index
) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, what it is) of the functions and the words of order in a sentence."""
    for mention in mentions:
        if _is_function(mention, sentence.text, index):
            yield mention.start, mention.end, f"`{mention.text}`"
    for word in order_words(sentence.text):
        yield word.start, word.end, f'"{word.text}"'


def _is_function(mention: Mention, text: str, index: Index) -> bool:
    """Return whether a mention is of a function; a name that is a field too needs its brackets."""
    if not _is_telling(mention, index):
        return False
    name = mention.last
    kinds = {one.kind for one in index.definitions(name)}
    called = text[mention.end : mention.end + 1] == "("
    if "field" in kinds and not called:
        return False
    return bool(kinds & _CALLABLE) or (not name[0].isupper() and bool(index.calls_of(name)))
