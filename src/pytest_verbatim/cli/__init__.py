"""The `verbatim` command. Exit status: 0 clean, 1 something to report, 2 wrong usage.

Output that cannot be written is status 2 as well; a reader that went away changes nothing.
"""

import argparse
import io
import signal
import sys
from collections.abc import Callable, Sequence

from pytest_verbatim import __version__
from pytest_verbatim.arguments import restore_dashes
from pytest_verbatim.cli import drifting, looking, reviewing, updating
from pytest_verbatim.cli.common import USAGE, tell
from pytest_verbatim.errors import UsageError

_Add = Callable[..., argparse.ArgumentParser]
"""Adds a command to the parser, as argparse does."""
_TEXTS = ("corpus", "corpus_rev", "show", "reason", "tag")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status; without arguments, those of this process."""
    options = _options(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):  # names and code are UTF-8, whatever the locale
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        return int(options.run(options))
    except UsageError as error:
        tell(f"verbatim: {error}")
        return USAGE
    except KeyboardInterrupt:
        if arguments is None:  # the process is ours, and one Ctrl-C is enough for it to end
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        tell("verbatim: interrupted")
        return 130


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return the options; files may stand behind an option, which argparse by itself refuses."""
    parser = _parser()
    options, others = parser.parse_known_args(arguments)
    if others and (not hasattr(options, "files") or any(one.startswith("-") for one in others)):
        parser.error(f"unrecognized arguments: {' '.join(others)}")
    if others:
        options.files = [*options.files, *others]
    restore_dashes(options, _TEXTS)
    return options


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="verbatim",
        description="Look at the source that the cases are about, and at what changed in it.",
        epilog="Exit status: 0 clean, 1 something to report, 2 wrong usage.",
    )
    parser.add_argument("--version", action="version", version=f"pytest-verbatim {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add in (_add_items, _add_show, _add_new, _add_drift, _add_review, _add_update):
        add(commands.add_parser)
    return parser


def _add_items(add: _Add) -> None:
    told = "list what can be selected: the items of the corpus, or of one file"
    items = _command(add, "items", looking.items, told)
    items.add_argument("file", nargs="?", metavar="FILE", help="below the subtree; all if left out")
    items.add_argument("--json", action="store_true", help="one JSON object a line")


def _add_show(add: _Add) -> None:
    told = "print the exact excerpt that a case with these items has"
    show = _command(add, "show", looking.show, told)
    show.add_argument("file", metavar="FILE", help="below the subtree, as `verbatim items` has it")
    show.add_argument("items", nargs="+", metavar="ITEM", help="a path, as `verbatim items` has it")
    show.add_argument(
        "--imports",
        choices=("none", "used", "all"),
        default="none",
        help="which `use` declarations come first: none (the default), those used, or all",
    )


def _add_new(add: _Add) -> None:
    new = _command(add, "new", looking.new, "write a case module to fill in, without prose")
    new.add_argument("dataset", metavar="DATASET", help="the name of a folder in cases/")
    new.add_argument("file", metavar="FILE", help="below the subtree, as `verbatim items` has it")
    new.add_argument("items", nargs="+", metavar="ITEM", help="a path; the last one names the case")


def _add_drift(add: _Add) -> None:
    told = "say what became of each item of one revision in another"
    rev_help = "refused: OLD and NEW are the revisions"
    drift = _command(add, "drift", drifting.drift, told, rev_help)
    drift.add_argument("old", metavar="OLD", help="a tag, branch or commit")
    drift.add_argument("new", metavar="NEW", help="another one, newer or not")
    drift.add_argument(
        "files", nargs="*", default=[], metavar="FILE", help="of OLD or NEW; all if left out"
    )
    drift.add_argument("--json", action="store_true", help="one JSON object a line, for all items")


def _add_review(add: _Add) -> None:
    told = "accept or leave what changed: one at a time in a terminal, or by name"
    review = _command(add, "review", reviewing.review, told)
    review.add_argument("--list", action="store_true", help="list what is not accepted")
    review.add_argument("--show", metavar="CASE", help="show one, by node id or name")
    review.add_argument("--accept", metavar="CASE", nargs="+", help="accept these, by id or name")
    review.add_argument("--reason", metavar="TEXT", help="why, kept in the snapshot")
    review.add_argument("--json", action="store_true", help="list or show as JSON")


def _add_update(add: _Add) -> None:
    told = "move the pin, take along what no person need see, and list the rest"
    rev_help = "the same as REV"
    update = _command(add, "update", updating.update, told, rev_help)
    update.add_argument("rev", nargs="?", metavar="REV", help="a tag, or a commit with --tag")
    update.add_argument("--latest", action="store_true", help="to the newest release")
    update.add_argument("--tag", metavar="NAME", help="what the pin calls a REV that is no tag")
    update.add_argument(
        "--dry-run", action="store_true", help="say what it would do; write nothing"
    )
    update.add_argument("--json", action="store_true", help="the plan as one JSON object")
    update.add_argument("--resume", action="store_true", help="finish an interrupted update")


def _command(
    add: _Add,
    name: str,
    run: Callable[[argparse.Namespace], int],
    told: str,
    rev_help: str = "another revision than the pinned one",
) -> argparse.ArgumentParser:
    """Add a command with the options that all of them have, and return its parser."""
    sentence = f"{told[0].upper()}{told[1:]}."
    command = add(name, help=told, description=sentence)
    command.set_defaults(run=run)
    command.add_argument(
        "--corpus", metavar="REPO", help="take the commit from this git repository"
    )
    command.add_argument("--corpus-rev", metavar="REV", help=rev_help)
    return command
