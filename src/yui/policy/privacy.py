"""Privacy classes of model fields: declared beside the fields, checked at start-up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Privacy:
    """This value will sort a model's field names into the four classes (`trust.md` PV-01).

    Each argument is a string of field names separated by spaces. "public" may be shown once
    the record is published; "internal" is for offices; "personal" identifies somebody;
    "special" is 要配慮個人情報, which Yui does not hold: it stays empty.
    """

    public: str = ""
    internal: str = ""
    personal: str = ""
    special: str = ""

    def class_of(self, field_name: str) -> str | None:
        """This function will return the class of a field, or None when it was forgotten."""
        for name in ("public", "internal", "personal", "special"):
            if field_name in getattr(self, name).split():
                return name
        return None

    def names(self) -> frozenset[str]:
        """This function will return every field name that was sorted."""
        joined = " ".join((self.public, self.internal, self.personal, self.special))
        return frozenset(joined.split())
