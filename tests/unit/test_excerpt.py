"""Excerpts: the lines of chosen items, with shells and imports, byte for byte."""

import hashlib
from itertools import pairwise
from random import Random
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rusttree import (
    PATHS,
    WHERE,
    excerpt,
    found,
    full_name,
    lines_of,
    parsed,
    refused,
    snippet,
    source,
)

from pytest_verbatim.example import IMPORTS, Imports
from pytest_verbatim.excerpt import Excerpt, Part, cut, faults_of_tests
from pytest_verbatim.finding import Finding
from pytest_verbatim.rustfile import Item
from pytest_verbatim.selection import Place


def text_of(text: str | bytes, *paths: str, imports: Imports = "none") -> str:
    """Return the excerpt of a text."""
    cutting = cut(snippet(text), paths, imports, Place(WHERE, "here.rs", {}))
    assert isinstance(cutting, Excerpt), cutting
    return cutting.text


def findings(text: str | bytes, *paths: str, imports: Imports = "none") -> tuple[Finding, ...]:
    """Return the findings that stand in the way of the excerpt of a text."""
    cutting = cut(snippet(text), paths, imports, Place(WHERE, "here.rs", {}))
    assert isinstance(cutting, tuple), cutting
    return cutting


def block(text: str) -> str:
    """Return a text without the indentation of this file and the newlines around it."""
    return dedent(text).strip("\n")


# --- whole items ------------------------------------------------------------------------------


def test_an_item_comes_with_all_that_stands_above_it() -> None:
    """Docs, attributes and comments come along, nothing is dedented, nothing is added."""
    assert excerpt("spans.rs", "documented").text == block(
        """
        // Above the documentation.
        /// Documentation of `documented`.
        // Between documentation and attribute: fn fake() {
        #[inline] // why it is inlined
        // Between attributes.
        /* A block comment
           between attributes: } */
        #[must_use]

        #[doc = "A line of documentation that is an attribute {"]
        // Between the attributes and the item.
        pub fn documented() -> u8 {
            5
        } // the end of `documented`
        """
    )


def test_a_blank_line_above_an_item_is_kept() -> None:
    """A blank line between documentation and item is part of the item."""
    assert excerpt("spans.rs", "FOURTH").text == (
        "/// Documentation, then a blank line.\n\npub const FOURTH: u8 = 4;"
    )


def test_code_inside_a_string_keeps_its_column() -> None:
    """Lines of a string at column 0 and empty lines in it stay as they are."""
    assert excerpt("literals.rs", "multi_line").text == (
        "pub fn multi_line() -> String {\n"
        '    let text = "\n'
        "fn fake() {\n"
        "    use a::b;\n"
        "}\n"
        "\n"
        "// no comment\n"
        '";\n'
        "    format!(\"{text}{{{}}}\", '}')\n"
        "}"
    )


def test_bytes_come_through() -> None:
    """Text of several bytes and separators that are no newline are not touched."""
    assert excerpt("spans.rs", "GREETING").text == (
        "// © 2026 \N{EN DASH} „Größe“ 🦀: multi-byte text above, beside and inside an item.\n"
        'pub const GREETING: &str = "grüße 🦀 漢字 }"; // ✓ „fertig“'
    )
    separators = "\u2028\x0c\x0b\x85"
    assert excerpt("literals.rs", "unusual_space").text.endswith(f'    "{separators}"\n}}')


def test_carriage_returns_stay() -> None:
    """CR LF stays CR LF, between items and inside them; the last line ends before its CR."""
    assert excerpt("crlf.rs", "Window::half", "Window").text == (
        "/// A documented structure.\r\n"
        "#[derive(Clone, Debug)]\r\n"
        "pub struct Window {\r\n"
        "    pub seconds: u64,\r\n"
        "}\r\n"
        "\r\n"
        "impl Window {\r\n"
        "    /** Half of it. */\r\n"
        "    pub fn half(&self) -> u64 {\r\n"
        "        self.seconds / 2\r\n"
        "    }\r\n"
        "}"
    )


def test_no_byte_order_mark() -> None:
    """The mark at the start of a file comes into no excerpt."""
    assert excerpt("bom.rs", "FIRST", "SECOND").text == (
        "/// Documentation below a comment that starts the file.\n"
        "pub const FIRST: u8 = 1;\n"
        "pub const SECOND: u8 = 2;"
    )


