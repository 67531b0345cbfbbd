from django.db import migrations


def number_what_was_frozen(apps, schema_editor):
    """Give freezes the number that they were published under, or would have been."""
    frozen_report = apps.get_model("reports", "FrozenReport")
    publication = apps.get_model("reports", "Publication")
    pdf_export = apps.get_model("reports", "PdfExport")
    for frozen in frozen_report.objects.defer("document", "drawings"):
        if frozen.publication_id:
            frozen.version = frozen.publication.version
            # The file of a version belongs to what was frozen for it.
            pdf_export.objects.filter(publication_id=frozen.publication_id).update(
                frozen=frozen, publication=None
            )
        else:
            earlier = publication.objects.filter(
                year_id=frozen.year_id, published_at__lt=frozen.frozen_at
            )
            frozen.version = earlier.count() + 1
        frozen.save(update_fields=["version"])


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0008_frozen_prints'),
    ]

    operations = [
        migrations.RunPython(number_what_was_frozen, migrations.RunPython.noop),
    ]
