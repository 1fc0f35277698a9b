"""What a person is told to do: decided once, the same wherever it stands, safe to paste."""

import shlex
import subprocess
from dataclasses import replace
from typing import Any

import pages
import pytest

from pytest_verbatim.advice import Advice, Step
from pytest_verbatim.change import Cause, Change, Entry, State, advice_of, advice_of_entry
from pytest_verbatim.commands import accept_command, fetch_command, update_command
from pytest_verbatim.controls import is_hidden
from pytest_verbatim.finding import Finding
from pytest_verbatim.render import entry_text
from pytest_verbatim.render.changes import change_text
from pytest_verbatim.render.page import review_page
from pytest_verbatim.render.report import About, advice_markdown, report_markdown

EDITED = replace(pages.DRIFT, case="c.py::c", items=pages.DRIFT.items[:1], findings=())
GONE = Finding(pages.DRIFT.where, "code.gone", "nothing of its code is left", "show other code")
ACCEPT = "pytest 'c.py::c' --snapshot-update"
UPDATE = "verbatim update relay-v1.1.0"
READ = "read prompt and think against the new code and mend them"


def with_fate(fate: str) -> Change:
    """Return the change of a case whose one item has a fate; its selector chooses nothing."""
    return replace(EDITED, items=(replace(EDITED.items[0], fate=fate),), lost=(fate,))


# --- the value -------------------------------------------------------------------------------

THREE = Advice(
    (
        Step("turn round", "the sun is low", "turn"),
        Step("look"),
        Step("walk", command="go 1"),
    )
)


def test_advice_is_one_line_with_its_last_command_bare() -> None:
    """Commands inside stand in backticks; reasons are for places with room for them."""
    assert str(THREE) == "turn round with `turn`, look, then walk: go 1"
    assert str(Advice((Step("turn round", command="turn"), Step("look")))) == (
        "turn round with `turn`, then look"
    )
    assert str(Advice((Step("look"), Step("walk")), "stay")) == "stay, or look, then walk"
    assert THREE.commands == ("turn", "go 1")


def test_advice_is_sentences_that_end_with_a_reason_or_a_command() -> None:
    """What needs neither flows into what follows."""
    assert list(THREE.sentences()) == [
        ("Turn round: the sun is low.", "turn"),
        ("Look, then walk:", "go 1"),
    ]
    assert list(Advice((Step("look"), Step("walk")), "stay").sentences()) == [
        ("Stay, or look, then walk.", "")
    ]
    assert list(Advice().sentences()) == []


def test_advice_in_markdown_has_its_commands_as_code() -> None:
    """Whatever the words or the commands hold."""
    advice = Advice((Step("see *it*", command="a `b` *c*"), Step("walk", command="go")))
    assert advice_markdown(advice) == "see \\*it\\* with ``a `b` *c*``, then walk: `go`"


# --- the decision ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (EDITED, f"move the pin with `{UPDATE}`, {READ}, then accept: {ACCEPT}"),
        (replace(EDITED, at_pin=True), f"{READ}, then accept: {ACCEPT}"),
        (
            replace(EDITED, new_revision="a;b"),
            f"move the pin with `verbatim update 'a;b'`, {READ}, then accept: {ACCEPT}",
        ),
        (
            replace(with_fate("renamed"), at_pin=True),
            f"write the new path into the case, {READ}, then accept: {ACCEPT}",
        ),
        (
            replace(with_fate("deleted"), at_pin=True),
            f"show other code for what is gone or remove the case, {READ}, then accept: {ACCEPT}",
        ),
        (
            replace(with_fate("renamed"), lost=(), at_pin=True),
            f"{READ}, then accept: {ACCEPT}",
        ),
        (
            replace(EDITED, findings=pages.DRIFT.findings, at_pin=True),
            f"mend the findings, {READ}, then accept: {ACCEPT}",
        ),
        (
            replace(EDITED, findings=(GONE,)),
            f"move the pin with `{UPDATE}`, then show other code, or remove the case",
        ),
        (replace(EDITED, findings=(GONE,), at_pin=True), "show other code, or remove the case"),
        (
            replace(EDITED, carried=True),
            f"carry it over, as nothing in the prose depends on what changed: {UPDATE}",
        ),
        (
            replace(EDITED, carried=True, at_pin=True),
            f"carry it over, as nothing in the prose depends on what changed: {UPDATE}",
        ),
    ],
)
def test_what_upstream_changed_is_read_against_the_new_code(change: Change, told: str) -> None:
    """Nothing is accepted at another revision, nor with findings; what is carried needs no more."""
    assert str(advice_of(change)) == told


