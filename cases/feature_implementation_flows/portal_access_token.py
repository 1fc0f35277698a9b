"""Access to the app portal: find or make the application, and sign a token for it at the end."""

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
    rust,
)

portal_access_token = Example(
    code=[
        rust(
            "svix-server/src/v1/endpoints/auth.rs",
            "AppPortalAccessIn",
            "app_portal_access",
            "dashboard_access",
        ),
        rust("svix-server/src/core/security.rs", "CustomClaim", "generate_app_token"),
    ],
    prompt="""
        When one of our customers signs up a tenant, the first thing they do is to open
        the portal for it, long before there is a message. `app-portal-access` answers
        that with 404, and a call to create the application has to go in front. Messages
        can bring their application already; let portal access do so under the same
        rules.

        What it hands out is a token for that one application, good for 28 days, with
        the feature flags from the request in it. `permissions_from_jwt` reads such
        tokens: the organization is a claim of its own there, and the subject is the
        application. The handler signs it on its own today; please move that next to
        `generate_org_token`. The open-source server has no portal to link to; the url is
        https://docs.svix.com/app-portal/oss.

        The old `dashboard-access` route is deprecated, but clients in the field post to
        it, without a body. It has to keep working for applications that exist, and I do
        not want the logic twice.
    """,
    think="""
        Who may ask, which application, sign: each of the three belongs to a neighbour
        of auth.rs. `permissions::Organization` reads the token and queries nothing;
        `OrganizationWithApplication` has to go, its 404 leaves the body no say. Rows
        are for `application::Entity` and `create_app_from_app_in`, the rule on the uid
        for `validate_create_app_uid` of message.rs. core/security.rs keeps claims and
        keys to itself: auth.rs passes the config's `jwt_signing_config` and never sees
        which algorithm it is.

        `AppPortalAccessIn` has flags that default to none and an optional
        `ApplicationIn`, nested for validator, so a malformed one is a 422 even where
        the application exists and it would be ignored. The handler looks up by id or
        uid below the organization and matches: neither row nor body is a 404 with text,
        a row is used, the body alone is checked and created. Message creation has this
        match as well. A helper in application.rs could keep the two in step; it would
        take four parameters to hide one match, so I repeat it, and the next change has
        two places to visit.

        `dashboard_access` is a caller of the other handler. axum's extractors are plain
        values, so it passes on state, path and permission as it got them, and a
        `ValidatedJson` made by hand, default flags, no application. As it extracts no
        body, none is asked for. A test holds it to that, and another that the body's
        application is ignored where the row exists.

        The subject is `app.id` and not the uid. A uid can be changed by PUT, and
        extractors compare ids. `generate_app_token` sets `organization` to `Some`,
        which is what makes an application's token of it, and the flags; an empty set is
        left out by serde and read back as empty. Lifetime in hours, issuer and subject
        as in `generate_org_token`.

        Signing is the last step, and it can fail: a config with just a public key
        verifies tokens and cannot make one. jwt-simple's error becomes
        `Error::generic`, a 500, and a new application is committed by then. Nothing
        needs undoing. Whoever asks again, once the config is mended, finds the row.
        Signing ahead of the INSERT would need an id that is made inside the creator.

        For an existing application all this costs one SELECT and a signature. What it
        leaves behind is a token that a new signing secret would call back, along with
        all others: flags taken away from a tenant stay in it for up to 28 days.
        Deleting the application ends it for all that lies below the application; event
        types, which `ReadAll` of core/permissions.rs guards, it can go on reading.
    """,
    claims={
        "`permissions::Organization` reads the token and queries nothing": [
            absent("<Organization as FromRequestParts<AppState>>::from_request_parts", "db"),
            absent("permissions_from_bearer", "db"),
            calls(
                "<Organization as FromRequestParts<AppState>>::from_request_parts",
                "permissions_from_bearer",
                times=1,
            ),
        ],
        "core/security.rs keeps claims and keys to itself: auth.rs passes the config's "
        "`jwt_signing_config` and never sees which algorithm it is": [
            absent("v1/endpoints/auth.rs", "JwtSigningConfig"),
            absent("v1/endpoints/auth.rs", "CustomClaim"),
            field("cfg.rs::ConfigurationInner", "jwt_signing_config", "Arc<JwtSigningConfig>"),
        ],
        "Message creation has this match as well": [
            calls("create_message_inner", "validate_create_app_uid", times=1),
            callers("validate_create_app_uid", ["create_message_inner", "app_portal_access"]),
        ],
        "`generate_app_token` sets `organization` to `Some`, which is what makes an application's "
        "token of it, and the flags; an empty set is left out by serde and read back as empty": [
            calls("generate_app_token", "Some", times=1),
            field("CustomClaim", "organization", "Option<String>"),
            attribute("CustomClaim", "serde"),
            literal("CustomClaim", "FeatureFlagSet::is_empty"),
        ],
        "Signing is the last step, and it can fail: a config with just a public key verifies "
        "tokens and cannot make one": [
            before("app_portal_access", "create_app_from_app_in", "generate_app_token"),
            literal("JwtSigningConfig::generate", "cannot sign JWT with public key"),
            argued(
                "`JwtSigningConfig::generate` returns an error for the `Public` halves of RS256 to "
                "EdDSA, whose `verify_token` works; behind `generate_app_token` the handler only "
                "builds its answer.",
                "JwtSigningConfig::generate",
                "JwtSigningConfig::verify_token",
                "app_portal_access",
            ),
        ],
        "jwt-simple's error becomes `Error::generic`, a 500, and a new application is committed by "
        "then": [
            before("app_portal_access", "create_app_from_app_in", "generate_app_token"),
            literal("error.rs::<Error as IntoResponse>::into_response", "500"),
            argued(
                "`map_err(Error::generic)` in `generate_app_token` makes a `Generic`, which "
                "`into_response` answers with 500; `create_app_from_app_in` returns behind the "
                "commit of its own `transaction`.",
                "generate_app_token",
                "create_app_from_app_in",
                "error.rs::<Error as IntoResponse>::into_response",
            ),
        ],
        "For an existing application all this costs one SELECT and a signature": [
            calls("app_portal_access", ".one", times=1),
            calls("app_portal_access", "generate_app_token", times=1),
        ],
        "flags taken away from a tenant stay in it for up to 28 days": [
            literal("generate_app_token", "28"),
            literal("generate_app_token", "24"),
        ],
        "Deleting the application ends it for all that lies below the application": [
            literal("db/models/application.rs::Entity::secure_find", "false"),
            argued(
                "`secure_find` asks for rows that are not deleted, and `Application` and "
                "`ApplicationWithMetadata`, the two extractors with a path that let an "
                "application's token in, look their row up through it.",
                "db/models/application.rs::Entity::secure_find",
                "<Application as FromRequestParts<AppState>>::from_request_parts",
                "<ApplicationWithMetadata as FromRequestParts<AppState>>::from_request_parts",
            ),
        ],
        "event types, which `ReadAll` of core/permissions.rs guards, it can go on reading": [
            absent("<ReadAll as FromRequestParts<AppState>>::from_request_parts", "application"),
            absent("<ReadAll as FromRequestParts<AppState>>::from_request_parts", "db"),
        ],
        "so a malformed one is a 422 even where the application exists and it would be ignored": [
            literal("HttpError::unprocessable_entity", "422"),
            attribute("AppPortalAccessIn", "validate(nested)"),
        ],
        "`dashboard_access` is a caller of the other handler": calls(
            "dashboard_access", "app_portal_access", times=1
        ),
        "`app-portal-access` answers that with 404": [
            calls("app_portal_access", "HttpError::not_found", times=1),
            literal("HttpError::not_found", "404"),
        ],
    },
)
