"""Expired payloads are removed in batches, by any number of workers, until the server stops."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    callers,
    calls,
    literal,
    returns,
    rust,
)

payloads_leave_in_batches = Example(
    code=[
        rust(
            "svix-server/src/expired_message_cleaner.rs",
            "DbResult",
            "exec_without_timeout",
            "query_one_without_timeout",
            "clean_expired_messages",
            "has_message_payloads_pending_expiry",
            "expired_message_cleaner_loop",
            imports="used",
        ),
        rust("svix-server/src/lib.rs", "shutting_down_token"),
    ],
    prompt="""
        The job that blanks expired payloads deadlocked again last night: one big
        UPDATE, and two workers ran it. On the largest installation it also hits the
        statement timeout. I would like it rebuilt as a loop beside the queue handler,
        in expired_message_cleaner.rs.

        Payloads are in `messagecontent` now. There the row goes once `expiration` has
        passed; the message stays. Older messages have theirs in `message.payload`,
        which is set to NULL. Most installations have none of these left, and they
        should not run that UPDATE for ever to learn so.

        Batches of 5,000, several workers at once without waiting for one another. While
        there is a backlog go straight on, else 12 hours of rest are fine. If the
        database fails, report it and try again in ten seconds. `message` may take as
        long as it needs, for `messagecontent` the database's own timeout is right.

        `is_shutting_down` in lib.rs asks a token that nobody else can get at. A loop
        that rests for half a day has to end with the server all the same, so give us
        something to wait on, for this loop and others.
    """,
    think="""
        The loop in expired_message_cleaner.rs is not spawned: `run_with_prefix` joins
        it with the API and the queue handler and lends it their pool. In turn it must
        not hold up their end.

        The static in lib.rs stays private, `shutting_down_token` hands out a clone of
        its `CancellationToken`. With that a borrower could end the loops under a running
        API; a child token would be safer, and nobody here is tempted. The rest runs under
        `run_until_cancelled_owned`, whose `None` means that the server is stopping.
        Looking at `is_shutting_down` each second would have done, 43,200 times a rest.
        As a backlog has no rests, the loop asks that ahead of each pass. The shutdown
        waits for a batch under way.

        One pass is a separate function, `clean_expired_messages`, public, with limit
        and a switch for the old table: a test runs it and looks what is left. It
        answers with sea-orm's `UpdateResult` or `DbErr`, which the loop can log as it
        is. From each table it takes `limit` ids, by `FOR UPDATE SKIP LOCKED`. A row that
        another worker holds is left to it, so cleaners neither wait for one another nor
        deadlock. In the DELETE the ids pass through an array, which PostgreSQL fills
        once; IN, under which a plan may repeat the subselect and overshoot, will do for
        a dying UPDATE. Both compare with `now()` of the database, whose clock all
        workers have in common.

        The old table is reached by two helpers, for a statement and for a question,
        each of which opens a transaction for `SET LOCAL statement_timeout=0`: LOCAL,
        since the connection returns to a pool. The DELETE uses the pool as it is. Each
        commits by itself. If the second fails, what the first has blanked stays
        blanked and is merely not counted.

        The two counts are added up. If either batch was full, so is the sum; two halves
        can look full as well, and there is a pass too many.

        Is there anything in the old table? Asked once, at the start, without regard to
        the date: a payload that expires next month has to keep the switch on. New rows
        leave that column alone, so a no stays a no, unless an old release still writes
        beside us; the next start will see those. This question has the one `?` of the
        loop. `run_with_prefix` holds the error until its other futures have ended, and
        panics then. A database that fails in this moment leaves a worker without a
        cleaner, unheard of until the shutdown; treating it as a yes would be kinder.

        Later errors are logged and end in the ten seconds. `sleep_time` starts as
        `None` and is set by each outcome: error, rest, or none after a full batch.

        Readers do not look at `expiration`. To them a payload is expired when it is
        gone, which can be 12 hours late and, with a backlog, more.
    """,
    claims={
        "`run_with_prefix` joins it with the API and the queue handler": [
            calls("run_with_prefix", "expired_message_cleaner_loop", times=1),
            calls("run_with_prefix", "queue_handler", times=1),
            calls("run_with_prefix", "tokio::join!", times=1),
        ],
        "In turn it must not hold up their end": [
            calls("expired_message_cleaner_loop", ".run_until_cancelled_owned", times=1),
            argued(
                "`tokio::join!` in `run_with_prefix` ends with the last of its futures, so a loop "
                "that slept through the shutdown would keep the process; the rest of "
                "`expired_message_cleaner_loop` is cut short by the token.",
                "run_with_prefix",
                "expired_message_cleaner_loop",
            ),
        ],
        "Looking at `is_shutting_down` each second would have done, 43,200 times a rest": argued(
            "`IDLE` in `expired_message_cleaner_loop` is twelve hours, which are 43,200 seconds, "
            "and one look at `is_shutting_down` per second is as many.",
            "expired_message_cleaner_loop",
        ),
        "As a backlog has no rests, the loop asks that ahead of each pass": before(
            "expired_message_cleaner_loop", "crate::is_shutting_down", "clean_expired_messages"
        ),
        "so cleaners neither wait for one another nor deadlock": argued(
            "Both statements of `clean_expired_messages` lock their rows in a subselect with SKIP "
            "LOCKED, so a worker holds locks and waits for none of another cleaner.",
            "clean_expired_messages",
        ),
        "each of which opens a transaction for `SET LOCAL statement_timeout=0`": [
            before("query_one_without_timeout", ".begin", ".query_one"),
            literal("exec_without_timeout", "SET LOCAL statement_timeout=0;"),
            before("exec_without_timeout", ".begin", ".execute"),
            before("exec_without_timeout", ".execute", ".commit"),
        ],
        "Each commits by itself.": [
            absent("clean_expired_messages", "begin"),
            calls("clean_expired_messages", "exec_without_timeout", times=1),
            calls("clean_expired_messages", ".execute", times=1),
        ],
        "New rows leave that column alone, so a no stays a no": [
            absent("<MessageIn as ModelIn>::update_model", "legacy_payload"),
            absent("create_message_inner", "legacy_payload"),
            absent("db/models/message.rs::impl ActiveModelBehavior for ActiveModel", "legacy"),
        ],
        "This question has the one `?` of the loop. ": [
            returns("expired_message_cleaner_loop", "Result<()>"),
            calls("expired_message_cleaner_loop", "has_message_payloads_pending_expiry", times=1),
        ],
        "`run_with_prefix` holds the error until its other futures have ended, and panics then": [
            before("run_with_prefix", "tokio::join!", ".expect"),
            argued(
                "`join!` in `run_with_prefix` gives its results when all four futures are through, "
                "and only then does `expect` look at what the cleaner returned.",
                "run_with_prefix",
            ),
        ],
        "Readers do not look at `expiration`": [
            absent("MessageOut::from_msg_and_payload", "expiration"),
            absent("v1/endpoints/message.rs::get_message", "expiration"),
            absent("process_queue_task_inner", "expiration"),
        ],
        "The loop in expired_message_cleaner.rs is not spawned": [
            callers("expired_message_cleaner_loop", ["run_with_prefix"]),
            calls("run_with_prefix", "expired_message_cleaner_loop", times=1),
            absent("run_with_prefix", "spawn"),
        ],
    },
)
