"""Reading a question where there is no index: the same meanings, as spellings to look for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from yui.search.engine.lexicon import EveryWord
from yui.search.engine.meanings import our_meanings
from yui.search.engine.spelling import Speller, our_forms
from yui.search.engine.thesaurus import our_thesaurus
from yui.search.engine.times import TimedText, TimeWord, read_times
from yui.search.engine.understanding import Part, Question, QuestionReader
from yui.search.engine.words import splitter


@dataclass(frozen=True, slots=True)
class PlainPart:
    """This class will hold one part of a question: any of its spellings will do.

    `needs` are codes that count as well, for everyday wording（「膝が痛い」）.
    """

    typed: str
    spellings: tuple[str, ...]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlainQuestion:
    """This class will hold a question as a database can ask it."""

    parts: tuple[PlainPart, ...] = ()
    sectors: tuple[str, ...] = ()
    weekdays: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    times: tuple[TimeWord, ...] = ()


def read_plainly(text: str) -> PlainQuestion:
    """This function will read typed words with the shipped thesaurus and without an index."""
    timed = read_times(text)
    question = _read(timed.rest)
    if timed.words and not question.has_subject:
        timed, question = TimedText(text), _read(text)
    sectors = (one for part in question.parts for group in part.groups for one in group.sectors)
    return PlainQuestion(
        parts=tuple(map(_plain, question.parts)),
        sectors=tuple(dict.fromkeys(sectors)),
        weekdays=timed.weekdays,
        bands=timed.bands,
        times=timed.words,
    )


def _read(text: str) -> Question:
    words, meanings, lexicon = splitter(), our_meanings(), EveryWord()
    speller = Speller(words, our_forms(), lexicon)
    return QuestionReader(words, meanings, speller, lexicon).read(text)


def _plain(part: Part) -> PlainPart:
    named = tuple(form for group in part.groups for form in _forms_of(group.number))
    alone = part.words[0][:1] if len(part.words) == 1 else ()
    spellings = dict.fromkeys((*named, *(() if part.is_asked else (part.typed, *alone))))
    needs = tuple(need for group in part.groups for need in group.needs) if part.is_asked else ()
    return PlainPart(part.typed, tuple(spellings) or (part.typed,), tuple(dict.fromkeys(needs)))


@lru_cache(maxsize=256)
def _forms_of(number: int) -> tuple[str, ...]:
    """The words of a meaning and of all narrower ones: ラジオ体操 is 体操."""
    thesaurus = our_thesaurus()
    groups = (one for one in thesaurus.groups if number in thesaurus.with_ancestors(one.number))
    return tuple(dict.fromkeys(form for group in groups for form in group.forms))
