"""Two ways of taking data out of a record: a row that goes, a text that says so."""

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
    value,
)

absence_and_marker = Example(
    code=[
        rust("svix-server/src/v1/endpoints/message.rs", "expunge_message_content"),
        rust(
            "svix-server/src/v1/endpoints/attempt.rs",
            "impl From<messageattempt::Model> for MessageAttemptOut",
            "expunge_attempt_content",
        ),
        rust("svix-server/src/db/models/message.rs", "Model"),
        rust("svix-server/src/db/models/messagecontent.rs", "Model"),
        rust("svix-server/src/db/models/messageattempt.rs", "Model"),
    ],
    prompt="""
        Sensitive data reaches us from two sides. A sender puts it into a payload, or
        the receiving server answers with it, an error page with a user's record being
        the classic, and we keep that answer with the attempt. So far our help consists
        of SQL by hand.

        Two DELETE endpoints, then, each ending in `content`: one below a message, one
        below an attempt of a message. Organization tokens, 204, no body.

        - The records survive. State of delivery, statistics and lists depend on them,
          and integrators rely on the types of the fields in our answers.
        - For a message it is as if its time had run out; whatever deals with that today
          will do. Mind that older ones still have the text in their own row.
        - Whoever looks at the attempt later on shall see that we took something away,
          and not believe that the receiver said nothing.
        - If there is no such thing below the application: 404, and for an attempt say
          which of the two was not found.
    """,
    think="""
        Same verb, but the two models differ in how they can say "nothing here".

        A message has its text in one of two places, and both can be vacant:
        `legacy_payload` in db/models/message.rs is an `Option`, and in
        db/models/messagecontent.rs the row itself is optional. Absence has a meaning by
        now. It is turned into `{"expired":true}` in an answer, the worker drops the
        task with a warning, and a resend is refused. If I null the one and delete the
        other, I need no new case anywhere. What is lost is the reason: to whoever reads
        the API, expunged and expired look the same.

        An attempt knows no vacancy. `response` in db/models/messageattempt.rs is a
        `String` over a NOT NULL column, and `MessageAttemptOut` moves it out as it is.
        Deleting the row would take status and code with it, and the worker consults the
        latest attempt. An empty string is what a bare 200 leaves, just the confusion to
        be prevented. A nullable column plus an `Option` in the API would be honest and
        change the type in every SDK. So a marker, "EXPUNGED", in the text itself. A
        receiver may answer this very word, and nobody could tell the two apart; I can
        live with that. What converts the row does not have to know. A test can expunge
        one of each and read them back through the API: a placeholder from the message,
        the marker from the attempt.

        Neither the attempt nor the content has a column for its tenant.
        `permissions::OrganizationWithApplication` brings the application. The way in is
        the message, below `app.id` by id or uid; from there `secure_find_by_msg` with a
        filter on the attempt's id, so that an id from elsewhere finds nothing. In the
        attempt's case I pass a sentence to each `HttpError::not_found`, since two
        things can be missing. For the content the message's id is cloned before the row
        becomes an active model, as the path may have held a uid. The attempt needs no
        clone: nothing is asked of it after the update. Of an active model made from a
        row, sea-orm writes the columns that were `Set`, here one. A `DbErr` ends as a
        500 by `?`. For a message one half may be done by then; whoever calls again
        completes it.

        What this does not reach. A retry that comes later makes an attempt of its own,
        with the answer it gets. Expunging the payload leaves answers alone that echo
        it; each such attempt wants a call of its own. Where the cache keeps the answer
        to a POST under an idempotency key, a payload in it is replayed for up to twelve
        hours; nothing here knows that key. Dead row versions stay until PostgreSQL
        vacuums. Our operational events need no thought: of an attempt they carry id,
        code and time.
    """,
    claims={
        "`legacy_payload` in db/models/message.rs is an `Option`": field(
            "db/models/message.rs::Model", "legacy_payload", "Option<Json>"
        ),
        'It is turned into `{"expired":true}` in an answer, the worker drops the task with a '
        "warning, and a resend is refused": [
            literal("MessageOut::from_msg_and_payload", '{"expired":true}'),
            calls("process_queue_task_inner", "tracing::warn!", times=1),
            literal(
                "process_queue_task_inner",
                "Message payload is NULL; payload has most likely expired",
            ),
            literal("resend_webhook", "missing_payload"),
        ],
        "`response` in db/models/messageattempt.rs is a `String` over a NOT NULL column, and "
        "`MessageAttemptOut` moves it out as it is": [
            field("db/models/messageattempt.rs::Model", "response", "String"),
            field("MessageAttemptOut", "response", "String"),
            argued(
                "The first migration creates `response` as text, empty by default and NOT NULL, "
                "and no later one alters it; the `Model` has a plain `String` there.",
                "db/models/messageattempt.rs::Model",
            ),
            absent("impl From<messageattempt::Model> for MessageAttemptOut", "clone"),
        ],
        'So a marker, "EXPUNGED", in the text itself': literal(
            "expunge_attempt_content", "EXPUNGED"
        ),
        "Neither the attempt nor the content has a column for its tenant": [
            absent("db/models/messageattempt.rs::Model", "org_id"),
            absent("db/models/messageattempt.rs::Model", "app_id"),
            absent("db/models/messagecontent.rs::Model", "org_id"),
            absent("db/models/messagecontent.rs::Model", "app_id"),
        ],
        "The way in is the message, below `app.id` by id or uid; from there `secure_find_by_msg` "
        "with a filter on the attempt's id, so that an id from elsewhere finds nothing": [
            before(
                "expunge_attempt_content",
                "message::Entity::secure_find_by_id_or_uid",
                "messageattempt::Entity::secure_find_by_msg",
            ),
            before(
                "expunge_attempt_content",
                "messageattempt::Entity::secure_find_by_msg",
                ".update",
            ),
        ],
        "For the content the message's id is cloned before the row becomes an active model": before(
            "expunge_message_content", ".clone", ".into_active_model"
        ),
        "The attempt needs no clone: nothing is asked of it after the update": [
            absent("expunge_attempt_content", "clone"),
            before("expunge_attempt_content", ".into_active_model", ".update"),
        ],
        "A retry that comes later makes an attempt of its own, with the answer it gets": argued(
            "`make_http_call` starts from a `messageattempt::ActiveModel` with a fresh id on each "
            "call and puts what came back into `response`; `expunge_attempt_content` changes one "
            "row that exists and leaves no note that would stop this.",
            "make_http_call",
            "expunge_attempt_content",
        ),
        "Where the cache keeps the answer to a POST under an idempotency key, a payload in it is "
        "replayed for up to twelve hours; nothing here knows that key": [
            value("expiry_default", hours=12),
            argued(
                "`resolve_and_cache_response` keeps the body of a 2xx under the `IdempotencyKey`, which "
                "`new` hashes out of token, header and URL; no row has the first two. Without a cache "
                "nothing is kept, and with `with_content` off the answer has no payload.",
                "resolve_and_cache_response",
                "IdempotencyKey::new",
                "expunge_message_content",
            ),
        ],
        "of an attempt they carry id, code and time": [
            field("MessageAttempetLast", "id", "MessageAttemptId"),
            field("MessageAttempetLast", "response_status_code", "i16"),
            field("MessageAttempetLast", "timestamp", "DateTime<Utc>"),
        ],
        "Organization tokens, 204, no body.": [
            literal("expunge_message_content", "204"),
            literal("expunge_attempt_content", "204"),
            returns("expunge_message_content", "Result<StatusCode>"),
            returns("expunge_attempt_content", "Result<StatusCode>"),
            absent("expunge_message_content", "permissions::Application"),
            absent("expunge_attempt_content", "permissions::Application"),
        ],
        "An empty string is what a bare 200 leaves": argued(
            "`make_http_call` stores the body that it collected, whatever the status, here 200, and of no "
            "bytes that is the empty `String`; it writes a text of its own where reading the body fails.",
            "make_http_call",
            "bytes_to_string",
        ),
        "Of an active model made from a row, sea-orm writes the columns that were `Set`, here one": [
            absent("db/models/message.rs::impl ActiveModelBehavior for ActiveModel", "before_save"),
            absent(
                "db/models/messageattempt.rs::impl ActiveModelBehavior for ActiveModel",
                "before_save",
            ),
            argued(
                "A column that came with the row is `Unchanged`, and the UPDATE of sea-orm 1.1.20 passes "
                "over it. `expunge_message_content` puts a `Set` into `legacy_payload` and "
                "`expunge_attempt_content` one into `response`; a hook of either entity that touched a "
                "second column, as other entities have for `updated_at`, would break this.",
                "expunge_message_content",
                "expunge_attempt_content",
                "db/models/message.rs::impl ActiveModelBehavior for ActiveModel",
                "db/models/messageattempt.rs::impl ActiveModelBehavior for ActiveModel",
            ),
        ],
    },
)
