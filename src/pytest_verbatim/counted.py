"""A number with its noun."""


def counted(number: int, noun: str) -> str:
    """Return how many there are of something whose plural ends in `s`: `1 case`, `2 cases`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
