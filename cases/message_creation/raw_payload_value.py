"""A payload as the text that the client sent, checked and otherwise left alone."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    bound,
    calls,
    derives,
    field,
    literal,
    returns,
    rust,
)

raw_payload_value = Example(
    code=[
        rust(
            "svix-server/src/v1/endpoints/message.rs",
            "use#8",
            "use#9",
            "RawPayload",
            "impl Display for RawPayload",
            "impl Eq for RawPayload",
            "impl PartialEq for RawPayload",
            "impl RawPayload",
        )
    ],
    prompt="""
        Heap profiles of the API pods keep pointing at one thing: the `payload` of a
        message as a `serde_json::Value`. Each object in it becomes a map, each string
        an allocation of its own, and then we hardly look inside.

        Let us keep the text instead. `MessageIn` and `MessageOut` should both hold a
        `RawPayload`, which goes through serde as whatever JSON it contains, and they
        should not lose their `Clone`, `Debug`, `PartialEq` and `Eq` over it.

        Some payloads are our own: the example that `send_example` in endpoint/mod.rs
        takes from an event type's schema, the placeholder for one that has expired. For
        those I'd like a `from_string` that refuses what is not JSON. And `to_string()`
        should give the text back. The OpenAPI schema can be a separate change.
    """,
    think="""
        serde_json has the type, behind a feature: deserializing a `RawValue` runs over
        the value to check it and keeps the slice. Borrowed, the slice would be the
        request's own bytes and nothing would be copied. `ValidatedJson` demands
        `DeserializeOwned` and drops the body when it is done, though, so it has to be
        `Box<RawValue>`: one copy of the text, however the payload is nested.

        Writing the box straight into the two structs fails at their derives, since
        `RawValue` compares with nothing and neither trait nor type is ours. Hence a
        tuple struct around it, its field public, since the integration tests want to
        read the text. For serde a struct of one unnamed field is its content, so the
        derived `Serialize` and `Deserialize` do without any attribute.

        Equal means the same text. Comparing structures would need both sides parsed,
        with an answer for what does not parse; strings compare totally, which is also
        what lets `Eq` be an empty impl. It is strict: a space after a colon makes the
        difference. Whoever sends such a payload and compares it with the one he reads
        back will notice, for `MessageOut::from_msg_and_payload` takes the stored bytes
        through a `Value`, which squeezes the spaces out. For a type that promises the
        client's own text I find that the better of the two meanings.

        `Display` writes `get()` and adds nothing; `ToString` comes with it.

        `from_string` takes the `String` by value and returns
        `serde_json::Result<Self>`. A `From<String>` would have to panic or believe;
        `TryFrom` would do, and says less at the place of use. A literal of ours may be
        unwrapped there.

        Checked is the grammar, without building anything, and that is laxer than it
        looks. Half a surrogate pair as an escape passes, as does nesting beyond
        serde_json's recursion limit. Such text is delivered like any other, while each
        later attempt to make a `Value` of it fails: `from_msg_and_payload` logs that
        and shows the payload as expired.
    """,
    claims={
        "`ValidatedJson` demands `DeserializeOwned` and drops the body when it is done, though, so "
        "it has to be `Box<RawValue>`: one copy of the text, however the payload is nested": [
            bound("impl FromRequest<S> for ValidatedJson<T>", "T", "DeserializeOwned"),
            field("RawPayload", "0", "Box<RawValue>"),
            argued(
                "On the way from the body to a `RawPayload` the text is copied once, when the "
                "boxed `RawValue` takes the slice over; skipping the value copies nothing, and the "
                "`Bytes` of the body go out of scope at the end of `from_request`.",
                "<ValidatedJson<T> as FromRequest<S>>::from_request",
                "RawPayload",
            ),
        ],
        "the derived `Serialize` and `Deserialize` do without any attribute": [
            derives("RawPayload", "Serialize"),
            derives("RawPayload", "Deserialize"),
            absent("RawPayload", "#[serde"),
        ],
        "`MessageOut::from_msg_and_payload` takes the stored bytes through a `Value`, which "
        "squeezes the spaces out": [
            calls("MessageOut::from_msg_and_payload", "serde_json::from_slice", times=1),
            argued(
                "What `from_slice` gives is joined by `or` with `legacy_payload`, an "
                "`Option<Json>`, and sea-orm's `Json` is serde_json's `Value`; `to_string` writes "
                "that without spaces, and no path of `from_msg_and_payload` keeps the stored text.",
                "MessageOut::from_msg_and_payload",
                "db/models/message.rs::Model",
            ),
        ],
        "`Display` writes `get()` and adds nothing": [
            calls("<RawPayload as Display>::fmt", ".write_str", times=1),
            calls("<RawPayload as Display>::fmt", ".get", times=1),
        ],
        "`from_string` takes the `String` by value and returns `serde_json::Result<Self>`": returns(
            "RawPayload::from_string", "serde_json::Result<Self>"
        ),
        "`from_msg_and_payload` logs that and shows the payload as expired": [
            calls("MessageOut::from_msg_and_payload", "tracing::error!", times=1),
            literal("MessageOut::from_msg_and_payload", '{"expired":true}'),
        ],
        "Such text is delivered like any other, while each later attempt to make a `Value` of it "
        "fails": argued(
            "The worker turns the stored bytes into a `String` and sends that, `String::from_utf8` "
            "being the only test; only `from_msg_and_payload` and the resend handler parse. There "
            "serde_json's parser of `Value` decodes escapes and counts depth.",
            "process_queue_task_inner",
            "MessageOut::from_msg_and_payload",
        ),
    },
)
