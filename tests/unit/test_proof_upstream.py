"""Evidence held against the real tree: what is believed of it and false, and what is true."""

import pytest

from pytest_verbatim.evidence import (
    Evidence,
    absent,
    attribute,
    before,
    bound,
    callers,
    calls,
    derives,
    field,
    implements,
    literal,
    returns,
    value,
    variant,
)
from pytest_verbatim.proof import hold
from pytest_verbatim.source.corpus import Corpus
from pytest_verbatim.tree.owner import owner_of

SOURCE = "svix-server/src"
IDEMPOTENCY = f"{SOURCE}/core/idempotency.rs"
MESSAGE_APP = f"{SOURCE}/core/message_app.rs"
RECOVERY = f"{SOURCE}/v1/endpoints/endpoint/recovery.rs"
MESSAGES = "v1/endpoints/message.rs"
HANDLERS = f"{SOURCE}/v1/"
FETCH = "CreateMessageApp::layered_fetch"
SERVICE = "impl Service<Request> for IdempotencyService"
CALL = "<IdempotencyService as Service<Request>>::call"


def functions(corpus: Corpus, below: str) -> list[tuple[str, str, str]]:
    """Return (file, path, name qualified by its type) of every function of a file or folder."""
    return [
        (file, entry.path, "::".join(filter(None, (owner_of(entry.container)[1], entry.name))))
        for file, facts in corpus.index.files.items()
        if file.startswith(below)
        for entry in facts.items
        if entry.kind in {"fn", "method"}
    ]


def test_recovery_calls_nothing_of_message_app(upstream: Corpus) -> None:
    """The recovery of an endpoint never reaches into `core/message_app.rs`."""
    recovering = functions(upstream, RECOVERY)
    assert recovering
    for file, path, _ in recovering:
        for _, _, name in functions(upstream, MESSAGE_APP):
            came = hold(calls(f"{file}::{path}", name), upstream, (RECOVERY, MESSAGE_APP))
            assert not came.holds, came.seen
    assert hold(absent(RECOVERY, "message_app"), upstream, ()).holds
    assert hold(absent(RECOVERY, "CreateMessageApp"), upstream, ()).holds


@pytest.mark.parametrize("name", ["send", ".send", "queue", "TaskQueueProducer::send", "enqueue"])
def test_message_app_queues_nothing(upstream: Corpus, name: str) -> None:
    """Nothing in `core/message_app.rs` sends to a queue."""
    asked = functions(upstream, MESSAGE_APP)
    assert any(path == FETCH for _, path, _ in asked)
    for file, path, _ in asked:
        came = hold(calls(f"{file}::{path}", name), upstream, ())
        assert not came.holds, came.seen
        assert came.decided, came.seen


@pytest.mark.parametrize("name", ["operation", "tracing::instrument", "instrument", "tracing"])
def test_handlers_have_no_such_attribute(upstream: Corpus, name: str) -> None:
    """No function of `v1` has an attribute that the real tree uses elsewhere, or not at all."""
    asked = functions(upstream, HANDLERS)
    assert len(asked) > 100
    for file, path, _ in asked:
        came = hold(attribute(f"{file}::{path}", name), upstream, ())
        assert not came.holds, came.seen


FALSE = {
    "one-caller-too-few": callers(FETCH, ["create_message_inner"]),
    "one-caller-too-many": callers(
        FETCH, ["create_message_inner", "process_queue_task_inner", "bulk_recover_failed_messages"]
    ),
    "wrong-caller": callers("lock_loop", ["resolve_service"]),
    "retrying-waits": callers("wait_duration", ["lock_loop", "expiry_starting"]),
    "chrono-in-idempotency": calls("lock_loop", "Utc::now"),
    "variant-that-never-was": variant(f"{SOURCE}/error.rs::ErrorType", "Db"),
    "derive-not-there": derives("SerializedResponse", "Clone"),
    "copy-of-a-service": implements("IdempotencyService", "Copy"),
    "layer-of-a-service": implements("IdempotencyService", "Layer"),
    "default-of-a-key": implements("SerializedResponse", "Default"),
    "read-before-sleep": before("lock_loop", ".get", "tokio::time::sleep"),
    "one-second": value("wait_duration", seconds=1),
    "fifty-seconds": value("expiry_starting", seconds=50),
    "a-day": value("expiry_default", hours=24),
    "other-schedule": value("core/cache/mod.rs::RETRY_SCHEDULE", milliseconds=[10, 20, 50]),
    "other-cap": value("PAGINATION_LIMIT_CAP_LIMIT", count=100),
    "no-arc-anywhere": absent(".", "Arc"),
    "no-chrono-anywhere": absent(".", "chrono"),
    "shorter-result": returns("lock_loop", "Result<SerializedResponse, Error>"),
    "another-field": field("IdempotencyService", "pool"),
    "closed-too-early": variant("SerializedResponse", "Start", closed=True),
    "sync-service": bound(SERVICE, "S", "Sync"),
    "other-header": literal("get_key", "x-idempotency-key"),
}  # fmt: skip


