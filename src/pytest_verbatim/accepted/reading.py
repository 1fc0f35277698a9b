"""From the text of a snapshot file back to `Accepted`."""

import json
from functools import lru_cache
from typing import Any

from pytest_verbatim.accepted.value import (
    SCHEMA_VERSION,
    Accepted,
    AcceptedClaim,
    AcceptedItem,
    as_json,
)
from pytest_verbatim.drift.fingerprint import Fingerprint
from pytest_verbatim.excerpt import Part

_KEPT = 16
"""Of so many texts the values are kept: a case is compared, and then syrupy asks once more."""


class AcceptedError(ValueError):
    """The text is no snapshot of ours; the message says why."""


@lru_cache(maxsize=_KEPT)
def parse(text: str) -> Accepted:
    """Return what the text of a snapshot file holds.

    Raises:
        AcceptedError: not what `Accepted.text` writes, or another schema version.
    """
    try:
        value = json.loads(text)
        version = value["schema"]
        if version != SCHEMA_VERSION:
            raise AcceptedError(f"has schema version {version!r}, not {SCHEMA_VERSION}")
        return Accepted(
            "\n".join(_list(value, "prompt")),
            "\n".join(_list(value, "think")),
            tuple(_claim(one) for one in _list(value, "claims")),
            tuple(_item(one) for one in _list(value, "items")),
            as_json(_list(value, "code")),
            _text(value["accepted"], "revision"),
            _text({"commit": "", **value["accepted"]}, "commit"),
            _text({"reason": "", **value["accepted"]}, "reason"),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, AcceptedError):
            raise
        raise AcceptedError(f"is not what we write ({type(error).__name__}: {error})") from error


def same(one: str, other: str) -> bool:
    """Return whether two snapshot texts hold the same, what is for people aside."""
    try:
        return parse(one).compared == parse(other).compared
    except AcceptedError:
        return False


def _list(value: dict[str, Any], key: str) -> list[Any]:
    if not isinstance(value[key], list):
        raise AcceptedError(f"is not what we write (`{key}` is no list)")
    return list(value[key])


def _text(value: dict[str, Any], key: str) -> str:
    if not isinstance(value[key], str):
        raise AcceptedError(f"is not what we write (`{key}` is no text)")
    return str(value[key])


def _item(value: dict[str, Any]) -> AcceptedItem:
    part = Part(value.get("part", Part.WHOLE))
    fingerprint = Fingerprint.from_object(value["digests"])
    return AcceptedItem(_text(value, "file"), _text(value, "item"), fingerprint, part)


def _claim(value: dict[str, Any]) -> AcceptedClaim:
    facts = tuple(_list(value, "facts"))
    if not all(isinstance(one, str) for one in facts):
        raise AcceptedError("is not what we write (a fact is no text)")
    ties = tuple(_item(one) for one in _list(value, "ties"))
    return AcceptedClaim(_text(value, "quote"), as_json(_list(value, "evidence")), facts, ties)
