"""Publications can't be changed or deleted, not even by SQL."""

from django.db import migrations

from reports.publish.versions.immutability import create_triggers, drop_triggers


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [migrations.RunPython(create_triggers, drop_triggers)]
