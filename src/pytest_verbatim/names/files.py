"""Files in prose: which of the tree is meant, what it has to do with the code, what it defines."""

import posixpath
import re
from collections.abc import Collection, Iterable, Sequence

from pytest_verbatim.names.fault import NameFault
from pytest_verbatim.names.suggesting import listed, nearest, places_of
from pytest_verbatim.names.view import Said, View
from pytest_verbatim.prose.denial import is_denied
from pytest_verbatim.prose.mention import Mention
from pytest_verbatim.tree.definitions import STD_PRELUDE
from pytest_verbatim.tree.index import Index

_RARE = 4
"""A name that is in so few files says what of a file a sentence is about."""
_PLACED = re.compile(
    r"`?(?:\(\))?`?(?: (?:entity|enum|extractor|function|handler|helper|macro|method|struct|table"
    r"|trait|type))? (?:in|into|of|from) (?:the )?(?:file |module )?`?$"
)
_OWNED = re.compile(r"`?'s `?$")
_NOT = re.compile(r"\b(?:no|not|nor|neither|nothing|none|never|without|unlike)\b")
_BREAK = re.compile(r"[;:](?=\s)")
_QUOTED = re.compile(r'"([^"]+)"')
_IN = re.compile(r"(?:^|[.;:] )In `?$")
_INSIDE = re.compile(r"`?,? (?:(?:the|an?|its|our) )?(?:\w+ ){0,2}`?$")
"""What stands between file and name in "In y.rs the private `x`"."""
_ROOTS = frozenset({"crate", "self", "super", "Self"})


def files_called(text: str, index: Index) -> tuple[str, ...]:
    """Return the files of the tree whose path ends with that text, or which lie below it."""
    wanted = text.rstrip("/")
    found = index.paths_ending(wanted)
    if found or wanted.endswith(".rs"):
        return found
    found = index.paths_ending(f"{wanted}.rs") if "/" in wanted else ()
    if found:
        return found
    everything = (*index.files, *index.others)
    inside = (f"/{wanted}/", f"{wanted}/")
    return tuple(f for f in everything if inside[0] in f or f.startswith(inside[1]))


def introduced_by(mentions: Iterable[Mention], index: Index) -> frozenset[str]:
    """Return the files that a text names: by path, or by module path."""
    files: set[str] = set()
    for mention in mentions:
        if mention.kind == "file":
            files.update(files_called(mention.text, index))
        elif len(mention.names) > 1:
            for end in range(len(mention.names), 0, -1):
                names = without_roots(mention.names[:end])
                if names and names[0] in index.module_names:
                    files.update(index.module_files(*names))
    return frozenset(files)


