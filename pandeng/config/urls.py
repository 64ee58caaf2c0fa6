"""Every address: the pages of `pandeng.web.urls`, the JSON interface beside them."""

from django.conf import settings
from django.urls import include, path

from pandeng.api import reference
from pandeng.api.app import api

urlpatterns = [
    path(settings.API_PATH.lstrip("/"), api.urls),
    path("reference/", reference.page, name="api_reference"),
    path("", include("pandeng.web.urls")),
]

handler400 = "pandeng.web.pages.errors.bad_request"
handler403 = "pandeng.web.pages.errors.forbidden"
handler404 = "pandeng.web.pages.errors.not_found"
handler500 = "pandeng.web.pages.errors.failed"
