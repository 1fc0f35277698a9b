"""Texts in prose: literals, header names, and words that no code has but a string or a comment."""

import re

from pytest_verbatim.names.fault import NameFault
from pytest_verbatim.names.known import HEADERS, SCHEMA, SPOKEN, is_known
from pytest_verbatim.names.suggesting import suggested
from pytest_verbatim.names.view import Said, View
from pytest_verbatim.prose.mention import Mention
from pytest_verbatim.tree.index import Index

_FEATURE = re.compile(r"\bfeatures? $")
_MISSPELT = re.compile(r"\b(?:misspel(?:t|led)|mistyped|mistaken|typo|typo such as) $")
_SCHEMA = re.compile(r"\b(?:JSON Schema|schemas?|OpenAPI)\b", re.IGNORECASE)


def is_quoted_string(said: Said, view: View) -> bool:
    """Return whether what stands between the backticks is a string of the source, whole."""
    mention, sentence = said.mention, said.sentence
    if not mention.ticked:
        return False
    start = sentence.rfind("`", 0, mention.start) + 1
    end = sentence.find("`", mention.end)
    inside = sentence[start:end].strip('"')
    return not inside.isidentifier() and inside in view.index.texts.whole_strings


def is_set_apart(said: Said, index: Index) -> bool:
    """Return whether a sentence says that a word is no name of the code.

    A feature of a crate that stands in a `Cargo.toml`, a word of a schema in a sentence about one,
    or what is misspelt on purpose.
    """
    mention, sentence = said.mention, said.sentence
    before = sentence[: mention.start].rstrip("`")
    if _FEATURE.search(before):
        return index.texts.has_word(mention.text)
    if _MISSPELT.search(before):
        return True
    return mention.ticked and mention.text in SCHEMA and _SCHEMA.search(sentence) is not None


def text_fault(mention: Mention, view: View) -> NameFault | None:
    """Say that a literal, a header or the like stands nowhere in the tree."""
    text, index = mention.text.strip('"'), view.index
    if mention.text.startswith("/"):
        known = all(map(index.texts.in_strings, _parts(text)))
    elif mention.text.startswith('"') or text.upper() in SPOKEN:
        known = index.texts.in_strings(text)
    else:
        known = _is_term(text, index)
    if known or index.texts.has_word(text):
        return None
    seen = f"no `{mention.text}` stands in the tree"
    return NameFault("unknown-name", seen, suggested(text, view, index.texts.strings))


def _parts(path: str) -> list[str]:
    """Return the parts of a URL's path, each with its slash: routers put it together of these."""
    return [f"/{part}" for part in path.split("/") if part]


def _is_term(text: str, index: Index) -> bool:
    """Return whether words joined by `-` are a header, a crate, a name or a part of a string."""
    lower = text.lower()
    return (
        lower in HEADERS
        or index.texts.in_strings(text, any_case=True)
        or text.replace("-", "_") in index.crates
        or lower.replace("-", "_") in index.lower_names
        or all(part in SPOKEN or part.isdigit() for part in text.split("-"))
    )


def is_no_identifier(mention: Mention, name: str, view: View) -> bool:
    """Return whether a word that no code of the tree has is a text, an id or a plural."""
    return (
        view.index.texts.has_word(name)
        or _is_in_comment(name, view)
        or _is_sample_id(name, view.index)
        or _is_plural(mention, name, view)
    )


def _is_in_comment(word: str, view: View) -> bool:
    """Return whether a word stands anywhere in the shown files, comments included."""
    return any(view.index.texts.file_has_word(file, word) for file in view.scope.shown)


def _is_sample_id(name: str, index: Index) -> bool:
    """Return whether a name is a prefix of the source and a number: `app_1`."""
    prefix = name.rstrip("0123456789")
    return prefix != name and prefix.endswith("_") and prefix in index.texts.whole_strings


def _is_plural(mention: Mention, name: str, view: View) -> bool:
    """Return whether a plain CamelCase word is the plural of a name: HashMaps."""
    one = name.removesuffix("s")
    if mention.ticked or one == name or not name[0].isupper():
        return False
    return is_known((one,)) or view.has(one) or one in view.index.outside_names
