"""How a case differs from what was accepted: causes, fates, diffs and doubtful sentences."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

import pytest
from support import CORE, MINIATURE, make_repository

from pytest_verbatim.accepted import Accepted, Revision, accept, parse
from pytest_verbatim.casefile import Case
from pytest_verbatim.change import Cause, Change, Comparison, Held, advice_of, change_of_case
from pytest_verbatim.change.faults import with_scope
from pytest_verbatim.change.spots import diff_of, permalink
from pytest_verbatim.config.dataset import Dataset
from pytest_verbatim.config.pin import Pin
from pytest_verbatim.drift import Sources, fates_of
from pytest_verbatim.evidence import Evidence, argued, before, calls, value
from pytest_verbatim.examination import examine, prepare
from pytest_verbatim.example import Example, rust
from pytest_verbatim.finding import Finding, Where
from pytest_verbatim.render.changes import change_lines, changes_headline, drift_headline
from pytest_verbatim.rustfile import Lines
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.source.opening import open_corpus

DATASET = Dataset("relay", "", "relay", "s", "t", (), (f"{CORE}/*",), 1, 9)
RETRY, QUEUE, DISPATCHER, DEDUP = (
    f"{CORE}/{name}.rs" for name in ("retry", "queue", "dispatcher", "dedup")
)
THINK = (
    "`DeliveryQueue::settle` asks the books under `lock`. What is gone was `NotLeased`. "
    "The lease of 30 s ends by itself."
)
Change3 = tuple[str, str, str]
Make = Callable[..., Corpus]


@pytest.fixture
def revised(relay_repository: Path, relay_pin: Pin, tmp_path: Path) -> Make:
    """Return what makes a later revision: of (file, what stands there, what stands there then)."""

    def make(*changes: Change3) -> Corpus:
        folder = Path(mkdtemp(dir=tmp_path))
        repository, tree = folder / "later.git", folder / "tree"
        shutil.copytree(relay_repository, repository)
        shutil.copytree(MINIATURE / "upstream", tree)
        for file, old, new in changes:
            path = tree / "relay" / file
            text = path.read_text(encoding="utf-8") if path.exists() else ""
            assert not text or text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
            made = text.replace(old, new) if text else new
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(made.encode("utf-8", "surrogateescape"))
        make_repository(repository, tree, "relay-v1.1.0")
        return open_corpus(relay_pin, str(repository), "relay-v1.1.0", lambda _: None)

    return make


def case_of(
    *items: str,
    file: str = QUEUE,
    think: str = THINK,
    prompt: str = "Let a worker say that it is done.",
    claims: dict[str, Evidence | list[Evidence]] | None = None,
    imports: str = "none",
) -> Case:
    """Return a case that shows items of one file."""
    code = [rust(file, *items, imports=imports)]  # type: ignore[arg-type]
    example = Example(code=code, prompt=prompt, think=think, claims=claims or {})
    return Case("relay", "cases/relay/a.py", "a", 3, 0, example)


def accepted_at(corpus: Corpus, case: Case) -> str:
    """Return the snapshot of a case that is accepted at a revision."""
    one = examine(prepare(case, DATASET, corpus))
    accepted = accept(one, Revision(corpus.revision, corpus.commit))
    assert accepted is not None, one.findings
    return accepted.text()


def held(case: Case, corpus: Corpus) -> Held:
    """Return a case as it is at a revision."""
    one = examine(prepare(case, DATASET, corpus))
    return Held(case, DATASET, one, one.findings, corpus)


def change(old: Corpus, new: Corpus, case: Case, now: Case | None = None) -> Change | None:
    """Return how a case differs that was accepted at `old` and is held against `new`."""
    stored = accepted_at(old, case)
    between = Comparison(old, new)
    return change_of_case(held(now or case, new), stored, lambda _: between)


def changed(old: Corpus, new: Corpus, case: Case) -> Change:
    """Return how a case differs, which it does."""
    found = change(old, new, case)
    assert found is not None
    return found


def pinned(corpus: Corpus) -> Corpus:
    """Return a revision after the pin was moved to it."""
    pin = replace(corpus.pin, commit=corpus.commit)
    return Corpus(pin, corpus.repository, corpus.commit, corpus.tag, "")


SETTLE = case_of("DeliveryQueue::settle")
BODY = (QUEUE, "Some(_) => Ok(()),", "Some((_, _)) => Ok(()),")


# --- what upstream did -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edit", "fate", "carried"),
    [
        (BODY, "edited", False),
        ((QUEUE, "match self.lock().leased", "match  self.lock().leased"), "reformatted", True),
        ((QUEUE, "/// Forgets a delivery that", "/// Forgets one that"), "comments", True),
        ((QUEUE, "pub fn settle(", "pub fn finish("), "renamed", False),
    ],
)
def test_a_change_has_the_fate_of_its_item(
    relay: Corpus, revised: Make, edit: Change3, fate: str, *, carried: bool
) -> None:
    """White space, comments, code and name: each is told, and the first two need no person."""
    found = changed(relay, revised(edit), SETTLE)
    assert [(one.fate, one.item, one.part) for one in found.items] == [
        (fate, "DeliveryQueue::settle", "whole")
    ]
    assert Cause.UPSTREAM in found.causes
    assert found.carried is carried
    assert (found.old_revision, found.new_revision) == ("relay-v1.0.0", "relay-v1.1.0")


@pytest.mark.parametrize(
    "edit",
    [
        (QUEUE, "//! Deliveries", "// One line more.\n//! Deliveries"),
        (QUEUE, "pub fn is_empty(", "pub fn is_idle("),
        (RETRY, "Self::new(6)", "Self::new(7)"),
    ],
)
def test_what_stands_around_an_item_is_no_change(
    relay: Corpus, revised: Make, edit: Change3
) -> None:
    """A line more above, another member and another file leave a case alone."""
    assert change(relay, revised(edit), SETTLE) is None


def test_a_diff_stands_at_the_lines_of_both_revisions(relay: Corpus, revised: Make) -> None:
    """Hunks carry the line numbers of the two files, and the places name file and lines."""
    above = (QUEUE, "//! Deliveries", "// One line more.\n//! Deliveries")
    (item,) = changed(relay, revised(above, BODY), SETTLE).items
    assert item.old is not None
    assert item.new is not None
    assert (str(item.old), str(item.new)) == (f"{QUEUE}:84-90", f"{QUEUE}:85-91")
    rows = item.diff.split("\n")
    assert rows[0] == "@@ -84,7 +85,7 @@"
    assert [row for row in rows if row[0] in "+-"] == [
        "-            Some(_) => Ok(()),",
        "+            Some((_, _)) => Ok(()),",
    ]
    assert item.similarity is not None
    assert 0.9 < item.similarity < 1
    assert not item.signature


def test_a_signature_that_changed_is_told(relay: Corpus, revised: Make) -> None:
    """Another parameter or return type is a change of the signature, another body is none."""
    edit = (QUEUE, "pub fn settle(&self, id: u64)", "pub fn settle(&self, id: u32)")
    assert changed(relay, revised(edit), SETTLE).items[0].signature


def test_an_item_that_moved_is_followed(relay: Corpus, revised: Make) -> None:
    """Equal tokens in another file: moved there, and carried over where nothing else has them."""
    text = relay.read(QUEUE).decode()
    reclaim = text[text.index("/// Moves deliveries") :]
    reclaim = reclaim[: reclaim.index("\n}\n") + 3]
    elsewhere = (f"{CORE}/late.rs", "", f"use crate::queue::Entry;\n\n{reclaim}")
    gone = (QUEUE, reclaim, "")
    case = case_of("reclaim", think="What is late goes back to the front.")
    found = changed(relay, revised(gone, elsewhere), case)
    (item,) = found.items
    assert item.new is not None
    assert (item.fate, item.new.file, item.new.item) == ("moved", f"{CORE}/late.rs", "reclaim")
    assert found.carried
    assert found.findings == ()


def test_a_move_with_two_targets_needs_a_person(relay: Corpus, revised: Make) -> None:
    """Where two places have the tokens now, nobody but a person can say which is meant."""
    text = relay.read(QUEUE).decode()
    reclaim = text[text.index("/// Moves deliveries") :]
    reclaim = reclaim[: reclaim.index("\n}\n") + 3]
    two = [(f"{CORE}/{name}.rs", "", reclaim) for name in ("late", "later")]
    case = case_of("reclaim", think="What is late goes back to the front.")
    found = changed(relay, revised((QUEUE, reclaim, ""), *two), case)
    assert [one.fate for one in found.items] == ["moved"]
    assert not found.carried


def test_an_item_that_is_gone_is_shown_as_it_was(relay: Corpus, revised: Make) -> None:
    """Deleted: all its lines go, there is no new place, and names that left are in doubt."""
    text = relay.read(QUEUE).decode()
    start = text.index("    pub fn is_empty")
    gone = text[start : text.index("\n    }\n", start) + 7]
    case = case_of("DeliveryQueue::is_empty", "DeliveryQueue::len", think="`is_empty` asks `len`.")
    found = changed(relay, revised((QUEUE, gone, "")), case)
    (item,) = found.items
    assert (item.fate, item.new) == ("deleted", None)
    assert all(row[0] in "@-" for row in item.diff.split("\n"))
    assert not found.carried
    assert [doubt.sentence for doubt in found.doubts] == ["`is_empty` asks `len`."]


def test_the_shell_around_a_member_is_an_item_of_its_own(relay: Corpus, revised: Make) -> None:
    """A header that changed is told as such; the closing line says nothing new."""
    edit = (QUEUE, "impl DeliveryQueue {", "impl<const N: usize> DeliveryQueue<N> {")
    found = changed(relay, revised(edit), SETTLE)
    assert [(one.fate, one.part) for one in found.items] == [
        ("edited", "header"),
        ("moved", "whole"),
    ]


def test_the_shell_of_an_impl_that_was_renamed_is_as_alike_as_the_impl(
    relay: Corpus, revised: Make
) -> None:
    """An impl is followed as a whole, and its header alone says little of it."""
    new = revised((QUEUE, "impl DeliveryQueue {", "impl Deliveries {"))
    head, _ = changed(relay, new, SETTLE).items
    (fate,) = (
        fate
        for fate in fates_of(*map(Sources().tree_of, (relay, new)))
        if fate.old.path == "impl DeliveryQueue"
    )
    assert fate.similarity is not None
    assert (head.fate, head.part) == (fate.kind, "header")
    assert head.similarity == round(fate.similarity, 4)
    assert head.similarity > 0.9


def test_an_import_more_above_is_no_change(relay: Corpus, revised: Make) -> None:
    """A `use` that the code does not need changes nothing, though it shifts the numbers."""
    case = case_of("DeliveryQueue::settle", "DeliveryQueue::lock", imports="used")
    above = (QUEUE, "use std::{", "use core::mem;\n\nuse std::{")
    assert change(relay, revised(above), case) is None


def test_a_changed_import_shows_both(relay: Corpus, revised: Make) -> None:
    """What became of the declaration stands in one diff of both."""
    case = case_of("DeliveryQueue::settle", "DeliveryQueue::lock", imports="used")
    edit = (QUEUE, "    fmt,\n    sync", "    sync")
    (item,) = (i for i in changed(relay, revised(edit), case).items if i.item == "use")
    assert item.fate == "edited"
    assert [row for row in item.diff.split("\n") if row[0] in "+-"] == ["-    fmt,"]


def test_a_use_that_was_chosen_by_number_is_followed(relay: Corpus, revised: Make) -> None:
    """The same declaration under another number has moved; another one in its place is an edit."""
    case = case_of("use#1", "DeliveryQueue::settle")
    above = (QUEUE, "use std::{", "use core::mem;\n\nuse std::{")
    (item,) = changed(relay, revised(above), case).items
    assert item.new is not None
    assert (item.fate, item.item, item.new.item) == ("moved", "use#1", "use#2")


def test_a_selector_that_chooses_nothing_is_told_once_the_pin_has_moved(
    relay: Corpus, revised: Make
) -> None:
    """Before that an update may follow it; after it a person has to write what it is called."""
    new = revised((QUEUE, "pub fn settle(", "pub fn finish("))
    codes = [
        [finding.code for finding in changed(relay, corpus, SETTLE).findings]
        for corpus in (new, pinned(new))
    ]
    assert codes == [[], ["code.unknown-item"]]


def test_a_selector_that_chooses_nothing_is_told_beside_one_that_was_written_anew(
    relay: Corpus, revised: Make
) -> None:
    """Of two new paths an author wrote one: the other keeps the case from being accepted."""
    edits = (QUEUE, "pub fn settle(", "pub fn finish("), (QUEUE, "pub fn lease(", "pub fn hand(")
    case = case_of("DeliveryQueue::settle", "DeliveryQueue::lease", think=PLAIN)
    example = replace(
        case.example, code=[rust(QUEUE, "DeliveryQueue::finish", "DeliveryQueue::lease")]
    )
    found = change(relay, pinned(revised(*edits)), case, replace(case, example=example))
    assert found is not None
    assert [one.code for one in found.findings] == ["code.unknown-item"]
    assert found.in_the_way == 1


# --- which sentences ---------------------------------------------------------------------------


def sentences(found: Change) -> list[str]:
    """Return the doubtful sentences by their first words."""
    return [" ".join(doubt.sentence.split()[:3]) for doubt in found.doubts]


def test_a_name_that_left_the_code_puts_its_sentence_in_doubt(relay: Corpus, revised: Make) -> None:
    """`lock` is still in the tree, but no longer in what is shown: that sentence, and no other."""
    edit = (QUEUE, "match self.lock().leased", "match self.entry.get_mut().leased")
    found = changed(relay, revised(edit), SETTLE)
    assert sentences(found) == ["`DeliveryQueue::settle` asks the"]
    (doubt,) = found.doubts
    assert doubt.reasons == ("`lock` left the shown code",)
    assert [doubt.sentence[start:end] for start, end in doubt.marks] == ["lock"]
    assert (doubt.field, doubt.where.file) == ("think", "cases/relay/a.py")


def test_a_name_that_left_the_tree_is_told_with_its_finding(relay: Corpus, revised: Make) -> None:
    """A variant that has another name everywhere is no name any more."""
    edits = (
        (QUEUE, "    NotLeased(u64),", "    Unknown(u64),"),
        (QUEUE, "Self::NotLeased(", "Self::Unknown("),
        (QUEUE, "QueueError::NotLeased(id)),", "QueueError::Unknown(id)),"),
    )
    found = changed(relay, revised(*edits), SETTLE)
    assert sentences(found) == ["What is gone"]
    (doubt,) = found.doubts
    assert any(reason.endswith("(think.unknown-name)") for reason in doubt.reasons)


FINISH = (QUEUE, "pub fn settle(", "pub fn finish(")
FINISHED = (FINISH, (DISPATCHER, "self.queue.settle(", "self.queue.finish("))
DELIVERIES = tuple(
    (file, text, text.replace("DeliveryQueue", "Deliveries"))
    for file, text in (
        (QUEUE, "pub struct DeliveryQueue"),
        (QUEUE, "impl DeliveryQueue"),
        (DISPATCHER, "Delivery, DeliveryQueue, QueueError"),
        (DISPATCHER, "    queue: DeliveryQueue,\n"),
        (DISPATCHER, "new(queue: DeliveryQueue,"),
        (DISPATCHER, "-> &DeliveryQueue"),
    )
)


@pytest.mark.parametrize(
    ("edits", "code", "named"),
    [
        (FINISHED, "think.unknown-name", "`settle` is `finish` now"),
        (
            FINISHED,
            "claim.unknown-item",
            "`DeliveryQueue::settle` is `DeliveryQueue::finish` now",
        ),
        (DELIVERIES, "think.unknown-name", "`DeliveryQueue` is `Deliveries` now"),
        (DELIVERIES, "claim.unknown-item", "`DeliveryQueue::settle` is `Deliveries::settle` now"),
    ],
    ids=["method", "its-path", "type", "its-member"],
)
def test_what_an_item_is_called_now_mends_a_finding_that_its_name_is_gone(
    relay: Corpus, revised: Make, edits: tuple[Change3, ...], code: str, named: str
) -> None:
    """Drift knows what was renamed: nothing is guessed, and no name is to be vouched for."""
    think = "Here `settle` takes it out. The `DeliveryQueue` is asked once. It is plain."
    evidence = calls("DeliveryQueue::settle", ".remove")
    case = case_of("DeliveryQueue::settle", think=think, claims={"`settle` takes it out": evidence})
    found = changed(relay, revised(*edits), case)
    (told,) = (why for doubt in found.doubts for why in doubt.reasons if why.endswith(f"({code})"))
    assert told.endswith(f"; {named} ({code})")


def test_what_a_selector_chose_is_told_by_the_path_that_it_has_now(
    relay: Corpus, revised: Make
) -> None:
    """Once the pin has moved: the path to write, and the file where that is another."""
    method = _settle(relay)
    free = method.replace("&self,", "queue: &DeliveryQueue,").replace("self.", "queue.")
    elsewhere = (f"{CORE}/settling.rs", "", free.replace("    pub", "pub"))
    for edits, named in (
        ((FINISH,), "`DeliveryQueue::settle` is `DeliveryQueue::finish` now"),
        (
            ((QUEUE, method, ""), elsewhere),
            f"`DeliveryQueue::settle` is `settle` in {CORE}/settling.rs now",
        ),
    ):
        new = revised(*edits)
        pin = replace(new.pin, commit=new.commit)
        pinned = Corpus(pin, new.repository, new.commit, new.tag, "")
        (told,) = (one for one in changed(relay, pinned, SETTLE).findings)
        assert (told.code, told.mend) == ("code.unknown-item", named)


def test_where_a_name_went_two_ways_nothing_is_said_of_what_it_is_now(
    revised: Make,
) -> None:
    """Of two methods of one name one has another now, and the other is gone: who is to say."""
    body = "{\n        match self.0.checked_sub(id) {\n            Some(_) => Ok(()),\n"
    body += "            None => Err(QueueError::NotLeased(id)),\n        }\n    }\n"
    other = f"pub struct Other(u64);\n\nimpl Other {{\n    pub fn settle(&self, id: u64) {body}}}\n"
    old = revised((f"{CORE}/other.rs", "", other))
    new = revised(*FINISHED, (f"{CORE}/other.rs", "", "pub struct Other(u64);\n"))
    case = case_of("DeliveryQueue::settle", think="Here `settle` takes it out. It is plain.")
    (doubt,) = changed(old, new, case).doubts
    (told,) = (why for why in doubt.reasons if why.endswith("(think.unknown-name)"))
    assert " now (" not in told


@pytest.mark.parametrize("name", ["/v1/settled/all", "x-settled-by", '"settled by"'])
def test_what_is_no_identifier_is_marked_whole(relay: Corpus, revised: Make, name: str) -> None:
    """A route, a header, a text in quotes: all of it is in doubt, not its first character."""
    text = name.strip('"')
    old = revised((f"{CORE}/told.rs", "", f'pub const TOLD: &str = "{text}";\n'))
    case = case_of("DeliveryQueue::settle", think=f"It is said at `{name}` and nowhere else.")
    (doubt,) = changed(old, relay, case).doubts
    assert any(reason.endswith("(think.unknown-name)") for reason in doubt.reasons)
    assert [doubt.sentence[start:end] for start, end in doubt.marks] == [name]


def test_a_number_that_changed_is_told(relay: Corpus, revised: Make) -> None:
    """A constant that the shown code names has another value: the sentence with the old one."""
    case = case_of("DeliveryQueue::lease", think="It is leased. The lease takes 30 s by default.")
    edit = (QUEUE, "Duration::from_secs(30)", "Duration::from_secs(60)")
    found = changed(relay, revised(edit), case)
    assert found.items == ()
    assert found.causes == (Cause.EVIDENCE, Cause.FINDINGS)
    assert sentences(found) == ["The lease takes"]
    assert any("30 s" in reason for reason in found.doubts[0].reasons)


def test_a_finding_of_a_sentence_is_counted_and_has_to_be_mended(
    relay: Corpus, revised: Make
) -> None:
    """What keeps a case from being accepted is told as that; a sentence to read alone is not."""
    case = case_of("DeliveryQueue::lease", think="It is leased. The lease takes 30 s by default.")
    number = (QUEUE, "Duration::from_secs(30)", "Duration::from_secs(60)")
    found = changed(relay, revised(number), case)
    assert (found.in_sentences, found.in_the_way) == (1, 1)
    mended = "mend the 1 finding in the sentences to read again, read prompt and think"
    assert mended in str(advice_of(found))


def test_a_doubt_without_a_finding_keeps_nothing_from_being_accepted(
    relay: Corpus, revised: Make
) -> None:
    """The near miss: a name left the shown code, and no rule is broken."""
    edit = (QUEUE, "match self.lock().leased", "match self.entry.get_mut().leased")
    found = changed(relay, revised(edit), SETTLE)
    assert found.doubts
    assert found.in_the_way == 0
    assert Cause.FINDINGS not in found.causes
    assert "finding" not in str(advice_of(found))


def test_a_claim_that_went_false_is_told_at_its_quote(relay: Corpus, revised: Make) -> None:
    """The quoted words are marked, with what is seen now."""
    evidence = before("DeliveryQueue::lease", "reclaim", ".pop_front")
    think = "The late come first. Then one is taken."
    case = case_of("DeliveryQueue::lease", think=think, claims={"come first": evidence})
    edit = (QUEUE, "        reclaim(&mut entry, now);\n", "")
    (doubt,) = changed(relay, revised(edit), case).doubts
    assert [doubt.sentence[start:end] for start, end in doubt.marks] == ["come first"]
    assert any("claim.refuted" in reason for reason in doubt.reasons)


WHY = "a caller of `settle` that kept the id of another lease would break it, and `run` keeps none"


def test_an_argument_goes_stale_by_tokens(relay: Corpus, revised: Make) -> None:
    """Other tokens in what an argument is tied to: that sentence; another comment is nothing."""
    claims: dict[str, Evidence | list[Evidence]] = {
        "The lease of 30 s ends by itself.": argued(WHY, "reclaim"),
        "`DeliveryQueue::settle` asks the books under `lock`.": calls(
            "DeliveryQueue::settle", ".lock", times=1
        ),
    }
    case = case_of("DeliveryQueue::settle", claims=claims)
    comment = (QUEUE, "/// Moves deliveries whose", "/// Takes deliveries whose")
    code = (QUEUE, "*until <= now", "*until < now")
    new = revised(comment, code)
    found = changed(relay, new, case)
    assert found.causes == (Cause.EVIDENCE,)
    assert sentences(found) == ["The lease of"]
    assert found.doubts[0].reasons == (
        "its argument is tied to `reclaim`, which changed (claim.stale)",
    )


def test_comments_do_not_make_an_argument_stale(relay: Corpus, revised: Make) -> None:
    """The near miss: tokens are the same."""
    case = case_of(
        "DeliveryQueue::settle",
        claims={"The lease of 30 s ends by itself.": argued(WHY, "reclaim")},
    )
    comment = (QUEUE, "/// Moves deliveries whose", "/// Takes deliveries whose")
    assert change(relay, revised(comment), case) is None


def test_what_was_wrong_before_is_no_doubt(relay: Corpus, revised: Make) -> None:
    """A finding that the old revision gives as well is not upstream's doing."""
    case = case_of("DeliveryQueue::settle")
    wrong = replace(case, example=replace(case.example, think=f"{THINK} `no_such_name` is."))
    found = change(relay, revised(BODY), case, wrong)
    assert found is not None
    assert sentences(found) == []
    assert Cause.PROSE in found.causes


