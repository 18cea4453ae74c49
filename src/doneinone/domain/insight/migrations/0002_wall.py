from django.db import migrations

from doneinone.foundation.wall import lower_wall, raise_wall


class Migration(migrations.Migration):
    dependencies = [("insight", "0001_initial"), ("timeline", "0002_wall")]

    operations = [migrations.RunSQL(raise_wall("day_figure"), lower_wall("day_figure"))]
