"""The routes of messages, each handler with the operation that documents it."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    calls,
    field,
    implements,
    literal,
    returns,
    rust,
    variant,
)

message_routes = Example(
    code=[
        rust("svix-server/src/v1/endpoints/message.rs", "router", imports="used"),
        rust("svix-server/src/v1/utils/mod.rs", "openapi_tag"),
    ],
    prompt="""
        The four handlers in message.rs are there and annotated; what is missing is the
        `router` that `v1::router` wants to merge. Creating and listing share
        `/app/{app_id}/msg`, one message is read below that by its `{msg_id}`, and its
        payload is erased at `/content` of the message. The prefix and trailing slashes
        are lib.rs's affair.

        All four belong in our OpenAPI document, under the tag "Message" that
        `initialize_openapi` in openapi.rs declares, with the ids and descriptions that
        `aide_annotate` took from the handlers. The command that prints the document
        builds the same routes with no database or queue at hand; keep that working.

        Tagging, by the way, is copied from path to path in each of our routers. Put an
        `openapi_tag` into v1/utils that takes the name as a literal or as a `String`,
        so that a router makes its tag once and uses it for all its paths.
    """,
    think="""
        The return type is `ApiRouter<AppState>` with the state still open.
        `run_with_prefix` supplies it; `GenerateOpenapi` in main.rs has none to supply
        and gets its OpenAPI document nevertheless. Both call `initialize_openapi`
        before they build routes, and aide describes a route under the settings it finds
        at that moment. So a plain function, called late, and no static.

        What the types say, aide infers: parameters, the body, what comes back. Id,
        summary and description are not in them, hence `post_with`, `get_with` and
        `delete_with`, whose second argument transforms the operation. `aide_annotate`
        has written one for each handler, with `_operation` at the end of its name and
        as private as the handler, which is why this router stands in the same file.
        Nothing ties the two of a pair together. `get_with(get_message,
        list_messages_operation)` compiles, and the document then has one id twice.

        POST and GET of a path go into one method router, `get_with` chained to what
        `post_with` returns. The placeholders matter by name: `ApplicationPath` and
        `ApplicationMsgPath` read `app_id` and `msg_id`, and with one misspelt it
        compiles, and each request fails in the extractor. No slash at the end, since
        `NormalizePath::trim_trailing_slash` in lib.rs wraps the routing and takes it
        off. axum's own `get` under `route`, as attempt.rs has it for deprecated paths,
        would serve and not document.

        The tag. `TransformPathItem::tag` marks every operation of a path, and
        `api_route_with` asks for an `FnOnce`. If `openapi_tag` returned one, it would
        be gone with the first path. As `impl Fn(TransformPathItem<'_>) ->
        TransformPathItem<'_>` it can be lent to the earlier paths and given away to the
        last. Generic over `T: AsRef<str>`, the closure a `move` one that owns the name.
        aide could also tag a finished router in one go. But health.rs has a path
        without a tag, and beside the path is where one looks. Nobody checks the
        spelling: a tag that `initialize_openapi` does not list ends up outside its
        groups.
    """,
    claims={
        "`run_with_prefix` supplies it; `GenerateOpenapi` in main.rs has none to supply and gets "
        "its OpenAPI document nevertheless": [
            calls("run_with_prefix", ".with_state", times=1),
            variant("main.rs::Commands", "GenerateOpenapi"),
            absent("main.rs", "with_state"),
            calls("main.rs::main", "svix_server::v1::router", times=1),
        ],
        "Both call `initialize_openapi` before they build routes": [
            before("main.rs::main", "initialize_openapi", "svix_server::v1::router"),
            before("run_with_prefix", "openapi::initialize_openapi", "v1::router"),
        ],
        "`aide_annotate` has written one for each handler, with `_operation` at the end of its "
        "name and as private as the handler": [
            literal("expand_aide_annotate", "{}_operation"),
            argued(
                "`expand_aide_annotate` forms the name with `_operation` and puts the visibility "
                "of the annotated handler in front of it; the handlers of message.rs have none, "
                "so a router elsewhere could not name what `aide_annotate` wrote.",
                "expand_aide_annotate",
            ),
        ],
        "`get_with(get_message, list_messages_operation)` compiles, and the document then has "
        "one id twice": argued(
            "What `expand_aide_annotate` writes goes from `TransformOperation` to "
            "`TransformOperation` and does not mention its handler, so `get_with` takes any "
            "handler, `get_message` too, with any such function; `list_messages_operation` is "
            "in use for the list already and would set the same id again.",
            "expand_aide_annotate",
            "endpoints/message.rs::router",
        ),
        "`ApplicationPath` and `ApplicationMsgPath` read `app_id` and `msg_id`": [
            field("ApplicationPath", "app_id", "ApplicationIdOrUid"),
            field("ApplicationMsgPath", "app_id", "ApplicationIdOrUid"),
            field("ApplicationMsgPath", "msg_id", "MessageIdOrUid"),
        ],
        "`NormalizePath::trim_trailing_slash` in lib.rs wraps the routing and takes it off": calls(
            "run_with_prefix", "NormalizePath::trim_trailing_slash", times=1
        ),
        "axum's own `get` under `route`, as attempt.rs has it for deprecated paths": [
            calls("attempt.rs::router", "axum::routing::get", times=2),
            calls("attempt.rs::router", ".route", times=2),
        ],
        "As `impl Fn(TransformPathItem<'_>) -> TransformPathItem<'_>` it can be lent to the "
        "earlier paths and given away to the last": [
            returns("openapi_tag", "impl Fn(TransformPathItem<'_>) -> TransformPathItem<'_>"),
            calls("endpoints/message.rs::router", "openapi_tag", times=1),
            calls("endpoints/message.rs::router", ".api_route_with", times=3),
        ],
        "health.rs has a path without a tag": [
            calls("health.rs::router", ".api_route", times=1),
            calls("health.rs::router", ".api_route_with", times=1),
        ],
        "aide could also tag a finished router in one go.": [
            argued(
                "In aide 0.14.2 `ApiRouter` has a method that transforms each path it holds by "
                "then; `router` hands what `openapi_tag` returns to each path instead.",
                "router",
            ),
        ],
        "aide describes a route under the settings it finds at that moment": [
            calls("initialize_openapi", "aide::generate::infer_responses", times=1),
            calls("initialize_openapi", "aide::generate::extract_schemas", times=1),
            before("run_with_prefix", "openapi::initialize_openapi", "v1::router"),
            argued(
                "The settings of aide 0.14.2 lie in a context of the thread. `post_with` and "
                "`get_with` ask it whether to infer and have its generator make the schemas while "
                "they run, so what `initialize_openapi` set behind the call of `router` would "
                "miss these routes.",
                "initialize_openapi",
                "endpoints/message.rs::router",
                "run_with_prefix",
            ),
        ],
        "What the types say, aide infers: parameters, the body, what comes back.": [
            calls("initialize_openapi", "aide::generate::infer_responses", times=1),
            implements("ValidatedQuery", "OperationInput"),
            attribute("ValidatedJson", 'aide(input_with = "axum::extract::Json<T>", json_schema)'),
            implements("v1/utils/mod.rs::JsonStatus", "OperationOutput"),
        ],
    },
)
