"""Keys with which other systems act for an organisation. A new key is shown once."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from doneinone.channels.desk.admin.staff import ADMINISTRATOR, tabs
from doneinone.channels.desk.pages import desk, show, tell
from doneinone.channels.shared.acting import ActingRequest
from doneinone.channels.shared.context import hub_of
from doneinone.domain.directory.actions.change_settings import UnableToManage
from doneinone.domain.directory.actions.make_api_key import make_api_key, revoke_api_key
from doneinone.domain.directory.queries import administered, api_keys
from doneinone.foundation.clock import now as time_now


@desk(roles=ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: ActingRequest) -> HttpResponse:
    """List keys; make one, revoke one."""
    hub, own = hub_of(request), administered(actor=request.actor)
    made, problem = "", ""
    if request.method == "POST":
        chosen = request.POST.get("agency", "")
        agency = int(chosen) if chosen.isdecimal() and len(chosen) < 10 else 0
        number = request.POST.get("revoke", "")
        try:
            if number:
                key = int(number) if number.isdecimal() and len(number) < 18 else 0
                revoke_api_key(actor=request.actor, agency=agency, key=key, now=time_now())
                tell(request, "success", _("The key is revoked. Its next call is refused."))
                return redirect("desk-admin-keys")
            made = make_api_key(
                actor=request.actor, agency=agency,
                name=request.POST.get("name", "").replace("\x00", ""), now=time_now(),
            )  # fmt: skip
        except UnableToManage as refused:
            problem = str(refused)
    answer = show(
        request, "desk/admin/keys.jinja", title=_("Keys of other systems"),
        tabs=tabs(request.path), keys_made=api_keys(agencies=own), made=made,
        agencies={str(one.pk): one.name for one in hub.agencies.values() if one.pk in own},
        typed=request.POST.get("name", "") if problem else "", problem=problem,
        errors=[{"text": problem, "href": "#name"}] if problem else [],
        status=422 if problem else 200,
    )  # fmt: skip
    if made:
        answer.headers["Cache-Control"] = "no-store"
    return answer
