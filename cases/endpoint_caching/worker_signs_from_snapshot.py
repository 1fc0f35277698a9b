"""What the worker takes from a cached endpoint to sign one attempt, and which keys still count."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    callers,
    calls,
    field,
    literal,
    returns,
    rust,
    value,
)

worker_signs_from_snapshot = Example(
    code=[
        rust("svix-server/src/core/message_app.rs", "CreateMessageEndpoint::valid_signing_keys"),
        rust("svix-server/src/worker.rs", "prepare_dispatch"),
    ],
    prompt="""
        Splitting up the worker's dispatch leaves its first step to be written:
        `prepare_dispatch`. `dispatch_message_task` calls it with the `WorkerContext`
        and a `DispatchContext` and expects an `IncompleteDispatch`, which is `Pending`
        when the request can go out. The step asks neither the database nor the cache,
        the snapshot has all it takes of the endpoint. `sign_msg` and
        `generate_msg_headers` are there. Header timestamp, signature and attempt row
        have to agree to the second.

        One behaviour changes with it. Today the old keys are chained behind the current
        one and none is asked for its expiry, so a receiver found a signature by a key
        whose grace had ended days ago. What may sign is to be judged when the attempt
        is made; judging while the snapshot is filled would not do, it may be 30 seconds
        old at its use. The rule belongs on `CreateMessageEndpoint`, since its
        `old_signing_keys` is private to that module by now, and it should lend the
        secrets out instead of copying them. The signature of the newest key leads.
    """,
    think="""
        The rule, a method `valid_signing_keys`, could be given the time of the attempt,
        and header and judgement would go by one moment. But that would let a caller ask
        about any moment, that of the message for one, and what may sign is a question
        about now. So it takes `&self` alone and asks `Utc::now()`. A key that runs out
        between the two readings loses microseconds of its grace.

        It returns `Vec<&EndpointSecretInternal>`, a slice of references being what
        `sign_msg` wants. Without old keys a vector of the one. With them
        `std::iter::once` of the current key, chained with those whose `expiration` is
        later than `Utc::now()`, mapped to their key. The list is short, rotation keeps
        ten old keys at most.

        Expiry aside, we work with what the snapshot has: current key, URL and headers
        can be as old as the thirty seconds that both fetching callers set. A rotation
        has the entry dropped where its delete gets through and reaches our cache; a
        change of headers does not try.

        Then the step itself, under `tracing::instrument(skip_all)`: secrets and
        payloads do not belong in a span. Its parameters are taken apart in the
        signature: `cfg` of the `&WorkerContext`, and `msg_task`, `payload`, `endp` of
        the `DispatchContext`, which comes by value, a clone of references. It is async
        as its siblings are and awaits nothing.

        One `Utc::now()` for the attempt. Its unix seconds go to `sign_msg` and to
        `generate_msg_headers`, itself to `created_at`, from which `make_http_call`
        makes the id and the time of the row. The field is sea-orm's `DateTimeUtc`,
        chrono's type under another name, so nothing is converted.

        A block makes the headers, and the borrowed keys end with it.
        `generate_msg_headers` gets seconds and message id, the signatures, the
        whitelabel flag, `endp.headers` as an option of a reference and the URL. Its `?`
        is the one error to return; configured headers that do not parse it logs and
        skips. Signing answers no error: `sign` unwraps, with a FIXME that I leave.

        `PendingDispatch` owns its strings, hence `url.clone()` and
        `payload.to_owned()`. The payload is to become the body of the request, and
        `RequestBuilder` of core/webhook_http_client.rs wants that as a `Vec<u8>`, so
        this copy would have to be made somewhere, once per endpoint and attempt. It is
        the second one: `sign_msg` has made its own, inside the text it signs, and
        dropped it again. Method POST, timeout from `worker_request_timeout`, cast to
        the field's type.

        A retry is a task of its own and fetches anew. If the secret has been rotated in
        the meantime, it normally finds the new key in front and the old one, while its
        grace lasts, behind.
    """,
    claims={
        "it may be 30 seconds old": [
            literal("create_message_inner", "30"),
            literal("process_queue_task_inner", "30"),
        ],
        "what may sign is a question about now": [
            calls("CreateMessageEndpoint::valid_signing_keys", "Utc::now", times=1),
            callers("CreateMessageEndpoint::valid_signing_keys", ["prepare_dispatch"]),
        ],
        "It returns `Vec<&EndpointSecretInternal>`, a slice of references being what `sign_msg` "
        "wants.": [
            returns("CreateMessageEndpoint::valid_signing_keys", "Vec<&EndpointSecretInternal>"),
            absent("CreateMessageEndpoint::valid_signing_keys", "clone"),
            calls("prepare_dispatch", "sign_msg", times=1),
        ],
        "`std::iter::once` of the current key, chained with those whose `expiration` is later than "
        "`Utc::now()`": [
            before("CreateMessageEndpoint::valid_signing_keys", "std::iter::once", ".chain"),
            before("CreateMessageEndpoint::valid_signing_keys", ".chain", ".filter"),
            calls("CreateMessageEndpoint::valid_signing_keys", "Utc::now", times=1),
            field("ExpiringSigningKey", "expiration", "DateTime<Utc>"),
        ],
        "rotation keeps ten old keys at most": [
            before("rotate_key", ".len", "HttpError::bad_request"),
            value("ExpiringSigningKeys::MAX_OLD_KEYS", count=10),
        ],
        "current key, URL and headers can be as old as the thirty seconds that both fetching "
        "callers set": [
            callers(
                "CreateMessageApp::layered_fetch",
                ["create_message_inner", "process_queue_task_inner"],
            ),
            literal("create_message_inner", "30"),
            literal("process_queue_task_inner", "30"),
            argued(
                "`create_message_inner` and `process_queue_task_inner` pass thirty seconds each, "
                "and `layered_fetch` sets that TTL when it fills; a hit sets nothing anew.",
                "create_message_inner",
                "process_queue_task_inner",
                "CreateMessageApp::layered_fetch",
            ),
        ],
        "A rotation has the entry dropped where its delete gets through and reaches our cache; a "
        "change of headers does not try.": [
            calls("rotate_endpoint_secret", "CreateMessageApp::invalidate", times=1),
            before("rotate_endpoint_secret", "CreateMessageApp::invalidate", ".can_fail"),
            absent("v1/endpoints/endpoint/headers.rs", "invalidate"),
            argued(
                "`can_fail` lets a rotation end well whose delete has failed, and the map of a "
                "`MemoryCache` is that of one process, which need not be the worker's.",
                "rotate_endpoint_secret",
                "MemoryCache",
            ),
        ],
        "It is async as its siblings are and awaits nothing.": absent("prepare_dispatch", "await"),
        "Its unix seconds go to `sign_msg` and to `generate_msg_headers`, itself to `created_at`, "
        "from which `make_http_call` makes the id and the time of the row.": [
            calls("prepare_dispatch", "Utc::now", times=1),
            calls("prepare_dispatch", ".timestamp", times=2),
            calls("prepare_dispatch", "sign_msg", times=1),
            calls("prepare_dispatch", "generate_msg_headers", times=1),
            calls("make_http_call", "MessageAttemptId::new", times=1),
            field("PendingDispatch", "created_at", "DateTimeUtc"),
        ],
        "configured headers that do not parse it logs and skips": [
            calls("generate_msg_headers", "tracing::error!", times=2),
        ],
        "`sign` unwraps, with a FIXME that I leave": [
            calls("EndpointSecretInternal::sign", ".unwrap", times=2),
            before("EndpointSecretInternal::sign", ".key", ".unwrap"),
        ],
        "`PendingDispatch` owns its strings, hence `url.clone()` and `payload.to_owned()`.": [
            field("PendingDispatch", "url", "String"),
            field("PendingDispatch", "payload", "String"),
            calls("prepare_dispatch", ".clone", times=1),
            calls("prepare_dispatch", ".to_owned", times=1),
        ],
        "once per endpoint and attempt": [
            calls("prepare_dispatch", ".to_owned", times=1),
            callers("prepare_dispatch", ["dispatch_message_task"]),
            calls("dispatch_message_task", "prepare_dispatch", times=1),
        ],
        "It is the second one: `sign_msg` has made its own, inside the text it signs, and dropped "
        "it again.": [
            calls("sign_msg", "format!", times=1),
            before("prepare_dispatch", "sign_msg", ".to_owned"),
            returns("sign_msg", "String"),
        ],
    },
)
