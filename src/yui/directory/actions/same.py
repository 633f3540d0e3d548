"""Finding records that may be one, and what people decide: merging, keeping apart, going back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from yui.areas.rules import within
from yui.directory.actions.services import kept_service, record
from yui.directory.engine.same import Pair, find_pairs
from yui.directory.errors import MoveRefused, NotYours, PairNotFound
from yui.directory.models import SamePair, Service
from yui.directory.queries.same import municipalities_within, things_of
from yui.directory.rules import may_import
from yui.directory.states import Sameness, ServiceState
from yui.journal.actions import Act, act
from yui.policy.viewer import Viewer


def find_same(*, by: Viewer, at: datetime, area_path: str) -> int:
    """This function will look for records that may be one and return how many pairs are new.

    Each municipality is looked at by itself: its own office decides. What was decided stays
    decided; what waits and is no longer alike goes.
    Raises: NotYours.
    """
    if not may_import(by, area_path=area_path):
        raise NotYours
    return sum(_find_in(by, at, path) for path in municipalities_within(area_path))


def _find_in(by: Viewer, at: datetime, area_path: str) -> int:
    found = find_pairs(things_of(area_path))
    with act(by=by, at=at) as done:
        known = SamePair.objects.filter(
            within(area_path, "first__area__path"), within(area_path, "second__area__path")
        )
        waiting = {
            (first.hex, second.hex) for first, second in known.values_list("first_id", "second_id")
        }
        alike = {(pair.first, pair.second) for pair in found}
        gone = [
            pair.id
            for pair in known.filter(decision=Sameness.WAITING)
            if (pair.first_id.hex, pair.second_id.hex) not in alike
        ]
        SamePair.objects.filter(id__in=gone).delete()
        new = [_row(pair, at) for pair in found if (pair.first, pair.second) not in waiting]
        SamePair.objects.bulk_create(new)
        if new or gone:
            done.record(
                "directory.same.found",
                object_type="directory.same",
                object_id=area_path,
                area_path=area_path,
            )
    return len(new)


def _row(pair: Pair, at: datetime) -> SamePair:
    return SamePair(
        first_id=UUID(pair.first),
        second_id=UUID(pair.second),
        score=pair.score,
        reasons=[reason.value for reason in pair.reasons],
        found_at=at,
    )


def keep_apart(*, by: Viewer, at: datetime, pair_id: UUID) -> None:
    """This function will remember that two records are two things; they are never asked again.

    Raises: PairNotFound, NotYours.
    """
    with act(by=by, at=at) as done:
        pair, first, _second = _waiting(by, pair_id)
        pair.decision, pair.decided_at = Sameness.DIFFERENT, at
        pair.save()
        _note(done, "kept_apart", pair, first)


def merge(*, by: Viewer, at: datetime, pair_id: UUID, keep_id: UUID) -> None:
    """This function will keep one record of a pair; the other leads on to it on every door.

    Nothing of either record is thrown away, and later editions of a list go on changing the
    one they speak of. Both are touched, so that no import behind them is undone unseen.
    Raises: PairNotFound, NotYours, MoveRefused (one was merged already).
    """
    with act(by=by, at=at) as done:
        pair, first, second = _waiting(by, pair_id)
        if keep_id not in (first.id, second.id):
            raise PairNotFound
        kept, merged = (first, second) if keep_id == first.id else (second, first)
        if ServiceState.MERGED in (kept.state, merged.state):
            raise MoveRefused("もう、ほかの記録とまとめてあります。一覧を開き直してください。")
        pair.decision, pair.decided_at, pair.merged = Sameness.SAME, at, merged
        pair.state_before = merged.state
        pair.merged_modified_at, pair.kept_modified_at = merged.modified_at, kept.modified_at
        merged.state, merged.modified_at, kept.modified_at = ServiceState.MERGED, at, at
        _save((kept, merged), pair)
        record(done, merged, "merged", merged.area.path, ("state",))
        record(done, kept, "kept", kept.area.path)


def unmerge(*, by: Viewer, at: datetime, pair_id: UUID) -> None:
    """This function will take a merge back: both records stand as they stood before.

    The pair waits for a decision again. What was changed after the merge stays changed.
    Raises: PairNotFound, NotYours.
    """
    with act(by=by, at=at) as done:
        pair, first, second = _locked(by, pair_id, Sameness.SAME)
        kept, merged = (second, first) if pair.merged_id == first.id else (first, second)
        merged.state = pair.state_before
        for row, before in ((merged, pair.merged_modified_at), (kept, pair.kept_modified_at)):
            if row.modified_at == pair.decided_at and before is not None:
                row.modified_at = before
        pair.decision, pair.decided_at, pair.merged = Sameness.WAITING, None, None
        pair.state_before, pair.merged_modified_at, pair.kept_modified_at = "", None, None
        _save((kept, merged), pair)
        record(done, merged, "unmerged", merged.area.path, ("state",))
        record(done, kept, "unmerged", kept.area.path)


def _save(services: Iterable[Service], pair: SamePair) -> None:
    for row in services:
        row.save(update_fields=("state", "modified_at"))
    pair.save()


def _waiting(by: Viewer, pair_id: UUID) -> tuple[SamePair, Service, Service]:
    return _locked(by, pair_id, Sameness.WAITING)


def _locked(by: Viewer, pair_id: UUID, decision: Sameness) -> tuple[SamePair, Service, Service]:
    """A pair with both records, locked; the viewer must keep both."""
    pair = SamePair.objects.select_for_update(of=("self",)).filter(id=pair_id).first()
    if pair is None:
        raise PairNotFound
    first, second = kept_service(by, pair.first_id), kept_service(by, pair.second_id)
    if pair.decision != decision:
        raise PairNotFound
    return pair, first, second


def _note(done: Act, verb: str, pair: SamePair, first: Service) -> None:
    done.record(
        f"directory.same.{verb}",
        object_type="directory.same",
        object_id=pair.id,
        area_path=first.area.path,
        fields=("decision",),
    )
