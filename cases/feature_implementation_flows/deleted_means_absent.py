"""Deleting an endpoint: the row stays, its uid goes, and the event still carries it."""

from pytest_verbatim import Example, absent, argued, attribute, before, calls, field, rust

deleted_means_absent = Example(
    code=[
        rust("svix-server/src/v1/endpoints/endpoint/crud.rs", "delete_endpoint"),
        rust(
            "svix-server/src/db/models/endpoint.rs",
            "impl ActiveModelBehavior for ActiveModel",
            "Entity::secure_find",
            "Entity::secure_find_by_id_or_uid",
        ),
        rust(
            "svix-server/src/core/operational_webhooks.rs",
            "EndpointEvent",
            "OperationalWebhook",
        ),
    ],
    prompt="""
        Decided in today's call about `DELETE /app/{app_id}/endpoint/{endpoint_id}`: the
        row stays. `list_attempted_destinations` in attempt.rs shows endpoints that are
        gone by now, and it needs their rows.

        - To whoever looks for one endpoint of an application or for all of them, a
          deleted one is not there. I do not want to find that condition in handlers.
        - A customer who deletes the endpoint "billing" and creates "billing" anew right
          afterwards may not get a conflict. The unique index is on application and uid
          and does not ask about deletion; no migration for this, please.
        - Subscribers of `endpoint.deleted` get what they get for created and updated,
          the uid included. For many of them it is the one name they know.
        - The row says when this happened.
        - No dispatch longer than necessary: drop the application's snapshot. A cache
          that fails does not undo a delete.
        - 204, or 404 where there is nothing to delete, which a second DELETE will find.
    """,
    think="""
        db/models/endpoint.rs owns the meaning of "deleted". `secure_find` filters by
        application and by the flag, `secure_find_by_id_or_uid` goes through it and adds
        id or uid as a `Condition::any`; get, list, update and this handler need not
        know. The attempted destinations have `secure_find_by_ids` with a switch for
        that. A filter per handler is what the next handler would forget.

        The time: `before_save` renews `updated_at` with each write, and a deleted row
        is hardly written again (there is an exception at the end), so a further column
        would say the same thing.

        The uid has to leave the column. With `Set(None)` beside `deleted` the index has
        no more claim on it, at the price that in this table a deleted endpoint cannot
        be found by the customer's name for it. It follows that the event cannot be made
        from what `update` returns. `EndpointEvent::new` reads the uid of a row, and
        that row has none any more. So id and uid are cloned while the found model is
        whole, `into` takes it, and the handler fills `EndpointEvent` field by field,
        with `app_id` and `app_uid` moved out of the application. `EndpointEvent::new`
        on the found row, its result kept for later, would serve as well and clone those
        two besides. In core/operational_webhooks.rs the struct serves three variants of
        `OperationalWebhook`, whose serde tag is the event type; `EndpointDeleted` is
        the third. Sending the event earlier, with the old row in hand, would announce
        deletions that then fail.

        The handler's order: find, `update`, `invalidate` with `can_fail`, the webhook.
        One UPDATE needs no transaction, and setting NULL cannot break the unique index,
        so a plain `?` on it and no 409. With the select that makes two statements here,
        besides the extractor's own. The sender spawns the delivery; its `?` is for
        signing a token or serializing, and such an error makes a 500 of a delete that
        is done. The repeat gets 404.

        What remains open is a PUT that has read the endpoint just before us. Its UPDATE
        goes by primary key and writes the uid that the client sent, onto a row that is
        deleted by now: the customer reads 200, the row stays invisible, and "billing"
        is taken by a ghost. `deleted = false` as a condition of that UPDATE would close
        the gap. That belongs to the update path, as a separate change; a test for it
        has to interleave the two, whereas delete-and-create-again can be tested from
        outside.
    """,
    claims={
        "`secure_find` filters by application and by the flag, `secure_find_by_id_or_uid` goes "
        "through it and adds id or uid as a `Condition::any`": [
            calls("db/models/endpoint.rs::Entity::secure_find", ".filter", times=2),
            calls("endpoint.rs::Entity::secure_find_by_id_or_uid", "Self::secure_find", times=1),
            calls("endpoint.rs::Entity::secure_find_by_id_or_uid", "Condition::any", times=1),
        ],
        "get, list, update and this handler need not know": [
            absent("crud.rs::get_endpoint", "deleted"),
            absent("crud.rs::list_endpoints", "deleted"),
            absent("crud.rs::update_endpoint", "deleted"),
            calls("delete_endpoint", "endpoint::Entity::secure_find_by_id_or_uid", times=1),
        ],
        "in this table a deleted endpoint cannot be found by the customer's name for it": argued(
            "`delete_endpoint` sets `uid` to `None`, and of the columns in `Model` no other holds "
            "what the customer has called the endpoint, unless the description repeats it.",
            "delete_endpoint",
            "db/models/endpoint.rs::Model",
        ),
        "It follows that the event cannot be made from what `update` returns": [
            calls("EndpointEvent::new", ".clone", times=3),
            argued(
                "`update` returns the row as PostgreSQL has it after the statement, with a uid of "
                "NULL, and `EndpointEvent::new` takes the uid out of the model that it is given.",
                "EndpointEvent::new",
                "delete_endpoint",
            ),
        ],
        "So id and uid are cloned while the found model is whole, `into` takes it": argued(
            "In `delete_endpoint` both clones stand above `into`, which consumes the model; the "
            "`clone` of the application's id for `secure_find_by_id_or_uid` is another one.",
            "delete_endpoint",
        ),
        "the handler fills `EndpointEvent` field by field, with `app_id` and `app_uid` moved out "
        "of the application": [
            field("EndpointEvent", "app_id", "ApplicationId"),
            field("EndpointEvent", "app_uid", "Option<ApplicationUid>"),
            absent("delete_endpoint", "EndpointEvent::new"),
        ],
        "`EndpointEvent::new` on the found row, its result kept for later, would serve as well and "
        "clone those two besides.": [
            calls("EndpointEvent::new", ".clone", times=3),
            calls("EndpointEvent::new", ".cloned", times=1),
            calls("delete_endpoint", ".clone", times=3),
        ],
        "Sending the event earlier, with the old row in hand, would announce deletions that then "
        "fail": before("delete_endpoint", ".update", ".send_operational_webhook"),
        "The handler's order: find, `update`, `invalidate` with `can_fail`, the webhook": [
            before("delete_endpoint", ".one", ".update"),
            before("delete_endpoint", ".update", "CreateMessageApp::invalidate"),
            before("delete_endpoint", "CreateMessageApp::invalidate", ".can_fail"),
            before("delete_endpoint", ".can_fail", ".send_operational_webhook"),
        ],
        "setting NULL cannot break the unique index, so a plain `?` on it and no 409": [
            absent("delete_endpoint", "http_error_on_conflict"),
            argued(
                "The unique index on application and uid holds rows with a uid that is not NULL, "
                "and `delete_endpoint` writes `None` there; it would be for "
                "`http_error_on_conflict`, which it does not use, to make a 409 of a violation.",
                "delete_endpoint",
                "http_error_on_conflict",
            ),
        ],
        "With the select that makes two statements here, besides the extractor's own": [
            calls("delete_endpoint", ".one", times=1),
            calls("delete_endpoint", ".update", times=1),
        ],
        "such an error makes a 500 of a delete that is done": [
            before("delete_endpoint", ".update", ".send_operational_webhook"),
            calls("OperationalWebhookSenderInner::send_operational_webhook", "tokio::spawn"),
            argued(
                "What `send_operational_webhook` returns as an error is generic or an internal "
                "server error, so `INTERNAL_SERVER_ERROR`, 500, at a time when `update` has "
                "committed; nothing in `delete_endpoint` takes it back.",
                "delete_endpoint",
                "OperationalWebhookSenderInner::send_operational_webhook",
                "error.rs::<Error as IntoResponse>::into_response",
            ),
        ],
        "Its UPDATE goes by primary key and writes the uid that the client sent, onto a row that "
        'is deleted by now: the customer reads 200, the row stays invisible, and "billing" is '
        "taken by a ghost": [
            before("update_endpoint", ".update_model", "update_endp_from_data"),
            calls("update_endp_from_data", ".update", times=1),
            argued(
                "`fetch_with_metadata` read the row ahead of the delete; sea-orm's `update` goes "
                "by the primary key and sets the columns that `update_model` has set, `uid` among "
                "them and `deleted` not. `update_endpoint` answers `Updated`, which is 200, and "
                "`secure_find` leaves the row out.",
                "update_endpoint",
                "db/models/endpoint.rs::Entity::secure_find",
                "update_endp_from_data",
                "<EndpointUpdate as ModelIn>::update_model",
            ),
        ],
        "In core/operational_webhooks.rs the struct serves three variants of "
        "`OperationalWebhook`, whose serde tag is the event type; `EndpointDeleted` is the "
        "third.": [
            field("OperationalWebhook", "EndpointCreated.0", "EndpointEvent"),
            field("OperationalWebhook", "EndpointUpdated.0", "EndpointEvent"),
            field("OperationalWebhook", "EndpointDeleted.0", "EndpointEvent"),
            field("OperationalWebhook", "EndpointDisabled.0", "EndpointDisabledEventData"),
            attribute("OperationalWebhook", 'serde(rename = "endpoint.deleted")'),
            argued(
                "Of the seven variants `EndpointDisabled` holds one struct and the three about "
                "attempts share another, so `EndpointEvent` is left to three; the `rename` on a "
                "variant is the value of the tag.",
                "OperationalWebhook",
            ),
            attribute("OperationalWebhook", 'serde(tag = "type", content = "data")'),
        ],
    },
)
