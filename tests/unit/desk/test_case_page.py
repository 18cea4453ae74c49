"""The page of a case: what it shows, what is done from it, and two people at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doneinone.adapters.files import files
from doneinone.domain.cases.actions.add_file import add_file
from doneinone.domain.cases.actions.ask_person import ask_person
from doneinone.domain.cases.actions.open_case import NewFile
from doneinone.domain.cases.models import CLOSED, Case
from doneinone.foundation.timeline.models import Event

pytestmark = pytest.mark.django_db


def at(reference, do=""):
    return f"/desk/cases/{reference}/" + (f"{do}/" if do else "")


def case_of(reference):
    return Case.objects.get(reference=reference)


def text_of(answer):
    return answer.content.decode()


def post(client, reference, do, follow=True, **facts):
    facts.setdefault("seen", case_of(reference).version)
    return client.post(at(reference, do), facts, follow=follow)


def test_it_says_why_it_is_due_who_sees_it_and_what_was_answered(sign_in, report):
    reference = report()
    page = text_of(sign_in("carl").get(at(reference)))
    assert "Why " in page
    assert "Amina Yusuf" in page
    assert "How deep is it?" in page
    assert "Who can see this case" in page
    assert "Irwell City Council" in page
    assert "Nobody else." in page
    assert "Told the person:" in page


def test_at_most_fourteen_statements(sign_in, report):
    reference = report()
    client = sign_in("carl")
    client.get(at(reference))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(at(reference)).status_code == 200
    assert len(asked) <= 14, [one["sql"][:90] for one in asked]


@pytest.mark.parametrize(
    "do", ["note", "ask", "move", "give", "close", "share", "reopen", "take", "nonsense"]
)
def test_every_form_opens_without_script(sign_in, report, do):
    reference = report()
    client = sign_in("carl")
    assert client.get(at(reference), {"do": do}).status_code == 200
    assert client.get(at(reference, do)).status_code == (404 if do == "nonsense" else 200)


def test_from_taking_to_closing(sign_in, report, cast):
    reference = report()
    client = sign_in("carl")
    assert "This case is yours now." in text_of(post(client, reference, "take"))
    noted = post(client, reference, "note", text="By the kerb")
    assert "The note is on the case." in text_of(noted)
    page = text_of(post(client, reference, "move", to="inspecting", note="Tomorrow morning"))
    assert "Moved to Inspecting." in page
    assert "Tomorrow morning" in page
    page = text_of(post(client, reference, "ask", text="Which side of the road?"))
    assert "The clock stands still until they answer" in page
    assert "Clock stopped" in page
    preview = text_of(
        post(client, reference, "close", step="preview", outcome="repaired", note="Two patches.")
    )
    assert "They will get this: e-mail, English" in preview
    assert "We have mended the road" in preview
    assert "Two patches." in preview
    assert "Close: Repaired" in preview
    assert case_of(reference).stage != CLOSED
    page = text_of(post(client, reference, "close", outcome="repaired", note="Two patches."))
    assert "Closed: Repaired" in page
    assert case_of(reference).outcome == "repaired"
    page = text_of(post(client, reference, "reopen", reason="It came out the same night"))
    assert "Open again." in page
    assert "It came out the same night" in page
    assert case_of(reference).reopened == 1


def test_give_to_a_colleague_and_share_with_an_agency(sign_in, report, cast, hub):
    reference = report()
    client = sign_in("carl")
    post(client, reference, "give", owner=cast.flo.staff_id)
    assert case_of(reference).owner_id == cast.flo.staff_id
    assert sign_in("dev").get(at(reference)).status_code == 404
    water = hub.agencies["irwell-water"].pk
    page = text_of(post(client, reference, "share", agency=water, reason="Their pipe is under it"))
    assert "Shared with Irwell Water" in page
    page = text_of(sign_in("dev").get(at(reference)))
    assert "Their pipe is under it" in page


@pytest.mark.parametrize(
    "do,facts,words",
    [
        ("note", {"text": " "}, "Write the note first."),
        ("ask", {"text": ""}, "Write the question first."),
        ("move", {}, "Choose a stage."),
        ("move", {"to": "nowhere"}, "There is no such stage"),
        ("close", {"outcome": "nonsense"}, "Choose how it ended"),
        ("close", {"outcome": "nonsense", "step": "preview"}, "Choose how it ended"),
        ("give", {"owner": "x"}, "Choose a colleague."),
        ("share", {"agency": "9" * 40, "reason": "why"}, "Choose an organisation"),
        ("reopen", {"reason": "x"}, "This case is still open"),
    ],
)
def test_what_is_refused_says_what_to_do_and_changes_nothing(sign_in, report, do, facts, words):
    reference = report()
    before = Event.objects.count()
    answer = post(sign_in("carl"), reference, do, **facts)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert "There is something to put right" in text_of(answer)
    assert Event.objects.count() == before


def test_the_second_of_two_people_is_told_and_loses_nothing(sign_in, report, cast, hub, now):
    reference = report()
    seen = case_of(reference).version
    ask_person(actor=cast.bea, hub=hub, reference=reference, text="Which lane?", now=now)
    carl = sign_in("carl")
    answer = post(carl, reference, "move", seen=seen, to="inspecting", note="Crew 4 on Friday")
    page = text_of(answer)
    assert answer.status_code == 409
    assert "This case changed while you were writing." in page
    assert "Bea Hughes" in page
    assert "Asked the person" in page
    assert "Crew 4 on Friday" in page
    assert "Move it all the same" in page
    assert case_of(reference).stage == "received"
    post(carl, reference, "move", to="inspecting", note="Crew 4 on Friday")
    assert case_of(reference).stage == "inspecting"
    assert case_of(reference).waiting_since is not None


def test_a_note_is_never_refused_but_its_writer_is_told(sign_in, report, cast, hub, now):
    reference = report()
    seen = case_of(reference).version
    ask_person(actor=cast.bea, hub=hub, reference=reference, text="Which lane?", now=now)
    page = text_of(post(sign_in("carl"), reference, "note", seen=seen, text="By the kerb"))
    assert "While you were writing, Bea Hughes: Asked the person." in page
    assert "By the kerb" in page


@pytest.mark.parametrize("do", ["take", "close", "reopen", "share", "give", "ask"])
def test_a_form_without_the_version_it_was_written_for_is_a_conflict(sign_in, report, do):
    reference = report()
    answer = post(
        sign_in("carl"), reference, do, seen="", text="t", outcome="repaired", owner="1",
        reason="r", agency="1",
    )  # fmt: skip
    assert answer.status_code == 409


def test_a_photo_is_an_attachment_and_only_for_those_who_see_the_case(sign_in, report, cast, now):
    reference = report()
    files().keep(key="photo-1", content=b"not really a photo")
    kept = add_file(
        actor=cast.carl, reference=reference, now=now,
        file=NewFile(key="photo-1", name="hole.jpg", kind="image/jpeg", size=18),
    )  # fmt: skip
    address = f"/desk/cases/{reference}/files/{kept.pk}/"
    answer = sign_in("carl").get(address)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="hole.jpg"'
    assert answer.content == b"not really a photo"
    assert "hole.jpg" in text_of(sign_in("carl").get(at(reference)))
    assert sign_in("eve").get(address).status_code == 404


def without_token(answer):
    import re

    return re.sub(r'(value|content)="[A-Za-z0-9]{64}"', "", text_of(answer))


@pytest.mark.parametrize("who", ["eve", "gus", "dev"])
def test_not_yours_and_not_there_are_the_same_page(sign_in, report, who):
    reference = report()
    client = sign_in(who)
    theirs, nobodys = client.get(at(reference)), client.get(at("7K4M2QTX"))
    assert theirs.status_code == nobodys.status_code == 404
    assert without_token(theirs) == without_token(nobodys)
    for do in ("note", "ask", "move", "take", "give", "close", "reopen", "share"):
        answer = client.post(at(reference, do), {"text": "x", "seen": "1"})
        assert answer.status_code == 404, do
    assert not Event.objects.filter(subject_id=case_of(reference).pk, staff_id__isnull=False)


def test_a_partner_works_on_what_is_routed_to_them(sign_in, report):
    reference = report("water-leak")
    client = sign_in("dev")
    assert client.get(at(reference)).status_code == 200
    assert "This case is yours now." in text_of(post(client, reference, "take"))


def test_text_in_a_case_is_never_markup(sign_in, report):
    reference = report()
    page = text_of(post(sign_in("carl"), reference, "note", text="<script>alert(1)</script>"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_what_is_not_there_is_said_to_be_not_found(sign_in, report):
    page = text_of(sign_in("eve").get(at(report())))
    assert "We cannot find that page" in page
    assert "Something went wrong" not in page


def test_a_number_is_shown_as_it_is_dialled(sign_in, report):
    reference = report()
    Case.objects.filter(reference=reference).update(contact_telephone="+441614960777")
    page = text_of(sign_in("carl").get(at(reference)))
    assert "0161 496 0777" in page
    assert "+44161" not in page