def test_what_an_author_broke_is_told_where_upstream_moved_too(
    relay: Corpus, revised: Make
) -> None:
    """It is no doubt, as the old revision gives it as well: a finding like any other."""
    case = case_of("DeliveryQueue::settle")
    wrong = replace(case, example=replace(case.example, think=f"{THINK} `no_such_name` is."))
    found = change(relay, revised(BODY), case, wrong)
    assert found is not None
    assert [one.code for one in found.findings] == ["think.unknown-name"]
    assert type(found.findings[0].where) is Where
    assert found.in_the_way == 1
    assert found.causes == (Cause.PROSE, Cause.UPSTREAM, Cause.FINDINGS)
    assert Change.from_object(found.as_object()) == found


# --- what authors did --------------------------------------------------------------------------


def test_each_author_s_change_has_its_cause(relay: Corpus) -> None:
    """Prose, claims and choice are told apart, and none of them is drift."""
    stored = accepted_at(relay, SETTLE)
    example = SETTLE.example
    causes = {
        Cause.PROSE: replace(example, prompt="Else, please."),
        Cause.CLAIMS: replace(example, claims={"30 s": value("LEASE", seconds=30)}),
        Cause.CHOICE: replace(example, code=[rust(QUEUE, "DeliveryQueue::len")]),
    }
    for cause, other in causes.items():
        found = change_of_case(held(replace(SETTLE, example=other), relay), stored, _never)
        assert found is not None
        assert found.causes[0] is cause
        assert not found.is_drift
        assert found.before is not None
    spelled = replace(example, code=[rust(QUEUE, "DeliveryQueue :: settle")])
    assert change_of_case(held(replace(SETTLE, example=spelled), relay), stored, _never) is None


