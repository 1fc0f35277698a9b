"""Keys of either kind, current and rotated, become one header value with a signature of each."""

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
)

one_signature_per_key = Example(
    code=[
        rust("svix-server/src/worker.rs", "sign_msg"),
        rust(
            "svix-server/src/core/types/mod.rs",
            "EndpointSecretType",
            "EndpointSecretInternal",
            "EndpointSecretInternal::sign",
            "EndpointSecretInternal::type_",
        ),
        rust(
            "svix-server/src/core/cryptography.rs",
            "AsymmetricKey",
            "impl Debug for AsymmetricKey",
        ),
    ],
    prompt="""
        One Ed25519 key for the whole server was a mistake. Anybody may create an
        endpoint with any URL, and we would sign for it with the very key that everyone
        else trusts. The kind of key becomes a property of each endpoint's secret, and
        rotating can change it: an HMAC key still in its grace period, the new Ed25519
        key beside it.

        Consequences for an attempt:

        - All keys that `valid_signing_keys` lends sign it, whichever kind they are, and
          the receiver who knows one of them finds the signatures to try by a version in
          front: v1 for HMAC-SHA256, v1a for Ed25519. Comma, base64, several separated
          by a space, as our libraries have always split it.
        - What is signed does not change: message id, unix timestamp and body, joined by
          dots. The body byte for byte as it goes out.
        - Keys are encrypted at rest, given a main secret, and should be in clear for
          the length of a signature. The algorithms stay with the key types, the
          header's form in worker.rs.
        - An `AsymmetricKey` in a log line must not give away its private half.
    """,
    think="""
        A signature depends on the key's kind, and that is in the secret now: an
        `EndpointSecretType` in its marker, `repr(u8)` with fixed numbers, since they
        are stored, and the stored key beside it. So one list does for both kinds.
        `sign_msg` gets `&[&EndpointSecretInternal]` with the `&Encryption` to open
        them, the timestamp as `i64`, the body as `&str` and the `MessageId`. Out comes
        a `String`, ready for a header.

        The signed text is the same for all keys, so format it once, outside the loop.
        That is a copy of the payload. Feeding a hash in pieces would save it for HMAC,
        but a deterministic Ed25519 signature takes two passes over the message, and one
        call on bytes is what both can have. The body is the `&str` that will be sent:
        parsed and rendered again, it might differ from what the receiver gets by a
        space, and no signature would match. A dot in the body is harmless, id and
        timestamp contain none.

        `sign(&self, &Encryption, &[u8]) -> Vec<u8>` on the secret keeps the algorithms
        out of the worker. It opens the key by `key`, and matches.
        `hmac_sha256::HMAC::mac` takes the message and then the key, both as
        `AsRef<[u8]>`, so an exchange would compile; a test against a fixed signature is
        worth its line. For Ed25519 the opened bytes become an `AsymmetricKey` first.
        `sign` with `None` for noise is deterministic, so that kind can be pinned down
        by a literal too. The clear bytes are dropped by the time `sign` returns, at the
        price of opening every key anew for each attempt.

        In worker.rs the version is derived from `type_()`, which reads the marker
        and needs no decryption. itertools' `format_with` writes version, comma and
        base64 of each into the one string, a space between. Collecting strings to
        `join` them reads simpler and allocates each signature once more. Neither
        separator occurs in standard base64, so splitting stays unambiguous.

        Errors are the weak spot. `sign` has no `Result`, `unwrap` on a key that does
        not open panics, and I mark it with a FIXME for a request of its own. What it
        means: the worker spawns a task per delivery, and all endpoints of a batch are
        futures within it. One endpoint whose secret was encrypted under another main
        secret takes down what still runs beside it, the delivery is neither acked nor
        nacked, and `NUM_WORKERS` keeps counting it. With a `Result` up to
        `prepare_dispatch` the others would finish, and on Redis a nacked batch come to
        them again.

        `AsymmetricKey` gets a handwritten `Debug`, the private half as asterisks. It
        wraps the `KeyPair` in a public field all the same, since `core::types` stores
        `sk` from it. The secret derives its own, which prints the stored bytes; without
        a main secret they are the key, so it had better stay out of the log.
    """,
    claims={
        "Out comes a `String`, ready for a header.": returns("sign_msg", "String"),
        "so format it once, outside the loop.": before("sign_msg", "format!", ".format_with"),
        "Feeding a hash in pieces would save it for HMAC, but a deterministic Ed25519 signature "
        "takes two passes over the message": argued(
            "In ed25519-compact 2.3.1 signing with `sk` and `None` hashes the message for the "
            "nonce and absorbs it once more for the signature, two passes; HMAC makes one. "
            "`EndpointSecretInternal::sign` gives either the complete bytes.",
            "EndpointSecretInternal::sign",
        ),
        "It opens the key by `key`, and matches.": before(
            "EndpointSecretInternal::sign", ".key", ".type_"
        ),
        "`hmac_sha256::HMAC::mac` takes the message and then the key, both as `AsRef<[u8]>`, so an "
        "exchange would compile": argued(
            "`HMAC::mac` of hmac-sha256 is generic over two `AsRef<[u8]>`, input and key in this "
            "order; `sign` passes `bytes` and `key`, a slice and a `Vec<u8>`, and either fits in "
            "the other's place.",
            "EndpointSecretInternal::sign",
        ),
        "In worker.rs the version is derived from `type_()`, which reads the marker and needs no "
        "decryption.": [
            calls("sign_msg", ".type_", times=1),
            literal("sign_msg", "v1"),
            literal("sign_msg", "v1a"),
            absent("EndpointSecretInternal::type_", "decrypt"),
        ],
        "itertools' `format_with` writes version, comma and base64 of each into the one string, a "
        "space between.": [
            calls("sign_msg", ".format_with", times=1),
            calls("sign_msg", "format_args!", times=1),
            literal("sign_msg", " "),
        ],
        "`sign` has no `Result`, `unwrap` on a key that does not open panics": [
            returns("EndpointSecretInternal::sign", "Vec<u8>"),
            calls("EndpointSecretInternal::sign", ".unwrap", times=2),
        ],
        "the worker spawns a task per delivery, and all endpoints of a batch are futures within "
        "it.": [
            calls("queue_handler", "tokio::spawn", times=2),
            calls("process_queue_task_inner", "future::join_all", times=1),
        ],
        "One endpoint whose secret was encrypted under another main secret takes down what still "
        "runs beside it, the delivery is neither acked nor nacked, and `NUM_WORKERS` keeps "
        "counting it.": [
            before("queue_handler", "process_queue_task", ".nack"),
            before("queue_handler", "process_queue_task", ".ack"),
            before("queue_handler", "process_queue_task", ".fetch_sub"),
            argued(
                "`join_all` polls the dispatches inside the spawned task, so a panic of `sign` in "
                "one of them unwinds the task and drops the others; `ack`, `nack` and the "
                "`fetch_sub` on `NUM_WORKERS` all stand behind `process_queue_task` and are not "
                "reached. No profile of the workspace aborts on panic, and nothing short of tokio "
                "catches it.",
                "queue_handler",
                "process_queue_task_inner",
                "dispatch_message_task",
                "prepare_dispatch",
                "sign_msg",
                "EndpointSecretInternal::sign",
            ),
        ],
        "the private half as asterisks": literal(
            "<AsymmetricKey as Debug>::fmt", "<AsymmetricKey sk=*** pk={}>"
        ),
        "It wraps the `KeyPair` in a public field all the same, since `core::types` stores `sk` "
        "from it.": field("AsymmetricKey", "0", "KeyPair"),
        "The secret derives its own, which prints the stored bytes": [
            derives("EndpointSecretInternal", "Debug"),
            field("EndpointSecretInternal", "key", "Vec<u8>"),
        ],
    },
)
