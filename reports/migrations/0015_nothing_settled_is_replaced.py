"""In SQLite OR REPLACE took settled rows away; in PostgreSQL a row was added to one being settled."""

from django.db import migrations

from reports.publish.council import triggers as council
from reports.publish.versions.correction_triggers import CORRECTIONS
from reports.publish.signing.immutability import UPLOADS


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0014_prints"),
    ]

    operations = [
        *(
            migrations.RunPython(table.renew, migrations.RunPython.noop)
            for table in (CORRECTIONS, *council.ALL)
        ),
        # Its rows may change while they are at work, and take another one's key.
        migrations.RunPython(UPLOADS.keep_from_replacing, migrations.RunPython.noop),
    ]
