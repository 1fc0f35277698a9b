"""`verbatim review` in a real terminal: keys, messages, editors, signals, and what goes wrong."""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from plugin_support import (
    BACKLOG,
    FRESH,
    LEASE,
    SETTLE,
    changed,
    contradict,
    ruled_toml,
    snapshots,
    spoil,
)
from support import OUTSIDE, Workspace
from terminals import Terminal

PROMPT = "a accept, s skip, e edit, q quit > "
REASON = "reason, if any > "
Open = Callable[..., Terminal]

REWRITER = """
import pathlib, sys
path = pathlib.Path(sys.argv[-1])
path.write_text(path.read_text().replace("should be able", "has to be able"))
"""


@pytest.fixture
def open_session(waiting: Workspace) -> Iterator[Open]:
    """Return what opens `verbatim review` in a terminal, with an editor that rewrites a word."""
    editor = waiting.write("editor.py", REWRITER)
    opened: list[Terminal] = []

    def start(*arguments: str, **environment: str) -> Terminal:
        env = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
        env |= waiting.environment | {"EDITOR": f"{sys.executable} {editor}", "VISUAL": ""}
        env |= {"TERM": "xterm", **environment}
        command = (os.fspath(Path(sys.executable).with_name("verbatim")), "review", *arguments)
        opened.append(Terminal(command, waiting.root, env))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


@pytest.fixture
def terminal(open_session: Open) -> Terminal:
    """Return a session as it is opened without any option."""
    return open_session()


# --- what cannot be looked at -------------------------------------------------------------------


def test_a_contradicted_dataset_is_told_first_and_last(
    waiting: Workspace, open_session: Open
) -> None:
    """Above the first prompt and at the end, with status 2; cases of others are gone through."""
    told = contradict(waiting)
    terminal = open_session(COLUMNS="400")
    first = terminal.wait_for(PROMPT)
    assert first.rpartition(f"\n{told}\n")[2] == PROMPT
    assert f"\n\x1b[1m{SETTLE}" in first
    terminal.type("q")
    assert terminal.status() == 2
    assert "0 accepted, 3 still to review" in terminal.shown
    assert terminal.shown.endswith(f"\nverbatim: {told}\n")


def test_a_contradicted_dataset_is_told_where_no_other_example_waits(
    waiting: Workspace, open_session: Open
) -> None:
    """Nothing is asked; what is wrong is told behind the list, with status 2."""
    for name in ("fresh.py", "backlog.py"):
        (waiting.root / "cases/relay" / name).unlink()
    told = contradict(waiting)
    terminal = open_session(COLUMNS="400")
    assert terminal.status() == 2
    assert terminal.shown.endswith(f"`pytest --prune-snapshots` removes it\nverbatim: {told}\n")


def test_a_dataset_that_is_contradicted_meanwhile_is_not_accepted(
    waiting: Workspace, open_session: Open
) -> None:
    """The key is answered with what is wrong now, and nothing is written."""
    before = snapshots(waiting)
    terminal = open_session(COLUMNS="400")
    terminal.wait_for(PROMPT)
    waiting.dataset("relay", ruled_toml("min_files = 99\n"))
    terminal.type("a")
    terminal.wait_for(REASON)
    terminal.type("\r")
    assert "cases/relay/dataset.toml:12: `min_files` is 99" in terminal.wait_for(PROMPT)
    terminal.type("q")
    assert terminal.status() == 1
    assert snapshots(waiting) == before


# --- keys --------------------------------------------------------------------------------------


