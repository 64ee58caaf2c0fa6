"""The pages of a project's life: who sees and does what, what is refused in words, what a list compares to."""

import io
import zipfile
from datetime import date, datetime
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pandeng.access.models import Department
from pandeng.demo.accounts import ACCOUNTS
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.attachments.models import Attachment
from pandeng.domain.projects.lifecycle import actions
from pandeng.domain.projects.models import Project, ProjectLabel, ProjectListing, ProjectStep

NOW = datetime(2022, 6, 30, 10, tzinfo=OFFICE_TIME)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
RECORDERS = {"lead", "staff", "county"}
READERS = {"leader", "lead", "staff", "county", "auditor"}


@pytest.fixture
def project(office, jining):
    county = Department.objects.get(cluster=jining, code="370811")
    return actions.register(
        name="任城液压件扩产项目", county=county, planned_total_yuan=120_000_000, stage="signed",
        on=date(2022, 4, 1), evidence="投资协议", by=office, now=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("username", [account.username for account in ACCOUNTS])
def test_who_sees_the_life_and_who_may_take_a_step(signed_in, project, username):
    client = signed_in(username)
    page = client.get(f"/projects/{project.pk}/")
    if username not in READERS:
        missing = 403 if username == "admin" else 404
        assert page.status_code == missing
        assert client.get(f"/projects/{project.pk}/steps/start/").status_code == missing
        return
    text = page.content.decode()
    assert "项目进程" in text
    assert "现处" in text
    started = f'href="/projects/{project.pk}/steps/start/"' in text
    assert started is (username in RECORDERS)
    told = {"on": "2022-05-06", "evidence": "施工许可证", "seen": "signed"}
    answer = client.post(f"/projects/{project.pk}/steps/start/", told)
    if username in RECORDERS:
        assert answer.status_code == 302
    else:
        assert answer.status_code == 422
        assert "可由专班负责人、专班工作人员、县市区填报员办理" in answer.content.decode()
        assert "可由专班负责人" in text, "the page says why the button is disabled"
    project.refresh_from_db()
    assert (project.started_on == date(2022, 5, 6)) is (username in RECORDERS)


def test_a_project_is_entered_with_an_amount_that_says_its_unit(signed_in, jining):
    county = Department.objects.get(cluster=jining, code="370811")
    told = {
        "name": "鲁南智能装备项目", "county": county.pk, "planned_total_yuan": "1.25亿元",
        "stage": "negotiating", "on": "2022-06-20", "evidence": "洽谈纪要",
    }  # fmt: skip
    client = signed_in("county")
    for wrong, sentence in (
        ({"planned_total_yuan": "125000000"}, "没有写单位元"),
        ({"planned_total_yuan": "很多"}, "不是金额"),
        ({"enterprise": "没有这家公司"}, "没有找到企业“没有这家公司”"),
        ({"on": "2022-09-01"}, "洽谈日期不能晚于今天"),
        ({"county": 999999}, "选择一个有效的选项"),
    ):
        answer = client.post("/projects/new/", {**told, **wrong})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert not Project.objects.filter(name=told["name"]).exists()
    answer = client.post("/projects/new/", told, follow=True)
    made = Project.objects.get(name=told["name"])
    assert made.planned_total_yuan == 125_000_000
    assert f"已登记，编号{made.code}。" in answer.content.decode()


def test_a_step_takes_its_files_along(signed_in, project, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    told = {"on": "2022-05-06", "evidence": "施工许可证", "seen": "signed"}
    client = signed_in("staff")
    empty = client.post(
        f"/projects/{project.pk}/steps/start/",
        {**told, "file": SimpleUploadedFile("空.pdf", b"")},
    )
    assert empty.status_code == 422
    assert "“空.pdf”是空文件" in empty.content.decode()
    assert not ProjectStep.objects.filter(project=project, step="start").exists()
    client.post(
        f"/projects/{project.pk}/steps/start/",
        {**told, "file": SimpleUploadedFile("许可证.pdf", PDF)},
    )
    assert Attachment.objects.get(subject_id=project.pk, subject_kind="projects.Project").name == (
        "许可证.pdf"
    )
    page = client.get(f"/projects/{project.pk}/").content.decode()
    assert "许可证.pdf" in page
    assert "施工许可证" in page


def test_a_skipped_step_and_a_faster_colleague_are_told_in_words(signed_in, project):
    client = signed_in("staff")
    page = client.get(f"/projects/{project.pk}/steps/complete/")
    assert (
        "项目现在“签约”，不能直接竣工；可以登记的是：开工、退出、撤销登记。"
        in page.content.decode()
    )
    assert client.get(f"/projects/{project.pk}/steps/fly/").status_code == 404
    told = {"on": "2022-05-06", "evidence": "许可证", "seen": "signed"}
    assert client.post(f"/projects/{project.pk}/steps/start/", told).status_code == 302
    late = signed_in("lead").post(
        f"/projects/{project.pk}/steps/withdraw/",
        {"on": "2022-05-09", "note": "资金", "seen": "signed"},
    )
    assert late.status_code == 422
    assert "刚才有人先登记了进展，项目现在“开工”，请刷新后再试。" in late.content.decode()


def test_lists_labels_days_and_deletion_by_the_office(signed_in, project):
    client, at = signed_in("staff"), f"/projects/{project.pk}"

    def post(path, told, status=302):
        answer = client.post(f"{at}/{path}", told)
        assert answer.status_code == status, answer.content.decode()[:4000]
        return answer.content.decode()

    post("list/", {"year": 2022, "annual_plan_yuan": "3000万元", "since": "2022-05-02"})
    listing = ProjectListing.objects.get(project=project)
    post(f"listings/{listing.pk}/plan/", {"annual_plan_yuan": "3500万元", "why": "追加"})
    post("labels/new/", {"level": "county", "since": "2022-05-02", "basis": "文件"})
    label = ProjectLabel.objects.get(project=project)
    wrong = post(
        f"labels/{label.pk}/change/",
        {"level": "provincial_major", "on": "2022-06-01", "why": "升级"}, 422,
    )  # fmt: skip
    assert "这一层级分实施类、准备类，请选择一类。" in wrong
    post(
        f"labels/{label.pk}/change/",
        {"level": "provincial_major", "variant": "实施类", "on": "2022-06-01", "why": "升级"},
    )
    major = ProjectLabel.objects.get(project=project, level="provincial_major")
    post(f"labels/{major.pk}/end/", {"on": "2022-06-20", "why": "调出"})
    post("days/", {"fact": "signed", "on": "2022-04-03", "why": "协议日期"})
    off = post(f"listings/{listing.pk}/off/", {"on": "2022-05-02", "why": "误"}, 422)
    assert "须晚于起始日期（2022-05-02）" in off
    post(f"listings/{listing.pk}/off/", {"on": "2022-06-10", "why": "用地未落实"})
    post("edit/", {
        "name": "任城液压件扩产项目（一期）", "county": project.county_id,
        "planned_total_yuan": "1.2亿元", "why": "立项名称",
    })  # fmt: skip
    page = client.get(f"{at}/").content.decode()
    for said in ("用地未落实", "升级；调出", "2022-04-03", "任城液压件扩产项目（一期）", "已移出"):
        assert said in page
    post("delete/", {"why": ""}, 422)
    post("delete/", {"why": "重复录入"})
    assert not Project.objects.filter(pk=project.pk).exists()


@pytest.mark.parametrize("path", ["list/", "labels/new/", "delete/"])
def test_a_county_reads_why_lists_are_not_its_own(signed_in, project, path):
    client = signed_in("county")
    assert client.get(f"/projects/{project.pk}/{path}").status_code == 200
    answer = client.post(f"/projects/{project.pk}/{path}", {"why": "误录"})
    assert answer.status_code == 422
    assert "可由专班负责人、专班工作人员办理" in answer.content.decode()
    assert Project.objects.filter(pk=project.pk).exists()


def test_records_of_another_project_are_not_there(signed_in, project):
    listing = ProjectListing.objects.exclude(project=project).first()
    client = signed_in("staff")
    assert client.get(f"/projects/{project.pk}/listings/{listing.pk}/off/").status_code == 404
    other = Project.objects.exclude(county__code="370811").first()
    county = signed_in("county")
    for path in ("", "edit/", "days/", "list/", "steps/stop/", "labels/new/", "delete/"):
        assert county.get(f"/projects/{other.pk}/{path}").status_code == 404


def test_a_long_life_asks_no_more_of_the_database(
    signed_in, office, project, django_assert_max_num_queries
):
    client = signed_in("staff")
    client.get(f"/projects/{project.pk}/")
    with django_assert_max_num_queries(40):
        client.get(f"/projects/{project.pk}/")
    actions.import_existing_steps(
        [
            ProjectStep(
                cluster=project.cluster, project=project, step="start",
                happened_on=date(2022, 5, 1 + day), evidence="照片", person="某人",
            )
            for day in range(25)
        ],
        by=office, now=NOW,
    )  # fmt: skip
    with django_assert_max_num_queries(40):
        client.get(f"/projects/{project.pk}/")


def rows_of(workbook):
    """The texts of each row of the first sheet."""
    book = zipfile.ZipFile(io.BytesIO(workbook))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    shared = [
        "".join(item.itertext())
        for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{space}si")
    ]
    sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    return [
        [shared[int(cell[0].text)] for cell in row if cell.get("t") == "s"]
        for row in sheet.iter(f"{space}row")
    ]


# -- comparison -----------------------------------------------------------------------------------


@pytest.mark.parametrize("username", [account.username for account in ACCOUNTS])
def test_every_role_compares_what_it_sees(signed_in, username):
    page = signed_in(username).get("/projects/compare/?from=2022-05-31&to=2022-06-30")
    if username == "admin":
        assert page.status_code == 403
        return
    assert page.status_code == 200
    whole = username in READERS - {"county"}
    assert ("2022-901" in page.content.decode()) is whole


def test_counts_open_to_rows_and_to_a_workbook(signed_in):
    client, at = signed_in("staff"), "/projects/compare/?from=2022-05-31&to=2022-06-30"
    page = client.get(at)
    tallies = {tally.kind: tally.count for tally in page.context["found"].tallies}
    for kind in ("left", "deleted", "label_gained", "label_renewed", "stage", "plan", "node_moved"):
        opened = client.get(f"{at}&kind={kind}")
        assert opened.context["page"].paginator.count == tallies[kind]
    answer = client.get(f"{at}&kind=deleted&format=xlsx")
    rows = [row for row in rows_of(answer.content) if "2022-901" in row]
    assert len(rows) == 1
    assert any("县市区重复录入" in cell for cell in rows[0])
    whole = rows_of(client.get(f"{at}&format=xlsx").content)
    heads = 1 + 3 + 1  # the title, three notes, the column titles
    assert len(whole) == sum(tallies.values()) + heads


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("from=2022-06-30&to=2022-05-31", "请对调"),
        ("to=2023-01-01", "还没有到"),
        ("from=昨天", "不是日期"),
        ("year=二〇二二", "不是年度"),
        ("kind=moon", "没有“moon”这一类变化"),
        ("known_before=2023-01-01T00:00", "还没有到"),
    ],
)
def test_nonsense_is_refused_in_one_sentence(signed_in, query, sentence):
    answer = signed_in("staff").get(f"/projects/compare/?{query}")
    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_the_comparison_asks_a_fixed_number_of_queries(signed_in, django_assert_max_num_queries):
    client = signed_in("staff")
    client.get("/projects/compare/")
    for query in ("", "?from=2022-02-10", "?kind=money&page=2", "?from=2021-03-01&year=2021"):
        with django_assert_max_num_queries(22):
            client.get(f"/projects/compare/{query}")


def test_the_project_list_leads_to_the_comparison(signed_in):
    text = signed_in("county").get("/projects/").content.decode()
    assert 'href="/projects/compare/"' in text
    assert 'href="/projects/new/"' in text
