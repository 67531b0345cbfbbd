"""In SQLite an INSERT OR REPLACE took rows away that are only added to."""

from django.db import migrations

from reports.collect.audit.triggers import ENTRIES
from reports.publish.versions.immutability import PUBLICATIONS
from reports.publish.signing.immutability import TABLES as SIGNING
from reports.collect.workflow.history import EVENTS, MENTIONS


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0011_corrections"),
    ]

    operations = [
        migrations.RunPython(table.keep_from_replacing, table.let_replace)
        for table in (ENTRIES, EVENTS, MENTIONS, PUBLICATIONS, *SIGNING)
    ]
