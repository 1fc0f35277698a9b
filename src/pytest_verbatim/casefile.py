"""Case modules: loading one, and finding what it declares and what it hides.

A module is compiled from its bytes and executed under a name of its own, so that equal file names
in two datasets do not meet and nothing is written beside it. What it binds is read twice: from its
namespace (what there is) and from its syntax (where it stands). Imports no pytest.

Source: design, "Contract: a case".
"""

import ast
import hashlib
import re
import sys
import traceback
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import ModuleType

from pytest_verbatim.errors import UsageError
from pytest_verbatim.example import Example, type_faults
from pytest_verbatim.files import Read
from pytest_verbatim.finding import Finding, Where

_NAME = re.compile(r"[a-z0-9_]+")


class CaseImportError(UsageError):
    """A case module cannot be imported; the message begins with file and line."""


@dataclass(frozen=True)
class Case:
    """One example where it was declared.

    `module` is the path of its file relative to the project, with `/`; `line` is the 1-based line
    of declaration; `order` counts the declarations of a module from 0. `literal` maps `"prompt"`
    and `"think"` to the first and last line of their text, `parts` are the places of the
    `rust(...)` calls, `quotes` the lines of the quotes of its claims; they are empty where the
    syntax does not show them.
    """

    dataset: str
    module: str
    name: str
    line: int
    order: int
    example: Example
    literal: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    parts: tuple[tuple[int, int], ...] = ()
    findings: tuple[Finding, ...] = ()
    quotes: tuple[int, ...] = ()

    @property
    def id(self) -> str:
        """Return the node id: `cases/<dataset>/<module>.py::<name>`."""
        return f"{self.module}::{self.name}"

    @cached_property
    def type_faults(self) -> tuple[tuple[str, str, str], ...]:
        """Return (field, what was seen, what would mend it) of each argument of a wrong type."""
        return tuple(type_faults(self.example))

    @property
    def where(self) -> Where:
        """Return the place of declaration."""
        return Where(self.module, self.line)

    def where_of(self, name: str, line: int = 1) -> Where:
        """Return the place of a line (1-based) of `prompt` or `think` after `inspect.cleandoc`."""
        if name not in self.literal:
            return self.where
        first, last = self.literal[name]
        text: object = getattr(self.example, name)
        if not isinstance(text, str) or text.count("\n") != last - first:
            return Where(self.module, first)
        lines = text.expandtabs().split("\n")
        kept = next((at for at, row in enumerate(lines) if row.strip()), 0)
        return Where(self.module, first + kept + line - 1)

    def where_of_quote(self, index: int) -> Where:
        """Return the place of a claim, counted from 0, in the order of declaration."""
        if index < len(self.quotes):
            return Where(self.module, self.quotes[index])
        return self.where

    def where_of_part(self, index: int) -> Where:
        """Return the place of a `rust(...)`, counted from 0."""
        if index < len(self.parts):
            return Where(self.module, *self.parts[index])
        return self.where


@dataclass(frozen=True, slots=True)
class CaseModule:
    """What a case module declares; `findings` are those that belong to no case of it."""

    path: str
    cases: tuple[Case, ...]
    findings: tuple[Finding, ...]


def load_module(root: Path, path: str, dataset: str, read: Read = Path.read_bytes) -> CaseModule:
    """Return the cases of the module at `root / path`; `read` gives its bytes.

    Findings: case.no-example, case.hidden, case.imported; on its cases case.bad-name and
    case.bound-twice.

    Raises:
        CaseImportError: it cannot be read, is not Python, or raises when it is executed.
    """
    try:
        source = read(root / path)
    except OSError as error:
        raise CaseImportError(f"{path}: cannot be read: {error.strerror}") from error
    return module_of(source, root, path, dataset)


def module_of(source: bytes, root: Path, path: str, dataset: str) -> CaseModule:
    """Return the cases that the module at `root / path` has, or would have with this source.

    Findings: as `load_module`.

    Raises:
        CaseImportError: it is not Python, or raises when it is executed.
    """
    file = root / path
    try:
        tree = ast.parse(source, filename=str(file))
        code = compile(tree, str(file), "exec", dont_inherit=True)
    except SyntaxError as error:
        raise CaseImportError(f"{path}:{error.lineno or 1}: {error.msg}") from error
    except ValueError as error:  # a null byte, before Python 3.12
        raise CaseImportError(f"{path}:1: {error}") from error
    module = ModuleType("verbatim_case_" + hashlib.sha256(str(file).encode()).hexdigest()[:16])
    module.__file__ = str(file)
    sys.modules[module.__name__] = module
    try:
        exec(code, module.__dict__)  # noqa: S102  (a case module is code, as a test module is)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # SystemExit, and what `pytest.skip` raises, are no Exception
        raise CaseImportError(f"{path}:{_line_of(error, file)}: {_told(error)}") from error
    return _read(path, dataset, tree, vars(module))


