from django.db import migrations

from doneinone.foundation.wall import FUNCTIONS, lower_wall, raise_wall

# The outbox is filled by the database, so that no event can be written without being reacted to.
FILL = [
    """create function fill_outbox() returns trigger language plpgsql
    set search_path from current as $$ begin
      insert into outbox (event_id, kind, subject_kind, subject_id, sequence, visible_to, sensitivity)
      select id, kind, subject_kind, subject_id, sequence, visible_to, sensitivity from added;
      return null;
    end $$""",
    """create trigger event_fills_outbox after insert on event
    referencing new table as added for each statement execute function fill_outbox()""",
]
HOLDS_CASE = "subject_kind = 'case' and subject_id = any(current_cases())"


class Migration(migrations.Migration):
    dependencies = [("timeline", "0001_initial")]

    operations = [
        migrations.RunSQL(
            FUNCTIONS,
            [
                f"drop function current_{name}()"
                for name in ("agencies", "clearance", "cases", "keys")
            ],
        ),
        migrations.RunSQL(
            raise_wall(
                "event", public=f"{HOLDS_CASE} and audience = 'person'", public_write=HOLDS_CASE
            ),
            lower_wall("event"),
        ),
        migrations.RunSQL(
            FILL, ["drop trigger event_fills_outbox on event", "drop function fill_outbox()"]
        ),
    ]
