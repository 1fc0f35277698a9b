"""Coverage: which items in scope stand whole in an example, and which are missing."""

import pytest
from support import CORE, TRAPS

from pytest_verbatim.casefile import Case
from pytest_verbatim.config.dataset import Dataset
from pytest_verbatim.coverage import Coverage, coverage_of, items_in_scope
from pytest_verbatim.examination import Examination, examine, prepare
from pytest_verbatim.example import Example, Imports, rust
from pytest_verbatim.source.corpus import Corpus

QUEUE = f"{CORE}/queue.rs"
RETRY = f"{CORE}/retry.rs"


def dataset(*cover: str) -> Dataset:
    """Return a dataset about some files of the miniature."""
    return Dataset("relay", "", "relay", "s", "t", cover, (f"{CORE}/*",), 1, 9)


def shown(
    corpus: Corpus, file: str, *items: str, imports: Imports = "none", think: str = "t"
) -> Examination:
    """Return the examination of an example that shows some items of one file."""
    example = Example(code=[rust(file, *items, imports=imports)], prompt="p", think=think)
    case = Case("relay", "cases/relay/a.py", "a", 1, 0, example)
    return examine(prepare(case, dataset(), corpus))


def missing(coverage: Coverage) -> set[str]:
    """Return the paths of the items that are missing."""
    return {one.item for one in coverage.missing}


def all_of(corpus: Corpus, file: str) -> set[str]:
    """Return the paths of the items of a file that count."""
    return {str(item.path) for item in items_in_scope(corpus, file)}


def test_what_counts_is_production_code_without_imports(relay: Corpus) -> None:
    """`use` declarations and test code do not count; everything else of a file does."""
    everything = {str(item.path) for item in relay.rust_file(QUEUE).items}
    assert everything - all_of(relay, QUEUE) == {"use#1"}
    marked = relay.rust_file(f"{TRAPS}/testing.rs").items
    assert all_of(relay, f"{TRAPS}/testing.rs") == {
        str(item.path) for item in marked if not item.test and item.kind != "use"
    }
    assert any(item.test for item in marked)
    for file in relay.test_paths:
        assert items_in_scope(relay, file) == ()


def test_what_cannot_be_cut_out_does_not_count(relay: Corpus) -> None:
    """An item that shares a line with other code can be shown by nobody, and is not missed."""
    refused, counted = 0, 0
    for file in relay.rust_paths:
        items = relay.rust_file(file).items
        uncut = {str(item.path) for item in items if item.refusal}
        assert all_of(relay, file).isdisjoint(uncut)
        refused += len(uncut)
        counted += len(all_of(relay, file))
    assert counted > refused > 0


def test_nothing_shown_is_nothing_covered(relay: Corpus) -> None:
    """Without examples every item is missing, by file and first line, in source order."""
    coverage = coverage_of(dataset(QUEUE, RETRY), relay, [])
    assert coverage.covered == 0
    assert (
        coverage.total
        == len(coverage.missing)
        == sum(len(items_in_scope(relay, file)) for file in (QUEUE, RETRY))
    )
    assert list(dict.fromkeys(one.file for one in coverage.missing)) == [QUEUE, RETRY]
    for one in coverage.missing:
        (item,) = [i for i in relay.rust_file(one.file).items if str(i.path) == one.item]
        assert one.line == item.lines.first


def test_an_item_that_is_shown_is_covered(relay: Corpus) -> None:
    """A chosen item counts; an import that came along makes no difference."""
    coverage = coverage_of(dataset(QUEUE), relay, [shown(relay, QUEUE, "LEASE", imports="used")])
    assert missing(coverage) == all_of(relay, QUEUE) - {"LEASE"}
    assert coverage.covered == 1


def test_a_member_covers_itself_and_a_whole_impl_its_members(relay: Corpus) -> None:
    """A member in its shell does not stand for its impl; a whole impl stands for all in it."""
    member = coverage_of(dataset(QUEUE), relay, [shown(relay, QUEUE, "DeliveryQueue::len")])
    assert missing(member) == all_of(relay, QUEUE) - {"DeliveryQueue::len"}
    whole = coverage_of(dataset(QUEUE), relay, [shown(relay, QUEUE, "impl DeliveryQueue")])
    inside = {path for path in all_of(relay, QUEUE) if path.startswith("DeliveryQueue::")}
    assert inside
    assert missing(whole) == all_of(relay, QUEUE) - inside - {"impl DeliveryQueue"}


