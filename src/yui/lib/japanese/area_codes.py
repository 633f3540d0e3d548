"""This module will tell how many digits the area code of a fixed-line number has.

Derived from the telephone numbers written with hyphens in the 92,984 offices of 厚生労働省
「介護サービス情報公表システム」 open data (June 2025, CC BY 4.0); the longest prefix decides, and
four digits are the rule. 総務省「市外局番の一覧」 is the authority where the two should differ.
"""

from __future__ import annotations

from typing import Final

_PREFIXES: Final = {
    2: ("03 0420 0429 04709 0471 06"),
    3: (
        "011 01548 01557 0177 0188 0196 0222 0223 0227 0236 0245 0249 0252 0253 0255 0257 "
        "0262 02640 0272 0273 0286 02890 0292 02930 02935 0298 04 04220 04297 04298 0462 "
        "0468 0473 0474 0477 0492 052 0534 0535 0539 0542 0543 0546 0552 0559 0582 0583 "
        "0592 0593 072 0734 075 0762 0764 0775 078 0792 0793 0794 07955 07956 07959 07966 "
        "07967 0822 08242 08243 08249 0825 0828 08292 08294 08296 0832 08376 08377 08378 "
        "0839 0849 0862 08636 0864 08652 08655 08672 08680 08690 08694 08695 0878 0886 0888 "
        "0899 092 093 0958 0962 0963 0975 0988 0989 0992 09934 09947 09948 0998"
    ),
    4: (
        "01652 01653 02232 02233 02557 02558 02572 02573 02574 0422 04282 04283 04287 04288 "
        "0436 0438 0439 046 047 0480 049 05396 0721 0725 07946 07947 07948 0920 0930"
    ),
    5: (
        "01374 01377 01392 01397 01398 01456 01457 01466 01547 01558 01564 01586 01587 "
        "01632 01634 01635 0165 0499 05979 07468 08387 08388 08396 08477 0851 09969"
    ),
}
_LENGTHS: Final = {
    prefix: length for length, group in _PREFIXES.items() for prefix in group.split()
}


def area_code_of(digits: str) -> str:
    """This function will return the area code a ten-digit fixed-line number begins with."""
    for length in range(5, 1, -1):
        if digits[:length] in _LENGTHS:
            return digits[: _LENGTHS[digits[:length]]]
    return digits[:4]
