"""The message entity: what every new row has, what the request adds, what is left unset."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    calls,
    derives,
    field,
    literal,
    rust,
)

message_entity = Example(
    code=[
        rust(
            "svix-server/src/db/models/message.rs",
            "Model",
            "impl ActiveModelBehavior for ActiveModel",
            imports="used",
        ),
        rust("svix-server/src/v1/endpoints/message.rs", "impl ModelIn for MessageIn"),
    ],
    prompt="""
        Lists of messages are sorted by id and show `created_at`, and the two come from
        separate readings of the clock. Under load, or when the clock is set, they tell
        different stories about the same row.

        Please go over the `message` entity in db/models. Id and creation time have to
        be one moment, whoever starts a new row and by whatever struct update. But for
        losing their payload messages do not change, so drop `updated_at` and the hook
        that keeps it. Payloads have moved out to messagecontent; the jsonb column
        `payload` is nullable now and holds what older messages brought along. We go on
        reading it, but no code should write to it by mistake, so call the field
        something else.

        On the request's side `update_model` for `MessageIn` sets uid, event type and
        channels as the client gave them, and an `expiration` out of
        `payload_retention_period`, which counts days. Application and organization are
        the handler's.
    """,
    think="""
        A database default of `now()` for `created_at` would be the least code and once
        more a second clock, the database's beside ours. The moment has to be taken
        where the id is drawn. sea-orm has the place for that: the `Default` it derives
        for an `ActiveModel` calls `ActiveModelBehavior::new`. So `new` reads
        `Utc::now()` once and gives it to `MessageId::new` and to `created_at`. The
        other argument of the id is `None`, the rest of a KSUID being random. For the
        other fields `..ActiveModelTrait::default()`, all of them unset. With plain
        `Default::default()` in that spot the function would call itself and never come
        back.

        It does not make ids a fine clock. A KSUID of ours keeps the time in steps of a
        few milliseconds, and within a step two ids stand in random order. That order
        stays as it is, which is what an iterator relies on. What it can miss is a row
        that commits late, behind an id that the reader has passed already.

        `Model` follows the table. The key is a string that we make, so `primary_key`
        with `auto_increment = false`. `org_id` stands beside `app_id` although the
        application could tell it: the worker forms the cache key from the message
        alone. `legacy_payload` is an `Option<Json>` with `column_name = "payload"`:
        what still assigns to the old name stops compiling, and the table need not be
        touched. `JsonBinary` and `nullable` say what the column is. `before_save` goes
        together with the column that it kept.

        `update_model` gets `self` by value and moves uid, type and channels out of it
        by destructuring, `..` standing for the rest, which no column of a new row
        holds. The expiration is chrono's `Duration::days` on a fresh `Utc::now()`,
        taken through `with_timezone(&Utc)`, a no-op on a time in UTC, and `into()` to
        the column's type. Reading `created_at` out of the model would agree to the
        microsecond and depend on who has filled the model; for a number of days I do
        without. The content row is given the same date. That one is what the cleaner
        deletes by.

        One trap stays open. A default carries `id` and `created_at` as values to be
        written. An update built over it, with the id of an old row put in by hand,
        would give that row a new creation time. Updates have to start from the row that
        was read, as `expunge_message_content` does with `into_active_model`.
    """,
    claims={
        "So `new` reads `Utc::now()` once and gives it to `MessageId::new` and to `created_at`": [
            calls(
                "db/models/message.rs::<ActiveModel as ActiveModelBehavior>::new",
                "Utc::now",
                times=1,
            ),
            calls(
                "db/models/message.rs::<ActiveModel as ActiveModelBehavior>::new",
                "MessageId::new",
                times=1,
            ),
        ],
        "With plain `Default::default()` in that spot the function would call itself and never "
        "come back": argued(
            "The `Default` that `DeriveEntityModel` of sea-orm 1.1.20 derives has one line, a call "
            "of `ActiveModelBehavior::new`, so `Default::default()` inside `new` recurses without "
            "a base until the stack ends; `ActiveModelTrait::default` is a function of its own.",
            "db/models/message.rs::<ActiveModel as ActiveModelBehavior>::new",
            "db/models/message.rs::Model",
        ),
        "A KSUID of ours keeps the time in steps of a few milliseconds": [
            calls("BaseId::generate_", "KsuidMs::new", times=1),
            argued(
                "svix-ksuid divides the milliseconds of a second by four and keeps them in a "
                "byte of the KSUID; `generate_` uses `KsuidMs` for each of our ids.",
                "BaseId::generate_",
            ),
        ],
        "the worker forms the cache key from the message alone": [
            calls("process_queue_task_inner", "CreateMessageApp::layered_fetch", times=1),
            calls("CreateMessageApp::layered_fetch", "AppEndpointKey::new", times=1),
            absent("process_queue_task_inner", "application"),
        ],
        '`legacy_payload` is an `Option<Json>` with `column_name = "payload"`': [
            field("db/models/message.rs::Model", "legacy_payload", "Option<Json>"),
            literal("db/models/message.rs::Model", "payload"),
        ],
        "The key is a string that we make, so `primary_key` with `auto_increment = false`": [
            attribute("db/models/message.rs::Model", "sea_orm"),
            calls("BaseId::generate_", "format!", times=1),
        ],
        "The expiration is chrono's `Duration::days` on a fresh `Utc::now()`, taken through "
        "`with_timezone(&Utc)`, a no-op on a time in UTC, and `into()` to the column's type": [
            calls("<MessageIn as ModelIn>::update_model", "Duration::days", times=1),
            calls("<MessageIn as ModelIn>::update_model", "Utc::now", times=1),
            calls("<MessageIn as ModelIn>::update_model", ".with_timezone", times=1),
            calls("<MessageIn as ModelIn>::update_model", ".into", times=1),
            field("db/models/message.rs::Model", "expiration", "DateTimeWithTimeZone"),
        ],
        "The content row is given the same date": [
            calls("create_message_inner", "messagecontent::ActiveModel::new", times=1),
            field("db/models/messagecontent.rs::Model", "expiration", "DateTimeWithTimeZone"),
        ],
        "An update built over it, with the id of an old row put in by hand, would give that row a "
        "new creation time": argued(
            "`new` makes `created_at` a `Set`, and the update of sea-orm 1.1.20 writes each `Set` "
            "column but the key, which goes into its WHERE. From a row that was read the columns "
            "come as unchanged and are not written; `new` is not passed.",
            "db/models/message.rs::<ActiveModel as ActiveModelBehavior>::new",
            "db/models/message.rs::Model",
        ),
        "Updates have to start from the row that was read, as `expunge_message_content` does with "
        "`into_active_model`": [
            calls("expunge_message_content", ".into_active_model", times=1),
            before("expunge_message_content", ".one", ".into_active_model"),
            before("expunge_message_content", ".into_active_model", ".update"),
        ],
        "Please go over the `message` entity in db/models.": attribute(
            "db/models/message.rs::Model", 'sea_orm(table_name = "message")'
        ),
        "sea-orm has the place for that: the `Default` it derives for an `ActiveModel` calls "
        "`ActiveModelBehavior::new`": [
            derives("db/models/message.rs::Model", "DeriveEntityModel"),
            absent("db/models/message.rs", "Default"),
            argued(
                "`DeriveEntityModel` writes the struct `ActiveModel` and its `Default` in one go, and what "
                "that impl of sea-orm 1.1.20 asks is `ActiveModelBehavior::new`. A second `Default` in "
                "message.rs would not compile beside it, so the only say left is in `new`.",
                "db/models/message.rs::Model",
                "db/models/message.rs::<ActiveModel as ActiveModelBehavior>::new",
            ),
        ],
    },
)
