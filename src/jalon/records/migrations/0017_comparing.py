"""What the arms of a test counted."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    """One more table."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("records", "0016_tally")]
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="ArmCounted",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("action", models.CharField(max_length=64)),
                ("arm", models.CharField(max_length=16)),
                ("day", models.DateField()),
                ("units", models.PositiveBigIntegerField()),
                ("converted", models.PositiveBigIntegerField()),
                ("guarded", models.PositiveBigIntegerField(null=True)),
                ("by", models.CharField(max_length=254)),
                ("written", models.DateTimeField()),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="arm_counts",
                        to="records.workspace",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["workspace", "action"], name="arms_of_action")]},
        ),
    ]
