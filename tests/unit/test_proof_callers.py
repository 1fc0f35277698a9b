"""Who calls an item, over a whole tree: what is a call, whose it is, and what nobody can tell."""

import pytest
from snippets import Snippets

from pytest_verbatim.evidence import callers
from pytest_verbatim.proof import Verdict, hold

LIB = "mill/src/lib.rs"
WHEEL = "mill/src/wheel.rs"
GRIND = "mill/src/grind.rs"
CALLED = """
    pub struct Wheel { pub spin: u8 }
    pub trait Turning {
        fn turn_over(&self);
        fn turn_twice(&self) { self.turn_over(); self.turn_over() }
    }
    impl Turning for Wheel {
        fn turn_over(&self) {}
    }
    impl Wheel {
        pub fn build() -> Self { Wheel { spin: 0 } }
        pub fn oil_axle(&self) {}
        pub fn get(&self) {}
    }
    impl std::fmt::Display for Wheel {
        fn fmt(&self, f: &mut Formatter) -> fmt::Result { Ok(()) }
    }
    pub fn grind_corn(n: u8) {}
    pub fn get_corn() {}
    #[proc_macro_derive(Wheel)]
    pub fn derive_wheel(input: TokenStream) -> TokenStream { input }
    macro_rules! oil { () => {} }
    pub struct Sack(u8);
"""


def asked(item: str, named: list[str], **files: str) -> Verdict:
    """Return whether these are the callers in a tree of the called file and others."""
    tree = {WHEEL: CALLED, **{f"mill/src/{name}.rs": text for name, text in files.items()}}
    return hold(callers(item, named), Snippets(tree), (WHEEL,))


USES = {
    "call-by-import": "use crate::wheel::grind_corn;\nfn day() { grind_corn(1) }",
    "call-by-path": "fn day() { crate::wheel::grind_corn(1) }",
    "call-by-module": "use super::wheel;\nfn day() { wheel::grind_corn(1) }",
    "call-by-another-name-of-the-module": ("use crate::wheel as w;\nfn day() { w::grind_corn(1) }"),
    "call-in-a-macro": "use crate::wheel::*;\nfn day() { log!(grind_corn(1)) }",
    "handed-on": "use crate::wheel::grind_corn;\nfn day() { each(grind_corn) }",
    "handed-on-by-path": "fn day() { each(crate::wheel::grind_corn) }",
    "handed-on-in-a-field": "use crate::wheel::grind_corn;\nfn day() { Job { go: grind_corn } }",
    "bound-to-a-name": "use crate::wheel::grind_corn;\nfn day() { let f = grind_corn; }",
    "with-a-type": "use crate::wheel::grind_corn;\nfn day() { each(grind_corn::<u8>) }",
    "bound-by-itself": (
        "use crate::wheel::grind_corn;\nfn day() { let grind_corn = grind_corn(1); }"
    ),
    "in-a-block-beside-a-local-one": (
        "use crate::wheel::grind_corn;\n"
        "fn day() { { let grind_corn = 1; f(grind_corn); } grind_corn(1) }"
    ),
    "index": "use crate::wheel::grind_corn;\nfn day() { jobs[grind_corn] = 1 }",
    "before-a-local-one": (
        "use crate::wheel::grind_corn;\nfn day() { f(grind_corn); let grind_corn = 1; }"
    ),
    "after-a-condition": (
        "use crate::wheel::grind_corn;\nfn day() { if let Some(grind_corn) = a { } f(grind_corn) }"
    ),
    "import-inside": "fn day() { use crate::wheel::grind_corn; grind_corn(1) }",
}


@pytest.mark.parametrize("source", USES.values(), ids=USES)
def test_uses_of_a_function(source: str) -> None:
    """A call, and a mention that hands a function on, make the item around it a caller."""
    came = asked("grind_corn", ["day"], grind=source)
    assert came.holds, came.seen
    assert not asked("grind_corn", [], grind=source).holds


