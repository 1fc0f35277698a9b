"""The one list of codes: what each says, what mends it, and here and there an example.

`CODES`, the page docs/findings.md (`make docs`) and the tests rest on it. To add a code, write a
paragraph into `_LIST`: its name, what it says, what mends it, and `e.g.` where that helps; a line
each, in any order. Two names on the first line are a code of prompt and one of think; `TEXT` then
stands for "prompt" and "think block".

A finding says the same about one place, with names and lines; here it is said of all of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

SUBJECTS: dict[str, str] = {
    "case": "The case and its module",
    "code": "The code that is shown",
    "prompt": "The prompt",
    "think": "The think block",
    "claim": "Claims",
    "dataset": "A dataset as a whole",
    "snapshot": "Snapshots",
    "record": "The record",
    "verify": "Lines of a JSONL file",
}
"""What the first word of a code stands for, in the order of the page."""

_LINES = 4
_TEXTS = {"prompt": "prompt", "think": "think block"}

_LIST = r"""
case.bad-name
the variable's name is not made of a-z, 0-9 and _
Rename the variable; the example bears its name.

case.bound-twice
a module binds one name to an Example more than once
Give each example a name of its own, and bind nothing else to it.

case.duplicate-code
two examples show exactly the same items
Show other items, or withdraw one of the two.

case.duplicate-name
two examples of one dataset bear the same name
Name each example after what it alone teaches.

case.hidden
an Example stands in a list, tuple, set, dict or class instead of a variable
Write `name = Example(...)` at the top level of the module.

case.imported
an Example is imported from another module
Import no examples; each belongs to the module that declares it.

case.no-example
a case module declares no Example
Declare one, or move the module out of `cases/`.

case.sample-sentence
a text repeats a sample sentence of the commission
Write the request or the reason that this code has.

case.shared-sentence
a sentence stands in two texts
Say it in other words, or leave it out of one of them.

case.twin
a prompt or think block shares half of its 5-grams with another
Write one of the two anew.

case.wrong-type
an argument of Example, rust() or a kind of evidence is not of the documented type
Write the argument as its documentation says.
e.g. `code=rust(...)` instead of `code=[rust(...)]`

claim.long-quote
the quote of a claim spans more than one sentence
Quote one sentence, or a part of it.

claim.misfit
the evidence of a claim does not support what the sentence says
Add evidence of a kind that fits the word, or say less.
e.g. `calls()` for a sentence with "never"

claim.quoted-twice
two claims of an example have one quote, and Python keeps the second alone
Put the evidence of both into one list.

claim.refuted
the evidence of a claim does not hold
Correct the sentence, or cite what does show it.

claim.short-quote
a claim quotes a part of a sentence, and no claim quotes a function or a word of order in it
Quote the whole of what is said, with evidence for all of it.
e.g. "`settle` follows" quoted of "`settle` follows what `attempt` returned"

claim.stale
the code that an argument is tied to changed since it was accepted
Read the argument against the new code; if it still holds, accept the case anew.

claim.stale-quote
the quote of a claim stands neither in prompt nor in think
Quote what the text says now, to the letter, and look whether the evidence still fits.

claim.thin-reason
an argument is too short, or names nothing of the source
Say in twelve words or more which path would break the claim, by the names of the source.

claim.undecided
what a claim cites cannot be decided by names alone
Cite what can be decided, such as `calls()` of one caller, or argue it.
e.g. `callers()` of a `new`, where other types have a `new` too

claim.unknown-item
a claim cites an item that is not there, or that is not one alone
Write an item path that fits one item, with its file before it if need be.
e.g. `Entry`, where queue.rs and dedup.rs have one each; `queue.rs::Entry` fits one

claim.unknown-name
an argument names what does not exist
Correct the name, or leave it out of the argument.

claim.unspoken-name
a quote names something that its evidence does not speak of
Add evidence about the name, or quote less.
e.g. "`run_attempts` asks `pause_after`" with `returns("run_attempts", "bool")`

code.ambiguous-item
an item path fits several items of its file
Write one of the longer paths that the message lists.

code.bad-item-path
an item path does not parse
Write a path as `verbatim items FILE` lists it, or a shorter form.

code.bad-path
a file is absolute, leaves the subtree or is written in an unusual way
Write the path as `verbatim items` prints it.
e.g. `./src/lib.rs`

code.empty
an example, or one rust() of it, chooses no item
Write `code=[rust(file, item, ...)]`.

code.forbidden-token
the code holds a chat-template token or a bidirectional control
Choose items without it.

