"""An operator puts dead tasks back to work, and v1 learns nothing of Redis."""

from pytest_verbatim import Example, absent, argued, calls, field, literal, rust, value

redrive_dead_letters = Example(
    code=[
        rust("svix-server/src/v1/endpoints/admin.rs", "redrive_dlq", "router", imports="used"),
        rust(
            "svix-server/src/queue/mod.rs",
            "TaskQueueProducer",
            "SvixOmniProducer",
            "SvixOmniProducer<T>::redrive_dlq",
        ),
    ],
    prompt="""
        Tuesday's database outage left some four thousand tasks in the dead letter list
        in Redis. Each had been received three times without success, so omniqueue put
        it aside. We can see them (`svix.queue.depth_dlq`), and nothing of ours gets
        them back; in the end I pasted commands into redis-cli.

        Operators should have a POST on `/admin/redrive-dlq` under v1 for this. Whoever
        shows an organization's token may use it, holders of an application's token may
        not. It is an emergency tool, so I do not want it in the published API
        description, and nobody's client is to build on how it went: 204 either way,
        and a warning in our log if the queue could not do it.

        The producer that omniqueue gives us can move such a list by itself. Our v1
        modules know nothing about Redis today and should go on like that. Our test will
        post and then read from the queue, so the attempt has to be over when the answer
        goes out.
    """,
    think="""
        What does an endpoint see of the queue? `AppState` holds a `TaskQueueProducer`,
        from queue/mod.rs, and the backend behind it was chosen at boot. I keep it at
        that: the handler in admin.rs asks the producer, the producer asks omniqueue. A
        Redis connection in the endpoint would tie it to one backend, and it would have
        to know the key of the list, with its prefix, and the form of an entry.

        So `SvixOmniProducer` gets a `redrive_dlq` beside `send`: `&self`, `Result<()>`,
        `tracing::instrument` with `skip_all` and a span name. Its body is the inner
        call and `map_err(Into::into)`, by which a `QueueError` of omniqueue becomes our
        error of type `Queue`. `send` runs under `run_with_retries`, this does not. In
        omniqueue a batch is copied to the main queue and removed from the list
        afterwards; a connection lost in between leaves it in both. To repeat that
        within milliseconds would copy what is left of the batch once more without
        anyone having looked. A second POST is a decision, and the metric shows whether
        one is due.

        The handler takes `queue_tx` out of the state and `permissions::Organization`
        unread, as a gate: an application's token gets a 403 from the extractor. No
        organization is looked at, because the queue is not divided by tenant. One
        tenant's token sends everybody's tasks round again. On an installation whose
        tokens its operator issues I can live with it; elsewhere this wants a permission
        of its own.

        `if let Err(e)`, `tracing::warn!` with `error = ?e`, `Ok(NoContent)`. Here the
        error ends, though setup_tracing in lib.rs passes warnings on to Sentry, where
        one is set up. With `?` it would be a 500 that says nothing, no help to the
        operator either. The price of silence: the in-memory queue and RabbitMQ have no
        such list, omniqueue says so in an error, and the caller reads 204.

        Awaited, as the test demands. A client that hangs up can stop the work between
        two batches or inside one, where the copies may be made and the removal not. A
        task spawned and joined would go on without the client. I leave it: the next
        POST takes up what is still in the list, at the price of some copies.

        `post_with` and `redrive_dlq_operation` as for other routes, on an `ApiRouter`
        that v1/mod.rs can merge; the closure over `TransformPathItem` sets the tag and
        `hidden(true)`. Being a POST it comes under the idempotency layer: where there
        is a shared cache, a key used again under the same token within 12 hours of its
        answer brings that answer back and moves nothing.
    """,
    claims={
        "the handler in admin.rs asks the producer, the producer asks omniqueue": [
            calls("admin.rs::redrive_dlq", ".redrive_dlq", times=1),
            calls("SvixOmniProducer::redrive_dlq", ".redrive_dlq", times=1),
            field("SvixOmniProducer", "inner", "Arc<omniqueue::DynScheduledProducer>"),
        ],
        "`AppState` holds a `TaskQueueProducer`": field(
            "AppState", "queue_tx", "TaskQueueProducer"
        ),
        "Our v1 modules know nothing about Redis today": absent("svix-server/src/v1/", "redis"),
        "`send` runs under `run_with_retries`, this does not": [
            calls("SvixOmniProducer::send", "run_with_retries", times=1),
            absent("SvixOmniProducer::redrive_dlq", "run_with_retries"),
        ],
        "an application's token gets a 403 from the extractor": [
            calls(
                "<Organization as FromRequestParts<AppState>>::from_request_parts",
                "HttpError::permission_denied",
                times=1,
            ),
            literal("HttpError::permission_denied", "403"),
        ],
        "No organization is looked at, because the queue is not divided by tenant": [
            absent("admin.rs::redrive_dlq", "org_id"),
            absent("queue/mod.rs", "OrganizationId"),
            absent("queue/redis.rs", "OrganizationId"),
        ],
        "setup_tracing in lib.rs passes warnings on to Sentry": [
            calls("setup_tracing", "sentry::integrations::tracing::layer", times=1),
            argued(
                "The `event_filter` in `setup_tracing` makes an event of `Level::ERROR` and of "
                "`Level::WARN` and ignores the rest; what `redrive_dlq` logs is a `warn!`.",
                "setup_tracing",
                "admin.rs::redrive_dlq",
            ),
        ],
        "With `?` it would be a 500 that says nothing": argued(
            "A `QueueError` becomes `ErrorType::Queue`, and `into_response` answers all but "
            "`Http` with `INTERNAL_SERVER_ERROR`, 500, and an empty JSON object.",
            "error.rs::<Error as IntoResponse>::into_response",
            "<Error as From<omniqueue::QueueError>>::from",
        ),
        "the in-memory queue and RabbitMQ have no such list, omniqueue says so in an error, and "
        "the caller reads 204": [
            calls("queue/mod.rs::new_pair", "InMemoryBackend::builder", times=1),
            absent("queue/rabbitmq.rs", "DeadLetterQueueConfig"),
            argued(
                "In omniqueue at the revision of Cargo.lock `redrive_dlq` of its in-memory and "
                "of its RabbitMQ producer is nothing but an Unsupported error; the handler logs "
                "it and returns `NoContent`, which is 204.",
                "admin.rs::redrive_dlq",
                "queue/mod.rs::new_pair",
                "queue/rabbitmq.rs::new_pair",
            ),
        ],
        "where there is a shared cache, a key used again under the same token within 12 hours of "
        "its answer brings that answer back and moves nothing": [
            value("expiry_default", hours=12),
            calls("run_with_prefix", "layer_fn", times=1),
            calls("<IdempotencyService as Service>::call", ".is_none", times=1),
            calls("core/idempotency.rs::get_key", "IdempotencyKey::new", times=1),
        ],
        "We can see them (`svix.queue.depth_dlq`)": [
            literal("RedisQueueMetrics::new", "svix.queue.depth_dlq"),
            calls("RedisQueueMetrics::record", ".record_deadletter_queue_depth", times=1),
            calls(
                "queue/redis.rs::new_pair_inner", "crate::metrics::RedisQueueMetrics::new", times=1
            ),
            calls("queue/redis.rs::new_pair_inner", ".record", times=1),
            argued(
                "Of the two tasks that `new_pair_inner` spawns, the one for metrics measures a "
                "list under `dlq_name`, the one that `DeadLetterQueueConfig` gets. `new` puts the "
                "gauge of that name into `deadletter_queue`, and `record_deadletter_queue_depth` "
                "sets no other.",
                "queue/redis.rs::new_pair_inner",
                "RedisQueueMetrics::new",
                "RedisQueueMetrics::record",
                "RedisQueueMetrics::record_deadletter_queue_depth",
            ),
        ],
    },
)