def test_a_file_that_ends_without_newline() -> None:
    """The last item of such a file ends where the file ends."""
    assert excerpt("no_newline.rs", "Last").text == (
        "pub struct Last; // the file ends without a newline"
    )


def test_an_item_of_a_module_keeps_its_indentation() -> None:
    """Items of modules come without the module, as far to the right as they stand in it."""
    assert excerpt("modules.rs", "audit::nested::DEPTH").text == "        pub const DEPTH: u8 = 2;"


# --- neighbours -------------------------------------------------------------------------------


def test_neighbours_that_touch_stay_together() -> None:
    """Items on adjacent lines have no blank line between them, wherever they were named."""
    assert excerpt("spans.rs", "THIRD", "FIRST", "SECOND").text == block(
        """
        pub const FIRST: u8 = 1; // trailing comment of FIRST
        pub const SECOND: u8 = 2; // trailing comment of SECOND
        // Directly above THIRD.
        pub const THIRD: u8 = 3;
        """
    )


def test_other_neighbours_have_one_blank_line_between_them() -> None:
    """However much stands between two items upstream, one blank line stands in its place."""
    assert excerpt("spans.rs", "FIRST", "blocked", "THIRD").text == block(
        """
        pub const FIRST: u8 = 1; // trailing comment of FIRST

        // Directly above THIRD.
        pub const THIRD: u8 = 3;

        pub fn blocked() {}
        """
    )
    assert text_of("fn a() {}\n\n\n\nfn b() {}\n", "a", "b") == "fn a() {}\n\nfn b() {}"
    assert text_of("fn a() {}\n/* c */\nfn b() {}\n", "a", "b") == "fn a() {}\n\nfn b() {}"


def test_a_shell_touches_its_neighbours() -> None:
    """A closing line and what stands directly below it stay adjacent, and so does a header."""
    text = "fn a() {}\nimpl B {\n    fn c() {}\n}\nfn d() {}\n"
    assert text_of(text, "a", "B::c", "d") == text.rstrip()
    apart = "fn a() {}\n\nimpl B {\n    fn c() {}\n}\n\n\nfn d() {}\n"
    assert text_of(apart, "a", "B::c", "d") == (
        "fn a() {}\n\nimpl B {\n    fn c() {}\n}\n\nfn d() {}"
    )


# --- shells -----------------------------------------------------------------------------------

HEADER = """
/// An implementation.
// Its header holds comments.
impl<T> Holder<T>
// One bound to a line.
where
    T: Clone, // cheap for all that we hold
    /* { */
    T: Send,
{ // trailing comment of the header
""".lstrip()
NEW = """
    // Above `new`, below a blank line.
    pub fn new(value: T) -> Self {
        Self { value }
    } // the end of `new`
""".lstrip("\n")
LIMIT = "    pub const LIMIT: usize = 3; // trailing comment of LIMIT\n"
GET = """
    // Above `get`.
    #[must_use] // {
    pub fn get(&self) -> T {
        self.value.clone()
    }
""".lstrip("\n")
RUN = "    /// The last member.\n    pub fn run(&self) {}\n"
CLOSING = "} // the end of the implementation"


@pytest.mark.parametrize(
    ("members", "body"),
    [
        ("new", NEW),
        ("LIMIT", LIMIT),
        ("get", GET),
        ("run", RUN),
        ("new LIMIT", NEW + LIMIT),
        ("LIMIT new", NEW + LIMIT),
        ("LIMIT get", LIMIT + GET),
        ("new get", NEW + "\n" + GET),
        ("run new", NEW + "\n" + RUN),
        ("get run new LIMIT", NEW + LIMIT + GET + "\n" + RUN),
    ],
)
def test_members_come_out_in_one_shell(members: str, body: str) -> None:
    """Header, the chosen members in source order, closing line; no blank line at either end."""
    paths = [f"Holder::{member}" for member in members.split()]
    assert excerpt("spans.rs", *paths).text == HEADER + body + CLOSING


def test_each_impl_has_a_shell_of_its_own() -> None:
    """Members of two impls come out in two shells, one blank line between them."""
    assert excerpt("spans.rs", "Wide::max", "Wide::sum").text == block(
        """
        impl Wide { // trailing comment of a header
            // About `sum`.
            pub fn sum(&self) -> u16 {
                u16::from(self.left) + u16::from(self.right)
            }
        }

        impl Wide
        {
            /// The brace of this header stands alone.
            pub fn max(&self) -> u8 {
                self.left.max(self.right)
            }
        }
        """
    )


