"""What goes wrong in the cache, as the cache sees it and as the server does."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    bound,
    calls,
    derives,
    field,
    literal,
    rust,
    variant,
)

cache_error_mapping = Example(
    code=[
        rust("svix-server/src/core/message_app.rs", "CreateMessageApp::invalidate"),
        rust("svix-server/src/core/cache/mod.rs", "Error", "Result"),
        rust(
            "svix-server/src/error.rs",
            "Error::cache",
            "impl From<crate::core::cache::Error> for Error",
        ),
    ],
    prompt="""
        On call last night: the log blamed the queue, and we looked at the wrong Redis
        for an hour. It was the cache. A `RedisError` that reaches our `Error` counts as
        the queue's, whichever server it came from, and `cache_dsn` may name another one.

        Please give `core/cache` an error type of its own, for all backends. It tells
        apart: JSON that does not parse, bytes that are not UTF-8, other content that
        cannot be read; no connection to be had; a command that failed; an argument of
        ours that cannot be used. Library errors enter with `?` and stay whole.
        `should_retry` of the backends will go by the kind.

        Towards the server it becomes `ErrorType::Cache`: a constructor like the other
        ones on `Error`, taking what can be displayed and noting the place, and a cache
        result under `?` wherever our own `Result` is returned.

        `invalidate` of `CreateMessageApp` can be the first to go by it. It drops one
        application's snapshot and hands failures to the handler; I would like to read
        there what they turn into.
    """,
    think="""
        Two types, since two parties ask. The backend wants to know whether another try
        makes sense, the server which part of it was at fault.

        For the first question the variant is enough. The library's error stays inside
        all the same, so that Debug can show it and `?` has something to convert. `Pool`
        wraps `bb8::RunError<RedisError>`, `Database` a `RedisError`, `Deserialization`
        the one of serde_json, `DeserializationBytes` a `FromUtf8Error`, all by
        `#[from]`: four types, so `?` has one way each. `DeserializationOther` carries
        nothing and no backend makes one so far. `Input(String)` is for a TTL that is too
        long, in milliseconds, for the integer of the command. `thiserror` derives
        Display. Pool, command and input show their cause there, the first two under
        Redis' name, as no other backend has them. The rest get a fixed sentence;
        `DeserializationOther` shares that of JSON, which says "Redis value" although the
        memory backend's bytes are decoded by the same code. A private alias `Result<T>`
        spares the children the second parameter.

        For the server a text will do. `Error::cache` takes `impl fmt::Display`, makes
        `ErrorType::Cache` of the string and is `#[track_caller]` like its neighbours.
        What a fixed sentence leaves out, the place where JSON broke for instance, is
        lost at this step; above it nobody branches on the cause, and what gets as far as
        `into_response` is logged there and answered 500.
        `From<crate::core::cache::Error>` calls the constructor, under the same
        attribute, so that the location is the line of the `?`. Had the `RedisError`
        been passed on bare, its `From` would have said queue, which is right for queue
        code and was wrong last night.

        In `invalidate` either would compile: `?` with `Ok` around it, or
        `map_err(Error::cache)` in tail position. The second says at the spot what comes
        out, which was the wish. It loses the line. Given by name, the constructor is
        called from inside std, and that is what `Location::caller()` records; the
        comment in `trace` of error.rs knows the effect. A closure would keep the line.
        The handlers log their own file and line with `can_fail`, so I take the short
        form.

        What can arrive there is `Pool` or `Database`, from Redis, as deleting decodes
        nothing and the other two backends only say `Ok`. The snapshot may still be in
        place, and is served as a hit for what is left of the thirty seconds that either
        caller gives it. `layered_fetch` shows no cache error at all: a failed `get`
        counts as a miss, the result of `set` is dropped, and what comes out is sea-orm's
        or a rate limit out of range.
    """,
    claims={
        "A `RedisError` that reaches our `Error` counts as the queue's": calls(
            "<Error as From<redis::RedisError>>::from", "Error::queue", times=1
        ),
        "all by `#[from]`: four types, so `?` has one way each": [
            attribute("core/cache/mod.rs::Error", "from"),
            argued(
                "Each of `serde_json::error::Error`, `FromUtf8Error`, `bb8::RunError<RedisError>` "
                "and `RedisError` stands in one variant of the enum with `from`, four in all; "
                "`DeserializationOther` and `Input` have no `from`.",
                "core/cache/mod.rs::Error",
            ),
        ],
        "`DeserializationOther` carries nothing and no backend makes one so far": [
            variant("core/cache/mod.rs::Error", "DeserializationOther"),
            absent("core/cache/redis.rs", "DeserializationOther"),
            absent("core/cache/memory.rs", "DeserializationOther"),
            absent("core/cache/none.rs", "DeserializationOther"),
        ],
        "`thiserror` derives Display": derives("core/cache/mod.rs::Error", "thiserror::Error"),
        '`DeserializationOther` shares that of JSON, which says "Redis value" although the memory '
        "backend's bytes are decoded by the same code": [
            attribute("core/cache/mod.rs::Error", 'error("error deserializing Redis value")'),
            variant("core/cache/mod.rs::Error", "Deserialization", "DeserializationOther"),
            calls("CacheBehavior::get", "serde_json::from_str", times=1),
            absent("core/cache/memory.rs", "serde_json"),
        ],
        "`Error::cache` takes `impl fmt::Display`, makes `ErrorType::Cache` of the string and is "
        "`#[track_caller]` like its neighbours": [
            bound("error.rs::Error::cache", "s", "fmt::Display"),
            calls("error.rs::Error::cache", "ErrorType::Cache", times=1),
            attribute("error.rs::Error::cache", "track_caller"),
            attribute("error.rs::Error::queue", "track_caller"),
        ],
        "above it nobody branches on the cause, and what gets as far as `into_response` is logged "
        "there and answered 500": [
            calls("error.rs::<Error as IntoResponse>::into_response", "tracing::error!", times=1),
            argued(
                "`ErrorType::Cache` stands in no match but that of its own `Display`; "
                "`into_response` has an arm for `Http` and one for the rest, which logs and "
                "returns `INTERNAL_SERVER_ERROR`, 500.",
                "error.rs::<Error as IntoResponse>::into_response",
                "<ErrorType as fmt::Display>::fmt",
            ),
        ],
        "`From<crate::core::cache::Error>` calls the constructor, under the same attribute": [
            calls("error.rs::<Error as From<crate::core::cache::Error>>::from", "Error::cache"),
            attribute("error.rs::<Error as From<crate::core::cache::Error>>::from", "track_caller"),
        ],
        "Given by name, the constructor is called from inside std, and that is what "
        "`Location::caller()` records": argued(
            "`map_err` of std calls what it was given and is not itself `track_caller`, so "
            "`Location::caller()` in `Error::new` yields a place inside std; tried with "
            "a copy of the two forms, and `trace` in error.rs avoids `map_err` for this reason.",
            "CreateMessageApp::invalidate",
            "error.rs::Error::cache",
            "error.rs::Error::new",
            "<Result<T> as Traceable<T>>::trace",
        ),
        "as deleting decodes nothing and the other two backends only say `Ok`": [
            absent("<RedisCache as CacheBehavior>::delete", "serde_json"),
            absent("<RedisCache as CacheBehavior>::delete", "String"),
            absent("<MemoryCache as CacheBehavior>::delete", "Err"),
            absent("<NoCache as CacheBehavior>::delete", "Err"),
        ],
        "is served as a hit for what is left of the thirty seconds that either caller gives it": [
            literal("create_message_inner", "30"),
            literal("process_queue_task_inner", "30"),
            before("CreateMessageApp::layered_fetch", ".get", ".begin"),
        ],
        "`layered_fetch` shows no cache error at all: a failed `get` counts as a miss, the result "
        "of `set` is dropped": argued(
            "The one `get` of `layered_fetch` stands in an `if let` on `Ok(Some(cma))` and the one "
            "`set` behind `let _`; each `?` in it is on a sea-orm call or on "
            "`fetch_from_pg_by_model`, which touches no cache.",
            "CreateMessageApp::layered_fetch",
            "CreateMessageApp::fetch_from_pg_by_model",
        ),
        "Two types, since two parties ask.": [
            variant("core/cache/mod.rs::Error", "Pool", "Database"),
            field("error.rs::Error", "typ", "ErrorType"),
            variant("ErrorType", "Cache"),
            calls("<RedisCache as CacheBehavior>::should_retry", "matches!", times=1),
            argued(
                "For the backend `should_retry` answers, which on Redis names `Pool` and "
                "`Database` and takes any other variant for hopeless; for the server the part at "
                "fault is the variant of its `ErrorType`, and what `Cache` holds is text.",
                "<RedisCache as CacheBehavior>::should_retry",
                "ErrorType",
            ),
        ],
    },
)
