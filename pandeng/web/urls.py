"""Every page by address, in the order of the side bar."""

from django.urls import include, path

from pandeng.web.pages import administration, erasure, health, work_calendar
from pandeng.web.pages.account import account, opening, sign_in

urlpatterns = [
    path("", include("pandeng.web.office_urls")),
    path("healthz", health.health, name="health"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in.code, name="sign_in_code"),
    path("open/", opening.open_office, name="open_office"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("language/", account.language, name="language"),
    path("account/", account.account, name="account"),
    path("account/cluster/", account.cluster, name="cluster"),
    path("account/password/", account.password, name="password"),
    path("account/first-password/", sign_in.first_password, name="first_password"),
    path("account/second-factor/", account.second_factor, name="second_factor"),
    path("account/second-factor/codes/", account.recovery_codes, name="recovery_codes"),
    path("account/second-factor/remove/", account.remove_second_factor, name="second_factor_off"),
    path("administration/users/", administration.users, name="users"),
    path("administration/users/new/", administration.new_user, name="new_user"),
    path("administration/users/<int:pk>/", administration.user, name="user"),
    path(
        "administration/users/<int:pk>/memberships/",
        administration.add_membership,
        name="add_membership",
    ),
    path(
        "administration/memberships/<int:pk>/end/",
        administration.end_membership,
        name="end_membership",
    ),
    path(
        "administration/users/<int:pk>/password/", administration.set_password, name="set_password"
    ),
    path(
        "administration/users/<int:pk>/second-factor/",
        administration.second_factor,
        name="user_second_factor",
    ),
    path("administration/calendar/", work_calendar.page, name="work_calendar"),
    path("administration/calendar/year/", work_calendar.set_year, name="set_calendar_year"),
    path("administration/calendar/day/", work_calendar.set_day, name="set_calendar_day"),
    path("administration/calendar/day/drop/", work_calendar.drop_day, name="drop_calendar_day"),
    path("administration/packs/", administration.packs, name="packs"),
    path("administration/packs/load/", administration.load_shipped, name="load_shipped"),
    path("administration/packs/upload/", administration.upload_pack, name="upload_pack"),
    path("administration/packs/<int:pk>/", administration.pack, name="pack"),
    path("administration/erasure/", erasure.erase_person, name="erase_person"),
    path("administration/audit/", administration.audit, name="audit"),
    path("administration/audit/<int:pk>/", administration.event, name="audit_event"),
    path("administration/audit/<int:pk>/erase/", administration.erase, name="erase_event"),
]
