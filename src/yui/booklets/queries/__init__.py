"""Reading what paper shows: the same as the public web, cut once more to what paper may have."""

from yui.booklets.queries.letters import claim_letter, form_parts
from yui.booklets.queries.picked import MOST_PICKED, picked_cards, picked_sheet
from yui.booklets.queries.sheets import (
    MOST_CHOSEN,
    MOST_ENTRIES,
    list_of_codes,
    list_of_search,
    service_sheet,
)
from yui.booklets.queries.slips import slip_sheet
from yui.booklets.queries.values import (
    NOTE,
    START,
    ClaimLetter,
    Entry,
    FormPart,
    ListSheet,
    MainNumber,
    ServiceSheet,
    Sheet,
    SlipCard,
    SlipSheet,
    Way,
)

__all__ = [
    "MOST_CHOSEN",
    "MOST_ENTRIES",
    "MOST_PICKED",
    "NOTE",
    "START",
    "ClaimLetter",
    "Entry",
    "FormPart",
    "ListSheet",
    "MainNumber",
    "ServiceSheet",
    "Sheet",
    "SlipCard",
    "SlipSheet",
    "Way",
    "claim_letter",
    "form_parts",
    "list_of_codes",
    "list_of_search",
    "picked_cards",
    "picked_sheet",
    "service_sheet",
    "slip_sheet",
]
