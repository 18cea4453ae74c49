from django.db import migrations

from doneinone.foundation.wall import lower_wall, raise_wall

HOLDS = "key_hash = any(current_keys()) or code_hash = any(current_keys())"

# A draft belongs to nobody but the person who holds its key or code.
DRAFT = [
    "alter table draft enable row level security",
    f"create policy draft_all on draft to hub_app using ({HOLDS}) with check ({HOLDS})",
    """create function forget_drafts(before timestamptz) returns setof jsonb
    language sql volatile security definer set search_path from current as $$
      delete from draft where expires_at < before returning files
    $$""",
    "revoke all on function forget_drafts(timestamptz) from public",
    "grant execute on function forget_drafts(timestamptz) to hub_app",
]


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("timeline", "0002_wall")]

    operations = [
        migrations.RunSQL(
            DRAFT,
            [
                "drop function forget_drafts(timestamptz)",
                "drop policy draft_all on draft",
                "alter table draft disable row level security",
            ],
        ),
        migrations.RunSQL(raise_wall("receipt"), lower_wall("receipt")),
    ]