def test_an_impl_of_which_all_members_are_chosen_is_covered(relay: Corpus) -> None:
    """By one example, as it shows header and closing line too; not with one member less."""
    inside = [path for path in all_of(relay, QUEUE) if path.startswith("DeliveryQueue::")]
    every = coverage_of(dataset(QUEUE), relay, [shown(relay, QUEUE, *inside)])
    assert missing(every) == all_of(relay, QUEUE) - {*inside, "impl DeliveryQueue"}
    parts = [shown(relay, QUEUE, inside[0]), shown(relay, QUEUE, *inside[1:])]
    near = coverage_of(dataset(QUEUE), relay, parts)
    assert missing(near) == all_of(relay, QUEUE) - {*inside}


def test_all_items_but_in_members_are_the_whole_file_too(relay: Corpus) -> None:
    """Choosing each member of an impl is no way to cover a file at once."""
    items = items_in_scope(relay, QUEUE)
    containers = {item.container for item in items}
    every = shown(relay, QUEUE, *(str(one.path) for one in items if one.path not in containers))
    assert every.record is not None
    assert coverage_of(dataset(QUEUE), relay, [every]).covered == 0


def test_examples_add_up_and_count_once(relay: Corpus) -> None:
    """Two examples cover what either shows; what both show counts once."""
    one = shown(relay, QUEUE, "LEASE", "reclaim")
    two = shown(relay, QUEUE, "LEASE", "Delivery")
    coverage = coverage_of(dataset(QUEUE), relay, [one, two])
    assert coverage.covered == 3
    assert missing(coverage) == all_of(relay, QUEUE) - {"LEASE", "reclaim", "Delivery"}


def test_an_example_that_shows_a_whole_file_covers_nothing_of_it(relay: Corpus) -> None:
    """Taking every item at once is no way to cover a file; all but one is."""
    tops = [str(item.path) for item in items_in_scope(relay, QUEUE) if not item.is_member]
    whole = coverage_of(dataset(QUEUE), relay, [shown(relay, QUEUE, *tops)])
    assert whole.covered == 0
    near = coverage_of(dataset(QUEUE), relay, [shown(relay, QUEUE, *tops[1:])])
    assert missing(near) == {tops[0]}


def test_an_example_with_a_finding_covers_nothing(relay: Corpus) -> None:
    """Only an example that could be emitted counts."""
    broken = shown(relay, QUEUE, "LEASE", think="")
    assert [finding.code for finding in broken.findings] == ["think.empty"]
    assert coverage_of(dataset(QUEUE), relay, [broken]).covered == 0


def test_other_files_do_not_count(relay: Corpus) -> None:
    """What an example shows of a file that is not covered changes nothing."""
    coverage = coverage_of(dataset(QUEUE), relay, [shown(relay, RETRY, "Attempt")])
    assert coverage.covered == 0
    assert {one.file for one in coverage.missing} == {QUEUE}


def test_a_file_that_the_corpus_lacks_is_told(relay: Corpus) -> None:
    """A file in scope that is not there, moved by upstream perhaps, is named and counts nothing."""
    coverage = coverage_of(dataset("gone.rs", QUEUE), relay, [])
    assert coverage.unknown_files == ("gone.rs",)
    assert coverage.total == len(items_in_scope(relay, QUEUE))


@pytest.mark.parametrize("covered", [(), ("LEASE",), ("LEASE", "reclaim", "impl DeliveryQueue")])
def test_covered_and_missing_make_the_total(relay: Corpus, covered: tuple[str, ...]) -> None:
    """What is covered and what is missing are all there is."""
    examinations = [shown(relay, QUEUE, item) for item in covered]
    coverage = coverage_of(dataset(QUEUE), relay, examinations)
    assert coverage.covered + len(coverage.missing) == coverage.total