NO_USES = {
    "import-alone": "use crate::wheel::grind_corn;\nfn day() {}",
    "import-of-several": "use crate::{\n    wheel::{\n        grind_corn,\n    },\n};\nfn day() {}",
    "comment": "fn day() { /* grind_corn(1) */ }",
    "string": 'fn day() { log("grind_corn(1)") }',
    "field": "fn day() { a.grind_corn }",
    "field-of-a-struct": "struct Day { grind_corn: u8 }",
    "method": "fn day() { a.grind_corn(1) }",
    "macro": "fn day() { grind_corn!(1) }",
    "index": "fn day() { let (a, grind_corn) = b; table[grind_corn] = 1; }",
    "loop": "fn day() { for grind_corn in all { f(grind_corn) } }",
    "else": "fn day() { let Some(grind_corn) = a else { return }; f(grind_corn) }",
    "local": "fn day() { let grind_corn = |n| n; grind_corn(1) }",
    "parameter": "fn day(grind_corn: impl Fn(u8)) { grind_corn(1) }",
    "parameter-handed-on": "fn day(grind_corn: u8) { each(grind_corn) }",
    "parameter-of-a-closure": "fn day() { each(|grind_corn| f(grind_corn)) }",
    "pattern": "fn day() { if let Some(grind_corn) = a { f(grind_corn) } }",
    "arm": "fn day() { match a { Some(grind_corn) => f(grind_corn), None => {} } }",
    "shorthand": "fn day(grind_corn: u8) { Day { grind_corn } }",
    "test": "#[cfg(test)]\nfn day() { crate::wheel::grind_corn(1) }",
    "type-of-that-name": "fn day() { grind_corn::go() }",
    "of-a-crate": "use rayon::grind_corn;\nfn day() { grind_corn(1) }",
    "member-of-a-type": "fn day() { Sack::grind_corn(1) }",
    "attribute-of-that-name": "#[grind_corn(1)]\nfn day() {}",
}


@pytest.mark.parametrize("source", NO_USES.values(), ids=NO_USES)
def test_no_uses_of_a_function(source: str) -> None:
    """What merely spells the name calls nothing, and the claim that nobody calls it holds."""
    tree = Snippets({WHEEL: CALLED, GRIND: source, "Cargo.lock": 'name = "rayon"\n'})
    came = hold(callers("grind_corn", []), tree, (WHEEL,))
    assert came.holds, came.seen


ATTRIBUTES = {
    "string": '#[serde(default = "crate::wheel::get_corn")]\nstruct Day;',
    "bare-string": (
        "use crate::wheel::get_corn;\n"
        'struct Day { #[validate(custom(function = "get_corn"))] a: u8 }'
    ),
    "path": "#[validate(custom = crate::wheel::get_corn)]\nstruct Day;",
    "call": "#[instrument(fields(a = crate::wheel::get_corn()))]\nfn Day() {}",
}


@pytest.mark.parametrize("source", ATTRIBUTES.values(), ids=ATTRIBUTES)
def test_attributes(source: str) -> None:
    """What an attribute names, in a string or as a path, counts for the item that it stands on."""
    came = asked("get_corn", ["grind.rs::Day"], grind=source)
    assert came.holds, came.seen


def test_attributes_of_that_name() -> None:
    """An attribute, or a key of one, that happens to be called so uses nothing."""
    came = asked("get_corn", [], grind='#[get_corn(get_corn = "1", a(get_corn))]\nstruct Day;')
    assert came.holds, came.seen


MEMBERS = {
    "method": ("Wheel::oil_axle", "fn day(w: Wheel) { w.oil_axle() }"),
    "method-in-an-attribute": (
        "Wheel::oil_axle",
        "#[instrument(fields(a = w.oil_axle()))]\nfn day(w: Wheel) {}",
    ),
    "by-type": ("Wheel::oil_axle", "use crate::wheel::Wheel;\nfn day() { Wheel::oil_axle(w) }"),
    "handed-on": (
        "Wheel::oil_axle",
        "use crate::wheel::Wheel;\nfn day() { each(Wheel::oil_axle) }",
    ),
    "by-an-alias": (
        "Wheel::oil_axle",
        "use crate::wheel::Wheel as W;\nfn day() { W::oil_axle(w) }",
    ),
    "by-a-type-alias": (
        "Wheel::build",
        "use crate::wheel::Wheel;\ntype W = Wheel;\nfn day() { W::build() }",
    ),
    "by-self": (
        "Wheel::build",
        "use crate::wheel::Wheel;\nimpl Wheel { fn day() { Self::build() } }",
    ),
    "by-a-type-out-of-sight": ("Wheel::oil_axle", "fn day() { Wheel::oil_axle(w) }"),
    "trait-by-what-implements-it": (
        "Turning::turn_twice",
        "impl Turning for String {}\nfn day() { String::turn_twice(&s) }",
    ),
    "trait-by-a-parameter": (
        "Turning::turn_twice",
        "fn day<T: Turning>(t: T) { T::turn_twice(&t) }",
    ),
    "common-name-by-type": (
        "Wheel::build",
        "use crate::wheel::Wheel;\nfn day() { Wheel::build() }",
    ),
}


