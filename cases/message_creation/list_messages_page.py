"""A page of an application's messages with their contents, in one query."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    calls,
    field,
    literal,
    returns,
    rust,
)

list_messages_page = Example(
    code=[
        rust(
            "svix-server/src/v1/endpoints/message.rs",
            "ListMessagesQueryParams",
            "list_messages",
            imports="used",
        )
    ],
    prompt="""
        The message log of the app portal needs something to read from.
        `/app/{app_id}/msg` has its POST; please give it a GET, operation id
        `v1.message.list`.

        - Newest first, in pages, backwards and forwards: `PaginationDescending` over
          `ReversibleIterator<MessageId>`, within the usual time window, so that no
          first page walks through years of rows.
        - Optional filters: several event types (`EventTypesQueryParams` reads them
          however a client writes them), one channel, created before, created after. We
          have published that the two dates are ignored beside an iterator and cannot be
          combined; those sentences stay in the description as they are.
        - Payloads come along unless `with_content=false`.
        - The portal holds an application's token, the customer's backend one of the
          organization. Both may read.
        - A page, contents included, is one query. Contents are deleted as they expire,
          and their messages have to stay in the list.
    """,
    think="""
        `permissions::Application` takes both kinds of token. It resolves the id or uid
        in the path under the token's organization, and an app token for another
        application is told not found. Below that,
        `message::Entity::secure_find(app.id)` is scope enough. So we take no `Path`
        ourselves, and as the `OperationInput` of the permission is an empty impl, the
        operation will be documented without its `app_id`, which I let pass. Of
        `AppState` we want `ref db` alone. The permission goes last in the argument
        list: axum extracts from left to right, and this extractor is the one that
        queries the database, so a malformed query string does not get that far.

        Two `ValidatedQuery`s read the same string, one into `PaginationDescending`, one
        into a struct of ours with `channel`, `before` and `after` as `Option`s and
        `with_content` by serde's default, `default_true`, as the POST has it. A date
        that does not parse is a 400; what validator refuses is a 422, and the channel
        gets `nested` for that. With `JsonSchema` on it, aide turns the fields into
        query parameters of the OpenAPI operation, their comments into the descriptions.
        Event types have an extractor of their own, which also takes commas and
        `event_types[]`.

        Channel: the column is a jsonb array, and `@>` may be asked of an array with a
        bare string, so sea-orm's `Expr::cust_with_values` with `channel.jsonb()`. A
        message without channels has NULL there and drops out. Filtering in Rust
        afterwards would be easier to read and give short pages with a wrong `done`. The
        column has no index; a rare channel is looked for through the application's
        whole window. `channels` can stay unqualified, messagecontent having no such
        column.

        `filter_and_paginate_time_limited` does the rest over `message::Column::Id`: ids
        are KSUIDs, hence in order of time, and dates become bounds on them. Its window
        is some ninety days, and it asks for one row more than the limit. It departs
        from our published text: both dates are applied, iterator or not, and together.
        And `after` alone counts as reading forwards, so the page holds the messages
        next to that date. One hole I leave to `BaseId`: an iterator that bears the
        `msg_` prefix and is no KSUID passes validation and panics in `timestamp()`.

        Then `find_also_related(messagecontent::Entity)`, a left join, which keeps
        messages whose content is gone. It stands under no condition: with the flag off
        a whole page of payloads is fetched to be dropped, and I would still rather have
        the query in one shape. Each pair goes through `from_msg_and_payload`, and
        `MessageOut::list_response` makes the `ListResponse` for `Json`: it takes the
        limit and the direction, cuts the surplus row and reverses a page that was read
        forwards. A failing query leaves by `?`, its cause logged and kept from the
        client.
    """,
    claims={
        "an app token for another application is told not found": [
            calls("Permissions::check_app_is_permitted", "HttpError::not_found", times=1),
            calls(
                "<Application as FromRequestParts<AppState>>::from_request_parts",
                "check_app_is_permitted",
                times=1,
            ),
        ],
        "So we take no `Path` ourselves, and as the `OperationInput` of the permission is an empty "
        "impl, the operation will be documented without its `app_id`": [
            absent("list_messages", "Path"),
            argued(
                "aide 0.14.2 gathers parameters from `operation_input` of each argument, which by "
                "default does nothing; the impl for `Application` leaves it so, and the other "
                "arguments of `list_messages` are state and query. The `app_id` in the route's "
                "pattern is not looked at.",
                "list_messages",
                "core/permissions.rs::impl OperationInput for Application",
            ),
        ],
        "The permission goes last in the argument list: axum extracts from left to right, and "
        "this extractor is the one that queries the database, so a malformed query string does "
        "not get that far": argued(
            "axum runs the extractors of a handler in the order of its arguments and answers with "
            "the first rejection. `ValidatedQuery` and `EventTypesQueryParams` read the URI of "
            "`Parts`, `State` clones; only `permissions::Application` is behind them, with "
            "`.one(&state.db)`.",
            "list_messages",
            "<ValidatedQuery<T> as FromRequestParts<S>>::from_request_parts",
            "<EventTypesQueryParams as FromRequestParts<S>>::from_request_parts",
            "<Application as FromRequestParts<AppState>>::from_request_parts",
        ),
        "A date that does not parse is a 400; what validator refuses is a 422, and the channel "
        "gets `nested` for that": [
            before(
                "<ValidatedQuery<T> as FromRequestParts<S>>::from_request_parts",
                "HttpError::bad_request",
                "HttpError::unprocessable_entity",
            ),
            attribute("ListMessagesQueryParams", "validate(nested)"),
            argued(
                "`Query` of axum fails where serde cannot build the struct, a `DateTime` among "
                "it, and that is mapped to `HttpError::bad_request`, a 400; `validate` runs on "
                "the finished value, and its errors become the 422 of "
                "`HttpError::unprocessable_entity`.",
                "<ValidatedQuery<T> as FromRequestParts<S>>::from_request_parts",
                "ListMessagesQueryParams",
            ),
        ],
        "which also takes commas and `event_types[]`": [
            literal(
                "<EventTypesQueryParams as FromRequestParts<S>>::from_request_parts",
                "event_types[",
            ),
            literal("<EventTypesQueryParams as FromRequestParts<S>>::from_request_parts", ","),
        ],
        "`channels` can stay unqualified, messagecontent having no such column": [
            literal("list_messages", "channels @> $1"),
            absent("db/models/messagecontent.rs", "channels"),
        ],
        "Its window is some ninety days, and it asks for one row more than the limit": [
            calls("v1/utils/mod.rs::LIMITED_QUERY_DURATION", "chrono::Duration::days", times=1),
            literal("v1/utils/mod.rs::LIMITED_QUERY_DURATION", "90"),
            calls("filter_and_paginate_time_limited", ".limit", times=1),
            literal("filter_and_paginate_time_limited", "1"),
        ],
        "both dates are applied, iterator or not, and together": argued(
            "In `filter_and_paginate_time_limited` the two `if let` blocks over `before` and "
            "`after` add their filters ahead of the `match` on the iterator and do not look at "
            "it; the iterator adds its own bound to theirs.",
            "filter_and_paginate_time_limited",
        ),
        "an iterator that bears the `msg_` prefix and is no KSUID passes validation and panics "
        "in `timestamp()`": [
            calls("BaseId::validate_", "starts_with", times=1),
            calls("BaseId::timestamp", "ksuid", times=1),
            calls("BaseId::ksuid", ".expect", times=2),
            calls("filter_and_paginate_time_limited", ".timestamp", times=2),
            argued(
                "`ReversibleIterator` passes `validate` on to `MessageId`, whose `validate_` "
                "asks for the prefix alone, here `msg_`; with an iterator of either direction "
                "`filter_and_paginate_time_limited` asks it for its `timestamp`, and "
                "`from_base62` of the rest fails under `expect`.",
                "<ReversibleIterator<T> as Validate>::validate",
                "BaseId::validate_",
                "BaseId::ksuid",
                "filter_and_paginate_time_limited",
            ),
        ],
        "Each pair goes through `from_msg_and_payload`, and `MessageOut::list_response` makes the "
        "`ListResponse` for `Json`: it takes the limit and the direction, cuts the surplus row and "
        "reverses a page that was read forwards": [
            returns("list_messages", "Result<Json<ListResponse<MessageOut>>>"),
            calls("list_messages", "MessageOut::from_msg_and_payload", times=1),
            calls("list_messages", "MessageOut::list_response", times=1),
            calls("list_response_inner", ".truncate", times=1),
            calls("list_response_inner", ".reverse", times=1),
            calls("ModelOut::list_response", "list_response_inner", times=1),
        ],
        "It stands under no condition: with the flag off a whole page of payloads is fetched to be "
        "dropped": [
            calls("list_messages", "find_also_related", times=1),
            field("ListMessagesQueryParams", "with_content", "bool"),
            argued(
                "`with_content` has one use in `list_messages`, the closure over the rows that "
                "are already there; `find_also_related` stands under no condition, and "
                "`from_msg_and_payload` drops the content when the flag is off.",
                "list_messages",
                "MessageOut::from_msg_and_payload",
            ),
        ],
    },
)
