"""Examining a case: from what was declared to a record, or to all that stands in its way.

Pure but for reading the corpus, which remembers what it read.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pytest_verbatim.casefile import Case
from pytest_verbatim.checks import CHECKS, Subject, record_schema
from pytest_verbatim.checks.rules import crates_named
from pytest_verbatim.config.dataset import Dataset
from pytest_verbatim.config.pin import is_plain_path
from pytest_verbatim.drift.fingerprint import Fingerprint, digest_of_texts, fingerprint_of
from pytest_verbatim.evidence import Argued
from pytest_verbatim.example import Rust
from pytest_verbatim.excerpt import Excerpt, cut_anyway
from pytest_verbatim.finding import Finding, Where, in_order
from pytest_verbatim.memory import Memory, Remembered, Tie
from pytest_verbatim.proof import find_item, hold, seen_on
from pytest_verbatim.prose.form import unwrap
from pytest_verbatim.record import Record
from pytest_verbatim.selection import Place
from pytest_verbatim.source.corpus import Corpus


@dataclass(frozen=True, slots=True)
class Examination:
    """What examining one case brought: a record when there is no finding, else None.

    `ties`, `crates`, `facts` and `fingerprints` are as in `Remembered`.
    """

    case: Case
    findings: tuple[Finding, ...]
    excerpts: tuple[Excerpt, ...]
    record: Record | None
    ties: tuple[Tie, ...] = ()
    crates: tuple[str, ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()
    fingerprints: tuple[Fingerprint, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A case whose code was cut out: what the checks are given, and what is wrong already.

    `subject` is None where an argument of the example is of a wrong type.
    """

    case: Case
    subject: Subject | None
    findings: tuple[Finding, ...]

    @property
    def excerpts(self) -> tuple[Excerpt, ...]:
        """Return the parts of the code that could be cut out."""
        return self.subject.excerpts if self.subject is not None else ()


def prepare(case: Case, dataset: Dataset, corpus: Corpus) -> Prepared:
    """Cut out the code of a case; nothing is checked yet that needs more than that."""
    findings = list(case.findings)
    for name, seen, mend in case.type_faults:
        where = case.where_of(name) if name != "code" else case.where
        findings.append(Finding(where, "case.wrong-type", seen, mend))
    if any(finding.code == "case.wrong-type" for finding in findings):
        return Prepared(case, None, tuple(findings))
    subject, faults = subject_of(case, dataset, corpus)
    return Prepared(case, subject, (*findings, *faults))


def examine(prepared: Prepared, memory: Memory | None = None, key: str = "") -> Examination:
    """Return the record of a case, or its findings.

    What `memory` holds under `key`, which stands for all that the checks read, is not checked
    again.
    """
    case, subject = prepared.case, prepared.subject
    findings = list(prepared.findings)
    if subject is None:
        return Examination(case, in_order(findings), (), None)
    excerpts, record = subject.excerpts, subject.record
    checked = memory.get(key) if memory is not None else None
    if checked is None:
        checked = _check(subject, is_clean=not findings)
        if memory is not None:
            memory.put(key, checked)
    findings.extend(checked.findings)
    made = None if findings else record
    return Examination(
        case,
        in_order(findings),
        excerpts,
        made,
        checked.ties,
        checked.crates,
        checked.facts,
        checked.fingerprints,
    )


def subject_of(
    case: Case, dataset: Dataset, corpus: Corpus, *, anyway: bool = False
) -> tuple[Subject, tuple[Finding, ...]]:
    """Return what the checks are given of a case, and why parts of its code may not be shown.

    Those parts are missing; with `anyway` only where nobody can tell which lines are meant. The
    arguments of its example have to be of the right types.
    """
    excerpts, faults = _excerpts(case, dataset, corpus, anyway=anyway)
    prose = (unwrap(case.example.prompt), unwrap(case.example.think))
    record = Record(dataset.system, *prose, _join(excerpts))
    return Subject(case, dataset, excerpts, record, corpus), tuple(faults)


