"""A health check that uses what accepting a message uses, and reports on all of it."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    calls,
    literal,
    returns,
    rust,
    variant,
)

health_by_using_it = Example(
    code=[
        rust(
            "svix-server/src/v1/endpoints/health.rs",
            "ping",
            "HealthStatusVariant",
            "HealthStatus",
            "impl HealthStatus",
            "impl From<Result<O, E>> for HealthStatus",
            "HealthReport",
            "HealthCheckCacheValue",
            "kv_def!(HealthCheckCacheKey)",
            "health",
            "router",
        ),
        rust("svix-server/src/queue/mod.rs", "QueueTask", "impl QueueTask"),
    ],
    prompt="""
        `/health` answers 204 as long as axum is running. Last Thursday it did so all
        morning with Redis gone, and every message posted in that time ended in an
        error.

        Proposal: what is there today moves to `/health/ping`, and `/health` becomes a
        check of what accepting a message needs, by using it.

        - PostgreSQL, task queue, cache; each is tried even if another is down, and the
          JSON answer says `ok` or `error` for each under its name.
        - No error texts. Load balancers ask without a token, so anybody can.
        - Status 200 if all three are well, else 500. GET and HEAD; our `healthcheck`
          command sends a HEAD and looks at nothing but the status.
        - Whatever the check leaves in the queue, a worker throws away at a glance. In
          the cache it has to be gone by the next check.
        - The OpenAPI document has to go on matching the documentation that is out,
          which gives a 204 for this operation, `v1.health.get`.
    """,
    think="""
        Three owners, three error types: sea-orm's `DbErr`, the crate's error from the
        queue, the cache module's own. `?` would answer the first failure and leave the
        rest untried, so the handler does without it. A generic `From<Result<O, E>>` for
        `HealthStatus`, without bounds, makes `ok` or `error` of any of them, and each
        probe ends in `.await.into()`. The cause is dropped there. Queue and cache warn
        of what they retry, in core/retry.rs; of a failing database we log nothing.

        The handler in v1/endpoints/health.rs calls the stores through the handles in
        `AppState` that the message endpoints hold as well; a connection made for the
        check would prove less. For the database that is `SELECT 1` by `execute`: it
        depends on no table, and a pool with nothing free counts as down in the end.

        The queue wants a task. In queue/mod.rs `QueueTask` gets a variant `HealthCheck`
        without fields, `task_type` a name for it, `msg_id` a `None`, and
        `process_queue_task_inner` in worker.rs an arm that returns `Ok(())` ahead of
        any query, so the task is acknowledged. Sending a real message instead would
        need a tenant to own it. What the probe shows is that the queue takes tasks, not
        that somebody works: with all workers off they pile up in Redis or RabbitMQ, one
        per check. And a worker of the previous release does not know the variant:
        `receive_all` gives up the whole batch for one such task. So the workers have to
        be updated ahead of the API.

        For the cache, `HealthCheckCacheValue` around `()`, tied by `kv_def!` to a key
        type, written under one constant key with 100 ms to live. Replicas overwrite one
        another and nobody minds, since nobody reads. Reading back would be a sharper
        test and would need an exception for a server configured without a cache, whose
        `set` succeeds and whose `get` has nothing.

        One probe follows the other. Side by side the answer would cost the slowest
        instead of the sum; at the rate of a load balancer I prefer the plain order. No
        timeouts in the handler either: a store that hangs holds up the answer. Load
        balancers have a limit of their own for that; our `healthcheck` command sets
        none and would hang with it.

        `is_ok` of all three decides between `StatusCode::OK` and
        `INTERNAL_SERVER_ERROR`. The return type is a tuple of that and
        `Json<HealthReport>`, with serde's derives. aide infers no response from a
        tuple, so the 204 of the documentation is put in by hand with `op.response` on
        the GET.

        Whether to restart a pod is for `/health/ping` to say: a missing Redis turns
        `/health` red on all replicas at once, and restarting mends none.
    """,
    claims={
        "so the handler does without it": [
            returns("v1/endpoints/health.rs::health", "(StatusCode, Json<HealthReport>)"),
            calls("v1/endpoints/health.rs::health", ".into", times=3),
        ],
        "Queue and cache warn of what they retry, in core/retry.rs": [
            calls("SvixOmniProducer::send", "run_with_retries", times=1),
            calls("CacheBehavior::set", "run_with_retries", times=1),
            calls("Retry::run", "warn!", times=1),
        ],
        "In queue/mod.rs `QueueTask` gets a variant `HealthCheck` without fields, `task_type` a "
        "name for it, `msg_id` a `None`": [
            variant("QueueTask", "HealthCheck"),
            literal("QueueTask::task_type", "HealthCheck"),
            argued(
                "In `task_type` and in `msg_id` a match lists all three variants; the arm of "
                "`HealthCheck` is a string in the one and `None` in the other.",
                "QueueTask::task_type",
                "QueueTask::msg_id",
            ),
        ],
        "`process_queue_task_inner` in worker.rs an arm that returns `Ok(())` ahead of any "
        "query": argued(
            "The match of `process_queue_task_inner` on the task is its first act but for the "
            "span, and its arm for `HealthCheck` returns there; the queries stand in the arms of "
            "`MessageV1` and `MessageBatch` and below.",
            "process_queue_task_inner",
        ),
        "`receive_all` gives up the whole batch for one such task": [
            calls("SvixOmniConsumer::receive_all", ".payload_serde_json", times=1),
            argued(
                "`receive_all` collects the decoded deliveries into one `Result` of a `Vec`, so a "
                "single task that serde cannot read makes the call an error of type `Queue` and "
                "the other deliveries of the batch are dropped unprocessed.",
                "SvixOmniConsumer::receive_all",
            ),
        ],
        "whose `set` succeeds and whose `get` has nothing": [
            absent("<NoCache as CacheBehavior>::set", "Err"),
            absent("<NoCache as CacheBehavior>::get", "Some"),
            absent("<NoCache as CacheBehavior>::get", "Err"),
        ],
        "One probe follows the other": [
            before("v1/endpoints/health.rs::health", ".execute", ".send"),
            before("v1/endpoints/health.rs::health", ".send", ".set"),
        ],
        "Side by side the answer would cost the slowest instead of the sum": [
            before("v1/endpoints/health.rs::health", ".execute", ".send"),
            before("v1/endpoints/health.rs::health", ".send", ".set"),
            absent("v1/endpoints/health.rs", "join"),
            absent("v1/endpoints/health.rs", "spawn"),
        ],
        "so the 204 of the documentation is put in by hand with `op.response` on the GET": [
            literal("v1/endpoints/health.rs::router", "204"),
            calls("v1/endpoints/health.rs::router", ".response", times=1),
            calls("v1/endpoints/health.rs::router", ".head_with", times=1),
        ],
    },
)
