"""The value that is cached for an application: what it holds, and what it hides."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    bound,
    callers,
    calls,
    derives,
    field,
    literal,
    rust,
)

application_snapshot = Example(
    code=[rust("svix-server/src/core/message_app.rs", "CreateMessageApp")],
    prompt="""
        Whoever reads a cached application has to remember two flags, its own `deleted`
        and that of each endpoint. We keep finding code that does not. Please redo the
        value, `CreateMessageApp` in core/message_app.rs, so that the compiler stops
        other modules from forgetting.

        What it is for has not changed. Message creation and the worker read it through
        `Cache`; there is one per organization and application, with all endpoints as
        `CreateMessageEndpoint`. From outside they need the id, the organization and, for
        operational webhooks, the uid. The rate limit travels along as a `u16`, which is
        what the API takes, and not as the `i32` of the row. Name and timestamps stay in
        the database.
    """,
    think="""
        What can the compiler hold on to? A field without `pub` is out of reach for other
        modules, so whoever wants endpoints has to come through a method written here.
        The other way would be a value with nothing in it to forget: load enabled
        endpoints alone and keep no flags. For deleted ones the query does that already.
        But then loading would have a say in who gets a message, beside the filter for
        types and channels, and I want that judged in one place, on one list.

        Storing sea-orm's `application::Model` as it is fails on the traits. It derives
        none of serde's, and `CacheValue` is `DeserializeOwned + Serialize`. Deriving
        them over there would turn each new column into part of the cached format. So a
        struct of plain owned fields: `id`, `uid` as the row has it, optional, `org_id`,
        `rate_limit` as `Option<u16>`, the endpoints in a `Vec`, and `deleted`. `Debug`
        and `Clone` beside the two serde derives, as on the row. The worker does not read
        the limit so far. One value for all endpoints has its price: the whole list is
        parsed each time the entry is read, however long it is.

        `pub` for the four fields that are harmless. `endpoints` and `deleted` stay
        private: the list is to be had through a method that leaves out disabled and
        deleted ones, the whole through a fetch that has looked at the flag and says
        `None` where it is set. One door stays open. The type is deserializable and
        `AppEndpointKey::new` is public, so any module could ask the cache by itself and
        hold an application whose flag nobody checked; `layered_fetch` is the one place
        that asks today.

        Is `deleted` worth keeping, when `secure_find_by_id` skips deleted rows anyway? A
        caller may bring the row along; the API's brings one that it found alive or has
        just created, so the flag is for callers to come. It is a `bool` in the entry,
        and without it a deleted row would be cached as if it were alive. Both callers of
        the fetch let an entry live for 30 seconds. A uid or a limit in here can be that
        old, plus the time of loading, where the delete that follows a change has missed
        it.
    """,
    claims={
        "For deleted ones the query does that already": [
            calls("CreateMessageApp::fetch_from_pg_by_model", "secure_find", times=1),
            calls("db/models/endpoint.rs::Entity::secure_find", ".filter", times=2),
            literal("db/models/endpoint.rs::Entity::secure_find", "false"),
        ],
        "It derives none of serde's, and `CacheValue` is `DeserializeOwned + Serialize`": [
            absent("db/models/application.rs::Model", "Serialize"),
            absent("db/models/application.rs::Model", "Deserialize"),
            bound("CacheValue", "Self", "DeserializeOwned + Serialize"),
        ],
        "`uid` as the row has it, optional": [
            field("CreateMessageApp", "uid", "Option<ApplicationUid>"),
            field("db/models/application.rs::Model", "uid", "Option<ApplicationUid>"),
        ],
        "The worker does not read the limit so far": absent("worker.rs", "rate_limit"),
        "`Debug` and `Clone` beside the two serde derives, as on the row": [
            derives("CreateMessageApp", "Debug"),
            derives("CreateMessageApp", "Clone"),
            derives("db/models/application.rs::Model", "Debug"),
            derives("db/models/application.rs::Model", "Clone"),
        ],
        "a method that leaves out disabled and deleted ones": argued(
            "`filtered_endpoints` begins its condition with `!endpoint.disabled` and "
            "`!endpoint.deleted`, joined by and to all that follows, so the manual trigger "
            "does not lift them; no other method of the type returns endpoints.",
            "CreateMessageApp::filtered_endpoints",
        ),
        """a fetch that has looked at the flag and says `None` where it is set""": argued(
            "`layered_fetch` tests `deleted` on both ways out, on the entry that it found and on "
            "`out` after writing it back, and answers `Ok(None)`; its third exit, for a row that "
            "was not found, is `Ok(None)` too.",
            "CreateMessageApp::layered_fetch",
        ),
        "The type is deserializable and `AppEndpointKey::new` is public, so any module could ask "
        "the cache by itself and hold an application whose flag nobody checked; `layered_fetch` is "
        "the one place that asks today": [
            derives("CreateMessageApp", "Deserialize"),
            callers(
                "AppEndpointKey::new",
                ["CreateMessageApp::invalidate", "CreateMessageApp::layered_fetch"],
            ),
            calls("CreateMessageApp::layered_fetch", ".get", times=1),
            absent("CreateMessageApp::invalidate", "get"),
        ],
        "the API's brings one that it found alive or has just created": [
            calls("create_message_inner", ".one", times=1),
            calls("create_message_inner", "create_app_from_app_in", times=1),
            argued(
                "The model handed to `layered_fetch` is a clone of `app`, which is the row that "
                "`secure_find_by_id_or_uid` found, deleted ones filtered out, or what "
                "`create_app_from_app_in` inserted, whose `deleted` its `ActiveModel` sets false.",
                "create_message_inner",
                "create_app_from_app_in",
                "db/models/application.rs::Entity::secure_find",
                "db/models/application.rs::ActiveModel::new",
            ),
        ],
        "when `secure_find_by_id` skips deleted rows anyway": calls(
            "db/models/application.rs::Entity::secure_find_by_id", "secure_find", times=1
        ),
        "Both callers of the fetch let an entry live for 30 seconds": [
            callers(
                "CreateMessageApp::layered_fetch",
                ["create_message_inner", "process_queue_task_inner"],
            ),
            literal("create_message_inner", "30"),
            literal("process_queue_task_inner", "30"),
        ],
    },
)