def _never(accepted: Accepted) -> Comparison | None:
    raise AssertionError(f"nobody moved, and {accepted.revision} is asked for")


def test_new_and_unreadable_are_causes(relay: Corpus) -> None:
    """What was never accepted, and what nobody can read, have nothing to be compared with."""
    for stored, cause in ((None, Cause.NEW), ("{}", Cause.UNREADABLE)):
        found = change_of_case(held(SETTLE, relay), stored, _never)
        assert found is not None
        assert found.causes == (cause,)
        assert found.before is None
        assert found.after.code


def test_a_snapshot_that_is_not_of_its_commit_is_unreadable(relay: Corpus) -> None:
    """The case fails, so that it waits, though neither upstream nor its author changed anything."""
    accepted = parse(accepted_at(relay, SETTLE))
    one = accepted.items[0]
    other = replace(one, fingerprint=replace(one.fingerprint, exact="ee"))
    stored = replace(accepted, items=(other, *accepted.items[1:])).text()
    found = change_of_case(held(SETTLE, relay), stored, _never)
    assert found is not None
    assert found.causes == (Cause.UNREADABLE,)


@pytest.mark.parametrize(
    ("edit", "fate"),
    [
        (BODY, "edited"),
        ((QUEUE, "match self.lock().leased", "match  self.lock().leased"), "reformatted"),
        ((QUEUE, "/// Forgets a delivery that", "/// Forgets one that"), "comments"),
        ((QUEUE, "pub fn settle(", "pub fn finish("), "deleted"),
    ],
)
def test_where_the_old_revision_is_not_at_hand_fingerprints_tell(
    relay: Corpus, revised: Make, edit: Change3, fate: str
) -> None:
    """Without the old code there is no diff, and nothing is followed or carried over."""
    stored, new = accepted_at(relay, SETTLE), revised(edit)
    found = change_of_case(held(SETTLE, new), stored, lambda _: None)
    assert found is not None
    assert [(one.fate, one.item, one.diff) for one in found.items] == [
        (fate, "DeliveryQueue::settle", "")
    ]
    assert not found.carried
    assert Cause.UPSTREAM in found.causes
    fetch = f"verbatim items --corpus-rev={relay.commit}"
    assert str(advice_of(found)).startswith(f"fetch the old revision with `{fetch}`, look again, ")
    assert "relay-v1.0.0 is not at hand" in "\n".join(change_lines(found))
    seen = changed(relay, new, SETTLE)
    assert "fetch" not in str(advice_of(seen))
    assert "not at hand" not in "\n".join(change_lines(seen))


