"""Absent, null and a value stay three things from the JSON of a PATCH to its UPDATE."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    calls,
    derives,
    field,
    literal,
    returns,
    rust,
    variant,
)

absent_null_or_value = Example(
    code=[
        rust(
            "svix-server/src/v1/endpoints/endpoint/mod.rs",
            "EndpointPatch",
            "impl ModelIn for EndpointPatch",
        ),
        rust(
            "svix-server/src/v1/utils/patch.rs",
            "UnrequiredNullableField",
            "impl UnrequiredNullableField",
            "impl From<Option<T>> for UnrequiredNullableField",
            "impl Deserialize for UnrequiredNullableField",
            "patch_field_nullable!",
        ),
    ],
    prompt="""
        Pausing an endpoint over the API means reading it, flipping `disabled` and
        writing the whole of it back with PUT; two people at that undo each other's
        work. We want a PATCH whose body has what changes and nothing else.

        For columns that always hold something, `UnrequiredField` and
        `patch_field_non_nullable!` in v1/utils/patch.rs will do. But rate limit, uid,
        event types and channels can also be taken away again, so three things have to
        be told apart all the way from JSON to UPDATE. Key not sent: the column is left
        alone. Null: it is emptied. A value: it is written. Applications and event types
        will use the same for theirs, so that half belongs into patch.rs too.

        Fields are those of `EndpointIn` without the secret, which has its rotation. The
        rules of that type hold for values; a null, where one is allowed, has none to
        meet. `rateLimit` is deprecated, stays out of the API docs and still works;
        `throttleRate` shares its column and wins. Metadata lives in another table, the
        handler will see to it.
    """,
    think="""
        An `Option` has a state too few. `Option<Option<T>>` has enough, but as serde
        reads it null and a missing key both come out as the outer `None`; each field
        would have to name a function that says otherwise, and `Some(None)` explains
        itself to nobody. So an enum in patch.rs, `UnrequiredNullableField<T>`, with
        `Absent` for default, `None` and `Some`.

        Two places decide which of them it is. If the key is there, serde calls our
        `Deserialize`: `Option::deserialize`, and `From<Option<T>>` turns its answer
        into `None` or `Some`. If it is not, `#[serde(default)]` on the field says
        `Absent`. Forgetting that attribute is not a compile error and not even a 422:
        serde feeds a missing field from a stand-in that tells an `Option` it is none,
        so the key nobody sent would empty the column. The enum's doc comment has to
        warn of it, and a test should patch one field and compare the rest.

        At the other end is `endpoint::ActiveModel`, made from the fetched row. What is
        `Set` goes into sea-orm's UPDATE, what is unchanged does not, so `Absent` has
        nothing to do, and patches of different columns do not overwrite one another.
        `updated_at` is set on every save; an empty patch is still an UPDATE.

        `Set(Some(v))`, `Set(None)`, nothing: per field that is a `match` of three arms.
        A function over a column and a patch would be less magic. But
        `patch_field_non_nullable!` takes model and member, and with reason: `url` and
        `description` are both a `String` by then, and a function would accept the one
        beside the other's column. `patch_field_nullable!` does the same, its one
        identifier being both variable and column. Hence `event_types` is renamed to
        `event_types_ids` where `update_model` takes `self` apart. A third argument
        names a closure for `map`: API rates are `u16`, the column is `i32`. That
        widening cannot fail, nor can making a `String` of a parsed URL; values move,
        none is cloned.

        `throttle_rate` has no column of its own name, so it is matched by hand and
        behind `rate_limit`. If it was sent it has the last word, null included; in
        `EndpointIn`, where `or` decides, a null lets `rateLimit` through. The patch can
        tell the two apart, so it should.

        `update_model` has no error to return. What serde or a validator refuses is a
        422 before it runs; wrong types, numbers outside `u16`, a broken URL and too
        much metadata fail in serde, other values in their validators. These pass
        `Absent` and `None` untouched; a taken uid is the database's to refuse. What is
        lost without a word are strange keys: the tree has no `deny_unknown_fields`, so
        a `secret` in the body is dropped. Going out, `Absent` has no JSON form and
        would be an error, so each nullable field has serde ask `is_absent` and skip it.
    """,
    claims={
        "So an enum in patch.rs, `UnrequiredNullableField<T>`, with `Absent` for default, `None` "
        "and `Some`.": [
            variant("UnrequiredNullableField", "Absent", "None", "Some", closed=True),
            derives("UnrequiredNullableField", "Default"),
        ],
        "`Option::deserialize`, and `From<Option<T>>` turns its answer into `None` or `Some`.": [
            before(
                "<UnrequiredNullableField as Deserialize>::deserialize",
                "Option::deserialize",
                ".map",
            ),
            absent("<UnrequiredNullableField as From<Option<T>>>::from", "Absent"),
        ],
        "Forgetting that attribute is not a compile error and not even a 422: serde feeds a "
        "missing field from a stand-in that tells an `Option` it is none, so the key nobody sent "
        "would empty the column.": argued(
            "serde's derive fills a field without `default` by calling `deserialize` on a "
            "deserializer whose answer to an option is none, and the 422 of a missing field is "
            "for those that ask for something else. `UnrequiredNullableField` asks for an option, "
            "so `from` would make `None` of it, which `patch_field_nullable!` writes as "
            "`Set(None)`.",
            "<UnrequiredNullableField as Deserialize>::deserialize",
            "<UnrequiredNullableField as From<Option<T>>>::from",
            "patch_field_nullable!",
        ),
        "What is `Set` goes into sea-orm's UPDATE, what is unchanged does not, so `Absent` has "
        "nothing to do, and patches of different columns do not overwrite one another.": argued(
            "In sea-orm 1.1.20 an update takes `Set` values into its statement and passes over "
            "unchanged ones, which is what `fetch_with_metadata` makes of the row by "
            "`into_active_model`; the macro's arm for `Absent` assigns nothing.",
            "db/models/endpoint.rs::ActiveModel::fetch_with_metadata",
            "patch_field_nullable!",
            "update_endp_from_data",
        ),
        "`updated_at` is set on every save": calls(
            "db/models/endpoint.rs::<ActiveModel as ActiveModelBehavior>::before_save",
            "Set",
            times=1,
        ),
        "API rates are `u16`, the column is `i32`.": [
            field("EndpointPatch", "rate_limit", "UnrequiredNullableField<u16>"),
            field("db/models/endpoint.rs::Model", "rate_limit", "Option<i32>"),
        ],
        "That widening cannot fail, nor can making a `String` of a parsed URL; values move, none "
        "is cloned.": [
            absent("<EndpointPatch as ModelIn>::update_model", "clone"),
            absent("UnrequiredNullableField<T>::map", "clone"),
            absent("<EndpointPatch as ModelIn>::update_model", "try_into"),
        ],
        "so it is matched by hand and behind `rate_limit`": argued(
            "`update_model` expands the macro for `rate_limit` ahead of the `match` on "
            "`throttle_rate`, and both assign the same column.",
            "<EndpointPatch as ModelIn>::update_model",
        ),
        "in `EndpointIn`, where `or` decides, a null lets `rateLimit` through": [
            calls("<EndpointIn as ModelIn>::update_model", ".or", times=1),
            field("EndpointIn", "throttle_rate", "Option<u16>"),
        ],
        "a taken uid is the database's to refuse": [
            calls("update_endp_from_data", ".map_err", times=1),
            literal("is_conflict_err", "23505"),
            argued(
                "`patch_endpoint` looks up event types and the URL's scheme and no uid. The unique "
                "index over application and uid refuses the UPDATE in `update_endp_from_data`, "
                "whose `map_err` hands that to `http_error_on_conflict`.",
                "patch_endpoint",
                "update_endp_from_data",
                "http_error_on_conflict",
            ),
        ],
        "What serde or a validator refuses is a 422 before it runs; wrong types, numbers outside "
        "`u16`, a broken URL and too much metadata fail in serde": [
            field("EndpointPatch", "rate_limit", "UnrequiredNullableField<u16>"),
            field("EndpointPatch", "throttle_rate", "UnrequiredNullableField<u16>"),
            field("EndpointPatch", "version", "UnrequiredField<u16>"),
            field("EndpointPatch", "url", "UnrequiredField<Url>"),
            calls(
                "<Metadata as Deserialize<'de>>::deserialize", "serde::de::Error::custom", times=2
            ),
            before("patch_endpoint", "validate_event_types", ".update_model"),
            literal("error.rs::HttpError::unprocessable_entity", "422"),
            before(
                "<ValidatedJson<T> as FromRequest<S>>::from_request",
                "serde_path_to_error::deserialize",
                ".validate",
            ),
        ],
        "the tree has no `deny_unknown_fields`, so a `secret` in the body is dropped": [
            absent(".", "deny_unknown_fields"),
            absent("EndpointPatch", "secret"),
        ],
        "each nullable field has serde ask `is_absent` and skip it": [
            attribute(
                "EndpointPatch",
                'serde(default, skip_serializing_if = "UnrequiredNullableField::is_absent")',
            ),
            attribute(
                "EndpointPatch",
                'serde(skip_serializing_if = "UnrequiredNullableField::is_absent")',
            ),
            returns("UnrequiredNullableField::is_absent", "bool"),
            argued(
                "Five fields of `EndpointPatch` are nullable: `rate_limit`, `throttle_rate`, `uid` and "
                "`channels` name `is_absent` next to their default, `event_types` does it in an "
                "attribute of its own. One without it would send `Absent` to `serialize`, which fails.",
                "EndpointPatch",
                "<UnrequiredNullableField as Serialize>::serialize",
            ),
        ],
    },
)
