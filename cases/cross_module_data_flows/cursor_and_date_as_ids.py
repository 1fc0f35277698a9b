"""Cursors and dates become bounds on ids, and a page of rows becomes cursors again."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    calls,
    literal,
    rust,
    variant,
)

cursor_and_date_as_ids = Example(
    code=[
        rust("svix-server/src/core/types/mod.rs", "BaseId"),
        rust(
            "svix-server/src/v1/utils/mod.rs",
            "ReversibleIterator",
            "impl Deserialize<'de> for ReversibleIterator<T>",
            "filter_and_paginate_time_limited",
            "IteratorDirection",
            "list_response_inner",
            "ModelOut",
        ),
    ],
    prompt="""
        RFC: paging through messages and attempts.

        Page numbers shift while rows come in, and deep pages get slower the deeper they
        are. Let the cursor be an id. Ours carry their time, so a list in order of ids
        is one in order of time, and a date can be put as an id, too.

        - `iterator` in the query is a cursor that we gave out. A minus sign in front of
          it means "newer than", otherwise it is "older than". We keep no state.
        - `before` and `after` are dates; both together are fine.
        - No query may look at more than `LIMITED_QUERY_DURATION`, counted from the
          dates if there are any, else from the cursor, else from now, and none looks
          further ahead than `FUTURE_QUERY_LIMIT`.
        - `after` on its own starts at that date, not at today.
        - Whichever way we read, `data` is newest first, with a cursor for either side
          and `done`. No COUNT for that. A list that cannot be read backwards must be
          able to go without the newer cursor.

        One function for the query, generic over the id types, and one for the response;
        `apply_pagination` keeps serving the lists without dates.
    """,
    think="""
        An id in core/types/mod.rs is a prefix and a KSUID in base62, of fixed length,
        its alphabet in ASCII order. The id columns collate "C", so when PostgreSQL
        compares two as strings, it compares times and, within one step of the clock,
        chance. So one column does for sorting, cursors and dates, and an index on owner
        and id serves all three. Filtering by the time of creation would want a second
        index and a rule for equal times.

        A date turns into an id by filling up what it leaves open. `start_id` gives the
        KSUID of that time a payload of zeros, `end_id` one of 0xFF bytes, and whatever
        was created in that step lies between. Comparing strictly with `start_id`,
        `before` leaves its own step out and `after` takes it in. Dates before the
        KSUID's epoch have no id; nothing here checks that. In the other direction
        `timestamp` reads the date out of a cursor.

        On the wire a cursor is the id itself, sign included, not an opaque blob: a blob
        could grow fields later, but nobody could begin at a message whose id they have.
        Deserializing takes a `String`, strips one minus and wraps the rest by
        `T::from`, as `Prev` or `Normal`. No id starts with a minus, though the name of
        an event type may. Not being a string is the one error here. `validate_` looks
        at the prefix, nothing else, and what has the prefix but is no KSUID meets the
        `expect`s of `ksuid` by way of `timestamp`: the request panics. The cure belongs
        there, for all ids.

        v1/utils/mod.rs then has to choose a single window. `limit_time` is true until a
        bound has claimed it, in the order `before`, `after`, cursor, nothing; the
        others still filter, but add none. Ascending for `Prev` and for `after` alone,
        since LIMIT keeps the rows nearest to where the sort begins. The id moves into
        its filter, so its time is read one line ahead of that. LIMIT is one more than
        asked for.

        Rows become a page in `list_response_inner`. That surplus row answers `done` and
        is cut off while the order is still the query's; only then may an ascending page
        be reversed, or the row next to the cursor would be the one to go. The cursors
        are the ids of the ends of what is left, the newer one with its minus and behind
        a parameter, which `list_response` of `ModelOut` sets. All else is moved; at
        most two ids a page are copied, through `id_copy`.

        What clients should be told: `done` speaks of the window, not of the table.
        Older messages may follow if one goes on from the last cursor all the same. And
        an empty page has no cursor for either side, so whoever polls for news keeps the
        last. The response half can be tested with a `Vec`, the sign with two strings.
    """,
    claims={
        'The id columns collate "C", so when PostgreSQL compares two as strings, it compares '
        "times and, within one step of the clock, chance": argued(
            "The migrations create the id columns with the collation C. `generate_` writes prefix "
            "and `KsuidMs`, whose twenty bytes begin with the time; svix-ksuid encodes them in 27 "
            "characters of an alphabet that runs through digits, capitals, small letters.",
            "BaseId::generate_",
        ),
        "`start_id` gives the KSUID of that time a payload of zeros, `end_id` one of 0xFF bytes": [
            literal("BaseId::start_id", "0u8"),
            literal("BaseId::end_id", "0xFFu8"),
            calls("BaseId::start_id", "Self::new", times=1),
            calls("BaseId::end_id", "Self::new", times=1),
        ],
        "Dates before the KSUID's epoch have no id; nothing here checks that.": argued(
            "A KSUID counts seconds from May 2014, unsigned. Neither `start_id` nor `generate_` "
            "compares the date with anything, and `filter_and_paginate_time_limited` hands on what "
            "the query of the client held, where `before` and `after` have no validator.",
            "BaseId::start_id",
            "BaseId::generate_",
            "filter_and_paginate_time_limited",
        ),
        "Deserializing takes a `String`, strips one minus and wraps the rest by `T::from`, as "
        "`Prev` or `Normal`": [
            calls(
                "<ReversibleIterator<T> as Deserialize<'de>>::deserialize", ".strip_prefix", times=1
            ),
            calls("<ReversibleIterator<T> as Deserialize<'de>>::deserialize", "T::from", times=2),
            variant("ReversibleIterator", "Normal", "Prev", closed=True),
        ],
        "`limit_time` is true until a bound has claimed it, in the order `before`, `after`, "
        "cursor, nothing": argued(
            "In `filter_and_paginate_time_limited` the block over `before` stands ahead of the one "
            "over `after`, each setting `limit_time` to false when it has added the window; the "
            "arms of the match on the iterator look at it last.",
            "filter_and_paginate_time_limited",
        ),
        "That surplus row answers `done` and is cut off while the order is still the query's; only "
        "then may an ascending page be reversed": [
            before("list_response_inner", ".len", ".truncate"),
            before("list_response_inner", ".truncate", ".reverse"),
            argued(
                "`list_response_inner` computes `done` from the length, truncates, and reverses if "
                "the direction is `Prev`; on a reversed page `truncate` would cut the row nearest "
                "to the cursor, as the surplus one would come to stand at the front.",
                "list_response_inner",
            ),
        ],
        "`validate_` looks at the prefix, nothing else, and what has the prefix but is no KSUID "
        "meets the `expect`s of `ksuid` by way of `timestamp`: the request panics.": [
            calls("BaseId::validate_", ".starts_with", times=1),
            calls("BaseId::timestamp", ".ksuid", times=1),
            calls("BaseId::ksuid", ".expect", times=2),
            calls("filter_and_paginate_time_limited", ".timestamp", times=2),
            argued(
                "`ValidatedQuery` validates the cursor by `validate_`, which lets any text pass "
                "behind the prefix; no layer of the router catches the panic of `expect`, and "
                "`filter_and_paginate_time_limited` asks for the `timestamp` ahead of any look "
                "at whether it is wanted.",
                "BaseId::validate_",
                "BaseId::ksuid",
                "filter_and_paginate_time_limited",
                "run_with_prefix",
            ),
        ],
        "at most two ids a page are copied, through `id_copy`": calls(
            "list_response_inner", ".id_copy", times=2
        ),
        "an empty page has no cursor for either side": [
            calls("list_response_inner", ".first", times=1),
            calls("list_response_inner", ".last", times=1),
            absent("list_response_inner", "unwrap_or"),
        ],
    },
)
