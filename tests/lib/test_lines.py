"""Lines appended by many, taken once by one reader."""

from pathlib import Path

from yui.lib.lines import append_line, lines_of, reading_alone, taken_files


def test_lines_are_taken_once_and_writers_go_on_in_a_new_file(tmp_path: Path) -> None:
    folder = tmp_path / "counts"
    append_line(folder, "views", "a")
    append_line(folder, "views", "あ")
    append_line(folder, "unmet", "other")
    with reading_alone(folder):
        (taken,) = taken_files(folder, "views")
        append_line(folder, "views", "later")
        assert lines_of(taken) == ["a", "あ"]
        assert next(path.name for path in taken_files(folder, "views")) == taken.name
        taken.unlink()
    rest = [line for path in taken_files(folder, "views") for line in lines_of(path)]
    assert rest == ["later"]
    assert [lines_of(path) for path in taken_files(folder, "unmet")] == [["other"]]


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert list(taken_files(tmp_path / "none", "views")) == []
