"""Which command opens a file at a line, of the editors that we know and of others."""

from pathlib import Path

import pytest

from pytest_verbatim.cli.editor import editor_command, named_editor
from pytest_verbatim.errors import UsageError

FILE = Path("/a b/c.py")


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("vim", ["vim", "+7", "/a b/c.py"]),
        ("/usr/bin/emacsclient -nw", ["/usr/bin/emacsclient", "-nw", "+7", "/a b/c.py"]),
        ("code", ["code", "--wait", "--goto", "/a b/c.py:7"]),
        ("hx", ["hx", "/a b/c.py:7"]),
        ("ed --x 'y z'", ["ed", "--x", "y z", "/a b/c.py"]),
        ("'/My Editor/run' -w", ["/My Editor/run", "-w", "/a b/c.py"]),
    ],
)
def test_an_editor_is_opened_at_the_line_as_far_as_it_is_known(
    value: str, wanted: list[str]
) -> None:
    """Arguments and quotes are read as a shell does."""
    assert editor_command("EDITOR", value, FILE, 7) == wanted


@pytest.mark.parametrize("value", ["''", "'a", 'a"'])
def test_what_names_no_program_is_refused(value: str) -> None:
    """The message names the variable that it is about."""
    with pytest.raises(UsageError, match=r"\$VISUAL is "):
        editor_command("VISUAL", value, FILE, 7)


def test_visual_comes_before_editor() -> None:
    """One that is empty, or blank, is as good as none."""
    assert named_editor({"VISUAL": "a", "EDITOR": "b"}) == ("VISUAL", "a")
    assert named_editor({"VISUAL": " ", "EDITOR": "b"}) == ("EDITOR", "b")
    with pytest.raises(UsageError, match="neither"):
        named_editor({"EDITOR": ""})
