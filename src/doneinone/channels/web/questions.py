"""One question on a page, as the definition asks it, and the photographs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from doneinone.channels.shared.forms import errors_in, field, file_id, line_of, read_answer
from doneinone.channels.shared.languages import page_language
from doneinone.channels.web.drafts import Form, form_of, is_changing
from doneinone.channels.web.pages import REFUSED, limit, page, plain, show
from doneinone.domain.catalogue.rules.checked_answers import check_answer
from doneinone.domain.catalogue.rules.questions import FileQuestion, GroupQuestion, QuestionBase
from doneinone.domain.intake.actions.take_file import UnableToTakeFile, take_file
from doneinone.domain.places.queries import UnableToFindPlace, find_place, place_at_match
from doneinone.foundation.clock import local

MOST_PHOTOS = 5
UPLOADS = {"most": 60, "seconds": 3600}


@require_http_methods(["GET", "HEAD", "POST"])
@page
def question(request: HttpRequest, service: str, id: str) -> HttpResponse:  # noqa: A002
    """Ask one question, and keep its answer."""
    form = form_of(request, service)
    asked = form.found.question(id)
    if asked is None:
        return _not_asked(request, form)
    if isinstance(asked, FileQuestion):
        return _files(request, form, asked)
    if request.method != "POST":
        return _page(request, form, asked, form.draft.answers.get(id))
    if asked.kind == "location":
        return _place(request, form, asked)
    raw = read_answer(asked, request.POST)
    if isinstance(asked, GroupQuestion) and ("add" in request.POST or "remove" in request.POST):
        return _add_or_remove(request, form, asked)
    return _keep(request, form, asked, raw)


def _keep(
    request: HttpRequest, form: Form, asked: QuestionBase, raw: Any, *, stay: bool = False
) -> HttpResponse:
    """
    Check an answer and keep it, or say what is wrong with it.

    :param stay: show the page again with what was kept, in place of the next
    """
    value, errors = check_answer(
        question=asked,
        raw=raw,
        today=local(form.now, form.hub.calendar.zone).date(),
        facts=form.found.facts,
        language=form.language,
    )
    if errors:
        return _page(request, form, asked, raw, errors=errors)
    form.change(answers={asked.id: value})
    here = form.address("question", asked.id)
    if stay:
        return redirect(here + ("?change=1" if is_changing(request) else ""))
    return redirect(form.after(here, changing=is_changing(request)))


def _not_asked(request: HttpRequest, form: Form) -> HttpResponse:
    """Go on, when a question is not needed with the other answers."""
    if request.method != "POST":
        return redirect(form.where_now())
    return plain(
        request,
        title=_("That question is not needed"),
        text=_("With your other answers we do not ask it. The rest of your form is kept."),
        links=[(form.where_now(), _("Go on with your form"))],
        status=REFUSED,
    )


def _place(request: HttpRequest, form: Form, asked: QuestionBase) -> HttpResponse:
    """Take a place as somebody typed it; where it may be one of several, they choose."""
    typed = line_of(request.POST, asked.id, most=100)
    chosen = line_of(request.POST, f"{asked.id}-match")
    finding = "find" in request.POST
    try:
        if chosen and not finding:
            return _keep(request, form, asked, place_at_match(key=chosen).answer())
        if not typed and finding:
            raise UnableToFindPlace("empty")
        kept = form.draft.answers.get(asked.id)
        if not typed or (kept and kept.get("label") == typed):
            return _keep(request, form, asked, kept if typed else None, stay=finding)
        found = find_place(text=typed)
        first = found.matches[0]
        if found.did_you_mean or (len(found.matches) > 1 and first.kind != "postcode"):
            wrong = {asked.id: _("Choose one of the places, or type another street or postcode")}
            matches = [asdict(one) for one in found.matches]
            return _page(request, form, asked, {"label": typed}, errors=wrong, matches=matches)
        return _keep(request, form, asked, place_at_match(key=first.key).answer(), stay=finding)
    except UnableToFindPlace as problem:
        errors = {asked.id: problem.message(language=form.language)}
        return _page(request, form, asked, {"label": typed}, errors=errors)


def _page(
    request: HttpRequest,
    form: Form,
    asked: QuestionBase,
    value: Any,
    *,
    errors: dict[str, str] | None = None,
    items: int | None = None,
    matches: Sequence[Mapping[str, Any]] = (),
) -> HttpResponse:
    described = field(
        asked, value, language=form.language, errors=errors, files=form.draft.files, items=items
    )
    here = form.address("question", asked.id)
    shown = {
        "title": form.title,
        "question": described,
        "matches": matches,
        "wrong": errors_in(described),
        "errors": list((errors or {}).values()),
        "changing": is_changing(request),
        "back": {"href": form.address("check") if is_changing(request) else form.before(here)},
        "later": form.address("later"),
        "untranslated": not asked.ask.in_language(form.language)[1],
        "number": form.steps().index(here) + 1,
        "of": len(form.steps()),
    }
    return show(request, "question", shown, status=REFUSED if errors else 200)


def _add_or_remove(request: HttpRequest, form: Form, asked: GroupQuestion) -> HttpResponse:
    """Show one item more or less; what was typed in the others stays."""
    raw = read_answer(asked, request.POST) or []
    numbers = {
        int(part)
        for name in request.POST
        if name.startswith(f"{asked.id}-")
        and (part := name[len(asked.id) + 1 :].split("-")[0]).isdecimal()
        and len(part) < 4
    }
    count = min(len(numbers), asked.max)
    if "add" in request.POST:
        return _page(request, form, asked, raw, items=count + 1)
    removed = line_of(request.POST, "remove", most=80).removeprefix(f"{asked.id}-")
    items: list[Any] = [
        _item(request, asked, number) for number in sorted(numbers) if str(number) != removed
    ]
    return _page(request, form, asked, items, items=len(items))


def _item(request: HttpRequest, asked: GroupQuestion, number: int) -> dict[str, Any]:
    return {
        part.id: read_answer(part, request.POST, name=f"{asked.id}-{number}-{part.id}")
        for part in asked.questions
    }


def _uploads(request: HttpRequest, name: str) -> list[UploadedFile[bytes]]:
    return [one for one in request.FILES.getlist(name) if isinstance(one, UploadedFile)]


def take_uploads(
    request: HttpRequest, name: str, *, room: int, documents: bool
) -> tuple[list[dict[str, Any]], str]:
    """
    Check and store what was uploaded, and say what could not be taken.

    :param room: how many files may still be added
    """
    uploads = _uploads(request, name)
    if not uploads:
        return [], ""
    limit(request, "upload", most=UPLOADS["most"], seconds=UPLOADS["seconds"])
    if len(uploads) > room:
        return [], _("That is more files than fit here. You can add %(number)s more") % {
            "number": room
        }
    taken: list[dict[str, Any]] = []
    for one in uploads:
        try:
            file = take_file(
                name=one.name or "",
                content=one.read(),
                documents=documents,
                language=page_language(),
            )
        except UnableToTakeFile as problem:
            return taken, str(problem)
        taken.append({"key": file.key, "name": file.name, "kind": file.kind, "size": file.size})
    return taken, ""


def _files(request: HttpRequest, form: Form, asked: FileQuestion) -> HttpResponse:
    """Take the files that answer a question of type file."""
    own = [str(one) for one in form.draft.answers.get(asked.id) or []]
    if request.method != "POST":
        return _page(request, form, asked, own)
    files = list(form.draft.files)
    removed = line_of(request.POST, "remove", most=40)
    if removed:
        own = [one for one in own if one != removed]
        files = [one for one in files if file_id(one["key"]) != removed]
        form.change(files=files, answers={asked.id: own or None})
        return redirect(form.address("question", asked.id))
    taken, problem = take_uploads(
        request, asked.id, room=asked.max_files - len(own), documents=set(asked.accept) != {"image"}
    )
    own += [file_id(one["key"]) for one in taken]
    if taken:
        form.change(files=files + taken, answers={asked.id: own})
    if problem:
        return _page(request, form, asked, own, errors={asked.id: problem})
    value, errors = check_answer(
        question=asked,
        raw=own,
        today=local(form.now, form.hub.calendar.zone).date(),
        language=form.language,
    )
    if errors:
        return _page(request, form, asked, own, errors=errors)
    form.change(answers={asked.id: value})
    return redirect(form.after(form.address("question", asked.id), changing=is_changing(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def photos(request: HttpRequest, service: str) -> HttpResponse:
    """Take photographs, one or several at a time; nobody has to."""
    form = form_of(request, service)
    here = form.address("photos")
    if form.definition.photos == "none":
        return redirect(form.where_now())
    error = ""
    if request.method == "POST":
        removed = line_of(request.POST, "remove", most=40)
        if removed:
            kept = [one for one in form.draft.files if file_id(one["key"]) != removed]
            form.change(files=kept)
            return redirect(here + ("?change=1" if is_changing(request) else ""))
        room = MOST_PHOTOS - len(form.photos)
        taken, error = take_uploads(request, "photo", room=room, documents=False)
        if taken:
            form.change(files=[*form.draft.files, *taken])
        if not error and request.POST.get("do") == "add":
            return redirect(here + ("?change=1" if is_changing(request) else ""))
        if not error:
            return redirect(form.after(here, changing=is_changing(request)))
    shown = {
        "title": form.title,
        "photos": [{"id": file_id(one["key"]), "name": one["name"]} for one in form.photos],
        "most": MOST_PHOTOS,
        "error": error,
        "errors": [{"text": error, "href": "#photo"}] if error else [],
        "changing": is_changing(request),
        "back": {"href": form.address("check") if is_changing(request) else form.before(here)},
        "later": form.address("later"),
    }
    return show(request, "photos", shown, status=REFUSED if error else 200)
