"""Rules that the source contradicts, told at the line that asks for it."""

from pathlib import Path

import pytest
from shop import CORPUS, STORE, dataset_of, dataset_with
from support import ROOT

from pytest_verbatim.checks.contradictions import contradictions
from pytest_verbatim.config.rules import CrateRule, Rules, Waiver
from pytest_verbatim.project import Project
from pytest_verbatim.source.corpus import Corpus

SOUND = """\
corpus = "shop"
system = "You."
[scope]
cover = ["shop/src/core/store.rs"]
also = ["shop/src/*.rs"]
[target]
min = 2
max = 3
[rules]
min_files = 3
modules = 3
[[rules.topic]]
name = "the life of a basket"
any = ["TTL", "README.md", "settle*", "Bask*", "BASKET_*", "moka", "core::store"]
when = ["BASKET_TTL", "ring_up"]
why = "say how long it lives"
[[rules.crate]]
name = "tower-http"
when = ["tracer"]
[[rules.crate]]
name = "chrono"
waived = { reason = "nothing has a date", absent = ["shop/src/core/store.rs", "shop/src/till.rs"] }
[vocabulary]
DelayQueue = "of tokio-util"
"Notify::put" = "of tokio, not of the shelf"
"""


def said(tmp_path: Path, *changes: tuple[str, str]) -> list[str]:
    """Return what contradicts the sound rules with some changes."""
    text = SOUND
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return [str(one) for one in contradictions(dataset_of(tmp_path, text), CORPUS)]


def test_rules_that_the_source_can_meet_are_contradicted_by_nothing(tmp_path: Path) -> None:
    """Crates that are used, names that are there, evidence that holds: nothing is said."""
    assert said(tmp_path) == []
    assert contradictions(dataset_with(Rules()), CORPUS) == ()


ALIAS = "14: the topic 'the life of a basket' looks for "
VOUCHED = "24: `{}` in [vocabulary] is "


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("min_files = 3", "min_files = 4", "10: `min_files` is 4, and [scope] admits 3 Rust files"),
        ("modules = 3", "modules = 4", "11: `modules` is 4, and [scope] admits 3 Rust files"),
        ('also = ["shop/src/*.rs"]\n', "", "9: `min_files` is 3, and [scope] admits 1 Rust file"),
        ('"tower-http"', '"serde_json"', "18: the crate `serde_json` is asked for, and none of"),
        ('"tower-http"', '"tower-htp"', "18: no Cargo.lock of the corpus has a crate `tower-htp`"),
        ('"tower-http"', '"x"', "18: no Cargo.lock of the corpus has a crate `x`; leave it out"),
        (
            '["tracer"]',
            '["tracers"]',
            "19: `when` names `tracers`, which no file in scope has; did",
        ),
        ('"chrono"', '"serde"', "22: the waiver for `serde` does not hold: shop/src/core/store.rs"),
        ("chrono", "gone-from-the-lock", None),
        ('absent = ["shop', 'absent = ["x', "22: the evidence names x/src/core/store.rs, which is"),
        ('["BASKET_TTL"', '["BASKET_TLT"', "15: `when` names `BASKET_TLT`, which no file in scope"),
        ('["BASKET_TTL"', '["it_puts"', "15: `when` names `it_puts`, which no file in scope has"),
        ('["BASKET_TTL"', '["Receipt"', None),
        ('"moka"', '"Basket::total_cent"', ALIAS + "'Basket::total_cent', and `total_cent` is no"),
        ('"moka"', '"the BasketLife"', ALIAS + "'the BasketLife', and `BasketLife` is nowhere"),
        ('"moka"', '"BasketL*"', ALIAS + "'BasketL*', and `BasketL` is nowhere in the tree"),
        ('"moka"', '"put_notes"', ALIAS + "'put_notes', and `put_notes` is nowhere in the tree"),
        ('"moka"', '"store/mod.rs"', ALIAS + "'store/mod.rs', and `store/mod.rs` is nowhere"),
        ('"moka"', '"OpenAPI"', None),
        ('"moka"', '"total_c*"', None),
        ("DelayQueue", "Shelf", VOUCHED.format("Shelf") + f"a struct of {STORE} (line 16); leave"),
        ("DelayQueue", "total_cents", VOUCHED.format("total_cents") + f"a field of {STORE}"),
        ("DelayQueue", "note_put", VOUCHED.format("note_put") + f"a method of {STORE}"),
        ("DelayQueue", "till", VOUCHED.format("till") + "the module of shop/src/till.rs"),
        ("DelayQueue", '"Shelf::put"', VOUCHED.format("Shelf::put") + f"a method of {STORE}"),
        ("DelayQueue", '"store::settle"', VOUCHED.format("store::settle") + f"a fn of {STORE}"),
        ("DelayQueue", "Cache", None),
        ("DelayQueue", '"other::settle"', None),
    ],
)
def test_what_the_source_contradicts_is_said(
    tmp_path: Path, old: str, new: str, told: str | None
) -> None:
    """Each way in which a rule can be untrue is told with its line; each near miss is let pass."""
    found = said(tmp_path, (old, new))
    if told is None:
        assert found == []
    else:
        assert found[0].startswith(f"cases/shop/dataset.toml:{told}")


