"""An emission: its bytes, the folders it refuses, and what is left when it is interrupted."""

import hashlib
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_verbatim.config.dataset import Dataset
from pytest_verbatim.emit import (
    Emission,
    build,
    check_folder,
    licence_name,
    read_manifest,
    vouched,
    write,
)
from pytest_verbatim.errors import EmissionRefused
from pytest_verbatim.ledger import Passed, Source
from pytest_verbatim.source.corpus import Corpus

SOURCE = Source("src/a.rs", "größe", (3, 9), "ab" * 32, shell=False)
SHELL = Source.from_object(
    {"path": "src/a.rs", "item": "impl A", "lines": [1, 1], "sha256": "cd" * 32, "shell": True}
)


def dataset(name: str) -> Dataset:
    """Return a dataset of a name; the rest of it plays no part here."""
    return Dataset(name, "", "relay", "s", name, (), (), 1, 3)


def passed(text: str, *sources: Source) -> Passed:
    """Return what a case with that text brought."""
    return Passed(json.dumps({"text": text}, ensure_ascii=False), sources)


FLOW, RELAY = dataset("flow"), dataset("relay")
LINES = (
    ("cases/flow/a.py::a", passed("one — é", SOURCE)),
    ("cases/relay/a.py::a", passed("two", SHELL, SOURCE, SHELL)),
    ("cases/relay/b.py::b", passed("three")),
)
FULL = Emission((FLOW, RELAY), LINES, complete=True, partial=False)
PARTIAL = Emission((FLOW, RELAY), LINES[:1], complete=False, partial=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the root of a project with its folders, each with a file."""
    place = tmp_path / "project"
    for folder in ("cases/relay", "corpus", "snapshots", "src", "tests", ".git"):
        (place / folder).mkdir(parents=True)
        (place / folder / "kept").write_text("kept")
    (place / "pyproject.toml").write_text("")
    return place


def everything(folder: Path) -> dict[str, object]:
    """Return what a folder holds: bytes of files, targets of links, None for folders."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = path.readlink()
        else:
            found[name] = path.read_bytes() if path.is_file() else None
    return found


# --- the bytes -------------------------------------------------------------------------------


def test_an_emission_has_a_file_a_dataset_and_three_more(relay: Corpus) -> None:
    """A JSONL file for each dataset with lines, the licence, the card, and the manifest last."""
    files = build(FULL, relay)
    assert list(files) == [
        "flow.jsonl",
        "relay.jsonl",
        "LICENSE-relay",
        "README.md",
        "manifest.json",
    ]
    assert files["LICENSE-relay"] == relay.licence()
    only = build(replace(FULL, lines=LINES[:1]), relay)
    assert [name for name in only if name.endswith(".jsonl")] == ["flow.jsonl"]


def test_a_file_holds_the_lines_in_their_order(relay: Corpus) -> None:
    """Lines stand as they came, UTF-8 without BOM, each with one LF, nothing else."""
    data = build(FULL, relay)["relay.jsonl"]
    assert data == f"{LINES[1][1].line}\n{LINES[2][1].line}\n".encode()
    assert "é".encode() in build(FULL, relay)["flow.jsonl"]


def test_a_dataset_whose_name_begins_another_s_takes_none_of_its_lines(relay: Corpus) -> None:
    """`relay` has no line of `relay_two`, and the other way round."""
    two = dataset("relay_two")
    lines = (LINES[1], ("cases/relay_two/a.py::a", passed("else")))
    files = build(Emission((RELAY, two), lines, complete=True, partial=False), relay)
    assert files["relay.jsonl"].count(b"\n") == files["relay_two.jsonl"].count(b"\n") == 1


def test_the_manifest_is_that_of_the_contract(relay: Corpus) -> None:
    """Keys, their order and their values are those of the contract; shells alone say `shell`."""
    files = build(FULL, relay)
    text = files["manifest.json"].decode()
    manifest = json.loads(text)

    def digest(data: bytes) -> str:
        return hashlib.sha256(data).hexdigest()

    def example(number: int, file: str, line: int, sources: list[dict[str, Any]]) -> dict[str, Any]:
        case_id, brought = LINES[number]
        return {
            "id": case_id,
            "file": file,
            "line": line,
            "sha256": digest(brought.line.encode()),
            "sources": sources,
        }

    source = {"path": "src/a.rs", "item": "größe", "lines": [3, 9], "sha256": "ab" * 32}
    shell = {"path": "src/a.rs", "item": "impl A", "lines": [1, 1], "sha256": "cd" * 32}
    marked = {**shell, "shell": True}
    expected = {
        "corpus": {
            "repository": relay.pin.repository,
            "tag": "relay-v1.0.0",
            "commit": relay.commit,
            "subtree": "relay",
        },
        "complete": True,
        "files": {
            "flow.jsonl": {"sha256": digest(files["flow.jsonl"]), "examples": 1},
            "relay.jsonl": {"sha256": digest(files["relay.jsonl"]), "examples": 2},
        },
        "examples": [
            example(0, "flow.jsonl", 1, [source]),
            example(1, "relay.jsonl", 1, [marked, source, marked]),
            example(2, "relay.jsonl", 2, []),
        ],
    }
    assert manifest == expected
    assert text == json.dumps(expected, ensure_ascii=False, indent=1) + "\n", "the order of keys"


def test_a_line_s_digest_is_of_its_bytes(relay: Corpus) -> None:
    """Each digest in the manifest is that of a line of the file, found by file and number."""
    files = build(FULL, relay)
    for one in json.loads(files["manifest.json"])["examples"]:
        line = files[one["file"]].split(b"\n")[one["line"] - 1]
        assert hashlib.sha256(line).hexdigest() == one["sha256"]


def test_a_revision_without_a_tag_has_none_in_the_manifest(relay: Corpus) -> None:
    """Where the commit was asked for by its id, there is no tag to name."""
    untagged = Corpus(relay.pin, relay.repository, relay.commit, None, relay.origin)
    files = build(FULL, untagged)
    assert json.loads(files["manifest.json"])["corpus"]["tag"] is None
    card = files["README.md"].decode()
    assert relay.commit in card
    assert "relay-v1.0.0" not in card


@settings(derandomize=True, deadline=None, max_examples=30)
@given(
    texts=st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=4),
    complete=st.booleans(),
)
def test_the_same_cases_make_the_same_bytes(
    relay: Corpus, texts: list[str], *, complete: bool
) -> None:
    """Building twice gives the same bytes, and every line comes back out of its file."""
    lines = tuple((f"cases/relay/a.py::a{n}", passed(text)) for n, text in enumerate(texts))
    emission = Emission((FLOW, RELAY), lines, complete=complete, partial=False)
    files = build(emission, relay)
    assert files == build(emission, relay)
    rows = files.get("relay.jsonl", b"").decode().split("\n")[:-1]
    assert [json.loads(row)["text"] for row in rows] == texts