def without_roots(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of a path without `crate`, `self`, `super` and `Self`."""
    return tuple(name for name in names if name not in _ROOTS)


def file_has(file: str, name: str, index: Index) -> bool:
    """Return whether a name stands in a file; of one that is not Rust, any may."""
    return name in index.files[file].names if file in index.files else True


# --- a file ----------------------------------------------------------------------------------


def file_fault(said: Said, view: View) -> NameFault | None:
    """Say that a file does not exist, or has nothing to do with the code and the sentence."""
    mention, index = said.mention, view.index
    files = files_called(mention.text, index)
    if not files:
        return _lost_file_fault(mention, index)
    strange = _strange_fault(said, files, view)
    if strange is not None or any(file in view.related for file in files):
        return strange
    if any(_is_about(other, files, index) for other in said.around):
        return None
    if any(_has_string(file, quoted, index) for file in files for quoted in _quoted(said.sentence)):
        return None
    if not any(file in index.files for file in files):
        return None
    seen = f"{mention.text} has nothing to do with the shown code"
    mend = "name what of it the sentence is about, or leave the file out"
    return NameFault("stray-file", seen, mend)


def _strange_fault(said: Said, files: Sequence[str], view: View) -> NameFault | None:
    """Say that a file has none of the names which its clause puts beside it.

    Files that are shown may stand beside anything, and so may what the sentence denies of a file.
    """
    mention, sentence, index = said.mention, said.sentence, view.index
    beside = _paths_beside(said)
    all_names = [name for one in beside for name in one.names]
    names = [n for n in all_names if n not in STD_PRELUDE and index.definitions(n)] or all_names
    if not names or any(file in view.scope.shown or file not in index.files for file in files):
        return None
    behind = next((one.end for one in beside if one.start > mention.end), len(sentence))
    said_of_it = sentence[: mention.start] + sentence[mention.end : behind]
    if is_denied(sentence, mention.start, mention.end) or _NOT.search(said_of_it):
        return None
    if _says_of_whom(said):
        return None  # which name it is about, and whether rightly, is said of that name
    if any(name in index.files[file].names for file in files for name in names):
        return None
    seen = f"{mention.text} has nothing of what is named beside it"
    return NameFault("stray-file", seen, "name what of it the sentence is about, or another file")


def _says_of_whom(said: Said) -> bool:
    """Return whether a file stands directly beside the name it is about: "`x` in y.rs"."""
    sentence, start, end = said.sentence, said.mention.start, said.mention.end
    placed = _PLACED.search(sentence[:start])
    if sentence.startswith("'s", end) or (placed is not None and placed[0][0] in "`("):
        return True
    behind = (sentence[end : _span_around(sentence, m)[0]] for m in said.around if m.start > end)
    return _IN.search(sentence[:start]) is not None and any(map(_INSIDE.fullmatch, behind))


def _paths_beside(said: Said) -> list[Mention]:
    """Return the paths in the clause of a file; in the next one, where they stand behind a colon.

    "y.rs has two owners: `a` holds it".
    """
    paths = [m for m in said.around if m.kind in {"path", "macro"}]
    start, end = _clause_around(said.sentence, said.mention)
    own = [m for m in paths if _is_in(m, said.sentence, start, end)]
    if not own and said.sentence.startswith(":", end):
        behind = _BREAK.search(said.sentence, end + 1)
        end = behind.start() if behind else len(said.sentence)
        own = [m for m in paths if _is_in(m, said.sentence, start, end)]
    return own


def _clause_around(sentence: str, mention: Mention) -> tuple[int, int]:
    """Return where the part between semicolons or colons begins and ends that holds a mention."""
    breaks = [match.start() for match in _BREAK.finditer(sentence)]
    start = max((at for at in breaks if at < mention.start), default=0)
    return start, min((at for at in breaks if at >= mention.end), default=len(sentence))


def _is_in(mention: Mention, sentence: str, start: int, end: int) -> bool:
    """Return whether a mention is of this sentence, and stands between two of its places."""
    here = sentence[mention.start : mention.end] == mention.text
    return here and start <= mention.start and mention.end <= end


def _lost_file_fault(mention: Mention, index: Index) -> NameFault | None:
    base = posixpath.basename(mention.text.rstrip("/"))
    plain = "." not in base and not mention.ticked
    if mention.text in index.texts.whole_strings or (plain and not _is_in_folder(mention, index)):
        return None  # "read/write" is no folder
    near = [file for file in index.files if posixpath.basename(file) == base]
    near = near or nearest(mention.text, tuple(index.files))
    mend = f"there is {listed(near)}" if near else "name a file of the tree"
    return NameFault("unknown-file", f"the tree has no file {mention.text}", mend)


def _is_in_folder(mention: Mention, index: Index) -> bool:
    """Return whether a plain "a/b" can only be a path: `a` is a folder, and `b` is no module."""
    folder, _, last = mention.text.rstrip("/").rpartition("/")
    return last not in index.module_names and any(f"/{folder}/" in file for file in index.files)


def _quoted(sentence: str) -> list[str]:
    return _QUOTED.findall(sentence)


def _has_string(file: str, text: str, index: Index) -> bool:
    """Return whether a text is a whole string of a file: "the tag "Message" of openapi.rs"."""
    return file in index.files and text in index.files[file].strings


def _is_about(mention: Mention, files: Collection[str], index: Index) -> bool:
    """Return whether a mention tells what of a file a sentence is about."""
    for name in mention.names:
        defined = index.definitions(name)
        if len(defined) <= _RARE and any(d.file in files for d in defined):
            return True
        holding = index.files_naming(name)
        if len(holding) <= _RARE and any(file in files for file in holding):
            return True
        if mention.kind == "crate" and any(
            name in index.crates_in(file) for file in files if file in index.files
        ):
            return True
    return False


# --- a name put into a file ------------------------------------------------------------------


def place_fault(said: Said, view: View) -> NameFault | None:
    """Say where a name is put into a file that does not define it: "`x` in y.rs"."""
    mention, sentence = said.mention, said.sentence
    span = _span_around(sentence, mention)
    if any(m.start < mention.start and _span_around(sentence, m) == span for m in said.around):
        return None  # the first name between backticks is what the sentence is about
    for place in said.around:
        if place.kind != "file" or not (place.text.endswith(".rs") or "/" in place.text):
            continue
        behind = place.start > span[1] and _PLACED.fullmatch(sentence[span[1] : place.start])
        owned = place.end < span[0] and _OWNED.fullmatch(sentence[place.end : span[0]])
        inside = place.end < span[0] and _INSIDE.fullmatch(sentence[place.end : span[0]])
        inside = inside and _IN.search(sentence[: place.start])
        files = files_called(place.text, view.index) if behind or owned or inside else ()
        if files and not _holds(files, mention, view.index):
            others = places_of(mention.last, view.index)
            mend = f"it is in {others}" if others else "name the file that holds it"
            seen = f"{place.text} does not define `{mention.text}`"
            return NameFault("misplaced-name", seen, mend)
    return None


def _span_around(sentence: str, mention: Mention) -> tuple[int, int]:
    """Return where the code between backticks around a mention begins and ends; its own if none."""
    if not mention.ticked:
        return mention.start, mention.end
    end = sentence.find("`", mention.end)
    return sentence.rfind("`", 0, mention.start) + 1, end if end >= 0 else mention.end


def _holds(files: Sequence[str], mention: Mention, index: Index) -> bool:
    """Return whether one of the files defines what is mentioned; uses it, if none does."""
    defined = [d.file for d in index.definitions(mention.last)]
    plain = without_roots(mention.names)
    if len(plain) > 1:
        own = [file for file in index.module_files(*plain[:-1]) if file in defined]
        owned = [d.file for d in index.definitions(mention.last) if d.owner == plain[-2]]
        defined = own or owned or defined
    if defined:
        return any(file in defined for file in files)
    return any(file_has(file, mention.last, index) for file in files)