def test_a_member_of_an_impl_that_repeats_has_the_right_shell() -> None:
    """The shell is that of the impl which the member stands in, by number."""
    assert excerpt("impls.rs", "<Holder<T> as Describe>::describe#2").text == block(
        """
        #[cfg(not(unix))]
        impl<T> Describe for Holder<T>
        where
            T: Debug,
        {
            fn describe(&self) -> String {
                format!("{:?}", self.0)
            }
        }
        """
    )


def test_members_of_traits_and_macro_calls_in_impls() -> None:
    """Traits are shells too, and calls are members."""
    assert excerpt("kinds.rs", "Sink::Batch", "Sink::NAME").text == block(
        """
        /// `CAPACITY` has no default, `NAME` has one; so have `flush` and `describe`.
        pub trait Sink: Send {
            const NAME: &'static str = "sink";

            type Batch<'a>: Iterator<Item = &'a str>
            where
                Self: 'a;
        }
        """
    )
    assert excerpt("macros.rs", "Webhook::getter!(weight)", "Webhook::getter!(name)").text == block(
        """
        impl Webhook {
            getter!(name -> &'static str, "webhook");

            // About the second getter.
            getter! { weight -> u8, 3 }
        }
        """
    )


def test_a_shell_in_a_module_keeps_its_indentation() -> None:
    """A shell inside a module is as far to the right as it stands there."""
    assert excerpt("modules.rs", "audit::<Record as Display>::fmt").text == (
        "    // This comment belongs to the implementation.\n"
        "    impl Display for Record {\n"
        "        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {\n"
        '            write!(f, "record {}", self.id)\n'
        "        }\n"
        "    }"
    )


def test_the_pieces_tell_where_each_line_is_from() -> None:
    """Two pieces per shell, one per item and `use`, in the order of the code, with digests."""
    cutting = excerpt("imports.rs", "Field::fmt", "Field", imports="used")
    assert [(p.item, p.lines.first, p.lines.last, p.part, p.shell) for p in cutting.pieces] == [
        ("use#3", 5, 5, Part.WHOLE, False),
        ("Field", 77, 79, Part.WHOLE, False),
        ("impl Field", 81, 81, Part.HEADER, True),
        ("Field::fmt", 87, 89, Part.WHOLE, False),
        ("impl Field", 90, 90, Part.CLOSING, True),
    ]
    for piece in cutting.pieces:
        text = lines_of("imports.rs", piece.lines.first, piece.lines.last)
        assert piece.sha256 == hashlib.sha256(text.encode()).hexdigest()
        assert piece.file == cutting.file == full_name("imports.rs")
    assert [str(item.path) for item in cutting.items] == ["Field::fmt", "Field"]


def test_adjacent_pieces_stay_two() -> None:
    """Pieces are told apart where they touch."""
    pieces = excerpt("spans.rs", "FIRST", "SECOND").pieces
    assert [(piece.item, piece.lines.first) for piece in pieces] == [("FIRST", 2), ("SECOND", 3)]


# --- imports ----------------------------------------------------------------------------------

COMPARE = """
pub fn compare(left: &Path, right: &Path) -> Ordering {
    left.cmp(right)
}
""".strip()
FIRST_BLOCK = """
use std::cmp::Ordering;
use std::collections::*;
use std::fmt::Write as _;
use std::io::{self, Read as Reading, Write as _};
use std::{
    fmt::{self, Display},
    // A comment inside the group.
    sync::{
        atomic::{AtomicU64, Ordering as AtomicOrdering},
        Arc,
    },
}; // after the group
""".lstrip()
SECOND_BLOCK = """
use self::inner::{self as renamed, *};
pub use crate::queue::Delivery;
pub(crate) use crate::retry::{run_attempts as attempts, Attempt};
use super::super::routing::{self};
use ::std::rc::Rc;
#[cfg(feature = "trace")]
use std::time::SystemTime;
use {std::mem, std::ptr::NonNull};
""".lstrip()


def test_no_imports() -> None:
    """`"none"` adds nothing."""
    assert excerpt("uses.rs", "compare", imports="none").text == COMPARE


