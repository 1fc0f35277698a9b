"""A retention in days: one date on two rows, and what it does to the payload."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    calls,
    field,
    literal,
    returns,
    rust,
)

days_become_a_date = Example(
    code=[
        rust("svix-server/src/v1/endpoints/message.rs", "impl ModelIn for MessageIn"),
        rust(
            "svix-server/src/db/models/message.rs",
            "Model",
            "impl Related<super::messagecontent::Entity> for Entity",
        ),
        rust("svix-server/src/db/models/messagecontent.rs", "Model", "ActiveModel::new"),
        rust("svix-server/src/expired_message_cleaner.rs", "clean_expired_messages"),
    ],
    prompt="""
        Bug: a customer sends `payloadRetentionPeriod` 5 and can still read the payload
        in the sixth week. The days of the request lead to a date on `message`, where
        the payload no longer is. `messagecontent` has an `expiration` too, but nobody
        sets it, so the database fills in its default, the longest time that we offer.

        Please see the date through, from the request to the DELETE.

        - It is computed once per message. The two rows agree to the microsecond.
        - Whatever constructs a content row must not be able to forget it again.
        - `clean_expired_messages`, given pool, batch size and a flag, goes by the date
          next to the payload. Contents are deleted; in the old column of `message` null
          is the sign. The flag says whether to look into that huge table at all, and
          `exec_without_timeout` is there for it. Several cleaners run at a time and may
          not wait for each other. It answers with the number of payloads, as
          `UpdateResult`.
        - Readers stay as they are: they begin at the message, most by a left join, and
          no content means expired.
    """,
    think="""
        The number of days is not worth keeping. `update_model` in
        v1/endpoints/message.rs turns it into a date, chrono's `Duration::days` added to
        `Utc::now()`, and drops it with the request. If we change the default one day,
        messages that exist keep the date they were given. The days lie between 5 and
        90, validator has seen to that. Both columns are a `DateTimeWithTimeZone`, that
        is with a fixed offset where ours is `Utc`. `into` bridges that, the moment is
        the same.

        How could it be forgotten? What is unset is not in sea-orm's INSERT, and a
        default in the schema then hides the omission. So `ActiveModel::new` in
        db/models/messagecontent.rs takes the `expiration` as a parameter, no `Option`.
        It names all four fields without a default for the rest: whoever leaves one out
        does not get it compiled. For the value, adding the days a second time would
        need them there and read the clock once more. The caller has the message's row
        back from its insert and passes that row's date on, to the microsecond that
        PostgreSQL keeps.

        With a date on `message` alone nothing would be stored twice, and each batch of
        the cleaner would be a join. With its own date the content table suffices.
        Reading starts at the message; its left join goes by the `Related` of
        db/models/message.rs. Contents written so far keep the date of the default.
        Correcting them from `message` is an UPDATE with a join, for a migration of its
        own.

        The date as such changes nothing, it is expired_message_cleaner.rs that turns it
        into an absence. For contents the row goes, which a test can see by moving one
        date into the past. The old column is set to NULL, and there `payload IS NOT
        NULL` belongs into the condition, since the row remains and would be found by
        its date for ever. The column is called `payload` in SQL and `legacy_payload` in
        Rust; raw SQL goes by the former, and no compiler compares the two. I write it
        raw all the same: a batch is LIMIT and FOR UPDATE SKIP LOCKED in a subquery,
        which for contents is made into an array that no plan repeats, and a builder
        would hide just these words.

        Each half may remove up to `limit`, a half that is off counts as zero, and the
        sum is what is returned. What fails is passed up as it comes, the loop logs it.
        Neither payloads nor ids travel through this process.
    """,
    claims={
        "The days lie between 5 and 90, validator has seen to that": [
            attribute("MessageIn", "validate(range(min = 5, max = 90))"),
            argued(
                "`create_message` gets its `MessageIn` from `ValidatedJson`, which validates it, "
                "and `send_example` writes 90 itself; `update_model` is reached from "
                "`create_message_inner`, which these two call.",
                "create_message",
                "send_example",
                "create_message_inner",
            ),
        ],
        "Both columns are a `DateTimeWithTimeZone`": [
            field("db/models/message.rs::Model", "expiration", "DateTimeWithTimeZone"),
            field("db/models/messagecontent.rs::Model", "expiration", "DateTimeWithTimeZone"),
        ],
        "It names all four fields without a default for the rest": [
            absent("db/models/messagecontent.rs::ActiveModel::new", "default"),
            absent("db/models/messagecontent.rs::ActiveModel::new", "ActiveModelTrait"),
        ],
        "The caller has the message's row back from its insert and passes that row's date on, to "
        "the microsecond that PostgreSQL keeps": argued(
            "`create_message_inner` gives `msg.expiration` of the `Model` that `insert` returned "
            "to `messagecontent::ActiveModel::new`; sea-orm reads that back by RETURNING, and a "
            "timestamp of PostgreSQL ends at the microsecond.",
            "create_message_inner",
            "db/models/messagecontent.rs::ActiveModel::new",
        ),
        "The date as such changes nothing": [
            absent("MessageOut::from_msg_and_payload", "expiration"),
            absent("v1/endpoints/attempt.rs", "expiration"),
            absent("worker.rs", "expiration"),
        ],
        "The column is called `payload` in SQL and `legacy_payload` in Rust": [
            field("db/models/message.rs::Model", "legacy_payload", "Option<Json>"),
            literal("db/models/message.rs::Model", "payload"),
        ],
        "Each half may remove up to `limit`, a half that is off counts as zero, and the sum is "
        "what is returned": [
            returns("clean_expired_messages", "DbResult<UpdateResult>"),
            calls("clean_expired_messages", ".rows_affected", times=2),
            literal("clean_expired_messages", "0"),
        ],
        "What fails is passed up as it comes, the loop logs it": [
            returns("clean_expired_messages", "DbResult<UpdateResult>"),
            calls("expired_message_cleaner_loop", "tracing::error!", times=1),
        ],
    },
)
