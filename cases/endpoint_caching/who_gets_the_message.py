"""Choosing endpoints from the snapshot, without a query, for creation and worker alike."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    callers,
    calls,
    derives,
    field,
    rust,
)

who_gets_the_message = Example(
    code=[rust("svix-server/src/core/message_app.rs", "CreateMessageApp::filtered_endpoints")],
    prompt="""
        Two places ask which endpoints want a message. Creation only has to know whether
        there are any, or else it queues nothing; the worker sends to them. The answer
        has to be by the same rule in both, so make it a method of the cached
        `CreateMessageApp`, called `filtered_endpoints`. Tell it the trigger, the event
        type and the channels; it has no business with a message row.

        Disabled or deleted means no, whoever asks. Beyond that a `Manual` trigger, from
        a resend or a recovery, lets every endpoint through, even one that has dropped
        the type since. For a scheduled one the event type has to be among those chosen,
        where some are chosen, and the channels have to overlap, where the endpoint has
        some. A message without channels is therefore not for an endpoint that has them.

        Hand out endpoints by value, each dispatch in the worker takes one over.
    """,
    think="""
        Where could the filter sit? In SQL, ahead of the cache, there would have to be
        an entry per combination of type and channels, and one change to an endpoint
        would have to find all of them. On the whole snapshot it is a walk over a `Vec`,
        no query and no await, so a plain `fn` on `&self`: the worker goes on to use the
        application it asked.

        `MessageAttemptTriggerType` is `Copy` and comes by value, the event type as
        `&EventTypeName`. The channels are an `Option<&EventChannelSet>`: that is what
        `as_ref` makes of a message's column.

        One expression, and the parentheses carry it: not disabled, not deleted, and
        either `Manual` or both filters. As the loader leaves deleted rows behind, the
        second test has nothing to find for now; it guards the day when somebody loads
        them. `contains` on the set of types is an exact match. An `Option` that is
        `None` becomes true by `unwrap_or(true)`, for types and channels alike. The
        overlap is `is_disjoint`, negated. For a message without channels an empty
        `HashSet` stands in, disjoint from everything, so that the refusal needs no
        branch of its own. That set is made anew for each endpoint with channels that
        gets so far, and an empty one allocates nothing. With rules this easy to
        misread, each gets its comment.

        `cloned`, `collect`. Creation asks whether there are any and throws the copies
        away. A `Vec` of references would serve both, as the snapshot outlives the
        dispatches; asked for is ownership, and I would come back to it if clones showed
        in a profile.

        What is answered is the state of the snapshot, up to a TTL old. A stale yes is a
        request too many, say to an endpoint that the worker has just disabled without
        dropping the entry. A stale no weighs more. As a rule it takes a delete that
        failed, was overtaken by a fill, or reached the memory of another process alone,
        for the handlers do drop the entry when they create or enable an endpoint. But
        if it empties creation's list, nothing is queued, and the message that sea-orm
        has just stored stays unsent until somebody resends it.
    """,
    claims={
        "On the whole snapshot it is a walk over a `Vec`, no query and no await": [
            field("CreateMessageApp", "endpoints", "Vec<CreateMessageEndpoint>"),
            absent("CreateMessageApp::filtered_endpoints", "await"),
            absent("CreateMessageApp::filtered_endpoints", "endpoint::Entity"),
        ],
        "`MessageAttemptTriggerType` is `Copy`": derives("MessageAttemptTriggerType", "Copy"),
        "As the loader leaves deleted rows behind, the second test has nothing to find for now": [
            calls("CreateMessageApp::fetch_from_pg_by_model", "endpoint::Entity::secure_find"),
            callers(
                "CreateMessageApp::fetch_from_pg_by_model", ["CreateMessageApp::layered_fetch"]
            ),
            calls("db/models/endpoint.rs::Entity::secure_find", ".filter", times=2),
        ],
        "`contains` on the set of types is an exact match": [
            field("EventTypeNameSet", "0", "HashSet<EventTypeName>"),
            calls("CreateMessageApp::filtered_endpoints", ".contains", times=1),
        ],
        "An `Option` that is `None` becomes true by `unwrap_or(true)`, for types and channels "
        "alike": calls("CreateMessageApp::filtered_endpoints", ".unwrap_or", times=3),
        "That set is made anew for each endpoint with channels that gets so far": argued(
            "`HashSet::new()` is an argument of the inner `unwrap_or`, evaluated each time the "
            "closure over an endpoint's `channels` runs, also where the message has some; `&&` "
            "and the test for `Manual` keep it from running where an earlier test has decided.",
            "CreateMessageApp::filtered_endpoints",
        ),
        "Creation asks whether there are any and throws the copies away.": [
            callers(
                "CreateMessageApp::filtered_endpoints",
                ["create_message_inner", "process_queue_task_inner"],
            ),
            before("create_message_inner", ".filtered_endpoints", ".is_empty"),
            calls("CreateMessageApp::filtered_endpoints", ".cloned", times=1),
        ],
        "an endpoint that the worker has just disabled without dropping the entry": absent(
            "worker.rs", "invalidate"
        ),
        "the handlers do drop the entry when they create or enable an endpoint": [
            calls("create_endp_from_data", "CreateMessageApp::invalidate", times=1),
            calls("update_endp_from_data", "CreateMessageApp::invalidate", times=1),
            calls("patch_endpoint", "update_endp_from_data", times=1),
            calls("update_endpoint", "update_endp_from_data", times=1),
        ],
        "if it empties creation's list, nothing is queued, and the message that sea-orm has just "
        "stored stays unsent until somebody resends it": [
            before("create_message_inner", ".insert", ".filtered_endpoints"),
            before("create_message_inner", ".filtered_endpoints", ".send"),
            calls("create_message_inner", ".send", times=1),
            calls("resend_webhook", ".send", times=1),
        ],
    },
)
