"""One request body, three destinations: columns, bytes, and ids for the queue."""

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

payload_and_columns_part_ways = Example(
    code=[
        rust(
            "svix-server/src/v1/endpoints/message.rs",
            "impl MessageIn",
            "create_message_inner",
        ),
        rust("svix-server/src/db/models/message.rs", "Model"),
        rust("svix-server/src/db/models/messagecontent.rs", "Model", "ActiveModel::new"),
        rust("svix-server/src/queue/mod.rs", "MessageTaskBatch", "impl MessageTaskBatch"),
    ],
    prompt="""
        Payloads are a jsonb column of `message` today, and two things are wrong with
        that. A receiver does not get the text that our customer sent: the database has
        reordered the keys and dropped the spaces. And to expire a payload we have to
        update the very row that attempts and lists depend on.

        So let us store the text as bytes, in a table `messagecontent` beside `message`.

        - One content row per message, findable by nothing but the message's id, and
          written in the same transaction. It has an expiration of its own.
        - If `transformationsParams` has a `rawPayload`, those are the bytes.
        - Old payloads stay readable where they are. Nobody should set that column again
          by accident.
        - What we queue, and when, is unaffected: once the rows are committed, if an
          endpoint of the snapshot wants the message. Into the task goes which message
          it is, and the one endpoint where the send-example call named it. Not the
          text.
        - The head of `create_message_inner` stays: validate the id in the path, find
          the application or create it from the body, fetch its endpoints (30 s).
    """,
    think="""
        A `MessageIn` holds things for three readers. Lists, look-ups and endpoint
        filters go by type, channels and uid. The receiver wants the body. The queue has
        to know which message it is. I sort the request into `db/models/message.rs`,
        `db/models/messagecontent.rs` and a `MessageTaskBatch` of `queue/mod.rs`; what
        the three have in common is the `MessageId`.

        The body first. `payload` on `MessageIn` borrows the request and returns
        `Vec<u8>`: the string of `raw_payload` if there is one, else the text that
        `RawPayload` has kept. For the jsonb column it had to be parsed into a
        `serde_json::Value`. Bytes need no such step, and so nobody on the way in checks
        whether a raw body is JSON. I could make them a second column of `message` and
        do without a table. Expiring would still be an UPDATE of that row, though; as
        rows of their own, contents can be deleted.

        For the key I take the message's id rather than drawing another one: one to one,
        and a left join on it finds the text or nothing. An integration test can look it
        up by the id in the 202. `ActiveModel::new` of the content gets that id, the
        bytes, and the `expiration` of the message's row, so that it can expire without
        asking there. The old column becomes `legacy_payload` in Rust and remains
        "payload" in SQL.

        Turning the request into the active model fills uid, type, channels and the
        expiration, and drops the rest there, the application and the extra parameters
        included. Hence `payload()` goes in front of it. Tenant and application are
        those of the row that was found or made, not anything the client wrote.

        Copies: the extractor of a POST has copied the text out of the HTTP body,
        `payload()` copies it again. The `Vec` is moved, into the boxed future and the
        active model. One long way remains: sea-orm inserts with RETURNING over all
        columns, so PostgreSQL sends the body back to us, even if `with_content` is off.
        If it is on, the response is made of those bytes, parsed, so that a raw body
        which is no JSON is shown as expired.

        Into the task go `msg_id`, `app_id`, `force_endpoint` and the trigger,
        `Scheduled`. With the text in it the worker could skip a join, but every retry
        would put it back into the queue, and a payload that was expunged meanwhile
        would be delivered all the same.

        A repeated uid fails the first insert, `http_error_on_conflict`, and a failing
        content is a plain `?`; either way the transaction leaves neither of its rows.
        An application made from the body was committed earlier and stays.
    """,
    claims={
        "`payload` on `MessageIn` borrows the request and returns `Vec<u8>`: the string of "
        "`raw_payload` if there is one, else the text that `RawPayload` has kept": [
            returns("MessageIn::payload", "Vec<u8>"),
            field("MessageInExtraParams", "raw_payload", "Option<String>"),
            field("MessageIn", "payload", "RawPayload"),
        ],
        "Bytes need no such step, and so nobody on the way in checks whether a raw body is JSON": [
            absent("MessageIn::payload", "serde_json"),
            absent("db/models/messagecontent.rs", "serde_json"),
            absent("MessageInExtraParams", "Validate"),
        ],
        "For the key I take the message's id rather than drawing another one": [
            field("db/models/messagecontent.rs::Model", "id", "MessageId"),
            absent("db/models/messagecontent.rs", "BaseId"),
        ],
        "`ActiveModel::new` of the content gets that id, the bytes, and the `expiration` of the "
        "message's row": [
            calls("create_message_inner", "messagecontent::ActiveModel::new", times=1),
            field("db/models/messagecontent.rs::Model", "expiration", "DateTimeWithTimeZone"),
        ],
        'The old column becomes `legacy_payload` in Rust and remains "payload" in SQL': [
            field("db/models/message.rs::Model", "legacy_payload", "Option<Json>"),
            literal("db/models/message.rs::Model", "payload"),
            literal("db/models/message.rs::Model", "JsonBinary"),
        ],
        "drops the rest there, the application and the extra parameters included": [
            absent("<MessageIn as ModelIn>::update_model", "extra_params"),
            absent("<MessageIn as ModelIn>::update_model", "application"),
        ],
        "Hence `payload()` goes in front of it": argued(
            "`create_message_inner` calls `payload` on `data` in the statement above the active "
            "model; `data.into()` moves the `MessageIn` as a whole, so the compiler would refuse "
            "the two the other way round.",
            "create_message_inner",
        ),
        "the extractor of a POST has copied the text out of the HTTP body, `payload()` copies it "
        "again": [
            field("RawPayload", "0", "Box<RawValue>"),
            calls("MessageIn::payload", ".to_owned", times=2),
        ],
        "sea-orm inserts with RETURNING over all columns, so PostgreSQL sends the body back to us, "
        "even if `with_content` is off": [
            before("create_message_inner", ".insert", "MessageOut::from_msg_and_payload"),
            argued(
                "`insert` of sea-orm 1.1.20 is `exec_with_returning`, which on PostgreSQL asks for "
                "every column of the entity, the payload too; `create_message_inner` reads "
                "`with_content` no earlier than for `MessageOut::from_msg_and_payload`.",
                "create_message_inner",
                "db/models/messagecontent.rs::Model",
            ),
        ],
        "the response is made of those bytes, parsed, so that a raw body which is no JSON is shown "
        "as expired": [
            calls("MessageOut::from_msg_and_payload", "serde_json::from_slice", times=1),
            calls("MessageOut::from_msg_and_payload", "tracing::error!", times=1),
            literal("MessageOut::from_msg_and_payload", '{"expired":true}'),
        ],
        "An application made from the body was committed earlier and stays.": [
            before("create_message_inner", "create_app_from_app_in", ".transaction"),
            calls("create_app_from_app_in", ".transaction", times=1),
        ],
    },
)
