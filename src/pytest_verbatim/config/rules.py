"""`Rules`: what one dataset asks of its examples, as data.

From the tables [rules] and [vocabulary] of a `dataset.toml`. Whether the source can meet them is
told by `contradictions.py`, whether an example does by `checks/rules.py`.

Source: design, "Rules".
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from pytest_verbatim.config.file import TomlFile
from pytest_verbatim.config.pin import is_plain_path
from pytest_verbatim.config.section import Section
from pytest_verbatim.prose.phrase import Phrase

MOST_WORDS_VOUCHED_FOR = 40
_CRATE = re.compile(r"[A-Za-z][\w-]*")
_CODE_NAME = re.compile(r"[^\W\d]\w*(?:(?:::|-)\w+)*!?")
_Named = TypeVar("_Named", "Topic", "CrateRule")


@dataclass(frozen=True, slots=True)
class Bounds:
    """A least and a greatest number of words; both are allowed."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Topic:
    """Something a think block has to speak of: any of `phrases` will do.

    It is asked for where the shown code has one of the identifiers in `when`; everywhere, where
    that is empty. `why` says to the author what there is to say.
    """

    name: str
    phrases: tuple[Phrase, ...]
    when: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Waiver:
    """Why a commissioned crate is not asked for; `absent` are the files that do not use it."""

    reason: str
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CrateRule:
    """A crate that a think block has to name.

    It is asked for where the shown code has one of the identifiers in `when`; where that is empty,
    where the shown code uses the crate or something that its file imports from it.
    """

    name: str
    when: tuple[str, ...] = ()
    waived: Waiver | None = None

    @property
    def identifier(self) -> str:
        """Return the name as Rust writes it, with `_`."""
        return self.name.replace("-", "_")


@dataclass(frozen=True, slots=True)
class Rules:
    """What a dataset asks of its examples; asks nothing where nothing is given.

    Attributes:
        min_files: from how many files the code of an example comes at least.
        modules: of how many shown files the think block has to name the module; of all where fewer
            are shown.
        connected: whether every part of the code has to be tied to another.
        think_words: how long a think block may be, None where there is no bound.
        prompt_words: likewise for the prompt.
        samples: sentences of the commission that no text may repeat.
        stock_runs: how many runs of words may recur in the dataset's think blocks, None for any.
        shared_openings: how many openings two prompts or more may share, None for any.
        topics: what think blocks speak of.
        crates: what crates they name.
        prompt_without_code: whether the prompt may hold no code.
        prompt_without_answer: whether it may hold no name that the shown code alone defines.
        vocabulary: name -> why prose may use it although the tree does not.
    """

    min_files: int = 1
    modules: int = 0
    connected: bool = False
    think_words: Bounds | None = None
    prompt_words: Bounds | None = None
    samples: tuple[str, ...] = ()
    stock_runs: int | None = None
    shared_openings: int | None = None
    topics: tuple[Topic, ...] = ()
    crates: tuple[CrateRule, ...] = ()
    prompt_without_code: bool = False
    prompt_without_answer: bool = False
    vocabulary: Mapping[str, str] = field(default_factory=dict, hash=False)


def read_rules(toml: TomlFile) -> Rules:
    """Return the rules of a `dataset.toml`.

    Raises:
        ConfigError: an unknown key, a wrong value, impossible bounds, a topic without words, a
            pattern where words are wanted; with file and line.
    """
    top = Section(toml, (), toml.table)
    vocabulary = _vocabulary(top)
    rules = top.section("rules")
    if rules is None:
        return Rules(vocabulary=vocabulary)
    rules.require_known(
        {
            *("min_files", "modules", "connected", "think_words", "prompt_words", "samples"),
            *("stock_runs", "shared_openings", "topic", "crate", "prompt"),
        }
    )
    prompt = rules.section("prompt")
    if prompt is not None:
        prompt.require_known({"no_code", "answer_names"})
    return Rules(
        min_files=rules.count("min_files", 1) or 1,
        modules=rules.count("modules") or 0,
        connected=rules.flag("connected"),
        think_words=_bounds(rules, "think_words"),
        prompt_words=_bounds(rules, "prompt_words"),
        samples=rules.texts("samples"),
        stock_runs=rules.count("stock_runs"),
        shared_openings=rules.count("shared_openings"),
        topics=_named(rules, "topic", _topic),
        crates=_named(rules, "crate", _crate),
        prompt_without_code=prompt is not None and prompt.flag("no_code"),
        prompt_without_answer=prompt is not None and prompt.flag("answer_names"),
        vocabulary=vocabulary,
    )


