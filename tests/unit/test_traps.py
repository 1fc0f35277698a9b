"""Traps: Rust that is awkward to name or to cut, each with the test that guards it.

The ids are the names of the traps in docs/traps.md, and every row there names one of these tests.
Lines are 1-based and inclusive; files without a folder are those of `relay-core/src/traps/`.
"""

import hashlib
import importlib
import re

import pytest
from rusttree import (
    PATHS,
    WHERE,
    excerpt,
    found,
    full_name,
    lines_of,
    listing,
    missed,
    parsed,
    refused,
    snippet,
    source,
)
from support import ROOT, TRAPS

from pytest_verbatim.excerpt import Excerpt, cut
from pytest_verbatim.finding import Finding
from pytest_verbatim.prose.form import forbidden_tokens
from pytest_verbatim.rustfile import Lines
from pytest_verbatim.selection import Place, select
from pytest_verbatim.source.testcode import test_files

# --- what a file lists ------------------------------------------------------------------------

LISTINGS = {
    "every-kind": (
        "kinds.rs",
        """
        5-5 use use#1
        7-9 fn plain
        11-13 fn waiting
        15-17 fn doubled
        19-23 fn first_byte
        25-27 fn relay_abi
        29-29 fn every_qualifier
        31-42 fn generic
        44-51 struct Brace
        53-53 struct Tuple
        55-55 struct Unit
        57-62 enum Priority
        64-67 union Word
        69-90 trait Sink
        71-71 assoc_const Sink::CAPACITY
        72-72 assoc_const Sink::NAME
        74-74 assoc_type Sink::Receipt
        75-77 assoc_type Sink::Batch
        79-79 method Sink::accept
        81-82 method Sink::flush
        84-89 method Sink::describe
        92-92 trait Plain
        94-104 impl impl Sink for Vec<String>
        95-95 assoc_const <Vec<String> as Sink>::CAPACITY
        97-97 assoc_type <Vec<String> as Sink>::Receipt
        98-98 assoc_type <Vec<String> as Sink>::Batch
        100-103 method <Vec<String> as Sink>::accept
        106-112 impl impl Unit
        107-107 assoc_const Unit::LIMIT
        109-111 method Unit::new
        114-114 const ATTEMPTS
        116-117 const _#1
        118-118 const _#2
        120-120 static STARTED
        122-122 static LAST_SEEN
        124-124 type Handler
        126-126 type Pair
        128-132 macro relay_name!
        134-136 mod mod@inner
        135-135 const inner::DEPTH
        """,
    ),
    "items-in-function-bodies": (
        "bodies.rs",
        """
        3-5 fn helper
        7-41 fn outer
        43-43 struct Counter
        45-52 impl impl Counter
        46-51 method Counter::run
        54-59 static CALLS
        """,
    ),
    "text-that-looks-like-code": (
        "literals.rs",
        """
        2-2 use use#1
        4-4 const BRACES
        5-5 const QUOTES
        6-10 const RAW
        11-11 const DEEP_RAW
        12-12 const BYTES
        13-13 const RAW_BYTES
        14-14 const OPEN
        15-15 const QUOTE
        16-16 const DOUBLE
        17-17 const BYTE
        20-30 fn lifetimes
        35-44 fn multi_line
        46-51 fn with_example
        53-56 fn unusual_space
        58-59 const NOTE
        60-60 const BELOW_NOTE
        64-64 const BELOW_BLOCK
        66-67 const STOP_WORD
        """,
    ),
    "arms-of-macro-rules": (
        "macros.rs",
        """
        3-3 use use#1
        5-20 macro route_kind!
        21-21 use use#2
        23-27 macro stamp!
        28-28 use use#3
        30-38 macro shared!
        40-46 macro getter!
        48-52 macro required!
        54-60 macro provided!
        62-62 macro_call route_kind!(Webhook)
        64-66 macro_call route_kind!(Audit)
        68-68 macro_call route_kind!(Mirror)
        70-70 macro_call self::route_kind!(Replay)
        72-77 macro_call route_kind!(Socket)
        79-80 macro_call route_kind!(Printer)
        81-81 macro_call route_kind!(Session)
        82-82 macro_call route_kind!(r#Loop)
        84-86 macro_call shared!(RELAY_NAME)
        88-90 macro_call shared!(Limits)
        92-96 macro_call shared!(derive)
        98-100 macro_call std::thread_local!(LAST_ROUTE)
        102-103 macro_call stamp!()#1
        104-104 macro_call stamp!()#2
        105-105 macro_call stamp!(Webhook)#1
        106-106 macro_call stamp!(Webhook)#2
        108-117 impl impl Webhook
        109-109 macro_call Webhook::getter!(name)
        111-113 method Webhook::new
        115-116 macro_call Webhook::getter!(weight)
        119-123 trait Ranked
        120-120 macro_call Ranked::required!(rank)
        122-122 macro_call Ranked::provided!(depth)
        125-128 impl impl Ranked for Audit
        126-126 macro_call <Audit as Ranked>::provided!(rank)
        127-127 macro_call <Audit as Ranked>::provided!(weight)
        130-139 mod mod@hooks
        131-131 use hooks::use#1
        133-133 macro_call hooks::route_kind!(Webhook)
        134-134 macro_call hooks::super::stamp!()
        136-138 mod hooks::mod@deep
        137-137 macro_call hooks::deep::super::super::route_kind!(Webhook)
        """,
    ),
    "one-name-for-several-items": (
        "modules.rs",
        """
        3-3 use use#1
        5-7 fn audit
        9-60 mod mod@audit
        13-15 fn audit::run
        17-17 use audit::use#1
        19-22 struct audit::Record
        24-28 impl audit::impl Record
        25-27 method audit::Record::new
        30-35 impl audit::impl Display for Record
        32-34 method audit::<Record as Display>::fmt
        37-37 impl audit::impl super::Visit for Record
        39-59 mod audit::mod@nested
        40-40 use audit::nested::use#1
        42-42 const audit::nested::DEPTH
        44-48 impl audit::nested::impl From<u64> for Record
        45-47 method audit::nested::<Record as From<u64>>::from
        50-54 macro audit::nested::audit!
        56-58 fn audit::nested::run
        62-66 macro audit!
        68-72 trait Visit
        69-71 method Visit::run
        74-77 struct struct@Ticket
        79-81 fn fn@Ticket
        83-87 impl impl Ticket
        84-86 method Ticket::new
        89-93 fn pick#1
        95-98 fn pick#2
        100-105 mod mod@platform#1
        102-104 fn platform::name#1
        107-112 mod mod@platform#2
        109-111 fn platform::name#2
        114-114 struct Config
        116-120 impl impl Config
        117-119 method Config::new
        122-126 impl impl fmt::Display for Config
        123-125 method <Config as fmt::Display>::fmt
        """,
    ),
    "raw-identifiers-and-weak-keywords": (
        "names.rs",
        """
        3-5 struct r#type
        7-15 impl impl r#type
        8-10 method r#type::new
        12-14 method r#type::r#match
        17-19 fn r#match
        21-23 mod mod@r#mod
        22-22 const r#mod::r#const
        25-29 fn gen
        31-36 mod mod@union
        32-35 fn union::auto
        38-38 struct Grüße
        40-42 fn naïve
        """,
    ),
    "byte-order-mark": ("bom.rs", "2-3 const FIRST\n4-4 const SECOND"),
    "carriage-returns": (
        "crlf.rs",
        """
        3-7 struct Window
        9-19 impl impl Window
        10-13 method Window::new
        15-18 method Window::half
        21-23 const TEXT
        """,
    ),
    "no-newline-at-the-end": (
        "no_newline.rs",
        "1-3 fn first\n5-7 impl impl Last\n6-6 method Last::run\n9-9 struct Last",
    ),
    "empty-file": ("empty.rs", ""),
    "only-comments": ("only_comments.rs", ""),
    "licence-header-above-an-item": ("licence.rs", "3-5 fn backoff\n6-9 fn describe"),
    "parse-error-in-a-body": (
        "parse_error.rs",
        """
        4-8 struct Posted
        10-12 fn before
        14-20 fn status_of
        22-25 fn after
        27-46 impl impl Posted
        28-34 method Posted::new
        36-41 method Posted::run
        43-45 method Posted::last
        48-48 const END
        """,
    ),
    "out-of-line-module": ("mod.rs", ""),
    "impls-that-differ-in-one-respect": (
        "impls.rs",
        """
        3-7 use use#1
        9-13 trait Describe
        10-12 method Describe::describe
        15-17 trait Accept
        16-16 method Accept::accept
        19-19 struct Total
        21-26 impl impl Accept<u8> for Total
        23-25 method <Total as Accept<u8>>::accept
        28-32 impl impl Accept<Vec<u8>> for Total
        29-31 method <Total as Accept<Vec<u8>>>::accept
        34-38 impl impl Accept<&'a [u8; N]> for Total
        35-37 method <Total as Accept<&'a [u8; N]>>::accept
        40-43 enum RelayError
        45-50 impl impl From<io::Error> for RelayError
        47-49 method <RelayError as From<io::Error>>::from
        52-56 impl impl From<fmt::Error> for RelayError
        53-55 method <RelayError as From<fmt::Error>>::from
        58-58 struct Buffer
        60-66 impl impl fmt::Write for Buffer
        62-65 method <Buffer as fmt::Write>::write_str
        68-77 impl impl io::Write for Buffer
        69-72 method <Buffer as io::Write>::write
        74-76 method <Buffer as io::Write>::flush
        79-79 struct Holder
        81-90 impl impl Describe for Holder<T>#1
        87-89 method <Holder<T> as Describe>::describe#1
        92-100 impl impl Describe for Holder<T>#2
        97-99 method <Holder<T> as Describe>::describe#2
        102-107 impl impl Holder<T>#1
        104-106 method Holder<T>::new
        109-113 impl impl Holder<T>#2
        110-112 method Holder<T>::copied
        115-121 impl impl Holder<u8>
        116-116 assoc_const Holder<u8>::WIDTH
        118-120 method Holder<u8>::run
        123-129 impl impl Holder<u16>
        124-124 assoc_const Holder<u16>::WIDTH
        126-128 method Holder<u16>::run
        131-132 impl impl Describe for &Total
        133-133 impl impl Describe for [T]
        134-134 impl impl Describe for [T; N]
        135-135 impl impl Describe for (A, B)
        136-136 impl impl Describe for ()
        137-137 impl impl Describe for fn(u8) -> bool
        138-138 impl impl Describe for fn(&'a str, usize) -> &'a str
        139-139 impl impl Describe for *const Total
        140-140 impl impl Describe for dyn Error + Send
        141-141 impl impl Describe for dyn Display + 'a
        142-142 impl impl Describe for Box<dyn Fn(&str) -> u8 + Send + 'static>
        143-143 impl impl Describe for self::Buffer
        145-149 impl impl dyn Describe + Send
        146-148 method <dyn Describe + Send>::shout
        151-151 struct Handle
        153-153 impl impl Send for Handle
        155-156 impl impl !Sync for Handle
        """,
    ),
    "uses-of-a-file-and-of-its-modules": (
        "uses.rs",
        """
        3-3 use use#1
        4-4 use use#2
        6-6 use use#3
        7-7 use use#4
        8-15 use use#5
        17-17 use use#6
        18-18 use use#7
        19-19 use use#8
        20-20 use use#9
        21-21 use use#10
        22-23 use use#11
        24-25 use use#12
        26-26 use use#13
        28-29 static SENT
        31-37 mod mod@inner
        32-32 use inner::use#1
        34-36 fn inner::label
        39-43 fn sent
        46-46 use use#14
        48-50 fn compare
        """,
    ),
}


