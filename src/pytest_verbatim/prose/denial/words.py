"""Words that make, carry or limit a denial."""

GLUE = frozenset(
    "the a an any of from to on in with for at by all some single one real actual direct further "
    "explicit trace use usage need help call calls line lines bit piece part parts word words "
    "type types item items name names import imports mention sign hint touch room place role work "
    "job reason cause business dealings dependency dependence reference references recourse "
    "resort having using needing touching calling importing involving asking reaching going "
    "through into out being it code macro macros crate crates aid support participation "
    "contribution even so kind sort form do reach bring pull drag ask turn open load go involve "
    "more much every thing things anything whatever share portion function functions method "
    "methods shred hand own about shown involvement employing resorting relying depending "
    "building drawing pulling dragging bringing knowing mentioning opening loading seeing meeting "
    "consulting invoking such as like and or us its our crates' their this that let alone".split()
)
"""Between a negation and what it governs."""
PLACES = frozenset(
    "here there anywhere whatsoever whatever either around throughout involved needed required "
    "used imported called necessary present itself too yet again today now".split()
)
"""Behind a crate that is denied, they say no more than where, or that it is so."""
LOCATIVE = frozenset("in within inside on at among around throughout behind under beneath".split())
"""Before a place of `WHERE`."""
WHERE = frozenset(
    "this these the it here any our sight play all what that use work them its file module "
    "function code anything such hand stage".split()
)
"""The first word of a place that is all that is shown."""
TAKING_PART = frozenset(
    "appears appear occurs occur enters enter figures figure features feature participates "
    "participate matters matter".split()
)
"""Verbs of having a part."""
TAKING_PART_IN = {
    "comes": frozenset("in into up here".split()),
    "come": frozenset("in into up here".split()),
    "shows": frozenset("up here".split()),
    "show": frozenset("up here".split()),
    "takes": frozenset("part any a".split()),
    "take": frozenset("part any a".split()),
    "plays": frozenset("a any part".split()),
    "play": frozenset("a any part".split()),
    "gets": frozenset("involved called used a in to any".split()),
    "get": frozenset("involved called used a in to any".split()),
    "has": frozenset("a any".split()),
    "have": frozenset("a any".split()),
    "turns": frozenset("up".split()),
    "turn": frozenset("up".split()),
    "stands": frozenset("here in".split()),
    "stand": frozenset("here in".split()),
    "belongs": frozenset("here in".split()),
    "belong": frozenset("here in".split()),
    "exists": frozenset("here".split()),
    "exist": frozenset("here".split()),
    "needs": frozenset("to".split()),
    "need": frozenset("to".split()),
    "contributes": frozenset("to anything here".split()),
    "contribute": frozenset("to anything here".split()),
    "touches": frozenset("this it any the".split()),
    "touch": frozenset("this it any the".split()),
    "goes": frozenset("in into".split()),
    "go": frozenset("in into".split()),
}
"""Verbs that mean it with one of these words behind them."""
USED = frozenset(
    "used needed required involved imported called touched named mentioned necessary part present "
    "around here there asked consulted concerned wanted invited visible relevant pulled brought "
    "drawn linked referenced reached employed loaded dragged found seen affected in at on to "
    "among one what a anywhere invoked applied engaged enlisted".split()
)
"""What is denied of a crate: "is not ..."."""
PARTICULAR = frozenset(
    "for to by with when until unless as before after only twice because if since except yet how "
    "beyond but than".split()
)
"""They narrow a denial to a part, a time or a purpose."""
EXCEPTING = frozenset(
    "but except beyond besides other apart save only unless until than yet else otherwise".split()
)
"""They make an exception from it."""
ABSENT = frozenset(
    "absent unused missing nowhere uninvolved unneeded unnecessary superfluous idle out aside "
    "away spared avoided untouched off dispensable elsewhere unmentioned redundant outside "
    "skipped omitted ignored excluded avoidable left kept set bypassed irrelevant foreign unknown "
    "alien immaterial extraneous".split()
)
"""What a crate is that has no part: "stays ..."."""
STAYING = frozenset(
    "is are was were stays stay remains remain goes go sits sit keeps keep stands stand lives "
    "live works work belongs belong be gets rests rest waits wait".split()
)
"""Verbs before these."""
USING = frozenset(
    "use uses used using need needs needed call calls called import imports imported involve "
    "involves touch touches depend depends rely relies require requires draw draws go goes reach "
    "reaches pull pulls want wants ask asks come comes build builds know knows mention mentions "
    "see sees employ employs invoke invokes contain contains borrow borrows lean leans turn turns "
    "resort resorts bring brings drag drags enlist enlists carry carries consult consults take "
    "takes stem stems originate originates belong belongs owe owes bother bothers speak speaks "
    "rest rests open opens load loads link links meet meets bear bears refer refers point points "
    "lead leads smell smells have has is are stand stands sit sits run runs work works make makes "
    "hang hangs deal deals include includes concern concerns look looks reference references "
    "appeal appeals get gets find finds wait waits pass passes leave leaves name names do does "
    "built based founded written made".split()
)
"""Verbs whose denial denies the use of what they govern."""
AVOIDING = frozenset(
    "avoid avoids avoiding skip skips skipping omit omits omitting forgo forgoes forgoing shun "
    "shuns eschew eschews exclude excludes ignore ignores bypass bypasses bypassing sidestep "
    "sidesteps spare spares sparing dispense dispenses dispensing refrain refrains abstain "
    "abstains renounce renounces".split()
)
"""Verbs of doing without."""
CLEAR_OF = frozenset(
    "free clear clean bare empty rid innocent void devoid independent unaware ignorant unrelated "
    "detached divorced away nothing far isolated decoupled distance".split()
)
"""Adjectives and nouns of doing without, before "of", "from" or "to"."""
LEAVING = frozenset(
    "leaves leave leaving left keeps keep keeping kept sets set setting puts put putting rules "
    "ruling shuts locks pushes lays".split()
)
"""Verbs of doing without, with a word of `AWAY` behind the crate."""
AWAY = frozenset(
    "aside out alone behind untouched unused away apart off outside unmentioned at be".split()
)
"""See `LEAVING`."""
ADVERBS = frozenset(
    "also simply just really thus itself still therefore then actually plainly even clearly here "
    "directly at all in fact indeed ever once of course quite so far".split()
)
"""They change nothing."""
BEFORE_SUBJECT = frozenset(
    "and but so since because as while whereas here there that the then also hence thus yet "
    "therefore though although for or both either crate crates now today even".split()
)
"""Before the subject of a clause."""
NO = frozenset("no without sans minus lacks lacking lack neither nor zero devoid free".split())
"""Negations of a noun."""
NOT = frozenset(
    "not never doesn't don't didn't isn't aren't wasn't weren't hasn't haven't cannot can't won't "
    "needn't hardly scarcely nowhere".split()
)
"""Negations of a verb."""
ANY_NEGATION = NO - {"free", "zero"} | NOT | {"nothing", "none", "nobody"}
"""All of them."""
OPEN = frozenset(
    "would could might should wouldn't couldn't shouldn't whether suppose supposing imagine "
    "pretend 'd wish ought did didn't had hadn't formerly older earlier previous previously "
    "releases".split()
)
"""They say what would be, what was, or what is asked."""