def test_the_licence_is_named_after_the_project(relay: Corpus) -> None:
    """`svix-server` gives `LICENSE-svix`, whatever follows the first dash."""
    for name, expected in (("svix-server", "svix"), ("relay", "relay"), ("a-b-c", "a")):
        assert licence_name(replace(relay.pin, name=name)) == f"LICENSE-{expected}"


# --- the card --------------------------------------------------------------------------------


def front_matter(card: str) -> list[str]:
    """Return the lines of the YAML between the two rules at the start of a card."""
    first, *rest = card.split("\n")
    assert first == "---"
    return rest[: rest.index("---")]


def test_the_card_s_front_matter_has_a_config_a_dataset(relay: Corpus) -> None:
    """Each dataset is a config with its one file as `train`; the first is the default."""
    lines = front_matter(build(FULL, relay)["README.md"].decode())
    at = lines.index("configs:")
    assert lines[at + 1 :] == [
        "- config_name: flow",
        "  default: true",
        "  data_files:",
        "  - split: train",
        "    path: flow.jsonl",
        "- config_name: relay",
        "  data_files:",
        "  - split: train",
        "    path: relay.jsonl",
    ]
    scalars = dict(line.split(": ") for line in lines[:at] if ": " in line)
    assert scalars == {"license": "mit"}
    for line in lines[:at]:
        assert line.startswith("- ") or line.endswith(":") or ": " in line
        assert "\t" not in line


def test_the_card_of_nothing_is_a_card(relay: Corpus) -> None:
    """Without a single line, the front matter has an empty list of configs."""
    card = build(replace(FULL, lines=(), complete=False), relay)["README.md"].decode()
    assert "configs: []" in front_matter(card)