@pytest.mark.parametrize(
    ("file", "items"), [pytest.param(*row, id=trap) for trap, row in LISTINGS.items()]
)
def test_listing(file: str, items: str) -> None:
    """A file lists these items, with these lines, kinds and paths, and no others."""
    assert listing(parsed(file)) == [line.strip() for line in items.strip().splitlines()]
    text = source(file).removesuffix(b"\n")
    assert parsed(file).cut(Lines(1, text.count(b"\n") + 1)) == text.removesuffix(b"\r")


# --- spans ------------------------------------------------------------------------------------

SPANS = {
    # Qualifiers, signatures, bodies.
    "qualifiers-of-a-function": ("kinds.rs", "every_qualifier", 29, 29),
    "where-clause-without-a-bound": ("kinds.rs", "generic", 31, 42),
    "documented-signature": ("kinds.rs", "first_byte", 19, 23),
    # Attributes and documentation are siblings of the item.
    "attributes-and-docs-are-siblings": ("kinds.rs", "Brace", 44, 51),
    "inner-docs-above-the-first-item": ("spans.rs", "FIRST", 2, 2),
    "inner-block-docs-above-a-use": ("literals.rs", "use#1", 2, 2),
    "inner-docs-and-attribute-of-a-module": ("modules.rs", "audit::run", 13, 15),
    "trailing-comment-of-the-item-before": ("spans.rs", "SECOND", 3, 3),
    "trailing-comment-then-own-comment": ("spans.rs", "THIRD", 4, 5),
    "blank-line-between-docs-and-item": ("spans.rs", "FOURTH", 10, 12),
    "comments-between-attributes": ("spans.rs", "documented", 14, 27),
    "attribute-over-several-lines": ("spans.rs", "Wide", 28, 40),
    "block-docs": ("spans.rs", "starred", 42, 45),
    "block-comment-above": ("spans.rs", "blocked", 48, 48),
    "rule-of-slashes": ("spans.rs", "ruled", 49, 51),
    "trailing-comment-of-an-attribute": ("spans.rs", "attributed", 53, 54),
    "walk-goes-on-above-an-attribute": ("spans.rs", "walked", 56, 58),
    "block-comment-on-the-items-line": ("spans.rs", "after_block", 59, 59),
    "attribute-on-the-items-line": ("spans.rs", "beside_attribute", 60, 60),
    "comments-in-a-header": ("spans.rs", "impl Holder<T>", 62, 86),
    "member-below-a-blank-line": ("spans.rs", "Holder<T>::new", 72, 75),
    "member-without-blank-line-above": ("spans.rs", "Holder<T>::LIMIT", 76, 76),
    "trailing-comment-of-the-member-before": ("spans.rs", "Holder<T>::get", 77, 81),
    "comment-behind-the-last-member": ("spans.rs", "Holder<T>::run", 83, 84),
    "comment-of-a-headers-line": ("spans.rs", "Wide::sum", 94, 97),
    "used-before-its-definition": ("spans.rs", "Holder", 108, 110),
    "code-in-comments-only": ("literals.rs", "multi_line", 35, 44),
    "nested-block-comment-above": ("literals.rs", "lifetimes", 20, 30),
    "string-that-ends-like-a-comment": ("literals.rs", "BELOW_NOTE", 60, 60),
    "block-comment-that-ends-like-a-line-comment": ("literals.rs", "BELOW_BLOCK", 64, 64),
    # Bytes and lines.
    "multi-byte-text": ("spans.rs", "GREETING", 88, 89),
    "below-multi-byte-text": ("spans.rs", "FAREWELL", 90, 90),
    "astral-comment-on-the-items-line": ("spans.rs", "after_wide", 91, 91),
    "multi-byte-licence-header": ("uses.rs", "SENT", 28, 29),
    "separators-that-end-no-line": ("literals.rs", "unusual_space", 53, 56),
    "lines-counted-by-lf-alone": ("literals.rs", "NOTE", 58, 59),
    "byte-order-mark-and-comment": ("bom.rs", "FIRST", 2, 3),
    "end-of-file-without-newline": ("no_newline.rs", "Last", 9, 9),
    "crlf-licence-header": ("crlf.rs", "Window", 3, 7),
    "crlf-block-docs": ("crlf.rs", "Window::half", 15, 18),
    # Comments at the top of a file, and of `use`.
    "comment-that-joins-two-items": ("licence.rs", "describe", 6, 9),
    "licence-header-above-a-use": ("uses.rs", "use#1", 3, 3),
    "comment-above-a-use": ("uses.rs", "use#3", 6, 6),
    "grouped-use-over-several-lines": ("uses.rs", "use#5", 8, 15),
    "attribute-of-a-use": ("uses.rs", "use#12", 24, 25),
    "late-use": ("uses.rs", "use#14", 46, 46),
    # Macro calls.
    "semicolon-behind-a-call": ("macros.rs", "route_kind!(Webhook)", 62, 62),
    "call-with-braces": ("macros.rs", "route_kind!(Audit)", 64, 66),
    "call-with-square-brackets": ("macros.rs", "route_kind!(Mirror)", 68, 68),
    "documented-argument": ("macros.rs", "route_kind!(Socket)", 72, 77),
    "string-before-the-name": ("macros.rs", "route_kind!(Printer)", 79, 80),
    "lifetime-before-the-name": ("macros.rs", "route_kind!(Session)", 81, 81),
    "raw-identifier-as-argument": ("macros.rs", "route_kind!(r#Loop)", 82, 82),
    "keywords-before-the-name": ("macros.rs", "shared!(RELAY_NAME)", 84, 86),
    "keywords-and-brackets-before-the-name": ("macros.rs", "shared!(Limits)", 88, 90),
    "attribute-as-first-argument": ("macros.rs", "shared!(derive)", 92, 96),
    "qualified-call": ("macros.rs", "std::thread_local!(LAST_ROUTE)", 98, 100),
    "call-without-identifier": ("macros.rs", "stamp!()#2", 104, 104),
    "call-in-an-impl": ("macros.rs", "Webhook::getter!(name)", 109, 109),
    "call-with-braces-in-an-impl": ("macros.rs", "Webhook::getter!(weight)", 115, 116),
    "call-in-a-trait": ("macros.rs", "Ranked::required!(rank)", 120, 120),
    "call-in-a-trait-impl": ("macros.rs", "<Audit as Ranked>::provided!(weight)", 127, 127),
    "call-in-a-module": ("macros.rs", "hooks::route_kind!(Webhook)", 133, 133),
    "call-in-a-nested-module": (
        "macros.rs",
        "hooks::deep::super::super::route_kind!(Webhook)",
        137,
        137,
    ),
    # Implementations.
    "comment-above-an-impl": ("impls.rs", "impl Accept<u8> for Total", 21, 26),
    "unsafe-impl": ("impls.rs", "impl Send for Handle", 153, 153),
    "negative-impl": ("impls.rs", "impl !Sync for Handle", 155, 156),
    "impl-of-a-reference": ("impls.rs", "impl Describe for &Total", 131, 132),
    "impl-of-a-slice": ("impls.rs", "impl Describe for [T]", 133, 133),
    "impl-of-an-array": ("impls.rs", "impl Describe for [T; N]", 134, 134),
    "impl-of-a-tuple": ("impls.rs", "impl Describe for (A, B)", 135, 135),
    "impl-of-unit": ("impls.rs", "impl Describe for ()", 136, 136),
    "arrow-in-a-path": ("impls.rs", "impl Describe for fn(u8) -> bool", 137, 137),
    "lifetimes-in-a-function-pointer": (
        "impls.rs",
        "impl Describe for fn(&'a str, usize) -> &'a str",
        138,
        138,
    ),
    "impl-of-a-raw-pointer": ("impls.rs", "impl Describe for *const Total", 139, 139),
    "impl-of-a-trait-object": ("impls.rs", "impl Describe for dyn Error + Send", 140, 140),
    "trait-object-with-a-lifetime": (
        "impls.rs",
        "impl Describe for dyn Display + 'a",
        141,
        141,
    ),
    "boxed-closure": (
        "impls.rs",
        "impl Describe for Box<dyn Fn(&str) -> u8 + Send + 'static>",
        142,
        142,
    ),
    "inherent-impl-of-a-trait-object": ("impls.rs", "<dyn Describe + Send>::shout", 146, 148),
    "brackets-that-close-together": (
        "impls.rs",
        "<Total as Accept<Vec<u8>>>::accept",
        29,
        31,
    ),
}


