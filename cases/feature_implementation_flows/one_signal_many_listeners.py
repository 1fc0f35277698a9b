"""How a signal becomes a request to shut down, and how those who wait or loop get to know."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    callers,
    calls,
    literal,
    rust,
)

one_signal_many_listeners = Example(
    code=[
        rust(
            "svix-server/src/lib.rs",
            "SHUTTING_DOWN_TOKEN",
            "is_shutting_down",
            "shutting_down_token",
            "start_shut_down",
            "graceful_shutdown_handler",
        ),
        rust("svix-server/src/wait_for.rs", "wait_for_dsn"),
    ],
    prompt="""
        Kubernetes asks us to go with SIGTERM and kills us after its grace period, and
        nearly every rollout ends with the kill. We listen for Ctrl+C alone, and what
        sleeps does not listen.

        Could you take on the way from the signal to those who have to stop? lib.rs
        should hold one request to shut down, which nobody else can withdraw. Loops ask
        for it (`is_shutting_down`), sleepers want to be woken by it
        (`shutting_down_token`), and whoever comes late must find it raised.

        The waiting for signals has to be a single future: axum takes one for its
        graceful shutdown, and `run_with_prefix` awaits it in place of the API where that
        is off. It should still build on Windows.

        The first customer is `wait_for_dsn`, which main.rs runs for PostgreSQL and Redis
        under `--wait-for`: TCP to the host of a DSN, the port from there or a default,
        until it connects or `wait_for_seconds` are over. No try may hang longer than
        three seconds; half a second between tries. A shutdown ends the wait with an
        error that cannot be taken for the timeout.
    """,
    think="""
        lib.rs owns the request, where every module of the crate can reach it and main.rs
        as well. As a parameter it would have to pass through `run_with_prefix` and each
        loop; its merit would be in tests, which may have several servers in one process
        and could then bid one of them goodbye. With a static they share one fate.

        What kind? A `Notify` can wake all who wait and then keeps nothing for those who
        come late. A `CancellationToken` stays cancelled, answers without waiting, and
        its clones are the same request. In a private `LazyLock`, behind functions;
        cancelling cannot be undone by anyone, while a flag that is stored to may be set
        back.

        The handler is two futures in a `select!`: `ctrl_c`, and on unix the stream of
        SIGTERM. Elsewhere the second is `std::future::pending`, so that one `select!`
        fits both builds. If installing fails, `expect` panics. With the API off that
        takes the server down; with it on, axum has spawned the future and takes its
        death for the signal, while the loops hear nothing. The handler logs, then
        `start_shut_down` as its last statement, and with its return axum stops
        accepting. On unix tokio keeps its handlers for the life of the process, so a
        second Ctrl+C does nothing; the impatient have to kill.

        What the request means is for each listener to say. The API finishes what it has
        begun. `queue_handler` asks between two polls, which may be
        `queue_max_poll_secs` apart, and not while `worker_max_tasks` is exceeded. A
        poll dropped half-way would leave what Redis has handed out to the pending time;
        waking the worker sooner is not worth that. It waits for tasks that have begun.
        Requests still under way may queue tasks that this worker will not fetch: on
        Redis they are there for the next, in memory they are gone. The grace period has
        to cover a poll and a slow receiver. A spawn that nobody counts, like the scan
        of `recover_failed_webhooks` in v1/endpoints/endpoint/recovery.rs, ends with the
        process.

        In wait_for.rs there is something to drop at any moment, a connection made as a
        probe. Inside, the loop with a timeout per try: refused and hanging alike are
        noted at debug level and go on after the pause. Around it the overall timeout,
        and around that `run_until_cancelled_owned`, whose `Option` leaves three outcomes
        to one `match`: connected, too late, told to stop. As errors boxed strings that
        name the dependency will do, main.rs gives up on any of them, a DSN that does
        not parse or has no host included.

        One thing is not achieved by this. main.rs waits before it calls `run`, and
        listening begins inside. A signal during the wait meets the default, which ends
        the process, or does nothing where we are the first process of a container. The
        arm is right and has to wait for a handler that is installed earlier.
    """,
    claims={
        "With a static they share one fate.": [
            callers("start_shut_down", ["graceful_shutdown_handler"]),
            callers("graceful_shutdown_handler", ["run_with_prefix"]),
        ],
        "with it on, axum has spawned the future and takes its death for the signal, while the "
        "loops hear nothing": [
            calls("run_with_prefix", ".with_graceful_shutdown", times=1),
            calls("graceful_shutdown_handler", ".expect", times=2),
            argued(
                "axum 0.8.9 awaits the future in a spawned task that owns the receiver of a watch "
                "channel; a panic drops the receiver, which is what the accept loop waits for, "
                "and `start_shut_down` at the end of `graceful_shutdown_handler` is not reached.",
                "graceful_shutdown_handler",
                "run_with_prefix",
            ),
        ],
        "cancelling cannot be undone by anyone, while a flag that is stored to may be set "
        "back": argued(
            "`CancellationToken` has no method that takes a cancellation back, and "
            "`SHUTTING_DOWN_TOKEN` is a private static that nothing replaces; who wants another "
            "token would have to change lib.rs.",
            "SHUTTING_DOWN_TOKEN",
            "shutting_down_token",
        ),
        "Elsewhere the second is `std::future::pending`, so that one `select!` fits both builds.": [
            calls("graceful_shutdown_handler", "std::future::pending", times=1),
            calls("graceful_shutdown_handler", "tokio::select!", times=1),
        ],
        "The handler logs, then `start_shut_down` as its last statement, and with its return axum "
        "stops accepting.": [
            before("graceful_shutdown_handler", "tracing::info!", "start_shut_down"),
            calls("run_with_prefix", ".with_graceful_shutdown", times=1),
        ],
        "`queue_handler` asks between two polls, which may be `queue_max_poll_secs` apart, and not "
        "while `worker_max_tasks` is exceeded.": [
            before("queue_handler", "crate::is_shutting_down", ".receive_all"),
            absent("queue_handler", "shutting_down_token"),
            argued(
                "The deadline of `receive_all` is `queue_max_poll_secs`; while more tasks run than "
                "`worker_max_tasks`, the loop of `queue_handler` sleeps and continues above the "
                "question.",
                "queue_handler",
            ),
        ],
        "Around it the overall timeout, and around that `run_until_cancelled_owned`, whose "
        "`Option` leaves three outcomes to one `match`: connected, too late, told to stop.": [
            calls("wait_for_dsn", ".run_until_cancelled_owned", times=1),
            calls("wait_for_dsn", "tokio::time::timeout", times=2),
        ],
        "main.rs waits before it calls `run`, and listening begins inside.": [
            before("svix-server/src/main.rs::main", "wait_for_dsn", "run"),
            callers("graceful_shutdown_handler", ["run_with_prefix"]),
            calls("svix-server/src/lib.rs::run", "run_with_prefix", times=1),
        ],
        "axum takes one for its graceful shutdown, and `run_with_prefix` awaits it in place of the API "
        "where that is off": [
            calls("run_with_prefix", ".with_graceful_shutdown", times=1),
            calls("run_with_prefix", "graceful_shutdown_handler", times=2),
            before("run_with_prefix", "axum::serve", "graceful_shutdown_handler"),
            absent("run_with_prefix", "spawn"),
            literal("run_with_prefix", "API: off"),
        ],
    },
)