def _check(subject: Subject, *, is_clean: bool) -> Remembered:
    """Return what the checks bring; `is_clean` says that nothing was found wrong before them."""
    findings = in_order(finding for check in CHECKS for finding in check(subject))
    if is_clean and not findings:  # else what is wrong was said in better words
        findings = in_order(record_schema(subject))
    return Remembered(
        findings,
        tuple(ties_of(subject)),
        tuple(sorted(crates_named(subject))),
        tuple(_facts(subject)),
        tuple(fingerprints_of(subject)),
    )


def _facts(subject: Subject) -> Iterator[tuple[str, ...]]:
    """Yield for each claim what each piece of its evidence rests on: tokens, as a digest.

    What an argument rests on are its ties.
    """
    corpus, example = subject.corpus, subject.case.example
    files = tuple(part.file for part in example.code)
    for _, evidence in example.evidence():
        held = (hold(piece, corpus, files) for piece in evidence if not isinstance(piece, Argued))
        yield tuple(digest_of_texts(seen_on(verdict, corpus)) for verdict in held)


def fingerprints_of(subject: Subject) -> Iterator[Fingerprint]:
    """Yield the fingerprint of each piece of the code, in its order."""
    for excerpt in subject.excerpts:
        file = subject.corpus.rust_file(excerpt.file)
        for piece in excerpt.pieces:
            yield fingerprint_of(file.cut(piece.lines))


def ties_of(subject: Subject) -> Iterator[Tie]:
    """Yield the items that arguments are tied to; one that is not to be found is a finding."""
    corpus, example = subject.corpus, subject.case.example
    files = tuple(part.file for part in example.code)
    for at, (_, evidence) in enumerate(example.evidence()):
        for text in (t for piece in evidence if isinstance(piece, Argued) for t in piece.items):
            found = find_item(text, corpus, files)
            if not isinstance(found, str):
                file, item = found
                data = corpus.rust_file(file).cut(item.lines)
                yield Tie(at, file, str(item.path), fingerprint_of(data))


def _join(excerpts: tuple[Excerpt, ...]) -> str:
    if len(excerpts) == 1:
        return excerpts[0].text
    return "\n\n".join(f"// {excerpt.file}\n{excerpt.text}" for excerpt in excerpts)


def _excerpts(
    case: Case, dataset: Dataset, corpus: Corpus, *, anyway: bool
) -> tuple[tuple[Excerpt, ...], list[Finding]]:
    excerpts: list[Excerpt] = []
    findings: list[Finding] = []
    for index, part in enumerate(case.example.code):
        where = case.where_of_part(index)
        fault = _file_fault(part, where, dataset, corpus)
        if fault is not None:
            findings.append(fault)
            if not anyway or part.file not in corpus.rust_paths:
                continue
        place = Place(where, part.file, corpus.rust)
        rust_file = corpus.rust_file(part.file)
        excerpt, faults = cut_anyway(rust_file, part.items, part.imports, place)
        findings.extend(() if fault is not None else faults)
        if excerpt is not None and (anyway or not faults):
            excerpts.append(excerpt)
    if not case.example.code:
        mend = "write code=[rust(file, item, ...)]"
        findings.append(Finding(case.where, "code.empty", "the example has no code", mend))
    return tuple(excerpts), findings


def _file_fault(part: Rust, where: Where, dataset: Dataset, corpus: Corpus) -> Finding | None:
    if not is_plain_path(part.file):
        seen = f"{part.file!r} is no plain path below the subtree"
        return Finding(where, "code.bad-path", seen, "write it as `verbatim items` prints it")
    if part.file not in corpus.files:
        near = [path for path in corpus.rust_paths if path.endswith("/" + part.file.split("/")[-1])]
        mend = f"there is {', '.join(near[:3])}" if near else "`verbatim items` lists the files"
        seen = f"the corpus has no file {part.file}"
        return Finding(where, "code.unknown-file", seen, mend)
    if not part.file.endswith(".rs"):
        seen = f"{part.file} is no Rust file"
        return Finding(where, "code.not-rust", seen, "choose a .rs file")
    if not dataset.admits(part.file):
        seen = f"{part.file} is outside the scope of {dataset.name}"
        mend = f"see [scope] in {dataset.shown}"
        return Finding(where, "code.out-of-scope", seen, mend, part.file)
    if part.file in corpus.test_paths:
        seen = f"{part.file} holds test code only"
        return Finding(where, "code.test-code", seen, "choose production code")
    return None
