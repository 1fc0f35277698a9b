"""What a prompt gives away: code, and names that are for the engineer to find."""

import inspect
import re
from collections.abc import Iterator

from pytest_verbatim.checks.subject import Subject
from pytest_verbatim.finding import Finding, shortened
from pytest_verbatim.prose.mention import mentions_in
from pytest_verbatim.prose.sentence import code_spans
from pytest_verbatim.tree.index import Index
from pytest_verbatim.tree.usage import Shown, shown_lines

_WORDS_OF_AN_EXPRESSION = 10
_ELLIPSIS = re.compile(r"\.{2,3}|\u2026")
_STATEMENT = re.compile(r";|\blet\s+(?:mut\s+)?\w+\s*[:=]|\bfn\s+\w+\s*(?:<[^()]*)?\([^()]*:")
_CODE_LINE = re.compile(
    r"""
      ^\s*(?:\#!?\[\w|//)                                             # attribute, comment
    | ^\s*(?:pub(?:\([^()]*\))?\s+)?(?:(?:async|const|unsafe)\s+)*fn\s+\w+\s*[(<]
    | ^\s*use\s+\w+(?:::\w+)*::[\w{*].*;\s*$
    | ^\s*let\s+(?:mut\s+)?\w+\s*(?::[^=]*)?=\s*\S
    | (?:\.|::)\w+\(.*\)\??;\s*$                                      # a.b(c);
    | ^\s*\w+!?\(.*\)\??;\s*$                                         # f(x);
    | [\w)?]\.await\b
    | [\w)>\s]\{\s*$                                                  # a block opens
    | ^\s*[}\])]+[;,]?\s*$                                            # and closes
    """,
    re.VERBOSE,
)


def prompt_code(subject: Subject) -> Iterator[Finding]:
    """Yield the code that a prompt holds, where its dataset forbids that.

    In backticks a name, a path, a call or another short expression is no code yet; a statement is,
    a signature with types, and whatever has more than ten words. Outside of backticks it is a line
    that could stand in a Rust file and hardly in a letter.

    Findings: prompt.code.
    """
    if not subject.dataset.rules.prompt_without_code:
        return
    case = subject.case
    text = inspect.cleandoc(case.example.prompt)
    spans = code_spans(text)
    mend = "say in words what is wanted; the code itself comes from upstream"
    for start, end in spans:
        code = " ".join(text[start:end].strip("`").split())
        words = re.findall(r"\w+", code)
        plain = _ELLIPSIS.sub("", code)
        if len(words) > _WORDS_OF_AN_EXPRESSION or _STATEMENT.search(plain):
            where = case.where_of("prompt", text.count("\n", 0, start) + 1)
            yield Finding(where, "prompt.code", f"the prompt holds code: `{shortened(code)}`", mend)
    for number, line in enumerate(_without(text, spans).split("\n"), 1):
        if _CODE_LINE.search(line):
            where = case.where_of("prompt", number)
            seen = f"a line of the prompt is code: {shortened(line.strip())}"
            yield Finding(where, "prompt.code", seen, mend)


def _without(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """Return the text with spans filled with a mark that no rule knows, line ends kept."""
    chars = list(text)
    for start, end in spans:
        for at in range(start, end):
            chars[at] = "\n" if chars[at] == "\n" else "\u00b7"
    return "".join(chars)


def answer_names(subject: Subject) -> Iterator[Finding]:
    """Yield the names in a prompt that the shown code alone defines and uses.

    A name passes where any other line of the tree has it, test code, comments and strings aside: to
    fit in with it the engineer has to know it. Seen are code-shaped names, as `mention.py` has it.

    Findings: prompt.answer-name.
    """
    if not subject.dataset.rules.prompt_without_answer:
        return
    index = subject.corpus.index
    shown = shown_lines(subject.excerpts, imports=True)
    told: set[str] = set()
    for sentence in subject.sentences["prompt"]:
        for mention in mentions_in(sentence.text):
            for name in mention.names:
                if name not in told and _only_in(name, shown, index):
                    told.add(name)
                    where = subject.where("prompt", sentence, mention.start)
                    seen = (
                        f"the prompt gives away `{name}`, which the answer alone defines and uses"
                    )
                    mend = "say what it is for, and leave its name to the engineer"
                    yield Finding(where, "prompt.answer-name", seen, mend)


def _only_in(name: str, shown: Shown, index: Index) -> bool:
    """Return whether a name is defined on shown lines and stands on no other."""
    defined = any(
        one.line in shown.get(one.file, ()) and one.kind != "derived"
        for one in index.definitions(name)
    )
    return defined and all(
        shown.get(file, set()).issuperset(index.files[file].names[name])
        for file in index.files_naming(name)
    )
