"""A project: how it is found, which files are cases, and what belongs to which dataset."""

import textwrap
from pathlib import Path

import pytest

from pytest_verbatim.casefile import CaseImportError
from pytest_verbatim.errors import ConfigError, UsageError
from pytest_verbatim.project import Project

PIN = f"""
repository = "https://example.invalid/relay"
tag = "v1"
commit = "{"0" * 40}"
subtree = "relay"
licence = "relay/LICENSE"
"""
DATASET = 'corpus = "relay"\nsystem = "x"\n[target]\nmin = 1\nmax = 2\n'
CASE = "from pytest_verbatim import Example\n{} = Example(prompt='{}')\n"


class Layout:
    """A folder that tests fill with a project's files."""

    def __init__(self, root: Path) -> None:
        """Take the folder."""
        self.root = root
        self.project = Project(root)

    def write(self, path: str, text: str) -> None:
        """Write a file, its text dedented."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(textwrap.dedent(text), encoding="utf-8")

    def case(self, path: str, name: str = "x") -> None:
        """Write a case module with one example."""
        self.write(path, CASE.format(name, path))


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """Return a project with a pin and two datasets, `flow` and `relay`, without cases."""
    made = Layout(tmp_path / "project")
    made.write("corpus/relay.toml", PIN)
    made.write("cases/relay/dataset.toml", DATASET)
    made.write("cases/flow/dataset.toml", DATASET)
    return made


def test_case_modules_behind_links_are_cases(layout: Layout) -> None:
    """As pytest collects them: once for each way that leads there, but for a way round."""
    layout.write("elsewhere/dataset.toml", DATASET)
    layout.write("elsewhere/a.py", CASE.format("a", "a"))
    for name in ("linked", "again"):
        (layout.root / "cases" / name).symlink_to("../elsewhere", target_is_directory=True)
    (layout.root / "elsewhere/back").symlink_to("../cases", target_is_directory=True)
    assert layout.project.case_files == ("cases/again/a.py", "cases/linked/a.py")
    assert layout.project.dataset_names() == ("again", "flow", "linked", "relay")


# --- finding it ------------------------------------------------------------------------------


def test_a_project_is_a_folder_with_a_pin_or_a_dataset(tmp_path: Path) -> None:
    """A pin or a `dataset.toml` makes a project; a folder called `cases` alone does not."""
    layout = Layout(tmp_path)
    assert Project.at(tmp_path) is None
    layout.write("cases/relay/notes.py", "")
    layout.write("corpus/README.md", "")
    assert Project.at(tmp_path) is None
    layout.write("cases/relay/dataset.toml", DATASET)
    assert Project.at(tmp_path) is not None
    (tmp_path / "cases/relay/dataset.toml").unlink()
    layout.write("corpus/relay.toml", PIN)
    assert Project.at(tmp_path) is not None


def test_a_project_is_found_from_inside(layout: Layout, tmp_path: Path) -> None:
    """From any folder below, the nearest project is found; from outside, none is."""
    inside = layout.root / "cases" / "relay" / "deeper"
    inside.mkdir()
    for place in (layout.root, layout.root / "cases", inside):
        assert Project.around(place).root == layout.root
    layout.write("examples/small/corpus/small.toml", PIN)
    small = layout.root / "examples" / "small"
    assert Project.around(small / "corpus").root == small
    with pytest.raises(UsageError, match="no project here"):
        Project.around(tmp_path)


def test_there_is_one_pin(layout: Layout) -> None:
    """A project has one pin: none and two are errors that say which were found."""
    assert layout.project.pin.name == "relay"
    layout.write("corpus/other.toml", PIN)
    with pytest.raises(ConfigError, match=r"found other\.toml, relay\.toml"):
        assert Project(layout.root).pin
    for name in ("other", "relay"):
        (layout.root / f"corpus/{name}.toml").unlink()
    with pytest.raises(ConfigError, match="found none"):
        assert Project(layout.root).pin


def test_a_fault_of_the_pin_names_its_file(layout: Layout) -> None:
    """A fault in the pin is shown with its path from the project's root."""
    layout.write("corpus/relay.toml", PIN.replace('"v1"', '"-v1"'))
    with pytest.raises(ConfigError, match=r"^corpus/relay\.toml:3: `tag`"):
        assert layout.project.pin


# --- cases -----------------------------------------------------------------------------------


