"""This module will find the one encoding in which a whole file can be read, and never guess.

Order: byte order mark, UTF-8, CP932, EUC-JP, each strict over every byte. CP932 reads nearly any
two bytes of EUC-JP as half-width katakana. So where both read the whole file, it is EUC-JP when
that reading has kana (which CP932 would have to mean as rows of ､ and ･), and refused otherwise.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from yui.lib.sandbox import SandboxRefused
from yui.lib.tabular.table import Encoding

_PIECE_BYTES: Final = 1 << 20
_LONGEST_LINE: Final = 10_000_000
_NAMES: Final = {
    Encoding.UTF_8: "UTF-8",
    Encoding.UTF_8_BOM: "UTF-8",
    Encoding.UTF_16: "UTF-16",
    Encoding.CP932: "Shift_JIS（CP932）",
    Encoding.EUC_JP: "EUC-JP",
}
# Bytes 80, A0 and FD-FF have no letter in CP932, though the codec lets them pass.
_NO_LETTER: Final = re.compile("[\x80\xa0\uf8f0-\uf8f3]")
_KANA: Final = re.compile("[ぁ-んァ-ヶ]")


@dataclass(frozen=True, slots=True)
class Reading:
    """This value will tell how far an encoding could read: all of a file, or up to a byte."""

    encoding: Encoding
    has_kana: bool
    failed_byte: int | None = None
    failed_row: int = 0


def find_encoding(path: Path, chosen: Encoding | None = None) -> Encoding:
    """This function will return the encoding of a text file, or the chosen one if it fits.

    Raises: SandboxRefused, with the row and the byte where the best reading stopped.
    """
    marked = _marked(path)
    promised = chosen if chosen and chosen is not Encoding.UTF_8 else marked or chosen
    if promised:
        return _must_read(read_through(path, promised))
    utf_8 = read_through(path, Encoding.UTF_8)
    if utf_8.failed_byte is None:
        return Encoding.UTF_8
    cp932, euc_jp = read_through(path, Encoding.CP932), read_through(path, Encoding.EUC_JP)
    if cp932.failed_byte is None and euc_jp.failed_byte is None:
        if euc_jp.has_kana:
            return Encoding.EUC_JP
        raise SandboxRefused(
            "文字コードがShift_JISかEUC-JPか、決められません。UTF-8で保存し直してください。"
        )
    if cp932.failed_byte is None or euc_jp.failed_byte is None:
        return (cp932 if cp932.failed_byte is None else euc_jp).encoding
    return _must_read(max((utf_8, cp932, euc_jp), key=lambda reading: reading.failed_byte or 0))


def read_through(path: Path, encoding: Encoding) -> Reading:
    """This function will decode a whole file piece by piece and tell where it failed, if it did."""
    # The codec for the mark counts bytes without it; plain UTF-8 reads the mark as a letter.
    codec = "utf-8" if encoding is Encoding.UTF_8_BOM else encoding.value
    decoder = codecs.getincrementaldecoder(codec)("strict")
    total, rows, line, has_kana = 0, 1, 0, False
    with path.open("rb") as file:
        while True:
            piece = file.read(_PIECE_BYTES)
            state = decoder.getstate()
            start = total - len(state[0])
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                decoder.setstate(state)
                fine = decoder.decode(piece[: max(0, error.start - len(state[0]))])
                row = rows + fine.count("\n")
                return Reading(encoding, has_kana, start + error.start, row)
            strange = _NO_LETTER.search(text) if encoding is Encoding.CP932 else None
            if strange:
                before = text[: strange.start()]
                byte = start + len(before.encode("cp932", "replace"))
                return Reading(encoding, has_kana, byte, rows + before.count("\n"))
            has_kana = has_kana or bool(_KANA.search(text))
            rows += text.count("\n")
            line = line + len(text) if "\n" not in text else len(text) - text.rindex("\n")
            if line > _LONGEST_LINE:
                raise SandboxRefused(f"{rows}行目が長すぎます。表のファイルか確かめてください。")
            total += len(piece)
            if not piece:
                return Reading(encoding, has_kana)


def _marked(path: Path) -> Encoding | None:
    """This function will return the encoding that a byte order mark names, if there is one."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith(codecs.BOM_UTF8):
        return Encoding.UTF_8_BOM
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding.UTF_16
    if b"\x00" in start:
        raise SandboxRefused("文字のファイルではありません。CSVか.xlsxを選んでください。")
    return None


def _must_read(reading: Reading) -> Encoding:
    """This function will return the encoding of a complete reading, or refuse the file."""
    if reading.failed_byte is None:
        return reading.encoding
    raise SandboxRefused(
        f"{reading.failed_row}行目（ファイルの{reading.failed_byte + 1}バイト目）に、"
        f"{_NAMES[reading.encoding]}として読めない文字があります。UTF-8で保存し直してください。",
        {"row": reading.failed_row, "byte": reading.failed_byte},
    )
