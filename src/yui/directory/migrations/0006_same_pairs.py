"""Pairs of records that may be one, and the state of a record that was merged."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import yui.lib.ids


def stand_alone_again(apps: Any, editor: Any) -> None:
    """This function will put merged records back, for a version that knows no merging."""
    services = apps.get_model("directory", "Service")
    for pair in apps.get_model("directory", "SamePair").objects.filter(merged__isnull=False):
        services.objects.filter(pk=pair.merged_id).update(state=pair.state_before)


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0005_keep_true'),
    ]

    operations = [
        migrations.AlterField(
            model_name='service',
            name='state',
            field=models.CharField(choices=[('draft', '下書き'), ('published', '公開'), ('paused', '一時休止'), ('ended', '終了'), ('merged', 'まとめた')], default='draft', max_length=10),
        ),
        migrations.CreateModel(
            name='SamePair',
            fields=[
                ('id', models.UUIDField(default=yui.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('score', models.SmallIntegerField()),
                ('reasons', models.JSONField(default=list)),
                ('found_at', models.DateTimeField()),
                ('decision', models.CharField(choices=[('waiting', 'まだ決めていません'), ('same', '同じもの'), ('different', 'ちがうもの')], db_index=True, default='waiting', max_length=9)),
                ('decided_at', models.DateTimeField(null=True)),
                ('state_before', models.CharField(blank=True, choices=[('draft', '下書き'), ('published', '公開'), ('paused', '一時休止'), ('ended', '終了'), ('merged', 'まとめた')], default='', max_length=10)),
                ('merged_modified_at', models.DateTimeField(null=True)),
                ('kept_modified_at', models.DateTimeField(null=True)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='same_as_second', to='directory.service')),
                ('merged', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='merged_by', to='directory.service')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='same_as_first', to='directory.service')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='same_pair_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='same_pair_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('decision', 'same'), ('merged__isnull', False)), models.Q(models.Q(('decision', 'same'), _negated=True), ('merged__isnull', True)), _connector='OR'), name='same_pair_merges_one')],
            },
        ),
        migrations.RunPython(migrations.RunPython.noop, stand_alone_again),
    ]
