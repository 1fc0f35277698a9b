"""Numbers with units in prose, and their canonical values: `stated_quantities`.

Sees digits, number words, and in backticks a literal number, a product of literal numbers or a
constructor of a duration. Sees no sums and no powers, nothing that words only hint at (twice, a
few, a couple), and of two units in a row (1 h 30 min) each by itself. Text goes in and values come
out; nothing here knows an example or a corpus. Time and memory grow with the text and no faster.
"""

from pytest_verbatim.prose.quantity.stated import (
    Quantity,
    Stated,
    numbers_in,
    same,
    stated_quantities,
)

__all__ = ["Quantity", "Stated", "numbers_in", "same", "stated_quantities"]