@pytest.mark.parametrize(
    ("file", "path", "first", "last"),
    [pytest.param(*row, id=trap) for trap, row in SPANS.items()],
)
def test_span(file: str, path: str, first: int, last: int) -> None:
    """The item's full path is this one, its lines are these, and they can be cut out."""
    item = found(file, path)
    assert (str(item.path), item.lines.first, item.lines.last) == (path, first, last)
    assert item.refusal is None
    text = lines_of(file, first, last)
    assert parsed(file).cut(item.lines) == text.encode()
    assert parsed(file).sha256(item.lines) == hashlib.sha256(text.encode()).hexdigest()
    assert text in excerpt(file, path).text


SNIPPETS = {
    "inner-docs-directly-above-an-item": (
        "mod m {\n    //! Of `m`.\n    fn f() {}\n}\n",
        "m::f",
        3,
        3,
    ),
    "comment-between-inner-docs-and-item": ("//! Of it all.\n// Of `f`.\nfn f() {}\n", "f", 2, 3),
    "licence-header-behind-a-byte-order-mark": ("\ufeff// (c)\n// MIT\nfn f() {}\n", "f", 3, 3),
    "block-that-is-no-documentation": ("use a::b;\n/*** c */\nfn f() {}\n", "f", 3, 3),
    "stray-semicolon-behind-an-item": ("struct S {};\nfn f() {}\n", "S", 1, 1),
    "documentation-behind-an-item": ("const C: u8 = 1; /// Of f.\nfn f() {}\n", "C", 1, 1),
    "comparison-in-a-const-argument": (
        "impl A<{ 1 > 0 }> for B {\n    fn f() {}\n}\n",
        "<B as A<{1> 0}>>::f",
        2,
        2,
    ),
    "for-between-trait-and-function-pointer": (
        "impl A for for<'a> fn(&'a u8) {\n    fn f() {}\n}\n",
        "<for<'a> fn(&'a u8) as A>::f",
        2,
        2,
    ),
    "error-in-a-constants-value": ("const C: u8 = x.match { _ => 1 };\nfn f() {}\n", "C", 1, 1),
}