def _line_of(error: BaseException, file: Path) -> int:
    if isinstance(error, SyntaxError) and error.filename == str(file):
        return error.lineno or 1
    frames = traceback.extract_tb(error.__traceback__)
    return next((f.lineno or 1 for f in reversed(frames) if f.filename == str(file)), 1)


def _told(error: BaseException) -> str:
    return "".join(traceback.format_exception_only(error)).strip().split("\n")[-1]


def _read(path: str, dataset: str, tree: ast.Module, names: Mapping[str, object]) -> CaseModule:
    syntax = _Syntax(tree)
    cases: list[Case] = []
    findings: list[Finding] = []
    for name, value in names.items():
        if isinstance(value, Example):
            bindings = syntax.bindings.get(name)
            if bindings:
                cases.append(_case(path, dataset, name, value, bindings))
            else:
                findings.append(_foreign(path, name, syntax))
        else:
            findings.extend(_hidden(path, name, value, syntax))
    findings.extend(
        Finding(
            Where(path, call.lineno, call.col_offset + 1),
            "case.hidden",
            "this Example is bound to no variable of its own",
            "write `name = Example(...)` at the top level of the module",
        )
        for call in syntax.unbound
    )
    bound_away = (
        _bound_twice(path, name, places)
        for name, places in syntax.bindings.items()
        if not isinstance(names.get(name), Example) and any(p.is_example for p in places)
    )
    findings.extend(bound_away)
    cases.sort(key=lambda case: case.line)
    if not cases and not findings:
        mend = "declare one: name = Example(code=[...], prompt=..., think=...)"
        findings.append(
            Finding(Where(path, 1), "case.no-example", f"{path} declares no Example", mend)
        )
    numbered = tuple(replace(case, order=order) for order, case in enumerate(cases))
    return CaseModule(path, numbered, tuple(dict.fromkeys(findings)))


def _case(path: str, dataset: str, name: str, example: Example, bindings: "list[_Binding]") -> Case:
    last = bindings[-1]
    findings: list[Finding] = []
    if not _NAME.fullmatch(name):
        seen = f"an example cannot be named `{name}`"
        mend = "use lower-case letters, digits and _ only"
        findings.append(Finding(Where(path, last.line), "case.bad-name", seen, mend))
    if len(bindings) > 1:
        findings.append(_bound_twice(path, name, bindings))
    for line, first in last.again:
        seen = f"this quote has a claim on line {first} already, which is lost"
        mend = "put the evidence of both into one list"
        findings.append(Finding(Where(path, line), "claim.quoted-twice", seen, mend))
    return Case(
        dataset=dataset,
        module=path,
        name=name,
        line=last.line,
        order=0,
        example=example,
        literal=last.literal,
        parts=last.parts,
        findings=tuple(findings),
        quotes=last.quotes,
    )


def _bound_twice(path: str, name: str, bindings: "list[_Binding]") -> Finding:
    lines = ", ".join(str(binding.line) for binding in bindings)
    seen = f"`{name}` is bound {len(bindings)} times (lines {lines}); one hides the other"
    mend = "give each example a name of its own"
    return Finding(Where(path, bindings[-1].line), "case.bound-twice", seen, mend)


def _foreign(path: str, name: str, syntax: "_Syntax") -> Finding:
    line = syntax.imports.get(name) or syntax.star_import
    if line is not None:
        seen = f"`{name}` is an Example of another module"
        mend = "import no examples; each belongs to the module that declares it"
        return Finding(Where(path, line), "case.imported", seen, mend)
    seen = f"`{name}` is an Example that no assignment of this module shows"
    mend = "write `name = Example(...)` at the top level of the module"
    return Finding(Where(path, 1), "case.hidden", seen, mend)


def _hidden(path: str, name: str, value: object, syntax: "_Syntax") -> Iterator[Finding]:
    """Yield a finding for a container that holds Examples which the syntax did not show."""
    values: object = value
    if isinstance(value, dict):
        values = list(value.values())
    if name.startswith("__") or not isinstance(values, list | tuple | set | frozenset):
        return
    bindings = syntax.bindings.get(name)
    if not bindings or not any(isinstance(one, Example) for one in values):
        return
    first, last = bindings[-1].line, bindings[-1].end
    if not any(first <= call.lineno <= last for call in syntax.unbound):
        mend = "bind each to a variable of its own"
        yield Finding(Where(path, first), "case.hidden", f"`{name}` holds Examples", mend)