def test_a_session_accepts_skips_edits_and_quits(waiting: Workspace, terminal: Terminal) -> None:
    """Each key does what it says, at once; what is skipped or left stays as it was."""
    before = snapshots(waiting)
    first = terminal.wait_for(PROMPT)
    assert f"\n[1/3] {94 * '-'}\n\x1b[1m{SETTLE}" in first
    assert "\x1b[32m{+should+}\x1b[0m" in first
    terminal.type("e")
    assert "{+has to+}" in terminal.wait_for(PROMPT)
    terminal.type("a")
    terminal.wait_for(REASON)
    terminal.type("after an edit\n")
    told = f"accepted {SETTLE}: wrote snapshots/relay/backlog/settle.json"
    second = terminal.wait_for(PROMPT)
    assert LEASE in second
    assert second.endswith(f"\n{told}\n{PROMPT}")
    terminal.type("s")
    third = terminal.wait_for(PROMPT)
    assert FRESH in third
    assert third.endswith(f"\nskipped {LEASE}\n{PROMPT}")
    terminal.type("x")
    assert terminal.wait_for(PROMPT).endswith(f"\nx is no key here\n{PROMPT}")
    terminal.type("q")
    terminal.wait_for("1 accepted, 2 still to review")
    terminal.wait_for("`pytest --prune-snapshots` removes it")
    assert terminal.status() == 1
    after = snapshots(waiting)
    assert changed(before, after) == {"relay/backlog/settle.json"}
    assert json.loads(after["relay/backlog/settle.json"])["accepted"]["reason"] == "after an edit"
    waiting.run(SETTLE).assert_outcomes(passed=1)


def test_an_arrow_is_no_key_of_ours(waiting: Workspace, terminal: Terminal) -> None:
    """An arrow sends letters behind ESC, and shift makes an A of a: neither accepts."""
    before = snapshots(waiting)
    terminal.wait_for(PROMPT)
    for keys in ("\x1b[A", "\x1b[B", "A", "\x1b", "\u00e4", "\u6f22", "\x00"):
        terminal.type(keys)
        assert terminal.wait_for(PROMPT).count("no key here") == 1
    terminal.type("a")
    terminal.wait_for(REASON)
    terminal.type("\x04")  # the input ends
    terminal.wait_for("no reason was read, so that nothing was accepted")
    terminal.wait_for(PROMPT)
    assert snapshots(waiting) == before
    terminal.type("q")
    assert terminal.status() == 1


def test_what_changed_since_it_was_shown_is_not_accepted(
    waiting: Workspace, terminal: Terminal
) -> None:
    """The module was rewritten beside it: nothing is written, and the new text is shown."""
    before = snapshots(waiting)
    terminal.wait_for(PROMPT)
    spoil(waiting.root / BACKLOG, "A worker should be able", "A worker may be able")
    terminal.type("a")
    terminal.wait_for(REASON)
    terminal.type("\n")
    told = f"{SETTLE} changed since it was shown; look at it again"
    again = terminal.wait_for(PROMPT)
    assert "{+may+}" in again
    assert again.endswith(f"\n{told}\n{PROMPT}")
    assert snapshots(waiting) == before
    terminal.type("q")
    assert terminal.status() == 1


def test_a_case_that_is_gone_is_told(waiting: Workspace, terminal: Terminal) -> None:
    """Its module was removed while it was shown: that is said, and the session goes on."""
    terminal.wait_for(PROMPT)
    terminal.type("s")
    terminal.wait_for(PROMPT)
    (waiting.root / BACKLOG).unlink()
    terminal.type("a")
    terminal.wait_for(REASON)
    terminal.type("\n")
    terminal.wait_for(f"there is no case {LEASE}")
    terminal.wait_for(PROMPT)
    terminal.type("s")
    assert FRESH in terminal.wait_for(PROMPT)
    terminal.type("q")
    assert terminal.status() == 1


def test_a_session_that_is_killed_leaves_nothing_half_done(
    waiting: Workspace, terminal: Terminal
) -> None:
    """Killed while it asks: snapshots are as they were."""
    before = snapshots(waiting)
    terminal.wait_for(PROMPT)
    terminal.type("a")
    terminal.wait_for(REASON)
    terminal.kill()
    assert terminal.status() < 0
    assert snapshots(waiting) == before