def test_used_imports() -> None:
    """`"used"` adds those that bind a name of the code; a blank line where upstream has one."""
    assert excerpt("uses.rs", "compare", imports="used").text == (
        f"use std::cmp::Ordering;\n\nuse std::path::Path;\n\n{COMPARE}"
    )
    assert excerpt("imports.rs", "Derived", imports="used").text.startswith(
        "use std::fmt::Debug;\nuse std::hash::Hash;\n\n// The derives name traits"
    )


def test_all_imports() -> None:
    """`"all"` adds every one of the file that is not for tests, in blocks as upstream has them."""
    assert excerpt("uses.rs", "compare", imports="all").text == (
        f"{FIRST_BLOCK}\n{SECOND_BLOCK}\nuse std::path::Path;\n\n{COMPARE}"
    )


def test_imports_by_hand() -> None:
    """Declarations that are named stand first too, in source order, and once."""
    by_hand = excerpt("uses.rs", "compare", "use#14", "use#2").text
    assert by_hand == f"use std::collections::*;\n\nuse std::path::Path;\n\n{COMPARE}"
    both = excerpt("uses.rs", "compare", "use#14", "use#2", imports="used").text
    assert both == (
        "use std::cmp::Ordering;\nuse std::collections::*;\n\nuse std::path::Path;\n\n" + COMPARE
    )
    assert excerpt("uses.rs", "use", "compare").text == (
        excerpt("uses.rs", "compare", imports="all").text
    )


def test_imports_alone() -> None:
    """An excerpt may be of declarations only; those that are kept need no others."""
    assert excerpt("uses.rs", "use#1", "use#4", imports="used").text == (
        "use std::cmp::Ordering;\nuse std::io::{self, Read as Reading, Write as _};"
    )


def test_imports_directly_above_an_item() -> None:
    """Where an item stands directly below a kept declaration, it does here."""
    text = "use a::b;\nuse c::d;\nfn e() { b() }\n"
    assert text_of(text, "e", imports="all") == text.rstrip()
    assert text_of(text, "e", imports="used") == "use a::b;\n\nfn e() { b() }"


def test_names_of_a_shell_count() -> None:
    """A name in the header of an impl keeps its import, one in members left out does not."""
    text = (
        "use a::B;\nuse a::C;\nuse a::D;\n\nimpl B for C {\n    fn x() {}\n    fn y(_: D) {}\n}\n"
    )
    assert text_of(text, "<C as B>::x", imports="used") == (
        "use a::B;\nuse a::C;\n\nimpl B for C {\n    fn x() {}\n}"
    )


def test_refused_imports_are_refused_where_they_are_needed() -> None:
    """A `use` that shares its line stands in the way only where it would be kept."""
    text = "use a::b; use c::d;\n\nfn e() { b() }\n\nfn f() {}\n"
    assert [one.code for one in findings(text, "e", imports="used")] == ["code.refused-item"]
    assert "`use#1`" in findings(text, "e", imports="used")[0].seen
    assert "`use#n`" in findings(text, "e", imports="used")[0].mend
    assert text_of(text, "f", imports="used") == "fn f() {}"
    assert text_of(text, "e", imports="none") == "fn e() { b() }"


@pytest.mark.parametrize("imports", IMPORTS)
def test_test_only_imports_never_come(imports: Imports) -> None:
    """A `use` under `#[cfg(test)]` is no import of production code, whoever uses its name."""
    text = "#[cfg(test)]\nuse a::b;\n\nfn c() { b() }\n"
    assert text_of(text, "c", imports=imports) == "fn c() { b() }"


def test_the_use_of_a_module_is_an_item_like_any_other() -> None:
    """The `use` of an inner module that is chosen by hand comes in source order, no import."""
    assert excerpt("modules.rs", "audit::use#1", "fn@audit", imports="used").text == (
        "use std::fmt;\n\npub fn audit() -> u8 {\n    1\n}\n\n    use std::fmt::{self, Display};"
    )


def test_imports_of_modules_stay_there() -> None:
    """The `use` of an inner module binds nothing at file level."""
    text = "mod m {\n    use a::b;\n}\n\nfn c() { b() }\n"
    assert text_of(text, "c", imports="all") == "fn c() { b() }"


# --- what stands in the way -------------------------------------------------------------------


