"""A delivery outlives its worker: two members of an impl in their shell, with what they use."""

from pytest_verbatim import Example, absent, argued, before, callers, rust, value

lent_delivery = Example(
    code=[
        rust(
            "relay-core/src/queue.rs",
            "LEASE",
            "DeliveryQueue::lease",
            "DeliveryQueue::settle",
            "reclaim",
        )
    ],
    prompt="""
        Bug: a worker thread that panics while it is posting loses its delivery. Whoever
        takes one from `DeliveryQueue` takes it for good.

        Make that a loan, `lease`. Thirty seconds without word, and the delivery is up
        for the next worker, ahead of those that nobody has tried. Word is `settle` with
        the id, whatever came of the posting; for an id that is not out on loan it
        answers `QueueError::NotLeased`. `Entry` has a map for the loans, each with its
        deadline, and `lock` gives you the guard. Time comes in as an argument, please,
        and I would rather not run a background thread for this.
    """,
    think="""
        Without a thread the clean-up has to ride on somebody's call, and `lease` is the
        one, where a worker asks for work; until then `len` does not see an overdue
        delivery. It takes the guard, moves back what is overdue, pops the front. `?` on
        the pop makes `None` of an empty queue. What is handed out is cloned into
        `leased` beside `now + LEASE`, because a dead worker gives nothing back.
        Counting references to the payload would share it and change `Delivery` for
        everyone.

        Moving back is a free function on `Entry`. First collect the ids whose deadline
        has come, `<=`, then remove them one by one, since a map cannot lose entries
        under its own `iter`. `retain` would show me the deliveries by reference, and I
        need to own them; `extract_if` hands them over, but asks for Rust 1.88.
        `push_front`, as asked; several overdue ones come back in whatever order the
        `HashMap` has them.

        `settle` removes the id, `NotLeased` if there was none. It reads no clock: a
        worker that overran can still settle as long as nobody has called `lease` since
        its deadline. After that both workers may post, for slow is not dead, and as the
        key is just the id, the slow one's `settle` can end the other's loan. A token
        per loan would tell them apart, and is more than this bug asks.
    """,
    claims={
        "Thirty seconds without word": value("LEASE", seconds=30),
        "the clean-up has to ride on somebody's call, and `lease` is the one": callers(
            "reclaim", ["DeliveryQueue::lease"]
        ),
        "until then `len` does not see an overdue delivery": [
            absent("DeliveryQueue::len", "leased"),
            absent("DeliveryQueue::len", "reclaim"),
        ],
        "It takes the guard, moves back what is overdue, pops the front": [
            before("DeliveryQueue::lease", ".lock", "reclaim"),
            before("DeliveryQueue::lease", "reclaim", ".pop_front"),
        ],
        "First collect the ids whose deadline has come, `<=`, then remove them one by one": before(
            "reclaim", ".collect", ".remove"
        ),
        "since a map cannot lose entries under its own `iter`": argued(
            "`iter` borrows the map for as long as `reclaim` holds the iterator, and `remove` "
            "wants it mutable: one loop over both is refused by the compiler. Collecting copies "
            "the ids, `u64`, out of the map and ends the borrow.",
            "reclaim",
            "queue.rs::Entry",
        ),
        "It reads no clock: a worker that overran can still settle as long as nobody has called "
        "`lease` since its deadline": [
            absent("DeliveryQueue::settle", "Instant"),
            absent("DeliveryQueue::settle", "now"),
            callers("reclaim", ["DeliveryQueue::lease"]),
        ],
    },
)
