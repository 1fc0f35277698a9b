"""What the documents show works as they show it, and what they list is what there is."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

import pytest
from gitrepos import Upstream, git
from plugin_support import files_below
from publish import published, tables_in
from support import MINIATURE, ROOT, Workspace

import pytest_verbatim
from pytest_verbatim import drift
from pytest_verbatim.casefile import Case
from pytest_verbatim.checks.contradictions import contradictions
from pytest_verbatim.codes import CODES, LIST, SUBJECTS, Code, read_codes
from pytest_verbatim.config.dataset import read_dataset
from pytest_verbatim.errors import ConfigError
from pytest_verbatim.evidence import UNITS, Evidence
from pytest_verbatim.examination import examine, prepare
from pytest_verbatim.example import Example, rust
from pytest_verbatim.links.reader import Kind
from pytest_verbatim.proof import hold
from pytest_verbatim.prose.lint import triggers_in
from pytest_verbatim.prose.mention import mentions_in
from pytest_verbatim.prose.phrase import Phrase
from pytest_verbatim.prose.sentence import sentences_of
from pytest_verbatim.render import codes_page
from pytest_verbatim.source.corpus import Corpus

NAMES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "benchmarks/README.md")
PATHS = (*(ROOT / name for name in NAMES), *sorted((ROOT / "docs").glob("*.md")))
README, CLAIMS, RULES, BENCHES = (
    (ROOT / name).read_text("utf-8")
    for name in ("README.md", "docs/claims.md", "docs/rules.md", "docs/benchmarks.md")
)
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def block(text: str, language: str) -> str:
    """Return a document's one fenced block of a language."""
    found = re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(found) == 1
    return str(found[0])


def indented_after(text: str, start: str) -> str:
    """Return the first indented block behind the line that begins so."""
    found = re.search(rf"^{re.escape(start)}.*\n(?:.+\n)*\n((?:    .*\n)+)", text, re.MULTILINE)
    assert found is not None
    return textwrap.dedent(found[1]).rstrip()


def rows(text: str, *heads: str) -> Iterator[list[str]]:
    """Yield the rows of all tables with this head, as their cells."""
    lines = iter(text.split("\n"))
    for line in lines:
        if line == f"| {' | '.join(heads)} |":
            assert re.fullmatch(r"(\|---)+\|", next(lines))
            while (row := next(lines)).startswith("| "):
                cells = row[2:-2].split(" | ")
                assert len(cells) == len(heads)
                yield cells


def ticked(cell: str) -> list[str]:
    """Return what stands in backticks in a cell."""
    return re.findall(r"`([^`]+)`", cell)


# --- README ----------------------------------------------------------------------------------


@pytest.fixture
def retrying(workspace: Workspace) -> Workspace:
    """Return a project with the dataset and the case of the README."""
    workspace.dataset("retrying", block(README, "toml"))
    workspace.write("cases/retrying/attempts_with_pauses.py", block(README, "python"))
    return workspace


def test_the_example_of_the_readme_is_a_case(retrying: Workspace) -> None:
    """The Python block is accepted in the dataset of the TOML block, counted, and emitted."""
    retrying.accept()
    result = retrying.run("--emit-jsonl=dist", "cases")
    result.assert_outcomes(passed=2)
    assert indented_after(README, "With `[rules]`, the dataset") in result.stdout.str()
    line = (retrying.root / "dist/retrying.jsonl").read_text("utf-8")
    assert "tell me at the end how many attempts there were" in line


def test_the_dataset_of_the_readme_asks_what_it_says(retrying: Workspace) -> None:
    """Without the words of its topic, the case fails with what the topic has to say."""
    path = retrying.root / "cases/retrying/attempts_with_pauses.py"
    text = re.sub(
        'think=""".*?"""', 'think="A loop, then."', path.read_text("utf-8"), flags=re.DOTALL
    )
    path.write_text(re.sub(r"claims=\{.*\}", "claims={}", text, flags=re.DOTALL), "utf-8")
    said = retrying.run("cases").stdout.str()
    assert "think.missing-topic" in said
    assert "say what ends the attempts, and who learns of it" in said
    assert "think.too-short" in said


