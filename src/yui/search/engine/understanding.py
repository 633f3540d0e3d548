"""From what somebody typed to the parts that have to match."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from yui.search.engine.crisis import crisis_in
from yui.search.engine.folding import (
    bigrams,
    digit_runs,
    is_kana,
    normalise,
    to_hiragana,
)
from yui.search.engine.lexicon import Lexicon
from yui.search.engine.meanings import MeaningFinder
from yui.search.engine.spelling import Speller
from yui.search.engine.thesaurus import Group
from yui.search.engine.words import Word, WordSplitter

# More than anybody means; the rest of an endless question is not read.
_TEXT_MAX = 200
_PARTS_MAX = 24
_CRUMB = 3
_CHUNKS = re.compile(r"[^\s、。，．,!?！？「」『』（）()\[\]【】|;:]+")
_ONLY_DIGITS = re.compile(r"[0-9\-\u2010-\u2015\u2212ー()]+")

_POLITE = (
    (re.compile("(ありません|ございません)(でした)?"), "ない"),
    (re.compile("(?<=[けせてねべめれえげでき])ません"), "ない"),
    (re.compile("(?<=[てで])います"), "いる"),
    # 「さびしくてたまらない」 says さびしい, only louder.
    (
        re.compile(
            "(?<=[てで])(?:も)?(?:たまらない|仕方が?ない|しかたが?ない|しょうがない|しようがない"
            "|どうしようもない|やりきれない)"
        ),
        "",
    ),
    (re.compile(r"くて(?=$|[\s、。])"), "い"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """This class will hold one part of a question and everything that counts as the same.

    `groups` are meanings; `words` the typed words, each as its whole form and its parts; `same`
    the index term of each of these words' own meaning, "" without one, for parts of several words;
    `others` whole words that are read or spelt alike; `pairs` the character pairs of the typed
    text; `number` digits. `is_widened` parts also accept what is broader, and the needs behind
    the words.
    `is_action` parts are a verb or adjective without a meaning of its own（なくす, 変える）.
    `is_asked` marks everyday wording（「膝が痛い」）: then the needs behind it count too.
    """

    typed: str
    groups: tuple[Group, ...] = ()
    words: tuple[tuple[str, ...], ...] = ()
    same: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    number: str = ""
    corrected: str = ""
    is_asked: bool = False
    is_widened: bool = False
    is_action: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """This class will hold a whole question.

    `unknown` are words no record knows, `ignored` those and the weak words left out. A question
    `has_subject` when it says more than weak words.
    """

    parts: tuple[Part, ...]
    ignored: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    chunks: tuple[str, ...] = ()
    has_subject: bool = False

    @property
    def carriers(self) -> tuple[Part, ...]:
        """This property will list the parts that may carry a hit; verbs do so only by themselves.

        「鍵をなくした」 without a record of both is about keys, not about losing somebody.
        """
        return tuple(part for part in self.parts if not part.is_action) or self.parts

    @property
    def loose_pairs(self) -> tuple[str, ...]:
        """This property will list the character pairs between the parts of a longer question."""
        if len(self.parts) < 2:
            return ()
        held = {pair for part in self.parts for pair in part.pairs}
        every = dict.fromkeys(pair for chunk in self.chunks for pair in _pairs(chunk))
        return tuple(pair for pair in every if pair not in held)

    def widened(self) -> Question:
        """This function will return the question with broader meanings accepted as well."""
        parts = tuple(replace(part, is_widened=bool(part.groups)) for part in self.parts)
        return replace(self, parts=parts)


class QuestionReader:
    """This class will read questions with one thesaurus and one index's words.

    A bold reader also corrects what some record holds somewhere: for words that found nothing here.
    """

    def __init__(
        self,
        words: WordSplitter,
        meanings: MeaningFinder,
        speller: Speller,
        lexicon: Lexicon,
        *,
        may_correct: bool = True,
        is_bold: bool = False,
    ) -> None:
        self._words = words
        self._meanings = meanings
        self._speller = speller
        self._lexicon = lexicon
        self._may_correct = may_correct
        self._is_bold = is_bold

    def read(self, text: str) -> Question:
        """This function will split a question into parts; it never fails on odd input.

        Words of an emergency are taken as they stand: 「胸が痛い」 is no slip for 「膝が痛い」.
        """
        if crisis_in(text) is not None:
            return self._literal()._read(text)
        return self._read(text)

    def _literal(self) -> QuestionReader:
        return QuestionReader(
            self._words, self._meanings, self._speller, self._lexicon, may_correct=False
        )

    def _read(self, text: str) -> Question:
        chunks = tuple(_CHUNKS.findall(_plainly(normalise(text[:_TEXT_MAX]))))
        parts: list[Part] = []
        ignored: list[str] = []
        for chunk in chunks:
            for part in self._parts_of(chunk):
                if part.groups or part.words or part.others or part.number or part.pairs:
                    parts.append(part)
                else:
                    ignored.append(part.typed)
        # The same meaning said twice counts once, the first wording stays.
        unique = {p.groups or (p.words, p.others, p.number): p for p in reversed(parts)}
        kept = list(reversed(unique.values()))[:_PARTS_MAX]
        unknown = tuple(ignored)
        if unknown and all(part.is_action for part in kept):
            # What was lost is unknown: 「なくす」 alone finds who lost somebody.
            kept = []
        strong = [part for part in kept if not self._is_weak(part)]
        if strong:
            ignored += [part.typed for part in kept if self._is_weak(part)]
        return Question(tuple(strong or kept), tuple(ignored), unknown, chunks, bool(strong))

    def _is_weak(self, part: Part) -> bool:
        """Words that say nothing beside others:「心配」「使える」, and weak meanings."""
        if part.groups:
            return all(group.is_weak for group in part.groups)
        if not part.words and not part.others and not part.number:
            # A crumb of kana（「車あり」）that only agrees as two signs somewhere.
            return is_kana(part.typed) and len(part.typed) < _CRUMB
        return bool(part.words) and part.words[0][0] in self._meanings.weak_words

    def _parts_of(self, chunk: str) -> Iterator[Part]:
        if _ONLY_DIGITS.fullmatch(chunk) and digit_runs(chunk):
            yield Part(typed=chunk, number=digit_runs(chunk)[0])
            return
        words = self._words.split(chunk)
        spans = self._meaning_spans(chunk, words)
        whole = (
            self._misheard(chunk, words)
            or self._misspelt(chunk, words)
            or self._miswritten(chunk, words)
            or self._slip(chunk, words, spans)
        )
        if whole:
            yield from whole
            return
        position = 0
        for start, end, numbers in [*spans, (len(chunk), len(chunk), ())]:
            yield from self._plain(chunk, words, position, start)
            if numbers:
                yield self._meant(chunk[start:end], numbers)
            position = end

    def _meaning_spans(
        self, chunk: str, words: list[Word]
    ) -> list[tuple[int, int, tuple[int, ...]]]:
        """Stretches with a meaning, the longest first when they overlap, in order of reading."""
        offsets = _offsets(words)
        found = [(m.start, m.end, m.numbers) for m in self._meanings.in_question(chunk)]
        found += [
            (offsets[first], offsets[last], numbers)
            for first, last, numbers in self._meanings.by_words(words)
        ]
        loose = [
            (offsets[first], offsets[last], numbers)
            for first, last, numbers in self._meanings.loosely(words)
        ]
        chosen: list[tuple[int, int, tuple[int, ...]]] = []
        for span in [
            *sorted(found, key=lambda s: (s[0] - s[1], s[0])),
            *sorted(loose, key=lambda s: (s[1] - s[0], s[0])),
        ]:
            if all(span[1] <= start or end <= span[0] for start, end, _ in chosen):
                chosen.append(span)
        return sorted(chosen)

    def _meant(self, typed: str, numbers: tuple[int, ...]) -> Part:
        groups = tuple(self._meanings.by_number[number] for number in numbers)
        split = self._words.split(typed)
        words = [word for word in split if word.terms]
        return Part(
            typed=typed,
            groups=groups,
            words=tuple(word.terms for word in words),
            same=tuple(map(self._meanings.meaning_of, words)),
            pairs=_pairs(typed),
            is_asked=not self._meanings.is_named(typed, split),
        )

    def _plain(self, chunk: str, words: list[Word], start: int, end: int) -> Iterator[Part]:
        """Parts of a stretch without known meaning: one per word, or one for odd kana."""
        offsets = _offsets(words)
        inside = [
            (word, place)
            for word, place in zip(words, offsets, strict=False)
            if start <= place and place + len(word.surface) <= end
        ]
        if (start, end) != (0, len(chunk)):
            inside = _trimmed(inside)
        if not inside:
            return
        stretch = chunk[inside[0][1] : inside[-1][1] + len(inside[-1][0].surface)]
        meaningful = [word for word, _ in inside if not word.is_skipped]
        whole = self._odd_stretch(stretch, meaningful)
        yield from whole if whole is not None else map(self._known, meaningful)

    def _odd_stretch(self, stretch: str, inside: list[Word]) -> list[Part] | None:
        """Kana in place of kanji, and slips: None when the words are fine as they stand."""
        if len(stretch) < 3 or not self._is_odd(stretch, inside):
            return None
        pairs = list(_pairs(stretch))
        if self._lexicon.has_pairs(pairs):
            others = tuple(self._speller.alike(stretch)) if is_kana(stretch) else ()
            return [Part(typed=stretch, others=others, pairs=_pairs(stretch))]
        alike = self._speller.alike(stretch)
        if alike:
            return [Part(typed=stretch, others=tuple(alike))]
        split = self._speller.split_reading(stretch)
        if split:
            return [Part(typed=stretch, others=tuple(words)) for words in split]
        return self._corrected(stretch)

    def _is_odd(self, stretch: str, inside: list[Word]) -> bool:
        if is_kana(stretch):
            # A kana stretch that is one known word is fine; cut to crumbs, it is not.
            return not (len(inside) == 1 and self._lexicon.frequency(inside[0].terms[0]))
        if not inside:
            return False
        unknown = [w for w in inside if not self._lexicon.frequency(w.terms[0])]
        crumbs = all(len(w.surface) == 1 for w in inside) and len(inside) > 1
        return bool(unknown) or crumbs

    def _slip(
        self, chunk: str, words: list[Word], spans: list[tuple[int, int, tuple[int, ...]]]
    ) -> list[Part]:
        """What only partly makes sense, but is one slip away from a word as a whole."""
        left = [
            word
            for word, place in zip(words, _offsets(words), strict=False)
            if not any(start <= place < end for start, end, _ in spans)
        ]
        if not spans or not any(self._is_doubtful(word, chunk) for word in left):
            return []
        better = self._speller.close_form(chunk)
        return self._parts_instead(chunk, better) if better else []

    def _misheard(self, chunk: str, words: list[Word]) -> list[Part]:
        """Two signs that are no word, but sound like one:「電級」 is 電球."""
        for first, second in pairwise(words):
            joined = first.surface + second.surface
            if len(joined) != 2 or not (_is_noun_sign(first) and _is_noun_sign(second)):
                continue
            meant = self._meanings.name_read_as(first.reading + second.reading)
            if meant and meant != joined and not self._lexicon.has_pairs([joined]):
                return self._parts_instead(chunk, chunk.replace(joined, meant))
        return []

    def _misspelt(self, chunk: str, words: list[Word]) -> list[Part]:
        """Kana that are no word, but a known one typed with a slip of the kana pad.

        Names of three signs（電器店「とくよ」）stand in records without being words.
        """
        if not is_kana(chunk) or self._is_right(chunk, words):
            return []
        if len(chunk) <= _CRUMB and self._stands_somewhere(chunk):
            return []
        better = self._speller.sounding_like(chunk)
        if not better and self._is_bold:
            better = self._speller.corrected(chunk)
        return self._parts_instead(chunk, better) if better else []

    def _is_right(self, text: str, words: list[Word]) -> bool:
        """Whether the text is a word as it stands: of the thesaurus, dictionary or records."""
        if self._speller.is_known(text) or (len(words) == 1 and not words[0].is_guessed):
            return True
        return not self._is_bold and bool(self._speller.alike(text))

    def _miswritten(self, chunk: str, words: list[Word]) -> list[Part]:
        """A word, or two that stand side by side, with one wrong kanji in it:「掃徐」「買い者」."""
        for stretch in [*([word] for word in words), *pairwise(words)]:
            typed = "".join(word.surface for word in stretch)
            better = self._with_right_kanji(typed, stretch)
            if better and not self._stands_somewhere(typed):
                return self._parts_instead(chunk, chunk.replace(typed, better))
        return []

    def _with_right_kanji(self, typed: str, stretch: Sequence[Word]) -> str:
        """A word of the dictionary（配色）is only taken for another one that is read like it."""
        if is_kana(typed) or self._speller.is_known(typed):
            return ""
        is_word = len(stretch) == 1 and not stretch[0].is_guessed
        better = "" if is_word else self._speller.miswritten(typed)
        return better or (self._speller.sounding_the_same(typed) if self._is_bold else "")

    def _stands_somewhere(self, typed: str) -> bool:
        return not self._is_bold and self._lexicon.has_pairs(list(_pairs(typed)))

    def _is_doubtful(self, word: Word, chunk: str) -> bool:
        if is_kana(chunk):
            return True
        if word.is_skipped:
            return False
        return len(word.surface) == 1 or not self._lexicon.frequency(word.terms[0])

    def _corrected(self, stretch: str) -> list[Part] | None:
        better = self._speller.corrected(stretch)
        return self._parts_instead(stretch, better) or None if better else None

    def _parts_instead(self, typed: str, better: str) -> list[Part]:
        said = self._meanings.as_written(better)
        if not self._may_correct or crisis_in(said) is not None:
            return []
        # What was corrected once is taken as it stands.
        read = self._literal()._parts_of(better)
        parts = [part for part in read if part.groups or part.words or part.others]
        return [replace(part, typed=typed, corrected=said) for part in parts]

    def _known(self, word: Word) -> Part:
        count = self._lexicon.frequency(word.terms[0])
        parts_known = len(word.terms) > 1 and all(map(self._lexicon.frequency, word.terms[1:]))
        pairs = _pairs(word.surface)
        if count or parts_known:
            others = self._speller.alike(word.surface) if is_kana(word.surface) else []
            return Part(
                typed=word.surface,
                words=(word.terms,),
                others=tuple(others),
                pairs=pairs,
                is_action=word.is_action,
            )
        if len(word.surface) > 1 and self._lexicon.has_pairs(list(pairs)):
            return Part(typed=word.surface, pairs=pairs, is_action=word.is_action)
        return Part(typed=word.surface)


def _is_noun_sign(word: Word) -> bool:
    return not (word.is_skipped or word.is_action or is_kana(word.surface))


def _plainly(text: str) -> str:
    """Polite endings as plain ones, because the thesaurus says 「足がない」, not 「ありません」."""
    for polite, plain in _POLITE:
        text = polite.sub(plain, text)
    return text


def _trimmed(inside: list[tuple[Word, int]]) -> list[tuple[Word, int]]:
    """Without the particles and endings around it: 「（デイサービス）がしたい」 holds no word."""
    kept = list(inside)
    while kept and kept[0][0].is_skipped:
        kept.pop(0)
    while kept and kept[-1][0].is_skipped:
        kept.pop()
    return kept


def _offsets(words: list[Word]) -> list[int]:
    offsets = [0]
    for word in words:
        offsets.append(offsets[-1] + len(word.surface))
    return offsets


def _pairs(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(bigrams(to_hiragana(text))))
