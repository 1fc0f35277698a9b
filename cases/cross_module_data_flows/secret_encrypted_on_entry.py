"""A signing secret given by a customer, or made for one, becomes a marker and stored bytes."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    calls,
    field,
    literal,
    rust,
    value,
    variant,
)

secret_encrypted_on_entry = Example(
    code=[
        rust("svix-server/src/v1/endpoints/endpoint/mod.rs", "impl EndpointIn"),
        rust("svix-server/src/v1/endpoints/endpoint/secrets.rs", "generate_secret"),
        rust(
            "svix-server/src/core/types/mod.rs",
            "EndpointSecretInternal::new",
            "EndpointSecretInternal::generate_symmetric",
            "EndpointSecretInternal::generate_asymmetric",
            "EndpointSecretInternal::from_endpoint_secret",
            "EndpointSecret",
            "EndpointSecret::KEY_SIZE",
            "EndpointSecret::KEY_SIZE_MAX",
            "impl Deserialize for EndpointSecret",
            "impl Validate for EndpointSecret",
        ),
        rust(
            "svix-server/src/core/cryptography.rs",
            "Encryption",
            "Encryption::NONCE_SIZE",
            "Encryption::encrypt",
            "Encryption::enabled",
        ),
    ],
    prompt="""
        Whoever gets hold of a database dump can forge webhooks for every endpoint in
        it: the `key` column holds the signing keys in clear. Where a `main_secret` is
        configured, keys should be stored as ciphertext from now on. Installations
        without one see no difference, and a main secret may be added later, over rows
        that stay as they are. `EndpointSecretInternal` has a marker for kind and
        encryption, so each row can say what it holds; what is missing is the way in.

        Two sources have to end in that form. One is the `secret` of an `EndpointIn`,
        base64 behind `whsec_`, or behind `whsk_` for Ed25519. Whatever is wrong with it
        should come back as a 422; HMAC keys have 24 to 75 bytes. The other, for bodies
        without a secret, is a key that we make, of the kind set as
        `default_signature_type` in cfg.rs. `create_endp_from_data` in crud.rs will ask
        for either through one method of `EndpointIn`, and rotation wants the same two
        steps without a body of that type.

        I would like the compiler to stop anybody from writing a customer's secret into
        the row as it came.
    """,
    think="""
        The compiler can do that if the two forms are two types. `EndpointSecret` is
        what customers exchange with us, an enum of `Symmetric(Vec<u8>)` and
        `Asymmetric(AsymmetricKey)`. The column has `EndpointSecretInternal`. Its fields
        are private to core/types/mod.rs, and its private `new` gets flag and bytes from
        one and the same `Encryption`, so that they cannot contradict each other.
        `from_endpoint_secret` and the two generating functions all go through it.

        Outside in: `Deserialize` takes a `String` and looks at its prefix. `whsk_`
        goes to `AsymmetricKey::from_base64`, `whsec_` to the base64 engine's `decode`,
        anything else is an invalid prefix. The prefix is gone from here on, the variant
        stands for it and in the row the type in the marker. `get` instead of slicing
        takes the prefix off without a way to panic.

        Lengths would fit in there as well, but `Validate` is where the other fields of
        the body have theirs; `ValidatedJson` answers both kinds of failure with a 422.
        The floor is 24, because a stored value of just that length counts as a legacy
        row: a shorter key, in clear behind its marker, would be taken for one, or be
        refused on reading. 75 is a choice. An Ed25519 secret carries its public half in
        its last 32 bytes, which ed25519-compact copies without a check. If the halves
        do not belong together, no receiver could verify a thing, so sign three bytes
        and verify them. Both complaints are about the value as a whole and go under
        `ALL_ERROR`.

        `key_take_or_generate(&mut self, ..)` moves the secret out by `take` and leaves
        the rest for `update_model`, which skips the field. Converting in `update_model`
        looks tidier; it returns nothing, and encrypting can fail. Without a secret,
        `generate_secret` in secrets.rs matches on `DefaultSignatureType`; it knows of
        no body, so that rotation can use it too. A symmetric key is an array of 24
        random bytes; of a generated pair `sk` alone is kept, the public half being
        inside.

        `core/cryptography.rs` decides about a missing main secret, so nothing else on
        the way in has to: `Encryption` wraps an `Option` of the key, and `None` copies
        the bytes through. Otherwise XChaCha20Poly1305 with a fresh random nonce in
        front of the ciphertext. 24 bytes of nonce may be drawn blindly, so replicas
        share no counter, and equal secrets look different in a dump. A test should read
        a key back through both kinds of `Encryption`. The secret's `new` borrows a
        slice, as its sources are a `Vec`, an array and an `sk`; `encrypt` makes the
        owned bytes in either case. The clear `Vec` of a customer's key is freed
        unwiped.

        A failing cipher is `Error::generic`, a 500. On creation no endpoint exists yet:
        the key is the first thing that `create_endp_from_data` in crud.rs makes. Left
        open is what to do when a main secret is changed or taken away: the keys that
        carry the flag become unreadable.
    """,
    claims={
        "The column has `EndpointSecretInternal`.": field(
            "db/models/endpoint.rs::Model", "key", "EndpointSecretInternal"
        ),
        "its private `new` gets flag and bytes from one and the same `Encryption`, so that they "
        "cannot contradict each other.": [
            calls("EndpointSecretInternal::new", ".enabled", times=1),
            calls("EndpointSecretInternal::new", ".encrypt", times=1),
            argued(
                "`enabled` and `encrypt` both look at the one `Option` inside the `Encryption` "
                "that `EndpointSecretInternal::new` was given: with a key the flag is set and the "
                "bytes are ciphertext, with `None` neither.",
                "EndpointSecretInternal::new",
                "Encryption::enabled",
                "Encryption::encrypt",
            ),
        ],
        "`from_endpoint_secret` and the two generating functions all go through it.": [
            calls("EndpointSecretInternal::from_endpoint_secret", "Self::new", times=2),
            calls("EndpointSecretInternal::generate_symmetric", "Self::new", times=1),
            calls("EndpointSecretInternal::generate_asymmetric", "Self::new", times=1),
        ],
        "`whsk_` goes to `AsymmetricKey::from_base64`, `whsec_` to the base64 engine's `decode`, "
        "anything else is an invalid prefix.": [
            calls(
                "<EndpointSecret as Deserialize>::deserialize",
                "AsymmetricKey::from_base64",
                times=1,
            ),
            calls("<EndpointSecret as Deserialize>::deserialize", ".decode", times=1),
            literal("<EndpointSecret as Deserialize>::deserialize", "invalid prefix"),
            literal("EndpointSecretType::secret_prefix", "whsk_"),
            literal("EndpointSecretType::secret_prefix", "whsec_"),
        ],
        "Whatever is wrong with it should come back as a 422": literal(
            "error.rs::HttpError::unprocessable_entity", "422"
        ),
        "`ValidatedJson` answers both kinds of failure with a 422.": [
            calls(
                "<ValidatedJson<T> as FromRequest<S>>::from_request",
                "HttpError::unprocessable_entity",
                times=2,
            ),
            literal("error.rs::HttpError::unprocessable_entity", "422"),
        ],
        "The floor is 24, because a stored value of just that length counts as a legacy row: a "
        "shorter key, in clear behind its marker, would be taken for one, or be refused on "
        "reading.": [
            value("EndpointSecret::KEY_SIZE", count=24),
            value("EndpointSecretInternal::KEY_SIZE", count=24),
            literal("EndpointSecretInternal::from_vec", "Value too small"),
            calls("EndpointSecretInternal::from_vec", ".len", times=1),
        ],
        "75 is a choice.": value("EndpointSecret::KEY_SIZE_MAX", count=75),
        "An Ed25519 secret carries its public half in its last 32 bytes, which ed25519-compact "
        "copies without a check.": argued(
            "In ed25519-compact 2.3.1 a secret key is 64 bytes, seed and public key, 32 each; "
            "`KeyPair::from_slice`, which `AsymmetricKey::from_slice` calls, checks the length and "
            "copies the second half into `pk`.",
            "AsymmetricKey::from_slice",
            "AsymmetricKey::from_base64",
        ),
        "If the halves do not belong together, no receiver could verify a thing, so sign three "
        "bytes and verify them.": [
            before("<EndpointSecret as Validate>::validate", ".sign", ".verify"),
            literal("<EndpointSecret as Validate>::validate", "123"),
            argued(
                "The literal that `validate` signs has three bytes; what receivers are given is "
                "`pubkey`, the half that came along, and `sign` uses the seed.",
                "<EndpointSecret as Validate>::validate",
                "AsymmetricKey::pubkey",
                "EndpointSecretInternal::sign",
            ),
        ],
        "`key_take_or_generate(&mut self, ..)` moves the secret out by `take` and leaves the rest "
        "for `update_model`, which skips the field.": [
            calls("EndpointIn::key_take_or_generate", ".take", times=1),
            before("create_endp_from_data", ".key_take_or_generate", ".update_model"),
            absent("<EndpointIn as ModelIn>::update_model", "Encryption"),
        ],
        "`Encryption` wraps an `Option` of the key, and `None` copies the bytes through.": [
            field("Encryption", "0", "Option<Key>"),
            calls("Encryption::encrypt", ".to_vec", times=2),
        ],
        "Otherwise XChaCha20Poly1305 with a fresh random nonce in front of the ciphertext.": [
            calls("Encryption::encrypt", "XChaCha20Poly1305::new", times=1),
            before("Encryption::encrypt", "rand::random", ".encrypt"),
            before("Encryption::encrypt", ".to_vec", ".append"),
        ],
        "24 bytes of nonce may be drawn blindly": value("Encryption::NONCE_SIZE", bytes=24),
        "A failing cipher is `Error::generic`, a 500.": [
            calls("Encryption::encrypt", "crate::error::Error::generic", times=1),
            literal("error.rs::<Error as IntoResponse>::into_response", "500"),
        ],
        "On creation no endpoint exists yet: the key is the first thing that "
        "`create_endp_from_data` in crud.rs makes.": [
            before("create_endp_from_data", ".key_take_or_generate", "endpoint::ActiveModel::new"),
            before("create_endp_from_data", ".key_take_or_generate", ".insert"),
        ],
        "the keys that carry the flag become unreadable": [
            literal("EndpointSecretInternal::key", "main_secret unset, can't decrypt key"),
            calls("EndpointSecretInternal::key", ".decrypt", times=1),
        ],
        "The compiler can do that if the two forms are two types.": [
            variant("EndpointSecret", "Symmetric", "Asymmetric", closed=True),
            field("EndpointSecretInternal", "key", "Vec<u8>"),
            field("db/models/endpoint.rs::Model", "key", "EndpointSecretInternal"),
            field("EndpointIn", "key", "Option<EndpointSecret>"),
        ],
    },
)