def test_nothing_is_accepted_by_a_key_from_before_it_was_shown(
    waiting: Workspace, terminal: Terminal
) -> None:
    """Keys that are typed ahead may skip; an `a` among them has to be pressed again."""
    before = snapshots(waiting)
    terminal.type("sa\n")
    terminal.wait_for(f"skipped {SETTLE}")
    told = terminal.wait_for(f"press it again\n{PROMPT}")
    assert "`a` was pressed before this was shown" in told
    assert snapshots(waiting) == before
    terminal.type("a")
    terminal.wait_for(REASON)
    terminal.type("\n")
    terminal.wait_for(f"accepted {LEASE}")
    terminal.wait_for(PROMPT)
    terminal.type("q")
    assert terminal.status() == 1


def test_what_is_pasted_is_no_key(waiting: Workspace, terminal: Terminal) -> None:
    """A terminal that brackets a paste sends a sequence, and none of it decides."""
    before = snapshots(waiting)
    terminal.wait_for(f"{PROMPT}\x1b[?2004h")
    terminal.type("\x1b[200~" + 50 * "a\nsq" + "\x1b[201~")
    assert terminal.wait_for(PROMPT).count("no key here") == 1
    assert snapshots(waiting) == before
    terminal.type("q")
    terminal.wait_for("0 accepted, 3 still to review")


def test_a_reason_may_hold_anything(waiting: Workspace, terminal: Terminal) -> None:
    """Letters beyond ASCII are kept; ctrl-C takes the acceptance back, and the session goes on."""
    terminal.wait_for(PROMPT)
    terminal.type("a")
    terminal.wait_for(REASON)
    terminal.type("\x03")
    terminal.wait_for(f"no reason was read, so that nothing was accepted\n{PROMPT}")
    terminal.type("a")
    terminal.wait_for(REASON)
    terminal.type("gr\u00fcn \u6f22\n")
    terminal.wait_for(PROMPT)
    terminal.type("q")
    assert terminal.status() == 1
    kept = json.loads(snapshots(waiting)["relay/backlog/settle.json"])
    assert kept["accepted"]["reason"] == "gr\u00fcn \u6f22"


def test_only_keys_that_do_something_are_offered(waiting: Workspace, open_session: Open) -> None:
    """Where nothing can be accepted, what would have to be done is shown in the place of `a`."""
    spoil(waiting.root / BACKLOG, 'prompt="A worker', 'prompt="<think> A worker')
    terminal = open_session()
    shown = terminal.wait_for("\ns skip, e edit, q quit > ")
    assert "Mend the findings: a case that has any is not accepted." in shown
    terminal.type("a")
    terminal.wait_for(f"{SETTLE} has findings; mend them first\n")
    terminal.type("q")
    in_ci = open_session(CI="true")
    in_ci.wait_for("\ns skip, e edit, q quit > ")
    in_ci.type("a")
    in_ci.wait_for("nothing is accepted while CI is set")


# --- while files change ------------------------------------------------------------------------


def test_the_next_one_is_shown_as_its_file_is_then(waiting: Workspace, terminal: Terminal) -> None:
    """Not as it was when the session began; what passes by then is passed over, and told."""
    terminal.wait_for(PROMPT)
    spoil(waiting.root / BACKLOG, "It stays with us", "It stays in the queue's books")
    spoil(waiting.root / "cases/relay/fresh.py", "It has to be so.", "It has to be another.")
    terminal.type("s")
    shown = terminal.wait_for(PROMPT)
    assert "It has to be another." in shown
    assert shown.endswith(f"skipped {SETTLE}\n{LEASE}: passes now\n{PROMPT}")


def test_a_module_that_stops_importing_is_told_and_mended(
    waiting: Workspace, terminal: Terminal
) -> None:
    """Nothing is accepted meanwhile, and the session is still there once it is mended."""
    before = snapshots(waiting)
    terminal.wait_for(PROMPT)
    spoil(waiting.root / "cases/relay/fresh.py", "fresh = ", "fresh = = ")
    terminal.type("a")
    terminal.wait_for(REASON)
    terminal.type("\n")
    told = terminal.wait_for(PROMPT)
    assert told.count("cases/relay/fresh.py:") == 1
    assert "Traceback" not in told
    assert snapshots(waiting) == before
    spoil(waiting.root / "cases/relay/fresh.py", "fresh = = ", "fresh = ")
    terminal.type("a")
    terminal.wait_for(REASON)
    terminal.type("\n")
    terminal.wait_for(f"accepted {SETTLE}")


