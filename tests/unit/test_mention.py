"""The code-shaped names in a sentence: which words are, what kind they are, where they stand."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_verbatim.prose.crate_words import candidates, is_crate
from pytest_verbatim.prose.mention import Mention, mentions_in

PROPERTY = settings(derandomize=True, deadline=None, max_examples=300)
CRATES = frozenset({"redis", "tokio", "serde_json", "once_cell", "url", "bb8"})


def told(sentence: str) -> list[str]:
    """Return the mentions in a sentence as `kind text`."""
    return [f"{one.kind} {one.text}" for one in mentions_in(sentence, CRATES)]


def only(sentence: str) -> Mention:
    """Return the one mention in a sentence."""
    (found,) = mentions_in(sentence, CRATES)
    return found


# --- in backticks ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("f", ["path f"]),
        ("a::b::C", ["path a::b::C"]),
        ("::a::b", ["path a::b"]),
        ("f(x, y)", ["path f", "path x", "path y"]),
        ("a.b().c", ["path a", "path b", "path c"]),
        ("A::<B>::c()", ["path A::<B>::c", "path B"]),
        ("A::<B::<C>>::d()", ["path A", "path B", "path C", "path d"]),
        ("A<B<C>>", ["path A", "path B", "path C"]),
        ("<A as B>::c", ["path A", "path B", "path c"]),
        ("vec![x]", ["macro vec!", "path x"]),
        ("tokio::join!(a)", ["macro tokio::join!", "path a"]),
        ("a!=b", ["path a", "path b"]),
        ("a != !b", ["path a", "path b"]),
        ("a:b", ["path a", "path b"]),
        ("x..y", ["path x", "path y"]),
        ("r#type", ["path r#type"]),
        ("größe", ["path größe"]),
        ("&'a str", ["path str"]),
        ("'a", []),
        ("'x'", []),
        ("b'x'", []),
        ("'\\n'", []),
        ("let mut x = match y {}", ["path x", "path y"]),
        ("self", []),
        ("Self::a", ["path Self::a"]),
        ("crate::a", ["path crate::a"]),
        ("fn f(a: B) -> C", ["path f", "path a", "path B", "path C"]),
        ("200", []),
        ("0x1F + 1u8", []),
        ("...", []),
        ("?", []),
        ('"a word"', ['text "a word"']),
        ('f("a word", b"more")', ["path f", 'text "a word"']),
        ('"200"', []),
        ("x // y", ["path x"]),
        ("x /* y */ z", ["path x", "path z"]),
        ("x /* y", ["path x"]),
        ("retry.rs", ["file retry.rs"]),
        ("src/core/retry.rs", ["file src/core/retry.rs"]),
        ("Cargo.toml", ["file Cargo.toml"]),
        ("a/b.d/c-e.sql", ["file a/b.d/c-e.sql"]),
        ("core/cache", ["file core/cache"]),
        ("core/cache/", ["file core/cache/"]),
        ("application/json", []),
        ("x-request-id", ["text x-request-id"]),
        ("Idempotency-Key", ["text Idempotency-Key"]),
        ("/api/v1/app", ["text /api/v1/app"]),
        ("a - b", ["path a", "path b"]),
        ("a-b.c", ["path a", "path b", "path c"]),
        ("#[tokio::main]", ["attribute #[tokio::main]"]),
        ("#![forbid(unsafe_code)]", ["attribute #![forbid(unsafe_code)]"]),
        ('#[serde(rename = "a")]', ['attribute #[serde(rename = "a")]']),
        ("#[derive(A, b::C)]", ["attribute #[derive(A, b::C)]", "path A", "path b::C"]),
        ("#[]", []),
        (" f ", ["path f"]),
        (" retry.rs ", ["file retry.rs"]),
        (" #[derive(A)] ", ["attribute #[derive(A)]", "path A"]),
        (" x-y ", ["text x-y"]),
    ],
)
def test_what_stands_in_backticks(code: str, expected: list[str]) -> None:
    """Paths, macros, files, attributes and texts are told apart; keywords and literals are none."""
    assert told(f"It is `{code}` here.") == expected


def test_a_mention_knows_its_names() -> None:
    """The identifiers of a path in order, without `r#` and arguments; whether a dot is before."""
    path = only("`a::<b>::r#type`".replace("<b>", "<'a>"))
    assert (path.names, path.last, path.dotted, path.ticked) == (("a", "type"), "type", False, True)
    assert only("`Self::a`").names == ("a",)
    assert only("`crate::a`").names == ("crate", "a")
    assert only("`#[tokio::main(flavor = 1)]`").names == ("tokio", "main")
    assert only("`x-y`").names == ()
    assert only("`x-y`").last == ""
    assert [m.dotted for m in mentions_in("`a.b . c..d.e()`")] == [False, True, True, False, True]
    assert only("`.lock()`").dotted
    assert not only("snake_case").ticked


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("`a` and `b`", ["path a", "path b"]),
        ("`a", []),
        ("a`", []),
        ("`a` b` c", ["path a"]),
        ("`` `a` ``", ["path a"]),
        ("``a`b``", ["path a", "path b"]),
        ("``a", []),
        ("``", []),
        ("` `", []),
        ("```a```", ["path a"]),
        ("``a` b`", ["path b"]),
        ("`snake_case`", ["path snake_case"]),
        ("`snake_case and more_snake", ["path more_snake"]),
    ],
)
def test_backticks_close_as_in_markdown(sentence: str, expected: list[str]) -> None:
    """A run of backticks ends at the next of its length; one that is never closed is text."""
    assert told(sentence) == expected


# --- plain -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The lock_loop waits.", ["path lock_loop"]),
        ("It calls lock_loop.", ["path lock_loop"]),
        ("It calls lock_loop().", ["path lock_loop"]),
        ("The lock_loop's wait.", ["path lock_loop"]),
        ("(lock_loop)", ["path lock_loop"]),
        ("The a1_b2__c waits.", ["path a1_b2__c"]),
        ("The Lock_Loop, lock_Loop too.", ["path Lock_Loop", "path lock_Loop"]),
        ("RETRY_SCHEDULE is fixed.", ["path RETRY_SCHEDULE"]),
        ("A CacheBehavior is asked.", ["path CacheBehavior"]),
        ("A HashMap2Go is asked.", ["path HashMap2Go"]),
        ("cache::Cache is asked.", ["path cache::Cache"]),
        ("It says Cache::get.", ["path Cache::get"]),
        ("It says tokio::join! here.", ["macro tokio::join!"]),
        ("It says lock_all! here.", ["macro lock_all!"]),
        ("It says vec![a] here.", ["macro vec!"]),
        ("It says vec!(a) and json!{}.", ["macro vec!", "macro json!"]),
        ("See retry.rs for it.", ["file retry.rs"]),
        ("See src/core/retry.rs.", ["file src/core/retry.rs"]),
        ("See src/core/ for it.", ["file src/core/"]),
        ("Either read/write or both.", ["file read/write"]),
        ("It is in Cargo.toml, or config.yaml.", ["file Cargo.toml", "file config.yaml"]),
        ("It uses tokio.", ["crate tokio"]),
        ("It uses Tokio.", []),
        ("It uses redis.", []),
        ("It uses the redis crate.", ["crate redis"]),
        ("The tokio's pool, tokio-like.", ["crate tokio"]),
        ("It takes sqlx-postgres.", ["crate sqlx-postgres"]),
        ("It uses serde_json and serde-json.", ["crate serde_json", "crate serde-json"]),
        ("It uses rustls.", ["crate rustls"]),
        ("It parses a url.", []),
        ("It asks the url crate.", ["crate url"]),
        ("It asks url's crate too, the url.", ["crate url"]),
    ],
)  # fmt: skip
def test_what_is_code_without_backticks(sentence: str, expected: list[str]) -> None:
    """Underscores, CamelCase, paths, macros, files and crates are seen in plain words."""
    assert told(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "crate"),
    [
        ("Here tower asks for readiness.", "tower"),
        ("What tower asks for is readiness.", "tower"),
        ("It is done, as hyper does.", "hyper"),
        ("It needs cron's two traits.", "cron"),
        ("For routes rocket has macros.", "rocket"),
        ("For routes a rocket has macros.", ""),
        ("For routes the last rocket has macros.", ""),
        ("Then rocket is out; rocket cannot.", "rocket"),
        ("The tower asks for readiness.", ""),
        ("Our config needs a file.", ""),
        ("A ring has no end.", ""),
        ("By tower, it waits.", "tower"),
        ("By tower blocks it waits.", "tower"),
        ("By tower block it waits.", ""),  # of a noun
        ("Here poem's `Instant` is read.", "poem"),
        ("Here fnord's `Instant` is read.", "fnord"),  # whatever it is
        ("The fnord's `Instant` is read.", ""),
        ("It is that fnord's `Instant`.", ""),
        ("It is today's `Instant`.", ""),
        ("It is memory's `Instant`.", ""),
        ("It goes through anyhow and ends.", "anyhow"),
        ("It is anyhow's context.", "anyhow"),
        ("It ends anyhow and returns.", ""),
        ("Anyhow, it ends.", ""),
        ("The statements are plain poem, and stay so.", "poem"),
        ("The statements are a plain poem.", ""),
        ("There is a map; quote, as we patch it, writes.", "quote"),
        ("We quote, as we have to.", ""),
        ("It is so that url renders it.", "url"),
        ("It is that url renders it.", ""),  # or "that url"
        ("So cron implements it where it can.", "cron"),
        ("A cron implements it.", ""),
        ("It comes from cron and job queues.", ""),  # the tool
        ("Then error keeps nothing.", "error"),
        ("Then error messages keep it.", ""),
        ("What cron wants is a pair.", "cron"),
        ("A key or cron wants a pair.", ""),  # the article may be that of the key
        ("Where cron jobs are, it waits.", ""),
        ("When inherent asks for it, it waits.", "inherent"),
        ("When inherent attributes are read, it waits.", ""),
        ("It is refused by cached as a pair.", "cached"),
        ("In cached a pair is one.", "cached"),
        ("In cached pairs it is one.", ""),
        ("Of a pair, anyhow keeps one.", "anyhow"),
        ("A pair anyhow keeps one.", ""),
        ("It is in standard warp.", "warp"),
        ("It is in a standard warp.", ""),
        ("Derived warp would do.", "warp"),
        ("A derived warp would do.", ""),
        ("On unix governor keeps its pairs.", "governor"),
        ("On unix a governor keeps its pairs.", ""),
        ("Then http takes the pair.", "http"),
        ("Then http pairs take it.", ""),
        ("The rest is openssl and aead.", "openssl"),
        ("The rest is OpenSSL.", ""),
        ("It takes eventsource-stream.", "eventsource-stream"),
        ("It takes a source-client.", ""),
        ("It ends by failure's default.", "failure"),
        ("It ends by the earlier failure's default.", ""),
    ],
)
def test_a_crate_that_is_a_word_too_stands_as_a_proper_noun(sentence: str, crate: str) -> None:
    """Without an article, and doing or owning something, "tower" is the crate and no building."""
    mentions = mentions_in(
        sentence,
        CRATES | {"tower", "hyper", "anyhow", "quote", "error", "inherent", "http", "openssl"},
    )
    found = {one.text for one in mentions if one.kind == "crate"}
    assert found == ({crate} if crate else set())


@pytest.mark.parametrize(
    "sentence",
    [
        "Plain words, PLAIN WORDS, Plain Words.",
        "E2E, HTTP2 and I18N, an API, URLs.",
        "GitHub, PostgreSQL, OpenAPI and the WebSockets of McCarthy.",
        "IPv4 and IPv6.",
        "It stops! Wait! (really)",
        "e.g. 1.5 or a.b, i.e. so.",
        "Node.js and example.com, v1.2.3.",
        "https://example.com/a/b.html",
        "a/ and /b, 1/2, and 10/20/30",
        "well-known, rust-like, x-y-z",
        "an application/json body, text/plain",
        "_emphasis_ and __more__ of *that*",
        "_private and trailing_",
        "it's, don't, 'quoted', \u201cquoted\u201d",
        "a :: b and a: b",
        "naïve Größe",
        "",
    ],
)
def test_plain_english_is_no_code(sentence: str) -> None:
    """Words, abbreviations, products, numbers, addresses and marks are no mentions."""
    assert told(sentence) == []


def test_a_word_is_mentioned_once() -> None:
    """A file is no folder, a path no crate, and a name in a file's name none of its own."""
    assert told("tokio::join and src/lock_loop/redis_url.rs") == [
        "path tokio::join",
        "file src/lock_loop/redis_url.rs",
    ]
    assert told("`redis` and `redis.rs`") == ["path redis", "file redis.rs"]


