"""A set of feature flags goes from a portal token's claims into the condition of a query."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    calls,
    field,
    literal,
    rust,
    variant,
)

flags_from_token_to_where = Example(
    code=[
        rust("svix-server/src/core/security.rs", "CustomClaim", "generate_app_token"),
        rust(
            "svix-server/src/core/types/mod.rs",
            "FeatureFlag",
            "impl Deserialize for FeatureFlag",
            "FeatureFlagSet",
        ),
        rust(
            "svix-server/src/core/permissions.rs",
            "ReadAll",
            "impl FromRequestParts<AppState> for ReadAll",
            "AllowedFeatureFlags",
        ),
        rust("svix-server/src/db/models/eventtype.rs", "Entity::filter_feature_flags"),
        rust("svix-server/src/v1/endpoints/event_type.rs", "get_event_type"),
    ],
    prompt="""
        Customers want to show a new event type to some of their users before everybody
        gets it. `eventtype::Model` has a nullable `feature_flag` column for that since
        last week. Now the reading side:

        * Portal users see unflagged types and those whose flag they have; others are
          not in the list, and asking for one by name is a 404.
        * An organization's token sees everything.
        * Which flags a user has is known to our customer's backend, not to us. It says
          so when it fetches the portal token, and the token carries it. No table.
        * Tokens already out there and ones that customers sign themselves lack the
          claim. They count as having no flags; tokens without flags should look as
          they do today.
        * A flag has the alphabet and the 256 characters of our other names, wherever
          it comes in.

        `permissions_from_jwt` will pass the set on in `Permissions` for both kinds of
        token. List and single read need the same answer from the permissions module;
        neither has an application in its path.
    """,
    think="""
        From body to claim, from there to a permission and to SQL: what has to survive
        all this is the difference between "no flags" and "flags do not apply". An empty
        set is the one. For the other, an `Option` whose `None` stands for all would
        soon be read as its opposite. So core/permissions.rs gets an enum,
        `AllowedFeatureFlags`, `All` or `Some` of a set that may be empty.

        `FeatureFlag` wraps a `String` like its siblings in core/types/mod.rs, and a
        `FeatureFlagSet` is a `HashSet` of them. A flag's `Deserialize` is handwritten
        and calls `validate_limited_str`, the check of the other limited strings. With
        that it guards bodies and claims at once, where a `Validate` derive would be
        forgotten for claims, which no extractor validates. The two fail differently. A
        bad flag in a body is a 422 with its path. In a customer's own token the claims
        do not parse, `parse_bearer` makes a `None` of the reason, and the answer is a
        401 that does not say why.

        `CustomClaim` in core/security.rs is both what we write and what we read, so one
        struct has to suit old tokens and new. By its serde attributes a missing claim
        reads as the empty set, and an empty one is left out. `generate_app_token` moves
        the set into the claims of a token that lives for 28 days. Until the token runs
        out a withdrawn flag goes on working, since nothing is looked up; that is the
        price of having no table.

        `ReadAll` is the extractor, built on `permissions_from_bearer`: `org_id` and the
        flags. The id comes from `Permissions::org_id`, a clone whichever kind of token
        it was. The `match` behind it asks for the kind and moves the set out of the
        struct. An organization's token may carry flags if somebody signs it so; they
        are dropped here in favour of `All`. Neither path nor database is asked.

        In db/models/eventtype.rs, `filter_feature_flags` turns a select and a set into
        a select, by `Condition::any` of `is_in` and `is_null`. The second is not
        decoration: NULL is in no list. Of an empty set sea-orm makes a condition that
        is false, so what remains are the unflagged. Filtering the rows in Rust would be
        simpler to read and would break the pages of the list, which come with a LIMIT:
        short ones, with a wrong end.

        It sits on the entity, next to `secure_find`, and is not part of it: creating,
        changing and deleting are for organizations, and those have no set to pass. So
        `get_event_type` has an `if let` for `AllowedFeatureFlags::Some`. A gated type
        ends in the same `not_found` as a missing one. The next handler can forget that
        line; a test for each route should ask with four sets, empty, other, matching,
        both. What stays open is subscribing. The check of an endpoint's event types
        goes by `secure_find`, so a guessed name is accepted.
    """,
    claims={
        "`AllowedFeatureFlags`, `All` or `Some` of a set that may be empty.": [
            variant("AllowedFeatureFlags", "All", "Some", closed=True),
            field("AllowedFeatureFlags", "Some.0", "FeatureFlagSet"),
        ],
        "A flag's `Deserialize` is handwritten and calls `validate_limited_str`, the check of the "
        "other limited strings.": [
            calls("<FeatureFlag as Deserialize>::deserialize", "validate_limited_str", times=1),
            calls("BaseUid::validate_", "validate_limited_str", times=1),
        ],
        "the 256 characters of our other names": literal("validate_limited_str", "256"),
        "In a customer's own token the claims do not parse, `parse_bearer` makes a `None` of the "
        "reason, and the answer is a 401 that does not say why.": [
            calls("parse_bearer", ".ok", times=1),
            literal("error.rs::HttpError::unauthorized", "401"),
            argued(
                "jwt-simple 0.11.9 deserializes the claims inside `verify_token`, so what "
                "`FeatureFlag` refuses comes out of it like a forged signature; `parse_bearer` "
                "keeps no error, and `permissions_from_bearer` answers `INVALID_TOKEN_ERR`, 401.",
                "parse_bearer",
                "permissions_from_bearer",
                "<FeatureFlag as Deserialize>::deserialize",
            ),
        ],
        "A bad flag in a body is a 422 with its path.": [
            literal("error.rs::HttpError::unprocessable_entity", "422"),
            field("AppPortalAccessIn", "feature_flags", "FeatureFlagSet"),
        ],
        "By its serde attributes a missing claim reads as the empty set, and an empty one is left "
        "out.": [
            attribute("CustomClaim", "serde"),
            literal("CustomClaim", "FeatureFlagSet::is_empty"),
        ],
        "`generate_app_token` moves the set into the claims of a token that lives for 28 days.": [
            calls("generate_app_token", "Claims::with_custom_claims", times=1),
            literal("generate_app_token", "28"),
            absent("generate_app_token", "clone"),
        ],
        "The id comes from `Permissions::org_id`, a clone whichever kind of token it was.": [
            calls(
                "<ReadAll as FromRequestParts<AppState>>::from_request_parts", ".org_id", times=1
            ),
            calls("Permissions::org_id", ".clone", times=2),
            variant("AccessLevel", "Organization", "Application", closed=True),
        ],
        "Neither path nor database is asked.": [
            absent("<ReadAll as FromRequestParts<AppState>>::from_request_parts", "Path"),
            absent("<ReadAll as FromRequestParts<AppState>>::from_request_parts", "db"),
        ],
        "Of an empty set sea-orm makes a condition that is false, so what remains are the "
        "unflagged.": [
            calls("Entity::filter_feature_flags", ".is_in", times=1),
            calls("Entity::filter_feature_flags", ".is_null", times=1),
            argued(
                "sea-orm's query builder, 0.32.7, renders IN with an empty tuple as a comparison "
                "of two unequal numbers; under `Condition::any` the other arm, `is_null`, decides "
                "alone.",
                "Entity::filter_feature_flags",
            ),
        ],
        "A gated type ends in the same `not_found` as a missing one.": calls(
            "get_event_type", "HttpError::not_found", times=1
        ),
        "The check of an endpoint's event types goes by `secure_find`, so a guessed name is "
        "accepted.": [
            calls("validate_event_types", "eventtype::Entity::secure_find", times=1),
            absent("validate_event_types", "filter_feature_flags"),
            absent("v1/endpoints/endpoint/crud.rs", "AllowedFeatureFlags"),
        ],
    },
)