def test_what_another_accepts_meanwhile_is_not_written_over(
    waiting: Workspace, terminal: Terminal
) -> None:
    """Its snapshot and reason stay; the session says that the case passes now."""
    terminal.wait_for(PROMPT)
    waiting.verbatim("review", "--accept", "settle", "--reason", "the other one's")
    before = snapshots(waiting)
    terminal.type("a")
    terminal.wait_for(REASON)
    terminal.type("mine\n")
    told = terminal.wait_for(PROMPT)
    assert f"{SETTLE} changed since it was shown; look at it again\n{SETTLE}: passes now" in told
    assert LEASE in told
    assert snapshots(waiting) == before


# --- the editor --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("editor", "told"),
    [
        ("", "neither $VISUAL nor $EDITOR is set"),
        ("no-such-editor --wait", "$EDITOR: no-such-editor cannot be started: No such file"),
        ("vim 'unfinished", '$EDITOR is "vim \'unfinished": no closing quotation'),
        ("''", "$EDITOR is \"''\": it names no program"),
        ("./plain.txt", "$EDITOR: ./plain.txt cannot be started: Permission denied"),
        (f"{sys.executable} -c 'raise SystemExit(3)'", "ended with status 3"),
        (f"{sys.executable} -c 'import os; os.kill(os.getpid(), 9)'", "was ended by signal 9"),
    ],
)
def test_an_editor_that_fails_is_told(
    waiting: Workspace, open_session: Open, editor: str, told: str
) -> None:
    """Directly above the prompt, and the review goes on."""
    waiting.write("plain.txt", "no program")
    terminal = open_session(EDITOR=editor)
    terminal.wait_for(PROMPT)
    terminal.type("e")
    shown = terminal.wait_for(PROMPT)
    assert told in " ".join(shown.split())
    assert SETTLE not in shown
    terminal.type("q")
    assert terminal.status() == 1


def test_ctrl_c_in_the_editor_is_the_editor_s(waiting: Workspace, open_session: Open) -> None:
    """It reaches the editor, which may end of it; the review does not."""
    editor = waiting.write(
        "slow.py", 'import sys\nprint("open", flush=True)\nsys.stdin.readline()\n'
    )
    terminal = open_session(EDITOR=f"{sys.executable} {editor}")
    terminal.wait_for(PROMPT)
    terminal.type("e")
    terminal.wait_for("open\n")
    terminal.type("\x03")
    assert "KeyboardInterrupt" in terminal.wait_for(PROMPT)
    terminal.type("q")
    assert terminal.status() == 1


def test_an_editor_that_leaves_the_terminal_raw_is_mended(
    waiting: Workspace, open_session: Open
) -> None:
    """The modes from before it are back, so that a reason can be read by lines."""
    editor = waiting.write(
        "raw.py", "import os, sys, tty\ntty.setraw(0)\nos.kill(os.getpid(), 9)\n"
    )
    terminal = open_session(EDITOR=f"{sys.executable} {editor}")
    terminal.wait_for(PROMPT)
    terminal.type("e")
    terminal.wait_for(f"was ended by signal 9\n{PROMPT}")
    terminal.type("q")
    assert terminal.status() == 1
    assert terminal.is_cooked


# --- signals, sizes, closed ends ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGTERM, 128 + signal.SIGTERM), (signal.SIGHUP, 128 + signal.SIGHUP),
     (signal.SIGINT, 130)],
)  # fmt: skip
def test_a_signal_leaves_the_terminal_as_it_was(
    waiting: Workspace, terminal: Terminal, number: int, status: int
) -> None:
    """However the session is ended while it waits for a key."""
    before = snapshots(waiting)
    terminal.wait_for(f"{PROMPT}\x1b[?2004h")
    assert not terminal.is_cooked
    terminal.signal(number)
    terminal.wait_for("\x1b[?2004l")
    terminal.wait_for("0 accepted, 3 still to review")
    assert terminal.status() == status
    assert terminal.is_cooked
    assert snapshots(waiting) == before


