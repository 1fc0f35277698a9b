"""What goes into an idempotency key's digest, and why it is a digest."""

from pytest_verbatim import Example, absent, argued, before, bound, callers, calls, rust, value

key_digest = Example(
    code=[rust("svix-server/src/core/idempotency.rs", "impl IdempotencyKey", imports="used")],
    prompt="""
        Review note on your rewrite of the idempotency keys. It now `format!`s them
        together, and that must not go out. One ingredient is the Authorization value,
        and whoever may list keys in Redis could then read tokens; the other two, the
        client's own key and the URL, can run to many kilobytes if the client likes.

        The released code hashes, and a deploy has to find what the last one stored, so
        keep its string to the byte: `Blake2b512` over token, key and URL with a ":"
        between, in standard base64. A private `IdempotencyKey::new(auth_token, key,
        url)`, please. Two customers who pick the same "1" must not meet, nor one key on
        two URLs.

        The prefix `SVIX_IDEMPOTENCY_CACHE`, planned once, never made it into the stored
        strings. Do not slip it in now, deployed caches are full of keys without it;
        leave a FIXME that names it.
    """,
    think="""
        The three arguments are all that tells one request from another here. The body
        is not among them: a retry with a changed body and the same key gets the first
        answer, which the e2e test `test_idempotency` expects wherever there is a cache.
        The method is not either, since a key is made for POST alone.

        The algorithm is given, and rightly not a 64-bit hash like std's: a collision
        would hand a customer somebody else's response. 512 bits from `Blake2b512` put
        that out of reach, and the signature in a JWT keeps it from being guessed back
        from the digest, as long as the signing secret is a good one. HMAC-SHA256 is in
        the tree for signing, but it wants a secret, and the middleware holds none.

        Feed the hasher through `Digest::update` piece by piece rather than build a
        joined string first. Between the pieces a ":", or "ab" with "c" and "a" with
        "bc" would be one. The separator is not escaped and a client's key may contain
        it, so a contrived key and URL can still be split in two ways. To land on
        another customer's entry one has to supply the bytes of that customer's token
        all the same; prefixing lengths would be tidier, and is one more thing that
        would change each stored key.

        `CacheKey` is `AsRef<str>` and 64 raw bytes need not be UTF-8, so encode what
        `finalize` returns with base64's `STANDARD` engine: 88 characters, where hex
        takes 128. "+" and "/" trouble neither Redis nor the in-memory map.

        What comes with it: a rotated token is a new identity, and a retry sent across
        the rotation runs again. And the missing prefix means these keys share one
        namespace with whatever else lives in that Redis. Adding it would orphan up to
        twelve hours of answers there at the next deploy, and their retries would run
        again, hence the FIXME and nothing more.
    """,
    claims={
        "The body is not among them": [
            absent("IdempotencyKey::new", "body"),
            absent("core/idempotency.rs::get_key", "body"),
        ],
        """a retry with a changed body and the same key gets the first answer, which the e2e test
        `test_idempotency` expects wherever there is a cache""": [
            absent("IdempotencyKey::new", "body"),
            absent("core/idempotency.rs::get_key", "body"),
            before(
                "<IdempotencyService as Service>::call",
                "finished_serialized_response_to_response",
                "resolve_and_cache_response",
            ),
            argued(
                "`test_idempotency` posts two applications of different names under one key and "
                "asserts that both answers are equal, for each `CacheType` but `None`, where they "
                "have to differ. A digest of the body in `IdempotencyKey::new` would break it.",
                "IdempotencyKey::new",
                "core/idempotency.rs::get_key",
                "<IdempotencyService as Service>::call",
            ),
        ],
        "since a key is made for POST alone": [
            callers("core/idempotency.rs::get_key", ["<IdempotencyService as Service>::call"]),
            before("<IdempotencyService as Service>::call", "resolve_service", "get_key"),
            argued(
                "`get_key` itself would serve any method; `call` compares the method with POST "
                "before it gets there and sends all others straight to `resolve_service`.",
                "<IdempotencyService as Service>::call",
                "core/idempotency.rs::get_key",
            ),
        ],
        "rightly not a 64-bit hash like std's": [
            calls("IdempotencyKey::new", "Blake2b512::new", times=1),
            argued(
                "What a hasher of std yields in the end is a `u64`, 64 bits, whichever algorithm "
                "stands behind it; `IdempotencyKey::new` takes its digest from the blake2 crate "
                "instead.",
                "IdempotencyKey::new",
            ),
        ],
        "512 bits from `Blake2b512`": [
            calls("IdempotencyKey::new", ".finalize", times=1),
            argued(
                "`Blake2b512` is BLAKE2b at its full output length, 64 bytes or 512 bits, and what "
                "`finalize` gives in `IdempotencyKey::new` is encoded whole, with no slice taken "
                "of it.",
                "IdempotencyKey::new",
            ),
        ],
        "is in the tree for signing, but it wants a secret, and the middleware holds none": [
            calls("EndpointSecretInternal::sign", "hmac_sha256::HMAC::mac", times=1),
            absent("core/idempotency.rs", "hmac_sha256"),
            absent("core/idempotency.rs", "Configuration"),
            absent("core/idempotency.rs", "secret"),
        ],
        """Feed the hasher through `Digest::update` piece by piece rather than build a joined string
        first.""": [
            calls("IdempotencyKey::new", ".update", times=5),
            calls("IdempotencyKey::new", "format!", times=0),
            before("IdempotencyKey::new", ".update", ".finalize"),
        ],
        "`CacheKey` is `AsRef<str>` and 64 raw bytes need not be UTF-8": [
            bound("core/cache/mod.rs::CacheKey", "Self", "AsRef<str>"),
            argued(
                "512 bits are 64 bytes, and a digest takes any values, among them those that no "
                "UTF-8 string holds; `CacheBehavior` reaches the bytes of a key through a `str`.",
                "core/cache/mod.rs::CacheKey",
                "CacheBehavior::set_if_not_exists",
            ),
        ],
        """encode what `finalize` returns with base64's `STANDARD` engine: 88 characters, where hex
        takes 128""": [
            before("IdempotencyKey::new", ".finalize", ".encode"),
            calls("IdempotencyKey::new", ".encode", times=1),
            argued(
                "`STANDARD` pads: 64 bytes are 21 groups of three and one byte over, so 22 groups "
                "of four characters, 88; hex would take two characters for each byte, 128.",
                "IdempotencyKey::new",
            ),
        ],
        "up to twelve hours of answers": [
            value("expiry_default", hours=12),
            callers("expiry_default", ["resolve_and_cache_response"]),
        ],
    },
)
