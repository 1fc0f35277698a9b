"""Writing an emission: JSONL files, manifest, dataset card and licence, all or nothing.

Files are written into a folder inside the output folder and moved out of it, the manifest last. A
folder that is not ours is refused untouched. The bytes depend on nothing but what is given.

Source: design, "Emission".
"""

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_verbatim.config.dataset import Dataset
from pytest_verbatim.config.pin import Pin, is_url
from pytest_verbatim.errors import EmissionRefused
from pytest_verbatim.files import digest_of
from pytest_verbatim.ledger import Passed
from pytest_verbatim.source.corpus import Corpus

MANIFEST = "manifest.json"
CARD = "README.md"
_STAGING = ".verbatim-emission"
_OTHERS = ("pyproject.toml", "conftest.py", "dataset.toml", ".git", "setup.py", "Makefile")


@dataclass(frozen=True, slots=True)
class Emission:
    """What is to be written. `lines` are (node id, what the case brought), sorted as emitted.

    `complete`: nothing failed, was skipped, lost or left out. `partial`: the run was narrowed.
    """

    datasets: tuple[Dataset, ...]
    lines: tuple[tuple[str, Passed], ...]
    complete: bool
    partial: bool


def licence_name(pin: Pin) -> str:
    """Return the name of the licence file: `LICENSE-svix` for the pin `svix-server`."""
    return f"LICENSE-{pin.name.split('-')[0]}"


def check_folder(folder: Path, root: Path, *, partial: bool = False) -> None:
    """Refuse an output folder that is not ours to write, before anything runs.

    Raises:
        EmissionRefused: a file, not writable, inside the project's own folders, a project, not
            empty without a manifest of ours, or a full emission that a partial one would replace.
    """
    try:
        _check_folder(folder, root, partial=partial)
    except (OSError, RuntimeError) as error:  # RuntimeError: a link to itself, before Python 3.13
        why = getattr(error, "strerror", None) or error
        raise EmissionRefused(f"--emit-jsonl: {folder}: {why}") from error


def _check_folder(folder: Path, root: Path, *, partial: bool) -> None:
    place, home = folder.resolve(), root.resolve()
    for kept in ("cases", "corpus", "snapshots", "src", "tests", ".git"):
        inside = home / kept
        if inside in (place, *place.parents) and place.exists():
            given = place.relative_to(home).as_posix()
            raise _refused(
                folder,
                f"is the project's own {kept}/; "
                f"`--emit-jsonl {given}` takes it as the folder to write, "
                f"write `--emit-jsonl=dist {given}`",
            )
        if inside in place.parents:
            raise _refused(
                folder,
                f"is inside the project's own {kept}/; DIR is relative to the current folder, "
                f"name another, such as {home / 'dist'}",
            )
    if place == home or place in home.parents:
        raise _refused(folder, "is the project itself or holds it; name another folder")
    if folder.is_symlink() and not folder.exists():
        raise _refused(folder, "is a link that leads nowhere; name another folder")
    if folder.exists() and not folder.is_dir():
        raise _refused(folder, "is a file; name a folder")
    if folder.is_dir():
        _check_contents(folder, partial=partial)
    writable = next(p for p in (place, *place.parents) if p.exists())
    if not writable.is_dir() or not os.access(writable, os.W_OK | os.X_OK):
        raise _refused(folder, f"cannot be written ({writable} is not writable)")


def _check_contents(folder: Path, *, partial: bool) -> None:
    names = {path.name for path in folder.iterdir()}
    manifest = read_manifest(folder)
    if manifest is None and _STAGING not in names and names:
        projects = sorted(names.intersection(_OTHERS))
        what = f"a project ({projects[0]})" if projects else f"other files ({min(names)}, ...)"
        raise _refused(folder, f"holds {what} and no {MANIFEST} of ours; name an empty folder")
    for name in names & {CARD, MANIFEST}:
        if not (folder / name).is_file():
            raise _refused(folder, f"holds `{name}`, which is no file; name another folder")
    if partial and manifest is not None and not manifest.get("partial") and vouched(folder):
        raise _refused(
            folder, "holds a full emission, which a partial one never replaces; name another folder"
        )


