"""Changes to make pages of: by upstream, by an author, a new one, hostile ones, many."""

import difflib
from dataclasses import replace

from pytest_verbatim.change import Cause, Change, Doubt, ItemChange, Spot, Texts
from pytest_verbatim.finding import Finding, Where

HOST = "https://git.example/relay/blob"
OLD_CODE = """\
/// The pause after `failed` failures, or `None` when that was the last attempt.
pub fn pause_after(&self, failed: u32) -> Option<Duration> {
    if failed >= self.attempts {
        return None;
    }
    let doublings = failed.saturating_sub(1).min(31);
    let pause = self.first_pause.saturating_mul(1 << doublings);
    Some(pause.min(self.longest_pause))
}"""
NEW_CODE = """\
/// The pause after `failed` failures, or `None` when that was the last attempt.
pub fn pause_after(&self, failed: u32, jitter: Jitter) -> Option<Duration> {
    if failed > self.attempts {
        return None;
    }
    let doublings = failed.saturating_sub(1).min(16);
    let pause = self.first_pause.saturating_mul(1 << doublings);
    Some(jitter.around( pause.min(self.longest_pause)))
}"""
PROMPT = (
    "`BackoffPolicy` has its fields, and `new` fills them. What is missing is the pause: give me "
    "`pause_after`, which takes the number of failures so far and answers how long to wait, or "
    "that there is nothing left to wait for.\n\nNo clock in it please."
)
THINK = (
    "The first pause is doubled per failure. A shift does that, and `saturating_mul` keeps a long "
    "run from wrapping; the exponent is capped at 31, as a wider shift panics in a debug build.\n\n"
    "Two things are easy to get wrong here:\n- The comparison is `>=`, since `attempts` counts the "
    "first one too.\n- There is no jitter, so workers that failed together come back together.\n\n"
    "`min` with `longest_pause` comes last. Nothing here can fail, hence an `Option` and no "
    "`Result`."
)
CASE = "cases/relay/pause.py::pause_after"


def hunks(old: str, new: str, old_first: int, new_first: int) -> str:
    """Return one hunk over the whole of two texts."""
    left, right = old.split("\n"), new.split("\n")
    rows = [row for row in difflib.ndiff(left, right) if not row.startswith("?")]
    head = f"@@ -{old_first},{len(left)} +{new_first},{len(right)} @@"
    return "\n".join([head, *(row[0] + row[2:] for row in rows)])


def spot(commit: str, first: int, last: int, item: str = "BackoffPolicy::pause_after") -> Spot:
    """Return a place with a permalink."""
    file = "relay-core/src/retry.rs"
    url = f"{HOST}/{commit}/{file}#L{first}-L{last}"
    return Spot(file, item, first, last, url)


def doubt(sentence: str, *reasons: str, marked: str = "", field: str = "think") -> Doubt:
    """Return a doubt about a sentence, with one part of it marked."""
    at = sentence.index(marked)
    marks = ((at, at + len(marked)),) if marked else ()
    return Doubt(field, Where("cases/relay/pause.py", 22, 9), sentence, reasons, marks)


