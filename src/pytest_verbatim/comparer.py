"""`Comparer`: the cases of a project beside what was accepted of them, each compared once."""

from dataclasses import dataclass, field, replace

from pytest_verbatim.accepted import Accepted, Revision, accept, parse
from pytest_verbatim.carry.way import Way, way_of
from pytest_verbatim.casefile import Case
from pytest_verbatim.change import Bases, Change, FindCommit, Held, change_of_case, without_texts
from pytest_verbatim.examiner import Examiner
from pytest_verbatim.project import Project
from pytest_verbatim.source.corpus import Corpus

_Beside = tuple[str, str | None]
"""A case by its node id, beside the text of its snapshot."""


@dataclass
class Comparer:
    """What examines the cases, and where the revisions come from at which they were accepted.

    Attributes:
        examiner: examines them at the revision in use.
        earlier: the pinned commit, where that is another revision.
        find_commit: gives any other, where it is at hand.
    """

    examiner: Examiner
    earlier: Corpus | None = None
    find_commit: FindCommit = lambda _commit, _called: None
    _bases: Bases | None = None
    _differences: dict[_Beside, Change | None] = field(default_factory=dict, init=False)
    _ways: dict[_Beside, Way] = field(default_factory=dict, init=False)

    def over(self, project: Project) -> "Comparer":
        """Return one that compares another state of the project, with the same revisions."""
        examiner = Examiner(project, self.examiner.corpus)
        return Comparer(examiner, self.earlier, self.find_commit, self.bases)

    def to_accept(self, case: Case) -> Accepted | None:
        """Return what there is to accept of a case; None where a finding stands in the way.

        Raises:
            CorpusUnavailable: there is no corpus.
        """
        if self.examiner.findings(case):
            return None
        corpus = self.examiner.opened_corpus
        revision = Revision(corpus.revision, corpus.commit)
        return accept(self.examiner.examination(case), revision)

    def change(self, case: Case, stored: str | None) -> Change | None:
        """Return how a case differs from what was accepted of it; None where it passes.

        Where an argument of its example is of a wrong type there is nothing to compare, and its
        findings are all. `stored` is the text of its snapshot.

        Raises:
            CorpusUnavailable: there is no corpus.
        """
        found = self._difference(case, stored)
        way = self.way(case, stored)
        return found if found is None else replace(found, carried=way is not None and not way.why)

    def way(self, case: Case, stored: str | None) -> Way | None:
        """Return how a case would go along in an update; None where that is for a person to say.

        Raises:
            CorpusUnavailable: there is no corpus.
        """
        found = self._difference(case, stored)
        if found is None or not found.carried or stored is None:
            return None
        if (case.id, stored) not in self._ways:
            self._ways[case.id, stored] = self._way(case, parse(stored))
        return self._ways[case.id, stored]

    def _way(self, case: Case, accepted: Accepted) -> Way:
        between = self.bases.of(accepted)
        assert between is not None  # noqa: S101  (nothing is carried without a comparison)
        followed = between.followed(case.example)
        examiner = self.examiner
        return way_of(case, followed, accepted, examiner.project, examiner.examination_with)

    def _difference(self, case: Case, stored: str | None) -> Change | None:
        """Return how a case differs, before it is asked whether an update could write it."""
        if (case.id, stored) not in self._differences:
            self._differences[case.id, stored] = self._compare(case, stored)
        return self._differences[case.id, stored]

    def _compare(self, case: Case, stored: str | None) -> Change | None:
        examiner = self.examiner
        corpus, findings = examiner.opened_corpus, examiner.findings(case)
        if examiner.prepared(case).subject is None:
            return without_texts(case, findings, stored, corpus)
        dataset = examiner.project.dataset(case.dataset)
        held = Held(case, dataset, examiner.examination(case), findings, corpus)
        return change_of_case(held, stored, self.bases.of)

    @property
    def bases(self) -> Bases:
        """Return the revisions at which cases were accepted, beside the one in use.

        Raises:
            CorpusUnavailable: there is no corpus.
        """
        if self._bases is None:
            self._bases = Bases(self.examiner.opened_corpus, self.earlier, self.find_commit)
        return self._bases
