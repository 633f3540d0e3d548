"""What became of a batch: said after it was applied, undone, cancelled or refused."""

from __future__ import annotations

from yui.exchange.pages.plan import answer
from yui.exchange.pages.words import ending_words, figures_words, words_of
from yui.exchange.queries import UNDO_FOR, BatchInfo
from yui.exchange.states import BatchState
from yui.lib.clock import format_moment_ja


def ended_answer(plan: BatchInfo) -> str:
    """This function will say what became of a batch."""
    if plan.state is BatchState.APPLIED and plan.applied_at is not None:
        moment = format_moment_ja(plan.applied_at)
        if plan.publishes:
            return f"{moment} に、下書き{plan.changed:,}件を公開しました。"
        done = f"{moment} に、{plan.added:,}件を加え、{plan.changed:,}件を変えました。"
        return done + ending_words(plan) + figures_words(plan)
    if plan.state is BatchState.UNDONE:
        what = "この公開" if plan.publishes else "この取り込み"
        return f"{what}は、まるごと元に戻しました。{_taken_back(plan)}"
    if plan.state is BatchState.PLANNED:
        return f"まだ何も変えていません。{answer(plan)}"
    if plan.state is BatchState.CANCELLED:
        why = plan.problem or "この取り込みは、やめました。"
        return f"{why}{words_of(plan).register}は変わっていません。"
    if plan.state is BatchState.REFUSED and not plan.was_stopped:
        return f"{plan.problem}{words_of(plan).register}は変わっていません。"
    return plan.problem


def _taken_back(plan: BatchInfo) -> str:
    """What became of the records of a batch that was undone."""
    if plan.publishes:
        return f"{plan.changed:,}件は、下書きに戻りました。"
    parts = [
        (plan.added, "加えた{:,}件を外しました。"),
        (plan.changed, "変えた{:,}件を、前の内容に戻しました。"),
        (plan.ended, "終わったことや中止にした{:,}件を、前のとおりにしました。"),
    ]
    return "".join(words.format(count) for count, words in parts if count)


def rejected_note(plan: BatchInfo) -> str:
    """This function will say how rows that stayed out come in later; "" when none did."""
    if not plan.rejected:
        return ""
    return (
        f"{plan.rejected:,}行は入っていません。元の表を直して、もう一度取り込むと入ります。"
        "入った行が二重になることはありません。前に手で直した値は覚えているので、次も同じに直せます。"
    )


def ended_title(plan: BatchInfo) -> str:
    """This function will name what became of a batch; broken off is not refused."""
    return "途中で止まりました" if plan.was_stopped else plan.state_words


def past_note(plan: BatchInfo, *, can_undo: bool) -> str:
    """This function will say what can no longer be done with a batch, and what is gone; "" else."""
    gone = "ファイルと行の中身は、消しました。件数は残っています。" if plan.is_tidied else ""
    if plan.state is BatchState.APPLIED and not can_undo:
        return f"取り込みから{UNDO_FOR.days}日を過ぎたので、元に戻せません。{gone}"
    return f"残す日数を過ぎました。{gone}" if gone else ""


def reader_note(plan: BatchInfo) -> str:
    """This function will say to who may only look at a batch who works on it; "" to others."""
    if plan.may_work:
        return ""
    return f"{plan.area_name}の取り込みです。ここでは、読むだけです。"