def codes(found: tuple[Finding, ...]) -> list[str]:
    """Return the codes of findings."""
    return [finding.code for finding in found]


def test_nothing_chosen() -> None:
    """An excerpt of no item is a finding that says how to find one, imports or not."""
    (finding,) = refused("kinds.rs", imports="all")
    assert finding.code == "code.empty"
    assert full_name("kinds.rs") in finding.mend


def test_an_item_twice() -> None:
    """The same item twice is a finding, however it is written."""
    (finding,) = refused("impls.rs", "Holder::copied", "Holder<T>::copied")
    assert finding.code == "code.repeated-item"
    assert finding.seen == "`Holder<T>::copied` is chosen twice"
    assert codes(refused("uses.rs", "use", "use#1")) == ["code.repeated-item"]
    assert excerpt("impls.rs", "Holder::copied", "Holder::new")


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("Holder<T>::new", "impl Holder<T>#1"),
        ("Describe::describe", "Describe"),
    ],
)
def test_an_item_with_what_contains_it(inner: str, outer: str) -> None:
    """An item together with its impl or trait is a finding, in either order."""
    for pair in ((inner, outer), (outer, inner)):
        (finding,) = refused("impls.rs", *pair)
        assert finding.code == "code.repeated-item"
        assert finding.seen == f"`{inner}` stands inside `{outer}`, which is chosen too"


def test_an_item_with_its_module() -> None:
    """A module contains what is nested in it, at any depth."""
    assert codes(refused("modules.rs", "mod@audit", "audit::nested::DEPTH")) == [
        "code.repeated-item"
    ]
    assert codes(refused("modules.rs", "mod@audit", "audit::use")) == ["code.repeated-item"]
    assert excerpt("modules.rs", "mod@audit", "fn@audit")


def test_all_that_is_wrong_is_said() -> None:
    """Each path that is wrong has a finding, and so has what is wrong with the others."""
    wrong = refused("lines.rs", "nowhere", "A<", "Left", "alone")
    assert codes(wrong) == ["code.unknown-item", "code.bad-item-path", "code.refused-item"]


def test_test_code_in_the_header_of_a_shell() -> None:
    """A member whose header holds test code is refused for it; beside such a shell all is well."""
    text = "impl A<{ #[cfg(test)] 1 }> {\n    fn b() {}\n}\n\nfn c() {}\n"
    (finding,) = findings(text, "A::b")
    assert finding.code == "code.test-code"
    assert finding.seen.startswith("the header around `A<{")
    assert finding.seen.endswith("}>::b` in here.rs is test code")
    assert text_of(text, "c") == "fn c() {}"


def test_test_code_can_be_looked_at() -> None:
    """Asked for with its tests, test code is cut as it stands; what else is wrong stays wrong."""
    text = "#[test]\nfn a() {}\n\nfn b() {} fn c() {}\n"
    somewhere = Place(WHERE, "here.rs", {})
    shown = cut(snippet(text), ["a"], "none", somewhere, with_tests=True)
    assert isinstance(shown, Excerpt)
    assert shown.text == "#[test]\nfn a() {}"
    assert codes(tuple(faults_of_tests(snippet(text), shown.items, somewhere))) == [
        "code.test-code"
    ]
    wrong = cut(snippet(text), ["a", "b"], "none", somewhere, with_tests=True)
    assert isinstance(wrong, tuple)
    assert codes(wrong) == ["code.refused-item"]


def test_the_advice_for_test_code_inside() -> None:
    """Of an impl that holds test code the other members are advised; of a function nothing is."""
    (whole,) = refused("testing.rs", "impl Level")
    assert whole.mend == "choose the members without it"
    (member,) = refused("testing.rs", "Level::run")
    assert member.mend == "choose another item"
    assert excerpt("testing.rs", "Level::new", "Level::is_high")


def test_bytes_that_are_no_text() -> None:
    """Code that is not UTF-8 is a finding with its line in the excerpt; other items are fine."""
    text = b"fn a() {}\n\nfn b() {\n    // \xff\n}\n"
    (finding,) = findings(text, "a", "b")
    assert finding.code == "code.not-utf8"
    assert finding.seen == "the code of here.rs is not UTF-8 (line 4 of the excerpt)"
    assert text_of(text, "a") == "fn a() {}"


