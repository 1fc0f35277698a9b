"""From a message row and perhaps some stored bytes to what the client sees."""

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

message_from_row_and_content = Example(
    code=[rust("svix-server/src/v1/endpoints/message.rs", "impl MessageOut")],
    prompt="""
        Payloads now live in `messagecontent`, so a message leaves the database in two
        pieces: its row, and its content bytes if they are still there. Rows from before
        the move have the payload in `legacy_payload`. Each handler puts these together
        in its own way at present. I would like one constructor on `MessageOut`,
        `from_msg_and_payload`, that attempt.rs can call as well.

        It gets the row, the bytes if any, and the request's `with_content`. Bytes win
        over the old column. When there is nothing in either, the client sees the object
        it knows, with `expired` true as the only key. With the flag off the payload is
        an empty object, whatever may be stored.

        Bytes that do not parse belong in our error log. They must not cost the client
        the other forty-nine messages of the page.
    """,
    think="""
        The neighbours of a bad message decide the return type: `Self`, no `Result`. A
        handler that converts a page in a `map` gets an element for every row, whatever
        state its content is in.

        Parameters by value: the row's fields end up in ours, so `uid`, `event_type`,
        `channels` and `id` move and no clone is needed. For the content
        `Option<Vec<u8>>`, not the `messagecontent::Model`; attempt.rs keeps a map from
        message id to bytes and has no model left by then.

        If content is wanted, there are two sources of different form, bytes and a
        `serde_json::Value`. Parsing the bytes into a `Box<RawValue>` would build no
        tree and would keep the keys in the order of the request. I still parse into
        `Value`: with that the two are of one type, a plain `or` joins them, and the
        type of the parse follows from the column. The price is a parse, a write and the
        check in `RawPayload::from_string` per message, and an answer that is not what
        was sent to the byte; serde_json without its `preserve_order` sorts the keys.
        The webhook itself is not affected, the worker sends the stored text. `or` may
        be eager: its argument is a field of `model`, moved out, and nothing is
        computed.

        `and_then` with a match on the outcome, so that the `Err` arm can write
        `tracing::error!` and go on as `None`. Damaged bytes are not the only ones to
        end there. `rawPayload` of `MessageInExtraParams` is stored as the customer gave
        it, and nobody has looked whether it is JSON. Text that is not JSON gets
        delivered, yet reads as expired from the 202 onward, and every read with content
        adds an error line. A wrong label, but of the two placeholders that clients know
        it is the nearer one; a third is more than this change should bring.

        Then a match, for text from `serde_json::to_string` or for `{"expired":true}` as
        a raw string, and `RawPayload::from_string` around it. Both calls return a
        `Result`. But a `Value` has strings as keys, and what serde_json wrote it can
        read, so each gets an `expect` with a note that it can't fail. With the flag off
        the text is `{}` and the stored bytes are dropped unparsed, so nothing is
        logged.

        Last the struct, `created_at` by `into` from the offset type of the row.
    """,
    claims={
        "The neighbours of a bad message decide the return type: `Self`, no `Result`": returns(
            "MessageOut::from_msg_and_payload", "Self"
        ),
        "so `uid`, `event_type`, `channels` and `id` move and no clone is needed": [
            absent("MessageOut::from_msg_and_payload", "clone"),
            absent("MessageOut::from_msg_and_payload", "to_owned"),
        ],
        "attempt.rs keeps a map from message id to bytes and has no model left by then": [
            before(
                "list_attempted_messages", "messagecontent::Entity::secure_find_by_id_in", ".remove"
            ),
            before(
                "list_attempted_messages", ".remove", "EndpointMessageOut::from_attempt_and_msg"
            ),
        ],
        "the worker sends the stored text": [
            calls("process_queue_task_inner", "String::from_utf8", times=1),
            before("process_queue_task_inner", "String::from_utf8", "dispatch_message_task"),
        ],
        "`or` may be eager: its argument is a field of `model`, moved out": [
            calls("MessageOut::from_msg_and_payload", ".or", times=1),
            field("db/models/message.rs::Model", "legacy_payload", "Option<Json>"),
        ],
        "is stored as the customer gave it, and nobody has looked whether it is JSON": [
            absent("MessageInExtraParams", "validate"),
            absent("MessageIn::payload", "serde_json"),
            before("create_message_inner", ".payload", "messagecontent::ActiveModel::new"),
        ],
        "Text that is not JSON gets delivered, yet reads as expired from the 202 onward": argued(
            "For its 202 `create_message_inner` hands the stored bytes to `from_msg_and_payload`, "
            "as the reading handlers do later: for raw text that is no JSON, `from_slice` fails, "
            "and a new row has no `legacy_payload`. The worker asks for UTF-8 alone, which a "
            "`String` from the request is.",
            "MessageOut::from_msg_and_payload",
            "MessageIn::payload",
            "create_message_inner",
            "process_queue_task_inner",
        ),
        'Then a match, for text from `serde_json::to_string` or for `{"expired":true}` as a raw '
        "string, and `RawPayload::from_string` around it": [
            before(
                "MessageOut::from_msg_and_payload",
                "serde_json::from_slice",
                "serde_json::to_string",
            ),
            literal("MessageOut::from_msg_and_payload", '{"expired":true}'),
            calls("MessageOut::from_msg_and_payload", "RawPayload::from_string", times=2),
        ],
        "Both calls return a `Result`": [
            returns("RawPayload::from_string", "serde_json::Result<Self>"),
        ],
        "so each gets an `expect` with a note that it can't fail": [
            calls("MessageOut::from_msg_and_payload", ".expect", times=3),
            argued(
                "`to_string` of a `Value` can only fail on map keys that are no strings, which the "
                "type excludes; `RawPayload::from_string` refuses text that is not JSON, and gets "
                "the output of `to_string` or one of two literals of this function.",
                "MessageOut::from_msg_and_payload",
                "RawPayload::from_string",
            ),
        ],
        "With the flag off the text is `{}` and the stored bytes are dropped unparsed, so nothing "
        "is logged": [
            literal("MessageOut::from_msg_and_payload", "{}"),
            argued(
                "The one `from_slice` of `from_msg_and_payload` and the one `tracing::error!` "
                "stand in the branch for the flag being on; the other branch does not name the "
                "content.",
                "MessageOut::from_msg_and_payload",
            ),
        ],
        "The price is a parse, a write and the check in `RawPayload::from_string` per message, and an "
        "answer that is not what was sent to the byte; serde_json without its `preserve_order` sorts the "
        "keys": [
            calls("MessageOut::from_msg_and_payload", "RawPayload::from_string", times=2),
            calls("MessageOut::from_msg_and_payload", "serde_json::from_slice", times=1),
            before(
                "MessageOut::from_msg_and_payload",
                "serde_json::from_slice",
                "serde_json::to_string",
            ),
            field("db/models/message.rs::Model", "legacy_payload", "Option<Json>"),
            argued(
                "The manifest turns on `arbitrary_precision` and `raw_value` of serde_json; the "
                "`preserve_order` in it is that of schemars. Any other crate of the build could switch it "
                "on for all, but it needs indexmap, which Cargo.lock does not give serde_json. So the map "
                "of a `Value` is a `BTreeMap`, and `from_msg_and_payload` writes out what that sorted.",
                "MessageOut::from_msg_and_payload",
            ),
        ],
    },
)
