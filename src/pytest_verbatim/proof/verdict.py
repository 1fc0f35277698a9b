"""`Verdict`: whether a piece of evidence holds, what was seen and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Place(NamedTuple):
    """Lines of a file, 1-based and inclusive."""

    file: str
    first: int
    last: int

    def __str__(self) -> str:
        """Return the place as people write it: file and first line."""
        return f"{self.file}:{self.first}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a piece of evidence.

    `seen` is one sentence about what was seen, `mend` what would mend it ("" where it holds);
    `decided` is false where the source does not tell. `places` are where it was seen.
    """

    holds: bool
    decided: bool = True
    seen: str = ""
    mend: str = ""
    places: tuple[Place, ...] = ()


def holds(seen: str, places: Iterable[Place] = ()) -> Verdict:
    """Return that it holds."""
    return Verdict(holds=True, seen=seen, places=tuple(places))


def fails(seen: str, mend: str, places: Iterable[Place] = ()) -> Verdict:
    """Return that it does not hold."""
    return Verdict(holds=False, seen=seen, mend=mend, places=tuple(places))


def undecided(seen: str, mend: str, places: Iterable[Place] = ()) -> Verdict:
    """Return that the source does not tell."""
    return Verdict(holds=False, decided=False, seen=seen, mend=mend, places=tuple(places))


def listed(names: Iterable[str], most: int = 8) -> str:
    """Return names in backticks, each once, the first `most` of them; "nothing" for none."""
    unique = list(dict.fromkeys(names))
    shown = ", ".join(f"`{name}`" for name in unique[:most])
    return shown + (f" and {len(unique) - most} more" if len(unique) > most else "") or "nothing"
