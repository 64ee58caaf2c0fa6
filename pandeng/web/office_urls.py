"""The pages of the office's work: cockpit, figures, text check, lists and records."""

from django.urls import path

from pandeng.core import addresses  # noqa: F401 — the number of a record in an address
from pandeng.domain.duplicates.kinds import KINDS
from pandeng.domain.registers.catalogue import REGISTERS
from pandeng.web.pages import (
    attachments,
    bulk,
    by_hand,
    duplicates,
    find,
    imports,
    instructions,
    leader,
    ledgers,
    notices,
    outcomes,
    partners,
    registers,
    setting_targets,
    targets,
    teams,
    work,
)
from pandeng.web.pages.demands import demand as demands
from pandeng.web.pages.demands import intake, oversight, queue
from pandeng.web.pages.enterprises import climbing, matches, merging, profile, statements
from pandeng.web.pages.enterprises import entry as records
from pandeng.web.pages.enterprises import particulars as enterprises
from pandeng.web.pages.figures import check, cockpit, framework
from pandeng.web.pages.figures import figure as figures
from pandeng.web.pages.projects import (
    breakdown,
    carry,
    compare,
    county_map,
    light_rules,
    node_decisions,
    wall,
)
from pandeng.web.pages.projects import ledger as project_ledger
from pandeng.web.pages.projects import lifecycle as project_life
from pandeng.web.pages.projects import lights as project_lights
from pandeng.web.pages.projects import nodes as project_nodes
from pandeng.web.pages.projects import project as projects

