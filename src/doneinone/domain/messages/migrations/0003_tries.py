from datetime import UTC, datetime

from django.db import migrations, models

# What waits already is tried at once.
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


class Migration(migrations.Migration):
    dependencies = [("hub_messages", "0002_wall")]

    operations = [
        migrations.AddField(
            "message", "html", models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.AddField(
            "message", "next_try_at", models.DateTimeField(default=LONG_AGO), preserve_default=False
        ),
        migrations.RemoveIndex("message", "message_queued"),
        migrations.AddIndex(
            "message",
            models.Index(
                fields=["next_try_at"], name="message_queued", condition=models.Q(status="queued")
            ),
        ),
    ]
