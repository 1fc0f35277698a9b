"""Which keys of a cached endpoint sign at this moment."""

from pytest_verbatim import Example, absent, argued, before, callers, calls, field, returns, rust

keys_valid_now = Example(
    code=[rust("svix-server/src/core/message_app.rs", "impl CreateMessageEndpoint")],
    prompt="""
        Webhooks are still signed with rotated secrets after their grace period. The row
        keeps an old key until the next rotation clears it out, the cached
        `CreateMessageEndpoint` has what the row has, and the worker signs with all of
        it.

        Add `valid_signing_keys` to the endpoint for the worker to use in place of the
        two fields: the current key in front, behind it those rotated keys whose
        expiration is still to come when it asks. `sign_msg` in worker.rs takes a slice
        of references to `EndpointSecretInternal`, so no copies of secrets, please.
    """,
    think="""
        The answer changes by itself while the endpoint sits in the cache, so one drawn up
        at loading could go out of date there. It is worked out at each dispatch, against
        `Utc::now()` from chrono, and the snapshot stays as it was loaded.

        `&self` in, `Vec<&EndpointSecretInternal>` out: the secrets stay borrowed from
        the endpoint, and a reference to the vector coerces to the slice that `sign_msg`
        wants. An `impl Iterator` would leave the collecting to the worker, which needs
        the slice all the same.

        `old_signing_keys` is an `Option` behind a shared borrow, hence a `match` with
        `ref`. `None`, an endpoint that was never rotated, is `vec!` of the one key.
        `Some` is `std::iter::once` with the current key, `chain` with the old ones that
        pass `filter`, the clock read for each, `map` to `&x.key`, `collect`. The
        current key is there in both arms whatever the clock says, so the list cannot
        come out empty and nobody sends unsigned. Compared with `>`: at its very instant
        a key is out.

        `ExpiringSigningKeys::unexpired_keys` makes the same comparison for the rotation,
        with one clock reading for all. It yields the old keys with their expirations, so
        the `map` would stay with me and the gain be little more than a `filter`. I write
        that out as well; if expiry ever gets a tolerance, that is one more place to
        change, besides that method and `ExpiringSigningKey::is_unexpired` of
        core/types/mod.rs. And there are two clocks in it. `rotate_key` in secrets.rs
        added the grace period to that of an API process, the worker compares with its
        own, and they may differ.

        Against an entry from before a rotation no filter helps. It still has the
        replaced key as its current one and knows nothing of the new one, until it is
        dropped or expires.
    """,
    claims={
        "the secrets stay borrowed from the endpoint": returns(
            "CreateMessageEndpoint::valid_signing_keys", "Vec<&EndpointSecretInternal>"
        ),
        "`None`, an endpoint that was never rotated, is `vec!` of the one key": [
            calls("CreateMessageEndpoint::valid_signing_keys", "vec!", times=1),
            absent("v1/endpoints/endpoint/mod.rs", "old_keys"),
            absent("v1/endpoints/endpoint/crud.rs", "old_keys"),
            absent("db/models/endpoint.rs::ActiveModel::new", "old_keys"),
        ],
        "so the list cannot come out empty and nobody sends unsigned": [
            field("CreateMessageEndpoint", "key", "EndpointSecretInternal"),
            calls("CreateMessageEndpoint::valid_signing_keys", "std::iter::once", times=1),
            argued(
                "Both arms of `valid_signing_keys` begin with `self.key`, which is no `Option`, "
                "and the `filter` on expiration stands inside the `chain`, where it sees the old "
                "keys alone.",
                "CreateMessageEndpoint::valid_signing_keys",
            ),
        ],
        "`ExpiringSigningKeys::unexpired_keys` makes the same comparison for the rotation, with "
        "one clock reading for all": [
            calls("ExpiringSigningKeys::unexpired_keys", "Utc::now", times=1),
            calls("rotate_key", ".unexpired_keys", times=1),
        ],
        "`rotate_key` in secrets.rs added the grace period to that of an API process": [
            calls("rotate_key", "Utc::now", times=1),
            calls("rotate_endpoint_secret", "rotate_key", times=1),
        ],
        "a reference to the vector coerces to the slice that `sign_msg` wants": [
            calls("prepare_dispatch", ".valid_signing_keys", times=1),
            calls("prepare_dispatch", "sign_msg", times=1),
        ],
        "It still has the replaced key as its current one and knows nothing of the new one, until "
        "it is dropped or expires": argued(
            "`valid_signing_keys` has `self.key` and `old_signing_keys` to look at, both as they "
            "were when `fetch_from_pg_by_model` read the row; the new key is in neither.",
            "CreateMessageEndpoint::valid_signing_keys",
            "CreateMessageApp::fetch_from_pg_by_model",
        ),
        "for the worker to use in place of the two fields: the current key in front, behind it "
        "those rotated keys whose expiration is still to come when it asks": [
            field("CreateMessageEndpoint", "key", "EndpointSecretInternal"),
            field("CreateMessageEndpoint", "old_signing_keys", "Option<ExpiringSigningKeys>"),
            before("CreateMessageEndpoint::valid_signing_keys", "std::iter::once", ".chain"),
            calls("CreateMessageEndpoint::valid_signing_keys", ".filter", times=1),
            callers("CreateMessageEndpoint::valid_signing_keys", ["prepare_dispatch"]),
            argued(
                "The closure of `filter` keeps an old key whose `expiration` is greater than a "
                "`Utc::now()` that it reads itself, and `once` is handed `self.key`. Turned "
                "round, the comparison would let the wrong keys through.",
                "CreateMessageEndpoint::valid_signing_keys",
            ),
        ],
    },
)
