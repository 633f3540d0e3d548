"""A fee cell of a list into its class and the words people read."""

from __future__ import annotations

from yui.directory.engine.fee import fee_sentence, read_fee

_LONGEST = 200


def fee_of(cell: str) -> tuple[str, str]:
    """This function will return a value of `states.FeeClass` and words (材料費あり is paid)."""
    fee = read_fee(cell)
    return fee.fee_class.value, fee_sentence(fee)[:_LONGEST] if cell else ""
