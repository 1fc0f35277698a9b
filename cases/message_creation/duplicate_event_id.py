"""A second message under one event id is the client's conflict, not our failure."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    calls,
    field,
    literal,
    rust,
    variant,
)

duplicate_event_id = Example(
    code=[
        rust("svix-server/src/v1/endpoints/message.rs", "create_message_inner", imports="used"),
        rust(
            "svix-server/src/error.rs",
            "http_error_on_conflict",
            "is_conflict_err",
            "HttpError::conflict",
        ),
    ],
    prompt="""
        Send a message with an `eventId`, send it again: the second POST is a 500 and an
        error in our logs. Our documentation promises a conflict, and clients retry what
        they take for an outage.

        Expected: 409 with our usual body of code and detail, "conflict" where the
        caller says nothing better, and no alert. A violated unique constraint is the
        only thing to be read that way. Whatever else the database may say remains ours
        to worry about.

        - Endpoints, event types and applications have the same need on insert and
          update, so make it `http_error_on_conflict` in error.rs, good for `map_err` on
          a `DbErr`. `From<DbErr>` wants to know the same of an error it needs afterwards:
          one test for both, please.
        - If sea-orm adds a kind of error, I want the build to break there.
        - `create_message_inner` keeps its order of things: application by path or from
          the body, its endpoints, the two rows in one transaction, the task if someone
          listens, the `MessageOut`. While you are in there, look at how each of its
          errors ends.
    """,
    think="""
        Looking the uid up ahead of the insert would decide nothing: two requests can
        both find it free. The partial unique index over application and uid does
        decide, so take its word, from the error of that insert. There alone
        `.map_err(http_error_on_conflict)?`. The insert of the content below it keeps a
        plain `?`; its key is the id that we made, and a clash there would be our bug.

        Inside sea-orm's `db.transaction` the closure's `Err` rolls back. Out of it
        comes a `TransactionError`, whose `From` hands our error on as it is, so the 409
        survives the last `?`; where begin, COMMIT or the rollback itself fails, it is
        the other variant and `Error::database`. When axum asks for the response,
        `Error` logs an `Http` one at debug and answers with its status; the rest is
        logged as an error, and the client sees a 500 with an empty object.

        The others, from the top. validator on the path's id, a 422 located under
        `app_id_or_uid`, before the lookup below the organization. Neither a row nor an
        application in the body: `HttpError::not_found`. A uid in the body that does not
        fit is a 422 from its own check. `create_app_from_app_in` maps its insert the
        same way, to a 409 for a uid that somebody took meanwhile. Past that, but for
        the event id, what fails is ours: `layered_fetch` falls back to the database
        where the cache fails, and trouble there, or a `None` for a snapshot, or a task
        that the queue will not take, is a 500. When the queue refuses, the rows are
        committed; when the answer to a COMMIT is lost, they may be. A client that
        repeats such a request can meet a 409 over a message of its own.

        Now the test, `is_conflict_err(&DbErr) -> bool`, by reference as `From` goes on
        using the error. `Exec`, `Query` and `Conn` carry a `RuntimeErr`; all other
        variants stand in one arm and return `false`. A `_` would be shorter, and silent
        at the next upgrade. The `RuntimeErr` may be `Internal`, a text of sea-orm's and
        no conflict. A `SqlxError` may hold a database error, and that a code, both
        optional; compare it to "23505", Postgres's for a duplicate key. Texts are
        translated, codes are not.

        `http_error_on_conflict` takes the error by value: `HttpError::conflict` with
        two `None`s, or `Error::database`. The constructor defaults both strings, so the
        client is not told which field it was; sqlx could name the index, but somebody
        would have to keep a list of what each means. What `From<DbErr>` tells apart as
        `DbTimeout` or `ConnectionTimeout` is lost on this path. Outside error.rs
        nothing asks for those two, so the answer is the same and the log a little
        poorer.
    """,
    claims={
        "There alone `.map_err(http_error_on_conflict)?`": [
            calls("create_message_inner", ".map_err", times=2),
            argued(
                "Of the two `map_err` the first belongs to `validate`, the second hands "
                "`http_error_on_conflict` to the message's `insert`; the content's has none, and "
                "`create_app_from_app_in` does its own mapping.",
                "create_message_inner",
            ),
        ],
        "whose `From` hands our error on as it is, so the 409 survives the last `?`": argued(
            "`TransactionError::Transaction` holds the closure's error and `From` returns it "
            "unchanged; `HttpError::conflict` has made that an `Http` error of 409, which "
            "`create_message_inner` passes up by `?`. A rollback that failed would come as "
            "`TransactionError::Connection` in its stead.",
            "error.rs::<Error as From<TransactionError<Error>>>::from",
            "create_message_inner",
            "http_error_on_conflict",
        ),
        "`Error` logs an `Http` one at debug and answers with its status; the rest is logged as "
        "an error": [
            variant("error.rs::ErrorType", "Http"),
            calls("error.rs::<Error as IntoResponse>::into_response", "tracing::debug!", times=1),
            calls("error.rs::<Error as IntoResponse>::into_response", "tracing::error!", times=1),
        ],
        "validator on the path's id, a 422 located under `app_id_or_uid`, before the lookup below "
        "the organization": [
            before(
                "create_message_inner",
                ".validate",
                "application::Entity::secure_find_by_id_or_uid",
            ),
            literal("create_message_inner", "app_id_or_uid"),
            literal("HttpError::unprocessable_entity", "422"),
        ],
        "`create_app_from_app_in` maps its insert the same way, to a 409": [
            calls("create_app_from_app_in", ".map_err", times=1),
            calls("create_app_from_app_in", ".insert", times=1),
            literal("HttpError::conflict", "409"),
        ],
        "`layered_fetch` falls back to the database where the cache fails": argued(
            "`layered_fetch` matches `Ok(Some(..))` of `cache.get` and goes to `begin` with "
            "anything else, an `Err` included; the result of `cache.set` is dropped.",
            "CreateMessageApp::layered_fetch",
        ),
        'compare it to "23505", Postgres\'s for a duplicate key': literal(
            "is_conflict_err", "23505"
        ),
        "The constructor defaults both strings": [
            calls("HttpError::conflict", ".unwrap_or_else", times=2),
            literal("HttpError::conflict", "conflict"),
            literal("HttpError::conflict", "A conflict has occurred"),
        ],
        "Outside error.rs nothing asks for those two": [
            absent(place, name)
            for place in (
                "svix-server/src/v1/",
                "svix-server/src/core/",
                "svix-server/src/db/",
                "svix-server/src/queue/",
                "svix-server/src/worker.rs",
                "svix-server/src/expired_message_cleaner.rs",
                "svix-server/src/lib.rs",
                "svix-server/src/main.rs",
            )
            for name in ("DbTimeout", "ConnectionTimeout")
        ],
        '409 with our usual body of code and detail, "conflict" where the caller says nothing better': [
            literal("HttpError::conflict", "409"),
            literal("HttpError::conflict", "conflict"),
            calls("HttpError::conflict", ".unwrap_or_else", times=2),
            field("StandardHttpError", "code", "String"),
            field("StandardHttpError", "detail", "String"),
        ],
        "`From<DbErr>` wants to know the same of an error it needs afterwards": [
            calls("error.rs::<Error as From<DbErr>>::from", "is_conflict_err", times=1),
            before("error.rs::<Error as From<DbErr>>::from", "is_conflict_err", "Error::conflict"),
            field("error.rs::ErrorType", "Conflict.0", "DbErr"),
        ],
    },
)