@pytest.mark.parametrize("space", [" ", "\t", "\x0c", " // c\u2003"])
def test_white_space_at_the_end(space: str) -> None:
    """An excerpt whose last line ends in white space is a finding; inside the excerpt it stays."""
    text = f"fn a() {{}}{space}\n\nfn b() {{}}\n"
    (finding,) = findings(text, "a")
    assert finding.code == "code.trailing-space"
    assert "here.rs" in finding.seen
    assert text_of(text, "a", "b") == f"fn a() {{}}{space}\n\nfn b() {{}}"


# --- laws -------------------------------------------------------------------------------------


def servable(file: str) -> list[Item]:
    """Return the items of a file that can be chosen."""
    rust_file = parsed(file)
    return [
        item
        for item in rust_file.items
        if not item.refusal and not item.test and not rust_file.holds_test_code(item.lines)
    ]


FILES = [file for file in PATHS if servable(file) and not file.endswith("/lines.rs")]


@st.composite
def choices(draw: st.DrawFn) -> tuple[str, list[Item], Imports]:
    """Draw a file, items of it of which none contains another, and a kind of imports."""
    file = draw(st.sampled_from(FILES))
    chosen: list[Item] = []
    for item in draw(st.lists(st.sampled_from(servable(file)), min_size=1, max_size=6)):
        if not any(one.lines.holds(item.lines) or item.lines.holds(one.lines) for one in chosen):
            chosen.append(item)
    return file, chosen, draw(st.sampled_from(("none", "used", "all")))


@settings(max_examples=200, derandomize=True, deadline=None)
@given(choices())
def test_lines_are_the_files_lines_in_order(choice: tuple[str, list[Item], Imports]) -> None:
    """Imports aside, an excerpt's lines are lines of the file, in order, and single blank lines."""
    file, chosen, imports = choice
    cutting = excerpt(file, *(str(item.path) for item in chosen), imports=imports)
    newline = "\r\n" if file.endswith("crlf.rs") else "\n"
    lines = cutting.text.split(newline)
    at = 0
    uses = [piece for piece in cutting.pieces if piece.item.startswith("use#")]
    rest = [piece for piece in cutting.pieces if piece not in uses]
    assert cutting.pieces == (*uses, *rest)
    for run in (uses, rest):
        spans = [(piece.lines.first, piece.lines.last) for piece in run]
        assert spans == sorted(spans)
        assert all(one[1] < other[0] for one, other in pairwise(spans))
    for number, piece in enumerate(cutting.pieces):
        shown = lines_of(file, piece.lines.first, piece.lines.last).split(newline)
        if number and lines[at : at + len(shown)] != shown:
            assert lines[at] == ""
            at += 1
        assert lines[at : at + len(shown)] == shown
        at += len(shown)
    assert at == len(lines)
    whole = {(piece.lines.first, piece.lines.last) for piece in cutting.pieces if not piece.shell}
    assert {(item.lines.first, item.lines.last) for item in chosen} <= whole


@settings(max_examples=100, derandomize=True, deadline=None)
@given(choices(), st.randoms(use_true_random=False))
def test_the_order_of_paths_does_not_matter(
    choice: tuple[str, list[Item], Imports], random: Random
) -> None:
    """Items come out in source order, in whatever order they were named."""
    file, chosen, imports = choice
    paths = [str(item.path) for item in chosen]
    shuffled = random.sample(paths, len(paths))
    first, second = (excerpt(file, *some, imports=imports) for some in (paths, shuffled))
    assert (first.text, first.pieces) == (second.text, second.pieces)


@pytest.mark.parametrize("file", FILES)
def test_every_item_that_is_not_refused_can_be_cut(file: str) -> None:
    """What is listed without a refusal and is no test code can be chosen, and is in the file."""
    for item in servable(file):
        text = lines_of(file, item.lines.first, item.lines.last)
        cutting = excerpt(file, str(item.path))
        assert text in cutting.text
        assert text.encode() in source(file)
        assert item.is_member or cutting.text == text


def test_the_whole_file_by_its_items() -> None:
    """All items of a file of items and blank lines give the file back."""
    paths = [str(item.path) for item in parsed("licence.rs").items]
    assert excerpt("licence.rs", *paths).text == lines_of("licence.rs", 3, 9)
    assert found("licence.rs", "backoff") in excerpt("licence.rs", *paths).items
