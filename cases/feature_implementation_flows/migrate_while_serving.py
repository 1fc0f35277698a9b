"""Long migrations run beside the server: one instance, in order, and never in its way."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    calls,
    literal,
    returns,
    rust,
)

migrate_while_serving = Example(
    code=[
        rust(
            "svix-server/src/db/background_migrations.rs",
            "GLOBAL_LOCK_ID",
            "MIGRATIONS",
            "BackgroundMigration",
            "advisory_lock_acquire",
            "advisory_lock_release",
            "lock_key",
            "ensure_table",
            "run_migrations",
            "apply",
            "run",
            "run_with_pool",
            imports="used",
        ),
        rust("svix-server/src/db/mod.rs", "connect"),
    ],
    prompt="""
        Post-mortem of the upgrade: the new index on `messageattempt` was built by an
        ordinary migration, so the server did not listen until it was finished.
        Kubernetes killed the pod four times before that, and each time it began anew.

        Action item: migrations that run while we are serving. A list compiled into
        db/background_migrations.rs, and a future that lib.rs can join with API and
        worker and that the migrate command in main.rs can await.

        - In order; after a failure the later ones wait.
        - One instance does it. The others do not stand by.
        - Concurrent index builds refuse to run in a transaction, so none.
        - A table says what is done, how often it was tried again and what the last
          error was. A migration may bring statements to clean up after a failed try,
          and others for a revert.
        - An error is logged and tried again after five seconds, twice as long each
          time, ten minutes at most, until shutdown. It is no reason to stop serving.
        - Tests bring their own pool and list.

        First on the list is that index: endpoint, then id descending, status and
        response code included. Nothing to clean up.
    """,
    think="""
        Table, lock and retries are the concern of db/background_migrations.rs. lib.rs
        and main.rs call `run`, which opens a pool by `connect` in db/mod.rs and hands
        it to `run_with_pool` together with `MIGRATIONS`. A test begins there or, to see
        the error, at `ensure_table` and `run_migrations`, so all are public. The
        statements are plain sqlx, and a pool apart leaves the API its connections.
        Where there is no database `connect` panics, and the server with it; `init_db`
        runs into that earlier.

        Who may run? A row with an owner needs a rule for owners that died. An advisory
        lock of PostgreSQL is gone with its session, so `pg_try_advisory_lock` on one
        connection that is kept. Trying instead of waiting: the loser gets `Ok(false)`
        and leaves. If the holder dies, the losers do not come back; the next to start
        takes over. One id for all migrations: with a lock for each, an instance that
        skips what is taken would overtake the one at work. The key is a CRC times a
        constant, as sqlx does it with a constant of its own.

        `run_migrations` must not leave by `?` while it holds the lock. The connection
        would carry the lock back into the pool, and the next try, on another one, would
        find it taken and exit. So the result is kept, the loop broken off, the lock
        released, and the `?` comes last. A release that fails is a warning. `apply`
        takes other connections from the pool: if a statement kills its connection, the
        lock stays.

        In `apply` the row is there ahead of the work. A row without success means a
        failure, a dead process or one that lost its lock and works on, which are alike
        to us: warn, run the cleanup, count one attempt, clear the old error. The INSERT
        leaves the count at zero. A failing cleanup is recorded and ends the try,
        uncounted. Statements run and commit one at a time; a broken migration leaves
        half of itself behind, so authors write what can be repeated or cleaned up. The
        error text is stored by a `let _`: a database that is away will not take it
        either. A death short of the final UPDATE repeats it all.

        Here I doubt "nothing to clean up". A concurrent build that breaks off leaves an
        invalid index under the name, IF NOT EXISTS finds the name, and the second try
        records a success. `cleanup_sql` is `None` as asked; without a drop there
        somebody has to notice and revert.

        `run_with_pool` creates the table; failing that, it logs and gives up.
        `Ok(true)` and `Ok(false)` end it alike, so the migrate command reports a
        success where another instance holds the lock. An error waits under `select!`
        for the backoff or for `shutting_down_token`; meanwhile the lock is free. The
        token ends the wait and nothing else: a build under way holds up the shutdown.
    """,
    claims={
        "lib.rs and main.rs call `run`, which opens a pool by `connect` in db/mod.rs and hands it "
        "to `run_with_pool` together with `MIGRATIONS`": [
            before("background_migrations.rs::run", "super::connect", "run_with_pool"),
            calls("run_with_prefix", "db::background_migrations::run", times=1),
            calls("main.rs::main", "background_migrations::run", times=1),
            argued(
                "`run` passes the pool from `connect` and the static `MIGRATIONS` to "
                "`run_with_pool`; it does nothing else.",
                "background_migrations.rs::run",
            ),
        ],
        "Where there is no database `connect` panics, and the server with it; `init_db` runs into "
        "that earlier": [
            calls("db/mod.rs::connect", ".expect", times=1),
            calls("init_db", "connect", times=1),
            before("run_with_prefix", "init_db", "db::background_migrations::run"),
        ],
        "Trying instead of waiting: the loser gets `Ok(false)` and leaves": [
            literal("advisory_lock_acquire", "SELECT pg_try_advisory_lock($1)"),
            literal("background_migrations.rs::run_migrations", "false"),
            returns("background_migrations.rs::run_migrations", "Result<bool, sqlx::Error>"),
        ],
        "as sqlx does it with a constant of its own": argued(
            "sqlx 0.8.6 multiplies the CRC of the database's name by 0x3d32ad9e for its "
            "migrator's lock; `lock_key` does so with `GLOBAL_LOCK_ID` and another constant.",
            "lock_key",
        ),
        "`run_migrations` must not leave by `?` while it holds the lock": argued(
            "Between `advisory_lock_acquire` and `advisory_lock_release` there is no `?` in "
            "`run_migrations`; the error of `apply` is kept in a variable and returned behind "
            "the release.",
            "background_migrations.rs::run_migrations",
        ),
        "So the result is kept, the loop broken off, the lock released, and the `?` comes last": [
            before("background_migrations.rs::run_migrations", "advisory_lock_acquire", "apply"),
            before("background_migrations.rs::run_migrations", "apply", "advisory_lock_release"),
        ],
        "A release that fails is a warning": [
            calls("advisory_lock_release", "tracing::warn!", times=1),
            absent("advisory_lock_release", "Result"),
        ],
        "In `apply` the row is there ahead of the work": argued(
            "`apply` inserts the row or counts the attempt above the loop over `apply_sql`, and "
            "sets `success` below it.",
            "background_migrations.rs::apply",
        ),
        "The INSERT leaves the count at zero": [
            literal(
                "background_migrations.rs::apply",
                "INSERT INTO _svix_background_migrations (id) VALUES ($1)",
            ),
            argued(
                "`ensure_table` declares attempts with DEFAULT 0, the INSERT of `apply` names the "
                "id alone, and the UPDATE that adds one is in the arm for a row that was found.",
                "ensure_table",
                "background_migrations.rs::apply",
            ),
        ],
        "so the migrate command reports a success where another instance holds the lock": [
            literal("main.rs::main", "Migrations: success"),
            argued(
                "`run_with_pool` returns unit for `Ok(true)` and for `Ok(false)`, `run` as well, "
                "and `main` prints its line behind the await without asking which it was.",
                "run_with_pool",
                "background_migrations.rs::run",
                "main.rs::main",
            ),
        ],
        "Statements run and commit one at a time": [
            absent("background_migrations.rs::apply", "begin"),
            absent("background_migrations.rs", "transaction"),
        ],
        "the second try records a success": argued(
            "PostgreSQL keeps an index whose concurrent build failed, marked invalid; the "
            "statement in `MIGRATIONS` says IF NOT EXISTS and goes by the name, so `apply` meets "
            "no error and sets `success`.",
            "background_migrations.rs::MIGRATIONS",
            "background_migrations.rs::apply",
        ),
        "An error waits under `select!` for the backoff or for `shutting_down_token`": [
            calls("run_with_pool", "tokio::select!", times=1),
            calls("run_with_pool", "crate::shutting_down_token", times=1),
            calls("run_with_pool", "tokio::time::sleep", times=1),
        ],
        "The token ends the wait and nothing else": [
            absent("background_migrations.rs::run_migrations", "shutdown"),
            absent("background_migrations.rs::apply", "shutdown"),
            calls("run_with_pool", ".cancelled", times=1),
        ],
    },
)
