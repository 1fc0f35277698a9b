"""One JSON text per task: tagged by serde, moved out of old lists, decoded for the worker."""

from pytest_verbatim import (
    Example,
    argued,
    attribute,
    before,
    bound,
    callers,
    calls,
    field,
    literal,
    returns,
    rust,
)

task_text_in_and_out_of_redis = Example(
    code=[
        rust(
            "svix-server/src/queue/mod.rs",
            "QueueTask",
            "OmniMessage",
            "impl OmniMessage for QueueTask",
            "SvixOmniConsumer<T>::receive_all",
            "SvixOmniDelivery",
        ),
        rust(
            "svix-server/src/queue/redis.rs",
            "GENERATE_STREAM_ID",
            "QUEUE_KV_KEY",
            "task_from_redis_key",
            "migrate_v2_to_v3_queues",
            "migrate_list_to_stream",
        ),
    ],
    prompt="""
        Staging, first start with the stream queue: somebody had once pushed a test
        entry into the old list by hand. Our migration unwrapped on it, its background
        task died, and with it the rest of the batch, which was out of the list and not
        yet in the stream.

        What we have. In v3 (omniqueue) a stream entry has one field of ours, "data",
        and in it the JSON of a task. In v2 there are two lists, waiting and processing,
        whose entries are an id, a bar and the same JSON. The sorted set of delayed
        tasks stays as it is.

        What I want to see: the task's JSON pinned down in the type, tagged, camelCase
        like all we have; both lists emptied into the stream, a thousand at a time, an
        unreadable entry logged and passed over. All servers run this on start and again
        for a day, as old ones may still write; no entry may get in twice by that. On
        the reading side a typed batch for the worker, which settles each task by
        itself, and an error instead of a panic. Nothing there should be about
        `QueueTask` or Redis.
    """,
    think="""
        The JSON is a contract between releases, so it belongs on `QueueTask` of
        queue/mod.rs: serde's internal tag `type`, variants in camelCase, which puts
        `messageV1` or `messageBatch` next to the ids of the struct inside. Adjacent
        tagging would nest them for no gain, and the texts that lie in Redis today have
        this form.

        An old entry in queue/redis.rs: everything up to the first bar is an id that a
        stream assigns itself, so it is dropped. `task_from_redis_key` returns the task
        in an `Arc`, as deliveries hold it, inside `serde_json::Result`. A missing bar
        becomes `serde::de::Error::custom`, so that there is one error for one log line.
        Then the question of what to write. The text behind the bar could be copied as
        it is. Decoding and rendering it again costs more, drops fields that we do not
        know, and ensures that what gets into the stream is something this release can
        read. I want that last thing enough to pay for it, and a test of the whole way
        has to show it: old entries pushed, typed tasks received.

        `lpop` with a count takes entries away as it reads them, and this is what makes
        many servers at once harmless: an entry comes to one of them. Its other side is
        the incident. Between `lpop` and the pipeline up to a thousand tasks exist in
        our memory alone. That panic is ruled out by a `match` with `continue`, a lost
        connection or a kill is not. Reading first and trimming later would turn the
        loss into duplicates, which were excluded, so I leave it. The log names the
        error and not the entry; what is skipped is gone.

        A pipeline of `xadd`, id `*`, field `QUEUE_KV_KEY`, and an `unwrap` on
        rendering, ids and small numbers giving it no reason to fail. No counter beside
        it: omniqueue takes an entry without one as received for the first time. An
        empty list ends the loop. Waiting entries go ahead of those in processing. A
        Redis error ends the run by `?`; its caller logs it and waits for the next date,
        if one is left.

        Reading is generic. `OmniMessage` asks for serde both ways, to be sent and
        shared between threads, and an optional name for the trace output: `QueueTask`
        has its message id, the health check none. A poll that fails goes up by `?`,
        this place added by `trace`. `receive_all` takes at most 128, decodes by
        `payload_serde_json`, and pairs the task, shared by an `Arc`, with omniqueue's
        delivery, which settles it. That call borrows, so each delivery holds its bytes
        besides the task until it is settled; a task is some ids, I do not mind. Failed
        decoding and an empty delivery become `Error::queue`, and `collect` makes one
        result of all. Hence the strictness at the border: one text in the stream that does
        not decode costs its neighbours this round.
    """,
    claims={
        "serde's internal tag `type`, variants in camelCase, which puts `messageV1` or "
        "`messageBatch` next to the ids of the struct inside": [
            attribute("QueueTask", 'serde(tag = "type")'),
            attribute("QueueTask", 'serde(rename_all = "camelCase")'),
            field("QueueTask", "MessageV1.0", "MessageTask"),
        ],
        "`task_from_redis_key` returns the task in an `Arc`, as deliveries hold it, inside "
        "`serde_json::Result`.": [
            field("SvixOmniDelivery", "task", "Arc<T>"),
            returns("task_from_redis_key", "serde_json::Result<Arc<QueueTask>>"),
            calls("task_from_redis_key", ".find", times=1),
        ],
        "A missing bar becomes `serde::de::Error::custom`, so that there is one error for one log "
        "line.": [
            calls("task_from_redis_key", "serde::de::Error::custom", times=1),
            calls("migrate_list_to_stream", "tracing::error!", times=1),
        ],
        "`lpop` with a count takes entries away as it reads them, and this is what makes many "
        "servers at once harmless: an entry comes to one of them.": [
            calls("migrate_list_to_stream", ".lpop", times=1),
            argued(
                "LPOP with a count is one command that removes what it returns, and Redis runs "
                "commands on a key one at a time, so that two calls of `lpop` share no entry; "
                "`migrate_list_to_stream` reads the list by nothing else.",
                "migrate_list_to_stream",
            ),
        ],
        "Between `lpop` and the pipeline up to a thousand tasks exist in our memory alone.": [
            before("migrate_list_to_stream", ".lpop", ".query_async"),
            literal("migrate_list_to_stream", "1000"),
        ],
        "The log names the error and not the entry; what is skipped is gone.": [
            literal("migrate_list_to_stream", "Invalid legacy key"),
            argued(
                "`tracing::error!` in `migrate_list_to_stream` has the field `error` and a fixed "
                "text; the entry has left the list by `lpop` and `continue` passes by the `xadd`.",
                "migrate_list_to_stream",
            ),
        ],
        "omniqueue takes an entry without one as received for the first time": argued(
            "`migrate_list_to_stream` writes the one pair under `QUEUE_KV_KEY`. Reading a stream "
            "entry omniqueue, at the pinned revision, adds one to its field for the number of "
            "receives, and assumes one where that field is missing.",
            "migrate_list_to_stream",
            "QUEUE_KV_KEY",
        ),
        "Waiting entries go ahead of those in processing.": [
            calls("migrate_v2_to_v3_queues", "migrate_list_to_stream", times=2),
            argued(
                "`migrate_v2_to_v3_queues` awaits the call for `LEGACY_V2_MAIN` and makes the one "
                "for `LEGACY_V2_PROCESSING` when that has ended well.",
                "migrate_v2_to_v3_queues",
            ),
        ],
        "A Redis error ends the run by `?`; its caller logs it and waits for the next date, if "
        "one is left.": [
            callers("migrate_v2_to_v3_queues", ["run_migration_schedule"]),
            calls("run_migration_schedule", "tracing::error!", times=2),
        ],
        "`OmniMessage` asks for serde both ways, to be sent and shared between threads, and an "
        "optional name for the trace output: `QueueTask` has its message id, the health check "
        "none.": [
            bound("OmniMessage", "Self", "Serialize"),
            bound("OmniMessage", "Self", "DeserializeOwned"),
            bound("OmniMessage", "Self", "Send"),
            bound("OmniMessage", "Self", "Sync"),
            calls("<QueueTask as OmniMessage>::task_id", ".msg_id", times=1),
        ],
        "`receive_all` takes at most 128, decodes by `payload_serde_json`, and pairs the task, "
        "shared by an `Arc`, with omniqueue's delivery, which settles it.": [
            calls("SvixOmniConsumer<T>::receive_all", "Arc::new", times=1),
            literal("SvixOmniConsumer<T>::receive_all", "128"),
            calls("SvixOmniConsumer<T>::receive_all", ".payload_serde_json", times=1),
            field("SvixOmniDelivery", "acker", "Delivery"),
        ],
        "Failed decoding and an empty delivery become `Error::queue`, and `collect` makes one "
        "result of all.": [
            calls("SvixOmniConsumer<T>::receive_all", "Error::queue", times=2),
            calls("SvixOmniConsumer<T>::receive_all", ".collect", times=1),
        ],
    },
)
