"""The text of a case module to fill in: it declares what it shows; what it says, a person writes.

Source: design, "Contract: commands", `verbatim new`.
"""

import re
from collections.abc import Sequence

from pytest_verbatim.rustfile import Item

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")


def name_of(items: Sequence[Item]) -> str:
    """Return a name for a case that shows these items: the last item's, in snake_case.

    It is a beginning: a case is named after what it teaches.
    """
    words = _WORDS.findall(items[-1].name) if items else []
    return "_".join(word.lower() for word in words) or "new_case"


def module_text(name: str, file: str, items: Sequence[Item]) -> str:
    """Return a case module that shows items of a file and has neither prompt nor think yet."""
    shown = "".join(f"            {_quoted(str(item.path))},\n" for item in items)
    return (
        "from pytest_verbatim import Example, rust\n"
        "\n"
        f"{name} = Example(\n"
        "    code=[\n"
        "        rust(\n"
        f"            {_quoted(file)},\n"
        f"{shown}"
        '            imports="used",\n'
        "        ),\n"
        "    ],\n"
        '    prompt="""\n'
        '    """,\n'
        '    think="""\n'
        '    """,\n'
        "    claims={},\n"
        ")\n"
    )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