@pytest.mark.parametrize(("item", "source"), MEMBERS.values(), ids=MEMBERS)
def test_members(item: str, source: str) -> None:
    """A member is called by a method call of a name that is its own, and by its type's path."""
    came = asked(item, ["Wheel::day" if "impl Wheel" in source else "day"], grind=source)
    assert came.holds, came.seen


NO_MEMBERS = {
    "no-method": ("Wheel::build", "fn day(w: Wheel) { w.build() }"),
    "bare": ("Wheel::oil_axle", "fn day(oil_axle: u8) { oil_axle() }"),
    "of-another-type": ("Wheel::build", "struct Mill;\nfn day() { Mill::build() }"),
    "of-a-namesake": ("Wheel::build", "struct Wheel;\nfn day() { Wheel::build() }"),
    "of-std": ("Wheel::build", "fn day() { String::build() }"),
    "of-a-type-alias": (
        "Wheel::build",
        "use rayon::Gear;\ntype W = Gear;\nfn day() { W::build() }",
    ),
    "of-another-trait": (
        "Turning::turn_twice",
        "trait Tilting { fn turn_twice(&self); }\nfn day() { Tilting::turn_twice(&t) }",
    ),
    "of-a-type-that-has-its-own": (
        "Turning::turn_twice",
        "struct Axle;\nimpl Axle { fn turn_twice(&self) {} }\nfn day() { Axle::turn_twice(&a) }",
    ),
    "of-a-crate": ("Turning::turn_twice", "use rayon::Gear;\nfn day() { Gear::turn_twice(&g) }"),
    "self-of-another": (
        "Wheel::oil_axle",
        "struct Axle;\nimpl Axle { fn oil_axle(&self) {} fn day(&self) { self.oil_axle() } }",
    ),
    "field": ("Wheel::oil_axle", "fn day(w: Wheel) { w.oil_axle }"),
}


@pytest.mark.parametrize(("item", "source"), NO_MEMBERS.values(), ids=NO_MEMBERS)
def test_no_members(item: str, source: str) -> None:
    """A call that cannot be of this member, by its form or its type, is none of it."""
    tree = Snippets({WHEEL: CALLED, GRIND: source, "Cargo.lock": 'name = "rayon"\n'})
    came = hold(callers(item, []), tree, (WHEEL,))
    assert came.holds, came.seen


