"""Annotations: one command a finding, at its line, and nothing that could be a second command."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_verbatim.failure import Failure
from pytest_verbatim.finding import Finding, Where
from pytest_verbatim.render import annotations

FILE = "cases/relay/a.py"


def finding(line: int | None = 7, code: str = "think.empty", file: str = FILE) -> Finding:
    """Return a finding at a line."""
    return Finding(Where(file, line), code, "seen", "mend")


def told(*failures: Failure) -> list[str]:
    """Return the commands, files as they are called in the project."""
    return annotations(failures, str)


def test_a_finding_is_an_error_at_its_own_line() -> None:
    """File, line and code are properties; what was seen and what mends it are the message."""
    assert annotations([Failure("t", Where(FILE, 3), (finding(),))], "sub/{}".format) == [
        "::error file=sub/cases/relay/a.py,line=7,title=think.empty::seen%0Amend"
    ]


@pytest.mark.parametrize(
    ("found", "line"),
    [(finding(None), 3), (finding(None, file="dataset.toml"), 1), (finding(9), 9)],
)
def test_a_finding_without_a_line_is_at_the_case(found: Finding, line: int) -> None:
    """The line of the declaration, or the first where the finding is of another file."""
    (command,) = told(Failure("t", Where(FILE, 3), (found,)))
    assert f",line={line}," in command


def test_a_file_that_could_not_be_collected_is_at_the_line_of_its_text() -> None:
    """The text of such a failure begins with file and line; a traceback does not."""
    broken = Failure(FILE, Where(FILE), text=f"{FILE}:12: no such name")
    fault = Failure(f"{FILE}::a", Where(FILE, 3), text="Traceback: other.py:99: boom")
    assert told(broken, fault) == [
        f"::error file={FILE},line=12,title={FILE}::{FILE}:12: no such name",
        f"::error file={FILE},line=3,title={FILE}%3A%3Aa::Traceback: other.py:99: boom",
    ]


def test_what_says_most_comes_first() -> None:
    """What did not run, then the first finding of each case, then the second of each."""
    codes = ("think.empty", "think.unknown-name", "prompt.empty")
    many = Failure(
        "a", Where(FILE, 1), tuple(finding(at, code) for at, code in enumerate(codes, 1))
    )
    few = Failure("b", Where("cases/b.py", 1), (finding(4, file="cases/b.py"),))
    broken = Failure("cases/c.py", Where("cases/c.py"), text="no")
    lines = [re.search(r"file=([^,]*),line=(\d+)", one) for one in told(many, few, broken)]
    assert [one.groups() for one in lines if one] == [
        ("cases/c.py", "1"), (FILE, "1"), ("cases/b.py", "4"), (FILE, "2"), (FILE, "3"),
    ]  # fmt: skip


def test_there_are_fifty_at_most_and_none_twice() -> None:
    """The count is bounded whatever the number of cases; what two cases share is told once."""
    failures = [Failure(f"t{at}", Where(FILE, at), (finding(at),)) for at in range(500)]
    assert len(told(*failures)) == 50
    assert len(told(*[Failure("t", Where(FILE, 3), (finding(),))] * 2)) == 1


def test_a_long_message_is_cut() -> None:
    """A command stays short enough to be read as one."""
    (command,) = told(Failure("t", Where(FILE, 3), text="x" * 1_000_000))
    assert len(command) < 5_000
    assert command.endswith("xxx...")


@settings(derandomize=True, deadline=None, max_examples=100)
@given(*[st.text(st.sampled_from("a%:,=\r\n\0\x1b]`é ") | st.characters(), max_size=30)] * 3)
def test_a_command_reads_back_as_it_was_meant(file: str, title: str, message: str) -> None:
    """As GitHub reads a command, each part comes out as it went in; it is one line."""
    (command,) = told(Failure(title, Where(file, 3), text=message))
    assert not re.search(r"[\r\n\0\x1b]", command)
    name, properties, data = re.fullmatch(r"::(\w+) (.*?)::(.*)", command).groups()  # type: ignore[union-attr]
    assert name == "error"
    parts = [part.split("=", 1) for part in properties.split(",")]
    assert [part[0] for part in parts] == ["file", "line", "title"]
    assert [_read(part[1]) for part in parts] == [_shown(file), "3", _shown(title)]
    assert _read(data) == _shown(message)


def _read(text: str) -> str:
    for escape, one in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(escape, one)
    return text


def _shown(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "\N{REPLACEMENT CHARACTER}", text)