def test_mentions_come_in_their_order() -> None:
    """Mentions are sorted by place, with and without backticks."""
    assert told("lock_loop, `Cache::get`, retry.rs, `b`, CacheKey") == [
        "path lock_loop", "path Cache::get", "file retry.rs", "path b", "path CacheKey",
    ]  # fmt: skip


def test_which_words_are_crates_is_asked_each_time() -> None:
    """The same sentence has other crates where others are known, and nothing else changes."""
    sentence = "redis_url and bb8 in `Cache`"
    kinds = {
        frozenset[str](): ["path redis_url", "crate bb8", "path Cache"],
        frozenset({"redis_url"}): ["crate redis_url", "crate bb8", "path Cache"],
    }
    for crates, expected in (*kinds.items(), *kinds.items()):
        assert [f"{one.kind} {one.text}" for one in mentions_in(sentence, crates)] == expected


# --- laws ------------------------------------------------------------------------------------

PIECES = [
    *" ` `` ::<>!?.,;/\\'\"#[](){}*&=-_~ab1Zé\n",
    *("a_b", "AbC", "A_B", "tokio", "redis", "x.rs", "//", "/*", "*/", "#[", "r#", "b'", " crate"),
]
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def check(sentence: str) -> None:
    """Assert what holds of the mentions in any sentence."""
    found = mentions_in(sentence, CRATES)
    for one in found:
        assert sentence[one.start : one.end] == one.text
        assert one.text
        assert all(name and not name.startswith("r#") for name in one.names)
        assert bool(one.names) is (one.kind not in {"file", "text"})
        assert one.ticked or not one.dotted
    assert list(found) == sorted(found, key=lambda m: (m.start, -m.end))
    plain = [one for one in found if not one.ticked]
    assert all(a.end <= b.start for a, b in pairwise(plain))