def test_the_card_tells_counts_lengths_and_origin(relay: Corpus) -> None:
    """Examples, the longest line and the mean in characters, and where the code comes from."""
    card = build(FULL, relay)["README.md"].decode()
    lengths = [len(brought.line) for _, brought in LINES[1:]]
    title = next(dataset.title for dataset in FULL.datasets if dataset.name == "relay")
    row = f"| relay | {title} | `relay.jsonl` | 2 | {max(lengths)} | {sum(lengths) // 2} |"
    assert row in card.split("\n")
    for part in (relay.commit, "relay-v1.0.0", relay.pin.repository, "LICENSE-relay"):
        assert part in card


def test_the_card_says_what_is_incomplete(relay: Corpus) -> None:
    """An emission with cases left out says so, in the card and in the manifest; a whole one not."""
    for emission in (FULL, replace(FULL, complete=False)):
        files = build(emission, relay)
        assert ("Incomplete" in files["README.md"].decode()) is not emission.complete
        assert json.loads(files["manifest.json"])["complete"] is emission.complete


# --- writing ---------------------------------------------------------------------------------


def test_writing_twice_leaves_the_same(root: Path, relay: Corpus) -> None:
    """A second emission into the same folder changes nothing; nothing of the making is left."""
    folder = root / "made" / "dist"
    assert write(folder, root, FULL, relay) == {"flow.jsonl": 1, "relay.jsonl": 2}
    first = everything(folder)
    assert first == dict(build(FULL, relay))
    write(folder, root, FULL, relay)
    assert everything(folder) == first
    assert vouched(folder)


def test_a_dataset_that_is_gone_takes_its_file_along(root: Path, relay: Corpus) -> None:
    """A file of the last emission that this one lacks is removed; what others put there stays."""
    folder = root / "dist"
    write(folder, root, FULL, relay)
    foreign = ("notes.txt", "other.jsonl", "sub/flow.jsonl")
    (folder / "sub").mkdir()
    for name in foreign:
        (folder / name).write_text("mine")
    fewer = Emission((RELAY,), LINES[1:], complete=True, partial=False)
    write(folder, root, fewer, relay)
    left = everything(folder)
    assert [left.pop(name) for name in foreign] == [b"mine"] * 3
    assert left == {**build(fewer, relay), "sub": None}


@pytest.mark.parametrize("name", ["notes.txt", "../outside.jsonl", "..", "sub/x.jsonl", "sub"])
def test_a_manifest_that_names_other_files_removes_none_of_them(
    root: Path, relay: Corpus, name: str
) -> None:
    """Whatever the old manifest lists, only JSONL files of the folder itself are ever removed."""
    folder = root / "dist"
    write(folder, root, FULL, relay)
    (folder / "sub").mkdir()
    for place in ("notes.txt", "../outside.jsonl", "sub/x.jsonl"):
        (folder / place).write_text("mine")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][name] = {"sha256": "", "examples": 1}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    write(folder, root, FULL, relay)
    for place in ("notes.txt", "../outside.jsonl", "sub/x.jsonl"):
        assert (folder / place).read_text() == "mine"
    assert vouched(folder)


def test_a_partial_emission_never_replaces_a_full_one(root: Path, relay: Corpus) -> None:
    """Into a full emission no partial one goes; a full one replaces either, a partial a partial."""
    folder = root / "dist"
    write(folder, root, PARTIAL, relay)
    assert json.loads((folder / "manifest.json").read_text())["complete"] is False
    write(folder, root, PARTIAL, relay)
    write(folder, root, FULL, relay)
    before = everything(folder)
    with pytest.raises(EmissionRefused, match="a partial one never replaces"):
        write(folder, root, PARTIAL, relay)
    assert everything(folder) == before
    write(folder, root, replace(FULL, complete=False), relay)
    with pytest.raises(EmissionRefused, match="a partial one never replaces"):
        write(folder, root, PARTIAL, relay)


def test_what_is_no_emission_any_more_may_be_replaced_by_a_part(root: Path, relay: Corpus) -> None:
    """A full emission that was damaged is not one, so that a partial one may go there."""
    folder = root / "dist"
    write(folder, root, FULL, relay)
    (folder / "flow.jsonl").write_text("edited")
    write(folder, root, PARTIAL, relay)
    assert everything(folder) == dict(build(PARTIAL, relay))


class Interrupted(BaseException):
    """What breaks into a run: Ctrl-C, for instance."""