def test_ctrl_c_tells_what_was_accepted_once(terminal: Terminal) -> None:
    """It stands above the prompt already when the session is ended there."""
    terminal.wait_for(PROMPT)
    terminal.type("a")
    terminal.wait_for(REASON)
    terminal.type("\n")
    terminal.wait_for(f"{PROMPT}\x1b[?2004h")
    terminal.type("\x03")
    terminal.wait_for("1 accepted, 2 still to review")
    assert terminal.status() == 130
    assert terminal.shown.count(f"accepted {SETTLE}: wrote") == 1


def test_many_ctrl_c_leave_the_terminal_as_it_was(terminal: Terminal) -> None:
    """Whoever is impatient gets no traceback and no terminal that shows nothing."""
    terminal.wait_for(f"{PROMPT}\x1b[?2004h")
    for _ in range(8):
        terminal.type("\x03")
    assert terminal.status() in {130, -signal.SIGINT}
    assert "Traceback" not in terminal.shown
    assert terminal.is_cooked


def test_a_session_that_was_stopped_asks_again(terminal: Terminal) -> None:
    """After SIGCONT the prompt stands there again and one key is enough, whoever set the modes."""
    terminal.wait_for(PROMPT)
    for _ in range(2):
        terminal.signal(signal.SIGSTOP)
        terminal.signal(signal.SIGCONT)
        terminal.wait_for(PROMPT)
    terminal.type("\x1a")  # ctrl-Z: with no shell above, nothing is stopped
    terminal.wait_for("\x1b[?2004l")
    terminal.wait_for(PROMPT)
    terminal.resize(60)
    terminal.type("s")
    assert LEASE in terminal.wait_for(PROMPT)
    terminal.type("q")
    assert terminal.status() == 1


def test_a_window_that_is_closed_ends_it(waiting: Workspace, terminal: Terminal) -> None:
    """No traceback, nothing written."""
    before = snapshots(waiting)
    terminal.wait_for(PROMPT)
    terminal.hang_up()
    assert terminal.status() in {1, 2, 128 + signal.SIGHUP, -signal.SIGHUP}
    assert snapshots(waiting) == before


@pytest.mark.parametrize("columns", ["0", "1", "40"])
def test_any_width_will_do(open_session: Open, columns: str) -> None:
    """A terminal that claims none is taken for eighty, one that is tiny for twenty."""
    terminal = open_session(COLUMNS=columns)
    terminal.wait_for(PROMPT)
    width = {"0": 80, "1": 20, "40": 40}[columns]
    assert f"\n[1/3] {(width - 6) * '-'}\n" in terminal.shown
    terminal.type("q")
    assert terminal.status() == 1


@pytest.mark.parametrize(
    ("environment", "painted"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),
        ({"TERM": "dumb"}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_is_for_terminals_that_have_it(
    open_session: Open,
    environment: dict[str, str],
    painted: bool,  # noqa: FBT001
) -> None:
    """NO_COLOR, then FORCE_COLOR decide; a dumb terminal gets no escape at all."""
    terminal = open_session(**environment)
    terminal.wait_for(PROMPT)
    assert ("\x1b[1m" in terminal.shown) == painted
    if environment == {"TERM": "dumb"}:
        terminal.type("q")
        terminal.status()
        assert "\x1b" not in terminal.shown


def test_only_an_orphan_is_something_to_report(project: Workspace, open_session: Open) -> None:
    """Nothing can be looked at, but the project is not clean: status 1, as `--list` has it."""
    for name in ("fresh.py", "backlog.py"):
        (project.root / "cases/relay" / name).unlink()
    terminal = open_session()
    terminal.wait_for("`pytest --prune-snapshots` removes it")
    assert terminal.status() == 1
