import django.db.models.deletion
from django.db import migrations, models


def _forget_outside(apps, schema_editor):
    """Before this migration nothing came from outside: it cannot be kept when it is reversed."""
    apps.get_model("review", "Submission").objects.filter(body__isnull=True).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_break_glass'),
        ('review', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='submission',
            name='body',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.body'),
        ),
        migrations.RunPython(migrations.RunPython.noop, _forget_outside),
    ]
