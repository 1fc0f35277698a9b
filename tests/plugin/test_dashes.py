"""`--option=--`, of which argparse makes an empty list."""

import pytest
from plugin_support import printed
from support import Workspace


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--corpus-rev=--",), "--corpus-rev: '--' cannot be a revision"),
        (("--corpus=--",), "--corpus: the repository cannot be '--'"),
        (("--corpus-rev=main", "--drift-report=--"), "the name must end in .json or .md or .html"),
        (("--review-html=--",), "the name must end in .html"),
    ],
)
def test_two_dashes_are_refused_as_what_they_are(
    project: Workspace, arguments: tuple[str, ...], told: str
) -> None:
    """A usage error that names them, and no trace of ours."""
    result = project.run(*arguments)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert told in printed(result)
    assert "INTERNALERROR" not in printed(result)
