from django.db import migrations

from doneinone.foundation.wall import lower_wall, raise_wall

HOLDS = "case_id = any(current_cases())"
CHILDREN = ["case_clock", "case_pause", "case_question", "case_file", "follower"]

# What hangs on a case is as visible as the case: the database moves it along. Staff's notes are
# not handed to an agency that joins later, but an agency that leaves loses them.
ALONG = [
    """create function case_moves_its_wall() returns trigger language plpgsql
    security definer set search_path from current as $$ begin
    """
    + "\n".join(
        f"update {table} set visible_to = new.visible_to, sensitivity = new.sensitivity where case_id = new.id;"
        for table in CHILDREN
    )
    + """
      update event set
        visible_to = case when audience = 'person' then new.visible_to else
          array(select unnest(visible_to) intersect select unnest(new.visible_to)) end,
        sensitivity = greatest(new.sensitivity, sensitivity)
      where subject_kind = 'case' and subject_id = new.id;
      return null;
    end $$""",
    """create trigger case_wall after update of visible_to, sensitivity on "case" for each row
    when (old.visible_to is distinct from new.visible_to or old.sensitivity is distinct from new.sensitivity)
    execute function case_moves_its_wall()""",
]

# Row security keeps a text index from being used (its operators may leak), so searches go through
# functions of the owner that repeat the test of the wall.
SEARCH = [
    """create function case_search(wanted tsquery, most int) returns setof bigint
    language plpgsql stable security definer set search_path from current as $$ begin
      return query execute 'select id from "case" where search @@ $1
        and visible_to && $2 and sensitivity <= $3 order by opened_at desc limit $4'
      using wanted, current_agencies(), current_clearance(), most;
    end $$""",
    "revoke all on function case_search(tsquery, int) from public",
    "grant execute on function case_search(tsquery, int) to hub_app",
]

# What anybody may know of a case whose service is public: kind, place, stage and dates. No names.
NEAR = [
    """create function public_cases_near(
      of_service text, e int, n int, metres int, since timestamptz, most int)
    returns table (id bigint, reference varchar, service_version_id bigint, stage varchar, place varchar,
      opened_at timestamptz, promised_at timestamptz, easting int, northing int, metres_away double precision,
      followers bigint)
    language plpgsql stable security definer set search_path from current as $$ begin
      return query execute 'select c.id, c.reference, c.service_version_id, c.stage, c.place, c.opened_at,
        c.promised_at, c.easting, c.northing,
        sqrt((c.easting - $2)::float8 ^ 2 + (c.northing - $3)::float8 ^ 2) as away,
        (select count(*) from follower f where f.case_id = c.id)
      from "case" c
      where c.shown_publicly and ($1 is null or c.service = $1)
        and c.easting between $2 - $4 and $2 + $4 and c.northing between $3 - $4 and $3 + $4
        and c.closed_at is null and c.sensitivity = 0 and c.opened_at >= $5
        and (c.easting - $2)::float8 ^ 2 + (c.northing - $3)::float8 ^ 2 <= $4::float8 ^ 2
      order by away limit $6'
      using of_service, e, n, metres, since, most;
    end $$""",
    "revoke all on function public_cases_near(text, int, int, int, timestamptz, int) from public",
    "grant execute on function public_cases_near(text, int, int, int, timestamptz, int) to hub_app",
]

# A member of the public proves a right to a case with its reference and the e-mail address or a
# postcode that stands on it. One answer for 'not there' and 'not yours'.
PROOF = [
    """create function case_by_proof(its_reference text, its_email text, its_postcode text)
    returns bigint language sql stable security definer set search_path from current as $$
      select c.id from "case" c left join person p on p.id = c.person_id
      where c.reference = its_reference and (
        (its_email <> '' and lower(its_email) in (lower(c.contact_email), lower(p.email)))
        or (its_postcode <> '' and its_postcode in (c.postcode, p.postcode)))
    $$""",
    "revoke all on function case_by_proof(text, text, text) from public",
    "grant execute on function case_by_proof(text, text, text) to hub_app",
]


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("people", "0002_wall"),
        ("timeline", "0002_wall"),
    ]

    operations = [
        migrations.RunSQL(
            raise_wall(
                "case", public="id = any(current_cases())", public_write="id = any(current_cases())"
            ),
            lower_wall("case"),
        ),
        *(
            migrations.RunSQL(
                raise_wall(table, public=HOLDS, public_write=HOLDS), lower_wall(table)
            )
            for table in CHILDREN
        ),
        migrations.RunSQL(
            ALONG, ['drop trigger case_wall on "case"', "drop function case_moves_its_wall()"]
        ),
        migrations.RunSQL(SEARCH, ["drop function case_search(tsquery, int)"]),
        migrations.RunSQL(
            NEAR, ["drop function public_cases_near(text, int, int, int, timestamptz, int)"]
        ),
        migrations.RunSQL(PROOF, ["drop function case_by_proof(text, text, text)"]),
    ]
