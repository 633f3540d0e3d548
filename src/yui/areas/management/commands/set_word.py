"""`yui set-word`: the word a municipality uses for a standard term."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from yui.areas.actions import set_local_word
from yui.areas.errors import AreasRefused
from yui.areas.queries import get_area, word_for
from yui.areas.states import Term
from yui.policy.viewer import operator

_TERMS = "、".join(f"{term.value}（{term.label}）" for term in Term)


class Command(BaseCommand):
    """This command will set one own word of an area, or take it back."""

    help = f"まちの言葉を決めます。えらべる言葉: {_TERMS}"

    def add_arguments(self, parser: CommandParser) -> None:
        """This function will take the area, the standard term and the own word."""
        parser.add_argument("code", help="市区町村の番号（例 14100）")
        parser.add_argument("term", choices=Term.values, help="ふつうの呼び名")
        parser.add_argument("word", help='まちの呼び名。"" でふつうの呼び名に戻します')

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will set the word and say which one is used now."""
        by, term = operator("set-word"), Term(options["term"])
        try:
            area = get_area(by, options["code"])
            set_local_word(
                by=by, at=timezone.now(), area_path=area.path, term=term, word=options["word"]
            )
        except AreasRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{area.full_name}: {term.label} → {word_for(area.path, term)}")
