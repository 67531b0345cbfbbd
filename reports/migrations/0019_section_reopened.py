"""A section that a correction has opened is told from one that was sent back."""

from __future__ import annotations

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def tell_apart(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Until now both were called returned; the last event of the two kinds says which it was."""
    events = apps.get_model("reports", "SectionEvent").objects.filter(
        section=models.OuterRef("pk"), kind__in=("returned", "reopened")
    )
    apps.get_model("reports", "Section").objects.filter(state="returned").alias(
        last=models.Subquery(events.order_by("-pk").values("kind")[:1])
    ).filter(last="reopened").update(state="reopened")


def forget(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("reports", "Section").objects.filter(state="reopened").update(state="returned")


class Migration(migrations.Migration):
    dependencies = [("reports", "0018_section_unchanged")]

    operations = [
        migrations.AlterField(
            model_name="section",
            name="state",
            field=models.CharField(choices=[('empty', 'Başlanmadı'), ('draft', 'Hazırlanıyor'), ('submitted', 'Teslim edildi'), ('returned', 'İade edildi'), ('reopened', 'Düzeltmeye açıldı'), ('accepted', 'Kabul edildi'), ('sealed', 'Mühürlendi')], default='empty', editable=False, max_length=10, verbose_name='durum'),
        ),
        migrations.RunPython(tell_apart, forget),
    ]