# --- values ------------------------------------------------------------------------------------


def test_a_change_travels_as_json(relay: Corpus, revised: Make) -> None:
    """What a worker sends is what the controller shows."""
    found = changed(relay, revised(BODY, (QUEUE, "*until <= now", "*until < now")), SETTLE)
    found = replace(found, findings=(Finding(Where("a.py", 1), "think.empty", "seen", "mend"),))
    assert Change.from_object(json.loads(json.dumps(found.as_object()))) == found
    new = Change.from_object(replace(found, before=None, items=(), doubts=()).as_object())
    assert new.before is None


@pytest.mark.parametrize(
    ("repository", "url"),
    [
        ("https://github.com/a/b", "https://github.com/a/b/blob/{}/relay/src/q.rs#L3-L9"),
        ("https://github.com/a/b.git", "https://github.com/a/b/blob/{}/relay/src/q.rs#L3-L9"),
        ("git@github.com:a/b.git", "https://github.com/a/b/blob/{}/relay/src/q.rs#L3-L9"),
        ("https://gitlab.com/a/b/c", "https://gitlab.com/a/b/c/-/blob/{}/relay/src/q.rs#L3-9"),
        ("https://example.org/a/b", ""),
        ("file:///srv/github.com/a/b", ""),
        ("../upstream", ""),
    ],
)
def test_a_permalink_names_commit_file_and_lines(relay: Corpus, repository: str, url: str) -> None:
    """Where the host is known; elsewhere there is none, rather than a wrong one."""
    pin = replace(relay.pin, repository=repository)
    corpus = Corpus(pin, relay.repository, relay.commit, None, "")
    assert permalink(corpus, "src/q.rs", Lines(3, 9)) == url.format(relay.commit)
    if url:
        assert permalink(corpus, "src/q.rs", Lines(3, 3)).endswith("q.rs#L3")
        assert "/src/a%20%23%C3%A9.rs#" in permalink(corpus, "src/a #é.rs", Lines(3, 3))


