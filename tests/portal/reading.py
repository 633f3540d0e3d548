"""Reading the page of results as people do."""

from __future__ import annotations

import html
import re

from django.test import Client


def page_of(site: Client, path: str, **asked: str) -> str:
    """This function will return the text of a page, with characters as they are shown."""
    return html.unescape(site.get(path, asked).content.decode())


def names_of(text: str) -> list[str]:
    """This function will return the names of the records on a page, from the first to the last."""
    return re.findall(r'class="result__name">(?:<span.*?</span>)?<a[^>]*>([^<]+)', text)