urlpatterns = [
    path("", ledgers.page, name="home"),  # the gate leads everybody to their own page
    path("cockpit/", cockpit.page, name="cockpit"),
    path("ledgers/", ledgers.page, name="ledgers"),
    path("figures/", figures.catalogue, name="figures"),
    path("figures/ratio/", figures.ratio, name="ratio"),
    path("figures/<slug:name>/", figures.detail, name="figure"),
    path("leader/", leader.page, name="leader"),
    path("instructions/", instructions.listing, name="instruction_list"),
    path("instructions/new/", instructions.give, name="give_instruction"),
    path("instructions/<record:pk>/", instructions.detail, name="instruction"),
    path("instructions/<record:pk>/sheet/", instructions.sheet, name="instruction_sheet"),
    path(
        "instructions/<record:pk>/steps/<slug:step>/",
        instructions.take,
        name="take_instruction_step",
    ),
    path("framework/<slug:code>/", framework.leaf, name="leaf"),
    path("targets/", targets.listing, name="target_list"),
    path("targets/new/", setting_targets.set_target, name="set_target"),
    path("targets/carry/", setting_targets.carry_targets, name="carry_targets"),
    path("targets/<record:pk>/", targets.detail, name="target"),
    path("targets/<record:pk>/revise/", targets.revise, name="revise_target"),
    path("targets/<record:pk>/plan/", targets.plan, name="plan_target"),
    path("targets/<record:pk>/leader/", targets.name_leader, name="name_leader"),
    path("targets/<record:pk>/decompose/", targets.draw_up, name="draw_up"),
    path(
        "targets/<record:pk>/decompositions/<record:version>/<slug:verb>/",
        targets.decide,
        name="decide_parts",
    ),
    path("check/", check.page, name="check"),
    path("find/", find.page, name="find"),
    path("notices/", notices.inbox, name="notices"),
    path("notices/read/", notices.read_all, name="read_all"),
    path("notices/<record:pk>/", notices.follow, name="follow"),
    path("administration/robots/", notices.robots, name="robots"),
    path("administration/robots/<record:pk>/test/", notices.test_robot, name="test_robot"),
    path("administration/robots/<record:pk>/drop/", notices.drop_robot, name="drop_robot"),
    path("account/email/", notices.choose_email, name="choose_email"),
    path("work/", work.page, name="my_work"),
    path("work/counts/", work.counts, name="work_counts"),
    path("portal/", oversight.portal, name="portal"),
    path("demands/", queue.queue, name="demand_queue"),
    path("demands/new/", intake.page, name="intake"),
    path("demands/similar/", intake.likes, name="similar"),
    path("demands/names/", intake.names, name="names"),
    path("demands/board/", queue.board, name="board"),
    path("demands/bulk/", queue.bulk, name="bulk"),
    path("demands/views/", queue.save_view, name="save_view"),
    path("demands/views/<record:pk>/drop/", queue.drop_view, name="drop_view"),
    path("demands/<record:pk>/", demands.detail, name="demand"),
    path("demands/<record:pk>/steps/<slug:step>/", demands.take, name="take_step"),
    path("demands/<record:pk>/suggestion/", demands.suggestion, name="suggestion"),
    path("demands/<record:pk>/slip/", oversight.issue_slip, name="issue_slip"),
    path("demands/slips/<record:pk>/", oversight.slip, name="slip"),
    path("demands/call-backs/", oversight.call_backs, name="call_backs"),
    path("demands/units/", oversight.units, name="units"),
    path("demands/consultations/new/", oversight.new_session, name="new_session"),
    path("demands/consultations/<record:pk>/", oversight.session, name="session"),
    path("demands/consultations/<record:pk>/gather/", oversight.gather, name="gather"),
    path("demands/consultations/<record:pk>/attendance/", oversight.attendance, name="attendance"),
    path("demands/consultations/<record:pk>/put-on/", oversight.put_on, name="put_on"),
    path("demands/consultations/<record:pk>/invite/", oversight.invite, name="invite_unit"),
    path(
        "demands/consultations/<record:pk>/items/<record:item>/off/",
        oversight.take_off,
        name="take_off",
    ),
    path(
        "demands/consultations/<record:pk>/items/<record:item>/defer/",
        oversight.defer,
        name="defer_item",
    ),
    path("demands/consultations/<record:pk>/end/", oversight.end_session, name="end_session"),
    path("demands/consultations/<record:pk>/minutes/", oversight.minutes, name="minutes"),
    path("demands/consultations/<record:pk>/items/<record:item>/", oversight.decide, name="decide"),
    path("files/<slug:word>/<record:pk>/", attachments.add, name="add_file"),
    path("files/<slug:stored>/", attachments.fetch, name="file"),
    path("files/<slug:stored>/remove/", attachments.remove, name="remove_file"),
    path("teams/mine/", teams.mine, name="my_enterprises"),
    path("teams/coverage/", teams.coverage, name="coverage"),
    path("teams/<record:pk>/", teams.detail, name="team"),
    path("teams/<record:pk>/seats/", teams.fill_seat, name="fill_seat"),
    path("teams/visits/new/", teams.plan_visit, name="plan_visit"),
    path("teams/visits/calendar/", teams.calendar, name="visit_calendar"),
    path("teams/visits/<record:pk>/", teams.visit, name="visit"),
    path("teams/visits/<record:pk>/off/", teams.call_off, name="call_off_visit"),
    path(
        "teams/visits/<record:pk>/questions/<record:question>/",
        teams.raise_demand,
        name="raise_demand",
    ),
    path("projects/wall/", wall.page, name="wall"),
    path("projects/figures/", breakdown.page, name="project_figures"),
    path("projects/map/", county_map.page, name="county_map"),
    path("projects/<record:pk>/sheet/", wall.sheet, name="project_sheet"),
    path("projects/lights/", project_lights.page, name="project_lights"),
    path("projects/ledger/", project_ledger.sheet, name="project_ledger"),
    path("projects/<record:pk>/curve/", project_ledger.curve, name="plan_curve"),
    path("projects/ledger/<record:pk>/correct/", project_ledger.correct, name="correct_report"),
    path("projects/forecast/", project_lights.forecast, name="project_forecast"),
    path("projects/slips/<record:pk>/", project_lights.slip, name="project_slip"),
    path("projects/slips/<record:pk>/close/", project_lights.close_slip, name="close_project_slip"),
    path("projects/compare/", compare.page, name="compare_projects"),
    path("projects/listings/carry/", carry.page, name="carry_list"),
    path("projects/light-rules/new/", light_rules.page, name="new_light_rules"),
    path("projects/light-rules/<record:pk>/set/", light_rules.page, name="set_light_rules"),
    path("projects/new/", project_life.new_project, name="new_project"),
    path("projects/<record:pk>/edit/", project_life.edit_project, name="edit_project"),
    path("projects/<record:pk>/delete/", project_life.delete_project, name="delete_project"),
    path("projects/<record:pk>/steps/<slug:step>/", project_life.take_step, name="project_step"),
    path("projects/<record:pk>/days/", project_life.correct_day, name="correct_project_day"),
    path("projects/<record:pk>/list/", project_life.put_on_list, name="put_on_list"),
    path(
        "projects/<record:pk>/listings/<record:item>/off/",
        project_life.take_off_list,
        name="take_off_list",
    ),
    path(
        "projects/<record:pk>/listings/<record:item>/plan/",
        project_life.change_plan,
        name="change_plan",
    ),
    path("projects/<record:pk>/labels/new/", project_life.give_label, name="give_label"),
    path(
        "projects/<record:pk>/labels/<record:item>/change/",
        project_life.change_label,
        name="change_label",
    ),
    path(
        "projects/<record:pk>/labels/<record:item>/end/",
        project_life.end_label,
        name="end_label",
    ),
    path("duplicates/", duplicates.page, {"code": "enterprises"}, name="duplicates"),
    path("duplicates/<record:pk>/back/", duplicates.take_back, name="take_back_apart"),
    path("outcomes/<record:pk>/decide/", outcomes.decide, name="decide_outcome"),
    path("outcomes/<record:pk>/correct/", outcomes.correct, name="correct_outcome"),
    path("outcomes/<record:pk>/withdraw/", outcomes.withdraw, name="withdraw_outcome"),
    path("enterprises/matches/", matches.page, name="matches"),
    path("enterprises/matches/<record:pk>/decide/", matches.decide, name="decide_match"),
    path("enterprises/<record:pk>/register/", enterprises.register, name="particulars"),
    path("enterprises/<record:pk>/rename/", enterprises.rename, name="rename"),
    path("enterprises/<record:pk>/former-name/", enterprises.former_name, name="former_name"),
    path("enterprises/<record:pk>/other-name/", enterprises.other_name, name="other_name"),
    path("enterprises/<record:pk>/move/", enterprises.move, name="move"),
    path("enterprises/<record:pk>/contacts/new/", enterprises.add_contact, name="add_contact"),
    path(
        "enterprises/<record:pk>/contacts/<record:contact>/correct/",
        enterprises.correct_contact,
        name="correct_contact",
    ),
    path(
        "enterprises/<record:pk>/contacts/<record:contact>/end/",
        enterprises.end_contact,
        name="end_contact",
    ),
    path("enterprises/<record:pk>/products/new/", enterprises.add_product, name="add_product"),
    path(
        "enterprises/<record:pk>/products/<record:product>/end/",
        enterprises.end_product,
        name="end_product",
    ),
    path("enterprises/<record:pk>/merge/", merging.merge, name="merge"),
    path("enterprises/<record:pk>/split/", merging.split, name="split"),
    path("enterprises/<record:pk>/accounts/", partners.of_enterprise, name="enterprise_accounts"),
    path(
        "enterprises/<record:pk>/accounts/<record:account>/invite/",
        partners.enterprise_again,
        name="enterprise_account_again",
    ),
    path(
        "enterprises/<record:pk>/accounts/<record:account>/end/",
        partners.enterprise_end,
        name="enterprise_account_end",
    ),
    path("banks/", partners.banks, name="banks"),
    path("banks/<record:pk>/", partners.of_bank, name="bank_accounts"),
    path("banks/accounts/<record:pk>/invite/", partners.bank_again, name="bank_account_again"),
    path("banks/accounts/<record:pk>/end/", partners.bank_end, name="bank_account_end"),
    path("enterprises/new/", records.new_enterprise, name="new_enterprise"),
    path("enterprises/climb/", climbing.page, name="ladder"),
    path("enterprises/<record:pk>/", profile.page, name="profile"),
    path("enterprises/<record:pk>/restore/", profile.restore, name="restore"),
    path("enterprises/<record:pk>/plan/", climbing.plan, name="climb_plan"),
    path("enterprises/<record:pk>/correct/", records.correct_enterprise, name="correct_enterprise"),
    path("enterprises/<record:pk>/report/", statements.report, name="report_statement"),
    path("enterprises/sheet/", statements.sheet, name="sheet"),
    path("enterprises/totals/", statements.totals, name="totals"),
    path("enterprises/statements/review/", statements.review, name="review_statements"),
    path(
        "enterprises/statements/<record:pk>/correct/", statements.correct, name="correct_statement"
    ),
    path("enterprises/<record:pk>/outcome/", records.report_outcome, name="report_outcome"),
    path("projects/<record:pk>/", projects.detail, name="project"),
    path("projects/<record:pk>/plan/", project_nodes.plan, name="plan_nodes"),
    path("projects/<record:pk>/nodes/", project_nodes.add, name="add_node"),
    path("projects/milestones/<record:pk>/", project_nodes.node, name="node"),
    path("projects/milestones/<record:pk>/<slug:verb>/", project_nodes.take, name="take_node"),
    path("projects/contradictions/", node_decisions.conflicts, name="project_contradictions"),
    path("projects/<record:pk>/agree/<slug:stage>/", node_decisions.agree, name="agree_stage"),
    path("projects/moves/<record:pk>/decide/", node_decisions.decide_move, name="decide_move"),
    path("projects/guarantees/<record:pk>/give/", project_nodes.give, name="give_guarantee"),
]
urlpatterns += [
    path(f"duplicates/{code}/", duplicates.page, {"code": code}, name=f"duplicate_{code}")
    for code in KINDS
]
for _path, _register in REGISTERS.items():
    _name = _path.replace("/", "_")
    urlpatterns += [
        path(f"{_path}/", registers.listing, {"path": _path}, name=_name),
        path(f"{_path}/<record:pk>/", registers.detail, {"path": _path}, name=f"{_name}_detail"),
    ]
    if _register.takes_tables:
        _of = {"path": _path}
        urlpatterns += [
            path(f"{_path}/import/", imports.page, _of, name=f"{_name}_import"),
            path(f"{_path}/import/<uuid:uid>/undo/", imports.undo, _of, name=f"{_name}_take_back"),
            path(f"{_path}/template.xlsx", imports.sheet, _of, name=f"{_name}_template"),
        ]
    if _register.changes_in_bulk:
        _of = {"path": _path}
        urlpatterns += [
            path(f"{_path}/bulk/", bulk.page, _of, name=f"{_name}_bulk"),
            path(f"{_path}/bulk/<uuid:uid>/undo/", bulk.undo, _of, name=f"{_name}_undo"),
        ]
    if _register.works:
        _of, _where = {"path": _path}, f"{_path}/<record:pk>"
        urlpatterns += [
            path(f"{_path}/new/", by_hand.enter, _of, name=f"{_name}_enter"),
            path(f"{_where}/correct/", by_hand.correct, _of, name=f"{_name}_correct"),
            path(f"{_where}/move/", by_hand.move, _of, name=f"{_name}_move"),
            path(f"{_where}/end/", by_hand.end, _of, name=f"{_name}_end"),
            path(f"{_where}/withdraw/", by_hand.withdraw, _of, name=f"{_name}_withdraw"),
            path(f"{_path}/withdrawn/", by_hand.withdrawn, _of, name=f"{_name}_withdrawn"),
            path(
                f"{_path}/versions/<record:version>/restore/",
                by_hand.restore,
                _of,
                name=f"{_name}_restore",
            ),
        ]
