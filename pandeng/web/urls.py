"""Every page by address, in the order of the side bar."""

from django.urls import include, path

from pandeng.web.pages import administration, erasure, health, people, work_calendar
from pandeng.web.pages.account import account, invitation, opening, sign_in

urlpatterns = [
    path("", include("pandeng.web.office_urls")),
    path("healthz", health.health, name="health"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in.code, name="sign_in_code"),
    path("open/", opening.open_office, name="open_office"),
    path("invitation/<slug:token>/", invitation.invitation, name="invitation"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("language/", account.language, name="language"),
    path("account/", account.account, name="account"),
    path("account/cluster/", account.cluster, name="cluster"),
    path("account/password/", account.password, name="password"),
    path("account/first-password/", sign_in.first_password, name="first_password"),
    path("account/second-factor/", account.second_factor, name="second_factor"),
    path("account/second-factor/codes/", account.recovery_codes, name="recovery_codes"),
    path("account/second-factor/remove/", account.remove_second_factor, name="second_factor_off"),
    path("administration/users/", people.users, name="users"),
    path("administration/users/new/", people.new_user, name="new_user"),
    path("administration/users/<int:pk>/", people.user, name="user"),
    path(
        "administration/users/<int:pk>/memberships/",
        people.add_membership,
        name="add_membership",
    ),
    path(
        "administration/memberships/<int:pk>/end/",
        people.end_membership,
        name="end_membership",
    ),
    path("administration/users/<int:pk>/password/", people.set_password, name="set_password"),
    path(
        "administration/users/<int:pk>/second-factor/",
        people.second_factor,
        name="user_second_factor",
    ),
    path("administration/calendar/", work_calendar.page, name="work_calendar"),
    path("administration/calendar/year/", work_calendar.set_year, name="set_calendar_year"),
    path("administration/calendar/day/", work_calendar.set_day, name="set_calendar_day"),
    path("administration/calendar/day/drop/", work_calendar.drop_day, name="drop_calendar_day"),
    path("administration/users/<int:pk>/invite/", people.invite_again, name="invite_again"),
    path("administration/users/<int:pk>/off/", people.switch_off, name="switch_off"),
    path("administration/users/<int:pk>/on/", people.switch_on, name="switch_on"),
    path("administration/users/<int:pk>/sessions/", people.end_sessions, name="end_sessions"),
    path("administration/roles/", people.role_requests, name="role_requests"),
    path("administration/roles/<int:pk>/", people.decide_role, name="decide_role"),
    path("administration/packs/", administration.packs, name="packs"),
    path("administration/packs/load/", administration.load_shipped, name="load_shipped"),
    path("administration/packs/upload/", administration.upload_pack, name="upload_pack"),
    path("administration/packs/<int:pk>/", administration.pack, name="pack"),
    path("administration/erasure/", erasure.erase_person, name="erase_person"),
    path("administration/audit/", administration.audit, name="audit"),
    path("administration/audit/<int:pk>/", administration.event, name="audit_event"),
    path("administration/audit/<int:pk>/erase/", administration.erase, name="erase_event"),
]
