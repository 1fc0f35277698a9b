"""Which three digits are an HTTP status code, told by the words around them.

A guess where prose is short of words: a bare 500 is an answer here unless something counts with it.
"""

import re
from collections.abc import Sequence

from pytest_verbatim.prose.quantity.measure import Reading
from pytest_verbatim.prose.quantity.token import Token, word_at
from pytest_verbatim.prose.quantity.wording import Manner, Noun

_KNOWN_STATUS = frozenset(
    "100 101 102 103 200 201 202 203 204 205 206 207 208 226 301 302 303 304 307 308 400 401 402"
    " 403 404 405 406 407 408 409 410 411 412 413 414 415 416 417 418 421 422 423 424 425 426 428"
    " 429 431 451 500 501 502 503 504 505 506 507 508 510 511".split()
)
_ERRORS = frozenset(code for code in _KNOWN_STATUS if code[0] in "45")
_STATUS = re.compile("[1-5][0-9]{2}")
_NAMING = frozenset("http status statuses code codes".split())
_ANSWERING = frozenset(
    "answer answers answered answering return returns returned returning respond responds responded"
    " responding reply replies replied send sends sent say says give gives get gets yield yields"
    " become becomes see sees told tell tells fail fails failed mean means".split()
)
_ANSWERS = frozenset(
    "response responses error answer reply status code page result handler body conflict ok"
    " created accepted unauthorized forbidden".split()
)
_DOING = frozenset(
    "means tells says comes goes is was stays becomes makes lets leaves keeps gives hides reaches"
    " ends shows follows happens arrives does has names needs stands".split()
)
_ROUND = frozenset({"400", "500"})  # are as likely to be a size or a limit
_COUNTING_BEFORE = frozenset(
    "of is are was be been size to than by times exactly first last next every each all these those"
    " and or holds hold takes take only just".split()
)
_COUNTING_AFTER = frozenset("of per each times at".split())
_SPANNING = frozenset("for after within every each a an at than until".split())


def is_status(tokens: Sequence[Token], reading: Reading, noun: Noun) -> bool:
    """Tell whether three bare digits are an HTTP status code, by the words around them.

    An article, the word status or code and a verb of answering make one; a plural behind it makes
    a number of things. A bare 4xx or 5xx of the registry is one where nothing speaks for a count.
    """
    text = tokens[reading.first].text.strip("`")
    if not _STATUS.fullmatch(text) or reading.after != reading.first + 1:
        return False
    at = reading.first - (tokens[reading.first - 1].text in ":=" if reading.first else 0)
    before, before_that = word_at(tokens, at - 1), word_at(tokens, at - 2)
    if before in _NAMING or (before in {"of", "is", "was"} and before_that in _NAMING):
        return True
    answering = before in _ANSWERING or (before == "with" and before_that in _ANSWERING)
    known = text in _KNOWN_STATUS
    word = noun.text.lower()
    if {"a", "an"} & {before, before_that if before else ""} and (known or not word):
        return "limit" not in {before, before_that}
    if noun.plural and word not in _ANSWERS:
        return "the" in {before, before_that} and known and word in _DOING
    if word and word not in _ANSWERS and not noun.text[0].isupper():
        return answering and known
    if "the" in {before, before_that} or answering or word in _ANSWERS:
        return known
    counting = before in _COUNTING_BEFORE and (before, before_that) != ("of", "instead")
    return (
        text in _ERRORS
        and (text not in _ROUND or not counting)
        and word_at(tokens, reading.after) not in _COUNTING_AFTER
    )


def is_status_plural(tokens: Sequence[Token], reading: Reading, manner: Manner) -> bool:
    """Tell whether 500s are answers and no seconds."""
    if reading.after != reading.first + 2 or reading.unit_text != "s" or manner.limit:
        return False
    number, letter = tokens[reading.first : reading.after]
    spanning = word_at(tokens, reading.first - 1) in _SPANNING or manner.approximate
    return letter.glued and number.text in _ERRORS and not spanning