UNDECIDED = {
    "common-name": ("Wheel::get", "fn day(m: Map) { m.get(1) }", "common name"),
    "another-of-that-name": (
        "Wheel::oil_axle",
        "impl Axle { fn oil_axle(&self) {} }\nfn day(a: A) { a.oil_axle() }",
        "another item is called `oil_axle`, e.g. `Axle::oil_axle` (mill/src/grind.rs:1)",
    ),
    "several-of-that-name": (
        "Wheel::oil_axle",
        "fn oil_axle() {}\nimpl B { fn oil_axle(&self) {} }\nfn day(a: A) { a.oil_axle() }",
        "2 other items are called `oil_axle`",
    ),
    "implementation": (
        "<Wheel as Turning>::turn_over",
        "fn day(w: W) { w.turn_over() }",
        "another item is called `turn_over`, e.g. `Turning::turn_over`",
    ),
    "by-the-trait": (
        "<Wheel as Turning>::turn_over",
        "use crate::wheel::Turning;\nfn day() { Turning::turn_over(&w) }",
        "another item is called `turn_over`",
    ),
    "self-of-the-trait": ("<Wheel as Turning>::turn_over", "", "`Turning::turn_twice`"),
    "common-name-out-of-sight": ("Wheel::build", "fn day() { Wheel::build() }", "common name"),
    "foreign-trait": ("<Wheel as std::fmt::Display>::fmt", "", "`Display`, a trait from outside"),
    "procedural-macro": ("derive_wheel", "", "procedural macro"),
    "unknown-module": (
        "grind_corn",
        "fn grind_corn() {}",
        "another item is called `grind_corn`",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("item", "source", "seen"), UNDECIDED.values(), ids=UNDECIDED)
def test_cannot_decide(item: str, source: str, seen: str) -> None:
    """Where a name alone does not tell who calls, the answer is neither yes nor no."""
    more = "fn night() { somewhere::grind_corn(1) }" if item == "grind_corn" else ""
    came = asked(item, [], grind=source, more=more)
    assert not came.holds
    assert not came.decided
    assert "cannot decide who calls" in came.seen
    assert seen in came.seen
    assert came.mend


def test_a_common_name_that_is_spelled_out() -> None:
    """Where every use spells the type, even a name that many things have is decided."""
    source = """
        use crate::wheel::Wheel;
        fn day() { Wheel::get(&w); }
        impl Axle { fn get(&self) {} fn night(&self) { self.get(); } }
        struct Axle;
    """
    came = asked("Wheel::get", ["day"], grind=source)
    assert came.holds, came.seen


def test_a_trait_and_what_implements_it() -> None:
    """A method of a trait is called through any type; `self` in the trait itself is a caller."""
    source = "fn day(w: Wheel) { w.turn_over() }"
    came = asked("Turning::turn_over", ["Turning::turn_twice", "day"], grind=source)
    assert came.holds, came.seen
    source = "use crate::wheel::Wheel;\nfn day() { Wheel::turn_twice(&w) }"
    came = asked("Turning::turn_twice", ["day"], grind=source)
    assert came.holds, came.seen


def test_macros() -> None:
    """A macro is called by `m!` alone; a function of that name is another matter."""
    source = "fn day() { oil!() }\nfn oil() {}\nfn night() { oil() }"
    came = asked("oil!", ["day"], grind=source)
    assert came.holds, came.seen


def test_members_count_by_their_own_path() -> None:
    """A caller inside an impl is the member, in full or as short as `rust()` takes it."""
    source = "impl<T> Mill<T> { fn day() { crate::wheel::grind_corn(1) } }"
    assert asked("grind_corn", ["Mill<T>::day"], grind=source).holds
    assert asked("grind_corn", ["Mill::day"], grind=source).holds
    assert asked("grind_corn", ["mill/src/grind.rs::Mill::day"], grind=source).holds
    assert not asked("grind_corn", ["impl Mill"], grind=source).holds


def test_namesakes_of_callers() -> None:
    """A caller whose name others have too is told apart by being a caller, or by its file."""
    source = "fn day() { crate::wheel::grind_corn(1) }"
    assert asked("grind_corn", ["day"], grind=source, more="fn day() {}").holds
    assert asked("grind_corn", ["grind.rs::day"], grind=source, more="fn day() {}").holds
    came = asked("grind_corn", ["day"], grind=source, more=source)
    assert "fits 2 items" in came.seen
    assert asked("grind_corn", ["grind.rs::day", "more.rs::day"], grind=source, more=source).holds


def test_what_is_told() -> None:
    """A wrong list is told caller by caller, with file and line, and the right one is given."""
    source = "fn day() { crate::wheel::grind_corn(1) }\nfn noon() {}"
    came = asked("grind_corn", ["noon", "evening"], grind=source)
    assert not came.holds
    assert came.decided
    assert f"`noon` ({GRIND}) does not call it" in came.seen
    assert "there is no item `evening`" in came.seen
    assert f"`day` ({GRIND}:1) calls it too" in came.seen
    assert came.mend == f"its callers are `day` ({GRIND}:1)"
    assert came.places == ((GRIND, 1, 1),)


def test_nobody_calls_a_type() -> None:
    """Only functions and macros are called."""
    came = asked("Sack", [])
    assert not came.holds
    assert "is a struct" in came.seen


def test_a_function_that_calls_itself() -> None:
    """Recursion makes an item its own caller."""
    tree = Snippets({LIB: "fn sum(n: u64) -> u64 { if n == 0 { 0 } else { total(n - 1) } }\n"
                          "fn total(n: u64) -> u64 { total(n) }\n"})  # fmt: skip
    assert hold(callers("total", ["sum", "total"]), tree, ()).holds
    assert not hold(callers("total", ["sum"]), tree, ()).holds
