"""The architecture: who may import whom, and who may know pytest, tree-sitter and processes."""

import ast
import re
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pytest

import pytest_verbatim

PACKAGE = "pytest_verbatim"
FOLDER = Path(pytest_verbatim.__file__).parent
ROOT = Path(__file__).resolve().parents[2]

ROWS = (
    "errors",
    "codes",
    "finding",
    "counted",
    "plain",
    "controls",
    "commands",
    "advice",
    "arguments",
    "files",
    "itempath",
    "evidence",
    "example",
    "__init__",
    "config",
    "names",
    "prose",
    "source",
    "tree",
    "update",
    "prose.form",
    "source.git",
    "rustfile.item",
    "rustfile.source",
    "rustfile.syntax",
    "rustfile.above",
    "rustfile.naming",
    "rustfile.walk",
    "rustfile.declared",
    "rustfile.token",
    "rustfile.tokens",
    "rustfile.facts",
    "rustfile.file",
    "rustfile",
    "source.testcode",
    "config.toml_lines",
    "config.file",
    "config.pin",
    "tree.owner",
    "tree.definitions",
    "tree.modules",
    "tree.resolving",
    "tree.renaming",
    "tree.calls",
    "tree.texts",
    "tree.outside",
    "tree.index",
    "source.store",
    "source.corpus",
    "source.opening",
    "source.release",
    "source.tags",
    "drift.lexer",
    "drift.kind",
    "drift.fingerprint",
    "drift.similarity",
    "drift.naming",
    "drift.piece",
    "drift.tree",
    "drift.fate",
    "drift.here",
    "drift.impls",
    "drift.following",
    "drift",
    "selection",
    "excerpt",
    "prose.phrase",
    "config.section",
    "config.rules",
    "config.dataset",
    "record",
    "verify",
    "casefile",
    "project",
    "names.known",
    "prose.sentence",
    "prose.crate_words",
    "prose.mention",
    "names.scope",
    "prose.relation.token",
    "prose.denial.words",
    "prose.denial.clause",
    "prose.denial.tail",
    "prose.denial.governing",
    "prose.denial.predicate",
    "prose.denial",
    "prose.lint",
    "names.fault",
    "names.related",
    "names.view",
    "names.suggesting",
    "names.files",
    "names.crates",
    "names.texts",
    "names.plain",
    "names.paths",
    "names.names",
    "prose.relation.phrase",
    "prose.relation.stated",
    "prose.relation.subject",
    "prose.relation.called",
    "prose.quantity.unit",
    "prose.quantity.token",
    "prose.quantity.numeral",
    "prose.quantity.measure",
    "prose.quantity.listing",
    "prose.quantity.wording",
    "prose.quantity.name",
    "prose.quantity.status",
    "prose.quantity.stated",
    "prose.quantity",
    "prose.counting",
    "prose.relation.calling",
    "prose.relation.ordering",
    "prose.relation.words",
    "prose.relation.deriving",
    "prose.relation.marking",
    "prose.relation.parts",
    "prose.relation",
    "prose.reading",
    "checks.quotes",
    "checks.subject",
    "checks.code",
    "checks.prose",
    "checks.record",
    "checks.dataset",
    "proof.verdict",
    "proof.lookup",
    "proof.names",
    "proof.absence",
    "proof.scoping",
    "proof.meaning",
    "proof.uses",
    "proof.callers",
    "proof.calling",
    "proof.shape",
    "tree.arithmetic",
    "tree.constexpr",
    "tree.measure",
    "proof.worth",
    "proof",
    "checks.claims",
    "checks.coherence",
    "checks.numbers",
    "tree.tally",
    "checks.counts",
    "links.meaning",
    "links.reference",
    "links.shown",
    "links.words",
    "links.methods",
    "links.reader",
    "links.tables",
    "links.edges",
    "checks.flow",
    "checks.names",
    "proof.reaching",
    "proof.ordering",
    "proof.declaring",
    "proof.relating",
    "checks.relations",
    "tree.usage",
    "checks.request",
    "checks.rules",
    "checks",
    "memory",
    "examination",
    "accepted.value",
    "accepted.reading",
    "accepted.written",
    "accepted.present",
    "accepted.differences",
    "accepted",
    "change.value",
    "change.spots",
    "change.comparison",
    "change.successors",
    "change.bases",
    "change.faults",
    "change.items",
    "change.doubts",
    "change.entry",
    "change.advice",
    "change.held",
    "change.upstream",
    "change.of_case",
    "change",
    "failure",
    "coverage",
    "ledger",
    "emit",
    "render.terminal",
    "render.fates",
    "render.changes",
    "render.width",
    "render.outlines",
    "render.review",
    "render.markdown",
    "render.report",
    "render.page.markup",
    "render.page.intraline",
    "render.page.layers",
    "render.page.hunks",
    "render.page.placing",
    "render.page.prose",
    "render.page.items",
    "render.page.outline",
    "render.page.article",
    "render.page.document",
    "render.page",
    "render.annotations",
    "render.summary",
    "carry.selectors",
    "carry.way",
    "carry",
    "update.value",
    "render.update",
    "render",
    "reportfile",
    "snapshotfile",
    "checks.contradictions",
    "prose.originality",
    "checks.originality",
    "survey",
    "contradicted",
    "examiner",
    "comparer",
    "run",
    "links",
    "newcase",
    "review",
    "update.pinfile",
    "update.carrying",
    "update.plan",
    "update.lock",
    "update.disk",
    "update.write",
    "cli.common",
    "cli.editor",
    "cli.keys",
    "cli.session",
    "cli.reviewing",
    "cli.looking",
    "cli.drifting",
    "cli.updating",
    "cli",
    "actions",
    "plugin.snapshots",
    "plugin.nodes",
    "plugin.gathering",
    "plugin.controller",
    "plugin.github",
    "plugin.preparing",
    "plugin.hooks",
    "plugin",
)
"""Every module, in an order in which each imports only from those above it."""

