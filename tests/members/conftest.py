"""Paper in the tests of members is set as in those of booklets: without a child process."""

from tests.booklets.conftest import quick_press as quick_press
