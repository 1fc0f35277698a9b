"""One line of JSONL: the bytes of the contract, there and back, and its schema."""

import json
import re
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_verbatim.record import Record, RecordError, schema, schema_faults

RECORD = Record("You maintain the relay.", "Write it.", "It is so.\n\nHence this.", "fn a() {}")
PROPERTY = settings(derandomize=True, deadline=None, max_examples=150)

CHARACTERS = st.characters(
    exclude_categories=["Cs"],
    exclude_characters="<\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
)
TEXT = st.text(CHARACTERS, min_size=1, max_size=30)
TRIMMED = TEXT.map(str.strip).filter(bool)
CODE = st.tuples(st.sampled_from(["", " ", "    ", "\t"]), TRIMMED).map("".join)
RECORDS = st.builds(Record, TEXT, TRIMMED, TRIMMED, CODE)


def object_of(**changed: str) -> dict[str, Any]:
    """Return the object of a good line with the contents of some messages changed, by role."""
    value = RECORD.as_object()
    for message in value["messages"]:
        message["content"] = changed.get(message["role"], message["content"])
    return value


def is_good(value: object) -> bool:
    """Return whether the schema has nothing against a decoded line."""
    return not list(schema_faults(value))


# --- the line --------------------------------------------------------------------------------


def test_a_line_has_the_keys_of_the_contract_in_order() -> None:
    """The bytes are those of the contract: keys, order, compactness, the form of the answer."""
    record = Record("S", "P", "T\n\nU", "fn a() {\n    b()\n}")
    assert record.line() == (
        '{"type":"chatml","messages":[{"role":"system","content":"S"},'
        '{"role":"user","content":"P"},'
        '{"role":"assistant","content":"<think>\\nT\\n\\nU\\n</think>\\n\\n'
        'fn a() {\\n    b()\\n}"}]}'
    )


@pytest.mark.parametrize("text", ["ß — “é”", "漢字", "\U0001f600", "\u2028\u2029", "a/b", "'"])
def test_nothing_is_escaped_without_need(text: str) -> None:
    """Characters outside ASCII, slashes and quotes of other kinds stand as they are."""
    line = Record(text, text, text, text).line()
    assert line.count(text) == 4
    assert "\\u" not in line


@pytest.mark.parametrize("text", ['"', "\\", "\n", "\t", "\r", "\x00", "\x1b"])
def test_what_json_must_escape_is_escaped(text: str) -> None:
    """Quotes, backslashes and controls are escaped, so that a line is one line."""
    line = Record(text, "p", "t", "c").line()
    assert json.loads(line)["messages"][0]["content"] == text
    assert all(character >= " " for character in line)


@PROPERTY
@given(RECORDS)
def test_a_record_survives_its_line(record: Record) -> None:
    """What is written is read back as the same record, and written again as the same line."""
    line = record.line()
    again = Record.parse(line)
    assert again == record
    assert again.line() == line
    assert "\n" not in line
    line.encode("utf-8")


@PROPERTY
@given(RECORDS)
def test_the_schema_accepts_every_record(record: Record) -> None:
    """Trimmed prose, and code without white space at its end, make a line that fits the schema."""
    assert list(schema_faults(record.as_object())) == []


# --- reading ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("", "is not JSON"),
        ("not json", "is not JSON"),
        ('{"type":"chatml"', "is not JSON"),
        ("\ufeff" + RECORD.line(), "is not JSON"),
        ("[]", "is not of type 'object'"),
        ("null", "is not of type 'object'"),
        ("{}", "'type' is a required property"),
        ('{"type":"chatml"}', "'messages' is a required property"),
        (RECORD.line().replace("<think>", ""), r"\$\.messages\[2\]\.content"),
        (RECORD.line().replace("\\n\\nfn", "\\nfn"), r"\$\.messages\[2\]\.content"),
    ],
)
def test_what_is_no_record_says_why(line: str, why: str) -> None:
    """Text that is no line of ours is refused with the place in it."""
    with pytest.raises(RecordError, match=why):
        Record.parse(line)


# --- the schema ------------------------------------------------------------------------------


