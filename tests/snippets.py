"""Snippets of Rust as a corpus, so that a test can invent the tree that it needs."""

import textwrap
from collections.abc import Sequence

from support import MINIATURE

from pytest_verbatim.config.pin import read_pin
from pytest_verbatim.rustfile import RustFile, Token
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.source.git import Repository


class Snippets(Corpus):
    """A corpus of files that are given as text; no repository, nothing kept."""

    def __init__(self, files: dict[str, str]) -> None:
        """Take path -> text; the text is dedented."""
        pin = read_pin(MINIATURE / "corpus" / "relay.toml", "corpus/relay.toml")
        super().__init__(pin, Repository(MINIATURE), pin.commit, pin.tag, "snippets")
        texts = {path: textwrap.dedent(text).lstrip("\n") for path, text in files.items()}
        self._bytes = {path: text.encode() for path, text in texts.items()}
        self.__dict__["_blobs"] = {path: path for path in files}  # what git would have said


def tokens_of(source: str) -> tuple[Token, ...]:
    """Return the tokens of a piece of Rust."""
    return RustFile(source.encode()).tokens.every


def expression(source: str) -> Sequence[Token]:
    """Return the tokens of an expression, read where one can stand."""
    tokens = tokens_of(f"const IT: T = {source};")
    return tokens[5:-1]
