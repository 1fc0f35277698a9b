"""What argparse makes of `--option=--`: it takes the `--` away, and leaves an empty list."""

import argparse
from collections.abc import Iterable


def restore_dashes(options: argparse.Namespace, names: Iterable[str]) -> None:
    """Let options that take a text, once or again and again, say `--` where that was given."""
    for name in names:
        found = getattr(options, name, None)
        if found == []:
            setattr(options, name, "--")
        elif isinstance(found, list):
            setattr(options, name, ["--" if one == [] else one for one in found])
