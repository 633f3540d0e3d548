"""Opening times that hold for a part of the year say so first: their sentences are made anew."""

from typing import Any

from django.db import migrations

from yui.directory.engine.schedule import ScheduleError, from_data, sentence


def name_seasons(apps: Any, editor: Any) -> None:
    """This function will write the sentence of each rule with yearly closures again."""
    schedules = apps.get_model("directory", "Schedule")
    for row in schedules.objects.filter(rule__has_key="yearly_closures").iterator():
        try:
            said = sentence(from_data(row.rule))[:300]
        except ScheduleError:
            continue
        if row.sentence and row.sentence != said:
            schedules.objects.filter(pk=row.pk).update(sentence=said)


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_confirmed_by_and_limits")]

    # The sentences are derived: going back leaves them as they are.
    operations = [migrations.RunPython(name_seasons, migrations.RunPython.noop, elidable=True)]
