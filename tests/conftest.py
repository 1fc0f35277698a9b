"""Fixtures: the miniature corpus, a project to run pytest in, and upstream where it can be had."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from prefork import NO_XDIST, Prefork
from support import MINIATURE, QUIET, ROOT, Workspace, make_repository

from pytest_verbatim.config.pin import Pin, read_pin
from pytest_verbatim.errors import UsageError
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.source.opening import open_corpus

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A job in the background ignores Ctrl-C, and what it starts would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Hundreds of processes that tests start would each compile the package anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.fixture(scope="session")
def relay_repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a bare repository with the miniature tree."""
    folder = tmp_path_factory.mktemp("relay") / "relay.git"
    make_repository(folder)
    return folder


@pytest.fixture(scope="session")
def relay_pin() -> Pin:
    """Return the miniature's pin."""
    return read_pin(MINIATURE / "corpus" / "relay.toml", "corpus/relay.toml")


@pytest.fixture(scope="session")
def relay(relay_repository: Path, relay_pin: Pin) -> Corpus:
    """Return the miniature corpus."""
    return open_corpus(relay_pin, str(relay_repository), None, lambda _: None)


@pytest.fixture(scope="session")
def upstream() -> Corpus:
    """Return the real corpus; skip where it cannot be had."""
    pin = read_pin(ROOT / "corpus" / "svix-server.toml", "corpus/svix-server.toml")
    try:
        return open_corpus(pin, None, None, lambda _: None)
    except UsageError as error:
        pytest.skip(f"upstream cannot be had: {str(error).splitlines()[0]}")


@pytest.fixture(scope="session")
def prefork() -> Iterator[Prefork]:
    """Return what forks the runs of pytest and `verbatim`."""
    with Prefork(*QUIET, *NO_XDIST) as opened:
        yield opened


@pytest.fixture
def workspace(
    pytester: pytest.Pytester, prefork: Prefork, relay_repository: Path, relay_pin: Pin
) -> Workspace:
    """Return an empty project on the miniature corpus."""
    return Workspace(pytester, prefork, relay_repository, relay_pin.commit)
