"""GitHub Actions: what its environment asks for, and the file it takes a job's summary from.

Knows the names that GitHub uses and no pytest. What is written, `render` makes.

Source: docs.github.com, "Workflow commands", "Default environment variables"; actions/runner,
ActionCommand.cs and FileCommandManager.cs.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from pytest_verbatim.render import SUMMARY_LIMIT

Environment = Mapping[str, str]

_STEP_LIMIT = 1024 * 1024
"""GitHub drops the whole summary of a step when it has more bytes than that."""


def annotates(env: Environment) -> bool:
    """Return whether what is printed is read for workflow commands."""
    return env.get("GITHUB_ACTIONS", "").lower() == "true"


def summary_file(env: Environment) -> Path | None:
    """Return the file that takes the summary of the job, None where nobody asks for one."""
    named = env.get("GITHUB_STEP_SUMMARY", "")
    return Path(named) if named else None


def wants_findings(env: Environment) -> bool:
    """Return whether anything here tells what failed."""
    return annotates(env) or summary_file(env) is not None


def path_in_repository(file: str, folders: Iterable[Path], env: Environment) -> str:
    """Return what a file is called from the root of the repository, with `/`.

    `folders` are those it may be relative to; the first that has it counts. As it is where it is
    not inside the repository, or nobody says where that is.
    """
    root = env.get("GITHUB_WORKSPACE", "")
    place = next((one / file for one in folders if (one / file).exists()), None)
    if not root or place is None:
        return file
    path, around = (Path(os.path.realpath(one)) for one in (place, root))
    return path.relative_to(around).as_posix() if around in path.parents else file


def append_summary(path: Path, summary: Callable[[int], str]) -> str:
    """Append to the summary of the job; return "", or why that could not be.

    `summary` makes a text of at most so many bytes, "" where that is too few.
    """
    try:
        size = path.stat().st_size if path.exists() else 0
        text = summary(min(SUMMARY_LIMIT, _STEP_LIMIT - size - 1))
        if not text:
            return f"the job summary {path} has no room left"
        with path.open("ab") as file:
            file.write((f"\n{text}" if size else text).encode())
    except OSError as error:
        return f"the job summary {path} cannot be written: {error.strerror}"
    return ""