@pytest.mark.parametrize("moves", range(6))
@pytest.mark.parametrize("before", ["nothing", "an emission"])
def test_an_interrupted_emission_is_none_and_is_mended(
    root: Path, relay: Corpus, monkeypatch: pytest.MonkeyPatch, moves: int, before: str
) -> None:
    """Broken off after any number of moves, the folder is the old emission, the new, or none."""
    folder = root / "dist"
    old = replace(FULL, lines=tuple((case_id, passed(case_id)) for case_id, _ in LINES))
    if before == "an emission":
        write(folder, root, old, relay)
    done = 0
    move = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        nonlocal done
        if done == moves:
            raise Interrupted
        done += 1
        return move(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", interrupted)
        if moves < len(build(FULL, relay)):
            with pytest.raises(Interrupted):
                write(folder, root, FULL, relay)
        else:
            write(folder, root, FULL, relay)
    if vouched(folder):
        held = {name: data for name, data in everything(folder).items() if "." not in name[:1]}
        assert held == dict(build(FULL if moves == 5 else old, relay))
    else:
        assert 0 < moves < 5 or before == "nothing"
    write(folder, root, FULL, relay)
    assert everything(folder) == dict(build(FULL, relay))


# --- what is vouched for ---------------------------------------------------------------------


def test_the_manifest_vouches_for_bytes(root: Path, relay: Corpus) -> None:
    """One byte changed, or one file gone, and the folder is no emission; a foreign file is fine."""
    folder = root / "dist"
    assert not vouched(folder)
    write(folder, root, FULL, relay)
    (folder / "notes.txt").write_text("mine")
    assert vouched(folder)
    data = (folder / "flow.jsonl").read_bytes()
    (folder / "flow.jsonl").write_bytes(data[:-2] + b"\n")
    assert not vouched(folder)
    (folder / "flow.jsonl").unlink()
    assert not vouched(folder)
    (folder / "flow.jsonl").write_bytes(data)
    assert vouched(folder)
    (folder / "manifest.json").unlink()
    assert not vouched(folder)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "[]",
        "null",
        "{}",
        '{"name": "an app", "files": {}}',
        '{"corpus": {}, "complete": true, "files": [], "examples": []}',
        '{"corpus": {}, "complete": true, "files": {"a.jsonl": {}}}',
    ],
)
def test_a_foreign_manifest_vouches_for_nothing(root: Path, text: str) -> None:
    """A `manifest.json` of another kind is not taken for ours, and its folder is refused."""
    folder = root / "dist"
    folder.mkdir()
    (folder / "manifest.json").write_text(text)
    assert read_manifest(folder) is None
    assert not vouched(folder)
    with pytest.raises(EmissionRefused):
        check_folder(folder, root)


def test_a_manifest_without_digests_vouches_for_nothing(root: Path) -> None:
    """A manifest of our shape whose entries lack digests does not vouch for its files."""
    folder = root / "dist"
    folder.mkdir()
    (folder / "a.jsonl").write_text("")
    entries: list[object] = [{}, None, [], "x"]
    for entry in entries:
        value = {"corpus": {}, "complete": True, "files": {"a.jsonl": entry}, "examples": []}
        (folder / "manifest.json").write_text(json.dumps(value))
        assert not vouched(folder)


# --- folders that are refused ----------------------------------------------------------------


def test_folders_that_are_ours_to_write(root: Path, relay: Corpus, tmp_path: Path) -> None:
    """A missing folder, an empty one, one of ours, one that was left half-made, a link to these."""
    (root / "empty").mkdir()
    (root / "to-empty").symlink_to("empty", target_is_directory=True)
    write(root / "ours", root, FULL, relay)
    (root / "half" / ".verbatim-emission").mkdir(parents=True)
    (root / "half" / ".verbatim-emission" / "flow.jsonl").write_text("")
    (root / "half" / "flow.jsonl").write_text("")
    for name in ("new", "new/deep", "empty", "to-empty", "ours", "half", "sources", "casesx"):
        check_folder(root / name, root)
        write(root / name, root, FULL, relay)
        assert vouched(root / name)
        assert not (root / name / ".verbatim-emission").exists()
    check_folder(tmp_path / "outside", root)


