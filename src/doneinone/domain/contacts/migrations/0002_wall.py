from django.db import migrations

from doneinone.foundation.wall import lower_wall, raise_wall


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_initial"), ("timeline", "0002_wall")]

    operations = [
        migrations.RunSQL(raise_wall("contact"), lower_wall("contact")),
        migrations.RunSQL(raise_wall("matter"), lower_wall("matter")),
    ]
