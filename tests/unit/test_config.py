"""The pin and `dataset.toml`: what they must hold, and where a fault in them is shown."""

from pathlib import Path

import pytest

from pytest_verbatim.config.dataset import Dataset, read_dataset
from pytest_verbatim.config.file import TomlFile
from pytest_verbatim.config.pin import Pin, read_pin
from pytest_verbatim.errors import ConfigError

COMMIT = "0123456789abcdef0123456789abcdef01234567"
PIN = {
    "repository": '"https://example.invalid/relay"',
    "tag": '"v1"',
    "commit": f'"{COMMIT}"',
    "subtree": '"relay"',
    "licence": '"relay/LICENSE"',
}
DATASET = """\
corpus = "relay"
system = "You maintain the relay."

[scope]
cover = ["src/lib.rs"]
also = ["src/core/*.rs"]

[target]
min = 2
max = 5
"""


def toml_of(folder: Path, text: str | bytes) -> TomlFile:
    """Return a file that was read, shown as `some/file.toml`."""
    path = folder / "file.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return TomlFile(path, "some/file.toml")


def pin_of(folder: Path, **changed: str | None) -> Pin:
    """Return the pin with some values changed, or left out where they are None."""
    values = {**PIN, **changed}
    path = folder / "relay.toml"
    lines = [f"{key} = {value}\n" for key, value in values.items() if value is not None]
    path.write_text("".join(lines), encoding="utf-8")
    return read_pin(path, "corpus/relay.toml")


def dataset_of(folder: Path, text: str = DATASET) -> Dataset:
    """Return the dataset that a text describes, in a folder `queueing_rules`."""
    home = folder / "queueing_rules"
    home.mkdir(exist_ok=True)
    (home / "dataset.toml").write_text(text, encoding="utf-8")
    return read_dataset(home, "cases/queueing_rules/dataset.toml")


# --- any file --------------------------------------------------------------------------------


def test_a_fault_is_shown_at_its_line(tmp_path: Path) -> None:
    """A fault of a key names file and line; of a key that is not there, the file."""
    toml = toml_of(tmp_path, "# about\na = 1\n  b=2\n[c]\nd.e = 3\n")
    shown = [str(toml.fail(key, "is wrong")) for key in ("a", "b", "c", "d", "f")]
    assert shown == [
        "some/file.toml:2: is wrong",
        "some/file.toml:3: is wrong",
        "some/file.toml:4: is wrong",
        "some/file.toml:5: is wrong",
        "some/file.toml: is wrong",
    ]


def test_what_is_not_toml_is_shown_at_its_place(tmp_path: Path) -> None:
    """A file that is no TOML names the line and column where it stops being that."""
    with pytest.raises(ConfigError, match=r"^some/file\.toml:2:\d+: is not TOML: "):
        toml_of(tmp_path, "a = 1\nb = = 2\n")
    with pytest.raises(ConfigError, match=r"^some/file\.toml:2:\d+: is not TOML: "):
        toml_of(tmp_path, "a = 1\na = 2\n")


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    """A missing file, a folder and other bytes than UTF-8 are each said in words."""
    with pytest.raises(ConfigError, match=r"some/gone\.toml: cannot be read: No such file"):
        TomlFile(tmp_path / "gone.toml", "some/gone.toml")
    with pytest.raises(ConfigError, match=r"cannot be read: Is a directory"):
        TomlFile(tmp_path, "some/folder")
    with pytest.raises(ConfigError, match=r"is not UTF-8 \(byte 5\)"):
        toml_of(tmp_path, b'a = "\xff"\n')


def test_an_unknown_key_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    """A misspelt key, at the top or in a table, is refused and the right ones are listed."""
    toml = toml_of(tmp_path, "good = 1\n\n[table]\nfine = 1\nodd = 2\n")
    toml.require_known({"good", "table"})
    toml.require_known({"fine", "odd"}, "table")
    with pytest.raises(ConfigError, match=r":1: unknown key `good`; there are other, table"):
        toml.require_known({"table", "other"})
    with pytest.raises(ConfigError, match=r":5: unknown key `odd` in \[table\]; there are fine"):
        toml.require_known({"fine"}, "table")