@dataclass(frozen=True, slots=True)
class _Binding:
    line: int
    end: int
    is_example: bool
    literal: Mapping[str, tuple[int, int]]
    parts: tuple[tuple[int, int], ...]
    quotes: tuple[int, ...]
    again: tuple[tuple[int, int], ...]
    """The line of a quote that is written once more, and of the one before it."""


class _Syntax:
    """Where a module binds names, imports them, and writes `Example(...)`."""

    def __init__(self, tree: ast.Module) -> None:
        self.bindings: dict[str, list[_Binding]] = defaultdict(list)
        self.imports: dict[str, int] = {}
        self.star_import: int | None = None
        self.unbound: list[ast.Call] = []
        self._aliases = {"Example"}
        self._body(tree.body)

    def _body(self, body: list[ast.stmt]) -> None:
        for statement in body:
            self._statement(statement)

    def _statement(self, statement: ast.stmt) -> None:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            self._import(statement)
        elif isinstance(statement, ast.Assign | ast.AnnAssign):
            self._assign(statement)
        elif isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            pass
        elif isinstance(statement, ast.If | ast.For | ast.While | ast.With | ast.Try):
            for name in ("body", "orelse", "finalbody"):
                self._body(getattr(statement, name, []))
            for handler in getattr(statement, "handlers", []):
                self._body(handler.body)
            if isinstance(statement, ast.For | ast.While):  # each round hides the one before
                calls = self._examples_in(statement)
                self.unbound.extend(call for call in calls if call not in self.unbound)
        else:
            self.unbound.extend(self._examples_in(statement))

    def _import(self, statement: ast.Import | ast.ImportFrom) -> None:
        for alias in statement.names:
            if alias.name == "*":
                self.star_import = statement.lineno
            self.imports[(alias.asname or alias.name).split(".")[0]] = statement.lineno
            if alias.name == "Example" and alias.asname:
                self._aliases.add(alias.asname)

    def _assign(self, statement: ast.Assign | ast.AnnAssign) -> None:
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        value = statement.value
        if value is None:  # `name: Example` alone binds nothing
            return
        call = value if isinstance(value, ast.Call) and self._is_example(value) else None
        named = [target for target in targets if isinstance(target, ast.Name)]
        for target in named:
            self.bindings[target.id].append(
                _Binding(
                    statement.lineno,
                    statement.end_lineno or statement.lineno,
                    call is not None,
                    _literals(call),
                    _parts(call),
                    *_quotes(call),
                )
            )
        calls = self._examples_in(value)
        self.unbound.extend(c for c in calls if c is not call or not named)

    def _examples_in(self, node: ast.AST) -> list[ast.Call]:
        return [n for n in ast.walk(node) if isinstance(n, ast.Call) and self._is_example(n)]

    def _is_example(self, call: ast.Call) -> bool:
        if isinstance(call.func, ast.Name):
            return call.func.id in self._aliases
        return isinstance(call.func, ast.Attribute) and call.func.attr == "Example"


def _literals(call: ast.Call | None) -> dict[str, tuple[int, int]]:
    return {
        keyword.arg: (keyword.value.lineno, keyword.value.end_lineno or keyword.value.lineno)
        for keyword in (call.keywords if call else [])
        if keyword.arg in {"prompt", "think"}
    }


def _parts(call: ast.Call | None) -> tuple[tuple[int, int], ...]:
    for keyword in call.keywords if call else []:
        if keyword.arg == "code" and isinstance(keyword.value, ast.List | ast.Tuple):
            return tuple((node.lineno, node.col_offset + 1) for node in keyword.value.elts)
    return ()


def _quotes(call: ast.Call | None) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
    """Return the lines of the quotes as Python keeps them, and those that are written again."""
    for keyword in call.keywords if call else []:
        if keyword.arg == "claims" and isinstance(keyword.value, ast.Dict):
            keys = [key for key in keyword.value.keys if isinstance(key, ast.Constant)]
            if len(keys) == len(keyword.value.keys):
                places: dict[object, int] = {}  # written twice, the last counts
                again = []
                for key in keys:
                    if key.value in places:
                        again.append((key.lineno, places[key.value]))
                    places[key.value] = key.lineno
                return tuple(places.values()), tuple(again)
    return (), ()
