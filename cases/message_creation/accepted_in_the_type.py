"""202 as a part of the return type, for the answer and for the OpenAPI document."""

from pytest_verbatim import Example, absent, argued, before, callers, calls, literal, returns, rust

accepted_in_the_type = Example(
    code=[
        rust("svix-server/src/v1/endpoints/message.rs", "create_message", imports="used"),
        rust(
            "svix-server/src/v1/utils/mod.rs",
            "JsonStatus",
            "impl IntoResponse for JsonStatus<STATUS, T>",
            "impl OperationOutput for JsonStatus<STATUS, T>",
        ),
    ],
    prompt="""
        Our handlers return a status code in a tuple beside `Json`, and aide, which has
        only types to go by, does not know what they will answer. So the generated
        OpenAPI document has to be told by hand that creating a message is a 202, and
        nobody notices when document and handler part ways.

        I want the code stated once, in the return type, and both to follow from it. Put
        a `JsonStatus` into v1/utils that any handler with one fixed success status can
        use; those that choose between two need something else.

        The POST of message.rs, `v1.message.create`, goes first. It accepts and does not
        deliver, which its status should say. `with_content` from the query,
        organization tokens alone, the work in `create_message_inner`, which
        `send_example` in endpoint/mod.rs calls too, with an endpoint of its choice;
        here it is none. The description is the text we publish about event ids, types,
        channels and size.
    """,
    think="""
        aide collects the OpenAPI document while the routes are built, no request in
        sight. What it is to infer has to hang on a type. A struct for each status would
        read well and leave no number to get wrong, at the price of two impls every
        time. A const generic has them once: `JsonStatus<const STATUS: u16, T>`, a `u16`
        because `StatusCode` is not admitted there. `JsonSchema + Serialize` on the
        struct's `T` and again on the impls.

        `IntoResponse` has a pair to make, of the status and axum's `Json`.
        `StatusCode::from_u16` can fail and I `unwrap`: a number that is no status
        compiles and panics when the handler answers. I accept that: somebody would have
        to type it into a signature. Worse in principle: should serde fail on `T`,
        `Json` answers 500 with the error as text, and the pair then puts its own status
        over it. What `MessageOut` holds gives serde no occasion.

        `OperationOutput` is the half for the document. `Inner` is `T`,
        `operation_response` can be that of `Json<T>`, schema by schemars included.
        `inferred_responses` cannot: `Json` would say 200 of itself. It has to give that
        response under `Some(STATUS)`, or an empty list where there is none.
        `initialize_openapi` in openapi.rs has switched inference on. Of our `Error`
        aide infers nothing; the six from 401 to 429 are added by the function that
        `aide_annotate` writes for the handler, with its doc comment as description.

        The handler's return type becomes `Result<JsonStatus<202, MessageOut>>`, its
        body one call. When it answers, the rows are stored; delivery is a queued task,
        or nothing where nobody listens, so "accepted" is as much as it may say. From
        `AppState` it takes `ref db`, and `queue_tx` and `cache` by value, as they are
        passed on; `ValidatedQuery` brings the flag, `Path` the application,
        `permissions::Organization` the `org_id`, and `ValidatedJson` the message, in
        the last place, where axum lets an argument have the body. The status stays out
        of `create_message_inner`: `send_example` wraps the same `MessageOut` in a plain
        `Json`.
    """,
    claims={
        "`StatusCode::from_u16` can fail and I `unwrap`: a number that is no status compiles and "
        "panics when the handler answers": [
            calls("<JsonStatus<STATUS, T> as IntoResponse>::into_response", ".unwrap", times=1),
            calls(
                "<JsonStatus<STATUS, T> as IntoResponse>::into_response",
                "StatusCode::from_u16",
                times=1,
            ),
        ],
        "should serde fail on `T`, `Json` answers 500 with the error as text, and the pair then "
        "puts its own status over it": argued(
            "In axum 0.8.9 `into_response` of `Json` turns a failed serialization into a response "
            "with 500 and the error's text, without an error for its caller; the impl for a pair "
            "of `StatusCode` and response runs that first and assigns the status afterwards, so "
            "the `STATUS` of `JsonStatus` wins.",
            "<JsonStatus<STATUS, T> as IntoResponse>::into_response",
        ),
        "`inferred_responses` cannot: `Json` would say 200 of itself": argued(
            "In aide 0.14.2 `inferred_responses` of `Json` gives its response under status 200, "
            "whatever wraps it, so a delegation would document 200 for `JsonStatus` of 202; "
            "`operation_response` carries no status and can be handed on.",
            "<JsonStatus<STATUS, T> as OperationOutput>::inferred_responses",
            "<JsonStatus<STATUS, T> as OperationOutput>::operation_response",
        ),
        "`initialize_openapi` in openapi.rs has switched inference on": calls(
            "initialize_openapi", "aide::generate::infer_responses", times=1
        ),
        "Of our `Error` aide infers nothing": [
            absent("error.rs::impl OperationOutput for Error", "inferred_responses"),
            absent("error.rs::impl OperationOutput for Error", "operation_response"),
        ],
        "the six from 401 to 429 are added by the function that `aide_annotate` writes for the "
        "handler, with its doc comment as description": [
            calls("aide_annotate", "expand_aide_annotate", times=1),
            calls("expand_aide_annotate", "doc_comment_from_attributes", times=1),
            calls("expand_aide_annotate", ".description"),
            literal("expand_aide_annotate", "401"),
            literal("expand_aide_annotate", "403"),
            literal("expand_aide_annotate", "404"),
            literal("expand_aide_annotate", "409"),
            literal("expand_aide_annotate", "422"),
            literal("expand_aide_annotate", "429"),
        ],
        "The status stays out of `create_message_inner`: `send_example` wraps the same "
        "`MessageOut` in a plain `Json`": [
            returns("create_message_inner", "Result<MessageOut>"),
            returns("send_example", "error::Result<Json<MessageOut>>"),
            callers("create_message_inner", ["create_message", "send_example"]),
        ],
        "aide collects the OpenAPI document while the routes are built, no request in sight.": [
            calls("run_with_prefix", ".finish_api", times=1),
            before("run_with_prefix", "v1::router", ".finish_api"),
            before("run_with_prefix", ".finish_api", "axum::serve"),
            argued(
                "In aide 0.14.2 `post_with` draws up the operation of a handler when it is called, "
                "by types, and `finish_api` moves what has gathered into the document. Neither is "
                "handed a request.",
                "endpoints/message.rs::router",
                "run_with_prefix",
            ),
        ],
        "The handler's return type becomes `Result<JsonStatus<202, MessageOut>>`": returns(
            "create_message", "Result<JsonStatus<202, MessageOut>>"
        ),
        "Our handlers return a status code in a tuple beside `Json`, and aide, which has only "
        "types to go by, does not know what they will answer.": argued(
            "aide 0.14.2 calls the functions of `OperationOutput` on a type, without a value; its "
            "impl for a pair is empty, so neither the status nor what `Json` would say comes out "
            "of a tuple. `JsonStatus` has its number in the type.",
            "impl OperationOutput for JsonStatus<STATUS, T>",
        ),
    },
)
