"""Which rows and which columns of Postgres become the snapshot, and what cannot."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    calls,
    field,
    literal,
    returns,
    rust,
)

rows_and_columns = Example(
    code=[
        rust("svix-server/src/db/models/endpoint.rs", "Entity::secure_find"),
        rust(
            "svix-server/src/core/message_app.rs",
            "CreateMessageApp::fetch_from_pg_by_model",
            "impl TryFrom<endpoint::Model> for CreateMessageEndpoint",
        ),
    ],
    prompt="""
        Ticket: from rows to `CreateMessageApp`.

        The two structs exist, nothing fills them yet. The caller has the application's
        `Model` and an open transaction.

        - Rows: all endpoints of the application that are not deleted. Put that selection
          on `endpoint::Entity`; listing, get and wipe shall build on the same one.
        - Columns: those that `CreateMessageEndpoint` has room for. Description, version,
          uid, the timestamps of creation and update, and the owner's id stay behind.
        - Rate limits are i32 in both tables and u16 in both structs. A value outside of
          u16 is a validation error that says whether it was the application's or an
          endpoint's. It is not cut to size.
        - No partial snapshot. If one row cannot be converted, there is none.
        - Warn in the doc comment of what happens to a cache that is filled from a
          REPEATABLE READ transaction whose view is older than a change.
    """,
    think="""
        Rows first. `secure_find` takes the application's id and gives back sea-orm's
        `Select`, not run yet, with two filters on it: the owner, and the deleted flag
        being false. A listing puts its page on top, a get its id. It does not ask for
        an organization; our caller got the application's row under one. Deleting an
        endpoint sets the flag and leaves the row, so these pile up and are best left
        out in SQL. Disabled ones could be left out there too, for a smaller snapshot,
        but `list_endpoints` of crud.rs shows them, and `filtered_endpoints` sorts them
        out anyway. No order and no limit: what is wanted is the set.

        Columns next. Of the seventeen in the row eleven go on. They are moved, so the
        conversion takes the `Model` by value. Two change their names on the way:
        `old_keys` becomes `old_signing_keys`, `event_types_ids` becomes `event_types`.
        The other six are read from Postgres and dropped here. A `select_only` with a
        partial model would spare them, and be a second description of the row to be
        kept in step; a load happens on a miss, I take the whole row. `deleted` is
        copied although the filter lets false alone through, and so is `app.deleted`:
        what to make of the flags is the reader's business.

        Narrowing is what may fail, hence `TryFrom` with the crate's `Error`. The chain
        is the same in both places: `try_into` inside a `map`, `transpose` to bring the
        failure out, `map_err` to put `Error::validation` in its stead, the text being
        "rate limit out of bounds" with "Application" or "Endpoint" in front.

        The loader borrows the `DatabaseTransaction` and owns the application's `Model`.
        One query, by `all`; `app.id` alone is cloned, for the filter. Collecting into
        `Result<Vec<_>>` stops at the first bad row, and the field's type tells
        `TryInto::try_into` its target. The application's own limit is converted in the
        struct expression, with the endpoints already at hand. Looking at it ahead of
        the query would spare a doomed load that query; such loads are too rare to
        arrange the code for them. Where both limits are bad it is the endpoint's that
        gets reported. A `DbErr` passes by `?`.

        From the next miss on, one wrong number keeps a whole application from sending.
        The last good snapshot would be kinder, but where the entry has run out or been
        dropped there is no older copy to be had.

        As for the warning: under REPEATABLE READ a transaction goes on seeing the rows
        as its first query found them. If a change has been committed and the cache
        invalidated since, filling it brings the old rows back, until the TTL or the
        next change. The parameter's type is no help, a `DatabaseTransaction` does not
        tell its level.
    """,
    claims={
        "`secure_find` takes the application's id and gives back sea-orm's `Select`, not run yet, "
        "with two filters on it: the owner, and the deleted flag being false.": [
            returns("db/models/endpoint.rs::Entity::secure_find", "Select<Entity>"),
            calls("db/models/endpoint.rs::Entity::secure_find", ".filter", times=2),
            literal("db/models/endpoint.rs::Entity::secure_find", "false"),
            absent("db/models/endpoint.rs::Entity::secure_find", "await"),
        ],
        "`list_endpoints` of crud.rs shows them, and `filtered_endpoints` sorts them out anyway": [
            calls("list_endpoints", "endpoint::Entity::secure_find", times=1),
            absent("list_endpoints", "disabled"),
            field("CreateMessageEndpoint", "disabled", "bool"),
            argued(
                "`list_endpoints` adds pagination and metadata to `secure_find` and no condition; "
                "`filtered_endpoints` demands `!endpoint.disabled` of whatever trigger.",
                "list_endpoints",
                "CreateMessageApp::filtered_endpoints",
            ),
        ],
        "Of the seventeen in the row eleven go on.": argued(
            "Counted: `Model` of the endpoint table has 17 fields, `CreateMessageEndpoint` 11; "
            "`try_from` names each of these and leaves six of the row unread, the timestamps "
            "`created_at` and `updated_at`, `app_id`, `description`, `version` and `uid`.",
            "db/models/endpoint.rs::Model",
            "impl TryFrom<endpoint::Model> for CreateMessageEndpoint",
        ),
        "`old_keys` becomes `old_signing_keys`, `event_types_ids` becomes `event_types`": [
            field("db/models/endpoint.rs::Model", "old_keys", "Option<ExpiringSigningKeys>"),
            field("CreateMessageEndpoint", "old_signing_keys", "Option<ExpiringSigningKeys>"),
            field("db/models/endpoint.rs::Model", "event_types_ids", "Option<EventTypeNameSet>"),
            field("CreateMessageEndpoint", "event_types", "Option<EventTypeNameSet>"),
        ],
        """The chain is the same in both places: `try_into` inside a `map`, `transpose` to bring the
        failure out, `map_err` to put `Error::validation` in its stead, the text being "rate limit
        out of bounds" with "Application" or "Endpoint" in front.""": [
            before("CreateMessageApp::fetch_from_pg_by_model", ".try_into", ".transpose"),
            before("CreateMessageApp::fetch_from_pg_by_model", ".transpose", ".map_err"),
            calls("CreateMessageApp::fetch_from_pg_by_model", "Error::validation", times=1),
            calls("CreateMessageApp::fetch_from_pg_by_model", ".map", times=2),
            before("<CreateMessageEndpoint as TryFrom>::try_from", ".try_into", ".transpose"),
            before("<CreateMessageEndpoint as TryFrom>::try_from", ".transpose", ".map_err"),
            calls("<CreateMessageEndpoint as TryFrom>::try_from", "Error::validation", times=1),
            literal(
                "CreateMessageApp::fetch_from_pg_by_model", "Application rate limit out of bounds"
            ),
            literal(
                "<CreateMessageEndpoint as TryFrom>::try_from", "Endpoint rate limit out of bounds"
            ),
        ],
        "One query, by `all`; `app.id` alone is cloned, for the filter.": [
            calls("CreateMessageApp::fetch_from_pg_by_model", ".all", times=1),
            calls("CreateMessageApp::fetch_from_pg_by_model", ".clone", times=1),
            calls("CreateMessageApp::fetch_from_pg_by_model", "endpoint::Entity::secure_find"),
            absent("impl TryFrom<endpoint::Model> for CreateMessageEndpoint", "clone"),
            field("db/models/application.rs::Model", "id", "ApplicationId"),
        ],
        "Where both limits are bad it is the endpoint's that gets reported.": [
            before("CreateMessageApp::fetch_from_pg_by_model", ".collect", ".transpose"),
            before("CreateMessageApp::fetch_from_pg_by_model", ".collect", "Error::validation"),
        ],
        "where the entry has run out or been dropped there is no older copy to be had": argued(
            "`layered_fetch` writes under one key, that of `AppEndpointKey`, and a new write "
            "replaces the old; `get_raw` of the memory backend withholds an entry past its TTL "
            "even while the sweep has not removed it, and Redis expires it by itself.",
            "CreateMessageApp::layered_fetch",
            "AppEndpointKey::new",
            "<MemoryCache as CacheBehavior>::get_raw",
        ),
    },
)