@pytest.mark.parametrize(
    ("text", "path", "first", "last"),
    [pytest.param(*row, id=trap) for trap, row in SNIPPETS.items()],
)
def test_snippet(text: str, path: str, first: int, last: int) -> None:
    """The item has this full path, which selects it, and these lines, which can be cut out."""
    items = select(snippet(text), path, Place(WHERE, "here.rs", {}))
    assert not isinstance(items, Finding), items
    (item,) = items
    assert (str(item.path), item.lines, item.refusal) == (path, Lines(first, last), None)


REFUSED_SNIPPETS = {
    "comment-from-one-item-to-the-next": ("fn f() {} /* c\n*/ fn g() {}\n", {"f", "g"}),
    "comment-that-goes-on-below-an-item": ("fn f() {} /* c\n*/\nfn g() {}\n", {"f"}),
    "documentation-on-the-line-before": ("const C: u8 = 1; /// Of f.\nfn f() {}\n", {"f"}),
    "two-items-that-the-parser-joins": (
        "trait A = B;\nauto trait C {}\nfn f() {}\n",
        {"C"},
    ),
    "test-code-among-macro-arguments": ("m! { #[cfg(test)] f }\n", {"m!(cfg)"}),
    "test-code-in-a-syntax-error": (
        "fn f() {\n    let A { #[cfg(test)] b, .. } = c;\n}\n",
        {"f"},
    ),
}


@pytest.mark.parametrize(
    ("text", "paths"), [pytest.param(*row, id=trap) for trap, row in REFUSED_SNIPPETS.items()]
)
def test_refused_snippet(text: str, paths: set[str]) -> None:
    """These items cannot be cut out, the others of the text can."""
    rust_file = snippet(text)
    somewhere = Place(WHERE, "here.rs", {})
    everything = {str(item.path) for item in rust_file.items}
    assert paths <= everything
    for path in everything:
        assert isinstance(cut(rust_file, [path], "none", somewhere), Excerpt) is (path not in paths)


# --- shells -----------------------------------------------------------------------------------

SHELLS = {
    "comments-in-a-shell": ("spans.rs", "Holder<T>::get", (62, 70), (77, 81), (86, 86)),
    "comment-above-a-shell": (
        "impls.rs",
        "<Total as Accept<u8>>::accept",
        (21, 22),
        (23, 25),
        (26, 26),
    ),
    "trailing-comment-of-a-header": ("spans.rs", "Wide::sum", (93, 93), (94, 97), (98, 98)),
    "brace-on-a-line-of-its-own": ("spans.rs", "Wide::max", (100, 101), (102, 105), (106, 106)),
    "default-in-a-trait": ("kinds.rs", "Sink::flush", (69, 70), (81, 82), (90, 90)),
    "macro-call-in-a-shell": (
        "macros.rs",
        "Webhook::getter!(weight)",
        (108, 108),
        (115, 116),
        (117, 117),
    ),
    "attribute-of-a-shell": (
        "impls.rs",
        "<Holder<T> as Describe>::describe#1",
        (81, 86),
        (87, 89),
        (90, 90),
    ),
    "carriage-returns-in-a-shell": ("crlf.rs", "Window::new", (9, 9), (10, 13), (19, 19)),
    "member-on-a-line-of-its-own": ("lines.rs", "Right::third", (15, 15), (17, 17), (18, 18)),
    "shell-at-the-end-of-a-file": ("no_newline.rs", "Last::run", (5, 5), (6, 6), (7, 7)),
}


