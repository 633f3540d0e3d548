"""Search follows the journal; what may not be seen is not found, whatever the index says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from django.db import connection
from structlog.testing import capture_logs

from tests.directory.builders import (
    CARE_MANAGER,
    CITY,
    OFFICER,
    OPERATOR,
    OTHER_CITY,
    OTHER_OFFICER,
    PREFECTURE,
    Town,
    consent,
    published,
    ride,
)
from yui.directory.actions import change_service, create_service, end_service, withdraw_consent
from yui.directory.states import Scope
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS
from yui.search.actions import fold_counts, follow_days, follow_entries, note_unmet, rebuild
from yui.search.models import Document, UnmetSearch
from yui.search.queries import (
    Question,
    count,
    index_fault,
    index_state,
    search,
    unmet_searches,
    ways_out,
)

EVERYWHERE = Question(sectors=())


def _follow(at: datetime) -> None:
    while follow_entries(at=at):
        pass


def _names(
    viewer: object, folder: Path, at: datetime, question: Question = EVERYWHERE
) -> list[str]:
    return [card.name for card in search(viewer, question, folder=folder, at=at).cards]  # type: ignore[arg-type]


def test_a_service_is_found_when_its_publication_was_followed(
    town: Town, folder: Path, at: datetime
) -> None:
    published(town, at)
    _follow(at)
    found = search(ANONYMOUS, Question("買い物", CITY), folder=folder, at=at)
    assert [card.name for card in found.cards] == ["あさひ 買い物いっしょ便"]
    assert found.total == 1
    assert not found.is_degraded
    assert index_state(folder) == (True, 0)
    assert index_fault(folder) is None


def test_following_again_changes_nothing(town: Town, folder: Path, at: datetime) -> None:
    published(town, at)
    _follow(at)
    before = list(Document.objects.order_by("key").values())
    assert not follow_entries(at=at)
    rebuild(at=at, from_rooms=True)
    after = list(Document.objects.order_by("key").values())
    assert [row["content"] | {"position": 0} for row in before] == [
        row["content"] | {"position": 0} for row in after
    ]


def test_a_withdrawn_service_is_gone_before_the_index_has_followed(
    town: Town, folder: Path, at: datetime
) -> None:
    made = published(town, at)
    _follow(at)
    withdraw_consent(by=OPERATOR, at=at, service_id=made.id, on=at.date())
    answer = search(ANONYMOUS, EVERYWHERE, folder=folder, at=at)
    assert (answer.cards, answer.total) == ((), 0)
    assert answer.facets.get("field", {}) == {}
    without_index = search(ANONYMOUS, EVERYWHERE, folder=folder.parent / "nothing-here", at=at)
    assert (without_index.cards, without_index.total) == ((), 0)
    _follow(at)
    assert _names(ANONYMOUS, folder, at) == []
    assert index_fault(folder) is None


def test_an_ended_service_is_gone_for_everybody(town: Town, folder: Path, at: datetime) -> None:
    made = published(town, at)
    _follow(at)
    end_service(by=OPERATOR, at=at, service_id=made.id, on=at.date())
    _follow(at)
    assert _names(ANONYMOUS, folder, at) == []


def test_a_new_name_is_found_and_the_old_one_not(town: Town, folder: Path, at: datetime) -> None:
    made = published(town, at)
    _follow(at)
    change_service(by=OFFICER, at=at, service_id=made.id, changes={"name": "ひまわり号"})
    _follow(at)
    assert _names(ANONYMOUS, folder, at, Question("ひまわり", CITY)) == ["ひまわり号"]


def test_other_towns_do_not_see_it_in_their_lists(town: Town, folder: Path, at: datetime) -> None:
    published(town, at)
    _follow(at)
    assert count(ANONYMOUS, Question(area_path=CITY), folder=folder) == 1
    assert count(ANONYMOUS, Question(area_path=OTHER_CITY), folder=folder) == 0
    assert count(ANONYMOUS, Question(area_path="98/"), folder=folder) == 1


def test_what_is_shared_with_professionals_is_found_by_them_only(
    town: Town, folder: Path, at: datetime
) -> None:
    shared = replace(consent(), record=frozenset({Scope.OFFICE, Scope.PROFESSIONALS}))
    published(town, at, ride(town, name="ないしょの集まり", consent=shared))
    _follow(at)
    assert _names(CARE_MANAGER, folder, at) == ["ないしょの集まり"]
    assert _names(OFFICER, folder, at) == ["ないしょの集まり"]
    for stranger in (ANONYMOUS, OTHER_OFFICER, PREFECTURE):
        answer = search(stranger, EVERYWHERE, folder=folder, at=at)
        assert (answer.cards, answer.total) == ((), 0)


def test_a_draft_is_not_found_by_the_public(town: Town, folder: Path, at: datetime) -> None:
    create_service(by=OPERATOR, at=at, given=ride(town, name="したがき"))
    _follow(at)
    assert _names(ANONYMOUS, folder, at) == []
    assert _names(OTHER_OFFICER, folder, at) == []


def test_a_wrong_index_leaks_nothing_and_alarms(town: Town, folder: Path, at: datetime) -> None:
    made = create_service(by=OPERATOR, at=at, given=ride(town, name="したがき"))
    _follow(at)
    row = Document.objects.get(key=made.id)
    row.content["visible_to"] = ["public"]
    row.save()
    rebuild(at=at)
    with capture_logs() as logs:
        answer = search(ANONYMOUS, EVERYWHERE, folder=folder, at=at)
    assert (answer.cards, answer.total) == ((), 0)
    assert [log["event"] for log in logs] == ["index_shows_what_may_not_be_seen"]


def test_the_database_answers_when_there_is_no_index(
    town: Town, folder: Path, at: datetime
) -> None:
    published(town, at)
    _follow(at)
    elsewhere = folder.parent / "nothing-here"
    answer = search(ANONYMOUS, Question("買い物", CITY), folder=elsewhere, at=at)
    assert answer.is_degraded
    assert [card.name for card in answer.cards] == ["あさひ 買い物いっしょ便"]
    assert search(ANONYMOUS, Question("ないことば", CITY), folder=elsewhere, at=at).total == 0
    assert index_fault(elsewhere) is not None


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        (Question(area_path=CITY, weekdays=("tue",)), 1),
        (Question(area_path=CITY, weekdays=("sun",)), 0),
        (Question(area_path=CITY, filters={"fee": ("paid",)}), 1),
        (Question(area_path=CITY, filters={"fee": ("free",)}), 0),
        (Question(area_path=CITY, filters={"flag": ("transport", "vacancy")}), 1),
        (Question(area_path=CITY, filters={"flag": ("transport", "meals")}), 0),
        (Question(area_path=CITY, filters={"need": ("shopping_together", "other")}), 1),
    ],
)
def test_without_an_index_every_condition_still_counts(
    town: Town, folder: Path, at: datetime, asked: Question, total: int
) -> None:
    published(town, at)
    _follow(at)
    elsewhere = folder.parent / "nothing-here"
    assert search(ANONYMOUS, asked, folder=folder, at=at).total == total
    assert search(ANONYMOUS, asked, folder=elsewhere, at=at).total == total


def test_consent_that_ran_out_leaves_counts_too_on_the_next_day(
    town: Town, folder: Path, at: datetime
) -> None:
    published(town, at, ride(town, consent=consent(until=at.date())))
    _follow(at)
    follow_days(at=at)
    assert count(ANONYMOUS, EVERYWHERE, folder=folder) == 1
    tomorrow = at + timedelta(days=1)
    assert follow_days(at=tomorrow)
    assert count(ANONYMOUS, EVERYWHERE, folder=folder) == 0
    assert not follow_days(at=tomorrow)


def test_a_search_in_vain_says_what_to_drop(town: Town, folder: Path, at: datetime) -> None:
    published(town, at)
    _follow(at)
    asked = Question(area_path=CITY, filters={"need": ("shopping_together",)}, weekdays=("sun",))
    assert search(ANONYMOUS, asked, folder=folder, at=at).total == 0
    assert [(way.dropped, way.total) for way in ways_out(ANONYMOUS, asked, folder=folder)] == [
        ("slot", 1)
    ]


def test_searches_in_vain_are_counted_once_whatever_happens(
    town: Town, folder: Path, at: datetime
) -> None:
    for _ in range(3):
        note_unmet(words="電球", conditions="", area_path=CITY, on=at.date())
    note_unmet(words="090-1234-5678に電話", conditions="", area_path=CITY, on=at.date())
    assert fold_counts(at=at) == 3
    assert fold_counts(at=at) == 0
    row = UnmetSearch.objects.get()
    assert (row.words, row.count, row.month) == ("電球", 3, date(2026, 11, 1))


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_fold_at_once_count_every_search_once(
    at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yui.search.actions.counting._folder", lambda: tmp_path)
    note_unmet(words="電球", conditions="", area_path=CITY, on=at.date())
    rename, others = Path.rename, []

    def rename_late(path: Path, to: Path) -> Path:
        """Before one worker takes the file, another has the time to."""
        if not others:
            others.append(Thread(target=_fold_elsewhere, args=(at,)))
            others[0].start()
            others[0].join(timeout=1)
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", rename_late)
    fold_counts(at=at)
    others[0].join(timeout=10)

    assert not others[0].is_alive()
    assert UnmetSearch.objects.get().count == 1


def _fold_elsewhere(at: datetime) -> None:
    try:
        fold_counts(at=at)
    finally:
        connection.close()


def test_words_beyond_a_number_of_kinds_are_counted_together(
    town: Town, folder: Path, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yui.search.actions.counting.MOST_KINDS", 2)
    for words in ("あ", "い", "う", "え", "あ"):
        note_unmet(words=words, conditions="", area_path=CITY, on=at.date())
    note_unmet(words="う", conditions="", area_path=OTHER_CITY, on=at.date())
    fold_counts(at=at)

    counted = UnmetSearch.objects.values_list("area_path", "words", "count")
    assert set(counted) == {(CITY, "あ", 2), (CITY, "い", 1), (CITY, "", 2), (OTHER_CITY, "う", 1)}


@pytest.mark.parametrize(("times", "shown"), [(4, None), (5, 5)])
def test_small_numbers_are_masked_for_everybody_else(
    town: Town, folder: Path, at: datetime, times: int, shown: int | None
) -> None:
    for _ in range(times):
        note_unmet(words="電球", conditions="", area_path=CITY, on=at.date())
    fold_counts(at=at)
    since = date(2026, 6, 1)
    assert [line.count for line in unmet_searches(OFFICER, CITY, since=since)] == [times]
    for stranger in (PREFECTURE, OTHER_OFFICER, ANONYMOUS):
        assert [line.count for line in unmet_searches(stranger, CITY, since=since)] == [shown]


def test_the_flat_table_alone_rebuilds_the_index(town: Town, folder: Path, at: datetime) -> None:
    published(town, at)
    _follow(at)
    assert rebuild(at=at) == 1
    assert _names(ANONYMOUS, folder, at) == ["あさひ 買い物いっしょ便"]


@pytest.mark.parametrize("nation_too", [False, True])
def test_small_numbers_of_towns_are_masked_in_the_sums_of_tiers_above(
    town: Town, folder: Path, at: datetime, nation_too: bool
) -> None:
    """Neither by the number nor by the order: a sum of one town is that town's number."""
    counts = (("98/", "あ", 2), (CITY, "い", 2), (CITY, "う", 4), (OTHER_CITY, "え", 5))
    for area_path, words, times in counts:
        for _ in range(times):
            note_unmet(words=words, conditions="", area_path=area_path, on=at.date())
    fold_counts(at=at)
    viewer, path = PREFECTURE, "98/"
    if nation_too:
        viewer, path = replace(PREFECTURE, role=Role.NATIONAL_SECRETARIAT, area_path=""), ""

    lines = unmet_searches(viewer, path, since=date(2026, 6, 1))

    of_prefecture = [("あ", None)] if nation_too else []
    own = [] if nation_too else [("あ", 2)]
    expected = [("え", 5), *own, *of_prefecture, ("い", None), ("う", None)]
    assert [(line.words, line.count) for line in lines] == expected
