"""The extractor that reads, parses and validates the body of a creation request."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    bound,
    calls,
    derives,
    implements,
    literal,
    returns,
    rust,
)

validated_body = Example(
    code=[
        rust("svix-server/src/v1/endpoints/message.rs", "create_message"),
        rust(
            "svix-server/src/v1/utils/mod.rs",
            "validation_errors",
            "ValidatedJson",
            "impl FromRequest<S> for ValidatedJson<T>",
        ),
    ],
    prompt="""
        Integrators complain that they cannot tell from our answers what is wrong with a
        message they post. axum's `Json` answers in plain text of its own, and what
        parses goes to the handler without validator having seen it.

        Please write an extractor for v1/utils that takes the place of `Json` in
        `create_message` and hands over a value that has been validated. Its errors are
        ours: a body over the limit is `HttpError::too_large`, one that cannot be read
        an internal error, everything else a list of `ValidationErrorItem`s, all
        problems at once where validator reports several. `loc` starts with "body" and
        leads to the field, through nested structs and lists as well; `ty` is
        `value_error.jsondecode` for JSON and `value_error` for a rule. Flattening
        validator's errors should be a function apart, queries and paths will need it
        with another beginning.

        The OpenAPI document must describe the body as it does for `Json`. The rest of
        the handler stays: state, query, path, organization token, then
        `create_message_inner` without a forced endpoint, and a 202.
    """,
    think="""
        The body can be consumed once, so this is `FromRequest` and the last argument of
        `create_message`. axum runs the arguments in order. `permissions::Organization`
        stands ahead of it, and who has no organization's token is sent away before the
        body is read. In front of that `AppState` is taken apart as it was, `db` by
        reference, queue and cache moved on into the inner function.

        Three steps, three kinds of failure. `Bytes::from_request` brings axum's own
        limit along. I log the rejection as an error, pick `LengthLimitError` out of it,
        and make an internal error of the rest. For parsing, `serde_path_to_error`
        around a `serde_json` deserializer over the slice, since serde_json alone would
        say line and column. Then `validate()`. Each gives an `HttpError` that `?` lifts
        into our `Error`, the `Rejection`. Wrapping `Json` is the other way. It has the
        same path inside, but two sources deep in its rejection, to be got at by a
        downcast; and it would insist on a content type, which we do not.

        The path I get by splitting its printed form at the dots. Going through its
        segments would be exact, and longer by a match. What the shortcut costs: an
        index stays glued to its field, a key with a dot in it comes in two, and an
        error at the root, a missing field for one, prints as a lone dot and becomes two
        empty strings. The message still names the field. For it I prefer the source of
        serde_json's error to the error printed with its path. As serde_json has a
        source for I/O alone, over a slice it will be the latter. Text after the JSON
        value is not noticed; that would take `end()` on the deserializer.

        `validation_errors` takes the beginning of the path by value and returns a flat
        `Vec`. validator's tree is a map with three kinds of leaves and branches.
        `Field` holds errors, each an item with its message or a stock phrase; `Struct`
        means the same again one name deeper; `List` the same again with the index in
        brackets. `flat_map` and recursion cover it, cloning the path per field, per
        error and per element, which on the way to a 422 nobody will feel. The client
        gets the items in no fixed order, the map being a hash map, and under the Rust
        names of the fields, which are what validator knows: `event_type` here,
        `eventType` in an error of serde's.

        The struct derives what `Json` does. `T` is `DeserializeOwned + Validate`, owned
        because the bytes go away with this function. For the OpenAPI document aide has
        the `OperationIo` derive: `input_with` names `Json<T>` as the stand-in, and
        `json_schema` adds the bound that schemars' trait is there. `aide_annotate` on
        the handler needs no change.
    """,
    claims={
        "this is `FromRequest` and the last argument of `create_message`": [
            implements("ValidatedJson", "FromRequest"),
            argued(
                "In the signature of `create_message` the state, `ValidatedQuery`, `Path` and "
                "`permissions::Organization` come first, and `ValidatedJson` closes it; axum "
                "demands `FromRequestParts` of all the arguments but the last.",
                "create_message",
            ),
        ],
        "`permissions::Organization` stands ahead of it, and who has no organization's token is "
        "sent away before the body is read": argued(
            "axum runs the extractors in the order of the arguments and stops at the first "
            "rejection. `Organization` of core/permissions.rs rejects an app token and a missing "
            "one; what else stands ahead of `ValidatedJson` in `create_message` takes parts, and "
            "the query may be refused even sooner.",
            "create_message",
            "core/permissions.rs::<Organization as FromRequestParts<AppState>>::from_request_parts",
        ),
        "`Bytes::from_request` brings axum's own limit along": calls(
            "<ValidatedJson<T> as FromRequest<S>>::from_request",
            "bytes::Bytes::from_request",
            times=1,
        ),
        "make an internal error of the rest": [
            calls("<ValidatedJson<T> as FromRequest<S>>::from_request", "tracing::error!", times=1),
            calls(
                "<ValidatedJson<T> as FromRequest<S>>::from_request",
                "HttpError::too_large",
                times=1,
            ),
            calls(
                "<ValidatedJson<T> as FromRequest<S>>::from_request",
                "HttpError::internal_server_error",
                times=1,
            ),
        ],
        "For parsing, `serde_path_to_error` around a `serde_json` deserializer over the "
        "slice": calls(
            "<ValidatedJson<T> as FromRequest<S>>::from_request",
            "serde_path_to_error::deserialize",
            times=1,
        ),
        "it would insist on a content type, which we do not": absent(
            "<ValidatedJson<T> as FromRequest<S>>::from_request", "headers"
        ),
        "Text after the JSON value is not noticed; that would take `end()` on the "
        "deserializer": absent("<ValidatedJson<T> as FromRequest<S>>::from_request", "end"),
        "`validation_errors` takes the beginning of the path by value and returns a flat "
        "`Vec`": returns("v1/utils/mod.rs::validation_errors", "Vec<ValidationErrorItem>"),
        "`flat_map` and recursion cover it, cloning the path per field, per error and per element, "
        "which on the way to a 422 nobody will feel": [
            calls("v1/utils/mod.rs::validation_errors", ".flat_map", times=2),
            calls("v1/utils/mod.rs::validation_errors", ".clone", times=3),
            argued(
                "`validation_errors` runs when `validate` has returned an error, so its clones of "
                "`acc_path` and `loc` are paid by requests that are answered with 422; a valid "
                "body does not come there.",
                "<ValidatedJson<T> as FromRequest<S>>::from_request",
                "v1/utils/mod.rs::validation_errors",
            ),
        ],
        "`T` is `DeserializeOwned + Validate`, owned because the bytes go away with this "
        "function": [
            bound("impl FromRequest<S> for ValidatedJson<T>", "T", "DeserializeOwned"),
            bound("impl FromRequest<S> for ValidatedJson<T>", "T", "Validate"),
        ],
        "aide has the `OperationIo` derive: `input_with` names `Json<T>` as the stand-in, and "
        "`json_schema` adds the bound that schemars' trait is there": [
            derives("ValidatedJson", "OperationIo"),
            attribute("ValidatedJson", 'aide(input_with = "axum::extract::Json<T>", json_schema)'),
        ],
        "with its message or a stock phrase": literal(
            "v1/utils/mod.rs::validation_errors", "Validation error"
        ),
        "Then `validate()`": before(
            "<ValidatedJson<T> as FromRequest<S>>::from_request",
            "serde_path_to_error::deserialize",
            ".validate",
        ),
        "Please write an extractor for v1/utils that takes the place of `Json` in "
        "`create_message` and hands over a value that has been validated.": [
            implements("ValidatedJson", "FromRequest"),
            calls("<ValidatedJson<T> as FromRequest<S>>::from_request", ".validate", times=1),
            absent("create_message", "Json"),
        ],
        "Three steps, three kinds of failure.": [
            calls("<ValidatedJson<T> as FromRequest<S>>::from_request", ".map_err", times=3),
            before(
                "<ValidatedJson<T> as FromRequest<S>>::from_request",
                "HttpError::too_large",
                "serde_path_to_error::deserialize",
            ),
            before(
                "<ValidatedJson<T> as FromRequest<S>>::from_request",
                "serde_path_to_error::deserialize",
                ".validate",
            ),
        ],
        "validator's tree is a map with three kinds of leaves and branches.": argued(
            "In validator 0.20.0 `into_errors` gives a map by field. The `match` on its values in "
            "`validation_errors` has an arm each for `Field`, `Struct` and `List`, three, and no "
            "arm for the rest, so the compiler knows of no other kind.",
            "v1/utils/mod.rs::validation_errors",
        ),
    },
)
