"""How a visitor asked to see pages: size, contrast, readings and motion, kept in one cookie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

COOKIE = "yui_display"
COOKIE_MAX_AGE_S = 365 * 24 * 60 * 60

Size = Literal["100", "125", "150"]
Contrast = Literal["normal", "inverted"]
Ruby = Literal["off", "on"]
Motion = Literal["normal", "reduced"]


@dataclass(frozen=True, slots=True)
class Display:
    """表示の設定. Sizes are percent of the browser's own size."""

    size: Size = "100"
    contrast: Contrast = "normal"
    ruby: Ruby = "off"
    motion: Motion = "normal"

    def attributes(self) -> tuple[tuple[str, str], ...]:
        """This function will return the data attributes of <html>, without the defaults."""
        chosen = (
            ("data-size", self.size, "100"),
            ("data-contrast", self.contrast, "normal"),
            ("data-ruby", self.ruby, "off"),
            ("data-motion", self.motion, "normal"),
        )
        return tuple((name, value) for name, value, default in chosen if value != default)

    def to_cookie(self) -> str:
        """This function will return the settings as one cookie value: 125.normal.on.normal."""
        return ".".join((self.size, self.contrast, self.ruby, self.motion))


def display_from_cookie(value: str | None) -> Display:
    """This function will read a cookie value; whatever is not understood keeps its default."""
    parts = (value or "").split(".")
    if len(parts) != 4:
        return Display()
    size, contrast, ruby, motion = parts
    return Display(
        size="125" if size == "125" else "150" if size == "150" else "100",
        contrast="inverted" if contrast == "inverted" else "normal",
        ruby="on" if ruby == "on" else "off",
        motion="reduced" if motion == "reduced" else "normal",
    )