def refuse_inside(root: Path) -> dict[str, str]:
    """Lay out folders that are to be refused below a project; return path -> what is said."""
    (root / "file").write_text("x")
    (root / "full").mkdir()
    (root / "full" / "notes.txt").write_text("mine")
    (root / "other").mkdir()
    (root / "other" / "pyproject.toml").write_text("")
    (root / "clone" / ".git").mkdir(parents=True)
    (root / "cardless" / "README.md").mkdir(parents=True)
    (root / "cardless" / ".verbatim-emission").mkdir()
    for name, target in {
        "to-cases": "cases",
        "to-root": ".",
        "to-parent": "..",
        "to-file": "file",
        "to-full": "full",
        "to-nowhere": "nowhere",
        "to-new-case": "cases/new",
        "to-itself": "to-itself",
    }.items():
        (root / name).symlink_to(target)
    return {
        "cases": "own cases/",
        "cases/relay": "own cases/",
        "cases/new": "own cases/",
        "corpus": "own corpus/",
        "snapshots/x": "own snapshots/",
        "src": "own src/",
        "tests": "own tests/",
        ".git": r"own \.git/",
        "../project/cases": "own cases/",
        "new/../cases/relay": "own cases/",
        ".": "the project itself",
        "..": "the project itself or holds it",
        "file": "is a file",
        "file/below": "cannot be written",
        "full": r"holds other files \(notes\.txt",
        "other": r"holds a project \(pyproject\.toml",
        "clone": r"holds a project \(\.git",
        "cardless": "holds `README.md`, which is no file",
        "to-cases": "own cases/",
        "to-cases/relay": "own cases/",
        "to-root": "the project itself",
        "to-parent": "the project itself or holds it",
        "to-file": "is a file",
        "to-full": "holds other files",
        "to-nowhere": "leads nowhere",
        "to-new-case": "own cases/",
        "to-itself": "[Ss]ymlink loop|leads nowhere",
        "to-itself/below": "[Ss]ymlink loop|symbolic links|leads nowhere",
        "x" * 300: "too long",
    }


def test_other_folders_are_refused_untouched(root: Path, relay: Corpus) -> None:
    """A file, a project, its own folders, what holds it, others' files, links to these: refused."""
    refused = refuse_inside(root)
    before = everything(root.parent)
    for name, told in refused.items():
        with pytest.raises(EmissionRefused, match=told) as caught:
            check_folder(root / name, root)
        assert str(caught.value).startswith("--emit-jsonl: ")
        with pytest.raises(EmissionRefused, match=told):
            write(root / name, root, FULL, relay)
    assert everything(root.parent) == before


def test_a_project_reached_by_a_link_is_the_project(root: Path) -> None:
    """The project's folders are told by where they are, whatever way leads there."""
    link = root.parent / "link"
    link.symlink_to(root)
    for folder, home in ((link / "cases", root), (root / "cases", link), (link, root)):
        with pytest.raises(EmissionRefused):
            check_folder(folder, home)


@pytest.mark.skipif(os.geteuid() == 0, reason="permission bits do not bind the superuser")
def test_a_folder_that_cannot_be_written_is_refused(root: Path) -> None:
    """A folder without the right to write in it, or to make it, is refused before anything runs."""
    (root / "closed").mkdir()
    (root / "closed").chmod(0o500)
    for name in ("closed", "closed/below"):
        with pytest.raises(EmissionRefused, match="is not writable"):
            check_folder(root / name, root)


@pytest.mark.parametrize("name", ["flow.jsonl", "relay.jsonl", "LICENSE-relay", "manifest.json"])
def test_a_folder_in_the_place_of_a_file_is_refused_untouched(
    root: Path, relay: Corpus, name: str
) -> None:
    """Where a file of ours would go and a folder stands, nothing at all is moved."""
    folder = root / "dist"
    write(folder, root, PARTIAL, relay)
    (folder / name).unlink(missing_ok=True)
    (folder / name).mkdir()
    (folder / name / "kept").write_text("mine")
    before = everything(folder)
    with pytest.raises(EmissionRefused):
        write(folder, root, FULL, relay)
    assert everything(folder) == before


def test_a_file_in_the_place_of_the_staging_folder_is_refused(root: Path, relay: Corpus) -> None:
    """What stands where files are made, and is no folder, is not removed."""
    folder = root / "dist"
    write(folder, root, FULL, relay)
    (folder / ".verbatim-emission").symlink_to(root / "cases")
    before = everything(root)
    with pytest.raises(EmissionRefused):
        write(folder, root, PARTIAL, relay)
    with pytest.raises(EmissionRefused, match="cannot be written"):
        write(folder, root, FULL, relay)
    assert everything(root) == before
    (folder / ".verbatim-emission").unlink()
    shutil.rmtree(folder)
    write(folder, root, FULL, relay)