@pytest.mark.parametrize("evidence", FALSE.values(), ids=FALSE)
def test_false(upstream: Corpus, evidence: Evidence) -> None:
    """What is not so in the real tree fails, and not for want of an item."""
    came = hold(evidence, upstream, (IDEMPOTENCY,))
    assert not came.holds, came.seen
    assert came.decided, came.seen
    assert "there is no item" not in came.seen


TRUE = {
    "callers": callers(FETCH, ["create_message_inner", "process_queue_task_inner"]),
    "callers-in-a-trait-impl": callers("lock_loop", [CALL]),
    "callers-of-a-handler": callers(f"{MESSAGES}::create_message", [f"{MESSAGES}::router"]),
    "callers-among-namesakes": callers("IdempotencyKey::new", ["get_key"]),
    "callers-in-attributes": callers("default_limit", ["Pagination", "PaginationDescending"]),
    "callers-beside-a-variable": callers("get_key", [CALL]),
    "calls": calls("lock_loop", "wait_duration"),
    "calls-by-import": calls("lock_loop", "tokio::time::sleep", times=1),
    "sleep-before-read": before("lock_loop", "sleep", ".get"),
    "no-chrono": absent("core/idempotency.rs", "chrono"),
    "no-such-variant": absent(".", "ErrorType::Db"),
    "wait": value("wait_duration", milliseconds=200),
    "lock": value("expiry_starting", seconds=5),
    "life": value("expiry_default", hours=12),
    "schedule": value("core/cache/mod.rs::RETRY_SCHEDULE", milliseconds=[10, 20, 40]),
    "lazy": value("v1/utils/mod.rs::FUTURE_QUERY_LIMIT", hours=1),
    "cap": value("PAGINATION_LIMIT_CAP_LIMIT", count=250),
    "grace": value("default_grace_period_seconds", hours=24),
    "derives": derives("SerializedResponse", "Serialize"),
    "implements": implements("IdempotencyService", "Service"),
    "handler": attribute(f"{MESSAGES}::create_message", "aide_annotate"),
    "returns": returns("lock_loop", "Result<Option<SerializedResponse>, Error>"),
    "field": field("IdempotencyService", "cache", "Cache"),
    "closed": variant("SerializedResponse", "Start", "Finished", closed=True),
    "bound": bound(SERVICE, "S", "Clone"),
    "literal": literal("get_key", "idempotency-key"),
}  # fmt: skip


@pytest.mark.parametrize("evidence", TRUE.values(), ids=TRUE)
def test_true(upstream: Corpus, evidence: Evidence) -> None:
    """What is so in the real tree holds."""
    came = hold(evidence, upstream, (IDEMPOTENCY,))
    assert came.holds, came.seen


def test_whose_get_it_is(upstream: Corpus) -> None:
    """Of a name that half the tree has, no callers are claimed, nor the type of a receiver."""
    many = hold(callers("CacheBehavior::get", ["lock_loop"]), upstream, ())
    typed = hold(calls("lock_loop", "Cache::get"), upstream, (IDEMPOTENCY,))
    assert (many.holds, many.decided) == (False, False)
    assert (typed.holds, typed.decided) == (False, False)


def test_every_function_can_be_asked_about(upstream: Corpus) -> None:
    """Every function of the tree is found by its full path, and asking about it ends in words."""
    for file, path, name in functions(upstream, ""):
        evidence = callers(f"{file}::{path}", [])
        came = hold(evidence, upstream, ())
        assert "there is no item" not in came.seen, name
        assert came.seen
        assert came.holds or came.mend