@pytest.mark.parametrize(
    ("file", "path", "header", "member", "closing"),
    [pytest.param(*row, id=trap) for trap, row in SHELLS.items()],
)
def test_shell(
    file: str, path: str, header: tuple[int, int], member: tuple[int, int], closing: tuple[int, int]
) -> None:
    """A member comes out between these lines of its impl or trait, and nothing else."""
    cutting = excerpt(file, path)
    pieces = [(piece.lines.first, piece.lines.last, piece.shell) for piece in cutting.pieces]
    assert pieces == [(*header, True), (*member, False), (*closing, True)]
    newline = "\r\n" if file == "crlf.rs" else "\n"
    texts = [lines_of(file, *lines) for lines in (header, member, closing)]
    assert cutting.text == newline.join(texts)


# --- what a path chooses ----------------------------------------------------------------------

SHORTENED = {
    "lifetime-left-out": (
        "impls.rs",
        "<Total as Accept<&[u8; N]>>::accept",
        "<Total as Accept<&'a [u8; N]>>::accept",
    ),
    "method-of-one-of-two-traits": (
        "impls.rs",
        "<Buffer as Write>::flush",
        "<Buffer as io::Write>::flush",
    ),
    "generics-left-out": ("impls.rs", "Holder::copied", "Holder<T>::copied"),
    "qualifier-of-the-type-left-out": (
        "impls.rs",
        "impl Describe for Buffer",
        "impl Describe for self::Buffer",
    ),
    "lifetime-bound-left-out": (
        "impls.rs",
        "impl Describe for Box<dyn Fn(&str) -> u8 + Send>",
        "impl Describe for Box<dyn Fn(&str) -> u8 + Send + 'static>",
    ),
    "white-space-in-a-path": (
        "impls.rs",
        " < Total as Accept <Vec < u8 > > > :: accept",
        "<Total as Accept<Vec<u8>>>::accept",
    ),
    "qualifier-of-a-macro-left-out": (
        "macros.rs",
        "route_kind!(Replay)",
        "self::route_kind!(Replay)",
    ),
    "crate-of-a-macro-left-out": (
        "macros.rs",
        "thread_local!(LAST_ROUTE)",
        "std::thread_local!(LAST_ROUTE)",
    ),
    "qualifier-in-a-module-left-out": (
        "modules.rs",
        "audit::impl Visit for Record",
        "audit::impl super::Visit for Record",
    ),
    "call-at-file-level-beside-calls-in-modules": (
        "macros.rs",
        "route_kind!(Webhook)",
        "route_kind!(Webhook)",
    ),
    "macro-beside-function-and-module": ("modules.rs", "audit!", "audit!"),
    "macro-by-its-kind": ("modules.rs", "macro@audit", "audit!"),
    "function-beside-a-module": ("modules.rs", "audit", "audit"),
    "struct-beside-a-function": ("modules.rs", "struct@Ticket", "struct@Ticket"),
    "function-beside-a-struct": ("modules.rs", "fn@Ticket", "fn@Ticket"),
    "module-twice": ("modules.rs", "mod@platform#2", "mod@platform#2"),
    "function-twice": ("modules.rs", "pick#1", "pick#1"),
    "impl-that-repeats-with-generics": (
        "impls.rs",
        "impl Describe for Holder<T>#2",
        "impl Describe for Holder<T>#2",
    ),
    "member-of-an-impl-that-repeats": (
        "impls.rs",
        "<Holder as Describe>::describe#2",
        "<Holder<T> as Describe>::describe#2",
    ),
    "number-among-all-that-fit": ("impls.rs", "impl Holder#3", "impl Holder<u8>"),
    "name-of-an-item-in-a-body": ("bodies.rs", "helper", "helper"),
    "method-of-a-type-in-a-body": ("bodies.rs", "Counter::run", "Counter::run"),
}


@pytest.mark.parametrize(
    ("file", "written", "path"), [pytest.param(*row, id=trap) for trap, row in SHORTENED.items()]
)
def test_chosen(file: str, written: str, path: str) -> None:
    """What is written chooses exactly the item of that full path."""
    item = found(file, written)
    assert str(item.path) == path
    assert item == found(file, path)


AMBIGUOUS = {
    "generic-argument-of-the-trait-only": (
        "impls.rs",
        "impl Accept for Total",
        {
            "impl Accept<u8> for Total": 21,
            "impl Accept<Vec<u8>> for Total": 28,
            "impl Accept<&'a [u8; N]> for Total": 34,
        },
    ),
    "members-of-impls-alike-but-for-generics": (
        "impls.rs",
        "<Total as Accept>::accept",
        {
            "<Total as Accept<u8>>::accept": 23,
            "<Total as Accept<Vec<u8>>>::accept": 29,
            "<Total as Accept<&'a [u8; N]>>::accept": 35,
        },
    ),
    "qualifier-of-an-argument-only": (
        "impls.rs",
        "impl From<Error> for RelayError",
        {"impl From<io::Error> for RelayError": 45, "impl From<fmt::Error> for RelayError": 52},
    ),
    "qualifier-of-the-trait-only": (
        "impls.rs",
        "impl Write for Buffer",
        {"impl fmt::Write for Buffer": 60, "impl io::Write for Buffer": 68},
    ),
    "where-clause-only": (
        "impls.rs",
        "impl Describe for Holder<T>",
        {"impl Describe for Holder<T>#1": 81, "impl Describe for Holder<T>#2": 92},
    ),
    "bound-of-a-parameter-only": (
        "impls.rs",
        "impl Holder<T>",
        {"impl Holder<T>#1": 102, "impl Holder<T>#2": 109},
    ),
    "same-method-for-other-arguments": (
        "impls.rs",
        "Holder::run",
        {"Holder<u8>::run": 118, "Holder<u16>::run": 126},
    ),
    "same-constant-for-other-arguments": (
        "impls.rs",
        "Holder::WIDTH",
        {"Holder<u8>::WIDTH": 116, "Holder<u16>::WIDTH": 124},
    ),
    "four-blocks-of-one-type": (
        "impls.rs",
        "impl Holder",
        {
            "impl Holder<T>#1": 102,
            "impl Holder<T>#2": 109,
            "impl Holder<u8>": 115,
            "impl Holder<u16>": 123,
        },
    ),
    "constants-without-a-name": ("kinds.rs", "_", {"_#1": 116, "_#2": 118}),
    "calls-without-identifier": ("macros.rs", "stamp!()", {"stamp!()#1": 102, "stamp!()#2": 104}),
    "same-call-twice": (
        "macros.rs",
        "stamp!(Webhook)",
        {"stamp!(Webhook)#1": 105, "stamp!(Webhook)#2": 106},
    ),
    "struct-and-function-of-one-name": (
        "modules.rs",
        "Ticket",
        {"struct@Ticket": 74, "fn@Ticket": 79},
    ),
    "function-twice-by-cfg": ("modules.rs", "pick", {"pick#1": 89, "pick#2": 95}),
    "module-twice-by-cfg": (
        "modules.rs",
        "mod@platform",
        {"mod@platform#1": 100, "mod@platform#2": 107},
    ),
    "bare-name-of-several-members": (
        "impls.rs",
        "describe",
        {
            "Describe::describe": 10,
            "<Holder<T> as Describe>::describe#1": 87,
            "<Holder<T> as Describe>::describe#2": 97,
        },
    ),
}