code.gone
nothing of a case's code is left at the revision that it is held against
Show other code, or remove the case and, with `--prune-snapshots`, its snapshot.

code.loose-part
a part of the code is tied to the others by no reference
Show the item that ties it in, or leave the part out.

code.no-anchor
no part of the code comes from the files that the dataset is about
Show an item of a file under `cover`, or move the case to another dataset.

code.not-rust
the file is not a .rs file
Choose a `.rs` file.

code.not-utf8
the chosen source is not UTF-8
Choose another item.

code.out-of-scope
a file lies outside the scope of the dataset
Choose a file that `cover` or `also` admits, or move the case to another dataset.

code.refused-item
an item cannot be cut out as whole lines
Choose what contains it, or another item.
e.g. two items on one line

code.reordered
the items of a case, or its imports, stand in another order than the one that was accepted
Read what prompt and think say of their order, then accept the case with the pin moved.

code.repeated-item
an item is chosen twice, or together with what contains it
Name each item once, and either the whole or its members.

code.test-code
the chosen item is test code or holds some
Choose production code; of an impl, the members without tests.

code.too-few-files
the code comes from fewer files than the dataset asks for
Add a `rust(...)` of another file that takes part.

code.trailing-space
the last line of the code ends in white space
Let another item come last.

code.unknown-file
the corpus has no such file
Write a path that `verbatim items` lists.

code.unknown-item
no item of the file fits the path
Write one of the paths that the message names, or that `verbatim items FILE` lists.

code.unparsed
the parser meets an error at the revision that is held against, and fates of items may rest on it
Look at the line; what the file held may be told as gone or edited for that reason alone.

dataset.crate-unnamed
no think block names a crate that the dataset has to name
Write an example about code that uses it, or waive the crate with evidence.

dataset.shared-openings
too many prompts of a dataset open alike
Reword the first four words of all but one of the prompts that share them.

dataset.stock-phrases
too many runs of words recur in the think blocks of a dataset
Reword each run in all but one or two of its think blocks.

dataset.too-few
a dataset has fewer examples than its target
Write more; the message says how many.

dataset.too-many
a dataset has more examples than its target
Withdraw the least telling ones; the message says how many.

dataset.too-much-argued
more than half of a dataset's claims have an argument among their evidence
Find evidence that can be checked in place of arguments.

prompt.answer-name
the prompt gives away a name that the answer alone defines and uses
Say what it is for, and leave its name to the engineer.

prompt.code
the prompt holds code
Say in words what is wanted; the code itself comes from upstream.
e.g. a line such as `let x = f(y);`, or a signature with its types

prompt.unplaced-number
a number with a unit of the prompt stands neither in the code in scope nor in a claim
Correct the number, or quote it in a claim with `value()`, `literal()` or `argued()`.

record.schema
the line does not fit the ChatML schema
See `chatml.schema.json` in the package for what a line is.

snapshot.changed
prompt, think, claims or choice of items differ from what was accepted
Read the difference, then accept the case with `--snapshot-update`.

snapshot.new
the example was never accepted
Read the example, then accept it with `--snapshot-update`.

snapshot.unreadable
the snapshot file does not hold what we write, or not the digests of the commit that it names
Restore the file from version control, or accept the case anew.

snapshot.unwritable
the disk does not take the snapshot of a case that was to be accepted
See to what the message names, then accept the case again; nothing of it was written.

snapshot.upstream
the source of an item differs from what was accepted
Read prompt and think against the new code, mend them, and accept the case with the pin moved.

think.false-relation
the think block says of two names what the source contradicts
Correct the sentence, or quote it in a claim with the evidence for it, `calls()` for instance.
e.g. "`run_attempts` calls `lease`"

think.missing-crate
the think block does not name a crate that the rules ask for with this code
Say what the crate does here.

think.missing-module
the think block names too few of the modules whose code is shown
Name the modules, and say which does what.
e.g. `queue/mod.rs` or `queue::new_pair`; a plain "queue" names no module

think.missing-topic
the think block does not speak of what the rules ask with this code
Say what the rule's `why` asks for; where nothing true is to be said, mend the rule.

think.unquoted-absolute
a sentence says never, always and the like, and no claim quotes it
Quote it in a claim with `argued()`, `absent()` or `callers()`, or say less.
e.g. "a zero is never stored"

think.unquoted-cost
a sentence says what something costs or saves, and no claim quotes it
Quote it in a claim with `argued()`, `absent()` or `calls()` with `times`, or say less.
e.g. "which avoids a clone"

