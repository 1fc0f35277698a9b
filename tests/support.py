"""What tests share: the miniature corpus as a git repository, and projects to run pytest in."""

import importlib.util
import os
import sys
import textwrap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from prefork import AT_START, Prefork

ROOT = Path(__file__).resolve().parent.parent
MINIATURE = ROOT / "examples" / "miniature"
OUTSIDE = (
    *("CI", "VERBATIM_CORPUS", "PYTEST_ADDOPTS"),
    *("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE"),
    *("COLUMNS", "NO_COLOR", "FORCE_COLOR"),
    *("PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT"),  # syrupy takes itself for a worker
)
"""What may be set around these tests and would change what they run."""
QUIET = ("-p", "no:randomly", "-p", "no:hypothesispytest")
"""Plugins of our own environment that a nested run goes without; the second costs half of it."""
VERBATIM = os.fspath(Path(sys.executable).with_name("verbatim"))
CORE = "relay-core/src"
TRAPS = f"{CORE}/traps"

DATASET = """
corpus = "relay"
system = "You maintain the relay."

[scope]
also = ["relay-core/src/*", "relay-core/tests/*"]

[target]
min = 1
max = 3
"""

CASE = '''
from pytest_verbatim import Example, rust

{name} = Example(
    code=[{code}],
    prompt="""{prompt}""",
    think="""{think}""",
)
'''


def _maker() -> Any:
    spec = importlib.util.spec_from_file_location(
        "make_repository", MINIATURE / "make_repository.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def make_repository(folder: Path, tree: Path | None = None, tag: str = "relay-v1.0.0") -> str:
    """Commit the miniature tree, or another, into a bare repository; return the commit's id."""
    maker = _maker()
    return str(maker.make(folder, tree or maker.UPSTREAM, tag))


class Workspace:
    """A project in a folder of its own, and pytest in a process of its own to run there."""

    def __init__(
        self, pytester: pytest.Pytester, prefork: Prefork, repository: Path, commit: str
    ) -> None:
        """Lay out the pin and one dataset, `relay`; no case yet."""
        self.pytester = pytester
        self.prefork = prefork
        self.root = pytester.path
        self.repository = repository
        self.environment: dict[str, str] = {"VERBATIM_CACHE_DIR": str(self.root / ".cache-dir")}
        self.write("pyproject.toml", '[tool.pytest.ini_options]\nfilterwarnings = ["error"]\n')
        self.write(
            "corpus/relay.toml",
            f"""
            repository = "{repository.as_uri()}"
            tag = "relay-v1.0.0"
            commit = "{commit}"
            subtree = "relay"
            licence = "relay/LICENSE"
            """,
        )
        self.dataset("relay")

    def write(self, path: str, text: str) -> Path:
        """Write a file, its text dedented."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
        return place

    def dataset(self, name: str, text: str = DATASET) -> None:
        """Write the `dataset.toml` of a dataset."""
        self.write(f"cases/{name}/dataset.toml", text)

    def case(
        self,
        name: str,
        code: str = 'rust("relay-core/src/retry.rs", "BackoffPolicy")',
        prompt: str = "Please write it.",
        think: str = "It has to be so.",
        dataset: str = "relay",
    ) -> str:
        """Write a case module with one example of the same name; return its node id."""
        text = CASE.format(name=name, code=code, prompt=prompt, think=think)
        self.write(f"cases/{dataset}/{name}.py", text)
        return f"cases/{dataset}/{name}.py::{name}"

    def run(self, *arguments: str, env: Mapping[str, str] | None = None) -> pytest.RunResult:
        """Run pytest in a process of its own, without the plugins and settings around it."""
        with self._environment(env or {}):
            return self.pytester.runpytest_subprocess(*QUIET, *arguments)

    def accept(self) -> None:
        """Accept every case that has no finding."""
        self.run("--snapshot-update", "-q")

    def verbatim(self, *arguments: str, env: Mapping[str, str] | None = None) -> pytest.RunResult:
        """Run the `verbatim` command in a process of its own."""
        with self._environment(env or {}):
            return self.pytester.run(VERBATIM, *arguments)

    @contextmanager
    def _environment(self, more: Mapping[str, str]) -> Iterator[None]:
        """Let pytester start processes without the settings around it, with those of the project.

        They are forked where Python's own start is none of what is set.
        """
        environment = {**self.environment, **more}
        with pytest.MonkeyPatch.context() as patch:
            for name in OUTSIDE:
                patch.delenv(name, raising=False)
            for name, value in environment.items():
                patch.setenv(name, value)
            if not any(name.startswith(AT_START) for name in environment):
                patch.setattr(self.pytester, "popen", self.prefork.popen)
            yield
