"""The page behind an invitation's link: its owner sets a password there, once."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from pandeng.access import invitations, queries
from pandeng.access.actions.inviting import Invited, accept_invitation
from pandeng.access.request import PageRequest
from pandeng.web.forms.account import FirstPassword
from pandeng.web.ui.form_page import carry_out, show_form


def invited_page(request: PageRequest, made: Invited, back: str) -> HttpResponse:
    """Shows a link to whoever made it, this once: only its digest is kept."""
    path = reverse("invitation", args=[made.token]) if made.token else ""
    shown = {
        "made": made,
        "link": request.build_absolute_uri(path) if path else "",
        "invitation": queries.newest_invitation(request.scope, made.user),
        "back": back,
    }
    return render(request, "administration/invited.html", shown)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: PageRequest, token: str) -> HttpResponse:
    """Used up, late or withdrawn: one sentence, and the way to sign in."""
    found = invitations.invitation(token)
    now = found.cluster.office_time(request.now)
    opens = invitations.link_opens(found, now)
    form = FirstPassword(request.POST or None)
    if request.method == "POST" and not opens:
        form.refuse(opens.message)
    else:
        answer = carry_out(
            request,
            form,
            lambda: accept_invitation(
                found, form.cleaned_data["new"], by=invitations.holder(found), now=now
            ),
            done=_("口令已设定，请用它登录。"),
            to=reverse("sign_in"),
            at="new",
        )
        if answer:
            return answer
    shown = {"invitation": found, "opens": opens}
    return show_form(request, "sign_in/invitation.html", form, shown)