think.unquoted-number
a number of the think block stands neither in the code in scope nor in a claim
Correct the number, or quote it in a claim with `value()`, `literal()` or `argued()`.
e.g. "eleven hours" of a constant `60 * 60 * 12`

think.unquoted-order
a sentence orders two calls of the code, and no claim quotes it
Quote it in a claim with `before()` or `argued()`, or say less.
e.g. "`sign` comes before `settle`"

verify.code
code of an emitted line is not found verbatim in the corpus
Emit the file again; if it stays, check `--corpus` and `--corpus-rev`.

verify.form
an emitted line is not one think block followed by code
Emit the file again with `pytest --emit-jsonl`.

verify.json
a line of a JSONL file is not JSON
Emit the file again with `pytest --emit-jsonl`, or mend the line.

prompt.crate-elsewhere think.crate-elsewhere
the TEXT names a crate that the code in scope does not use
Name the file that uses it, or leave the crate out.

prompt.denied-crate think.denied-crate
the TEXT says that a crate is not used which the code in scope uses
Say which part does without it, or leave the denial out.

prompt.empty think.empty
the TEXT is empty
Write it.

prompt.fence think.fence
the TEXT holds a code fence
Name code in backticks; the code itself comes from upstream.

prompt.forbidden-token think.forbidden-token
the TEXT holds a chat-template token or a bidirectional control
Say it in words.
e.g. `<think>`

prompt.heading think.heading
a line of the TEXT is a heading
Begin with the text.

prompt.indented think.indented
a line of the TEXT is indented by four or more outside a list
Begin the line at the column of its paragraph.

prompt.misplaced-name think.misplaced-name
the TEXT puts a name into a file that does not define it, or gives it to a crate that it is not from
Name the file or the crate that has it, or what is in the one named.
e.g. "`lease` in retry.rs", where it is in queue.rs

prompt.name-elsewhere think.name-elsewhere
the TEXT names something that is not in scope and was not introduced
Name the file or module where it is, or leave it out.
e.g. "like `DedupStore`" instead of "like `DedupStore` in dedup.rs"

prompt.nested think.nested
a list of the TEXT stands inside another
Make it one list, or sentences.

prompt.numbered think.numbered
a line of the TEXT begins a list item by accident
Wrap the line elsewhere.
e.g. a line that begins with the end of a sentence, `500.`

prompt.stray-file think.stray-file
the TEXT names a file that has nothing to do with the code in scope
Name what of the file the sentence is about, or leave the file out.

prompt.too-long think.too-long
the TEXT has more words than the dataset allows
Say less.

prompt.too-short think.too-short
the TEXT has fewer words than the dataset asks for
Say more.

prompt.unknown-crate think.unknown-crate
the TEXT names a crate that the tree does not use
Name the crate that is used, or put an alternative as what is not taken.
e.g. "serde reads it" of code without serde; "not serde" passes

prompt.unknown-file think.unknown-file
the TEXT names a file that the tree does not have
Name a file of the tree; the message lists what is near.

prompt.unknown-member think.unknown-member
the TEXT names a member that its type or module does not have
Name a member that it has; the message lists some, and where the name is.
e.g. `BackoffPolicy::pause_before`

prompt.unknown-name think.unknown-name
the TEXT names something that exists nowhere in the tree
Correct the name; one that prose needs and no tree can have goes into [vocabulary].
e.g. `run_atempts`
"""


@dataclass(frozen=True, slots=True)
class Code:
    """A code of findings: what it says in one line, what mends it in one sentence.

    `example` is one, in Markdown, or "".
    """

    name: str
    meaning: str
    mend: str
    example: str = ""

    @property
    def subject(self) -> str:
        """Return its first word."""
        return self.name.partition(".")[0]


def read_codes(text: str) -> Iterator[Code]:
    """Yield the codes of a list written as `_LIST` is; what a paragraph lacks is "".

    Raises:
        ValueError: a paragraph has more than four lines.
    """
    for paragraph in text.strip().split("\n\n"):
        lines = paragraph.split("\n")
        names, meaning, mend, example = lines + [""] * (_LINES - len(lines))
        for name in names.split():
            said = meaning.replace("TEXT", _TEXTS.get(name.partition(".")[0], "TEXT"))
            yield Code(name, said, mend, example.removeprefix("e.g. "))


LIST: tuple[Code, ...] = tuple(sorted(read_codes(_LIST), key=lambda code: code.name))
CODES: dict[str, str] = {code.name: code.meaning for code in LIST}
"""Every code with its meaning in one line. Codes are public and stable."""