def test_a_string_has_text_in_it(tmp_path: Path) -> None:
    """A string is there and not blank; where there is a default, it may be missing."""
    toml = toml_of(tmp_path, 'a = "x"\nblank = " \\n"\nnumber = 1\n')
    assert toml.string("a") == "x"
    assert toml.string("gone", "default") == "default"
    for key in ("blank", "number"):
        with pytest.raises(ConfigError, match=f"`{key}` must be a string with text"):
            toml.string(key)
    with pytest.raises(ConfigError, match="`gone` is missing"):
        toml.string("gone")


def test_a_table_is_a_table(tmp_path: Path) -> None:
    """A table that is missing is empty; another value in its place is refused."""
    toml = toml_of(tmp_path, "a = 1\n[b]\nc = 2\n")
    assert toml.subtable("b") == {"c": 2}
    assert toml.subtable("gone") == {}
    with pytest.raises(ConfigError, match=r":1: `a` must be a table: \[a\]"):
        toml.subtable("a")


# --- the pin ---------------------------------------------------------------------------------


def test_a_pin_holds_what_its_file_says(tmp_path: Path) -> None:
    """A pin is named after its file and holds the values in it; the hint may be left out."""
    pin = pin_of(tmp_path)
    assert pin == Pin(
        "relay", "https://example.invalid/relay", "v1", COMMIT, "relay", "relay/LICENSE", ""
    )
    assert pin_of(tmp_path, offline_hint='"make demo"').offline_hint == "make demo"


@pytest.mark.parametrize(
    ("stated", "repository"),
    [
        ("../relay", "{above}/relay"),
        ("relay.git", "{above}/project/relay.git"),
        (".", "{above}/project"),
        ("/srv/relay.git", "/srv/relay.git"),
        ("~/relay", "~/relay"),
        ("host:relay.git", "host:relay.git"),
        ("file:///srv/../relay", "file:///srv/../relay"),
    ],
)
def test_a_path_in_a_pin_begins_at_the_folder_of_the_project(
    tmp_path: Path, stated: str, repository: str
) -> None:
    """Wherever one works; what the pin states is kept beside it."""
    (tmp_path / "project" / "corpus").mkdir(parents=True)
    pin = pin_of(tmp_path / "project" / "corpus", repository=f'"{stated}"')
    assert pin.repository == repository.format(above=tmp_path.resolve())
    assert pin.stated == stated


@pytest.mark.parametrize("key", sorted(PIN))
def test_a_pin_needs_every_key(tmp_path: Path, key: str) -> None:
    """Each key but the hint must be there, with text in it."""
    with pytest.raises(ConfigError, match=f"^corpus/relay.toml: `{key}` is missing"):
        pin_of(tmp_path, **{key: None})
    line = 1 + list(PIN).index(key)
    for wrong in ('""', '"  "', "1", "true", "[]"):
        with pytest.raises(ConfigError, match=f"^corpus/relay.toml:{line}: `{key}` must be"):
            pin_of(tmp_path, **{key: wrong})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("commit", "main"),
        ("commit", COMMIT[:12]),
        ("commit", COMMIT.upper()),
        ("commit", COMMIT + "0"),
        ("tag", "-x"),
        ("tag", "a b"),
        ("repository", "http://example.invalid/relay"),
        ("repository", "ext::sh"),
        ("repository", "--upload-pack=true"),
        ("subtree", "../relay"),
        ("subtree", "a/../b"),
        ("subtree", "-relay"),
        ("subtree", "./relay"),
        ("licence", "/etc/passwd"),
        ("licence", "relay//LICENSE"),
        ("licence", ":(top)LICENSE"),
    ],
)
def test_a_pin_refuses_what_cannot_be(tmp_path: Path, key: str, value: str) -> None:
    """A short commit, an option, another transport, a path that leaves: refused at their line."""
    line = 1 + list(PIN).index(key)
    with pytest.raises(ConfigError, match=f"^corpus/relay.toml:{line}: `{key}` "):
        pin_of(tmp_path, **{key: f'"{value}"'})


def test_a_pin_refuses_unknown_keys(tmp_path: Path) -> None:
    """A misspelt key of a pin is refused."""
    with pytest.raises(ConfigError, match=r"relay\.toml:6: unknown key `license`"):
        pin_of(tmp_path, license='"x"')


# --- dataset.toml ----------------------------------------------------------------------------