DRIFT = Change(
    case=CASE,
    where=Where("cases/relay/pause.py", 14),
    causes=(Cause.UPSTREAM, Cause.FINDINGS),
    old_revision="relay-v1.0.0",
    new_revision="relay-v1.1.0",
    items=(
        ItemChange(
            "edited",
            "whole",
            "BackoffPolicy::pause_after",
            spot("a" * 40, 30, 38),
            spot("b" * 40, 41, 49),
            0.8731,
            signature=True,
            diff=hunks(OLD_CODE, NEW_CODE, 30, 41),
        ),
        ItemChange("deleted", "whole", "use", old=Spot("relay-core/src/retry.rs", "use", 3, 3)),
    ),
    doubts=(
        doubt(
            "A shift does that, and `saturating_mul` keeps a long run from wrapping; the exponent "
            "is capped at 31, as a wider shift panics in a debug build.",
            '"31" stood in code that changed',
            marked="31",
        ),
        doubt(
            "The comparison is `>=`, since `attempts` counts the first one too.",
            "`>=` left the shown code",
            marked="`>=`",
        ),
        doubt(
            "There is no jitter, so workers that failed together come back together.",
            "its argument is tied to `BackoffPolicy::pause_after`, which changed (claim.stale)",
            "`jitter` stands in relay-core/src/retry.rs (claim.refuted)",
            marked="There is no jitter",
        ),
    ),
    findings=(
        Finding(
            Where("cases/relay/pause.py", 14, 12),
            "code.unknown-item",
            "no item `Jitter` in relay-core/src/retry.rs",
            "write the path of an item of that file",
        ),
    ),
    before=Texts(PROMPT, THINK, OLD_CODE),
    after=Texts(PROMPT, THINK, NEW_CODE),
    at_pin=False,
    old_commit=40 * "1",
)
EDITED = replace(DRIFT, causes=(Cause.UPSTREAM,), findings=())
PROSE = replace(
    DRIFT,
    case="cases/signing/header.py::signature_header",
    where=Where("cases/signing/header.py", 8),
    causes=(Cause.PROSE,),
    items=(),
    doubts=(),
    findings=(),
    before=Texts(
        PROMPT, THINK.replace("easy to get wrong", "often wrong").replace("panics", "aborts")
    ),
    at_pin=True,
    reason="the second reading found the first one vague",
)
NEW = replace(
    PROSE,
    case="cases/signing/secret.py::new_secret",
    where=Where("cases/signing/secret.py", 5),
    causes=(Cause.NEW,),
    old_revision="",
    before=None,
    reason="",
)
SAMPLES = (EDITED, PROSE, NEW)

PROBE = (
    "</script></style></textarea>--><script>alert('probe')</script><img src=x onerror=alert(1)>\"'"
)
ODD = "\u202egnp.exe\u2066 \x00\x1b[31m\r\u200b\udc80\U000e0041"


def hostile(probe: str) -> Change:
    """Return a change with a text in each place that holds text."""
    bad = Spot(f"src/{probe}.rs", probe, 1, 2, f"javascript:{probe}")
    worse = Spot(f"src/{probe}.rs", probe, 1, 2, f"https://git.example/{probe}")
    return Change(
        case=f"cases/{probe}/it.py::{probe}",
        where=Where(f"cases/{probe}/it.py", 1, 1),
        causes=(Cause.UPSTREAM,),
        old_revision=probe,
        old_commit=probe,
        new_revision=probe,
        items=(
            ItemChange(
                probe,
                probe,
                probe,
                bad,
                worse,
                0.5,
                diff=f"@@ -1,2 +1,2 @@\n-old {probe}\n+new {probe}\n {probe}\n{probe}",
            ),
        ),
        doubts=(
            Doubt("think", Where(probe, 1), f"So {probe}.", (probe,), ((3, 3 + len(probe)),)),
            Doubt("prompt", Where(probe, 1), f"nowhere {probe}", (probe,), ((0, 7),)),
        ),
        findings=(Finding(Where(probe, 1), "think.empty", probe, probe, probe),),
        before=Texts(f"Was {probe}", f"Was. So {probe}.", probe),
        after=Texts(probe, f"Is. So {probe}.", probe),
        at_pin=False,
        carried=True,
        reason=probe,
    )


def many(count: int) -> list[Change]:
    """Return as many changes, each of its own, with another think and a diff of some length."""
    longer = "\n".join(f"{NEW_CODE}\n// {at}" for at in range(4))
    return [
        replace(
            EDITED,
            case=f"cases/relay/pause_{number}.py::pause_{number}",
            items=(replace(EDITED.items[0], diff=hunks(OLD_CODE, longer, 30, 41)), DRIFT.items[1]),
            before=Texts(PROMPT, THINK.replace("panics", f"aborts {number}"), OLD_CODE),
            after=Texts(PROMPT, THINK, longer),
        )
        for number in range(1, count + 1)
    ]