@pytest.mark.parametrize(
    ("old", "new", "rows"),
    [
        ("a b c", "a b c", []),
        ("a", "b", ["@@ -5,1 +9,1 @@", "-a", "+b"]),
        ("", "b", ["@@ -5,0 +9,1 @@", "+b"]),
        ("a b c d e f g h", "a b c d X f g h",
         ["@@ -6,7 +10,7 @@", " b", " c", " d", "-e", "+X", " f", " g", " h"]),
    ],
)  # fmt: skip
def test_hunks_are_unified_and_numbered(old: str, new: str, rows: list[str]) -> None:
    """Three lines stay around a change; equal texts give nothing."""
    assert diff_of(old.split(), new.split(), 5, 9) == "\n".join(rows)


def test_what_was_accepted_can_be_found_at_its_revision(relay: Corpus, revised: Make) -> None:
    """A revision is the base of a snapshot where every item has its bytes there."""
    accepted = parse(accepted_at(relay, case_of("DeliveryQueue::settle", "use", "LEASE")))
    later = revised(BODY)
    assert Comparison(relay, later).is_base_of(accepted)
    assert not Comparison(later, relay).is_base_of(accepted)


# --- what stands in the way -----------------------------------------------------------------------

SYNTAX = "has a syntax error, as our parser sees it,"
PROSE = "`reclaim` goes through what is `leased`. Whoever is late loses `until`. It is plain."


