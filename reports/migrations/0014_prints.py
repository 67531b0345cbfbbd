from django.db import migrations, models


def leave_one_waiting(apps, schema_editor):
    """Of several exports that wait for the same print, only the oldest goes on waiting."""
    pdf_export = apps.get_model("reports", "PdfExport")
    seen = set()
    waiting = pdf_export.objects.filter(state="waiting").order_by("pk")
    for export in waiting.exclude(frozen=None, publication=None):
        key = (export.frozen_id, export.publication_id, export.kind, export.unit)
        if key in seen:
            export.state = "failed"
            export.error = "Aynı baskı zaten sırada bekliyordu."
            export.save(update_fields=["state", "error"])
        seen.add(key)


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0013_council'),
    ]

    operations = [
        migrations.RunPython(leave_one_waiting, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='pdfexport',
            constraint=models.UniqueConstraint(condition=models.Q(('frozen__isnull', False), ('state', 'waiting')), fields=('frozen', 'kind', 'unit'), name='pdf_of_freeze_waits_once', violation_error_message='Bu baskı zaten sırada bekliyor.'),
        ),
        migrations.AddConstraint(
            model_name='pdfexport',
            constraint=models.UniqueConstraint(condition=models.Q(('publication__isnull', False), ('state', 'waiting')), fields=('publication', 'kind', 'unit'), name='pdf_of_version_waits_once', violation_error_message='Bu baskı zaten sırada bekliyor.'),
        ),
        migrations.AlterField(
            model_name='declaration',
            name='role',
            field=models.CharField(choices=[('presentation', 'Sunuş'), ('top_manager', 'Üst yönetici'), ('accounting_officer', 'Mali hizmetler birim yöneticisi'), ('spending_officer', 'Harcama yetkilisi')], max_length=30, verbose_name='sıfatı'),
        ),
    ]