def test_the_schema_is_a_valid_schema() -> None:
    """The file is a JSON Schema of draft 2020-12, and says so."""
    told = schema()
    assert told["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(told)


def test_the_schema_s_patterns_need_nothing_of_python() -> None:
    """Its patterns are within what ECMA 262 has, so that other tools can use the file."""
    patterns = re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', json.dumps(schema()))
    assert patterns
    for pattern in patterns:
        for foreign in ("(?P", "\\\\A", "\\\\Z", "(?<", "(?i", "(?s", "(?m", "$"):
            assert foreign not in pattern


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"system": " kept as it is\n"},
        {"assistant": "<think>\na\n</think>\n\n    indented();"},
        {"assistant": "<think>\na\n</think>\n\n\tindented();"},
        {"assistant": "<think>\na\n\nb\n</think>\n\n// a\nx\n\n// b\ny"},
        {"assistant": "<think>\na\n</think>\n\na < b && c > d"},
        {"user": "a `<T>` and think"},
    ],
)
def test_the_schema_accepts_near_misses(changed: dict[str, str]) -> None:
    """Indented code, blank lines, angle brackets and an untrimmed system prompt are fine."""
    assert is_good(object_of(**changed))


@pytest.mark.parametrize(
    "changed",
    [
        {"system": ""},
        {"user": ""},
        {"user": " "},
        {"user": " a"},
        {"user": "a\n"},
        {"user": "\na"},
        {"assistant": ""},
        {"assistant": "fn a() {}"},
        {"assistant": "<think>\na\n</think>\n\n"},
        {"assistant": "<think>\na\n</think>\n\nfn a() {}\n"},
        {"assistant": "<think>\na\n</think>\n\nfn a() {} "},
        {"assistant": "<think>\na\n</think>\n\n\nfn a() {}"},
        {"assistant": "<think>\na\n</think>\nfn a() {}"},
        {"assistant": "<think>\na\n</think>fn a() {}"},
        {"assistant": "<think>\n\n</think>\n\nfn a() {}"},
        {"assistant": "<think>\n \n</think>\n\nfn a() {}"},
        {"assistant": "<think>\n</think>\n\nfn a() {}"},
        {"assistant": "<think>a</think>\n\nfn a() {}"},
        {"assistant": "<think>\n a\n</think>\n\nfn a() {}"},
        {"assistant": "<think>\na \n</think>\n\nfn a() {}"},
        {"assistant": "<think>\na\n\n</think>\n\nfn a() {}"},
        {"assistant": " <think>\na\n</think>\n\nfn a() {}"},
        {"assistant": "<think>\na\n</think>\n\n<think>\nb\n</think>\n\nfn a() {}"},
        {"assistant": "<think>\na <think> b\n</think>\n\nfn a() {}"},
        {"assistant": "<think>\na\n</think>\n\nfn a() {} // </think>"},
    ],
)
def test_the_schema_refuses_other_forms(changed: dict[str, str]) -> None:
    """No text, white space at an end, and anything but one think block before code are refused."""
    assert not is_good(object_of(**changed))


TOKENS = ["<|im_start|>", "<|im_end|>", "<|endoftext|>", "<think>", "</think>", "\u202e", "\u2066"]


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize("field", ["system", "prompt", "think", "code"])
def test_the_schema_refuses_tokens_everywhere(token: str, field: str) -> None:
    """A token of a chat template or a bidirectional control is refused in every part."""
    parts = {"system": "s", "prompt": "p", "think": "t", "code": "c"}
    assert is_good(Record(**parts).as_object())
    assert not is_good(Record(**(parts | {field: f"a {token} b"})).as_object())


def test_the_schema_refuses_other_shapes() -> None:
    """More or other keys, roles in another order, fewer or more messages, other types: refused."""
    good = object_of()
    system, user, assistant = good["messages"]
    lists: list[list[object]] = [
        [],
        [system, user],
        [user, system, assistant],
        [system, assistant, user],
        [system, user, assistant, user],
        [system, user, user],
        [system, user, {**assistant, "name": "x"}],
        [system, user, {"role": "assistant"}],
        [system, user, {"content": "x"}],
        [system, {**user, "content": 1}, assistant],
        [system, {**user, "content": None}, assistant],
        [system, {**user, "content": ["x"]}, assistant],
        [system, {**user, "role": "User"}, assistant],
        ["system", user, assistant],
    ]
    assert is_good(good)
    for messages in lists:
        assert not is_good({**good, "messages": messages}), messages
    for other in ({**good, "id": 1}, {**good, "type": "chat"}, {"messages": good["messages"]}):
        assert not is_good(other), other
    assert not is_good({**good, "messages": {"0": system}})


def test_a_fault_names_the_place_and_stays_short() -> None:
    """What the schema says points into the line and does not repeat a long text."""
    (fault,) = schema_faults(object_of(user="x" * 5000 + " "))
    assert fault.startswith("$.messages[1].content: ")
    assert len(fault) < 300