def _refused(folder: Path, why: str) -> EmissionRefused:
    return EmissionRefused(f"--emit-jsonl: {folder} {why}; nothing was written")


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest in a folder; None where there is none that we could have written."""
    try:
        value = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return None
    ours = isinstance(value, dict) and {"corpus", "complete", "files", "examples"} <= set(value)
    return value if ours and isinstance(value["files"], dict) else None


def vouched(folder: Path) -> bool:
    """Return whether the files in a folder are those that its manifest lists, by digest."""
    manifest = read_manifest(folder)
    if manifest is None:
        return False
    try:
        return all(
            digest_of((folder / name).read_bytes()) == entry["sha256"]
            for name, entry in manifest["files"].items()
        )
    except (OSError, KeyError, TypeError):
        return False


def write(folder: Path, root: Path, emission: Emission, corpus: Corpus) -> dict[str, int]:
    """Write an emission and return file name -> number of examples.

    Raises:
        EmissionRefused: as `check_folder`, or the disk refuses; what stood there before stays.
    """
    files = build(emission, corpus)
    check_folder(folder, root, partial=emission.partial)
    for name in files:
        if (folder / name).is_dir():
            raise _refused(folder, f"holds a folder `{name}`, where a file is to go")
    before = read_manifest(folder) or {"files": {}}
    staging = folder / _STAGING
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()
        for name, data in files.items():
            (staging / name).write_bytes(data)
        for name in files:
            (staging / name).replace(folder / name)
        for name in set(before["files"]) - set(files):
            gone = folder / name
            if gone.parent == folder and gone.suffix == ".jsonl" and not gone.is_dir():
                gone.unlink(missing_ok=True)
        shutil.rmtree(staging)
    except OSError as error:
        why = f"cannot be written: {error.strerror or error}"
        raise EmissionRefused(f"--emit-jsonl: {folder} {why}") from error
    return {name: data.count(b"\n") for name, data in files.items() if name.endswith(".jsonl")}


def build(emission: Emission, corpus: Corpus) -> dict[str, bytes]:
    """Return file name -> bytes of an emission, the manifest last."""
    by_file: dict[str, list[tuple[str, Passed]]] = {}
    for dataset in emission.datasets:
        prefix = f"cases/{dataset.name}/"
        lines = [pair for pair in emission.lines if pair[0].startswith(prefix)]
        if lines:
            by_file[dataset.file_name] = lines
    files = {
        name: "".join(passed.line + "\n" for _, passed in lines).encode()
        for name, lines in by_file.items()
    }
    manifest = _manifest(emission, corpus, by_file, files)
    files[licence_name(corpus.pin)] = corpus.licence()
    files[CARD] = _card(emission, corpus, files).encode()
    files[MANIFEST] = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
    return files


def _manifest(
    emission: Emission,
    corpus: Corpus,
    by_file: dict[str, list[tuple[str, Passed]]],
    files: dict[str, bytes],
) -> dict[str, Any]:
    examples = [
        {
            "id": case_id,
            "file": name,
            "line": number,
            "sha256": digest_of(passed.line.encode()),
            "sources": [source.as_object() for source in passed.sources],
        }
        for name, lines in by_file.items()
        for number, (case_id, passed) in enumerate(lines, 1)
    ]
    manifest = {
        "corpus": {
            "repository": corpus.pin.stated,
            "tag": corpus.tag,
            "commit": corpus.commit,
            "subtree": corpus.pin.subtree,
        },
        "complete": emission.complete,
        "files": {
            name: {"sha256": digest_of(data), "examples": len(by_file[name])}
            for name, data in files.items()
        },
        "examples": examples,
    }
    return manifest | ({"partial": True} if emission.partial else {})


# --- the dataset card ------------------------------------------------------------------------


def _card(emission: Emission, corpus: Corpus, files: dict[str, bytes]) -> str:
    there = [dataset for dataset in emission.datasets if dataset.file_name in files]
    pin = corpus.pin
    revision = f"{corpus.tag}, commit {corpus.commit}" if corpus.tag else f"commit {corpus.commit}"
    origin = pin.repository if is_url(pin.repository) else pin.name  # a path tells readers nothing
    state = "" if emission.complete else _INCOMPLETE
    rows = "\n".join(_row(dataset, files[dataset.file_name]) for dataset in there)
    return "\n".join(
        (
            _front_matter(there, pin.licence_id.lower()),
            f"# {pin.name}: code, requests and reasoning",
            "",
            f"Code of {origin}, verbatim from {revision}, folder `{pin.subtree}/`,",
            "with the request that would have led to it and the reasoning of the engineer who",
            "wrote it. One ChatML object a line.",
            state,
            "| config | about | file | examples | longest line (characters) | mean |",
            "|---|---|---|---|---|---|",
            rows,
            "",
            _USE.format(manifest=MANIFEST),
            f"The code is upstream's; its licence is in `{licence_name(pin)}` and goes with every",
            "copy.",
            "",
        )
    )


_INCOMPLETE = """
**Incomplete.** Some cases failed, were skipped or did not run when this was written.
"""

_USE = """## Use

The assistant's message is `<think>`, a newline, the reasoning, a newline, `</think>`, a blank
line, and the code. Chat templates of reasoning models keep that form in the last turn as it is;
some (GLM, DeepSeek's inference templates) rewrite or drop it, and templates that read a separate
`reasoning_content` need the message split at `</think>`. Some trainers cut long examples without a
word: set their maximum length above the longest line of the table (a token is about 3 to 4
characters). Hosted trainers that refuse unknown keys want `{{"messages": ...}}` alone:
`jq -c '{{messages}}' FILE.jsonl`.

`{manifest}` gives, for every line, its digest and the file, item and lines that its code comes
from.

## Licence
"""


def _front_matter(datasets: Sequence[Dataset], licence: str) -> str:
    configs = "".join(
        f"- config_name: {dataset.name}\n"
        + ("  default: true\n" if at == 0 else "")
        + f"  data_files:\n  - split: train\n    path: {dataset.file_name}\n"
        for at, dataset in enumerate(datasets)
    )
    return (
        f"---\nlicense: {licence or 'other'}\nlanguage:\n- en\n"
        f"task_categories:\n- text-generation\nconfigs:{_block(configs)}---\n"
    )


def _block(configs: str) -> str:
    return f"\n{configs}" if configs else " []\n"


def _row(dataset: Dataset, data: bytes) -> str:
    lengths = [len(line) for line in data.decode().split("\n")[:-1]]
    mean = sum(lengths) // len(lengths)
    cells = (
        dataset.name,
        dataset.title,
        f"`{dataset.file_name}`",
        len(lengths),
        max(lengths),
        mean,
    )
    return "| " + " | ".join(map(str, cells)) + " |"