@pytest.mark.parametrize(
    ("cause", "told"),
    [
        (Cause.NEW, "read it, then accept"),
        (Cause.PROSE, "read the difference, then accept"),
        (Cause.CLAIMS, "read the difference, then accept"),
        (Cause.CHOICE, "read the difference, then accept"),
        (
            Cause.UNREADABLE,
            "restore the snapshot from version control, or read it, then accept",
        ),
        (Cause.UPSTREAM, f"{READ}, then accept"),
    ],
)
def test_each_outcome_has_its_own_advice(cause: Cause, told: str) -> None:
    """Never accepted, accepted and different, damaged, upstream's: each wants another look."""
    change = replace(EDITED, causes=(cause,), at_pin=True)
    assert str(advice_of(change)) == f"{told}: {ACCEPT}"
    broken = replace(change, findings=pages.DRIFT.findings)
    assert "mend the findings" in str(advice_of(broken))


def test_an_entry_without_a_case_can_be_removed() -> None:
    """Of an orphan that alone is said; what is accepted wants nothing."""
    orphan = Entry(State.ORPHANED, "snapshots/a.json", "snapshots/a.json")
    assert advice_of_entry(orphan).commands == ("pytest --prune-snapshots",)
    assert advice_of_entry(replace(orphan, state=State.ACCEPTED)) == Advice()
    waiting = Entry(State.PENDING, EDITED.case, "snapshots/c.json", EDITED)
    assert advice_of_entry(waiting) == advice_of(EDITED)


# --- wherever it stands ----------------------------------------------------------------------


@pytest.mark.parametrize("fate", ["edited", "renamed", "moved", "deleted"])
@pytest.mark.parametrize(
    "changed", [{}, {"at_pin": True}, {"findings": pages.DRIFT.findings}, {"findings": (GONE,)}]
)
def test_every_place_says_the_same(fate: str, changed: dict[str, Any]) -> None:
    """A failing test, a report, the review and the page name the same steps and commands."""
    change = replace(with_fate(fate), **changed)
    about = About("https://git.example/relay", "a", "a" * 40, "b", "b" * 40, 1)
    entry = Entry(State.PENDING, change.case, "snapshots/c.json", change)
    advice = advice_of(change)
    places = {
        "failing test": change_text(change).split("\n")[-1],
        "report": report_markdown([change], about).rstrip().split("\n")[-1],
        "review": entry_text(entry, 200, colour=False),
        "page": review_page([change], "", "").replace("&#x27;", "'"),
    }
    for place, shown in places.items():
        for step in advice.steps:
            assert step.what in shown.lower(), place
        for command in advice.commands:
            assert command in shown, place


# --- commands --------------------------------------------------------------------------------


def test_a_usual_node_id_stands_in_single_quotes() -> None:
    """A revision stands in none, where a shell needs none."""
    assert accept_command("cases/a/b.py::c") == "pytest 'cases/a/b.py::c' --snapshot-update"
    assert update_command("relay-v1.1.0") == "verbatim update relay-v1.1.0"


def test_a_commit_is_moved_to_under_a_name() -> None:
    """`verbatim update` refuses a commit without one; twelve digits may be a tag."""
    commit = "0123456789" * 4
    assert update_command(commit) == f"verbatim update {commit} --tag NAME"
    assert update_command(commit, "v1") == f"verbatim update {commit} --tag v1"
    assert update_command(commit[:12]) == f"verbatim update {commit[:12]}"


@pytest.mark.parametrize(
    "name", ["a'b", "$(x)`y`", "a b; c", pages.PROBE, "a\nb'\\", "\u202ea\x1b[31m", "\u00e4\u4e2d"]
)
def test_a_command_can_be_pasted(name: str) -> None:
    """A shell reads a name as it is; nothing that cannot be seen is in the command."""
    told = {
        accept_command(name): ["pytest", name, "--snapshot-update"],
        update_command(name): ["verbatim", "update", name],
        update_command("1", name): ["verbatim", "update", "1", "--tag", name],
        fetch_command(name): ["verbatim", "items", f"--corpus-rev={name}"],
    }
    env = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
    for command, words in told.items():
        assert not any(is_hidden(one) for one in command)
        assert "\n" not in command
        script = f"printf '%s\\0' {command}"
        done = subprocess.run(["bash", "-c", script], capture_output=True, check=True, env=env)
        assert done.stdout.decode().split("\0") == [*words, ""]
        if "$'" not in command:
            assert shlex.split(command) == words
