"""What was frozen could be changed by SQL; in SQLite OR REPLACE took an upload at work away."""

from django.db import migrations

from reports.publish.versions.immutability import FROZEN
from reports.publish.signing.immutability import UPLOADS


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0015_nothing_settled_is_replaced"),
    ]

    operations = [
        migrations.RunPython(FROZEN.create, FROZEN.drop),
        migrations.RunPython(UPLOADS.keep_from_replacing, migrations.RunPython.noop),
    ]
