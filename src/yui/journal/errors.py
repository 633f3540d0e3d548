"""Named errors of the journal."""


class OutsideAct(Exception):
    """This error will say that something was recorded outside `journal.act`."""
