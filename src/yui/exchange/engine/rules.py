"""Names of what the importer mends and of what it asks people to look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Rule(StrEnum):
    """This enumeration will name the repairs; each is proved by the cell itself."""

    LOST_ZERO = "lost_zero"
    FULL_WIDTH = "full_width"
    CHECK_DIGIT = "check_digit"
    CODE_FROM_ADDRESS = "code_from_address"
    LINE_BREAK = "line_break"
    HTML = "html"
    SPACES = "spaces"
    DASH_AS_EMPTY = "dash_as_empty"
    COMMA_NUMBER = "comma_number"
    SWAPPED_POINT = "swapped_point"
    POINT_DROPPED = "point_dropped"
    POINT_FAR = "point_far"
    POINT_HALF = "point_half"
    POINT_MISSING = "point_missing"
    BROKEN_NUMBER = "broken_number"
    MAIL_IN_URL = "mail_in_url"
    URL_SCHEME = "url_scheme"
    URL_DROPPED = "url_dropped"
    HYPHENS = "hyphens"
    PHONE_DROPPED = "phone_dropped"
    NUMBER_DROPPED = "number_dropped"
    POSTAL_CODE = "postal_code"
    HELPER_COLUMN = "helper_column"
    BLANK_ROW = "blank_row"
    FORMULA_GUARD = "formula_guard"
    HIDDEN_LETTERS = "hidden_letters"
    PHONE_WORDS = "phone_words"
    FEE_WORDS = "fee_words"
    CUT = "cut"
    YEAR_FROM_PERIOD = "year_from_period"
    IN_DESCRIPTION = "in_description"
    BY_HAND = "by_hand"
    AS_BEFORE = "as_before"
    AREA_CODE = "area_code"
    FROM_ABOVE = "from_above"


class Flag(StrEnum):
    """This enumeration will name what a person should look at; nothing was changed."""

    FAR_FROM_OFFICE = "far_from_office"
    OTHER_PREFECTURE = "other_prefecture"
    HOURS_NOT_READ = "hours_not_read"
    PHONE_LEFT_OUT = "phone_left_out"
    PHONE_KEPT = "phone_kept"
    PHONE_OWN = "phone_own"
    FAX_OWN = "fax_own"
    TEXT_OWN = "text_own"
    PLACE_OWN = "place_own"
    SPHERE_UNKNOWN = "sphere_unknown"
    TIME_IMPOSSIBLE = "time_impossible"
    CAPACITY_NOT_READ = "capacity_not_read"
    NO_ADDRESS = "no_address"
    KIND_NOT_READ = "kind_not_read"
    CONFIRMED_LEFT_OUT = "confirmed_left_out"
    CONFIRMED_TO_COME = "confirmed_to_come"
    TOO_LONG = "too_long"
    SAME_PLACE = "same_place"


class RowRefused(ValueError):
    """This error will say in Japanese why a row cannot be taken, and which column it is about."""

    def __init__(self, sentence: str, column: str = "") -> None:
        super().__init__(sentence)
        self.column = column


@dataclass(slots=True)
class Notes:
    """This object will collect the repairs and flags of one row, with the original cells."""

    repairs: list[dict[str, str]] = field(default_factory=list)
    flags: list[dict[str, str]] = field(default_factory=list)

    def repaired(self, column: str, rule: Rule, before: str, after: str) -> None:
        """This function will note that a cell was changed by a rule."""
        self.repairs.append(
            {"column": column, "rule": rule.value, "from": before[:500], "to": after[:500]}
        )

    def flagged(self, column: str, flag: Flag, cell: str) -> None:
        """This function will note that a person should look at a cell."""
        self.flags.append({"column": column, "flag": flag.value, "cell": cell[:300]})
