"""Phrases: which texts hold them, and what is no phrase."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_verbatim.prose.phrase import Phrase


@pytest.mark.parametrize(
    ("phrase", "text", "stands"),
    [
        ("TTL", "the TTL of the entry", True),
        ("TTL", "(TTL)", True),
        ("TTL", "a TTL-based life", True),
        ("TTL", "it is throttled", False),
        ("TTL", "the ttl of the entry", False),
        ("TTL", "the TTLs differ", False),
        ("TTL", "`PTTL`", False),
        ("TTL*", "the TTLs differ", True),
        ("ttl", "the TTL of the entry", True),
        ("cache", "Cache it.", True),
        ("Cache", "a cache", True),
        ("cache", "cached", False),
        ("cache", "`cache_type`", False),
        ("cache*", "`cache_type`", True),
        ("expir*", "it expires", True),
        ("expir*", "expiry", True),
        ("expir*", "after its EXPIRATION", True),
        ("expir*", "unexpired", False),
        ("expir*", "an EXPIRATION \u2013 at last", True),
        ("expir*", "`expiry_default()`", True),
        ("time to live", "its time to live", True),
        ("time to live", "its time\nto  live", True),
        ("time to live", "its time-to-live", True),
        ("time to live", "its time to\n\nlive", True),
        ("time to live", "at that time. To live", False),
        ("time to live", "time to relive", False),
        ("round trip*", "two round-trips", True),
        ("round-trip", "one round trip", True),
        ("roll* back", "it rolls back", True),
        ("roll* back", "it rolls it back", False),
        ("time to live", "its `time` to `live`", True),
        ("TTL", "the `TTL`s", True),
        ("DashMap", "a dashmap", False),
        ("DashMap", "a `DashMap`", True),
        ("in DashMap", "In DashMap", True),
        ("Error::retry", "`Error::retry`", True),
        ("Error::retry", "`MyError::retry`", False),
        ("queue/mod.rs", "see queue/mod.rs.", True),
        ("queue/mod.rs", "see queue/modXrs", False),
        ("kv_pair!", "by `kv_pair!`", True),
        ("don't", "we don\u2019t", True),
        ("5", "5 s", True),
        ("5", "15 s", False),
        ("caf\u00e9", "le CAF\u00c9", True),
    ],
)  # fmt: skip
def test_what_holds_a_phrase(phrase: str, text: str, *, stands: bool) -> None:
    """Whole words, endings after `*`, folded case unless a capital is inside, any white space."""
    assert Phrase.parse(phrase).stands_in(text) is stands


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("expir.*", r"with `\.\*` in it: no regular expressions"),
        ("(a|b)", r"with `\(` in it"),
        ("cach(e|ing)", r"with `\(` in it"),
        ("caches?", r"with `\?` in it"),
        ("[Cc]ache", r"with `\[` in it"),
        ("^cache", r"with `\^` in it"),
        ("a\\b", r"with `\\` in it"),
        ("cach**", r"with `\*\*` in it"),
        ("(x+x+)+y", r"with `\(` in it"),
        ("cac*he", r"'cac\*he' is no word"),
        ("*cache", r"'\*cache' is no word"),
        ("to * live", r"'\*' is no word"),
        ("ca*", r"'ca\*' fits too much"),
        ("a, b", r"'a,' is no word"),
        ("`cache`", "'`cache`' is no word"),
        ("-", "'-' is no word"),
        ("", "a blank"),
        ("  ", "a blank"),
    ],
)
def test_what_is_no_phrase(text: str, told: str) -> None:
    """Patterns, bare stars and marks are refused, and the message says what is allowed."""
    with pytest.raises(ValueError, match=told):
        Phrase.parse(text)


_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="*"), max_size=40)
_WORDS = st.sampled_from(
    ["TTL", "expir*", "time to live", "set-if-absent", "Error::retry", "500", "cache*", "queue"]
)


@given(_WORDS, _TEXT, _TEXT, st.sampled_from([" ", "\n", ", ", "(", "` "]))
def test_a_phrase_put_into_a_text_stands_in_it(
    words: str, before: str, after: str, mark: str
) -> None:
    """A phrase that is put anywhere between words is found, whatever stands around it."""
    put = words.replace("*", "ed").replace(" ", "\n")
    assert Phrase.parse(words).stands_in(f"{before}{mark}{put}{mark[::-1]}{after}")


@given(_WORDS, st.text("abXY_9", min_size=1, max_size=3))
def test_a_phrase_inside_a_longer_word_does_not_stand_there(words: str, letters: str) -> None:
    """Letters right in front of a phrase make it a part of another word."""
    put = words.replace("*", "")
    assert not Phrase.parse(words).stands_in(letters + put)