@pytest.mark.parametrize(
    ("file", "written", "paths"), [pytest.param(*row, id=trap) for trap, row in AMBIGUOUS.items()]
)
def test_ambiguous(file: str, written: str, paths: dict[str, int]) -> None:
    """What is written fits all of these; the finding lists their lines and the paths to write."""
    finding = missed(file, written)
    assert finding.code == "code.ambiguous-item"
    assert f"`{written}` fits {len(paths)} items in {full_name(file)}" in finding.seen
    assert finding.seen.endswith(f"(lines {', '.join(map(str, paths.values()))})")
    assert finding.mend == "write one of: " + ", ".join(f"`{path}`" for path in paths)
    for path, line in paths.items():
        assert found(file, path).lines.first == line


UNKNOWN = {
    "positive-impl-beside-a-negative-one": ("impls.rs", "impl Sync for Handle"),
    "item-in-a-body": ("bodies.rs", "helpers::hidden"),
    "struct-in-a-body": ("bodies.rs", "outer::Counter"),
    "function-in-an-initialiser": ("bodies.rs", "CALLS::helper"),
    "macro-defined-in-a-body": ("bodies.rs", "twice!"),
    "call-in-a-body": ("modules.rs", "audit!()"),
    "item-in-a-string": ("literals.rs", "fake"),
    "item-in-a-block-comment": ("literals.rs", "Fake"),
    "item-in-a-comment": ("only_comments.rs", "nothing"),
    "name-in-a-documented-argument": ("macros.rs", "route_kind!(Fake)"),
    "lifetime-as-argument": ("macros.rs", "route_kind!(conn)"),
    "module-without-mod": ("modules.rs", "platform"),
    "item-of-an-inner-module": ("modules.rs", "DEPTH"),
    "item-of-another-file": ("kinds.rs", "Config"),
    "extern-crate": ("kinds.rs", "alloc"),
    "foreign-items": ("kinds.rs", "getpid"),
    "out-of-line-module-as-item": ("testing.rs", "mod@checks"),
    "generated-by-a-macro": ("macros.rs", "Mirror"),
    "keyword-for-a-raw-identifier": ("names.rs", "match"),
    "use-of-an-inner-module": ("uses.rs", "use#15"),
    "slice-for-array": ("impls.rs", "impl Describe for [u8]"),
    "member-lost-to-a-parse-error": ("parse_doubt.rs", "Doubted::run"),
}


@pytest.mark.parametrize(
    ("file", "written"), [pytest.param(*row, id=trap) for trap, row in UNKNOWN.items()]
)
def test_unknown(file: str, written: str) -> None:
    """What is written fits no item of the file, and is not taken for another."""
    assert missed(file, written).code == "code.unknown-item"


# --- what cannot be cut out -------------------------------------------------------------------

SHARES = "shares line"
ONE_LINE = "stands on one line with it"

REFUSED = {
    "two-uses-on-a-line": ("lines.rs", "use#1", SHARES),
    "second-of-two-uses-on-a-line": ("lines.rs", "use#2", SHARES),
    "two-items-on-a-line": ("lines.rs", "Left", SHARES),
    "second-of-two-items-on-a-line": ("lines.rs", "Right", SHARES),
    "two-functions-on-a-line": ("lines.rs", "two", SHARES),
    "member-of-a-one-line-impl": ("lines.rs", "Left::run", SHARES),
    "members-of-a-one-line-impl": ("lines.rs", "Right::new", SHARES),
    "two-members-on-a-line": ("lines.rs", "Right::second", SHARES),
    "line-that-closes-and-opens": ("lines.rs", "impl From<Left> for Right", "shares line 25"),
    "line-that-opens-behind-another": ("lines.rs", "impl From<Right> for Left", "shares line 25"),
    "member-of-a-shell-that-shares-its-end": (
        "lines.rs",
        "<Right as From<Left>>::from",
        "shares line 25",
    ),
    "member-of-a-shell-that-shares-its-start": (
        "lines.rs",
        "<Left as From<Right>>::from",
        "shares line 25",
    ),
    "item-of-a-one-line-module": ("lines.rs", "tight::run", SHARES),
    "item-that-ends-beside-another": ("lines.rs", "A", "shares line 35"),
    "item-behind-the-end-of-another": ("lines.rs", "B", "shares line 35"),
    "parse-error-in-a-header": ("parse_doubt.rs", "impl Doubted<T>", "not sure where it ends"),
}


@pytest.mark.parametrize(
    ("file", "path", "why"), [pytest.param(*row, id=trap) for trap, row in REFUSED.items()]
)
def test_refused(file: str, path: str, why: str) -> None:
    """The item is known, but whole lines of it alone do not exist: refused with the reason."""
    (finding,) = refused(file, path)
    assert finding.code == "code.refused-item"
    assert f"`{path}` in {full_name(file)} cannot be cut out" in finding.seen
    assert why in finding.seen


