"""The main road, end to end."""

import json

from support import Workspace


def test_a_passing_case_is_emitted(workspace: Workspace) -> None:
    """An accepted case becomes one line, its code as it stands in the corpus."""
    workspace.case("policy")
    workspace.accept()
    result = workspace.run("--emit-jsonl")
    result.assert_outcomes(passed=1)
    line = json.loads((workspace.root / "dist" / "relay.jsonl").read_text())
    assert line["messages"][1]["content"] == "Please write it."
