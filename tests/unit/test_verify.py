"""Emitted lines are found again in the corpus by a second road, and nothing else is."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import CORE, TRAPS

from pytest_verbatim.example import Imports
from pytest_verbatim.excerpt import Excerpt, cut
from pytest_verbatim.finding import Finding, Where
from pytest_verbatim.record import Record
from pytest_verbatim.selection import Place
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.verify import verify_line

HERE = Where("relay.jsonl", 1)


@pytest.fixture(scope="module")
def sources(relay: Corpus) -> dict[str, bytes]:
    """Return path -> bytes of the miniature's Rust files."""
    return {path: relay.read(path) for path in relay.rust_paths}


def excerpt_of(corpus: Corpus, file: str, *paths: str, imports: Imports = "none") -> str:
    """Return the text of an excerpt that can be cut."""
    found = cut(corpus.rust_file(file), paths, imports, Place(HERE, file, {}))
    assert isinstance(found, Excerpt), found
    return found.text


def findings(code: str, sources: dict[str, bytes]) -> list[Finding]:
    """Return what is said of a line with that code."""
    line = Record("You.", "Do it.", "Because.", code).line()
    return list(verify_line(line.encode(), HERE, sources))


def every_excerpt(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Yield (file, text) for each item of the corpus that can be cut out alone."""
    for file, rust_file in corpus.rust.items():
        for item in rust_file.items:
            found = cut(rust_file, [str(item.path)], "used", Place(HERE, file, {}))
            if isinstance(found, Excerpt):
                yield file, found.text


def test_every_excerpt_of_the_miniature_is_found_again(
    relay: Corpus, sources: dict[str, bytes]
) -> None:
    """Whatever the extractor cuts, traps included, stands in the corpus by the other road too."""
    excerpts = [text for _, text in every_excerpt(relay)]
    assert len(excerpts) > 200
    clean = [text for text in excerpts if "<|im_end|>" not in text]
    assert [(text, f) for text in clean if (f := findings(text, sources))] == []


@given(data=st.data())
@settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_one_changed_byte_is_seen(
    data: st.DataObject, relay: Corpus, sources: dict[str, bytes]
) -> None:
    """Changing one visible character of the code anywhere makes the line fail."""
    text = excerpt_of(relay, f"{CORE}/retry.rs", "BackoffPolicy", "impl BackoffPolicy", "Attempt")
    places = [at for at, character in enumerate(text) if character.isalnum()]
    at = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from("azAZ09").filter(lambda one: one != text[at]))
    assert [f.code for f in findings(text[:at] + other + text[at + 1 :], sources)] == [
        "verify.code"
    ]


def test_a_line_left_out_of_a_body_is_seen(relay: Corpus, sources: dict[str, bytes]) -> None:
    """No line inside a function can be left out, and none said twice."""
    lines = excerpt_of(relay, f"{CORE}/retry.rs", "run_attempts").split("\n")
    inside = range(lines.index("    let mut number = 1;"), len(lines) - 1)
    for at in inside:
        assert findings("\n".join(lines[:at] + lines[at + 1 :]), sources), lines[at]
        assert findings("\n".join([*lines[:at], lines[at], *lines[at:]]), sources), lines[at]


def test_a_blank_line_inside_a_body_is_seen(relay: Corpus, sources: dict[str, bytes]) -> None:
    """White space is code: a blank line that upstream has not makes the line fail."""
    lines = excerpt_of(relay, f"{CORE}/retry.rs", "run_attempts").split("\n")
    at = lines.index("    let mut number = 1;")
    assert findings("\n".join([*lines[:at], "", *lines[at:]]), sources)


def test_items_of_two_files_fit_no_file(relay: Corpus, sources: dict[str, bytes]) -> None:
    """Without labels the code must stand in one file; with them in the files they name."""
    one = excerpt_of(relay, f"{CORE}/retry.rs", "BackoffPolicy")
    two = excerpt_of(relay, f"{CORE}/routing.rs", "Route")
    labelled = f"// {CORE}/retry.rs\n{one}\n\n// {CORE}/routing.rs\n{two}"
    swapped = f"// {CORE}/routing.rs\n{one}\n\n// {CORE}/retry.rs\n{two}"
    assert findings(f"{one}\n\n{two}", sources)
    assert findings(labelled, sources) == []
    assert findings(swapped, sources)


def test_members_are_found_in_their_shell(relay: Corpus, sources: dict[str, bytes]) -> None:
    """Members that are far apart upstream pass in one shell, in upstream's order only."""
    file = f"{CORE}/queue.rs"
    text = excerpt_of(relay, file, "DeliveryQueue::lease", "DeliveryQueue::settle", imports="used")
    assert findings(text, sources) == []
    alone = excerpt_of(relay, file, "DeliveryQueue::settle")
    header = alone.split("\n", 1)[0]
    assert findings(text.replace(header, header.replace("{", "where {")), sources)


def test_crlf_is_upstreams(relay: Corpus, sources: dict[str, bytes]) -> None:
    """An excerpt of a CRLF file passes with its carriage returns and not without."""
    text = excerpt_of(relay, f"{TRAPS}/crlf.rs", "Window")
    assert "\r\n" in text
    assert findings(text, sources) == []
    assert findings(text.replace("\r\n", "\n"), sources)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{", "verify.json"),
        (b'{"type":"chatml","messages":[]}', "verify.form"),
        ("\xff".encode("latin-1"), "verify.json"),
    ],
)
def test_what_is_no_record_is_said_to_be_none(
    line: bytes, code: str, sources: dict[str, bytes]
) -> None:
    """A line that is not JSON, or not of the form, has a finding of its own."""
    assert [f.code for f in verify_line(line, HERE, sources)] == [code]


def test_a_think_block_must_be_closed_once(relay: Corpus, sources: dict[str, bytes]) -> None:
    """A second closing tag would move the border between reasoning and code."""
    code = excerpt_of(relay, f"{CORE}/retry.rs", "BackoffPolicy")
    value = Record("You.", "Do it.", "Because.", code).as_object()
    value["messages"][2]["content"] += "\n</think>\n\nmore"
    found = list(verify_line(json.dumps(value).encode(), HERE, sources))
    assert [finding.code for finding in found] == ["verify.form"]