@pytest.mark.parametrize(
    ("file", "path"),
    [
        pytest.param("lines.rs", "alone", id="item-between-shared-lines"),
        pytest.param("lines.rs", "impl Left", id="one-line-impl"),
        pytest.param("lines.rs", "impl Right#1", id="one-line-impl-with-two-members"),
        pytest.param("lines.rs", "impl Right#2", id="impl-around-a-shared-line"),
        pytest.param("lines.rs", "mod@tight", id="one-line-module"),
        pytest.param("lines.rs", "last", id="item-below-a-shared-line"),
        pytest.param("parse_error.rs", "status_of", id="error-in-the-items-body"),
        pytest.param("parse_error.rs", "after", id="below-an-item-with-an-error"),
        pytest.param("parse_error.rs", "Posted::run", id="error-in-a-members-body"),
        pytest.param("parse_error.rs", "impl Posted", id="error-in-a-member-of-the-impl"),
        pytest.param("parse_doubt.rs", "Doubted", id="apart-from-the-error-above"),
        pytest.param("parse_doubt.rs", "after", id="apart-from-the-error-below"),
    ],
)
def test_served(file: str, path: str) -> None:
    """The item looks like one that must be refused, and is not."""
    item = found(file, path)
    assert lines_of(file, item.lines.first, item.lines.last) in excerpt(file, path).text


@pytest.mark.parametrize("path", [pytest.param("alone", id="all-imports-where-two-share-a-line")])
def test_refused_imports(path: str) -> None:
    """A `use` that shares its line is no silent gap where all are asked for: it is refused."""
    findings = refused("lines.rs", path, imports="all")
    assert [finding.code for finding in findings] == ["code.refused-item"] * 2
    assert ["`use#1`" in findings[0].seen, "`use#2`" in findings[1].seen] == [True, True]


@pytest.mark.parametrize(
    ("path", "token"),
    [
        pytest.param("STOP_WORD", ["<|im_end|>"], id="chat-token-in-the-code"),
        pytest.param("OPEN", [], id="brackets-without-a-chat-token"),
    ],
)
def test_forbidden_token(path: str, token: list[str]) -> None:
    """A chat-template token inside the code is seen, so that it is never emitted."""
    assert [found for _, found in forbidden_tokens(excerpt("literals.rs", path).text)] == token


# --- imports ----------------------------------------------------------------------------------

USED = {
    "name-in-comments-and-strings": ("imports.rs", "mentioned", []),
    "name-of-a-method": ("imports.rs", "method_name", []),
    "name-bound-by-as": ("imports.rs", "renamed", [6]),
    "one-leaf-of-a-group": ("imports.rs", "one_leaf", [1]),
    "keyword-beside-a-raw-name": ("imports.rs", "qualified", [7]),
    "imported-macro": ("imports.rs", "stamp!(Imports)", [8]),
    "name-in-a-derive": ("imports.rs", "Derived", [2, 4]),
    "name-in-macro-arguments": ("imports.rs", "in_macro_arguments", [5, 7]),
    "name-in-a-format-string": ("imports.rs", "captured", []),
    "name-of-a-label": ("imports.rs", "labelled", []),
    "raw-name": ("imports.rs", "raw", [9]),
    "declared-field": ("imports.rs", "Field", []),
    "field-behind-a-dot": ("imports.rs", "Field::get", []),
    "test-only-import-in-a-string": ("imports.rs", "Field::fmt", [3]),
    "glob-and-underscore": ("imports.rs", "routed", [12]),
    "name-in-a-doc-comment": ("uses.rs", "SENT", [5]),
    "renamed-leaf-of-a-nested-group": ("uses.rs", "sent", [5]),
    "imports-far-apart": ("uses.rs", "compare", [1, 14]),
    "name-in-docs-examples": ("literals.rs", "with_example", [1]),
}


@pytest.mark.parametrize(
    ("file", "path", "kept"), [pytest.param(*row, id=trap) for trap, row in USED.items()]
)
def test_used_imports(file: str, path: str, kept: list[int]) -> None:
    """With `imports="used"` these declarations come along, and no others."""
    pieces = excerpt(file, path, imports="used").pieces
    names = [piece.item for piece in pieces if not piece.shell]
    assert names == [*(f"use#{number}" for number in kept), path]


@pytest.mark.parametrize(
    "numbers", [pytest.param([*range(1, 11), 12, 13, 14], id="test-only-import-among-all")]
)
def test_all_imports(numbers: list[int]) -> None:
    """With `imports="all"` every declaration of the file comes, the test-only one aside."""
    names = [piece.item for piece in excerpt("uses.rs", "SENT", imports="all").pieces]
    assert names == [*(f"use#{number}" for number in numbers), "SENT"]


BINDS = {
    "plain-use": (1, {"Ordering"}),
    "glob": (2, set()),
    "as-underscore": (3, set()),
    "group-with-self": (4, {"io", "Reading"}),
    "nested-group": (5, {"fmt", "Display", "AtomicU64", "AtomicOrdering", "Arc"}),
    "self-renamed-beside-a-glob": (6, {"renamed"}),
    "public-use": (7, {"Delivery"}),
    "renamed-in-a-group": (8, {"attempts", "Attempt"}),
    "self-alone-in-a-group": (9, {"routing"}),
    "leading-colons": (10, {"Rc"}),
    "cfg-feature-above-a-use": (12, {"SystemTime"}),
    "group-without-a-prefix": (13, {"mem", "NonNull"}),
    "use-below-other-items": (14, {"Path"}),
}


@pytest.mark.parametrize(
    ("number", "names"), [pytest.param(*row, id=trap) for trap, row in BINDS.items()]
)
def test_binds(number: int, names: set[str]) -> None:
    """A declaration binds these names and no others."""
    assert set(found("uses.rs", f"use#{number}").binds) == names


# --- test code --------------------------------------------------------------------------------

