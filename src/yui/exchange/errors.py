"""Named errors of the exchange room; each carries one Japanese sentence."""

from __future__ import annotations


class ExchangeRefused(Exception):
    """This error will carry one Japanese sentence a person can act on (409)."""


class BatchNotFound(ExchangeRefused):
    """This error will say that there is no such batch for this viewer (404)."""


class FileRefused(ExchangeRefused):
    """This error will say why a file cannot be read (400)."""


class PersonalNumberFound(FileRefused):
    """This error will say that a file holds a 個人番号 and is not kept (400)."""


class FileTooLarge(FileRefused):
    """This error will say that a file is larger than the limit (413)."""


class FormatUnknown(FileRefused):
    """This error will say that the headers are of no known list; columns must be matched."""


class NotYours(ExchangeRefused):
    """This error will say that the viewer may not import here; shown as 404."""


class MoveRefused(ExchangeRefused):
    """This error will say that a batch cannot do this in its present state (409)."""


class UndoRefused(ExchangeRefused):
    """This error will name what stands in the way of undoing (409)."""


class PeriodMissing(ExchangeRefused):
    """This error will say that a public list needs the day it speaks of (409)."""


class PlanOutdated(ExchangeRefused):
    """This error will say that records changed after the plan was made (409)."""