def test_the_falsehoods_of_the_readme_are_answered_as_it_says(retrying: Workspace) -> None:
    """The example with the lines of the diff in place fails with what the README prints."""
    diff = block(README, "diff").splitlines()
    before, after = ("\n".join(x[1:] for x in diff if x.startswith(sign)) for sign in "-+")
    path = retrying.root / "cases/retrying/attempts_with_pauses.py"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")
    said = retrying.run("cases").stdout.str()
    told = re.search(r"^_+ attempts_with_pauses _+\n(.*?)^=", said, re.MULTILINE | re.DOTALL)
    assert told is not None
    assert told[1].rstrip() == indented_after(README, "pytest would have said:")


def test_the_typo_of_the_readme_is_answered_as_it_says(workspace: Workspace) -> None:
    """The `verbatim show` session prints what the README prints."""
    found = re.search(r"^    \$ verbatim (show .*)\n((?:    .*\n)+)", README, re.MULTILINE)
    assert found is not None
    result = workspace.verbatim(*found[1].split())
    assert result.ret == 1
    assert result.stderr.str().strip() == textwrap.dedent(found[2]).strip()


def test_what_the_readme_says_is_remembered_is_there(retrying: Workspace) -> None:
    """`worked-out/` holds facts of files and findings of the case; without it all is as before."""
    assert "`worked-out/`" in README
    retrying.accept()
    folder = retrying.root / ".cache-dir" / "worked-out"
    names = {path.name.partition("-")[0] for path in folder.rglob("*.json")}
    assert {"facts", "findings"} <= names
    folder.rename(retrying.root / "away")
    retrying.run("cases").assert_outcomes(passed=2)
    assert {path.name for path in folder.rglob("*.json")} <= {
        path.name for path in (retrying.root / "away").rglob("*.json")
    }


