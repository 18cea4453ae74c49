from django.db import migrations

from doneinone.foundation.wall import lower_wall, raise_wall

TABLES = ["day_figure", "open_figure", "contact_figure", "closing_time"]


class Migration(migrations.Migration):
    dependencies = [("insight", "0001_initial"), ("timeline", "0002_wall")]

    operations = [migrations.RunSQL(raise_wall(table), lower_wall(table)) for table in TABLES]
