from urllib.parse import parse_qs, unquote

from yui.lib.mailto import mailto


def test_a_letter_keeps_its_lines_and_signs_when_a_mail_program_reads_it():
    address = mailto("買い物 & 食事", ["一行目 100%+", "", "https://example.jp/?a=1&b=2"])
    assert address.startswith("mailto:?subject=")
    assert "+" not in address
    assert "%0D%0A" in address
    read = parse_qs(address.removeprefix("mailto:?"))
    assert read["subject"] == ["買い物 & 食事"]
    assert unquote(address).endswith("https://example.jp/?a=1&b=2")