def _vocabulary(top: Section) -> Mapping[str, str]:
    section = top.section("vocabulary")
    if section is None:
        return {}
    for at, name in enumerate(section.table):
        section.text(name)  # the reason
        if not _CODE_NAME.fullmatch(name):
            problem = f"`{name}` in [vocabulary] is no name that code could have"
            raise section.fail(problem, name)
        if at == MOST_WORDS_VOUCHED_FOR:
            problem = (
                f"[vocabulary] holds {len(section.table)} names; it is the last resort, for at "
                f"most {MOST_WORDS_VOUCHED_FOR}"
            )
            raise section.fail(problem, name)
    return dict(section.table)


def _bounds(rules: Section, key: str) -> Bounds | None:
    section = rules.section(key)
    if section is None:
        return None
    section.require_known({"min", "max"})
    least, most = section.count("min", 1), section.count("max", 1)
    if least is None or most is None:
        raise section.fail(f"`{key}` needs `min` and `max`, in words")
    if least > most:
        raise section.fail(f"`max` of `{key}` is smaller than `min`", "max")
    return Bounds(least, most)


def _named(rules: Section, key: str, read: Callable[[Section], _Named]) -> tuple[_Named, ...]:
    found: dict[str, _Named] = {}
    for section in rules.sections(key):
        one = read(section)
        if one.name in found:
            raise section.fail(f"there are two [[rules.{key}]] called {one.name!r}", "name")
        found[one.name] = one
    return tuple(found.values())


def _topic(section: Section) -> Topic:
    section.require_known({"name", "any", "when", "why"})
    name = section.text("name")
    words = section.texts("any")
    if not words:
        problem = f"the topic {name!r} has no words; give some of which any will do: any = [...]"
        raise section.fail(problem, "any")
    return Topic(
        name=name,
        phrases=tuple(_phrase(section, at, word) for at, word in enumerate(words)),
        when=_identifiers(section),
        why=section.text("why"),
    )


def _phrase(section: Section, at: int, word: str) -> Phrase:
    try:
        return Phrase.parse(word)
    except ValueError as error:
        raise section.fail(f"`any` holds {error}", "any", at) from error


def _crate(section: Section) -> CrateRule:
    section.require_known({"name", "when", "waived"})
    name = section.text("name")
    if not _CRATE.fullmatch(name):
        raise section.fail(f"{name!r} is no name of a crate", "name")
    waived = section.section("waived")
    return CrateRule(name, _identifiers(section), _waiver(waived, name) if waived else None)


def _waiver(section: Section, crate: str) -> Waiver:
    section.require_known({"reason", "absent"})
    files = section.texts("absent")
    if not files:
        problem = f"the waiver has no evidence; list the files without {crate}: absent = [...]"
        raise section.fail(problem, "absent")
    for at, file in enumerate(files):
        if not is_plain_path(file):
            problem = f"`absent` holds {file!r}, which is no path below the subtree"
            raise section.fail(problem, "absent", at)
    return Waiver(section.text("reason"), files)


def _identifiers(section: Section) -> tuple[str, ...]:
    names = section.texts("when")
    for at, name in enumerate(names):
        if not name.isidentifier():
            problem = (
                f"`when` in {section.title} holds {name!r}; it takes identifiers of the shown "
                "code, each by itself"
            )
            raise section.fail(problem, "when", at)
    return names
