"""pytest-verbatim: fine-tuning examples as test cases, with upstream's code to the byte."""

from pytest_verbatim.example import Example, rust

__all__ = ["Example", "rust"]
__version__ = "0.1.0"
