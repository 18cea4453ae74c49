from django.db import migrations

from doneinone.foundation.wall import lower_wall, raise_wall

# A message about a case is as visible as the case.
ALONG = [
    """create function case_moves_its_messages() returns trigger language plpgsql
    security definer set search_path from current as $$ begin
      update message set visible_to = new.visible_to, sensitivity = new.sensitivity
      where case_id = new.id;
      return null;
    end $$""",
    """create trigger case_wall_of_messages after update of visible_to, sensitivity on "case" for each row
    when (old.visible_to is distinct from new.visible_to or old.sensitivity is distinct from new.sensitivity)
    execute function case_moves_its_messages()""",
]


class Migration(migrations.Migration):
    dependencies = [("hub_messages", "0001_initial"), ("cases", "0002_wall")]

    operations = [
        migrations.RunSQL(
            raise_wall("message", public="case_id = any(current_cases())"), lower_wall("message")
        ),
        migrations.RunSQL(
            ALONG,
            [
                'drop trigger case_wall_of_messages on "case"',
                "drop function case_moves_its_messages()",
            ],
        ),
    ]
