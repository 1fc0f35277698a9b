"""The call is wrong: errors that stop a run, as opposed to findings about a case.

Everything here is turned into `pytest.UsageError` or exit status 2 at the edge and shown without
a stack trace. A fault of our own is an ordinary exception and never one of these.
"""


class UsageError(Exception):
    """An option, a pin, a folder or the environment is wrong; the text says what would mend it."""


class ConfigError(UsageError):
    """A pin or a `dataset.toml` is wrong; the text begins with file and line."""


class CorpusUnavailable(UsageError):
    """The corpus cannot be had; the text names the ways out."""


class EmissionRefused(UsageError):
    """The emission was refused and nothing in the output folder was touched."""
