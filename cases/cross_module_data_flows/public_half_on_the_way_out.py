"""Reading a signing secret back: decrypted on the way, and of a key pair the public half alone."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    calls,
    derives,
    field,
    literal,
    returns,
    rust,
    value,
)

public_half_on_the_way_out = Example(
    code=[
        rust("svix-server/src/v1/endpoints/endpoint/secrets.rs", "get_endpoint_secret"),
        rust("svix-server/src/v1/endpoints/endpoint/mod.rs", "EndpointSecretOut"),
        rust(
            "svix-server/src/core/types/mod.rs",
            "EndpointSecretType::public_prefix",
            "EndpointSecretInternal::into_endpoint_secret",
            "EndpointSecretInternal::key",
            "EndpointSecret::serialize_public_key",
            "impl Serialize for EndpointSecret",
        ),
        rust(
            "svix-server/src/core/cryptography.rs",
            "AsymmetricKey::from_slice",
            "AsymmetricKey::pubkey",
            "Encryption::decrypt",
        ),
    ],
    prompt="""
        Nobody can read a key back from us so far, and for the Ed25519 rollout receivers
        have to know what to verify with. Could you add the GET, that is
        `v1.endpoint.get-secret`?

        - One JSON field, `key`. HMAC: the shared secret, `whsec_` and base64. Ed25519:
          the public key, `whpk_` and base64. I don't want to review every response type
          for the private half, so no serde output of an `EndpointSecret` may contain
          it. The command in main.rs that prints new key pairs has a text of its own for
          that.
        - A portal user's token is good enough, for endpoints of its application.
        - Some rows are encrypted and some are from before the main secret, side by
          side. Both are to be readable. If a row is encrypted and the main secret is
          gone, that is our fault: 500, and the log says what is wrong.
        - Signing has to get at the same bytes, so don't write the decrypting twice.
    """,
    think="""
        Where does decrypting belong, in serde or in the handler? `Serialize` is handed
        a reference and a serializer and has no road to the configuration. So two steps:
        `get_endpoint_secret` in secrets.rs turns the column's `EndpointSecretInternal`
        into an `EndpointSecret`, with `cfg.encryption` in hand and `?` on the result,
        and serde only renders what came out. A key that fails to decrypt is thereby an
        `Error` like any other. A failure within serde would be answered by axum's
        `Json`, with the text of the error as the body.

        The step both readers share is `key(&self, &Encryption)`, a private method from
        stored bytes to clear ones. It trusts the flag of the row over the
        configuration. Not encrypted: copy, whether or not a main secret exists, which
        keeps rows from before readable. Encrypted and `enabled`: `decrypt`. Encrypted
        without a main secret needs its own refusal, because the no-op `decrypt` would
        return ciphertext as if it were the key. `sign` has its secret on loan, so
        `&self` and a `Vec`; `into_endpoint_secret`, which consumes, copies a clear key
        once more than it must, some dozens of bytes.

        `decrypt` cuts the nonce off by slicing and would panic on less than 24 bytes.
        Rows cannot bring it there: `from_vec` refuses shorter values, takes one of that
        exact length for a clear key, and of anything longer leaves 24 or more behind
        the marker. A wrong main secret fails the cipher's check instead, again a
        generic error.

        For Ed25519 the clear bytes become an `AsymmetricKey` by the `from_slice` of
        core/cryptography.rs, which fails unless the length fits. `pubkey` of it is the
        half that was stored along with the seed; nothing is computed.

        `serialize_public_key` writes prefix and base64 per variant, and `Serialize`
        has that text and no other. A separate output type for the public key would be
        more explicit, yet every struct holding the other one would have to remember to
        use it. The price: the form is one way. `whsec_` can be posted again, `whpk_` is
        an invalid prefix to our own `Deserialize`, so a test on asymmetric keys had
        better read the answer as a string. `Debug` is not covered by this. It masks the
        private half of a pair and prints the bytes of a symmetric secret.

        Left behind in the row are marker, nonce and the old keys, although receivers
        may still meet signatures of the latter during their grace. The query itself
        loads all columns and runs below the `app.id` that the token was admitted to;
        not found is a 404 as elsewhere. What `key` or `from_slice` report ends in a 500
        that tells the client nothing, and in the log.
    """,
    claims={
        "It trusts the flag of the row over the configuration.": [
            before("EndpointSecretInternal::key", ".enabled", ".decrypt"),
            argued(
                "`key` asks `marker.encrypted` in its outer condition and `enabled` inside that "
                "branch alone; a clear row reaches `to_vec` with every `Encryption`.",
                "EndpointSecretInternal::key",
            ),
        ],
        "Encrypted without a main secret needs its own refusal, because the no-op `decrypt` would "
        "return ciphertext as if it were the key.": [
            literal("EndpointSecretInternal::key", "main_secret unset, can't decrypt key"),
            calls("Encryption::decrypt", ".to_vec", times=1),
        ],
        "`sign` has its secret on loan, so `&self` and a `Vec`; `into_endpoint_secret`, which "
        "consumes, copies a clear key once more than it must": [
            calls("EndpointSecretInternal::sign", ".key", times=1),
            calls("EndpointSecretInternal::into_endpoint_secret", ".key", times=1),
            calls("EndpointSecretInternal::key", ".to_vec", times=1),
            returns("EndpointSecretInternal::key", "crate::error::Result<Vec<u8>>"),
        ],
        "`decrypt` cuts the nonce off by slicing and would panic on less than 24 bytes.": [
            value("Encryption::NONCE_SIZE", bytes=24),
            argued(
                "`decrypt` indexes its argument with ranges that end and begin at `NONCE_SIZE`; "
                "slicing beyond the end panics in Rust, no length is looked at ahead of it.",
                "Encryption::decrypt",
            ),
        ],
        "Rows cannot bring it there: `from_vec` refuses shorter values, takes one of that exact "
        "length for a clear key, and of anything longer leaves 24 or more behind the marker.": [
            value("EndpointSecretInternal::KEY_SIZE", count=24),
            argued(
                "A key that is flagged as encrypted comes out of `from_vec` in its last arm only, "
                "for values longer than `KEY_SIZE`, 24, less the one byte of the marker. The other "
                "sources of the type, `new` and the text behind `whsec_` in `deserialize`, hold "
                "what `encrypt` put its nonce in front of, and clear keys.",
                "EndpointSecretInternal::from_vec",
                "EndpointSecretInternal::new",
                "<EndpointSecretInternal as Deserialize>::deserialize",
                "Encryption::encrypt",
            ),
        ],
        "`serialize_public_key` writes prefix and base64 per variant, and `Serialize` has that "
        "text and no other.": [
            calls("EndpointSecret::serialize_public_key", ".encode", times=2),
            calls("EndpointSecret::serialize_public_key", ".public_prefix", times=2),
            calls("<EndpointSecret as Serialize>::serialize", ".serialize_public_key", times=1),
            absent("<EndpointSecret as Serialize>::serialize", "serialize_secret_key"),
            absent("EndpointSecret::serialize_public_key", "sk"),
        ],
        "`whsec_` can be posted again, `whpk_` is an invalid prefix to our own `Deserialize`": [
            literal("EndpointSecretType::public_prefix", "whpk_"),
            literal("EndpointSecretType::public_prefix", "whsec_"),
            literal("EndpointSecretType::secret_prefix", "whsec_"),
            absent("<EndpointSecret as Deserialize>::deserialize", "public_prefix"),
            literal("<EndpointSecret as Deserialize>::deserialize", "invalid prefix"),
        ],
        "It masks the private half of a pair and prints the bytes of a symmetric secret.": [
            literal("<AsymmetricKey as Debug>::fmt", "<AsymmetricKey sk=*** pk={}>"),
            field("EndpointSecret", "Symmetric.0", "Vec<u8>"),
            derives("EndpointSecret", "Debug"),
        ],
        "Left behind in the row are marker, nonce and the old keys": [
            field("EndpointSecretOut", "key", "EndpointSecret"),
            absent("get_endpoint_secret", "old_keys"),
        ],
        "The query itself loads all columns and runs below the `app.id` that the token was "
        "admitted to": [
            calls("get_endpoint_secret", "endpoint::Entity::secure_find_by_id_or_uid", times=1),
            absent("get_endpoint_secret", "select_only"),
            calls(
                "core/permissions.rs::<Application as FromRequestParts>::from_request_parts",
                ".check_app_is_permitted",
                times=1,
            ),
        ],
        "not found is a 404 as elsewhere": [
            calls("get_endpoint_secret", "HttpError::not_found", times=1),
            literal("error.rs::HttpError::not_found", "404"),
        ],
        "What `key` or `from_slice` report ends in a 500 that tells the client nothing, and in "
        "the log.": [
            calls("EndpointSecretInternal::key", "crate::error::Error::generic", times=1),
            calls("AsymmetricKey::from_slice", "crate::error::Error::generic", times=1),
            literal("error.rs::<Error as IntoResponse>::into_response", "500"),
            calls("error.rs::<Error as IntoResponse>::into_response", "tracing::error!", times=1),
        ],
        "that is our fault: 500, and the log says what is wrong": literal(
            "error.rs::<Error as IntoResponse>::into_response", "500"
        ),
        "So two steps: `get_endpoint_secret` in secrets.rs turns the column's "
        "`EndpointSecretInternal` into an `EndpointSecret`, with `cfg.encryption` in hand and `?` "
        "on the result, and serde only renders what came out.": [
            calls("get_endpoint_secret", ".into_endpoint_secret", times=1),
            calls("<EndpointSecret as Serialize>::serialize", ".serialize_public_key", times=1),
            returns(
                "EndpointSecretInternal::into_endpoint_secret",
                "crate::error::Result<EndpointSecret>",
            ),
            absent("EndpointSecret::serialize_public_key", "decrypt"),
            argued(
                "`into_endpoint_secret` consumes an `EndpointSecretInternal`; its argument is "
                "`cfg.encryption`, and a `?` stands behind it. `serialize` of "
                "`EndpointSecret` calls what writes text and decrypts nothing.",
                "get_endpoint_secret",
                "EndpointSecretInternal::into_endpoint_secret",
                "<EndpointSecret as Serialize>::serialize",
                "EndpointSecret::serialize_public_key",
            ),
        ],
    },
)