def _reclaim(corpus: Corpus) -> str:
    text = corpus.read(QUEUE).decode()
    start = text.index("/// Moves deliveries")
    return text[start : text.index("\n}\n", start) + 3]


def test_a_file_that_left_the_scope_is_told_with_the_entry_that_names_it(
    relay: Corpus, revised: Make
) -> None:
    """The code is looked at where it is now: no doubts, and the mend names the entry of `cover`.

    That entry stays, as other cases may show what is left in its file.
    """
    narrow = replace(DATASET, shown="dataset.toml", cover=(QUEUE,), also=())
    case = case_of("reclaim", think=PROSE)
    gone = _reclaim(relay)
    new = revised((QUEUE, gone, ""), ("relay-late/late.rs", "", gone))
    one = examine(prepare(case, narrow, new))
    stored = accepted_at(relay, case)
    between = Comparison(relay, new)
    found = change_of_case(Held(case, narrow, one, one.findings, new), stored, lambda _: between)
    assert found is not None
    assert [item.fate for item in found.items] == ["moved"]
    assert found.doubts == ()
    (outside,) = (f for f in found.findings if f.code == "code.out-of-scope")
    assert outside.mend == (
        f"`[scope] cover` names {QUEUE}, which has code that is in relay-late/late.rs now: "
        "add relay-late/late.rs beside it (dataset.toml)"
    )
    assert not found.carried


def test_which_file_left_the_scope_is_no_matter_of_words(relay: Corpus) -> None:
    """A finding is about a file; one about another file that code came into keeps its own mend."""
    narrow = replace(DATASET, shown="dataset.toml", cover=(QUEUE,), also=())
    came = {"late.rs": QUEUE, "later.rs": QUEUE}
    place, code = Where("cases/relay/a.py", 3), "code.out-of-scope"
    here = Finding(place, code, "not for this dataset: late.rs", "see [scope]", "late.rs")
    elsewhere = Finding(place, code, "late.rs is named beside other.rs", "see [scope]", "other.rs")
    found = list(with_scope([here, elsewhere], narrow, came, relay))
    assert "add late.rs beside it" in found[0].mend
    assert found[0].about == "late.rs"
    assert found[1] == elsewhere


def test_bytes_that_are_no_utf_8_put_no_sentence_in_doubt(relay: Corpus, revised: Make) -> None:
    """The lines are there, though they cannot be emitted: that is said, and nothing else."""
    new = revised((QUEUE, "match self.lock().leased", "/* \udce9 */ match self.lock().leased"))
    found = changed(relay, new, SETTLE)
    assert [one.code for one in found.findings] == ["code.not-utf8"]
    assert found.doubts == ()


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("    pub fn settle(", "<<<<<<< HEAD\n    pub fn settle(", 85),
        ("Some(_) => Ok(()),\n", "Some(_) => Ok(()),\n            {{{\n", 87),
    ],
)
def test_a_file_that_does_not_parse_is_told_with_its_line(
    relay: Corpus, revised: Make, old: str, new: str, line: int
) -> None:
    """A conflict marker, and braces that do not close: fates rest on that, and it is said."""
    found = changed(relay, revised((QUEUE, old, new)), SETTLE)
    assert found.items
    (told,) = (one for one in found.findings if one.code == "code.unparsed")
    assert told.seen == f"{QUEUE} {SYNTAX} at relay-v1.1.0 (near line {line})"


def test_of_two_files_with_an_item_of_one_path_the_broken_one_is_told(
    relay: Corpus, revised: Make
) -> None:
    """Which file an item was in is no matter of its path, and not of which comes last."""
    both = [rust(file, "Entry") for file in (QUEUE, DEDUP)]
    case = replace(SETTLE, example=replace(SETTLE.example, code=both))
    new = revised((QUEUE, "struct Entry {\n", "struct Entry {\n<<<<<<< HEAD\n"))
    told = [one.seen for one in changed(relay, new, case).findings if one.code == "code.unparsed"]
    assert [one.partition(" ")[0] for one in told] == [QUEUE]


def test_an_error_elsewhere_in_the_file_is_not_told(relay: Corpus, revised: Make) -> None:
    """A near miss: the item is edited in its place, and cut out whole."""
    new = revised(BODY, (QUEUE, "fn reclaim(", "fn reclaim(<<<"))
    found = changed(relay, new, SETTLE)
    assert [one.fate for one in found.items] == ["edited"]
    assert "code.unparsed" not in [one.code for one in found.findings]


def test_a_file_that_parses_is_not_said_to_be_broken(relay: Corpus, revised: Make) -> None:
    """The near miss: a change like any other."""
    assert changed(relay, revised(BODY), SETTLE).findings == ()


def test_where_all_code_is_gone_that_alone_is_said(relay: Corpus, revised: Make) -> None:
    """Nothing of files, a missing `rust(...)` or sentences: show other code, or remove the case."""
    case = case_of("reclaim", think="`push_front` takes one back, as long as it is late.")
    found = changed(relay, revised((QUEUE, _reclaim(relay), "")), case)
    assert [item.fate for item in found.items] == ["deleted"]
    assert [one.code for one in found.findings] == ["code.gone"]
    assert found.doubts == ()
    assert str(advice_of(found)) == (
        "move the pin with `verbatim update relay-v1.1.0`, then show other code, or remove the case"
    )


def test_where_some_code_is_left_it_is_not_gone(relay: Corpus, revised: Make) -> None:
    """The near miss: one of two items is deleted, and the other is still shown."""
    case = case_of("reclaim", "DeliveryQueue::settle", think=PROSE)
    found = changed(relay, revised((QUEUE, _reclaim(relay), "")), case)
    assert "deleted" in [item.fate for item in found.items]
    assert [one.code for one in found.findings] == []


