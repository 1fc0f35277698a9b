"""How a signing secret stands in the cached JSON: the bytes of the database column, as base64."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    callers,
    calls,
    derives,
    field,
    literal,
    rust,
    value,
)

cached_secret_encoding = Example(
    code=[
        rust("svix-server/src/core/message_app.rs", "CreateMessageEndpoint"),
        rust(
            "svix-server/src/core/types/mod.rs",
            "EndpointSecretMarker",
            "impl EndpointSecretMarker",
            "EndpointSecretInternal",
            "EndpointSecretInternal::KEY_SIZE",
            "EndpointSecretInternal::KEY_SIZE_MINUS_ONE",
            "EndpointSecretInternal::into_vec",
            "EndpointSecretInternal::from_vec",
            "impl Serialize for EndpointSecretInternal",
            "impl Deserialize for EndpointSecretInternal",
        ),
    ],
    prompt="""
        The endpoint half of the application snapshot has to carry the signing secrets,
        and with Redis it lands in somebody's store as JSON. `EndpointSecret`, which is
        for customers, is the wrong type for it: an Ed25519 secret comes out as its
        public key, and making one from a row may need the main secret.

        Let `CreateMessageEndpoint` hold an `EndpointSecretInternal`, and give this type
        a serde form of the same bytes as in our database column: a first byte that says
        which kind of key it is and whether it is encrypted, then the key as it is
        stored. Nothing is decrypted for the cache.

        To be read, besides what we write: 24 bytes without that first one, from the
        days when all was HMAC in the clear, and strings with `whsec_` in front, as some
        rows have among their old keys. What is none of these is an error of
        deserialization.

        What the worker and `filtered_endpoints` need of an endpoint goes along, rate
        limit and time of the first failure too. The event types stay `event_types_ids`
        in the JSON and are also understood as `event_types`. The old keys may not be
        used from outside without a look at their expiry.
    """,
    think="""
        One pair of functions for the bytes, `into_vec` and `from_vec`, and both stores
        go through it: sea-orm's conversions for the column, serde for the cache and for
        the JSON of the old keys. Kind and flag are an `EndpointSecretMarker`:
        `EndpointSecretType` in the low bits, `ENCRYPTED_FLAG` as the top one, and a
        `type_` to ask. `from_u8` masks the flag away and answers an unknown kind with
        `Error::generic`; `to_u8` cannot fail.

        `from_vec` goes by the length. Below `KEY_SIZE` it is too small, at 24 a legacy
        key, HMAC in the clear, above it the first byte is the marker. This works as long
        as a marker with its key is not 24 bytes long, hence keys have at least 24
        themselves, and the constant gets a warning. A pattern with `..=` may end in a
        constant but not in `KEY_SIZE - 1`, so that number has a name too.

        Derived serde would give a nested object with the key as a list of numbers.
        `STANDARD.encode` makes four characters of three bytes, in a document that holds
        the endpoints of the whole application and is parsed on each hit. `into_vec`
        consumes, serde lends, so clone.

        Reading: a `String`, and `starts_with` for the `secret_prefix` of `Hmac256`. Its
        underscore is not in the standard alphabet, so nothing we write looks like it.
        Behind it is the bare key in base64, HMAC and unencrypted, taken with `get`
        rather than by slicing. Otherwise decode and `from_vec`. What fails on either
        branch goes through `Error::custom`.

        And where does it end? In the cache it spoils the entry of the whole application:
        `get` returns an error without another try or a line in the log, and
        `layered_fetch` goes to the rows as it would on a miss and tries to put a good
        entry over the bad one. In `old_keys` of a row it is worse, the `expect` of
        `json_wrapper!` panics, so old forms have to stay readable.

        None of this is protection. A secret made under a main secret is ciphertext in
        the cache as well, as `new` encrypts and neither conversion undoes it. One made
        without is base64 to whoever reads Redis. And `Debug` is derived, so a logged
        snapshot shows the stored bytes. A rotated secret stops being the current one in
        there with the delete on rotation, or else with the TTL of thirty seconds.

        Marker and secret derive `Clone`, and `PartialEq` and `Eq` because the row's
        `Model` does. The endpoint derives `Clone` and both serde traits. `rename` keeps
        the JSON's name, `alias` admits the other; `old_signing_keys` private, its
        comment naming `valid_signing_keys`. Types as in the row, but for the limit:
        optional are event types, channels, headers, a `u16` rate limit, the old keys
        and the first failure; id, url, key and the two flags are mandatory.
    """,
    claims={
        "an Ed25519 secret comes out as its public key": [
            calls("<EndpointSecret as Serialize>::serialize", ".serialize_public_key", times=1),
            calls("EndpointSecret::serialize_public_key", ".pubkey", times=1),
        ],
        "One pair of functions for the bytes, `into_vec` and `from_vec`, and both stores go "
        "through it: sea-orm's conversions for the column, serde for the cache and for the JSON of "
        "the old keys": [
            callers(
                "EndpointSecretInternal::into_vec",
                [
                    "<EndpointSecretInternal as Serialize>::serialize",
                    "<sea_orm::Value as From<EndpointSecretInternal>>::from",
                ],
            ),
            calls("<EndpointSecretInternal as sea_orm::TryGetable>::try_get", "from_vec", times=1),
            calls("<EndpointSecretInternal as Deserialize>::deserialize", "from_vec", times=1),
            field("ExpiringSigningKey", "key", "EndpointSecretInternal"),
            derives("ExpiringSigningKey", "Serialize"),
        ],
        "`to_u8` cannot fail": argued(
            "`EndpointSecretMarker::to_u8` turns the type into its number with `into` and sets a "
            "bit; it has no `Result` and calls nothing that could panic.",
            "EndpointSecretMarker::to_u8",
            "EndpointSecretType",
        ),
        "Below `KEY_SIZE` it is too small, at 24 a legacy key, HMAC in the clear, above it the "
        "first byte is the marker": [
            value("EndpointSecretInternal::KEY_SIZE", count=24),
            literal("EndpointSecretInternal::from_vec", "Value too small"),
            calls("EndpointSecretInternal::from_vec", "EndpointSecretMarker::from_u8", times=1),
        ],
        "hence keys have at least 24 themselves": [
            value("EndpointSecret::KEY_SIZE", count=24),
            argued(
                "`validate` of `EndpointSecret` refuses a symmetric key below `KEY_SIZE`, 24, and "
                "`generate_symmetric` makes one of that size; an Ed25519 key and what encryption "
                "makes of either are longer.",
                "<EndpointSecret as Validate>::validate",
                "EndpointSecretInternal::generate_symmetric",
                "EndpointSecretInternal::new",
            ),
        ],
        "`into_vec` consumes, serde lends, so clone": before(
            "<EndpointSecretInternal as Serialize>::serialize", ".clone", ".into_vec"
        ),
        "`from_u8` masks the flag away and answers an unknown kind with `Error::generic`": [
            value("EndpointSecretMarker::ENCRYPTED_FLAG", count=128),
            calls("EndpointSecretMarker::from_u8", "Error::generic", times=1),
            calls("EndpointSecretMarker::from_u8", "EndpointSecretType::try_from", times=1),
        ],
        "`get` returns an error without another try or a line in the log, and `layered_fetch` goes "
        "to the rows as it would on a miss and tries to put a good entry over the bad one": [
            absent("<RedisCache as CacheBehavior>::should_retry", "Deserialization"),
            before("CreateMessageApp::layered_fetch", ".get", "fetch_from_pg_by_model"),
            before("CreateMessageApp::layered_fetch", "fetch_from_pg_by_model", ".set"),
            absent("core/cache/mod.rs", "tracing"),
            absent("core/message_app.rs", "tracing"),
        ],
        "the `expect` of `json_wrapper!` panics": [
            literal("json_wrapper!", "Error deserializing JSON"),
            argued(
                "`ExpiringSigningKeys` gets its `TryGetable` from `json_wrapper!`, whose `try_get` "
                "calls `expect` on what `serde_json::from_value` says; a key in there that does "
                "not deserialize is such an error.",
                "json_wrapper!",
                "ExpiringSigningKeys",
                "ExpiringSigningKey",
            ),
        ],
        "as `new` encrypts and neither conversion undoes it": [
            calls("EndpointSecretInternal::new", ".encrypt", times=1),
            absent("EndpointSecretInternal::into_vec", "decrypt"),
            absent("<EndpointSecretInternal as Serialize>::serialize", "decrypt"),
            absent("<EndpointSecretInternal as Deserialize>::deserialize", "decrypt"),
        ],
        "`Debug` is derived, so a logged snapshot shows the stored bytes": [
            derives("EndpointSecretInternal", "Debug"),
            derives("CreateMessageEndpoint", "Debug"),
            derives("CreateMessageApp", "Debug"),
        ],
        "A rotated secret stops being the current one in there with the delete on rotation, or "
        "else with the TTL of thirty seconds": [
            calls("rotate_endpoint_secret", "CreateMessageApp::invalidate", times=1),
            literal("create_message_inner", "30"),
            literal("process_queue_task_inner", "30"),
        ],
        "Types as in the row, but for the limit": [
            field("db/models/endpoint.rs::Model", "rate_limit", "Option<i32>"),
            field("CreateMessageEndpoint", "rate_limit", "Option<u16>"),
            field(
                "db/models/endpoint.rs::Model", "first_failure_at", "Option<DateTimeWithTimeZone>"
            ),
            field("CreateMessageEndpoint", "first_failure_at", "Option<DateTime<FixedOffset>>"),
        ],
        "id, url, key and the two flags are mandatory": [
            field("CreateMessageEndpoint", "id", "EndpointId"),
            field("CreateMessageEndpoint", "url", "String"),
            field("CreateMessageEndpoint", "key", "EndpointSecretInternal"),
            field("CreateMessageEndpoint", "disabled", "bool"),
            field("CreateMessageEndpoint", "deleted", "bool"),
        ],
    },
)
