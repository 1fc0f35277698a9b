"""Arguments that argparse takes away."""

import argparse

import pytest

from pytest_verbatim import cli
from pytest_verbatim.arguments import restore_dashes


def test_dashes_alone_are_a_text() -> None:
    """Where an option takes one text, or several times one; what was not given stays."""
    parser = argparse.ArgumentParser()
    for name in ("--one", "--none"):
        parser.add_argument(name)
    parser.add_argument("--more", action="append")
    options = parser.parse_args(["--one=--", "--more=--", "--more=a"])
    restore_dashes(options, ("one", "more", "none", "unknown"))
    assert options == argparse.Namespace(one="--", none=None, more=["--", "a"])


@pytest.mark.parametrize("option", ["--corpus", "--corpus-rev"])
def test_every_command_names_what_was_given(
    capsys: pytest.CaptureFixture[str], option: str
) -> None:
    """`--corpus-rev=--` is a revision that cannot be, and no empty list."""
    assert cli.main(["items", f"{option}=--"]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"verbatim: {option}: ")
    assert "'--'" in told
