"""From a verified token and a path to the application's row, for two kinds of token alike."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    calls,
    field,
    literal,
    rust,
    variant,
)

two_tokens_one_extractor = Example(
    code=[
        rust(
            "svix-server/src/core/permissions.rs",
            "Permissions::check_app_is_permitted",
            "Application",
            "impl FromRequestParts<AppState> for Application",
            "impl OperationInput for Application",
            "ApplicationPathParams",
        ),
        rust(
            "svix-server/src/core/security.rs",
            "AccessLevel",
            "Permissions",
            "impl Permissions",
            "permissions_from_jwt",
        ),
        rust(
            "svix-server/src/db/models/application.rs",
            "Entity::secure_find",
            "Entity::secure_find_by_id_or_uid",
        ),
    ],
    prompt="""
        Security review, item 4. Most routes below `/app/{app_id}` are open to an
        organization's token, which covers all of its applications, and to a portal
        token, which covers one. Today handlers sort that out one by one, and two of
        them forgot. I want an extractor, `permissions::Application`, that gives a
        handler the application's row or refuses the request; the handler does not learn
        which of the two it was shown.

        - The path may hold the id or the uid.
        - One that belongs to somebody else, one that is deleted and one that never was
          must not be distinguishable, be it another organization's or just not the
          portal user's.
        - `permissions_from_bearer` of core/security.rs verifies the signature. What the
          claims then mean is still to be written, as `permissions_from_jwt`: with an
          `org` claim it is a portal token and `sub` the application, without one `sub`
          is the organization. Customers sign their own tokens, so tell them which claim
          is malformed (400); a missing `sub` is a 401. Feature flags are kept.
    """,
    think="""
        A portal token knows its application by id, the path by id or uid, and it takes
        the row to say whether the two are one. That fixes the course: claims to rights,
        path, row, and the comparison at the end. Comparing with the path up front could
        refuse some requests sooner, those whose path holds an id; for a uid the row
        would be needed anyhow, and the same question would have two answers to
        maintain.

        core/security.rs knows tokens, no paths and no tables. `AccessLevel` is an enum,
        `Organization(..)` or `Application(.., ..)`, as a struct with an optional
        application would let a caller overlook it. `Permissions` pairs it with the
        feature flags, and `org_id()` and `app_id()` give clones, so that the extractor
        need not match. `permissions_from_jwt` takes the claims by value, needs neither
        request nor state, and a test can call it with claims made by hand. Each id is
        validated, which for ids means their prefix. What fails there is no forgery, the
        signature has been checked; it is an issuer's mistake, so
        `HttpError::bad_request` names the claim. A closure does it for the two claims
        of a portal token, the organization's subject has a sentence of its own.

        db/models/application.rs decides what may be seen. `secure_find` demands an
        organization and drops what is deleted, and look-ups are built on top of it;
        `secure_find_by_id_or_uid` adds a `Condition::any` over both columns. Whoever
        comes through here cannot forget the tenant.

        core/permissions.rs joins them, as `FromRequestParts<AppState>` with our `Error`
        for rejection, so axum answers it like a handler's. `ApplicationPathParams` is a
        struct with the one field, because routes have further parameters and serde
        skips those; `Path` of a plain string would not take two. No row is
        `HttpError::not_found`. The check, a private method on `Permissions`, compares
        `app_id()` with the row's id, passes where there is none to compare, and refuses
        with that same `not_found`. A portal user who guesses reads 404 with the same
        body either way. `HttpError::permission_denied` would say that there is
        something to find.

        A portal token used on a neighbour costs us a query before it is refused.
        Otherwise this SELECT is the one that handlers would make themselves, and they
        get its row. Errors of the database go up by `?` to a 500. So does a rejected
        `Path`; for that a route has to lack `app_id`, or a segment not to be UTF-8.

        aide wants `OperationInput` of it, an empty impl.
    """,
    claims={
        "core/security.rs knows tokens, no paths and no tables": [
            absent("core/security.rs", "Path"),
            absent("core/security.rs", "db"),
            absent("core/security.rs", "sea_orm"),
        ],
        "`AccessLevel` is an enum, `Organization(..)` or `Application(.., ..)`": variant(
            "AccessLevel", "Organization", "Application", closed=True
        ),
        "`permissions_from_jwt` takes the claims by value, needs neither request nor state": [
            absent("permissions_from_jwt", "AppState"),
            absent("permissions_from_jwt", "Parts"),
            absent("permissions_from_jwt", "await"),
        ],
        "Each id is validated, which for ids means their prefix": [
            calls("permissions_from_jwt", ".validate", times=3),
            calls("BaseId::validate_", ".starts_with", times=1),
        ],
        "so `HttpError::bad_request` names the claim": [
            calls("permissions_from_jwt", "HttpError::bad_request", times=2),
            literal("HttpError::bad_request", "400"),
        ],
        "`secure_find` demands an organization and drops what is deleted, and look-ups are built "
        "on top of it; `secure_find_by_id_or_uid` adds a `Condition::any` over both columns": [
            calls("db/models/application.rs::Entity::secure_find_by_id", "secure_find", times=1),
            calls(
                "db/models/application.rs::Entity::secure_find_by_id_or_uid",
                "secure_find",
                times=1,
            ),
            calls(
                "db/models/application.rs::Entity::secure_find_by_id_or_uid",
                "Condition::any",
                times=1,
            ),
            literal("db/models/application.rs::Entity::secure_find", "false"),
        ],
        "Whoever comes through here cannot forget the tenant": argued(
            "The constructors of selects in `Entity` all start with `secure_find`, which takes the "
            "organization as an argument that is not optional.",
            "db/models/application.rs::impl Entity",
        ),
        "`ApplicationPathParams` is a struct with the one field": field(
            "core/permissions.rs::ApplicationPathParams", "app_id", "ApplicationIdOrUid"
        ),
        "The check, a private method on `Permissions`, compares `app_id()` with the row's id, "
        "passes where there is none to compare, and refuses with that same `not_found`": [
            calls("Permissions::check_app_is_permitted", ".app_id", times=1),
            calls("Permissions::check_app_is_permitted", "HttpError::not_found", times=1),
        ],
        "A portal user who guesses reads 404 with the same body either way": [
            calls("Permissions::check_app_is_permitted", "HttpError::not_found", times=1),
            calls(
                "<Application as FromRequestParts<AppState>>::from_request_parts",
                "HttpError::not_found",
                times=1,
            ),
            literal("HttpError::not_found", "404"),
        ],
        "A portal token used on a neighbour costs us a query before it is refused": before(
            "<Application as FromRequestParts<AppState>>::from_request_parts",
            ".one",
            ".check_app_is_permitted",
        ),
        "Errors of the database go up by `?` to a 500": [
            calls("error.rs::<Error as From<DbErr>>::from", "Error::database"),
            literal("error.rs::<Error as IntoResponse>::into_response", "500"),
        ],
        "So does a rejected `Path`; for that a route has to lack `app_id`, or a segment not to be "
        "UTF-8": [
            calls("error.rs::<Error as From<PathRejection>>::from", "Error::generic", times=1),
            argued(
                "axum's `Path` rejects where the parameters do not deserialize into "
                "`ApplicationPathParams`, whose `app_id` takes any string, or where percent "
                "decoding a segment gives no UTF-8; `From<PathRejection>` makes a `Generic` of it.",
                "<Application as FromRequestParts<AppState>>::from_request_parts",
                "core/permissions.rs::ApplicationPathParams",
            ),
        ],
        "tell them which claim is malformed (400)": [
            calls("permissions_from_jwt", "HttpError::bad_request", times=2),
            calls("permissions_from_jwt", "bad_token", times=2),
            literal("permissions_from_jwt", "`{field}` is not a valid {id_type} id"),
            literal("permissions_from_jwt", "`sub` is not a valid organization id."),
            literal("HttpError::bad_request", "400"),
        ],
        "a missing `sub` is a 401": [
            calls("permissions_from_jwt", "HttpError::unauthorized", times=2),
            literal("permissions_from_jwt", "Invalid token (missing `sub`)."),
            literal("HttpError::unauthorized", "401"),
        ],
    },
)
