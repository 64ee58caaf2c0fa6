"""Names from lists: what is not certain waits for a person, whose decision is kept and learned."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.errors import DomainError, EditConflict
from pandeng.domain.enterprises import naming, queries, rules
from pandeng.domain.enterprises.actions.naming import learn_name
from pandeng.domain.enterprises.lookup import Proposal, propose
from pandeng.domain.enterprises.matching import WORDS, plain
from pandeng.domain.enterprises.models import Enterprise, MatchStatus, NameMatch

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
    _refuse_decided(match)
    borne = naming.bearer(by.in_cluster(), match.written, but=chosen)
    if borne and borne[1] == "full":
        raise DomainError(
            _("“%(name)s”是另一家企业的全称，不能认作“%(chosen)s”。")
            % {"name": borne[0].name, "chosen": chosen.name}
        )
    with Change(CONFIRM_MATCH, by=by, now=now) as change:
        if chosen.pk == match.enterprise_id:
            _decide(change, match, MatchStatus.CONFIRMED)
        else:
            _decide(change, match, MatchStatus.REJECTED)
            held = NameMatch.objects.filter(enterprise=chosen, plain=match.plain).first()
            if held:
                _decide(change, held, MatchStatus.CONFIRMED)
            else:
                change.add(
                    NameMatch(
                        cluster_id=match.cluster_id,
                        written=match.written,
                        plain=match.plain,
                        enterprise=chosen,
                        confidence=100,
                        because=gettext_noop("人工指定"),
                        source=match.source,
                        status=MatchStatus.CONFIRMED,
                        proposed_on=match.proposed_on,
                        decided_on=timezone.localdate(now),
                        decided_by_id=by.user_id,
                    )
                )
        for other in NameMatch.objects.filter(
            cluster_id=match.cluster_id, plain=match.plain, status=MatchStatus.WAITING
        ).exclude(enterprise=chosen):
            _decide(change, other, MatchStatus.REJECTED)
        learn_name(change, chosen, match.written)


REJECT_MATCH = Action(
    "enterprises.reject_match", gettext_noop("否定名称匹配"), Permission.MATCH_NAMES
)


def reject_match(match: NameMatch, *, by: Scope, now: datetime) -> None:
    """The name does not mean this enterprise; the pair is never proposed again."""
    REJECT_MATCH.require(by)
    queries.own(by, match.enterprise)
    _refuse_decided(match)
    with Change(REJECT_MATCH, by=by, now=now) as change:
        _decide(change, match, MatchStatus.REJECTED)


def _refuse_decided(match: NameMatch) -> None:
    if match.status != MatchStatus.WAITING:
        raise EditConflict(_("这条匹配已经有人处理过，请刷新。"))


def _decide(change: Change, match: NameMatch, status: str) -> None:
    change.save(
        match,
        status=status,
        decided_on=timezone.localdate(change.now),
        decided_by_id=change.by.user_id,
    )
