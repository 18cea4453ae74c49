from django.db import migrations

# With its inner limit the planner may think that reading the table from the start finds enough
# people of a common name sooner than the index; it does not when the wall hides most of them.
BY_INDEX = "alter function person_search(text[], int) set enable_seqscan = off"


class Migration(migrations.Migration):
    dependencies = [("people", "0002_wall")]

    operations = [
        migrations.RunSQL(
            [BY_INDEX], ["alter function person_search(text[], int) reset enable_seqscan"]
        ),
    ]
