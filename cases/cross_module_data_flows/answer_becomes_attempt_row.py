"""A prepared request goes out, and whatever comes back becomes one attempt row."""

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

answer_becomes_attempt_row = Example(
    code=[
        rust("svix-server/src/db/models/messageattempt.rs", "Model"),
        rust(
            "svix-server/src/worker.rs",
            "RESPONSE_MAX_SIZE",
            "FailedDispatch",
            "SuccessfulDispatch",
            "PendingDispatch",
            "CompletedDispatch",
            "make_http_call",
            "bytes_to_string",
        ),
        rust("svix-server/src/core/webhook_http_client.rs", "Request", "WebhookClient::execute"),
    ],
    prompt="""
        Ticket: one row in `messageattempt` for each call to a customer, also for those
        that nobody answered.

        The migration is in: `msg_dest_id` may be null, the number of the attempt and
        `next_attempt` are new columns. Bring the sea-orm model in line, then write the
        step of the worker that takes what `prepare_dispatch` left, sends it through the
        webhook client and hands on a row that is complete but for `next_attempt`.
        Storing it is for the two handlers, which `dispatch_message_task` chooses by the
        type of the outcome.

        - id and `created_at` say when the attempt was prepared, duration is in
          milliseconds
        - status code as received, or 0; only 2xx counts as a success
        - of the body at most 20000 bytes; the column is text, and a body that is not
          should still be legible to a machine
        - without an answer the client's own words go into the column
        - the failure side also needs the error and the time that Retry-After names
        - a URL that does not parse is no attempt
        - the client's `execute_inner` takes a retry flag and answers with a body of
          hyper's; the worker wants one plain call, retry allowed, and axum's `Body`
    """,
    think="""
        `PendingDispatch` of worker.rs has method, URL, headers, payload, timeout and
        `created_at`; webhook_http_client.rs wants a `Request`, which does not care when
        it was made. So `make_http_call` takes the struct apart in its signature and
        keeps `created_at` for the row; the context comes by value, the client is
        borrowed. To the builder go HTTP/1.1, the seconds as a `Duration`, and the
        payload under JSON's content type, its `String` becoming bytes by `into`.
        Headers and method move. The client clones what it sends all the same, body
        included, to have it for a retry.

        The row is an `ActiveModel`: in a sea-orm `Model` a `next_attempt` still open
        would look like one that is not coming. What does not depend on the outcome is
        filled in before `execute`: the id, made of `created_at` so that ids sort by it;
        the message's id and the trigger from the task; endpoint and URL as cloned from
        the snapshot, because the URL we used has to survive an edit of the endpoint;
        the adjusted attempt number; `None` for the old `msg_dest_id`. `ended_at` and a
        duration of 0 are provisional. The rest is `Default`. Both arms add code, text,
        status and duration by struct update.

        Two kinds of failure are to be kept apart. A URL that does not parse is
        `Error::validation`, a request that does not build `Error::generic`, and `?`
        ends the dispatch without a row. Whatever the client returns is data, inside
        `Ok`. Hence `Result<CompletedDispatch>` over `SuccessfulDispatch`, the bare row,
        and `FailedDispatch`: row, `Error`, an optional UTC time. The enum gets an
        `allow`, clippy misjudges its sizes. Without an answer that means `Fail` and 0,
        `err.to_string()` in the text column, `err.into()` for the handler and no time.
        An answer that is not 2xx is a `FailureStatus`, wrapped by `Error::generic`,
        plus what `retry_after` reads out of the headers; all other response headers are
        dropped here.

        The duration is taken when the headers are there, a slow body does not count. It
        is not under the client's timeout either, and `collect` holds all of it before
        anything is cut, so a receiver that trickles or floods us costs more than the
        duration shows. A deadline would end the trickle, counting frames the flood;
        neither is in this ticket. A body that breaks off leaves its error as the text,
        while code and status stand.

        `Bytes::slice` shares the buffer; `bytes_to_string` copies once, as text if it
        is UTF-8, else as base64. Cutting at a byte can split a character, and a long
        text then ends up as 26668 characters of base64. Stepping back to a boundary
        would mend that; one rule is easier to test. A NUL is worse: it is valid UTF-8,
        PostgreSQL refuses it in a text column, and the handler's insert fails when the
        receiver has long had the message and, the task being nacked, may get it twice.
    """,
    claims={
        "hands on a row that is complete but for `next_attempt`": [
            absent("make_http_call", "next_attempt"),
            field(
                "db/models/messageattempt.rs::Model",
                "next_attempt",
                "Option<DateTimeWithTimeZone>",
            ),
            argued(
                "`Model` has 14 fields; `make_http_call` sets ten of them ahead of the call and "
                "`response_status_code`, `response` and `status` in each arm, which leaves one.",
                "make_http_call",
                "db/models/messageattempt.rs::Model",
            ),
        ],
        "So `make_http_call` takes the struct apart in its signature and keeps `created_at` for "
        "the row": [
            field("PendingDispatch", "created_at", "DateTimeUtc"),
            absent("webhook_http_client.rs::Request", "created_at"),
            calls("make_http_call", "MessageAttemptId::new", times=1),
        ],
        "The client clones what it sends all the same, body included, to have it for a retry.": [
            calls("WebhookClient::execute", ".execute_inner", times=1),
            field("webhook_http_client.rs::Request", "body", "Option<Vec<u8>>"),
            calls("WebhookClient::execute_inner", ".clone", times=1),
            calls("WebhookClient::execute_inner", ".execute_inner", times=1),
            literal("WebhookClient::execute_inner", "false"),
        ],
        "What does not depend on the outcome is filled in before `execute`": [
            before("make_http_call", "MessageAttemptId::new", ".execute"),
            before("make_http_call", ".build", ".execute"),
        ],
        "A URL that does not parse is `Error::validation`, a request that does not build "
        "`Error::generic`, and `?` ends the dispatch without a row.": [
            before("make_http_call", "Error::validation", ".build"),
            before("make_http_call", ".build", "MessageAttemptId::new"),
            calls("make_http_call", ".map_err", times=2),
            absent("make_http_call", "insert"),
            argued(
                "`dispatch_message_task` passes the `Err` of `make_http_call` on with `?`, ahead "
                "of both handlers, and they alone insert: neither `Error::validation` nor "
                "`Error::generic` gets a row.",
                "dispatch_message_task",
                "make_http_call",
            ),
        ],
        "Hence `Result<CompletedDispatch>` over `SuccessfulDispatch`, the bare row, and "
        "`FailedDispatch`: row, `Error`, an optional UTC time.": [
            returns("make_http_call", "Result<CompletedDispatch>"),
            field("SuccessfulDispatch", "0", "messageattempt::ActiveModel"),
            field("FailedDispatch", "err", "Error"),
            field("FailedDispatch", "retry_after", "Option<DateTime<Utc>>"),
        ],
        "The duration is taken when the headers are there, a slow body does not count.": [
            before("make_http_call", ".num_milliseconds", ".collect"),
            before("make_http_call", ".execute", ".num_milliseconds"),
        ],
        "It is not under the client's timeout either, and `collect` holds all of it before "
        "anything is cut": [
            calls("WebhookClient::execute_inner", "tokio::time::timeout", times=1),
            before("make_http_call", ".collect", ".slice"),
            absent("make_http_call", "tokio::time::timeout"),
        ],
        "`Bytes::slice` shares the buffer; `bytes_to_string` copies once, as text if it is UTF-8, "
        "else as base64.": [
            calls("make_http_call", ".slice", times=1),
            calls("bytes_to_string", ".to_owned", times=1),
            before("bytes_to_string", "std::str::from_utf8", ".encode"),
        ],
        "Cutting at a byte can split a character, and a long text then ends up as 26668 "
        "characters of base64.": [
            value("RESPONSE_MAX_SIZE", count=20000),
            argued(
                "`make_http_call` slices at `RESPONSE_MAX_SIZE` whatever stands there; half a "
                "character makes all of it invalid for `from_utf8` in `bytes_to_string`. 20000 "
                "bytes are 6667 groups of three, the last one padded, four characters each: "
                "26668.",
                "bytes_to_string",
                "make_http_call",
                "RESPONSE_MAX_SIZE",
            ),
        ],
        "the handler's insert fails when the receiver has long had the message": [
            calls("handle_successful_dispatch", ".insert", times=1),
            before("dispatch_message_task", "make_http_call", "handle_successful_dispatch"),
            argued(
                "Nothing on the way from `bytes_to_string` to `insert` looks at the text, and a "
                "text value of PostgreSQL cannot hold the character of code zero; the error "
                "leaves `handle_successful_dispatch` or `handle_failed_dispatch` by `?`.",
                "bytes_to_string",
                "make_http_call",
                "handle_successful_dispatch",
                "handle_failed_dispatch",
            ),
        ],
        "`PendingDispatch` of worker.rs has method, URL, headers, payload, timeout and "
        "`created_at`; webhook_http_client.rs wants a `Request`, which does not care when it was "
        "made.": [
            field("PendingDispatch", "method", "http::Method"),
            field("PendingDispatch", "url", "String"),
            field("PendingDispatch", "headers", "CasePreservingHeaderMap"),
            field("PendingDispatch", "payload", "String"),
            field("PendingDispatch", "created_at", "DateTimeUtc"),
            field("PendingDispatch", "request_timeout", "u64"),
            absent("webhook_http_client.rs::Request", "created_at"),
        ],
    },
)
