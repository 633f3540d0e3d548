"""Named errors of the accounts room; each carries one Japanese sentence."""


class AccountRefused(Exception):
    """This error will say why a person, body or membership was not made."""
