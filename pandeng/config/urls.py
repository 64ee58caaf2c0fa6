"""Every address starts in `pandeng.web.urls`."""

from django.urls import include, path

urlpatterns = [path("", include("pandeng.web.urls"))]

handler400 = "pandeng.web.views.errors.bad_request"
handler403 = "pandeng.web.views.errors.forbidden"
handler404 = "pandeng.web.views.errors.not_found"
handler500 = "pandeng.web.views.errors.failed"
