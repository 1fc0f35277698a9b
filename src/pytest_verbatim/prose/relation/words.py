"""Words that several builds of sentences share."""

BE = frozenset({"is", "are", "gets", "get", "be"})
HAVING = frozenset(
    "has have carries carry bears bear wears wear holds hold keeps keep gets get contains contain "
    "declares declare defines define includes include takes take comes come lists offers offer "
    "gains gain receives receive owes owe provides provide consists consist shows obtains owns "
    "exposes expose".split()
)
ON = frozenset({"on", "over", "above", "atop", "upon", "onto"})