def test_a_waiver_is_held_against_what_the_dataset_is_about(tmp_path: Path) -> None:
    """Evidence from a file that never used the crate does not waive it for one that does."""
    shorter = ('["shop/src/core/store.rs", "shop/src/till.rs"]', '["shop/src/till.rs"]')
    (told,) = said(tmp_path, ('"chrono"', '"moka"'), shorter)
    assert "22: the waiver for `moka` does not hold: shop/src/core/store.rs uses it" in told
    cover = ('cover = ["shop/src/core/store.rs"]', 'cover = ["shop/src/till.rs"]')
    assert (
        said(tmp_path, ('"chrono"', '"moka"'), shorter, cover, ('"tower-http"', '"serde_json"'))
        == []
    )


def test_without_cover_any_file_in_scope_may_use_a_crate(tmp_path: Path) -> None:
    """What the flows show may come from anywhere, so that one using file is enough."""
    uncovered = ('cover = ["shop/src/core/store.rs"]\n', "")
    assert said(tmp_path, uncovered, ('"tower-http"', '"serde_json"')) == []
    (told,) = said(tmp_path, uncovered, ('"tower-http"', '"serde-derived-names"'))
    assert "and none of the files in scope uses it" in told


@pytest.mark.parametrize(
    ("entry", "mend"),
    [
        ("shop/src/store.rs", "there is shop/src/core/store.rs; write where it is now, or leave"),
        ("README.md", "write where it is now, or leave it out"),
        ("shop/src/till.rs", None),
    ],
)
def test_a_file_that_a_dataset_is_about_has_to_be_there(
    tmp_path: Path, entry: str, mend: str | None
) -> None:
    """An entry of `cover` that no example can show is told at its own line of the list."""
    listed = f'cover = [\n"shop/src/core/store.rs",\n"{entry}"]'
    found = said(tmp_path, ('cover = ["shop/src/core/store.rs"]', listed))
    about_cover = [one.partition("dataset.toml:")[2] for one in found if "`cover`" in one]
    if mend is None:
        assert about_cover == []
        return
    (told,) = about_cover
    seen = f"6: `cover` names {entry}; the corpus has no such Rust file, test code aside; "
    assert told.startswith(seen + mend)


def test_contradictions_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    """Several faults are told from the top of the file down."""
    found = said(
        tmp_path, ("DelayQueue", "Shelf"), ("min_files = 3", "min_files = 9"), ('"moka"', '"a_b"')
    )
    lines = [int(one.split(":")[1]) for one in found]
    assert lines == sorted(lines) == [10, 14, 24]


# --- the rules that we ship ---

SHIPPED = sorted(path.parent.name for path in (ROOT / "cases").glob("*/dataset.toml"))


@pytest.mark.parametrize("name", SHIPPED)
def test_the_source_can_meet_our_rules(name: str, upstream: Corpus) -> None:
    """Nothing in a dataset that we ship asks for what the pinned source contradicts."""
    assert contradictions(Project(ROOT).dataset(name), upstream) == ()


def test_a_crate_that_the_source_lacks_has_to_be_waived(upstream: Corpus) -> None:
    """Without its waiver, or on a file that uses it, chrono would be refused."""
    file = "svix-server/src/core/idempotency.rs"
    asked = Rules(crates=(CrateRule("chrono"),))
    (told,) = contradictions(dataset_with(asked, cover=[file]), upstream)
    assert "the crate `chrono` is asked for" in told.seen
    waived = Rules(crates=(CrateRule("chrono", (), Waiver("no dates", (file,))),))
    assert contradictions(dataset_with(waived, cover=[file]), upstream) == ()
    other = "svix-server/src/core/message_app.rs"
    wrong = Rules(crates=(CrateRule("chrono", (), Waiver("no dates", (other,))),))
    (told,) = contradictions(dataset_with(wrong, cover=[file]), upstream)
    assert f"does not hold: {other} uses it" in told.seen