EDGE = frozenset(row for row in ROWS if row.partition(".")[0] == "plugin")
SYNTAX = frozenset(row for row in ROWS if row.partition(".")[0] == "rustfile")
LIMITS: Mapping[str, Collection[str]] = {
    "pytest": EDGE,
    "_pytest": (),
    "syrupy": EDGE,
    "tree_sitter": SYNTAX,
    "tree_sitter_rust": SYNTAX,
    "subprocess": {"source.git", "cli.editor"},
}
"""What only some modules may import."""


def read_package(folder: Path) -> dict[str, str]:
    """Return module name, relative to the package -> source text."""
    found = {}
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts) or "__init__"] = (
            path.read_text(encoding="utf-8")
        )
    return found


def imports_of(module: str, text: str, packages: Collection[str]) -> Iterator[str]:
    """Yield the full names that a module imports, at any depth; of `from a import b`, `a.b`."""
    parts = [PACKAGE, *(module.split(".") if module != "__init__" else [])]
    if module not in packages and module != "__init__":
        parts.pop()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            around = parts[: len(parts) - node.level + 1] if node.level else []
            base = ".".join([*around, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def rows_of(name: str, modules: Collection[str]) -> str | None:
    """Return which of our modules an imported name is, or is in; None where it is not ours."""
    top, _, inside = name.partition(".")
    if top != PACKAGE:
        return None
    while inside and inside not in modules:
        inside = inside.rpartition(".")[0]
    return inside or "__init__"


def violations(
    sources: Mapping[str, str],
    rows: tuple[str, ...] = ROWS,
    limits: Mapping[str, Collection[str]] = LIMITS,
) -> list[str]:
    """Return what is wrong with the imports of a package, a sentence each."""
    packages = {name.rpartition(".")[0] for name in sources if "." in name}
    told = [f"{module} is not in the list" for module in sources if module not in rows]
    told += [f"{row} is in the list and no module" for row in rows if row not in sources]
    for module, text in sources.items():
        for name in imports_of(module, text, packages):
            target = rows_of(name, sources)
            top = name.partition(".")[0]
            if target is None:
                if module not in limits.get(top, (module,)):
                    told.append(f"{module} imports {top}")
            elif module in rows and target in rows and rows.index(target) >= rows.index(module):
                told.append(f"{module} imports {target}, which is not above it")
    return told


def test_the_order_of_our_modules_holds() -> None:
    """Each module imports only from rows above its own, and only what it may from outside."""
    assert violations(read_package(FOLDER)) == []


def test_the_list_names_no_module_twice() -> None:
    """The order is an order: no module stands in it twice."""
    assert len(set(ROWS)) == len(ROWS)


def rows_for_contributors() -> list[list[str]]:
    """Return the parts that each row of the table in CONTRIBUTING.md names."""
    table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in table.split("\n") if line.startswith("| `")]
    return [re.findall(r"`(\w+)(?:\.py|/)`", row) for row in rows]


def test_the_table_for_contributors_names_each_part_once() -> None:
    """Who looks for a module finds its row, and no row names what is gone."""
    named = [part for row in rows_for_contributors() for part in row]
    assert sorted(named) == sorted({row.partition(".")[0] for row in ROWS} - {"__init__"})


def test_a_part_of_that_table_imports_only_from_those_above_it() -> None:
    """But for the four that it says take turns."""
    sources = read_package(FOLDER)
    packages = {name.rpartition(".")[0] for name in sources if "." in name}
    place = {part: at for at, row in enumerate(rows_for_contributors()) for part in row}
    below = {
        (part, target)
        for module, text in sources.items()
        if (part := module.partition(".")[0]) in place
        for name in imports_of(module, text, packages)
        if (target := (rows_of(name, sources) or "").partition(".")[0]) in place
        and place[target] > place[part]
    }
    assert {part for part, _ in below} <= {"source", "config", "tree", "prose"}


@pytest.mark.parametrize("limited", sorted(set(LIMITS) - {"_pytest"}))
def test_every_limit_is_about_something(limited: str) -> None:
    """What is limited is imported by one of those that may; an unused limit would prove nothing."""
    sources = read_package(FOLDER)
    packages = {name.rpartition(".")[0] for name in sources if "." in name}
    users = {
        module
        for module, text in sources.items()
        if any(name.split(".")[0] == limited for name in imports_of(module, text, packages))
    }
    assert users
    assert users <= set(LIMITS[limited])


SOUND = {
    "__init__": "",
    "low": "import os\nfrom collections import abc",
    "inner.a": "from pytest_verbatim.low import x",
    "inner": "from pytest_verbatim.inner.a import y",
    "high": "from pytest_verbatim import low\nfrom pytest_verbatim.inner import a, y",
    "edge": "import pytest\nfrom pytest_verbatim import high",
}
ORDER = ("__init__", "low", "inner.a", "inner", "high", "edge")
FEW: Mapping[str, Collection[str]] = {"pytest": {"edge"}, "subprocess": ()}


def test_a_sound_package_has_no_violation() -> None:
    """Imports from above, from the standard library and from outside where it is allowed pass."""
    assert violations(SOUND, ORDER, FEW) == []


@pytest.mark.parametrize(
    ("module", "line", "told"),
    [
        ("low", "from pytest_verbatim.high import x", "low imports high, which is not above it"),
        ("low", "from pytest_verbatim import high", "low imports high, which is not above it"),
        ("low", "import pytest_verbatim.high", "low imports high, which is not above it"),
        ("low", "import pytest_verbatim.high as h", "low imports high, which is not above it"),
        ("low", "from .high import x", "low imports high, which is not above it"),
        ("low", "from . import high", "low imports high, which is not above it"),
        ("low", "def f():\n    from . import high", "low imports high, which is not above it"),
        ("low", "if 0:\n    from . import high", "low imports high, which is not above it"),
        ("low", "from . import low", "low imports low, which is not above it"),
        ("low", "from .inner import a", "low imports inner.a, which is not above it"),
        ("inner.a", "from . import y", "inner.a imports inner, which is not above it"),
        ("inner.a", "from ..high import x", "inner.a imports high, which is not above it"),
        ("inner", "from ..high import x", "inner imports high, which is not above it"),
        ("__init__", "from .low import x", "__init__ imports low, which is not above it"),
        ("high", "import pytest", "high imports pytest"),
        ("high", "from pytest import Item", "high imports pytest"),
        ("high", "def f():\n    import pytest.x", "high imports pytest"),
        ("edge", "import subprocess", "edge imports subprocess"),
        ("edge", "from subprocess import run", "edge imports subprocess"),
    ],
)  # fmt: skip
def test_a_violation_is_seen(module: str, line: str, told: str) -> None:
    """Whatever way an import is written, one from below or one that is not allowed is named."""
    broken = {**SOUND, module: f"{SOUND[module]}\n{line}\n"}
    assert violations(broken, ORDER, FEW) == [told]


@pytest.mark.parametrize("line", ["from .low import x", "from . import low", "import os.path"])
def test_an_import_from_above_is_no_violation(line: str) -> None:
    """The near miss: the same forms, from a row above."""
    assert violations({**SOUND, "high": f"{SOUND['high']}\n{line}\n"}, ORDER, FEW) == []


def test_a_module_that_is_not_in_the_list_is_seen() -> None:
    """A new module must be given its row, and a row without a module must go."""
    assert violations({**SOUND, "new": ""}, ORDER, FEW) == ["new is not in the list"]
    assert violations(SOUND, (*ORDER, "gone"), FEW) == ["gone is in the list and no module"]


def test_the_core_runs_without_pytest() -> None:
    """Everything but the edge can be imported, in a notebook for instance, without pytest."""
    core = [f"{PACKAGE}.{row}" for row in ROWS if row not in EDGE and row != "__init__"]
    script = (
        f"import importlib, sys\nfor name in {core!r}: importlib.import_module(name)\n"
        "print(sorted({'pytest', '_pytest', 'syrupy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == "[]"
