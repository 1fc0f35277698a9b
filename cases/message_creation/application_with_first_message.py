"""A first message may bring its application: the uid rule, and the shared creator."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    callers,
    calls,
    field,
    literal,
    returns,
    rust,
)

application_with_first_message = Example(
    code=[
        rust("svix-server/src/v1/endpoints/message.rs", "validate_create_app_uid", imports="used"),
        rust("svix-server/src/v1/endpoints/application.rs", "create_app_from_app_in"),
    ],
    prompt="""
        Customers create an application ahead of each first message, for want of knowing
        whether it is there. Let the message bring it: `MessageIn` has got an optional
        `application`, an `ApplicationIn`. `create_message_inner` looks the path's
        application up as ever and turns to the body's when there is none; auth.rs will
        follow with app-portal-access. Two helpers they both want:

        - `validate_create_app_uid`, asked before anything is created. The new
          application must be found again by the path that the request came under, or
          it has been brought for nothing. A body that cannot promise this is a 422 on
          its uid, and a client can tell from the type of the item whether the uid is
          wrong or not there.
        - `create_app_from_app_in`. Today the creating, application and metadata in one
          transaction, is the inside of `create_application`. Lift it out, so that the
          three endpoints share it. A uid that is taken stays a conflict.
    """,
    think="""
        One function or two? The creator could be handed the path and check for itself.
        But `create_application` has no application in its path and lets the uid be
        absent, the rule is foreign to it. So the check is a step that the other two
        callers put in front.

        Ids are drawn here, so what leads back to a new application is its uid. How a
        uid may look, validator has settled in the extractor; what is left is whether it
        is there and is that of the path. `&ApplicationIdOrUid` and `&ApplicationIn` in,
        `Result<()>` out, the inner strings of two newtypes compared. Unequal is a 422,
        `HttpError::unprocessable_entity` with one `ValidationErrorItem`, located at
        body, application, uid, of type `application_uid_mismatch`, "Application UID in
        the path and body must match". None given: the same place,
        `application_uid_missing`, "Application UID not set in body". `pub`, for
        auth.rs.

        The creator takes `db`, the `ApplicationIn` by value, since `update_model`
        consumes it, and the `org_id` out of the caller's token, so the row belongs to
        that tenant. `application::ActiveModel::new` has set an id, and
        `app.id.clone().unwrap()` for the metadata is safe; sea-orm panics there on an
        unset one. The `ModelIn` of applications fills a pair of active models: make the
        tuple, update it, take it apart. In a boxed `db.transaction` the insert comes
        first, its error through `http_error_on_conflict`, then `upsert_or_delete` with
        `trace()` for the location. Where metadata is empty that sends a DELETE which
        finds nothing, a statement wasted and a method shared with updates. Both models
        go back, POST of applications answers with them.

        All that is committed before the message's own transaction. Should the message
        fail, the application stays; the retry finds it by the path and the body's copy
        is ignored. One transaction over both would have to be handed through everything
        in between, and `layered_fetch` in message_app.rs wants a `DatabaseConnection`.

        Between look-up and insert somebody else's first message may have made the same
        application. Then the unique index over organization and uid refuses ours; the
        client hears of a conflict and can send once more. Reading the row in place of
        failing would be kinder; I leave it. And nobody should expect a delivery: an
        application made this way has no endpoints yet, unless another request was very
        quick, so its first message is stored and not queued.
    """,
    claims={
        "`create_application` has no application in its path and lets the uid be absent": [
            absent("create_application", "ApplicationPath"),
            absent("create_application", "validate_create_app_uid"),
            field("ApplicationIn", "uid", "Option<ApplicationUid>"),
        ],
        "So the check is a step that the other two callers put in front": [
            before("create_message_inner", "validate_create_app_uid", "create_app_from_app_in"),
            before("app_portal_access", "validate_create_app_uid", "create_app_from_app_in"),
            callers("validate_create_app_uid", ["create_message_inner", "app_portal_access"]),
            callers(
                "create_app_from_app_in",
                ["create_application", "create_message_inner", "app_portal_access"],
            ),
        ],
        "How a uid may look, validator has settled in the extractor": [
            attribute("ApplicationIn", "validate(nested)"),
            attribute("MessageIn", "validate(nested)"),
            calls("<ValidatedJson<T> as FromRequest<S>>::from_request", ".validate", times=1),
        ],
        "Unequal is a 422, `HttpError::unprocessable_entity` with one `ValidationErrorItem`, "
        "located at body, application, uid, of type `application_uid_mismatch`, "
        '"Application UID in the path and body must match"': [
            calls("validate_create_app_uid", "HttpError::unprocessable_entity", times=2),
            literal("HttpError::unprocessable_entity", "422"),
            field("ValidationErrorItem", "ty", "String"),
            literal("validate_create_app_uid", "application_uid_mismatch"),
            literal("validate_create_app_uid", "Application UID in the path and body must match"),
        ],
        '`application_uid_missing`, "Application UID not set in body"': [
            literal("validate_create_app_uid", "application_uid_missing"),
            literal("validate_create_app_uid", "Application UID not set in body"),
        ],
        "In a boxed `db.transaction` the insert comes first, its error through "
        "`http_error_on_conflict`, then `upsert_or_delete` with `trace()` for the location": [
            before("create_app_from_app_in", ".insert", ".upsert_or_delete"),
            before("create_app_from_app_in", ".upsert_or_delete", ".trace"),
            calls("create_app_from_app_in", ".transaction", times=1),
            argued(
                "The one `map_err` in `create_app_from_app_in` stands on the application's "
                "`insert` and hands `http_error_on_conflict` over by name; the metadata's error "
                "goes through `trace` alone.",
                "create_app_from_app_in",
            ),
        ],
        "Where metadata is empty that sends a DELETE which finds nothing": [
            calls("applicationmetadata.rs::ActiveModel::upsert_or_delete", ".is_empty", times=1),
            calls("applicationmetadata.rs::ActiveModel::upsert_or_delete", ".delete", times=1),
        ],
        "Both models go back, POST of applications answers with them": [
            returns(
                "create_app_from_app_in",
                "Result<(application::Model, applicationmetadata::Model)>",
            ),
            calls("create_application", "create_app_from_app_in", times=1),
        ],
        "All that is committed before the message's own transaction": [
            before("create_message_inner", "create_app_from_app_in", ".transaction"),
            calls("create_message_inner", ".transaction", times=1),
        ],
        "an application made this way has no endpoints yet, unless another request was very quick, "
        "so its first message is stored and not queued": argued(
            "`layered_fetch` under an id that was made a moment ago finds neither cache entry nor "
            "endpoint rows, `filtered_endpoints` is empty, and `create_message_inner` skips "
            "`send`. The quick request is one that creates an endpoint under the new uid between "
            "the commit of `create_app_from_app_in` and that fetch.",
            "create_message_inner",
            "create_app_from_app_in",
            "CreateMessageApp::layered_fetch",
            "CreateMessageApp::filtered_endpoints",
        ),
        "`application::ActiveModel::new` has set an id, and `app.id.clone().unwrap()` for the metadata is "
        "safe; sea-orm panics there on an unset one": [
            before("create_app_from_app_in", "application::ActiveModel::new", ".clone"),
            before("create_app_from_app_in", ".clone", ".unwrap"),
            argued(
                "`unwrap` of an `ActiveValue` of sea-orm 1.1.20 gives what is in `Set` or `Unchanged` and "
                "panics on `NotSet`; the one in `create_app_from_app_in` is asked of the id that "
                "`ActiveModel::new` has made a `Set`.",
                "create_app_from_app_in",
                "db/models/application.rs::ActiveModel::new",
            ),
        ],
        "auth.rs will follow with app-portal-access": [
            calls("v1/endpoints/auth.rs::app_portal_access", "validate_create_app_uid", times=1),
            calls("v1/endpoints/auth.rs::app_portal_access", "create_app_from_app_in", times=1),
            literal("app_portal_access", "v1.authentication.app-portal-access"),
        ],
    },
)
