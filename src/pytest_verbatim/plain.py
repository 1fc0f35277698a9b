"""Values that JSON can hold: what they have in common, and reading them back."""

from typing import Any, Protocol, Self


class Plain(Protocol):
    """A value that JSON can hold."""

    def as_object(self) -> Any:
        """Return it as JSON holds it."""
        ...

    @classmethod
    def from_object(cls, value: Any) -> Self:
        """Return what `as_object` gave.

        Raises:
            KeyError, TypeError, ValueError: it is something else.
        """
        ...


def listed(value: Any) -> list[Any]:
    """Return a value that was kept as a list.

    Raises:
        TypeError: it is something else; an empty table would say that there is nothing.
    """
    if not isinstance(value, list):
        raise TypeError("a list is wanted")
    return value
