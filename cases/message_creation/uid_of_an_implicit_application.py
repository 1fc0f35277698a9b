"""Path and body have to name the same application before one is created."""

from pytest_verbatim import (
    Example,
    argued,
    before,
    callers,
    calls,
    field,
    literal,
    rust,
    variant,
)

uid_of_an_implicit_application = Example(
    code=[rust("svix-server/src/v1/endpoints/message.rs", "validate_create_app_uid")],
    prompt="""
        Notes from the trial of applications that come into being with their first
        message.

        One integrator left `uid` out of the `application` in the body. Each message
        made one more application, since none of them bore the uid in the path and the
        next look-up came back empty again. Another one had a typo in the body: the
        application was made, under the wrong uid, and each message after that was a
        conflict. Both noticed days later.

        They should have heard of it in the first request. Let us have a check,
        `validate_create_app_uid`, in message.rs: given the application as the path has
        it and the `ApplicationIn`, it refuses with a 422 that points at the field in
        the body, in such a way that an SDK can tell a missing uid from a differing one
        without reading English. The same goes for access to the app portal, in auth.rs.
        Where the application exists, the body's is ignored and the check has no
        business.
    """,
    think="""
        Could we be generous and take the uid from the path where the body has none? The
        path holds an id or a uid, as `ApplicationIdOrUid`, and a mistyped path would
        then bring forth an application as quietly as it does now. Asking for the same
        word in two places is clumsy and finds a slip in either of them.

        The validator derive on `ApplicationIn` is no place for this. It does not see
        the path, and `uid` has to remain an `Option` for the ordinary creation of
        applications. So a plain function over `&ApplicationIdOrUid` and
        `&ApplicationIn`, `pub`, with the crate's `Result<()>`. `create_message_inner`
        and `app_portal_access` in auth.rs run it in that arm of their match where there
        is no row and the body has an application, ahead of `create_app_from_app_in`.

        Through validator and `validation_errors` both cases would come out as type
        `value_error`. I build the `ValidationErrorItem` myself: `loc` is body,
        application, uid for both; `ty` is `application_uid_mismatch` for one and
        `application_uid_missing` for the other, each with a sentence for humans, that
        the two must match or that the body does not set it. It goes into
        `HttpError::unprocessable_entity`, and `into` makes an `Error` of that.
        `ErrorType::Http` of error.rs is logged at debug level, no more.

        `if let` on the uid, the comparison within, an early return on either side, `Ok`
        at the end. The two ids are different newtypes, so `.0` on both: strings are
        compared, to the letter.

        A path with a generated-looking id, `app_` in front, cannot create anything
        here. The body would have to carry that text as its uid, and `BaseUid` of
        core/types/mod.rs refuses the prefix when the body is validated. I welcome that,
        and it needs no branch. What the check leaves possible is the same slip in path
        and body.
    """,
    claims={
        "`uid` has to remain an `Option` for the ordinary creation of applications": [
            field("ApplicationIn", "uid", "Option<ApplicationUid>"),
            calls("create_application", "create_app_from_app_in", times=1),
        ],
        "`create_message_inner` and `app_portal_access` in auth.rs run it in that arm of their "
        "match where there is no row and the body has an application, ahead of "
        "`create_app_from_app_in`": [
            callers("validate_create_app_uid", ["create_message_inner", "app_portal_access"]),
            before("create_message_inner", "validate_create_app_uid", "create_app_from_app_in"),
            before("app_portal_access", "validate_create_app_uid", "create_app_from_app_in"),
        ],
        "Through validator and `validation_errors` both cases would come out as type "
        "`value_error`": literal("validation_errors", "value_error"),
        "`ty` is `application_uid_mismatch` for one and `application_uid_missing` for the other": [
            literal("validate_create_app_uid", "application_uid_mismatch"),
            literal("validate_create_app_uid", "application_uid_missing"),
        ],
        "`ErrorType::Http` of error.rs is logged at debug level, no more": [
            variant("ErrorType", "Http"),
            calls("<Error as IntoResponse>::into_response", "tracing::debug!", times=1),
        ],
        "cannot create anything here": argued(
            "A body whose uid equals such a path begins with `app_`, the `ID_PREFIX` of an "
            "`ApplicationUid`, and `validate_` of `BaseUid` has refused it by then: both callers "
            "get their `ApplicationIn` out of `ValidatedJson`, or have none, as `send_example` and "
            "`dashboard_access`. Any other uid differs from the path.",
            "validate_create_app_uid",
            "BaseUid::validate_",
            "ApplicationIn",
            "MessageIn",
            "AppPortalAccessIn",
            "send_example",
            "dashboard_access",
        ),
    },
)
