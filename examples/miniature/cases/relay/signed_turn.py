"""One turn of the worker, from the signature to the outcome: parts of two files."""

from pytest_verbatim import Example, absent, argued, before, calls, field, rust, value

signed_turn = Example(
    code=[
        rust(
            "relay-core/src/signing.rs",
            "INNER_PAD",
            "OUTER_PAD",
            "SigningKey::sign",
            "SigningKey::padded",
        ),
        rust("relay-core/src/dispatcher.rs", "Turn", "Dispatcher::run", imports="used"),
    ],
    prompt="""
        The pieces are there: the queue, `run_attempts`, and `Dispatcher::attempt`,
        which posts once. What I need is `Dispatcher::run`, one turn of the worker,
        given the Unix time and something that sleeps.

        - `SigningKey::sign` ties the time to the payload, in this order, so that
          replacing either shows. Its result is what `digest` returns, which may become
          SHA-256 one day. The key holds the secret, padded to a block.
        - Idle, delivered, abandoned: I want to tell them apart, and for the last to
          learn the error and the number of attempts.
        - The delivery leaves the queue whether it arrived or not.
        - Trouble with the queue is an error, an abandoned delivery is not.
    """,
    think="""
        `digest` over secret, time and payload in a row would be the short way. But the
        output of FNV-1a is its whole state, so whoever holds a signature could append
        to the payload and hash on from there, and SHA-256 has the same weakness. Hence
        HMAC's nesting: an inner pass over the message, an outer one over its digest,
        each behind the secret xored with a pad, 0x36 and 0x5c. A private `padded` gives
        the `Vec<u8>` to append to. The time goes first, big-endian, so that the payload
        begins at a fixed place. With FNV this is still a toy.

        `lease` at `Instant::now()`, and `Turn::Idle` if it finds nothing. I sign ahead
        of `run_attempts`, so retries repeat a signature that ages against the
        `TOLERANCE` of `verify`; the default pauses fit, slow posts could use it up.
        Signing per attempt would keep it fresh and takes a clock. `post` does not carry
        the time; how a receiver learns it is left open.

        `settle` with `?` before the outcome becomes a `Turn`. It fails if the lease ran
        out and the delivery is waiting again, or somebody else has settled it. Then
        `NotLeased` goes up and the outcome is dropped, even a success. A transport that
        sends and then panics leaves its lease to run out, so receivers have to live
        with repetitions. `Abandoned` carries id and `Exhausted<PostError>`, `Delivered`
        the id; `Debug` and equality serve tests.
    """,
    claims={
        "each behind the secret xored with a pad, 0x36 and 0x5c": [
            value("INNER_PAD", count=0x36),
            value("OUTER_PAD", count=0x5C),
            calls("SigningKey::sign", ".padded", times=2),
        ],
        "I sign ahead of `run_attempts`, so retries repeat a signature that ages against the "
        "`TOLERANCE` of `verify`": [
            before("Dispatcher::run", ".sign", "run_attempts"),
            absent("Dispatcher::attempt", "sign"),
            absent("Dispatcher::run", "verify"),
            argued(
                "`verify` compares the time of signing with the receiver's clock and allows "
                "`TOLERANCE` between them; nothing between the attempts signs anew.",
                "SigningKey::verify",
                "Dispatcher::run",
            ),
        ],
        "the default pauses fit, slow posts could use it up": argued(
            "`BackoffPolicy::new(6)` pauses for 7.75 s in all, from 250 ms to 4 s, where "
            "`TOLERANCE` is five minutes. A post itself has no bound in `Dispatcher::attempt`, "
            "and a policy other than the default would take a change to `Dispatcher::new`.",
            "<BackoffPolicy as Default>::default",
            "BackoffPolicy::pause_after",
            "FIRST_PAUSE",
            "Dispatcher::new",
            "Dispatcher::attempt",
            "TOLERANCE",
        ),
        "`settle` with `?` before the outcome becomes a `Turn`": before(
            "Dispatcher::run", ".settle", "Turn::Delivered"
        ),
        "`Abandoned` carries id and `Exhausted<PostError>`, `Delivered` the id": [
            field("Turn", "Abandoned.0", "u64"),
            field("Turn", "Abandoned.1", "Exhausted<PostError>"),
            field("Turn", "Delivered.0", "u64"),
        ],
    },
)