def test_case_files_are_the_python_files_below_cases(layout: Layout) -> None:
    """Modules below `cases/` are case files, sorted; conftest, packages and others are not."""
    for path in ("relay/b.py", "relay/a_b.py", "relay/a.py", "flow/z.py", "relay/a/c.py"):
        layout.case(f"cases/{path}")
    for path in ("relay/conftest.py", "relay/__init__.py", "conftest.py", "relay/notes.md"):
        layout.write(f"cases/{path}", "")
    layout.case("cases/relay/__pycache__/cached.py")
    layout.case("elsewhere/cases/relay/d.py")
    files = layout.project.case_files
    assert files == (
        "cases/flow/z.py",
        "cases/relay/a.py",
        "cases/relay/a/c.py",
        "cases/relay/a_b.py",
        "cases/relay/b.py",
    )
    for path in files:
        assert layout.project.is_case_file(layout.root / path)
    for path in ("cases/conftest.py", "cases/relay/dataset.toml", "elsewhere/cases/relay/d.py"):
        assert not layout.project.is_case_file(layout.root / path)


def test_a_dataset_is_a_folder_of_cases(layout: Layout) -> None:
    """Folders with cases or a `dataset.toml` are datasets; a folder without either is none."""
    layout.case("cases/new/a.py")
    layout.write("cases/notes/README.md", "")
    layout.case("cases/stray.py")
    assert layout.project.dataset_names() == ("flow", "new", "relay")
    assert layout.project.dataset("flow").name == "flow"
    assert layout.project.dataset("flow") is layout.project.dataset("flow")
    with pytest.raises(ConfigError, match=r"^cases/new/: has no dataset\.toml"):
        layout.project.dataset("new")


def test_a_dataset_is_about_the_pinned_corpus(layout: Layout) -> None:
    """A dataset that names another corpus than the pin's is refused."""
    layout.write("cases/flow/dataset.toml", DATASET.replace('"relay"', '"other"'))
    with pytest.raises(ConfigError, match=r"^cases/flow/dataset\.toml: `corpus` is 'other'"):
        layout.project.dataset("flow")


@pytest.mark.parametrize("path", ["cases/stray.py", "cases/relay/deeper/x.py"])
def test_a_case_stands_in_a_dataset(layout: Layout, path: str) -> None:
    """A module beside the datasets, or a folder too deep, belongs to none and is refused."""
    layout.case(path)
    with pytest.raises(ConfigError, match=f"^{path}: case modules stand in cases/<dataset>/"):
        layout.project.module(path)
    with pytest.raises(ConfigError, match=path):
        layout.project.cases()


def test_cases_come_by_path_then_by_declaration(layout: Layout) -> None:
    """Cases are sorted by the path of their module, then as declared, across all datasets."""
    layout.write("cases/relay/b.py", CASE.format("z", "") + CASE.format("a", ""))
    layout.case("cases/relay/a.py")
    layout.case("cases/flow/c.py")
    assert [case.id for case in layout.project.cases()] == [
        "cases/flow/c.py::x",
        "cases/relay/a.py::x",
        "cases/relay/b.py::z",
        "cases/relay/b.py::a",
    ]
    assert [case.dataset for case in layout.project.cases()] == ["flow", "relay", "relay", "relay"]


def test_a_module_is_executed_once(layout: Layout) -> None:
    """A second look at a case module is a look at the same one."""
    layout.case("cases/relay/a.py")
    module = layout.project.module("cases/relay/a.py")
    assert layout.project.module("cases/relay/a.py") is module
    assert layout.project.cases()[0] is module.cases[0]


def test_a_module_that_does_not_import_stops_the_list(layout: Layout) -> None:
    """All cases are asked for or none: a module that cannot be imported is an error."""
    layout.case("cases/relay/a.py")
    layout.write("cases/relay/b.py", "raise ValueError('told')")
    with pytest.raises(CaseImportError, match=r"^cases/relay/b\.py:1: ValueError: told"):
        layout.project.cases()
    assert layout.project.module("cases/relay/a.py").cases


def test_a_dataset_that_is_wrong_stops_the_list(layout: Layout) -> None:
    """A dataset without a single case is read too, and a fault in it is an error."""
    layout.write("cases/flow/dataset.toml", "corpus = 1")
    with pytest.raises(ConfigError, match=r"^cases/flow/dataset\.toml"):
        layout.project.cases()
