"""Taking the sample areas away again."""

from __future__ import annotations

from datetime import datetime

from django.db.models import ProtectedError

from yui.areas.actions.records import require_operator, stamp_areas
from yui.areas.errors import ChangeRefused
from yui.areas.models import Area, AreaGroup, Town
from yui.journal import actions as journal
from yui.policy.viewer import Viewer


def remove_sample_areas(*, by: Viewer, at: datetime) -> int:
    """This function will delete every sample area with its 町字, figures and groups.

    Returned: the number of areas. What other rooms hang on them must be gone before.
    Raises: NotYours; ChangeRefused when something still hangs on them.
    """
    require_operator(by)
    try:
        with journal.act(by=by, at=at) as act:
            AreaGroup.objects.filter(is_sample=True).delete()
            Town.objects.filter(area__is_sample=True).delete()
            # Inner areas first: a parent is protected by what lies in it.
            paths = Area.objects.filter(is_sample=True).values_list("path", flat=True)
            ordered = sorted(paths, key=lambda path: -path.count("/"))
            for path in ordered:
                Area.objects.filter(path=path).delete()
            if ordered:
                stamp_areas()
                act.record("samples_removed", object_type="areas.area", object_id="", area_path="")
    except ProtectedError as error:
        raise ChangeRefused("見本の地域に、まだ記録が残っています。先に消してください。") from error
    return len(ordered)
