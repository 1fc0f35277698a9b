"""`NameFault`: what can be wrong with a name in prose."""

from dataclasses import dataclass
from typing import Literal

Fault = Literal[
    "crate-elsewhere",
    "misplaced-name",
    "name-elsewhere",
    "stray-file",
    "unknown-crate",
    "unknown-file",
    "unknown-member",
    "unknown-name",
]
_UNKNOWN: frozenset[Fault] = frozenset(
    {"unknown-crate", "unknown-file", "unknown-member", "unknown-name"}
)


@dataclass(frozen=True, slots=True)
class NameFault:
    """What is wrong with a mention: the fault's name, what was seen, what would mend it."""

    fault: Fault
    seen: str
    mend: str

    @property
    def is_unknown(self) -> bool:
        """Return whether there is nothing of that name, here or elsewhere."""
        return self.fault in _UNKNOWN
