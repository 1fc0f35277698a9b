"""`Project`: the pin, the datasets and the case modules below one folder.

Reads each file once (`Project.files`). Knows no corpus contents and no pytest.
"""

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from pytest_verbatim.casefile import Case, CaseModule, load_module, module_of
from pytest_verbatim.config.dataset import FILE_NAME, Dataset, read_dataset
from pytest_verbatim.config.pin import Pin, read_pin
from pytest_verbatim.errors import ConfigError, UsageError
from pytest_verbatim.files import Files, folders_below

CASES = "cases"
PINS = "corpus"
SNAPSHOTS = "snapshots"
JOURNAL = f"{PINS}/.verbatim-update.json"
"""Stands while an update is being written: some files are those of the new revision by then."""

DATASET_ITEM = "rules"
"""The name of the test that holds a dataset as a whole against its rules."""
MODULE_ITEM = "module-findings"
"""The name of the test that fails for findings that belong to no case of a module."""


class Project:
    """A folder with `corpus/<name>.toml` and `cases/<dataset>/`; its paths are written with `/`."""

    def __init__(self, root: Path) -> None:
        """Take the folder; nothing is read yet."""
        self.root = root
        self.files = Files(root)
        self._modules: dict[str, CaseModule] = {}
        self._datasets: dict[str, Dataset] = {}

    @classmethod
    def at(cls, root: Path) -> "Project | None":
        """Return the project in a folder; None where the folder is none of ours.

        Other projects keep TOML in a folder called `corpus` too, so that a pin must look like one.
        """
        datasets = any((root / CASES).glob(f"*/{FILE_NAME}"))
        ours = datasets or any(map(_looks_like_pin, (root / PINS).glob("*.toml")))
        return cls(root) if ours else None

    @classmethod
    def around(cls, place: Path) -> "Project":
        """Return the project in a folder or the nearest one above it.

        Raises:
            UsageError: there is none.
        """
        for folder in (place, *place.parents):
            project = cls.at(folder)
            if project is not None:
                return project
        raise UsageError(
            f"no project here: {place} and the folders above hold no corpus/*.toml and no "
            f"{CASES}/*/{FILE_NAME}; what a project needs is told under `A project of your own` in "
            "the README of pytest-verbatim"
        )

    @cached_property
    def pin(self) -> Pin:
        """Return the pin of the project's corpus.

        Raises:
            ConfigError: there is no pin, or several, or a fault in it; or an update was interrupted
                while it was written.
        """
        if (self.root / JOURNAL).exists():
            raise ConfigError(
                f"{JOURNAL}: an update was interrupted while it was written, so that pin, cases "
                "and snapshots may not fit together; finish it with `verbatim update --resume`"
            )
        return read_pin(self.root / self.pin_file, self.pin_file, self.files.read)

    @cached_property
    def pin_file(self) -> str:
        """Return the path of the pin.

        Raises:
            ConfigError: there is none, or several.
        """
        pins = self._pin_files
        if len(pins) != 1:
            found = ", ".join(path.rpartition("/")[2] for path in pins) or "none"
            raise ConfigError(f"{PINS}/: one pin is wanted, found {found}")
        return pins[0]

    @cached_property
    def _pin_files(self) -> tuple[str, ...]:
        return tuple(sorted(map(self.shown, (self.root / PINS).glob("*.toml"))))

    @property
    def own_files(self) -> tuple[str, ...]:
        """Return the paths of all pins, datasets and case modules."""
        return (*self._pin_files, *self.dataset_files, *self.case_files)

    # --- cases -----------------------------------------------------------------------------

    def is_case_file(self, path: Path) -> bool:
        """Return whether a file is a case module: Python below `cases/`, not a conftest.py."""
        return (
            path.suffix == ".py"
            and path.name not in {"conftest.py", "__init__.py"}
            and self.root / CASES in path.parents
        )

    def is_dataset_file(self, path: Path) -> bool:
        """Return whether a file is a `dataset.toml` of ours."""
        return path.name == FILE_NAME and path.parent.parent == self.root / CASES

    @cached_property
    def case_files(self) -> tuple[str, ...]:
        """Return the paths of all case modules, sorted by code point."""
        folders = folders_below(self.root / CASES)
        found = (path for folder in folders for path in folder.glob("*.py"))
        return tuple(
            sorted(
                self.shown(path)
                for path in found
                if self.is_case_file(path) and "__pycache__" not in path.parts
            )
        )

    def shown(self, path: Path) -> str:
        """Return a path relative to the project, with `/`."""
        return path.relative_to(self.root).as_posix()

    def digest(self, path: str) -> str:
        """Return the digest of a file of the project, in hex."""
        return self.files.digest(self.root / path)

    @cached_property
    def dataset_files(self) -> tuple[str, ...]:
        """Return the paths of all `dataset.toml`, sorted by code point."""
        return tuple(sorted(map(self.shown, (self.root / CASES).glob(f"*/{FILE_NAME}"))))

    def dataset_names(self) -> tuple[str, ...]:
        """Return the folders below `cases/` that hold case modules or a `dataset.toml`."""
        paths = (*self.case_files, *self.dataset_files)
        return tuple(sorted({path.split("/")[1] for path in paths if path.count("/") > 1}))

    def dataset(self, name: str) -> Dataset:
        """Return a dataset by the name of its folder.

        Raises:
            ConfigError: its `dataset.toml` is missing or wrong.
        """
        if name not in self._datasets:
            shown = f"{CASES}/{name}/{FILE_NAME}"
            if shown not in self.dataset_files:
                raise ConfigError(
                    f"{CASES}/{name}/: has no {FILE_NAME}; each folder of cases needs one "
                    "(corpus, system, [scope], [target])"
                )
            dataset = read_dataset(self.root / CASES / name, shown, self.files.read)
            if dataset.corpus != self.pin.name:
                raise ConfigError(
                    f"{shown}: `corpus` is {dataset.corpus!r}, but the pin is {self.pin.name!r}"
                )
            self._datasets[name] = dataset
        return self._datasets[name]

    def module(self, path: str) -> CaseModule:
        """Return the case module at a path relative to the project; loaded once.

        Raises:
            CaseImportError: it cannot be imported.
            ConfigError: it stands in no dataset, or in one that is wrong.
        """
        if path not in self._modules:
            parts = path.split("/")
            if len(parts) != 3:
                raise ConfigError(
                    f"{path}: case modules stand in {CASES}/<dataset>/; move it there"
                )
            name = self.dataset(parts[1]).name
            self._modules[path] = load_module(self.root, path, name, self.files.read)
        return self._modules[path]

    def cases(self) -> tuple[Case, ...]:
        """Return every case of every dataset, by path of the module, then order of declaration.

        Raises:
            CaseImportError: a module cannot be imported.
            ConfigError: a dataset is wrong.
        """
        for name in self.dataset_names():
            self.dataset(name)
        return tuple(case for path in self.case_files for case in self.module(path).cases)

    @cached_property
    def import_errors(self) -> tuple[UsageError, ...]:
        """Return why modules cannot be imported and datasets cannot be read, each fault once."""
        found: dict[str, UsageError] = {}
        for path in self.case_files:
            try:
                self.module(path)
            except UsageError as error:
                found.setdefault(str(error), error)
        for name in self.dataset_names():  # those without a module too
            try:
                self.dataset(name)
            except UsageError as error:
                found.setdefault(str(error), error)
        return tuple(found.values())

    def with_modules(self, sources: Mapping[str, bytes]) -> "Project":
        """Return this project as it would be if some of its case modules had these sources.

        Raises:
            CaseImportError: one of them cannot be imported.
        """
        other = Project(self.root)
        vars(other).update(vars(self))
        other.files = self.files.instead({self.root / path: one for path, one in sources.items()})
        other._datasets = dict(self._datasets)
        other._modules = self._modules | {
            path: module_of(source, self.root, path, path.split("/")[1])
            for path, source in sources.items()
        }
        return other


def _looks_like_pin(path: Path) -> bool:
    try:
        text = path.read_bytes()
    except OSError:  # what it may be is told by the datasets beside it
        return False
    keys = (b"repository", b"commit")
    return all(re.search(rb"^\s*" + key + rb"\s*=", text, re.MULTILINE) for key in keys)
