"""The form of an edit shows all that is stored: only the office and the own body open it."""

from tests.directory.builders import CITY
from yui.directory.rules import may_propose, may_read_whole
from yui.policy.roles import Role
from yui.policy.viewer import Viewer

CENTRE = Viewer(Role.SUPPORT_CENTRE, user_id=6, membership_id=6, body_id=905, area_path=CITY)
OFFICER = Viewer(Role.MUNICIPAL_OFFICER, user_id=1, membership_id=1, body_id=900, area_path=CITY)


def test_a_centre_puts_forward_but_does_not_read_what_stays_in_the_office():
    assert may_propose(CENTRE, area_path=CITY, body_id=None)
    assert not may_read_whole(CENTRE, area_path=CITY, body_id=None)
    assert may_read_whole(OFFICER, area_path=CITY, body_id=None)


def test_a_body_reads_its_own_record_whole():
    assert may_read_whole(CENTRE, area_path=CITY, body_id=905)
    assert not may_read_whole(OFFICER, area_path=CITY, body_id=904)
