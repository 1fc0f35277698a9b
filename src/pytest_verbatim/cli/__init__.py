"""The `verbatim` command. Exit status: 0 clean, 1 something to report, 2 wrong usage.

Output that cannot be written is status 2 as well; a reader that went away changes nothing.
"""

import argparse
import io
import signal
import sys
from collections.abc import Sequence

from pytest_verbatim.arguments import restore_dashes
from pytest_verbatim.cli import drifting, looking, reviewing, updating
from pytest_verbatim.cli.common import USAGE
from pytest_verbatim.errors import UsageError

_TEXTS = ("corpus", "corpus_rev", "show", "reason", "tag")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = _options(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):  # names and code are UTF-8, whatever the locale
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        return int(options.run(options))
    except UsageError as error:
        print(f"verbatim: {error}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # one is enough
        print("verbatim: interrupted", file=sys.stderr)
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
    common = _corpus_options("another revision than the pinned one")
    parser = argparse.ArgumentParser(
        prog="verbatim", description="Look at the corpus that the cases are about."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    items = commands.add_parser("items", parents=[common], help="list what can be selected")
    items.add_argument("file", nargs="?", metavar="FILE", help="below the subtree; all if left out")
    items.add_argument("--json", action="store_true", help="one JSON object a line")
    items.set_defaults(run=looking.items)
    show = commands.add_parser("show", parents=[common], help="print the exact excerpt")
    show.add_argument("file", metavar="FILE")
    show.add_argument("items", nargs="+", metavar="ITEM")
    show.add_argument("--imports", choices=("none", "used", "all"), default="none")
    show.set_defaults(run=looking.show)
    new = commands.add_parser("new", parents=[common], help="write a case module to fill in")
    new.add_argument("dataset", metavar="DATASET")
    new.add_argument("file", metavar="FILE")
    new.add_argument("items", nargs="+", metavar="ITEM")
    new.set_defaults(run=looking.new)
    refused = _corpus_options("refused: OLD and NEW are the revisions")
    drift = commands.add_parser("drift", parents=[refused], help="what became of each item")
    drift.add_argument("old", metavar="OLD", help="a tag, branch or commit")
    drift.add_argument("new", metavar="NEW", help="another one, newer or not")
    drift.add_argument(
        "files", nargs="*", default=[], metavar="FILE", help="of OLD or NEW; all if left out"
    )
    drift.add_argument("--json", action="store_true", help="one JSON object a line, for all items")
    drift.set_defaults(run=drifting.drift)
    review = commands.add_parser("review", parents=[common], help="accept or leave what changed")
    review.add_argument("--list", action="store_true", help="list what is not accepted")
    review.add_argument("--show", metavar="CASE", help="show one, by node id or name")
    review.add_argument("--accept", metavar="CASE", nargs="+", help="accept these, by id or name")
    review.add_argument("--reason", metavar="TEXT", help="why, kept in the snapshot")
    review.add_argument("--json", action="store_true", help="list or show as JSON")
    review.set_defaults(run=reviewing.review)
    update = commands.add_parser("update", parents=[common], help="move the pin to a revision")
    update.add_argument("rev", nargs="?", metavar="REV", help="a tag, or a commit with --tag")
    update.add_argument("--latest", action="store_true", help="to the newest release")
    update.add_argument("--tag", metavar="NAME", help="what the pin calls a REV that is no tag")
    update.add_argument(
        "--dry-run", action="store_true", help="say what it would do; write nothing"
    )
    update.add_argument("--json", action="store_true", help="the plan as one JSON object")
    update.add_argument("--resume", action="store_true", help="finish an interrupted update")
    update.set_defaults(run=updating.update)
    return parser


def _corpus_options(rev_help: str) -> argparse.ArgumentParser:
    """Return the options that every command has."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--corpus", metavar="REPO", help="take the commit from this git repository")
    common.add_argument("--corpus-rev", metavar="REV", help=rev_help)
    return common
