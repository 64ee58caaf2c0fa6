"""Names from lists: what is not certain waits for a person, whose decision is kept and learned."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core import workflow as process
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError
from pandeng.domain.enterprises import naming, queries, rules
from pandeng.domain.enterprises.actions.naming import learn_name
from pandeng.domain.enterprises.lookup import Proposal, propose
from pandeng.domain.enterprises.matching import WORDS, plain
from pandeng.domain.enterprises.models import Enterprise, NameMatch
from pandeng.domain.enterprises.workflow import (
    CONFIRMED,
    MATCH,
    REJECTED,
    WAITING,
    MatchState,
)

MAX_NAMES = 5_000


PROPOSE_MATCHES = Action(
    "enterprises.propose_matches", gettext_noop("提出名称匹配"), Permission.MATCH_NAMES
)


def propose_matches(
    names: Iterable[str], *, source: str, by: Scope, now: datetime
) -> list[Proposal]:
    """Look names up; each that is likely but not certain is put to the queue, once for each pair."""
    PROPOSE_MATCHES.require(by)
    written = [name for name in (rules.tidy(one)[:120] for one in names) if name]
    if len(written) > MAX_NAMES:
        raise DomainError(_("一次最多匹配%(most)s个名称，请拆分后分别上传。") % {"most": MAX_NAMES})
    found = propose(by, written)
    waiting = [one for one in found if one.answer == "waiting" and one.best]
    held = set(
        NameMatch.objects.filter(
            cluster_id=by.in_cluster(), plain__in={plain(one.written) for one in waiting}
        ).values_list("plain", "enterprise_id")
    )
    fresh: dict[tuple[str, int], NameMatch] = {}
    for one in waiting:
        best = one.candidates[0]
        key = (plain(one.written), best.key)
        if key not in held and key not in fresh:
            fresh[key] = NameMatch(
                cluster_id=by.in_cluster(),
                written=one.written,
                plain=key[0],
                enterprise_id=best.key,
                confidence=round(best.confidence * 100),
                because=WORDS[best.how],
                source=source.strip()[:80] or gettext_noop("未注明"),
                proposed_on=timezone.localdate(now),
            )
    if fresh:
        with Change(PROPOSE_MATCHES, by=by, now=now, why=source.strip()) as change:
            change.bulk_add(fresh.values())
    return found


CONFIRM_MATCH = Action(
    "enterprises.confirm_match", gettext_noop("确认名称匹配"), Permission.MATCH_NAMES
)


def confirm_match(
    match: NameMatch, *, enterprise: Enterprise | None = None, by: Scope, now: datetime
) -> None:
    """The name means this enterprise, or another one that the person chose. It is learned as one of
    the enterprise's names, so that it is never asked again."""
    CONFIRM_MATCH.require(by)
    chosen = enterprise or match.enterprise
    for one in (match.enterprise, chosen):
        queries.own(by, one)
    _refuse_other_bearer(match, chosen)
    with Change(CONFIRM_MATCH, by=by, now=now, target=match) as change:
        _take(change, match, "confirm", by, chosen)
        if chosen.pk != match.enterprise_id:
            _confirm_other(change, match, chosen)
        for other in NameMatch.objects.filter(
            cluster_id=match.cluster_id, plain=match.plain, status=WAITING
        ).exclude(enterprise=chosen):
            _decide(change, other, REJECTED)
        learn_name(change, chosen, match.written)


def _refuse_other_bearer(match: NameMatch, chosen: Enterprise) -> None:
    borne = naming.bearer(chosen.cluster_id, match.written, but=chosen)
    if borne and borne[1] == "full":
        raise DomainError(
            _("“%(name)s”是另一家企业的全称，不能认作“%(chosen)s”。")
            % {"name": borne[0].name, "chosen": chosen.name}
        )


def _confirm_other(change: Change, match: NameMatch, chosen: Enterprise) -> None:
    """The person chose another enterprise than the one proposed."""
    held = NameMatch.objects.filter(enterprise=chosen, plain=match.plain).first()
    if held:
        _decide(change, held, CONFIRMED)
        return
    change.add(
        NameMatch(
            cluster_id=match.cluster_id,
            written=match.written,
            plain=match.plain,
            enterprise=chosen,
            confidence=100,
            because=gettext_noop("人工指定"),
            source=match.source,
            status=CONFIRMED,
            proposed_on=match.proposed_on,
            decided_on=timezone.localdate(change.now),
            decided_by_id=change.by.user_id,
        )
    )


REJECT_MATCH = Action(
    "enterprises.reject_match", gettext_noop("否定名称匹配"), Permission.MATCH_NAMES
)


def reject_match(match: NameMatch, *, by: Scope, now: datetime) -> None:
    """The name does not mean this enterprise; the pair is never proposed again."""
    REJECT_MATCH.require(by)
    queries.own(by, match.enterprise)
    with Change(REJECT_MATCH, by=by, now=now) as change:
        _take(change, match, "reject", by, match.enterprise)


def _take(change: Change, match: NameMatch, step: str, by: Scope, chosen: Enterprise) -> None:
    taking = MatchTaking(change, match, MatchState(match.status), chosen)
    process.take(MATCH, taking, step, {}, scope=by, cluster_id=match.cluster_id)


@dataclass
class MatchTaking:
    """A decision about a name being taken, as the engine asks for it."""

    change: Change
    match: NameMatch
    state: MatchState
    chosen: Enterprise
    to: str | None = None

    def run(self, effect: str, inputs: Any) -> str | None:
        """Confirmed for another enterprise, the name does not mean the one proposed."""
        if self.chosen.pk != self.match.enterprise_id:
            self.to = REJECTED
        return None

    def write(self, step: str, line: str, before: str, inputs: Any) -> None:
        assert self.to
        _decide(self.change, self.match, self.to)

    def notify(self, whom: str, line: str) -> None:
        """Nobody is notified of a decision."""


def _decide(change: Change, match: NameMatch, status: str) -> None:
    change.save(
        match,
        status=status,
        decided_on=timezone.localdate(change.now),
        decided_by_id=change.by.user_id,
    )
