"""What a miss costs the database, and how a load could bring back the past."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    callers,
    calls,
    literal,
    rust,
)

load_on_miss = Example(
    code=[
        rust(
            "svix-server/src/core/message_app.rs",
            "CreateMessageApp::fetch_from_pg_by_model",
            imports="used",
        )
    ],
    prompt="""
        `layered_fetch` will need a database half: from an application row to a whole
        `CreateMessageApp`, for when the cache has nothing. By then it has opened a
        transaction and holds the row, found there or brought along by its caller, so
        take the two and don't look the application up again.

        Endpoints in a single query that leaves deleted ones in the database. Disabled
        ones belong in; whether they are used is decided later. If one of them does not
        convert, or the application's own rate limit does not fit, the load fails as a
        whole. What it returns is going to be cached for everybody, and a partial list
        would be a lie to all of them.

        Keep it private. And leave a warning for whoever calls it from some long
        REPEATABLE READ transaction one day and caches what that transaction still sees.
    """,
    think="""
        An `async fn` in the `impl`, `&DatabaseTransaction` and `application::Model` in,
        `Result<CreateMessageApp>` out. sea-orm's `all` would take any connection; the
        concrete type says that the statements of one fetch share the transaction that
        is open. It does not say that they see the same moment. `begin` sets no
        isolation level and PostgreSQL's usual READ COMMITTED looks afresh with each
        statement, so application and endpoints may come from two sides of a commit, and
        a row that was brought along is older still. I accept that, as the whole thing
        is going to be up to a TTL old anyway.

        `endpoint::Entity::secure_find` has both conditions, the application and not
        deleted. It wants the id by value and the snapshot needs it as well, hence one
        `clone`. Then `into_iter`, a `map` over the conversion, and `collect` into
        `Result<Vec<_>>`, which stops at the first row that fails. `TryInto::try_into`
        goes in by its path, the element type comes from the field. No limit on the
        number: a page would be a partial list.

        The limit of the application: `map`, `try_into`, `transpose`, `map_err` to
        `Error::validation`. It gets a text of its own, so that log readers can tell it
        from an endpoint's. `deleted` is copied without a judgement; the fetch looks at
        it when it has tried to cache the value. Database errors leave by `?`, sorted by
        the crate's `From<DbErr>`.

        What a hit spares is this query and the transaction around it, and in the worker
        the one for the application, which creation has run in either case.

        The warning. Between our SELECT and the caller's `set` a handler can commit and
        drop the entry, and what we bring is a list from before. Here that gap is a
        conversion and a write, and the damage ends with the TTL. Inside a transaction
        that froze its view minutes ago, any load could put back what the deletes since
        have dropped. A `&DatabaseConnection` as parameter would keep our query out of
        such a transaction, though not the row that was read in it, and take a second
        connection from the pool while the first waits. A doc comment will have to do.
    """,
    claims={
        "sea-orm's `all` would take any connection": calls(
            "CreateMessageApp::fetch_from_pg_by_model", ".all", times=1
        ),
        "`begin` sets no isolation level": [
            calls("CreateMessageApp::layered_fetch", ".begin", times=1),
            absent("svix-server/src/", "begin_with_config"),
        ],
        "`endpoint::Entity::secure_find` has both conditions, the application and not deleted": [
            calls("db/models/endpoint.rs::Entity::secure_find", ".filter", times=2),
            literal("db/models/endpoint.rs::Entity::secure_find", "false"),
        ],
        "Then `into_iter`, a `map` over the conversion, and `collect` into `Result<Vec<_>>`, which "
        "stops at the first row that fails": [
            before("CreateMessageApp::fetch_from_pg_by_model", ".all", ".into_iter"),
            before("CreateMessageApp::fetch_from_pg_by_model", ".into_iter", ".map"),
            before("CreateMessageApp::fetch_from_pg_by_model", ".into_iter", ".collect"),
        ],
        "hence one `clone`": calls("CreateMessageApp::fetch_from_pg_by_model", ".clone", times=1),
        "It gets a text of its own, so that log readers can tell it from an endpoint's": [
            literal(
                "CreateMessageApp::fetch_from_pg_by_model", "Application rate limit out of bounds"
            ),
            literal(
                "<CreateMessageEndpoint as TryFrom>::try_from",
                "Endpoint rate limit out of bounds",
            ),
        ],
        "Between our SELECT and the caller's `set` a handler can commit and drop the entry, and "
        "what we bring is a list from before": [
            before("CreateMessageApp::layered_fetch", "fetch_from_pg_by_model", ".set"),
            before("create_endp_from_data", ".commit", "CreateMessageApp::invalidate"),
        ],
        "What a hit spares is this query and the transaction around it, and in the worker the one "
        "for the application, which creation has run in either case": [
            callers(
                "CreateMessageApp::fetch_from_pg_by_model", ["CreateMessageApp::layered_fetch"]
            ),
            calls("CreateMessageApp::layered_fetch", ".begin", times=1),
            calls("create_message_inner", "secure_find_by_id_or_uid", times=1),
        ],
        "A `&DatabaseConnection` as parameter would keep our query out of such a transaction, "
        "though not the row that was read in it, and take a second connection from the pool while "
        "the first waits": argued(
            "`layered_fetch` keeps its `DatabaseTransaction` from `begin` to its end, across the "
            "load. A query by the `DatabaseConnection` would run on another connection of the pool "
            "and see what is committed then; the `application::Model` comes as it was read.",
            "CreateMessageApp::layered_fetch",
        ),
    },
)
