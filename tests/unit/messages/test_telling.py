"""Events become messages, once, and messages are sent, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doneinone.adapters.email import MemoryEmail
from doneinone.adapters.ports import UnableToReach, UnableToSend, UnableToSendYet
from doneinone.adapters.sms import MemorySms
from doneinone.domain.cases.actions.answer_question import answer_question
from doneinone.domain.cases.actions.ask_person import ask_person
from doneinone.domain.cases.actions.close_case import close_case
from doneinone.domain.cases.actions.follow_case import follow_case
from doneinone.domain.cases.actions.move_case import move_case
from doneinone.domain.cases.actions.reopen_case import reopen_case
from doneinone.domain.cases.models import Case
from doneinone.domain.messages import jobs
from doneinone.domain.messages.actions.queue_message import queue_message
from doneinone.domain.messages.jobs import deliver, deliver_overdue
from doneinone.domain.messages.links import (
    UnableToOpenLink,
    hide_keys,
    read_answer_link,
    read_track_link,
    read_unfollow_link,
)
from doneinone.domain.messages.models import Message
from doneinone.domain.messages.queries import messages_of_case, preview
from doneinone.domain.messages.reactions import tell_people
from doneinone.domain.messages.rules.masking import MASK, without_codes
from doneinone.foundation.actors import acting, system
from doneinone.foundation.clock import now as present
from doneinone.foundation.references import new_resume_code, show_reference
from doneinone.foundation.timeline.draining import drain
from doneinone.foundation.timeline.models import Event, Outbox


@pytest.fixture(autouse=True)
def _fresh():
    MemoryEmail.forget()
    MemorySms.forget()


def drain_all(now):
    while drain(now=now):
        pass


def send_all(hub):
    everyone = system(name="worker", agencies=[a.pk for a in hub.agencies.values()])
    waiting = Message.objects.filter(status="queued").order_by("pk").values_list("pk", flat=True)
    deliver(everyone, message_ids=list(waiting))


def key_in(text, path):
    return text.partition(path)[2].split()[0]


def case_of(reference):
    return Case.objects.get(reference=reference)


def test_an_acknowledgement_says_what_when_and_where_to_look(hub, report, now):
    reference = report()
    drain_all(now)
    send_all(hub)
    (sent,) = MemoryEmail.sent
    assert sent.to == "amina@example.org"
    assert show_reference(reference) in sent.subject
    assert sent.text.startswith("Dear Amina Yusuf")
    assert "Report a pothole" in sent.text
    assert "By when: " in sent.text
    assert "14 Lime Grove" in sent.text
    assert sent.sender == "Irwell <hello@irwell.example>"
    assert read_track_link(key=key_in(sent.text, "/track/by-link/")) == case_of(reference).pk
    message = Message.objects.get()
    assert (message.status, message.message_id) == ("sent", sent.message_id)
    assert message.visible_to == case_of(reference).visible_to


def test_in_the_language_of_the_person(hub, report, now):
    report(language="cy")
    drain_all(now)
    send_all(hub)
    (sent,) = MemoryEmail.sent
    assert sent.language == "cy"
    assert sent.text.startswith("Annwyl Amina Yusuf")
    assert "dydd " in sent.text
    assert sent.subject.startswith("Mae eich adroddiad gennym")


def test_somebody_with_a_telephone_only_gets_a_text(hub, report, now):
    report(contact={"name": "Amina Yusuf", "telephone": "07700 900123"})
    drain_all(now)
    send_all(hub)
    assert not MemoryEmail.sent
    (sent,) = MemorySms.sent
    assert sent.to == "+447700900123"
    assert "\n" not in sent.text


def test_somebody_who_stays_anonymous_gets_nothing(hub, report, now):
    report(contact={})
    drain_all(now)
    assert not Message.objects.exists()
    assert not Outbox.objects.exists()


def test_the_same_event_seen_twice_tells_once(hub, report, now):
    references = [
        report(),
        report("broken-street-light") if "broken-street-light" in hub.services else report(),
    ]
    assert len(references) == 2
    events = list(Event.objects.filter(kind="case.opened").order_by("pk"))
    actor = system(name="worker", agencies=events[0].visible_to)
    for _ in range(3):
        with acting(actor):
            tell_people(actor, events)
    assert Message.objects.count() == 2
    first = set(Message.objects.values_list("message_id", flat=True))
    send_all(hub)
    Message.objects.all().delete()
    with acting(actor):
        tell_people(actor, events)
    assert set(Message.objects.values_list("message_id", flat=True)) == first


def test_a_message_that_was_sent_is_not_sent_again(hub, report, now):
    report()
    drain_all(now)
    everyone = system(name="worker", agencies=[a.pk for a in hub.agencies.values()])
    ids = list(Message.objects.values_list("pk", flat=True))
    for _ in range(3):
        deliver(everyone, message_ids=ids)
    assert len(MemoryEmail.sent) == 1


def test_statements_do_not_grow_with_the_batch(hub, report, now):
    def statements(count):
        for _ in range(count):
            report()
        events = list(Event.objects.filter(kind="case.opened").order_by("-pk")[:count])
        actor = system(name="worker", agencies=events[0].visible_to)
        with (
            acting(actor),
            CaptureQueriesContext(
                connection,
            ) as made,
        ):
            tell_people(actor, events)
        return len(made)

    few, many = statements(2), statements(25)
    assert many == few
    assert few <= 8


def test_a_question_goes_out_with_its_link_and_a_move_as_the_service_says(hub, cast, report, now):
    reference = report()
    drain_all(now)
    asked = ask_person(
        actor=cast.bea, hub=hub, reference=reference, text="Which <side>?\nLeft or right?", now=now
    )
    drain_all(now)
    question = Message.objects.get(template="case-question")
    assert "> Which <side>?\n> Left or right?" in question.body
    assert "Which &lt;side&gt;?<br>" in question.html
    key = read_answer_link(key=key_in(question.body, "/answer/"))
    assert (key.case, key.question) == (case_of(reference).pk, asked.pk)
    answer_question(
        actor=cast.bea, hub=hub, reference=reference, question=asked.pk, text="Left", now=now
    )
    drain_all(now)
    before = Message.objects.count()
    definition = hub.service("report-pothole").definition
    case = case_of(reference)
    for stage, template in definition.messages.moved.items():
        if template and stage in definition.stages[case.stage].moves:
            actor = (
                cast.carl
                if case.team == hub.teams["highways"]
                else system(name="worker", agencies=case.visible_to)
            )
            move_case(actor=actor, hub=hub, reference=reference, to=stage, now=now)
            drain_all(now)
            assert Message.objects.filter(template=template).count() == 1
            assert Message.objects.count() == before + 1
            break


def test_the_preview_is_what_is_sent(hub, report, now):
    reference = report(contact={"name": "Amina Yusuf", "email": "amina@example.org"})
    case = case_of(reference)
    outcome = next(iter(hub.service("report-pothole").definition.outcomes))
    shown = preview(
        hub=hub,
        case=case,
        kind="case.closed",
        facts={"outcome": outcome, "note": "Mended with *hot* tar."},
        now=now,
    )
    closing = system(name="worker", agencies=case.visible_to)
    close_case(
        actor=closing, reference=reference, outcome=outcome, note="Mended with *hot* tar.", now=now
    )
    drain_all(now)
    sent = Message.objects.get(template="case-closed")
    assert shown is not None
    assert (shown.subject, shown.language, shown.means, shown.address) == (
        sent.subject,
        sent.language,
        sent.means,
        sent.address,
    )
    assert shown.text == hide_keys(sent.body)
    assert shown.html == hide_keys(sent.html)
    assert "Mended with *hot* tar." in shown.text
    assert "/track/by-link/…" in shown.text
    assert messages_of_case(case=case.pk)[0].body == shown.text


def test_followers_are_told_what_is_public_and_can_stop(hub, report, now):
    reference = report()
    case = case_of(reference)
    assert case.shown_publicly
    worker = system(name="worker", agencies=case.visible_to)
    follow_case(actor=worker, reference=reference, email="Zoe@example.org", language="cy", now=now)
    follow_case(actor=worker, reference=reference, email="amina@example.org", now=now)
    drain_all(now)
    followed = Message.objects.get(template="case-followed")
    assert (followed.address, followed.language) == ("zoe@example.org", "cy")
    outcome = next(iter(hub.service("report-pothole").definition.outcomes))
    close_case(
        actor=worker, reference=reference, outcome=outcome, note="Amina, we saw you.", now=now
    )
    drain_all(now)
    theirs = Message.objects.get(address="zoe@example.org", template__startswith="case-closed")
    for words in (theirs.subject, theirs.body, theirs.html):
        assert "Amina" not in words
        assert "/track/by-link/" not in words
    key = read_unfollow_link(key=key_in(theirs.body, "/unfollow/"))
    assert key.case == case.pk
    assert Message.objects.filter(address="amina@example.org", template="case-closed").count() == 1
    reopen_case(actor=worker, hub=hub, reference=reference, reason="Not fixed", now=now)
    drain_all(now)
    assert Message.objects.filter(template__startswith="case-reopened").count() == 2


def test_links_of_one_kind_open_nothing_of_another(hub, report, now):
    report()
    drain_all(now)
    key = key_in(Message.objects.get().body, "/track/by-link/")
    assert read_track_link(key=key)
    for wrong in (key[:-1], key + "A", "", "x" * 10_000, "é\x00"):
        with pytest.raises(UnableToOpenLink):
            read_track_link(key=wrong)
    with pytest.raises(UnableToOpenLink):
        read_answer_link(key=key)
    with pytest.raises(UnableToOpenLink):
        read_unfollow_link(key=key)


def test_mail_that_is_down_loses_nothing_and_is_tried_later_and_later(
    hub, report, now, monkeypatch
):
    for _ in range(3):
        report()
    drain_all(now)
    MemoryEmail.failing["*"] = UnableToReach("The mail server does not answer.")
    send_all(hub)
    assert [m.status for m in Message.objects.all()] == ["queued"] * 3
    assert {m.attempts for m in Message.objects.all()} == {1}
    waits, at = [], present()
    for _ in range(8):
        at = Message.objects.order_by("pk").first().next_try_at + timedelta(seconds=1)
        monkeypatch.setattr(jobs, "present", lambda at=at: at)
        deliver_overdue()
        waits.append((Message.objects.order_by("pk").first().next_try_at - at).total_seconds())
    assert waits == [20, 40, 80, 160, 320, 600, 600, 600]
    MemoryEmail.forget()
    deliver_overdue()
    assert not MemoryEmail.sent, "not before its time"
    monkeypatch.setattr(jobs, "present", lambda: at + timedelta(minutes=11))
    deliver_overdue()
    assert len(MemoryEmail.sent) == 3
    assert [m.status for m in Message.objects.all()] == ["sent"] * 3


def test_an_address_that_is_refused_is_named_and_stops_nobody_else(hub, report, now):
    report(contact={"name": "A", "email": "gone@example.org"})
    report(contact={"name": "B", "email": "full@example.org"})
    report(contact={"name": "C", "email": "well@example.org"})
    drain_all(now)
    MemoryEmail.failing["gone@example.org"] = UnableToSend("It does not take this address (550).")
    MemoryEmail.failing["full@example.org"] = UnableToSendYet("Not now (450).")
    send_all(hub)
    state = dict(Message.objects.values_list("address", "status"))
    assert state == {
        "gone@example.org": "refused",
        "full@example.org": "queued",
        "well@example.org": "sent",
    }
    assert Message.objects.get(status="refused").problem == "It does not take this address (550)."


def test_a_fault_of_an_adapter_keeps_back_one_message_and_no_other(hub, report, now):
    report(contact={"name": "A", "email": "odd@example.org"})
    report(contact={"name": "B", "email": "well@example.org"})
    drain_all(now)
    MemoryEmail.failing["odd@example.org"] = KeyError("Amina")
    send_all(hub)
    assert [sent.to for sent in MemoryEmail.sent] == ["well@example.org"]
    odd = Message.objects.get(address="odd@example.org")
    assert (odd.status, odd.attempts) == ("queued", 1)
    assert odd.problem == "A fault of ours: KeyError."


def test_a_message_whose_job_was_lost_is_found_in_the_queue(hub, report, now, monkeypatch):
    report()
    drain_all(now)
    Message.objects.update(next_try_at=present() + timedelta(seconds=30))
    deliver_overdue()
    assert not MemoryEmail.sent
    monkeypatch.setattr(jobs, "present", lambda: present() + timedelta(seconds=31))
    deliver_overdue()
    assert len(MemoryEmail.sent) == 1


def test_the_code_to_come_back_with_is_sent_and_not_kept(hub, now):
    code = new_resume_code()
    queue_message(
        hub=hub,
        template="resume-code",
        means="email",
        address="amina@example.org",
        language="en",
        facts={
            "code": code,
            "service": "Report a pothole",
            "resume_link": "http://127.0.0.1:8000/resume",
        },
        now=now,
    )
    send_all(hub)
    (sent,) = MemoryEmail.sent
    assert f"Your code is {code}" in sent.text
    assert "http://127.0.0.1:8000/resume" in sent.text
    kept = Message.objects.get()
    for words in (kept.subject, kept.body, kept.html):
        assert code not in words
        assert MASK in words


def test_a_code_stays_until_it_has_gone(hub, now):
    code = new_resume_code()
    facts = {"code": code, "service": "Report a pothole", "resume_link": "http://x/resume"}
    queue_message(
        hub=hub, template="resume-code", means="email", address="amina@example.org",
        language="en", facts=facts, now=now,
    )  # fmt: skip
    assert code in Message.objects.get().body


def test_only_a_whole_code_is_masked():
    code = new_resume_code()
    assert without_codes(f"Code: {code}.") == f"Code: {MASK}."
    for words in ("Ring 0161 4960 1000 now", "7K4M 2QTX", "made this road safe"):
        assert without_codes(words) == words


def test_messages_stand_behind_the_wall(hub, cast, report, now):
    report()
    drain_all(now)
    for name, sees in (
        ("bea", True),
        ("carl", True),
        ("eve", False),
        ("dev", False),
        ("gus", False),
    ):
        with acting(getattr(cast, name)):
            assert Message.objects.exists() is sees, name
