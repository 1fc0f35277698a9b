"""Waiting, with a bound, for the answer of the request that holds the key."""

from pytest_verbatim import Example, argued, before, bound, calls, literal, rust, value

wait_for_first_response = Example(
    code=[rust("svix-server/src/core/idempotency.rs", "lock_loop", imports="used")],
    prompt="""
        If `set_if_not_exists` says that a key is taken and the value under it is not a
        finished response, `call` has to sit it out. Please give it a private
        `lock_loop` for that, over the `Cache` and the `IdempotencyKey`.

        I need to tell three results apart: here is the stored response, whole; there is
        none to be had, try for the lock yourself; the cache is in trouble. The last as
        an `Error` of the database kind that shows the cache error's Debug form, because
        Display leaves out why a value did not decode.

        No waiter may sleep longer than a marker lives, give or take a tick, even if
        somebody keeps setting a new one; what the reads take on top need not be
        counted. And it has to behave alike on Redis and in memory.
    """,
    think="""
        When does this end? Two clocks run. One is the TTL of the marker that stopped
        us: it was set before we began, so unless an answer takes its place, about five
        seconds on `get` finds nothing and we return `Ok(None)`. That covers a dead
        holder. It does not cover renewal: the marker is deleted after a failed call, a
        third request takes the key between two of our looks, and what we read is
        `Start` again, a young one. A stream of failing calls could keep us here for as
        long as it flows. Hence the second clock, a total that starts at zero and grows
        by `wait_duration()` each round.

        I check it in the `Start` arm and nowhere else: a finished answer is welcome
        however late, an empty key ends the wait anyhow. With `>` against
        `expiry_starting()` the 25th look, its total at exactly 5 s, goes on and the
        26th gives up. Summing leaves out the time spent in reads, which a slow Redis
        can stretch well past five seconds; comparing `Instant`s would count it. The
        bound asked for is on the sleeping, so a plain `Duration` will do. Whoever gives
        up on a live marker is normally refused the lock next, and `call` turns that
        into a 500.

        `tokio::time::sleep` at the top of the loop, `call` having looked a moment ago.
        A fixed step; growing ones would thin out the reads and find the answer later,
        little gain over so short a wait.

        For the result, `Result<Option<SerializedResponse>, Error>`. The type would
        admit `Some(Start)`, which we do not produce; a struct for the finished half
        would be stricter and mean unpacking it here. An `@` pattern with `..` passes
        the value on without naming a field.

        For the error `?` would compile, `From` of the cache error gives
        `ErrorType::Cache`. Wanted is `Error::database`, which takes anything `Display`,
        so `format_args!` with the Debug form and no `String` in between. What fails on
        Redis has been retried after pauses of 10, 20 and 40 ms; JSON that does not
        parse has not. The caller matches on `Ok(Some(..))` and asks for the lock in
        every other case, so stopping at the first error does not by itself start a
        second run.
    """,
    claims={
        "it was set before we began, so unless an answer takes its place, about five seconds on "
        "`get` finds nothing": [
            value("expiry_starting", seconds=5),
            before("<IdempotencyService as Service>::call", ".set_if_not_exists", "lock_loop"),
            literal("<RedisCache as CacheBehavior>::set_raw_if_not_exists", "PX"),
            calls("<MemoryCache as CacheBehavior>::get_raw", "check_is_expired", times=1),
            calls("lock_loop", ".get", times=1),
        ],
        "a total that starts at zero and grows by `wait_duration()` each round": [
            literal("lock_loop", "0"),
            calls("lock_loop", "wait_duration", times=2),
        ],
        "I check it in the `Start` arm and nowhere else": [
            calls("lock_loop", "expiry_starting", times=1),
            before("lock_loop", ".get", "expiry_starting"),
            argued(
                "The one comparison in `lock_loop` stands in the arm of `Ok(Some(Start))`; those "
                "of `Finished`, of `Ok(None)` and of `Err` return whatever the total is. A bound "
                "on the loop itself would break this, and it is a bare one.",
                "lock_loop",
            ),
        ],
        """With `>` against `expiry_starting()` the 25th look, its total at exactly 5 s, goes on and
        the 26th gives up.""": [
            value("wait_duration", milliseconds=200),
            value("expiry_starting", seconds=5),
            argued(
                "The total grows ahead of each look, so at the n-th it is n ticks. The check in "
                "the `Start` arm is `>` against `expiry_starting()`: at 25 ticks of 200 ms, 5 s, "
                "equal is not yet past it, at 26 the total is.",
                "lock_loop",
            ),
        ],
        "`tokio::time::sleep` at the top of the loop, `call` having looked a moment ago": [
            before("lock_loop", "tokio::time::sleep", ".get"),
            before("<IdempotencyService as Service>::call", ".get", "lock_loop"),
        ],
        "`From` of the cache error gives `ErrorType::Cache`": [
            calls("error.rs::<Error as From<cache::Error>>::from", "Error::cache"),
            calls("error.rs::Error::cache", "ErrorType::Cache", times=1),
        ],
        "Wanted is `Error::database`, which takes anything `Display`, so `format_args!`": [
            bound("error.rs::Error::database", "s", "fmt::Display"),
            calls("lock_loop", "Error::database", times=1),
            calls("lock_loop", "format_args!", times=1),
        ],
        "What fails on Redis has been retried after pauses of 10, 20 and 40 ms": [
            calls("CacheBehavior::get", "run_with_retries", times=1),
            value("core/cache/mod.rs::RETRY_SCHEDULE", milliseconds=[10, 20, 40]),
            argued(
                "`should_retry` of the Redis backend accepts `Pool` and `Database`, and what can "
                "fail in its `get_raw` is one of the two: getting a connection, or the command.",
                "<RedisCache as CacheBehavior>::should_retry",
                "<RedisCache as CacheBehavior>::get_raw",
            ),
        ],
        "asks for the lock in every other case, so stopping at the first": argued(
            "Behind an `Err` of `lock_loop` a second run begins where `set_if_not_exists` answers "
            "`Ok(true)`, that is where the key is gone by then, as it would after `Ok(None)`. "
            "A marker still in the cache, or a cache that still fails, refuses it.",
            "<IdempotencyService as Service>::call",
            "lock_loop",
        ),
    },
)
