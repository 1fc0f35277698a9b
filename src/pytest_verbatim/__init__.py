"""pytest-verbatim: fine-tuning examples as test cases, with upstream's code to the byte."""

from pytest_verbatim.evidence import (
    absent,
    argued,
    attribute,
    before,
    bound,
    callers,
    calls,
    derives,
    field,
    implements,
    literal,
    returns,
    value,
    variant,
)
from pytest_verbatim.example import Example, rust

__all__ = [
    "Example",
    "absent",
    "argued",
    "attribute",
    "before",
    "bound",
    "callers",
    "calls",
    "derives",
    "field",
    "implements",
    "literal",
    "returns",
    "rust",
    "value",
    "variant",
]
__version__ = "0.1.0"