def test_a_dataset_holds_what_its_file_says(tmp_path: Path) -> None:
    """A dataset is named after its folder; its title, where none is given, too."""
    dataset = dataset_of(tmp_path)
    assert dataset.name == "queueing_rules"
    assert dataset.title == "queueing rules"
    assert dataset.system == "You maintain the relay."
    assert dataset.file_name == "queueing_rules.jsonl"
    assert dataset.target == "2-5"
    assert dataset_of(tmp_path, 'title = "Rules"\n' + DATASET).title == "Rules"


@pytest.mark.parametrize(
    "system", ["  two spaces, a newline at the end\n", "tab\there", "“quoted” — naïve", "a\r\nb"]
)
def test_the_system_prompt_is_kept_to_the_byte(tmp_path: Path, system: str) -> None:
    """White space and characters of the system prompt are nobody's to mend."""
    quoted = '"' + "".join(f"\\u{ord(c):04x}" if ord(c) < 32 else c for c in system) + '"'
    dataset = dataset_of(tmp_path, DATASET.replace('"You maintain the relay."', quoted))
    assert dataset.system == system


def test_scope_decides_what_may_be_shown(tmp_path: Path) -> None:
    """Files under `cover` and files that fit a pattern are admitted; only the first are covered."""
    dataset = dataset_of(tmp_path)
    assert dataset.covers("src/lib.rs")
    assert dataset.admits("src/lib.rs")
    assert dataset.admits("src/core/queue.rs")
    assert not dataset.covers("src/core/queue.rs")
    for other in ("src/main.rs", "src/core/README.md", "other/src/lib.rs", "SRC/LIB.RS"):
        assert not dataset.admits(other)
    unscoped = DATASET.partition("[scope]")[0] + "[target]\nmin = 1\nmax = 1\n"
    assert not dataset_of(tmp_path, unscoped).admits("src/lib.rs")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('corpus = "relay"\n', "", "`corpus` is missing"),
        ('system = "You maintain the relay."\n', "", "`system` is missing"),
        ('corpus = "relay"', 'corpus = "relay"\ntilte = "x"', ":2: unknown key `tilte`"),
        ("cover =", "covers =", r":5: unknown key `covers` in \[scope\]; there are also, cover"),
        ("max = 5", "most = 5", r":10: unknown key `most` in \[target\]; there are max, min"),
        ("[target]\nmin = 2\nmax = 5\n", "", r"\[target\] is missing"),
        ("min = 2", "min = 0", ":9: `min`"),
        ("min = 2", "min = true", ":9: `min`"),
        ("max = 5", "max = 5.0", ":10: `max`"),
        ("max = 5", "max = 1", ":10: `max` is smaller than `min`"),
        ('["src/lib.rs"]', '"src/lib.rs"', r":5: `cover` in \[scope\] must be a list"),
        ('["src/lib.rs"]', "[1]", ":5: `cover` .* holds 1"),
        ('["src/lib.rs"]', '["../lib.rs"]', r":5: `cover` .* holds '\.\./lib\.rs'"),
        ('["src/core/*.rs"]', '["/src/*"]', ":6: `also`"),
        ("the relay.", "the <|im_start|> relay.", r":2: `system` holds <\|im_start\|>"),
        ("the relay.", "the <think> relay.", ":2: `system` holds <think>"),
        ("the relay.", "the \\u202e relay.", r":2: `system` holds U\+202E"),
    ],
)  # fmt: skip
def test_a_dataset_refuses_what_cannot_be(tmp_path: Path, old: str, new: str, message: str) -> None:
    """A missing, misspelt or impossible value is refused with file and line."""
    assert old in DATASET
    with pytest.raises(ConfigError, match=r"^cases/queueing_rules/dataset\.toml.*" + message):
        dataset_of(tmp_path, DATASET.replace(old, new))


def test_a_scope_that_is_no_table_is_refused(tmp_path: Path) -> None:
    """`scope` and `target` are tables."""
    text = 'corpus = "relay"\nsystem = "x"\nscope = "src"\n[target]\nmin = 1\nmax = 1\n'
    with pytest.raises(ConfigError, match=r":3: `scope` must be a table: \[scope\]"):
        dataset_of(tmp_path, text)


def test_a_folder_without_a_dataset_file_is_said(tmp_path: Path) -> None:
    """A folder without `dataset.toml` names the file that it lacks."""
    with pytest.raises(ConfigError, match=r"^cases/x/dataset\.toml: cannot be read"):
        read_dataset(tmp_path, "cases/x/dataset.toml")