def test_a_project_of_ones_own_is_what_the_readme_says(
    retrying: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pin and ini file as they stand there, and the commit that its git command prints."""
    for path in ("corpus/relay.toml", "pyproject.toml"):
        (retrying.root / path).unlink()
    upstream = Upstream(retrying.root.parent / "relay")
    tree = MINIATURE / "upstream" / "relay"
    upstream.tag("v1.0.0", upstream.commit(files_below(tree)), annotated=True)
    upstream.commit(files_below(tree) | {"later.rs": b""})
    section = README[README.index("## A project of your own") :]
    asked = re.search(r"`git (rev-parse) '(.*)'`", section)
    assert asked is not None
    pin = indented_after(section, "2. One pin")
    commit = git(upstream.folder, *asked.groups())
    retrying.write("corpus/relay.toml", re.sub(r"[0-9a-f]{40}", commit, pin))
    retrying.write("pytest.ini", indented_after(section, "3. A `pytest.ini`"))
    (retrying.root / "cases/relay/dataset.toml").unlink()
    retrying.accept()
    monkeypatch.chdir(retrying.root / "cases")
    retrying.run("retrying/attempts_with_pauses.py").assert_outcomes(passed=1)
    new = retrying.verbatim("new", "retrying", "relay-core/src/retry.rs", "Exhausted")
    assert new.ret == 0


def test_every_option_of_the_readme_exists(workspace: Workspace) -> None:
    """Each long option that the README names is one that `pytest` or `verbatim` knows."""
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README))
    helped = workspace.run("--help").stdout.str() + workspace.verbatim("--help").stdout.str()
    for command in ("items", "show", "new", "drift", "review", "update"):
        helped += workspace.verbatim(command, "--help").stdout.str()
    assert named - set(re.findall(r"--[a-z][a-z-]+", helped)) == set()


def test_the_readme_names_every_kind_of_evidence() -> None:
    """Whoever reads the list of kinds there misses none."""
    kinds = set(pytest_verbatim.__all__) - {"Example", "rust"}
    listed = README[README.index("- **Claims**") : README.index("- **Rules**")]
    assert {name.partition("(")[0] for name in ticked(listed)} == kinds


# --- all documents ---------------------------------------------------------------------------


def test_every_make_target_of_the_documents_exists() -> None:
    """Each `make target` that a document names is in the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    text = "".join(path.read_text("utf-8") for path in PATHS)
    named = set(re.findall(r"(?:^    |`|&& )make ([a-z]+)", text, re.MULTILINE))
    assert {"jsonl", "test", "demo", "docs", "benchmarks"} <= named <= targets


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_of_a_document_leads_somewhere(path: Path) -> None:
    """A link that is no URL is the path of a file, from the document's own folder."""
    links = re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8"))
    ours = [link for link in links if "://" not in link]
    assert [link for link in ours if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_code_of_a_document_exists(path: Path) -> None:
    """What looks like a code, by its subject, is in the list."""
    subjects = "|".join(SUBJECTS)
    named = set(re.findall(rf"`((?:{subjects})\.[a-z0-9-]+)`", path.read_text("utf-8")))
    files = {name for name in named if name.endswith((".py", ".toml"))}
    assert named - files - set(CODES) == set()


def test_every_file_that_contributing_names_exists() -> None:
    """The table of modules names what is there, and leaves nothing out."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    table = "\n".join(row for row in text.split("\n") if row.startswith("| `"))
    named = set(re.findall(r"`(\w+(?:\.py|/))`", table))
    package = ROOT / "src" / "pytest_verbatim"
    there = {path.name for path in package.glob("*.py")}
    there |= {f"{path.parent.name}/" for path in package.glob("*/__init__.py")}
    assert there - named <= {"__init__.py", "config_file.py"}
    assert named <= there


# --- docs/findings.md ------------------------------------------------------------------------


def test_the_page_of_findings_is_what_the_list_gives() -> None:
    """`make docs` was run since the list changed."""
    assert (ROOT / "docs/findings.md").read_text("utf-8") == codes_page(LIST)


def test_every_code_has_its_mend_and_its_place() -> None:
    """What mends a code is one sentence, and its subject has a heading."""
    assert {code.name: code.meaning for code in LIST} == CODES
    assert [code.name for code in LIST if not is_whole(code)] == []
    assert {code.subject for code in LIST} <= set(SUBJECTS)


def is_whole(code: Code) -> bool:
    """Return whether a code says what it means, and in one sentence what mends it."""
    one = len(sentences_of(code.mend)) == 1 and code.mend.endswith(".")
    return bool(code.meaning) and one and "TEXT" not in code.meaning + code.mend


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("a.b\nsays so\nMend it.", True),
        ("a.b\nsays so\nMend it.\ne.g. `x`", True),
        ("a.b\nsays so", False),
        ("a.b\nsays so\ne.g. `x`", False),
        ("a.b\nsays so\nMend it. Or not.", False),
        ("a.b\nthe TEXT says so\nMend it.", False),
        ("a.b", False),
    ],
)
def test_a_code_without_its_mend_is_seen(text: str, whole: bool) -> None:  # noqa: FBT001
    """A paragraph that lacks a line, or has more than a sentence to mend it, is not whole."""
    (code,) = read_codes(text)
    assert is_whole(code) is whole


def test_a_paragraph_of_two_names_is_two_codes() -> None:
    """Of prompt and of think block each, with its own word."""
    found = list(read_codes("prompt.a think.a\nthe TEXT fails\nMend it.\ne.g. `x`"))
    assert found == [
        Code("prompt.a", "the prompt fails", "Mend it.", "`x`"),
        Code("think.a", "the think block fails", "Mend it.", "`x`"),
    ]
    with pytest.raises(ValueError, match="unpack"):
        list(read_codes("a.b\nsays so\nMend it.\ne.g. x\nand more"))


# --- docs/claims.md --------------------------------------------------------------------------

SHOWN = (
    rust("relay-core/src/retry.rs", "run_attempts"),
    rust("relay-core/src/dispatcher.rs", "Dispatcher::run"),
)
SENTENCES = tuple((*cells, "think") for cells in rows(CLAIMS, "sentence", "finding"))
QUOTES = tuple(rows(CLAIMS, "sentence, with the quote in italics", "evidence", "finding"))
KINDS = tuple(rows(CLAIMS, "evidence", "holds when", "cannot see", "example"))
EVIDENCE: dict[str, Evidence] = {
    ticked(kind)[0]: eval(ticked(example)[0], vars(pytest_verbatim))  # noqa: S307  (our own page)
    for kind, _, _, example in KINDS
}
LINTS = tuple(rows(CLAIMS, "a sentence with", "such as", "needs"))
NEEDY = {
    "absolute": "The loop never sleeps.",
    "cost": "A pair avoids a clone of the error.",
    "order": "`sign` comes before `settle`.",
}


def codes_of(corpus: Corpus, folder: Path, **given: object) -> list[str]:
    """Return the codes of the findings on an example that shows what the page says."""
    (folder / "dataset.toml").write_text(
        'corpus = "relay"\nsystem = "You."\n[scope]\nalso = ["*"]\n[target]\nmin = 1\nmax = 1\n'
    )
    texts = {"prompt": "Please write it.", "think": "So be it.", **given}
    example = Example(code=SHOWN, **texts)  # type: ignore[arg-type]
    case = Case("some", "cases/some/a.py", "a", 1, 0, example)
    dataset = read_dataset(folder, "cases/some/dataset.toml")
    return [finding.code for finding in examine(prepare(case, dataset, corpus)).findings]


@pytest.mark.parametrize(("sentence", "finding", "field"), SENTENCES)
def test_the_sentences_of_the_page_have_the_findings_it_says(
    relay: Corpus, tmp_path: Path, sentence: str, finding: str, field: str
) -> None:
    """Each row, as a think block of its own, has that finding and no other."""
    expected = [] if finding == "-" else ticked(finding)
    assert codes_of(relay, tmp_path, **{field: sentence}) == expected


@pytest.mark.parametrize(("sentence", "evidence", "finding"), QUOTES)
def test_the_quotes_of_the_page_have_the_findings_it_says(
    relay: Corpus, tmp_path: Path, sentence: str, evidence: str, finding: str
) -> None:
    """Each row, its quote under its evidence, has that finding and no other."""
    _, quote, _ = sentence.split("*")
    piece = eval(ticked(evidence)[0], vars(pytest_verbatim))  # noqa: S307  (our own page)
    found = codes_of(relay, tmp_path, think=sentence.replace("*", ""), claims={quote: piece})
    assert found == ([] if finding == "-" else ticked(finding))


def test_the_page_of_claims_lists_every_kind_and_unit() -> None:
    """Kinds of evidence and units of `value` are those of the package."""
    assert set(EVIDENCE) == set(pytest_verbatim.__all__) - {"Example", "rust"}
    assert all(kind == evidence.kind for kind, evidence in EVIDENCE.items())
    units = CLAIMS[CLAIMS.index("`value` takes") : CLAIMS.index("; a list of amounts")]
    assert set(ticked(units)) == {"value", *UNITS}


@pytest.mark.parametrize("kind", EVIDENCE)
def test_the_evidence_of_the_page_holds(relay: Corpus, kind: str) -> None:
    """Each example in the table of kinds is true of the miniature."""
    verdict = hold(EVIDENCE[kind], relay, [part.file for part in SHOWN])
    assert verdict.holds, verdict.seen


@pytest.mark.parametrize(("kind", "row"), [*zip(NEEDY, LINTS, strict=False)])
def test_the_words_of_the_page_ask_for_a_claim(kind: str, row: Sequence[str]) -> None:
    """Each word in a row triggers the lint of that row."""
    words = ticked(row[1])
    assert words
    for word in words:
        text = f"Here `sign` and `settle` {word} it."
        found = triggers_in(text, mentions_in(text), frozenset({"sign", "settle"}))
        assert kind in {trigger.kind for trigger in found}, word


@pytest.mark.parametrize(("kind", "row"), [*zip(NEEDY, LINTS, strict=False)])
def test_the_evidence_that_fits_a_word_is_what_the_page_says(
    relay: Corpus, tmp_path: Path, kind: str, row: Sequence[str]
) -> None:
    """Of all kinds, those of the last column serve a sentence, and the others misfit."""
    fitting = {name.partition("(")[0] for name in ticked(row[2]) if name.endswith("()")}
    sentence = NEEDY[kind]
    for name, evidence in EVIDENCE.items():
        found = codes_of(relay, tmp_path, think=sentence, claims={sentence: evidence})
        assert ("claim.misfit" in found) is (name not in fitting), (name, found)
        assert f"think.unquoted-{kind}" not in found


@pytest.mark.parametrize(
    ("evidence", "fits"),
    [
        ('variant("Attempt", "Done")', False),
        ('calls("run_attempts", ".pause_after")', False),
        ('calls("run_attempts", ".pause_after", times=1)', True),
    ],
)
def test_what_the_page_says_of_closed_and_times_matters(
    relay: Corpus,
    tmp_path: Path,
    evidence: str,
    fits: bool,  # noqa: FBT001
) -> None:
    """A `variant` that is not closed bears no absolute, `calls` without `times` no cost."""
    piece = eval(evidence, vars(pytest_verbatim))  # noqa: S307  (of the list above)
    sentence = NEEDY["cost" if piece.kind == "calls" else "absolute"]
    found = codes_of(relay, tmp_path, think=sentence, claims={sentence: piece})
    assert ("claim.misfit" not in found) is fits


# --- docs/rules.md ---------------------------------------------------------------------------

PLAIN = """\
corpus = "relay"
system = "You."
[scope]
cover = ["relay-core/src/retry.rs"]
[target]
min = 1
max = 3
"""


def fault_of(folder: Path, corpus: Corpus, text: str) -> str:
    """Return what is wrong with a `dataset.toml`, "" for nothing."""
    place = folder / "end"
    place.mkdir(exist_ok=True)
    (place / "dataset.toml").write_text(text, "utf-8")
    try:
        dataset = read_dataset(place, "cases/end/dataset.toml")
    except ConfigError as error:
        return str(error)
    return "\n".join(str(one) for one in contradictions(dataset, corpus))


def test_the_dataset_and_the_case_of_the_page_pass(workspace: Workspace) -> None:
    """They are accepted, and `--corpus-coverage` tells of the edges as the page does."""
    workspace.dataset("worker", block(RULES, "toml"))
    workspace.write("cases/worker/one_turn.py", block(RULES, "python"))
    workspace.accept()
    result = workspace.run("--corpus-coverage", "cases")
    result.assert_outcomes(passed=2)
    assert indented_after(RULES, "With `--corpus-coverage`") in result.stdout.str()


TABLES = {
    "top": "{}\n" + PLAIN,
    "`[scope]`": PLAIN.replace("[target]", "{}\n[target]"),
    "`[target]`": PLAIN + "{}",
    "`[rules]`": PLAIN + "[rules]\n{}",
    "`[rules.prompt]`": PLAIN + "[rules.prompt]\n{}",
    "`[[rules.topic]]`": PLAIN + "[[rules.topic]]\n{}",
    "`[[rules.crate]]`": PLAIN + "[[rules.crate]]\n{}",
    "`waived`": PLAIN + '[[rules.crate]]\nname = "serde"\n[rules.crate.waived]\n{}',
}
"""Table of keys on the page -> a file in which `{}` is a line of that table."""


@pytest.mark.parametrize("table", TABLES)
def test_the_keys_of_the_page_are_those_that_are_read(
    relay: Corpus, tmp_path: Path, table: str
) -> None:
    """The message about an unknown key lists what the page lists."""
    listed = {
        key for cells in rows(RULES, table, "type", "default", "what it says")
        for key in ticked(cells[0])
    }  # fmt: skip
    said = fault_of(tmp_path, relay, TABLES[table].format("no_such_key = 1"))
    assert "unknown key `no_such_key`" in said
    assert listed == set(said.partition("there are ")[2].split(", "))


HEADS = {
    "[rules]": "in `[rules]`, of a dataset that covers retry.rs",
    "[vocabulary]": "in `[vocabulary]`",
}
ERRORS = [(table, *cells) for table, head in HEADS.items() for cells in rows(RULES, head, "error")]


@pytest.mark.parametrize(("table", "line", "error"), ERRORS)
def test_the_errors_of_the_page_are_told_as_it_says(
    relay: Corpus, tmp_path: Path, table: str, line: str, error: str
) -> None:
    """Each row, added to a sound file, is refused at its line with that message."""
    assert fault_of(tmp_path, relay, PLAIN) == ""
    said = fault_of(tmp_path, relay, f"{PLAIN}{table}\n{line.strip('`')}\n")
    assert said.startswith("cases/end/dataset.toml:9: ")
    assert error in said


def test_the_phrases_of_the_page_stand_where_it_says() -> None:
    """Each phrase is found in the texts of one column, and in none of the other."""
    table = list(rows(RULES, "phrase", "stands in", "does not stand in"))
    assert table
    for cells in table:
        phrase = Phrase.parse(ticked(cells[0])[0])
        assert all(phrase.stands_in(text) for text in cells[1].split("; ")), cells
        assert not any(phrase.stands_in(text) for text in cells[2].split("; ")), cells


def test_the_page_of_rules_lists_every_kind_of_edge() -> None:
    """Kinds of edges are those that the package finds."""
    listed = [kind for cells in rows(RULES, "kind", "what ties") for kind in ticked(cells[0])]
    assert sorted(listed) == sorted(get_args(Kind))


# --- docs/drift.md ---------------------------------------------------------------------------


def test_the_page_of_drift_lists_every_fate() -> None:
    """Fates are those of the package, in its order."""
    page = (ROOT / "docs/drift.md").read_text("utf-8")
    assert [ticked(fate)[0] for fate, _ in rows(page, "fate", "when")] == list(drift.Kind)


# --- docs/benchmarks.md ----------------------------------------------------------------------


def test_the_benches_write_the_tables_of_the_page() -> None:
    """For each pair of markers `make benchmarks` runs a script that exists."""
    recipe = MAKEFILE[MAKEFILE.index("\nbenchmarks:") : MAKEFILE.index("\nclean:")]
    made = dict(
        re.findall(r"python benchmarks/(\w+)\.py .*\$\(BENCH\)/(\w+)\.\w+$", recipe, re.MULTILINE)
    )
    assert made
    assert all(script == table for script, table in made.items())
    assert all((ROOT / "benchmarks" / f"{script}.py").exists() for script in (*made, "publish"))
    filled = published(BENCHES, {table: f"the table of {table}" for table in made.values()})
    assert all(f"the table of {table}" in filled for table in made.values())


def test_every_option_of_the_benches_exists() -> None:
    """An option that the page names beside a script stands in that script."""
    commands = re.findall(r"^    \S+ (benchmarks/\w+\.py)(.*)$", BENCHES, re.MULTILINE)
    assert commands
    for script, options in commands:
        source = (ROOT / script).read_text("utf-8")
        named = re.findall(r"--[a-z-]+", options)
        assert [option for option in named if f'"{option}"' not in source] == []


def test_tables_are_put_between_their_markers(tmp_path: Path) -> None:
    """Old tables give way to new ones, text output becomes a code block, all else stays."""
    (tmp_path / "one.md").write_text("| a |\n|---|\n", "utf-8")
    (tmp_path / "two.txt").write_text("3 examples\n", "utf-8")
    page = "x\n<!-- one -->\nold\n<!-- /one -->\ny\n<!-- two -->\n<!-- /two -->\nz\n"
    once = published(page, tables_in(tmp_path))
    assert once == (
        "x\n<!-- one -->\n\n| a |\n|---|\n\n<!-- /one -->\ny\n"
        "<!-- two -->\n\n```\n3 examples\n```\n\n<!-- /two -->\nz\n"
    )
    assert published(once, tables_in(tmp_path)) == once


@pytest.mark.parametrize("tables", [{}, {"one": "1", "two": "2", "three": "3"}, {"one": "1"}])
def test_a_table_without_markers_and_markers_without_a_table_are_refused(
    tables: dict[str, str],
) -> None:
    """Nothing is lost in silence."""
    page = "<!-- one -->\n<!-- /one -->\n<!-- two -->\n<!-- /two -->\n"
    with pytest.raises(ValueError, match="markers"):
        published(page, tables)