# --- imports ----------------------------------------------------------------------------------

GONE = (
    QUEUE,
    """    /// Forgets a delivery that was made, or that nobody should try again.
    pub fn settle(&self, id: u64) -> Result<(), QueueError> {
        match self.lock().leased.remove(&id) {
            Some(_) => Ok(()),
            None => Err(QueueError::NotLeased(id)),
        }
    }

""",
    "",
)
PLAIN = "What is done is forgotten."


@pytest.mark.parametrize(
    ("edits", "fates"),
    [
        ([("use std::{", "use std::{ ")], ["reformatted"]),
        ([("use std::{", "use std::{ // of std")], ["comments"]),
        ([("    fmt,\n    sync", "    sync")], ["edited"]),
        ([("use std::{", "use core::mem;\n\nuse std::{")], []),
    ],
)
def test_an_import_has_the_fate_that_any_item_has(
    relay: Corpus, revised: Make, edits: list[tuple[str, str]], fates: list[str]
) -> None:
    """By tokens: other white space is no other declaration, and needs no person."""
    case = case_of("DeliveryQueue::settle", "DeliveryQueue::lock", imports="used", think=PLAIN)
    found = change(relay, revised(*((QUEUE, *edit) for edit in edits)), case)
    items = () if found is None else found.items
    assert [(one.fate, one.item) for one in items] == [(fate, "use") for fate in fates]
    assert found is None or found.carried is ("edited" not in fates)


def test_a_reformatted_import_is_told_without_the_old_revision_too(
    relay: Corpus, revised: Make
) -> None:
    """Fingerprints tell white space from another declaration."""
    case = case_of("DeliveryQueue::settle", "DeliveryQueue::lock", imports="used", think=PLAIN)
    new = revised((QUEUE, "use std::{", "use std::{ "))
    found = change_of_case(held(case, new), accepted_at(relay, case), lambda _: None)
    assert found is not None
    assert [(one.fate, one.item) for one in found.items] == [("reformatted", "use")]


def test_a_numbered_use_is_followed_by_tokens(relay: Corpus, revised: Make) -> None:
    """Chosen by number and written anew, it is reformatted in its place and moved elsewhere."""
    case = case_of("use#1", "DeliveryQueue::settle", think=PLAIN)
    here = revised((QUEUE, "use std::{", "use std::{ "))
    assert [(one.fate, one.item) for one in changed(relay, here, case).items] == [
        ("reformatted", "use#1")
    ]


@pytest.mark.parametrize(
    ("edit", "now", "lost"),
    [
        (FINISH, ("lease", "settle"), ("renamed",)),
        (FINISH, ("lease", "finish"), ()),
        (GONE, ("lease", "settle"), ("deleted",)),
        (GONE, ("lease",), ()),
        (BODY, ("lease", "settle"), ()),
    ],
    ids=["renamed", "followed", "gone", "left-out", "near-miss"],
)
def test_what_is_written_into_the_case_already_is_not_asked_for(
    relay: Corpus, revised: Make, edit: Change3, now: tuple[str, ...], lost: tuple[str, ...]
) -> None:
    """A path is written anew, or other code shown, where a selector chooses nothing any more."""
    was, rewritten = (
        case_of(*(f"DeliveryQueue::{name}" for name in names), think=PLAIN)
        for names in (("lease", "settle"), now)
    )
    found = change(relay, revised(edit), was, rewritten)
    assert found is not None
    assert found.lost == lost
    assert ("new path" in str(advice_of(found))) is ("renamed" in lost)
    assert ("show other code" in str(advice_of(found))) is ("deleted" in lost)


# --- items that stay as they are --------------------------------------------------------------


def test_items_in_another_order_are_drift(relay: Corpus, revised: Make) -> None:
    """Each is as it was, and the code is not: it is said which order there is now."""
    text = relay.read(QUEUE).decode()
    start = text.index("    pub fn len(")
    method = text[start : text.index("\n    }\n", start) + 7]
    end = text.index("\n}\n\n", start)
    last = text[text.rindex("    pub fn is_empty(", start, end) : end]
    case = case_of("DeliveryQueue::len", "DeliveryQueue::is_empty", think=PLAIN)
    new = revised((QUEUE, method, ""), (QUEUE, last, f"{last}\n\n{method.rstrip()}"))
    found = changed(relay, new, case)
    assert found.items == ()
    assert found.is_drift
    (told,) = found.findings
    order = "`DeliveryQueue::is_empty`, `DeliveryQueue::len`"
    assert told.code == "code.reordered"
    assert found.in_the_way == 0
    assert found.causes == (Cause.UPSTREAM,)
    assert "mend the findings" not in str(advice_of(found))
    then = "`DeliveryQueue::len`, `DeliveryQueue::is_empty`"
    assert told.seen == f"its items stand in another order at relay-v1.1.0: {order}; before {then}"
    assert not found.carried
    blind = change_of_case(held(case, new), accepted_at(relay, case), lambda _: None)
    assert blind is not None
    assert [one.code for one in blind.findings] == ["code.reordered"]
    assert drift_headline([found], 1, "a", "b") == "1 of 1 case drifted from a to b: 1 reordered"


def _settle(corpus: Corpus) -> str:
    text = corpus.read(QUEUE).decode()
    start = text.index("    /// Forgets a delivery")
    return text[start : text.index("\n    }\n", start) + 7]


def test_a_member_that_became_a_function_behind_its_impl_keeps_its_order(
    relay: Corpus, revised: Make
) -> None:
    """It comes last as it did: that the impl ends before it is no other order of the items."""
    method = _settle(relay)
    free = method.replace("&self,", "queue: &DeliveryQueue,").replace("self.", "queue.")
    case = case_of("DeliveryQueue::lease", "DeliveryQueue::settle", think=PLAIN)
    later = (QUEUE, "/// Moves deliveries", f"{free}\n/// Moves deliveries")
    found = changed(relay, revised((QUEUE, method, ""), later), case)
    assert [(one.fate, one.item) for one in found.items] == [("renamed", "DeliveryQueue::settle")]
    assert found.findings == ()


