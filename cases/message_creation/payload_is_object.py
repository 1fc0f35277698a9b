"""Refusing a payload that is no JSON object, by its first character."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    calls,
    derives,
    field,
    literal,
    returns,
    rust,
)

payload_is_object = Example(
    code=[
        rust(
            "svix-server/src/v1/endpoints/message.rs",
            "RawPayload",
            "validate_raw_payload_is_object",
        )
    ],
    prompt="""
        Somebody sent an array as `payload`, it was accepted, and days later the people
        on the receiving end wrote to us, because their handler expects an object, which
        is what our docs promise. The request used to be refused, by a match on the
        `serde_json::Value`. With `RawPayload` there is no variant to match on any more,
        only the text.

        Can you bring the check back as a `custom` rule for the field? No parsing
        please, that is what we got rid of; payloads run to hundreds of kilobytes and
        nearly all of them are fine. Error texts through `validation_error` as
        everywhere.
    """,
    think="""
        An object is the one JSON value that begins with a brace, and what has become a
        `RawPayload` is known to be JSON, since serde_json went over it from end to end.
        So one character is the whole question: `starts_with('{')` on `payload.0.get()`.

        White space in front would be the trap. There is none. The recording of a
        `RawValue` begins behind it, and where the text comes from a `String` of ours,
        what surrounds the value is cut off too. Trimming here would suggest otherwise.

        I thought of refusing earlier, in a hand-written `Deserialize` for serde, so
        that a `RawPayload` could hold nothing else. But `MessageOut` uses the same type
        for what was stored, and that may be anything: the raw text among the extra
        parameters takes the place of this field and is checked by nobody. A rule of the
        request belongs to the request, that is to validator.

        By reference in, `Result<(), ValidationError>` out. "payload" as the code, which
        no client sees, and for the message one sentence that says what is expected.
        `ValidatedJson` makes an `HttpError::unprocessable_entity` of it, with the
        field's name in `loc`.

        Not every payload comes this way. `send_example` in endpoint/mod.rs makes its
        `MessageIn` by hand, and the one `validate` in `create_message_inner` is that of
        the id in the path, so an event type whose example is an array still goes out as
        one. Nor does the check keep a refused payload from being parsed after all: the
        derive files the value in the params of the error, through `to_value` and an
        unwrap. For an ordinary array that is work wasted on the rare case. For an array
        of arrays deeper than a `Value` may nest, which a `RawValue` does not mind, it
        is a panic instead of an answer. That happens behind this function, in code that
        is not ours.
    """,
    claims={
        "the raw text among the extra parameters takes the place of this field and is checked "
        "by nobody": [
            field("MessageInExtraParams", "raw_payload", "Option<String>"),
            absent("MessageInExtraParams", "validate"),
            absent("MessageIn::payload", "validate"),
        ],
        "By reference in, `Result<(), ValidationError>` out": returns(
            "validate_raw_payload_is_object", "Result<(), ValidationError>"
        ),
        '"payload" as the code, which no client sees': [
            literal("validate_raw_payload_is_object", "payload"),
            absent("v1/utils/mod.rs::validation_errors", "code"),
        ],
        "`ValidatedJson` makes an `HttpError::unprocessable_entity` of it, with the field's name "
        "in `loc`": [
            calls(
                "<ValidatedJson<T> as FromRequest<S>>::from_request",
                "HttpError::unprocessable_entity",
            ),
            calls("<ValidatedJson<T> as FromRequest<S>>::from_request", "validation_errors"),
            attribute("MessageIn", 'validate(custom(function = "validate_raw_payload_is_object"))'),
        ],
        "`send_example` in endpoint/mod.rs makes its `MessageIn` by hand, and the one `validate` "
        "in `create_message_inner` is that of the id in the path": [
            calls("send_example", "RawPayload::from_string", times=1),
            field("MessageIn", "payload", "RawPayload"),
            calls("send_example", "create_message_inner", times=1),
            calls("create_message_inner", ".validate", times=1),
        ],
        "Nor does the check keep a refused payload from being parsed after all: the derive files the "
        "value in the params of the error, through `to_value` and an unwrap": argued(
            "For a `custom` rule validator's derive adds the field to the returned error as its "
            "parameter `value`, and adding a parameter unwraps what serde_json's `to_value` gives; "
            "for the `RawValue` in `RawPayload` that means parsing its text. No argument of the "
            "rule on `MessageIn` turns it off.",
            "MessageIn",
            "RawPayload",
        ),
        "That happens behind this function, in code that is not ours": argued(
            "`validate_raw_payload_is_object` returns an error without params, and what fills "
            "them is the code generated for `MessageIn`; nothing in `validation_error` could keep "
            "the derive from it.",
            "validate_raw_payload_is_object",
            "validation_error",
            "MessageIn",
        ),
        "what has become a `RawPayload` is known to be JSON, since serde_json went over it from end to "
        "end": [
            field("RawPayload", "0", "Box<RawValue>"),
            derives("RawPayload", "Deserialize"),
            calls("RawPayload::from_string", "RawValue::from_string", times=1),
            returns("RawPayload::from_string", "serde_json::Result<Self>"),
        ],
    },
)
