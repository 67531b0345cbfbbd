"""The right to see the audit trail, and the triggers that keep its entries as they are."""

from django.db import migrations

from reports.collect.audit.triggers import ENTRIES


class Migration(migrations.Migration):
    dependencies = [
        ("auditlog", "0017_add_actor_email"),
        ("reports", "0004_workflow"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[],
            options={
                "verbose_name": "denetim izi kaydı",
                "verbose_name_plural": "denetim izi",
                "ordering": ["-pk"],
                "permissions": [("view_audit_trail", "Denetim izini görebilir")],
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("auditlog.logentry",),
        ),
        migrations.RunPython(ENTRIES.create, ENTRIES.drop),
    ]
