"""What an error of the database keeps on its way to the log, and what the client gets of it."""

from pytest_verbatim import Example, absent, argued, attribute, before, calls, field, literal, rust

kind_and_place_of_a_db_error = Example(
    code=[
        rust(
            "svix-server/src/error.rs",
            "Error",
            "impl IntoResponse for Error",
            "Traceable",
            "impl Traceable<T> for Result<T>",
            "impl From<DbErr> for Error",
            "impl From<TransactionError<Error>> for Error",
            "http_error_on_conflict",
            "is_timeout_error",
        ),
        rust("svix-server/src/db/models/application.rs", "Model::fetch_or_create_metadata"),
        rust("svix-server/src/v1/endpoints/application.rs", "patch_application"),
    ],
    prompt="""
        Post-mortem of the slow database, two findings. First, forty log lines said
        "canceling statement due to statement timeout" and none which of our statements
        that was. Second, some clients got a 409 for a duplicate key in a table that
        they have no part in, because the conversion from `DbErr` makes a conflict of it
        wherever it occurs.

        What I'd like from error.rs:

        - A `?` on a `DbErr` records file and line in our `Error`; whoever passes an
          error on can add their own place in a word. What was gathered inside a
          transaction has to survive it.
        - In the log, statement timeouts, unique violations and connection trouble are
          types of their own. There is `is_conflict_err`, and one for connections; the
          one for timeouts is missing.
        - The client sees an internal error with an empty object. Nothing that the
          database says leaves the house.
        - 409 where the code asks for it, by name.

        Convert `patch_application` as the pattern, and with it the reading of metadata
        that comes first. Both rows are written in one transaction; once they are in,
        the cached snapshot is dropped.
    """,
    think="""
        On its way from db/models/application.rs through v1/endpoints/application.rs
        into the log an error is converted several times, and each may forget something.
        To arrive in the log: kind, place, the database's words. To arrive at the
        client: whose fault it is.

        The latter depends on whose value clashed, and `From<DbErr>` does not know whose
        it was. So `?` blames us: `Error::conflict` is a kind in the log and a 500
        outside. Whoever writes what a client chose says
        `map_err(http_error_on_conflict)`; in `patch_application` that is `app.update`,
        for the uid. Metadata has no such key.

        `from` tries three tests on a borrowed `DbErr` and hands it over by value:
        timeout, conflict, connection, and what is left is `Error::database`.
        `is_timeout_error` looks into the three variants with a `RuntimeErr`, in there
        for a database error of the driver, and compares words, as the code of a
        cancelled statement is the same when an operator cancels it. On a server that
        speaks another language such an error is filed under the rest. It matters
        whether a variant stores text or the `DbErr`: the driver's error prints the
        message alone with Display, while Debug adds code, constraint and detail.
        `Database` and `DbTimeout` keep the former and lose the others. `Conflict` keeps
        the whole, for its detail says which value clashed. We log that value with it.

        Place: `trace` is a `Vec` of `&'static Location`, each entry a pointer. With
        `#[track_caller]` down to the constructor, the place of a `?` is its own line.
        In a test a `DbErr::Custom` put through `?` must show that line. A captured
        backtrace would need nobody's help, and would bury the two lines that matter
        under the frames of all that polls a handler. Beyond the first place there is
        `trace()`, for which `Traceable` goes on our `Result`, the attribute on its
        method. It has to be a `match`: inside of `map_err` the caller would be a
        closure. `fetch_or_create_metadata`, which gives the row or a new one as an
        active model, says by its `?` which query failed, the handler's `.trace()?`
        which handler asked. The pair goes through `update_model` as ever. What stays
        inexact is an update that fails without a conflict. `http_error_on_conflict`
        makes `Error::database` of it, a timeout too, and its line in error.rs is
        recorded, not ours.

        sea-orm wraps what the closure returns. `TransactionError::Transaction` gives
        our error back untouched, places and status with it; `Connection` is BEGIN,
        COMMIT or ROLLBACK failing, and becomes `Error::database` at the outer `?`,
        even for want of a connection. Where a ROLLBACK has failed, our own error is
        gone.

        `into_response` consumes it all: an `Http` error answers for itself, any other
        leaves kind and places in `tracing::error!` and `{}` to the client. What
        `CreateMessageApp::invalidate` returns takes neither way: `can_fail` logs it,
        the rows are committed and the PATCH is answered.
    """,
    claims={
        "`Error::conflict` is a kind in the log and a 500 outside": [
            calls("error.rs::<Error as From<DbErr>>::from", "Error::conflict", times=1),
            literal("error.rs::<Error as IntoResponse>::into_response", "500"),
        ],
        "Whoever writes what a client chose says `map_err(http_error_on_conflict)`; in "
        "`patch_application` that is `app.update`, for the uid": [
            calls("patch_application", ".map_err", times=1),
            calls("patch_application", ".update", times=1),
            argued(
                "`patch_application` hands `http_error_on_conflict` to `map_err` on the result of "
                "`app.update`, whose row has the uid; `upsert_or_delete` of the metadata goes by "
                "the application's id.",
                "patch_application",
            ),
        ],
        "`from` tries three tests on a borrowed `DbErr` and hands it over by value: timeout, "
        "conflict, connection": [
            before("error.rs::<Error as From<DbErr>>::from", "is_timeout_error", "is_conflict_err"),
            before(
                "error.rs::<Error as From<DbErr>>::from",
                "is_conflict_err",
                "is_connection_timeout_error",
            ),
            calls("error.rs::<Error as From<DbErr>>::from", "Error::database", times=1),
        ],
        "`Database` and `DbTimeout` keep the former and lose the others": [
            field("ErrorType", "Database.0", "String"),
            field("ErrorType", "DbTimeout.0", "String"),
        ],
        "`Conflict` keeps the whole": field("ErrorType", "Conflict.0", "DbErr"),
        "With `#[track_caller]` down to the constructor, the place of a `?` is its own line": [
            attribute("error.rs::<Error as From<DbErr>>::from", "track_caller"),
            attribute("error.rs::Error::db_timeout", "track_caller"),
            attribute("error.rs::Error::new", "track_caller"),
        ],
        "It has to be a `match`: inside of `map_err` the caller would be a closure": [
            absent("error.rs::<Result<T> as Traceable<T>>::trace", "map_err"),
            attribute("error.rs::Error::trace", "track_caller"),
        ],
        "`http_error_on_conflict` makes `Error::database` of it, a timeout too, and its line in "
        "error.rs is recorded, not ours": [
            absent("http_error_on_conflict", "track_caller"),
            absent("http_error_on_conflict", "is_timeout_error"),
            calls("http_error_on_conflict", "Error::database", times=1),
        ],
        "`TransactionError::Transaction` gives our error back untouched, places and status with "
        "it": argued(
            "In the `From` of `TransactionError` the arm `Transaction` returns `crate_err` as it "
            "is; a status sits in the `HttpError` of its `typ`, the places in `trace`, and "
            "neither is opened.",
            "error.rs::<Error as From<TransactionError<Error>>>::from",
        ),
        "What `CreateMessageApp::invalidate` returns takes neither way: `can_fail` logs it, the "
        "rows are committed and the PATCH is answered": [
            before("patch_application", ".transaction", "CreateMessageApp::invalidate"),
            before("patch_application", "CreateMessageApp::invalidate", ".can_fail"),
        ],
        "`is_timeout_error` looks into the three variants with a `RuntimeErr`": [
            argued(
                "`Conn`, `Exec` and `Query` stand in one arm of the first `match` of "
                "`is_timeout_error`, three of them. No other variant of `DbErr` in sea-orm 1.1.20 "
                "has a `RuntimeErr` inside; `is_conflict_err` lists them all and has no default "
                "arm, so that a new one would not compile.",
                "is_timeout_error",
                "is_conflict_err",
            ),
        ],
        "In a test a `DbErr::Custom` put through `?` must show that line.": [
            attribute("<Error as From<DbErr>>::from", "track_caller"),
            attribute("error.rs::Error::database", "track_caller"),
            attribute("error.rs::Error::new", "track_caller"),
            calls("error.rs::Error::new", "Location::caller", times=1),
            argued(
                "A `Custom` is refused by each of the three tests of `from`, which look into other "
                "variants, and ends at `Error::database`. The attribute stands on all three "
                "functions down to `Location::caller`; missing on one, the place would be a line "
                "of error.rs.",
                "<Error as From<DbErr>>::from",
                "is_timeout_error",
                "is_conflict_err",
                "is_connection_timeout_error",
            ),
        ],
    },
)
