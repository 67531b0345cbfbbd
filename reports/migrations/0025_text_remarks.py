"""Remarks about passages of texts, only added to."""

import django.db.models.deletion
from django.db import migrations, models

from reports.collect.workflow.history import REMARKS


class Migration(migrations.Migration):
    dependencies = [("reports", "0024_official_wording")]

    operations = [
        migrations.CreateModel(
            name="TextRemark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        help_text="Metnin bölüm kodu.", max_length=80, verbose_name="metin"
                    ),
                ),
                ("passage", models.TextField(blank=True, verbose_name="metindeki yer")),
                ("settles", models.BooleanField(default=False, verbose_name="karşılandı")),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remark",
                        to="reports.sectionevent",
                        verbose_name="olay",
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="reports.textremark",
                        verbose_name="yanıtlanan not",
                    ),
                ),
            ],
            options={
                "verbose_name": "metin notu",
                "verbose_name_plural": "metin notları",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["text"], name="textremark_text")],
            },
        ),
        migrations.RunPython(REMARKS.create, REMARKS.drop),
    ]
