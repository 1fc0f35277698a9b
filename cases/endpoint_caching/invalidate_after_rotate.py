"""Rotating a signing secret drops the snapshot that still carries the old one as current."""

from pytest_verbatim import Example, absent, argued, before, calls, field, literal, rust, value

invalidate_after_rotate = Example(
    code=[
        rust("svix-server/src/core/message_app.rs", "CreateMessageApp::invalidate"),
        rust(
            "svix-server/src/v1/endpoints/endpoint/secrets.rs",
            "SigningKeysData",
            "rotate_key",
            "rotate_endpoint_secret",
            imports="used",
        ),
    ],
    prompt="""
        Security ticket: revoking a leaked secret takes effect late. With a grace period
        of zero the old secret ought to be dead at once. The worker signs with it for up
        to 30 seconds more, since it has the keys from the application's cached snapshot;
        receivers that know the new one alone refuse what they get.

        For `rotate_endpoint_secret`:

        - Once the row is written the snapshot goes. A failure there is logged, the
          answer stays 204. `CreateMessageApp` has no function for it yet.
        - The grace period is the request's (`EndpointSecretRotateIn`). A key without
          grace is not kept, and keys that ran out earlier leave the row on this
          occasion.
        - At most ten old keys, otherwise 400 `limit_reached` with the time at which the
          next one expires.
        - The work on the keys becomes a function of its own, without rows and request
          bodies. Sinks will use it downstream, and one of those may have no key so far.
    """,
    think="""
        `prepare_dispatch` in worker.rs asks the snapshot's endpoint for
        `valid_signing_keys`. That one checks the expiry of old keys; the revoked one is
        still the current key there and passes unchecked. So the entry has to go, by
        `AppEndpointKey::new`, `delete` and `Error::cache` in an `invalidate` beside
        `layered_fetch`; a fetch that misses then reads the new keys through sea-orm.

        It goes between `update` and the operational webhook. No transaction here, the
        UPDATE commits by itself, so a refill that begins after it sees the new row.
        `can_fail` for the result: a 500 over a rotation that is done would invite a
        second one. A dispatch that has its snapshot in hand still signs with the revoked
        key, a fetch that has its rows may cache them once more, and a worker apart from
        the API that caches in memory keeps its entry. Asking the database ahead of each
        signature would narrow these gaps, and that is the load the snapshot was
        introduced against.

        Select and UPDATE are apart. Two rotations at a time start from one current key,
        and the key of the one that writes first is lost, not even kept as old. A
        `FOR UPDATE` inside a transaction would order them; not part of this ticket.

        `SigningKeysData` has two public options, `current_key` for the
        `EndpointSecretInternal` and `old_keys` for the `ExpiringSigningKeys`, and is
        both input and result. Besides it `rotate_key` takes the `EndpointSecret` of the
        request, if any, `&ConfigurationInner` and a chrono `Duration`. The current key,
        where there is one, becomes an `ExpiringSigningKey` with expiration
        `now + grace_period`. Collect `unexpired_keys()` of the old ones and push ours if
        `is_unexpired()`: without grace its time is a `now` that has passed, or is just
        passing, and the comparison is strict. As graces differ the list is in no order,
        so sort by expiration; the front is what the message has to name. More than
        `MAX_OLD_KEYS` is an `HttpError::bad_request`, ahead of making a key in vain.
        Counting after the cleaning matters: dead keys must not eat up the ten. The new
        key is the given one by `from_endpoint_secret`, else `generate_secret` with the
        configured type; both encrypt if there is a main secret, which may fail.

        The handler looks under `app.id` for the endpoint, by its id or its uid, 404
        otherwise, and asks for `grace_period()` while `data` is whole, since `data.key`
        is moved out next. `rotate_key` gets clones of both columns, `endp` itself is
        wanted for `..endp.into()`: the update carries `key` and `old_keys`, along with
        `updated_at` from `before_save`, and the other columns stay as they are. `unwrap`
        on the returned current key is safe, `rotate_key` fills it each time. The webhook
        is an `EndpointUpdated`. It keeps its `?`: sending is left to a spawned task, so
        the error could only be one of preparing it. The answer is `NoContent`.
    """,
    claims={
        "The worker signs with it for up to 30 seconds more": [
            literal("process_queue_task_inner", "30"),
            calls("prepare_dispatch", ".valid_signing_keys", times=1),
        ],
        "`prepare_dispatch` in worker.rs asks the snapshot's endpoint for `valid_signing_keys`": [
            calls("prepare_dispatch", ".valid_signing_keys", times=1),
            field("DispatchContext", "endp", "&'a CreateMessageEndpoint"),
        ],
        "the revoked one is still the current key there and passes unchecked": argued(
            "`valid_signing_keys` filters `old_signing_keys` by expiration and puts `key` in front "
            "without a condition; in a snapshot made before the rotation that `key` is the one "
            "that was revoked.",
            "CreateMessageEndpoint::valid_signing_keys",
            "<CreateMessageEndpoint as TryFrom<endpoint::Model>>::try_from",
        ),
        "It goes between `update` and the operational webhook": [
            before("rotate_endpoint_secret", ".update", "CreateMessageApp::invalidate"),
            before(
                "rotate_endpoint_secret",
                "CreateMessageApp::invalidate",
                ".send_operational_webhook",
            ),
        ],
        "No transaction here, the UPDATE commits by itself, so a refill that begins after it sees "
        "the new row": [
            before("rotate_endpoint_secret", ".update", "CreateMessageApp::invalidate"),
            absent("rotate_endpoint_secret", "begin"),
            absent("rotate_endpoint_secret", "transaction"),
            calls("rotate_endpoint_secret", ".update", times=1),
        ],
        "the key of the one that writes first is lost, not even kept as old": [
            before("rotate_endpoint_secret", ".one", "rotate_key"),
            before("rotate_endpoint_secret", "rotate_key", ".update"),
            argued(
                "Neither `rotate_endpoint_secret` nor the update locks the row or compares it, so "
                "the later write sets `key` and `old_keys` from what it had read: old keys made of "
                "the common predecessor, and a current key of its own.",
                "rotate_endpoint_secret",
                "rotate_key",
            ),
        ],
        "`can_fail` for the result: a 500 over a rotation that is done would invite a second one": [
            before("rotate_endpoint_secret", ".update", ".can_fail"),
            argued(
                "An error of `invalidate` is `ErrorType::Cache`, which `into_response` answers "
                "with `INTERNAL_SERVER_ERROR`, 500, at a time when `update` has written the new "
                "keys; from such an answer a client must take it that nothing was rotated.",
                "error.rs::<Error as IntoResponse>::into_response",
                "rotate_endpoint_secret",
                "CreateMessageApp::invalidate",
            ),
        ],
        "More than `MAX_OLD_KEYS` is an `HttpError::bad_request`, ahead of making a key in vain": [
            value("ExpiringSigningKeys::MAX_OLD_KEYS", count=10),
            before("rotate_key", "HttpError::bad_request", "generate_secret"),
            before("rotate_key", "HttpError::bad_request", "from_endpoint_secret"),
        ],
        "Counting after the cleaning matters: dead keys must not eat up the ten": [
            before("rotate_key", ".unexpired_keys", ".len"),
            value("ExpiringSigningKeys::MAX_OLD_KEYS", count=10),
            argued(
                "`rotate_key` compares with `MAX_OLD_KEYS`, ten, the length of the list it built "
                "from `unexpired_keys`; with the stored list instead, keys that ran out would "
                "count until somebody removed them.",
                "rotate_key",
            ),
        ],
        "asks for `grace_period()` while `data` is whole, since `data.key` is moved out "
        "next": before("rotate_endpoint_secret", ".grace_period", "rotate_key"),
        "`unwrap` on the returned current key is safe, `rotate_key` fills it each time": argued(
            "The one `Ok` of `rotate_key` has `Some` in `current_key`, with the given secret or a "
            "generated one; all other ways out are errors and leave the handler by `?`, ahead of "
            "the `unwrap`.",
            "rotate_key",
            "rotate_endpoint_secret",
        ),
        "It keeps its `?`: sending is left to a spawned task, so the error could only be one of "
        "preparing it": [
            calls("rotate_endpoint_secret", ".send_operational_webhook", times=1),
            calls(
                "OperationalWebhookSenderInner::send_operational_webhook", "tokio::spawn", times=1
            ),
            argued(
                "`send_operational_webhook` answers an error for a token it cannot make or a "
                "payload it cannot turn into JSON with a type; what the spawned task meets is "
                "logged there, and the handle is dropped.",
                "OperationalWebhookSenderInner::send_operational_webhook",
            ),
        ],
        "Besides it `rotate_key` takes the `EndpointSecret` of the request, if any, "
        "`&ConfigurationInner` and a chrono `Duration`.": [
            argued(
                "The parameters of `rotate_key` behind the data: an `Option` of `EndpointSecret`, "
                "a reference to `ConfigurationInner`, and `Duration`, which secrets.rs imports "
                "from chrono.",
                "rotate_key",
                "endpoint/secrets.rs::use#2",
            ),
        ],
        "a worker apart from the API that caches in memory keeps its entry": [
            calls("<MemoryCache as CacheBehavior>::delete", ".remove", times=1),
            argued(
                "A `MemoryCache` has its map in the memory of the process whose `run_with_prefix` "
                "made it, and `rotate_endpoint_secret` runs in that of the API; where the worker "
                "has a process of its own, its map is another one.",
                "MemoryCache",
                "SharedState",
                "run_with_prefix",
            ),
        ],
        "So the entry has to go, by `AppEndpointKey::new`, `delete` and `Error::cache` in an "
        "`invalidate` beside `layered_fetch`; a fetch that misses then reads the new keys through "
        "sea-orm.": [
            before("CreateMessageApp::invalidate", "AppEndpointKey::new", ".delete"),
            before("CreateMessageApp::invalidate", ".delete", ".map_err"),
            argued(
                "`Error::cache` is what the `map_err` of `invalidate` is handed; a "
                "`layered_fetch` that finds no entry falls through to the database.",
                "CreateMessageApp::invalidate",
                "CreateMessageApp::layered_fetch",
            ),
            calls("CreateMessageApp::fetch_from_pg_by_model", "endpoint::Entity::secure_find"),
            before("CreateMessageApp::layered_fetch", ".get", "fetch_from_pg_by_model"),
        ],
    },
)
