"""A rule deep inside a type becomes a located item of a 422."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    callers,
    calls,
    derives,
    field,
    literal,
    returns,
    rust,
)

refusal_with_a_location = Example(
    code=[
        rust(
            "svix-server/src/core/types/mod.rs",
            "ALL_ERROR",
            "validate_limited_str",
            "BaseUid",
        ),
        rust(
            "svix-server/src/v1/utils/mod.rs",
            "validation_error",
            "validation_errors",
            "impl FromRequestParts<S> for ValidatedQuery<T>",
        ),
        rust(
            "svix-server/src/error.rs",
            "ValidationHttpError",
            "HttpErrorBody",
            "ValidationErrorItem",
            "HttpError",
            "HttpError::unprocessable_entity",
            "impl IntoResponse for HttpError",
        ),
    ],
    prompt="""
        Our SDKs expect one of two error bodies: `code` and `detail` as text, or, with a
        422, `detail` as a list of items that have `loc`, `msg` and `type`; that one is
        called HTTPValidationError in openapi.json. The server knows the former. Please
        build the latter, all the way from the rule that refuses a value.

        - Types like uids and event type names validate themselves and do not know in
          which field they will stand. Their common rule: one to 256 characters out of
          letters, digits, minus, underscore and dot. A uid may not begin as an id of
          its kind does, either.
        - `loc` leads from "body", "query" or "path" to the value, through structs and
          lists to any depth. Everything that validator has found is to be in the list.
        - Handlers with a check of their own, `validate_create_app_uid` of message.rs
          for one, put their items together by hand, with a type that they choose.
        - The value that broke a rule does not belong in the answer, it may be a secret.
        - Begin with `ValidatedQuery`. A query that cannot be read stays a 400.
    """,
    think="""
        What is wrong, and where, is known in three places. The type in
        core/types/mod.rs has a string and no name for it, validator's derive has the
        names of fields, and body from query is told by whoever called `validate`, an
        extractor of v1/utils/mod.rs mostly. Each level wraps the one inside it, so the
        location comes together when the finished tree is walked from the outside.

        `Validate` insists on `ValidationErrors`, a map with field names as keys. A bare
        string has none, so its errors go under a constant, `__all__`. It remains
        visible as the last step of `loc`. Cutting it off would read better; leaving it
        tells the type's own rule from one about the field. `validate_limited_str` is a
        chain, empty, too long, wrong characters, hence one error at most; the regex is
        built once, in a `LazyLock`. `BaseUid` offers `validate_` for all kinds of uid:
        it takes over what that function found and adds the prefix error, so a uid can
        have two.

        `validation_error` fills validator's struct from two `Option<&'static str>`,
        code and message: a missing code is "validation", a missing message stays
        missing, and the params are left empty. It is validator's derive that fills
        them, with bounds and with the value itself.

        `validation_errors` turns the tree into items. It takes it by value and returns
        a `Vec`. A field yields an item per error, a struct recurses under its name, a
        list under name and index, `loc` being text, as `[0]`. Of each error the message
        is kept. The code is lost, and `ty` is "value_error" for all; finer types would
        make a contract of words that we use among ourselves. The params are dropped as
        well, and that is what keeps the refused value out of response and log. The
        price shows where a rule brings no message: a retention of 91 days is answered
        with "Validation error", and the bounds are not in it. The cure is a message
        with the rule, not a formatter here.

        In error.rs two structs and an untagged enum over them: no field names the kind
        of body, a client goes by the 422 or looks whether `detail` is a list. `type` is
        a keyword, hence `ty` with a rename. The status is no part of the body; a tuple
        of both is the response. `body` is private, which leaves the constructors as the
        way to make one. `unprocessable_entity` takes the finished items, by whomever
        they were made.

        `ValidatedQuery`: axum's rejection as text into `bad_request`, then `validate`,
        its errors under "query"; `?` makes an `Error` of either. A rejection may quote
        what it stumbled over, as it does today. Items can be compared for the sake of
        tests: validator keeps fields in a hash map, so they come in any order and have
        to be searched for.
    """,
    claims={
        "A bare string has none, so its errors go under a constant, `__all__`": [
            literal("core/types/mod.rs::ALL_ERROR", "__all__"),
            calls("validate_limited_str", ".add", times=3),
        ],
        "`BaseUid` offers `validate_` for all kinds of uid: it takes over what that function found "
        "and adds the prefix error, so a uid can have two": [
            calls("BaseUid::validate_", "validate_limited_str", times=1),
            before("BaseUid::validate_", "validate_limited_str", ".add"),
            literal("BaseUid::validate_", "invalid_uid_prefix"),
        ],
        "It takes it by value and returns a `Vec`": returns(
            "v1/utils/mod.rs::validation_errors", "Vec<ValidationErrorItem>"
        ),
        'The code is lost, and `ty` is "value_error" for all': [
            absent("v1/utils/mod.rs::validation_errors", "code"),
            literal("v1/utils/mod.rs::validation_errors", "value_error"),
            field("ValidationErrorItem", "ty", "String"),
        ],
        "The params are dropped as well, and that is what keeps the refused value out of response "
        "and log": [
            absent("v1/utils/mod.rs::validation_errors", "params"),
            argued(
                "validator 0.20 puts the value that a derived rule refused into `params`, under "
                "the name value. `validation_errors` builds a `ValidationErrorItem` from path and "
                "message, and `into_response` of `Error` logs no more than that item. A message "
                "that is formatted with the value would undo it; those of the tree are fixed.",
                "v1/utils/mod.rs::validation_errors",
                "ValidationErrorItem",
                "error.rs::<Error as IntoResponse>::into_response",
            ),
        ],
        'a retention of 91 days is answered with "Validation error", and the bounds are not in '
        "it": [
            attribute("MessageIn", "validate(range(min = 5, max = 90))"),
            literal("v1/utils/mod.rs::validation_errors", "Validation error"),
            argued(
                "The `range` on the retention of `MessageIn` has no message, so 91 is refused with "
                "`message` unset, and `validation_errors` falls back on its phrase.",
                "MessageIn",
                "v1/utils/mod.rs::validation_errors",
            ),
        ],
        "In error.rs two structs and an untagged enum over them": attribute(
            "HttpErrorBody", "serde(untagged)"
        ),
        "`type` is a keyword, hence `ty` with a rename": attribute(
            "ValidationErrorItem", 'serde(rename = "type")'
        ),
        'axum\'s rejection as text into `bad_request`, then `validate`, its errors under "query"': [
            before(
                "<ValidatedQuery<T> as FromRequestParts<S>>::from_request_parts",
                "HttpError::bad_request",
                ".validate",
            ),
            literal("<ValidatedQuery<T> as FromRequestParts<S>>::from_request_parts", "query"),
        ],
        "Items can be compared for the sake of tests": derives("ValidationErrorItem", "PartialEq"),
        "The type in core/types/mod.rs has a string and no name for it, validator's derive has "
        "the names of fields, and body from query is told by whoever called `validate`, an "
        "extractor of v1/utils/mod.rs mostly.": [
            calls(
                "<ValidatedQuery<T> as FromRequestParts<S>>::from_request_parts",
                ".validate",
                times=1,
            ),
            calls("<ValidatedJson<T> as FromRequest<S>>::from_request", ".validate", times=1),
            calls(
                "<EventTypesQueryParams as FromRequestParts<S>>::from_request_parts",
                ".validate",
                times=1,
            ),
            calls("create_message_inner", ".validate", times=1),
            callers(
                "v1/utils/mod.rs::validation_errors",
                [
                    "validation_errors",
                    "<ValidatedJson<T> as FromRequest<S>>::from_request",
                    "<ValidatedQuery<T> as FromRequestParts<S>>::from_request_parts",
                    "<EventTypesQueryParams as FromRequestParts<S>>::from_request_parts",
                    "create_message_inner",
                ],
            ),
            literal("core/types/mod.rs::ALL_ERROR", "__all__"),
            literal("<ValidatedQuery<T> as FromRequestParts<S>>::from_request_parts", "query"),
            literal("<ValidatedJson<T> as FromRequest<S>>::from_request", "body"),
            literal("<EventTypesQueryParams as FromRequestParts<S>>::from_request_parts", "query"),
            literal("create_message_inner", "path"),
        ],
    },
)
