"""Only an organization's token may send a message, and it says which organization."""

from pytest_verbatim import Example, absent, argued, before, calls, field, literal, rust

organization_token = Example(
    code=[
        rust("svix-server/src/v1/endpoints/message.rs", "create_message", imports="used"),
        rust(
            "svix-server/src/core/permissions.rs",
            "Organization",
            "impl OperationInput for Organization",
            "impl FromRequestParts<AppState> for Organization",
        ),
        rust("svix-server/src/core/security.rs", "permissions_from_bearer"),
    ],
    prompt="""
        Follow-up from the permission review. Portal tokens go to our customers' users,
        and our only way of keeping them off a route, `OrganizationWithApplication`,
        looks an application up as well. Listing applications has none to look up, and
        the POST of a message, `v1.message.create`, is about to leave the looking up to
        `create_message_inner`. Nobody may send with a portal token all the same.

        So we need an extractor that takes the organization from the token and nothing
        else, neither path nor database, and that calls an application's token
        insufficient. The POST is to be its first user.

        While you are at it: all extractors in core/permissions.rs start at the bearer
        header. Give that start its own `permissions_from_bearer` in core/security.rs,
        on top of `parse_bearer` and `permissions_from_jwt`. No token, or one that does
        not verify, is a 401. People paste the signing secret itself and then write to
        support: answer those with `JWT_SECRET_ERR`. And support wants organization and
        application on the span of the request.
    """,
    think="""
        `Application` lets portal tokens in. `OrganizationWithApplication` refuses them
        and then insists on the row, which a message that brings its own application
        does not have yet. So `Organization { org_id }`, and resolving the application
        becomes the business of `create_message_inner`, which gets `org_id` and the
        path's `app_id` and queries below that organization; somebody else's application
        looks like a missing one. What we lose: a handler with a bare `org_id` can
        forget to use it, one with a resolved row hardly can.

        `FromRequestParts<AppState>`, since header and state are enough, with our
        `Error` as rejection, so that axum renders it like any other. Of
        `permissions.access_level` the `match` moves an organization's id out;
        everything else is `HttpError::permission_denied`, a 403. The not-found of the
        application extractors hides whether something exists; here nothing is looked
        up, so there is nothing to hide. aide demands `OperationInput` of what a
        documented handler extracts. An empty impl will do: the bearer scheme is
        declared once, for the OpenAPI document that we check in, by
        `add_security_scheme` in openapi.rs, and no operation of ours refers to it.

        `permissions_from_bearer(parts, state)` begins with
        `TypedHeader<Authorization<Bearer>>` of axum_extra. Its own rejection would be
        plain text and no 401; mapped, it is our `HttpError::unauthorized`.
        `parse_bearer` returns an `Option`, expired, forged and garbled tokens alike;
        the client need not know which. In its `ok_or_else`, off the path of good
        requests, comes the question about the secret. I ask it of
        `JwtSigningConfig::Default` alone, where a guard compares the secret's bytes
        with the token's; whoever configured an algorithm gets the general message,
        though under HS256 there is a secret to paste as well. Then
        `permissions_from_jwt`, by `?`.

        The span has empty fields `org_id` and `app_id`; record the one, and the other
        if the token names an application. It happens before the extractor judges, so a
        request that ends in the 403 can be traced as well.

        No query in any of this, a signature check per request. In exchange there is no
        list to strike a token from. A token is good until the signing key changes or it
        has expired, and a while longer in the latter case, since `verify_token` is
        called without options and jwt-simple has a tolerance by default.

        In the handler `ValidatedJson` takes the body and stands last; a portal token
        has been turned away by then. For the rest it unpacks: `ref db`, `queue_tx` and
        `cache` from its copy of `AppState`, `with_content` from `ValidatedQuery`, the
        id from `Path`; no forced endpoint, and 202 by `JsonStatus`. Errors pass through
        `?` as they are.
    """,
    claims={
        "`OrganizationWithApplication` refuses them and then insists on the row": [
            before(
                "<OrganizationWithApplication as FromRequestParts<AppState>>::from_request_parts",
                "Organization::from_request_parts",
                "HttpError::not_found",
            ),
            field("OrganizationWithApplication", "app", "application::Model"),
        ],
        "`create_message_inner`, which gets `org_id` and the path's `app_id` and queries below "
        "that organization": [
            calls("create_message", "create_message_inner", times=1),
            calls(
                "create_message_inner",
                "application::Entity::secure_find_by_id_or_uid",
                times=1,
            ),
        ],
        "everything else is `HttpError::permission_denied`": calls(
            "<Organization as FromRequestParts<AppState>>::from_request_parts",
            "HttpError::permission_denied",
            times=1,
        ),
        "the bearer scheme is declared once, for the OpenAPI document that we check in, by "
        "`add_security_scheme` in openapi.rs, and no operation of ours refers to it": [
            calls("add_security_scheme", ".security_scheme", times=1),
            absent(".", "security_requirement"),
        ],
        "I ask it of `JwtSigningConfig::Default` alone, where a guard compares the secret's bytes "
        "with the token's; whoever configured an algorithm gets the general message, though under "
        "HS256 there is a secret to paste as well": argued(
            "The `match` in `permissions_from_bearer` has one arm for `Default` with that guard "
            "and `_` for the rest; `Advanced` keeps its keys inside `JWTAlgorithm`, HS256 among "
            "them, where the arm does not look.",
            "permissions_from_bearer",
            "JwtSigningConfig",
            "JWTAlgorithm",
        ),
        "It happens before the extractor judges, so a request that ends in the 403 can be traced "
        "as well": [
            before(
                "<Organization as FromRequestParts<AppState>>::from_request_parts",
                "permissions_from_bearer",
                "HttpError::permission_denied",
            ),
            calls("permissions_from_bearer", ".record", times=2),
            literal("error.rs::HttpError::permission_denied", "403"),
        ],
        "A token is good until the signing key changes or it has expired, and a while longer in "
        "the latter case, since `verify_token` is called without options and jwt-simple has a "
        "tolerance by default": argued(
            "`parse_bearer` passes `None` to `verify_token` and `JwtSigningConfig` hands that on; "
            "jwt-simple 0.11.9 then takes its default options, with fifteen minutes of tolerance "
            "for the expiry. Nothing in core/security.rs asks a store about a token.",
            "parse_bearer",
            "JwtSigningConfig::verify_token",
        ),
        "No query in any of this": [
            absent("core/security.rs", "sea_orm"),
            absent("core/security.rs", "db"),
            absent("<Organization as FromRequestParts<AppState>>::from_request_parts", "db"),
        ],
        "`ValidatedJson` takes the body and stands last; a portal token has been turned away by "
        "then": argued(
            "The extractors of `create_message` run in the order of its arguments and the first "
            "rejection ends it; ahead of `ValidatedJson`, which buffers the body, there is "
            "`permissions::Organization`, and none of the others takes more than `Parts`.",
            "create_message",
            "<ValidatedJson<T> as FromRequest<S>>::from_request",
        ),
    },
)