def test_items_in_other_impls_of_their_type_are_drift(relay: Corpus, revised: Make) -> None:
    """Paths, bytes and order are the same, and the code is not: one impl ends elsewhere."""
    end = "\n}\n\nimpl DeliveryQueue {\n"
    method = _settle(relay)
    old = revised((QUEUE, f"\n{method}", f"{end}{method}"))
    new = revised((QUEUE, f"{method}\n", f"{method}{end}"))
    case = case_of(*(f"DeliveryQueue::{one}" for one in ("lease", "settle", "len")), think=PLAIN)
    found = changed(old, new, case)
    assert found.items == ()
    assert found.causes == (Cause.UPSTREAM,)
    (told,) = found.findings
    assert told.code == "code.reordered"
    assert told.seen == "its items are divided otherwise among their impls at relay-v1.1.0"


def test_where_no_case_ran_nothing_is_said_of_drift() -> None:
    """A module that cannot be imported stops them all: that is not as if nothing had changed."""
    assert drift_headline([], 0, "a", "b") == "no case was held against b"
    assert drift_headline([], 1, "a", "b") == "no drift from a to b in 1 case"
    assert changes_headline([], 0) == "no example was run"


def test_of_a_revision_without_a_tag_the_headline_has_a_command_that_works(
    relay: Corpus, revised: Make
) -> None:
    """An address cannot be asked for half a commit id; people read twelve digits of it."""
    edit = (QUEUE, "match self.lock().leased", "match  self.lock().leased")
    found = changed(relay, revised(edit), SETTLE)
    told = drift_headline([found], 1, "a", 40 * "b")
    assert told.startswith(f"1 of 1 case drifted from a to {12 * 'b'}: ")
    assert f"`verbatim update {40 * 'b'} --tag NAME` carries 1 over" in told


def test_imports_in_another_order_are_drift(relay: Corpus, revised: Make) -> None:
    """They came along, and the code that is emitted is not what was accepted."""
    text = relay.read(DISPATCHER).decode()
    uses = text[text.index("use std") : text.index("/// What carries")]
    first, last = uses.rstrip().split("\n\n")
    case = case_of("PostError", file=DISPATCHER, imports="all", think=PLAIN)
    new = revised((DISPATCHER, uses, f"{last}\n\n{first}\n\n"))
    stored, between = accepted_at(relay, case), Comparison(relay, new)
    for base in (lambda _: between, lambda _: None):
        found = change_of_case(held(case, new), stored, base)
        assert found is not None
        assert (found.items, found.causes[0]) == ((), Cause.UPSTREAM)
        (told,) = found.findings
        assert told.seen == "its `use` declarations stand in another order at relay-v1.1.0"
        assert not found.carried


@pytest.mark.parametrize("imports", ["none", "all"])
@pytest.mark.parametrize("more", ["use std::mem;", ""], ids=["another", "the-same"])
def test_a_use_that_comes_along_with_the_chosen_one_is_drift(
    relay: Corpus, revised: Make, imports: str, more: str
) -> None:
    """`use` chooses all of a file: what was there is still there, and what came is told."""
    text = relay.read(QUEUE).decode()
    use = text[text.index("use std") : text.index("\n\n/// How long")]
    case = case_of("use", think=PLAIN, imports=imports)
    found = changed(relay, revised((QUEUE, use, f"{use}\n\n{more or use}")), case)
    assert found.causes == (Cause.UPSTREAM,)
    (told,) = found.items
    assert (told.fate, told.item, told.old) == ("edited", "use", None)
    assert all(not row.startswith("-") for row in told.diff.split("\n"))


@pytest.mark.parametrize("beside", [(), ((QUEUE, "pop_front()?", "pop_back()?"),)])
def test_a_shell_that_is_one_of_several_now_goes_along(
    relay: Corpus, revised: Make, beside: tuple[Change3, ...]
) -> None:
    """Its member has its path still, and the shell another: it moved, whatever is beside it."""
    case = case_of("DeliveryQueue::settle", think=PLAIN)
    second = (QUEUE, "/// Moves deliveries", "impl DeliveryQueue {}\n\n/// Moves deliveries")
    found = changed(relay, revised(second, *beside), case)
    (told,) = found.items
    assert (told.fate, told.item, told.part) == ("moved", "impl DeliveryQueue", "header")
    assert told.new is not None
    assert told.new.item == "impl DeliveryQueue#1"
    assert found.carried


def test_where_a_shell_alone_moved_no_new_path_is_asked_for(relay: Corpus, revised: Make) -> None:
    """The member that is chosen has its path still, though it was edited."""
    second = (QUEUE, "/// Moves deliveries", "impl DeliveryQueue {}\n\n/// Moves deliveries")
    new = revised(second, (QUEUE, "Some(_) => Ok(()),", "Some((_, _)) => Ok(()),"))
    found = changed(relay, new, SETTLE)
    assert found.fates == ("moved", "edited")
    assert "path" not in str(advice_of(found))


def test_a_short_path_that_fits_two_items_is_drift(relay: Corpus, revised: Make) -> None:
    """The item stays where it was, and the case fails: with the paths to write."""
    case = case_of("impl Display for QueueError", think=PLAIN)
    other = (QUEUE, "struct Entry {", "impl late::Display for QueueError {}\n\nstruct Entry {")
    new = revised(other)
    pinned = Corpus(replace(new.pin, commit=new.commit), new.repository, new.commit, new.tag, "")
    for corpus in (new, pinned):
        found = changed(relay, corpus, case)
        assert found.items == ()
        assert found.is_drift
        assert [one.code for one in found.findings] == ["code.ambiguous-item"]
        assert not found.carried
        assert "mend the findings" in str(advice_of(found))


def test_code_that_became_test_code_is_drift(relay: Corpus, revised: Make) -> None:
    """The item is as it was, its module is for tests now: refused, and nothing else is said."""
    case = case_of("DeliveryQueue::settle", think="`lock` is asked. It is plain.")
    new = revised((f"{CORE}/lib.rs", "pub mod queue;", "#[cfg(test)]\npub mod queue;"))
    found = changed(relay, new, case)
    assert found.items == ()
    assert found.doubts == ()
    assert [one.code for one in found.findings] == ["code.test-code"]
    assert drift_headline([found], 1, "a", "b") == "1 of 1 case drifted from a to b: 1 refused"
