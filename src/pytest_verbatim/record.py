"""`Record`: one line of JSONL, to text and back.

Knows no case and no corpus. The JSON Schema beside this module is the same promise for other tools.

Source: design, "Contract: one line of JSONL".
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    import jsonschema

SCHEMA_FILE = "chatml.schema.json"
_OPEN, _CLOSE = "<think>\n", "\n</think>\n\n"


class RecordError(ValueError):
    """The text is no record; the message says why."""


class RecordFormError(RecordError):
    """The text is JSON, but not of the form of a record."""


@dataclass(frozen=True, slots=True)
class Record:
    """One training example as it is emitted: prose unwrapped, code verbatim."""

    system: str
    prompt: str
    think: str
    code: str

    @property
    def answer(self) -> str:
        """Return the assistant's message: the think block, a blank line, the code."""
        return f"{_OPEN}{self.think}{_CLOSE}{self.code}"

    def as_object(self) -> dict[str, Any]:
        """Return the object that the line holds, its keys in the order of the contract."""
        texts = {"system": self.system, "user": self.prompt, "assistant": self.answer}
        messages = [{"role": role, "content": text} for role, text in texts.items()]
        return {"type": "chatml", "messages": messages}

    def line(self) -> str:
        """Return the line, without its newline: compact JSON, nothing escaped beyond need."""
        return json.dumps(self.as_object(), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def parse(cls, line: str) -> Self:
        """Return the record that a line holds.

        Raises:
            RecordError: not JSON.
            RecordFormError: not the schema, which asks for a think block in front of code.
        """
        try:
            value = json.loads(line)
        except ValueError as error:
            raise RecordError(f"is not JSON: {error}") from error
        for fault in schema_faults(value):
            raise RecordFormError(fault)
        system, prompt, answer = (message["content"] for message in value["messages"])
        think, _, code = answer.removeprefix(_OPEN).partition(_CLOSE)
        return cls(system, prompt, think, code)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a line, as it ships with the package."""
    text = resources.files("pytest_verbatim").joinpath(SCHEMA_FILE).read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def _validator() -> "jsonschema.Draft202012Validator":
    import jsonschema  # noqa: PLC0415  (a third of the plugin's start, and most runs need none)

    return jsonschema.Draft202012Validator(schema())


def schema_faults(value: object) -> Iterator[str]:
    """Yield what is wrong with a decoded line: the place in it, and the rule it breaks."""
    for error in _validator().iter_errors(value):
        told = error.message if len(error.message) < 200 else f"breaks `{error.validator}`"
        yield f"{error.json_path}: {told}"
