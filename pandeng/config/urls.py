"""Every address starts in `pandeng.web.urls`."""

from django.urls import include, path

urlpatterns = [path("", include("pandeng.web.urls"))]

handler400 = "pandeng.web.pages.errors.bad_request"
handler403 = "pandeng.web.pages.errors.forbidden"
handler404 = "pandeng.web.pages.errors.not_found"
handler500 = "pandeng.web.pages.errors.failed"
