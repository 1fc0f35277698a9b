"""A body that the sender has formatted himself, in place of the JSON payload."""

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

raw_body_override = Example(
    code=[
        rust(
            "svix-server/src/v1/endpoints/message.rs",
            "impl MessageIn",
            "MessageInExtraParams",
        )
    ],
    prompt="""
        Self-hosters who move their webhooks to us have receivers that expect a body
        which is no JSON object, an array for instance, or no JSON. The hosted service
        has a way for them: the client sends `transformationsParams` with a `rawPayload`
        string in it, next to an empty object as the payload. Sent to this server, that
        gives them the empty object.

        Please honour it here. `MessageIn` has a field `extra_params` for the whole of
        `transformationsParams`; its type is missing, and `create_message_inner` has to
        get the bytes for the content row from the right one of the two places. Other
        keys that clients put in there are none of our business, and a request without
        any of this must work as it does today.
    """,
    think="""
        What ends up in the content row is a `Vec<u8>`, so let that be what
        `create_message_inner` asks `MessageIn` for: a private method `payload` beside
        the field of that name, returning the bytes and hiding where they came from. It
        borrows `self`. The caller goes on to turn the request into the row, which
        consumes it, and bytes borrowed from the request would not live on into the
        transaction. So they are copied. Taking the text out before the conversion would
        do without that copy, and leave a half-emptied request between two lines for
        somebody to stumble over.

        For the type, a struct with camelCase and one `raw_payload: Option<String>`.
        Optional on both levels, since the parameters may come without it. It derives
        what `MessageIn` derives of printing, comparing, cloning and serde, or that one
        would not compile. `Default` comes on top: the field being private, code outside
        the module could make one otherwise by deserializing alone. Not validator's
        `Validate` and not `JsonSchema`, for the field of `MessageIn` is neither
        validated nor documented. A bare `serde_json::Value` would admit any key as
        well. But with it a number as `rawPayload` would fall back on the object in
        silence, where the struct has the client told while the body is parsed.

        Present is present. An empty string means an empty body and wins over the
        object, which is why I test for `Some` and for nothing else: two `if let` with
        an early return, and below them the text of `self.payload`. JSON's escapes in
        the string are undone by that time, and the receiver gets what the sender meant
        to the byte. It has to be text, though: what is not UTF-8 has no way in.

        Elsewhere the body goes on being taken for JSON. The worker labels each one
        `application/json`. Where content is asked for,
        `MessageOut::from_msg_and_payload` tries to parse it, and what does not parse is
        shown as expired, in the response to this very request too; `resend_webhook` in
        attempt.rs refuses it as missing. None of this keeps the worker from delivering
        and retrying the message, so I leave it for another day.
    """,
    claims={
        "let that be what `create_message_inner` asks `MessageIn` for: a private method `payload` "
        "beside the field of that name, returning the bytes": [
            calls("create_message_inner", ".payload", times=1),
            returns("MessageIn::payload", "Vec<u8>"),
            field("MessageIn", "payload", "RawPayload"),
        ],
        "So they are copied": calls("MessageIn::payload", ".to_owned", times=2),
        "Taking the text out before the conversion would do without that copy": argued(
            "`MessageIn::payload` copies by `to_owned` on either path; a `String` or the boxed "
            "text of a `RawPayload` that is moved out gives its bytes without one. The conversion "
            "to the row in `create_message_inner` looks at neither.",
            "MessageIn::payload",
            "create_message_inner",
        ),
        "It derives what `MessageIn` derives of printing, comparing, cloning and serde, or that "
        "one would not compile": [
            derives("MessageIn", "Debug"),
            derives("MessageIn", "Eq"),
            derives("MessageIn", "Clone"),
            derives("MessageIn", "Deserialize"),
            derives("MessageInExtraParams", "Debug"),
            derives("MessageInExtraParams", "Eq"),
            derives("MessageInExtraParams", "Clone"),
            derives("MessageInExtraParams", "Deserialize"),
            field("MessageIn", "extra_params", "Option<MessageInExtraParams>"),
        ],
        "`Default` comes on top": derives("MessageInExtraParams", "Default"),
        "Not validator's `Validate` and not `JsonSchema`, for the field of `MessageIn` is neither "
        "validated nor documented": [
            absent("MessageInExtraParams", "Validate"),
            absent("MessageInExtraParams", "JsonSchema"),
            attribute("MessageIn", "schemars(skip)"),
        ],
        "The worker labels each one `application/json`": literal(
            "make_http_call", "application/json"
        ),
        "`MessageOut::from_msg_and_payload` tries to parse it, and what does not parse is shown as "
        "expired": [
            calls("MessageOut::from_msg_and_payload", "serde_json::from_slice", times=1),
            literal("MessageOut::from_msg_and_payload", '{"expired":true}'),
        ],
        "`resend_webhook` in attempt.rs refuses it as missing": [
            calls("resend_webhook", "serde_json::from_slice", times=1),
            literal("resend_webhook", "missing_payload"),
        ],
    },
)
