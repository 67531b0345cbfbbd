"""What happened to a section stays on record; a delivery can be looked at again."""

from django.db import migrations, models

from reports.collect.workflow.history import EVENTS, MENTIONS


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_audit_trail")]

    operations = [
        migrations.AlterField(
            model_name="sectionevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opened", "açıldı"),
                    ("started", "girişe başlandı"),
                    ("submitted", "teslim edildi"),
                    ("withdrawn", "teslim geri alındı"),
                    ("approved", "müdürce onaylandı"),
                    ("returned", "iade edildi"),
                    ("accepted", "kabul edildi"),
                    ("sealed", "mühürlendi"),
                    ("unsealed", "mührü kaldırıldı"),
                    ("unlock_asked", "mührün kaldırılması istendi"),
                    ("reopened", "düzeltmeye açıldı"),
                    ("rechecked", "yeniden incelemeye alındı"),
                    ("extended", "süresi uzatıldı"),
                    ("assigned", "sorumlusu değişti"),
                    ("reminded", "hatırlatma gönderildi"),
                    ("commented", "not yazıldı"),
                ],
                max_length=20,
                verbose_name="olay",
            ),
        ),
        migrations.RunPython(EVENTS.create, EVENTS.drop),
        migrations.RunPython(MENTIONS.create, MENTIONS.drop),
    ]