TEST_CODE = {
    "test-only-use": ("testing.rs", "use#1"),
    "test-only-method": ("testing.rs", "Level::fake"),
    "all-of-test-and-more": ("testing.rs", "on_unix_in_tests"),
    "any-of-test-alone": ("testing.rs", "in_tests"),
    "not-not-test": ("testing.rs", "twice_negated"),
    "test-outside-a-test-module": ("testing.rs", "lone"),
    "test-only-impl": ("testing.rs", "impl Meter"),
    "member-of-a-test-only-impl": ("testing.rs", "Meter::probe"),
    "test-only-macro-call": ("testing.rs", "super::macros::stamp!(Meter)"),
    "test-module-with-more-attributes": ("testing.rs", "mod@tests"),
    "plain-function-of-a-test-module": ("testing.rs", "tests::fixture"),
    "test-in-a-test-module": ("testing.rs", "tests::levels"),
    "tokio-test": ("testing.rs", "tests::waits"),
    "use-in-a-test-module": ("testing.rs", "tests::use#1"),
    "attribute-on-the-modules-line": ("testing.rs", "beside::hidden"),
    "inner-attribute-of-a-file": ("testing/guarded.rs", "guarded"),
}


@pytest.mark.parametrize(
    ("file", "path"), [pytest.param(*row, id=trap) for trap, row in TEST_CODE.items()]
)
def test_test_code(file: str, path: str) -> None:
    """The item is test code: marked as such, and refused."""
    file = f"{TRAPS}/{file}"
    assert found(file, path).test
    assert [finding.code for finding in refused(file, path)] == ["code.test-code"]


HOLDS_TEST_CODE = {
    "test-only-field": "Meter",
    "test-only-variant": "Level",
    "test-only-member": "impl Level",
    "test-only-arm": "Level::run",
    "test-only-statement": "with_statement",
}


@pytest.mark.parametrize(
    "path", [pytest.param(row, id=trap) for trap, row in HOLDS_TEST_CODE.items()]
)
def test_holds_test_code(path: str) -> None:
    """The item is none, but test code stands inside it: refused, though not marked."""
    assert not found("testing.rs", path).test
    (finding,) = refused("testing.rs", path)
    assert finding.code == "code.test-code"
    assert finding.seen == f"`{path}` in {full_name('testing.rs')} holds test code"


NO_TEST_CODE = {
    "member-beside-test-code": ("testing.rs", "Level::new"),
    "cfg-not-test": ("testing.rs", "outside_tests"),
    "test-or-feature": ("testing.rs", "in_tests_or_traced"),
    "all-of-unix-and-not-test": ("testing.rs", "on_unix_outside_tests"),
    "feature-called-test": ("testing.rs", "a_feature_called_test"),
    "test-in-comment-and-string": ("testing.rs", "mentions_tests"),
    "module-called-test": ("testing.rs", "mod@test"),
    "function-called-test": ("testing.rs", "test::test"),
    "below-all-test-code": ("testing.rs", "last"),
    "cfg-attr-test": ("spans.rs", "Wide"),
}


@pytest.mark.parametrize(
    ("file", "path"), [pytest.param(*row, id=trap) for trap, row in NO_TEST_CODE.items()]
)
def test_no_test_code(file: str, path: str) -> None:
    """The item only looks like test code, and is served."""
    assert not found(file, path).test
    item = found(file, path)
    assert lines_of(file, item.lines.first, item.lines.last) in excerpt(file, path).text


TEST_FILES = {
    "file-of-a-test-only-mod": f"{TRAPS}/testing/checks.rs",
    "file-below-a-test-only-file": f"{TRAPS}/testing/checks/deeper.rs",
    "path-attribute": f"{TRAPS}/odd_place.rs",
    "file-of-an-inline-test-module": f"{TRAPS}/testing/tests/helpers.rs",
    "folder-tests": "relay-core/tests/delivery.rs",
    "folder-benches": "relay-core/benches/throughput.rs",
}


@pytest.mark.parametrize("path", [pytest.param(row, id=trap) for trap, row in TEST_FILES.items()])
def test_test_file(path: str) -> None:
    """The file is test code as a whole, though no attribute in it says so."""
    assert path in test_files({name: source(name) for name in PATHS}, parsed)


@pytest.mark.parametrize("path", [pytest.param(f"{TRAPS}/testing.rs", id="file-with-test-code")])
def test_no_test_file(path: str) -> None:
    """Files that hold or declare test code are no test code as a whole; the rest is none either."""
    files = test_files({name: source(name) for name in PATHS}, parsed)
    assert path not in files
    assert files == set(TEST_FILES.values())


# --- the table --------------------------------------------------------------------------------

TABLE = ROOT / "docs" / "traps.md"
ROW = re.compile(r"\| (?P<trap>.+) \| (?P<place>.+) \| `(?P<test>\w+\[.+\])` \| `(?P<code>.+)` \|")


def rows() -> list[re.Match[str]]:
    """Return the rows of the tables in docs/traps.md."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    found = [ROW.fullmatch(line) for line in lines if line.startswith("| ") and "`" in line]
    assert all(found), [line for line, row in zip(lines, found, strict=False) if not row]
    return [row for row in found if row]


def trap_tests() -> list[str]:
    """Return the tests of this module that guard a trap, as pytest names them."""
    return [
        f"{name}[{row.id}]"
        for name, value in globals().items()
        if name.startswith("test_")
        for mark in getattr(value, "pytestmark", [])
        for row in mark.args[1]
    ]


def test_the_table_has_a_row_for_each_test() -> None:
    """docs/traps.md names each test of a trap once, and no test that does not exist."""
    named = [row["test"] for row in rows()]
    assert len(named) > 200
    assert sorted(named) == sorted(trap_tests())


def test_the_table_names_code_that_exists() -> None:
    """The code that a row says handles its trap is there."""
    for code in {row["code"] for row in rows()}:
        module, *names = re.split(r"\.(?=[A-Z]|[^.]+$)", code)
        handler: object = importlib.import_module(f"pytest_verbatim.{module}")
        for name in names:
            handler = getattr(handler, name)
        assert callable(handler), code


def test_the_table_names_places_that_exist() -> None:
    """Each place is a file of the miniature, with lines that it has."""
    for row in rows():
        if row["test"].partition("[")[0] in {"test_snippet", "test_refused_snippet"}:
            assert row["place"] == "in the test"
            continue
        match = re.fullmatch(r"`(?P<file>[\w./-]+)`(?P<lines>[\d, -]*)", row["place"])
        assert match, row["place"]
        file = match["file"] if match["file"] in PATHS else f"{TRAPS}/{match['file']}"
        numbers = [int(number) for number in re.findall(r"\d+", match["lines"])]
        assert file in PATHS, row["place"]
        assert numbers == sorted(numbers)
        assert not numbers or numbers[-1] <= source(file).count(b"\n") + 1
