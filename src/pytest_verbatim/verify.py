"""Holding an emitted line against the corpus, backwards.

Shares nothing with what cuts code out: no syntax tree, no spans, no item paths. It knows bytes,
lines and the form of a line, so that a fault in the extractor cannot hide itself.

What it proves: the lines of code stand in the file, each directly below the one before it but at
seams, which lead further down the file: where a further item, a member or the end of a shell can
begin (`_seams`). Which file a line comes from is told by the `// <file>` lines of a multi-part
answer; a single-part answer must fit one file of the corpus. A changed byte is seen wherever it is;
a dropped or repeated line too, but for whole lines where an item or a `use` begins: which of those
were chosen is nothing that the line says.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum

from pytest_verbatim.finding import Finding, Where
from pytest_verbatim.record import Record, RecordError, RecordFormError

_LABEL = re.compile(r"// (\S+\.rs)")
_USE = re.compile(rb"(?:#\[|(?:pub(?:\([^)]*\))?\s+)?use\b)")
_ITEM = re.compile(
    rb"(?:#\[|///|pub\b|(?:async|const|unsafe|extern|default)\s|fn\s|struct\s|enum\s|union\s"
    rb"|trait\s|impl\b|type\s|static\s|mod\s|macro_rules!)"
)
_SHELL = re.compile(rb"(?:pub(?:\([^)]*\))?\s+)?(?:unsafe\s+)?(?:impl|trait)\b")


def verify_line(line: bytes, where: Where, sources: Mapping[str, bytes]) -> Iterator[Finding]:
    """Yield what is wrong with one line of a JSONL file.

    Args:
        line: the bytes of the line, without its newline.
        where: its place, for the findings.
        sources: path -> bytes of every Rust file of the corpus.

    Findings: verify.json, verify.form, verify.code.
    """
    try:
        record = Record.parse(line.decode("utf-8"))
    except (RecordError, UnicodeDecodeError) as error:
        code = "verify.form" if isinstance(error, RecordFormError) else "verify.json"
        yield Finding(where, code, f"the line {error}", "emit the file again: pytest --emit-jsonl")
        return
    parts = split_parts(record.code, sources)
    if parts is None:
        fault = _whole_fault(record.code, sources)
    else:
        fault = next(filter(None, (_part_fault(code, file, sources) for file, code in parts)), None)
    if fault is not None:
        mend = "emit the file again; if it stays, check --corpus and --corpus-rev"
        yield Finding(where, "verify.code", fault, mend)


def split_parts(code: str, sources: Mapping[str, bytes]) -> list[tuple[str, str]] | None:
    """Return (file, code) of a multi-part answer; None where the code has no part labels.

    A label counts at the start, and after a blank line, when it names a file of the corpus.
    """
    lines = code.split("\n")
    starts = [
        at
        for at, text in enumerate(lines)
        if (found := _LABEL.fullmatch(text))
        and found[1] in sources
        and (at == 0 or not lines[at - 1].strip())
    ]
    if not starts or starts[0] != 0:
        return None
    ends = [*(at - 1 for at in starts[1:]), len(lines)]
    return [
        (lines[start][3:], "\n".join(lines[start + 1 : end]))
        for start, end in zip(starts, ends, strict=True)
    ]


def _whole_fault(code: str, sources: Mapping[str, bytes]) -> str | None:
    first = code.split("\n", 1)[0].encode()
    near = [file for file, data in sources.items() if first in data]
    faults = [_part_fault(code, file, sources) for file in near]
    if not faults:
        return f"no file of the corpus has the first line of the code: {_short(first)}"
    return None if None in faults else min(filter(None, faults), key=_progress)


def _progress(fault: str) -> int:
    """Return a rank: the fault that was met furthest into the code comes first."""
    found = re.search(r"line (\d+) of the code", fault)
    return -int(found[1]) if found else 0


def _part_fault(code: str, file: str, sources: Mapping[str, bytes]) -> str | None:
    """Return why the code cannot have been cut from the file, None where it can."""
    wanted = code.encode().split(b"\n")
    there = sources[file].split(b"\n")
    stuck = _stuck_at(wanted, there)
    if stuck is None:
        return None
    return f"{file}: line {stuck + 1} of the code is not there: {_short(wanted[stuck])}"


def _stuck_at(wanted: Sequence[bytes], there: Sequence[bytes]) -> int | None:
    """Return the first line (0-based) that cannot be laid onto the file, None where all can."""
    places: dict[bytes, list[int]] = {}
    for at, text in enumerate(there):
        places.setdefault(text, []).append(at)
    below: set[int] = set()  # where the next line can go on
    above: set[int] = set()  # where the last line that is not blank may stand
    after_blank = False
    for number, (text, seam) in enumerate(zip(wanted, _seams(wanted), strict=True)):
        here = places.get(text, [])
        if number == len(wanted) - 1:  # the last line comes without its newline, CR LF or LF
            here = [*here, *places.get(text + b"\r", [])]
        reached = {at for at in here if at in below}
        if not text.strip():
            # Upstream's own blank line, or the one that parts two items: then `below` is empty.
            if after_blank and not reached:
                return number
            below, after_blank = {at + 1 for at in reached}, True
            continue
        ended = {at for at in above if _can_end(there, at)}
        if seam is _Seam.ANYWHERE and (ended or not above):
            reached |= {at for at in here if _can_begin(there, at)}
        elif seam is _Seam.FURTHER_DOWN and ended:
            reached |= {at for at in here if at > min(ended) and _can_begin(there, at)}
        if not reached:
            return number
        below, above, after_blank = {at + 1 for at in reached}, reached, False
    return None if any(_can_end(there, at) for at in above) else len(wanted) - 1


def _can_begin(there: Sequence[bytes], at: int) -> bool:
    """Return whether an item can begin on a line: not below an attribute or a doc comment."""
    above = there[at - 1].strip() if at else b""
    return not above.startswith((b"#[", b"///")) and above != b")]"


def _can_end(there: Sequence[bytes], at: int) -> bool:
    """Return whether an item can end on a line.

    Not where a closing bracket comes next, unless it closes what is around the item.
    """
    following = there[at + 1].strip() if at + 1 < len(there) else b""
    if not following.startswith((b"}", b")", b"]")):
        return True
    return _indent(there[at + 1]) < _indent(there[at]) and not _bare(there[at]).endswith(b",")


class _Seam(Enum):
    """Whether a line must stand directly below the one before it."""

    NONE = "none"
    FURTHER_DOWN = "further down"
    ANYWHERE = "anywhere"


def _seams(lines: Sequence[bytes]) -> Iterator[_Seam]:
    """Yield for each line whether an item, or an end of a shell, can begin there.

    Told by blank lines and indentation alone: a further item stands behind a blank line at the
    level of the one before or further out, or further in where it begins as items do (those of
    inline modules); a member behind the line that opens its impl or trait, or behind a
    blank line at the level of the first; what closes the shell stands at the level of what opens
    it. `use` declarations come first, from anywhere in the file.
    """
    uses, level = True, _indent(lines[0])
    header = opened = False
    shell, member = -1, -1  # levels of an open shell and of its members
    before = previous = b""
    for text in lines:
        indent, bare = _indent(text), _bare(text)
        blank_before, before = not before.strip(), text
        if not bare and not text.strip():
            yield _Seam.NONE
            continue
        if opened:
            member, opened = indent, False
            seam = _Seam.NONE if blank_before else _Seam.FURTHER_DOWN
        elif shell >= 0 and indent == shell and bare.startswith(b"}"):
            shell = -1
            seam = _Seam.FURTHER_DOWN
        elif shell >= 0:
            seam = _Seam.FURTHER_DOWN if blank_before and indent == member else _Seam.NONE
        elif uses and (blank_before or previous.endswith(b";")):
            uses, level = bool(_USE.match(text.strip())), indent
            seam = _Seam.ANYWHERE
        elif blank_before and (indent <= level or _ITEM.match(text.strip())):
            level = indent
            seam = _Seam.FURTHER_DOWN
        else:
            seam = _Seam.NONE
        if shell < 0 and indent == level and _SHELL.match(text.strip()):
            header = True
        if header and bare.endswith((b"{", b"}")):
            header, opened = False, bare.endswith(b"{")
            shell = level if opened else -1
        previous = bare
        yield seam


def _bare(text: bytes) -> bytes:
    """Return a line without a trailing comment, as far as one can tell without a parser."""
    return text.split(b"//")[0].strip()


def _indent(text: bytes) -> int:
    return len(text) - len(text.lstrip())


def _short(text: bytes) -> str:
    shown = text.decode("utf-8", "replace").strip()
    return shown if len(shown) <= 60 else shown[:57] + "..."