@PROPERTY
@given(HOSTILE)
def test_a_mention_stands_where_it_says(sentence: str) -> None:
    """Of any text the mentions slice to their texts, in order, plain ones apart; none raises."""
    check(sentence)


WORDS = st.lists(
    st.sampled_from(
        "tokio tokio-util serde-json serde_json redis tower clap anyhow hyper-based axum-extra "
        "hickory by the crate 's is asks word".split()
    ),
    max_size=8,
)


@PROPERTY
@given(WORDS.map(" ".join))
def test_no_word_is_a_crate_that_is_no_candidate(sentence: str) -> None:
    """What is not looked at closely would have been no crate."""
    words = list(re.finditer(r"[\w-]+", sentence))
    among = candidates(frozenset(found[0] for found in words), CRATES)
    crates = [found[0] for found in words if is_crate(found[0], found, sentence, CRATES)]
    assert set(crates) <= among


@PROPERTY
@given(st.text())
def test_any_text_is_read(sentence: str) -> None:
    """Any characters at all are read."""
    check(sentence)


@pytest.mark.parametrize("times", [1, 4_000])
@pytest.mark.parametrize(
    "piece",
    [
        *("`", ":", "::", "a::", "/*", "//", '"', '"a', "'a", "a ", "a::<", "<a", "<", "a<b>::"),
        *("_a", "Aa", "a_", "a/", "a.", "a-", "A1_", "r#", "word ", "tokio ", "redis-", "`x` "),
        *("a.rs/", "a.rs ", "/", "-", "#[", "#[a]", "\\", "é", "a!", "!", "a/b ", "application/"),
        *("a  ", " .", "( ", "``x` ", "b'", "'\\"),
    ],
)  # fmt: skip
def test_hostile_text_is_read_to_its_end(piece: str, times: int) -> None:
    """However often something is repeated, in backticks or not, the reading comes to an end."""
    for sentence in (
        piece * times,
        f"`{piece * times}`",
        piece * times + "`",
        f"_{piece * times}_",
    ):
        check(sentence)


@PROPERTY
@given(st.from_regex(r"[a-z][a-z0-9]{0,6}(_[a-z0-9]{1,5}){1,3}", fullmatch=True))
def test_snake_case_is_always_a_mention(name: str) -> None:
    """A word with an underscore inside is a mention, in backticks or not."""
    plain, ticked = only(f"the {name} waits"), only(f"the `{name}` waits")
    assert (plain.names, plain.kind) == ((name,), "crate" if name in CRATES else "path")
    assert (ticked.names, ticked.kind) == ((name,), "path")
