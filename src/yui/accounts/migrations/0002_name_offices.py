"""Bodies that were named by the path of their area get the name of its office."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import F


def name_offices(apps: Any, editor: Any) -> None:
    """This function will rename them: the name stands in credits."""
    for body in apps.get_model("accounts", "Body").objects.filter(name=F("area__path")).select_related("area"):
        if body.area.path:
            body.name = _office_name(body.area.name)
            body.save(update_fields=["name"])


def _office_name(area_name: str) -> str:
    if area_name.endswith(("都", "道", "府", "県")):
        return f"{area_name}庁"
    return f"{area_name}{'役所' if area_name.endswith(('市', '区')) else '役場'}"


class Migration(migrations.Migration):
    """This migration will change names, nothing of the schema."""

    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(name_offices, migrations.RunPython.noop)]
