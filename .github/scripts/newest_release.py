"""Tell whether upstream has a release, or has REV, in which what the cases are about changed.

    newest_release.py [REV]

Prints `rev`, `branch` and `moved` (true or false) as lines for $GITHUB_OUTPUT, and the reason to
stderr. Exit status 2 where it cannot be told. Run from the project's folder.
"""

import re
import sys
from pathlib import Path

from pytest_verbatim.config.pin import Pin
from pytest_verbatim.errors import UsageError
from pytest_verbatim.project import Project
from pytest_verbatim.source.git import GitError
from pytest_verbatim.source.opening import open_corpus, terminal_progress
from pytest_verbatim.source.release import open_revision
from pytest_verbatim.source.tags import newest_release

_REVISION = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z._+-]|/(?=[0-9A-Za-z])){0,99}")
"""What may become part of the name of a branch; no option, no `..` of a path."""


def asked(rev: str) -> str:
    """Return a revision that may become part of a branch's name."""
    if not _REVISION.fullmatch(rev) or ".." in rev or rev.endswith((".", ".lock")):
        raise UsageError(f"{rev!r} cannot be a revision here: letters, digits and ._+-/ can")
    return rev


def look(pin: Pin, rev: str) -> tuple[bool, str]:
    """Return whether the subtree at a revision is another than at the pin, and that in words."""
    if rev in {pin.tag, pin.commit}:
        return False, f"{pin.tag} is pinned, and nothing is newer"
    old = open_corpus(pin, None, None, terminal_progress)
    new = open_revision(pin, None, rev, "REV", terminal_progress)
    if old.tree_digest == new.tree_digest:
        return False, f"{pin.subtree}/ of {rev} is that of {pin.tag}, file by file"
    return True, f"{pin.subtree}/ of {rev} is another than that of {pin.tag}"


def main(arguments: list[str]) -> int:
    """Print what there is to do; return the exit status."""
    try:
        pin = Project.around(Path.cwd()).pin
        given = arguments[0] if arguments else ""
        rev = asked(given or newest_release(pin, None, "newest_release", terminal_progress).tag)
        moved, told = look(pin, rev)
    except (UsageError, GitError) as error:
        print(f"newest_release: {error}", file=sys.stderr)
        return 2
    print(told, file=sys.stderr)
    print(f"rev={rev}\nbranch=verbatim/{rev}\nmoved={str(moved).lower()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
