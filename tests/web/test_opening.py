"""The page that opens the first office, and the first own password of whoever comes in."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from pandeng.access.models import Cluster, Department, User
from pandeng.access.scope import Scope
from pandeng.domain.offices.actions import Opened, close_office, issue_key
from pandeng.domain.offices.queries import is_any_open
from pandeng.domain.packs.models import LoadedPack
from tests.conftest import YUNXI

SERVER = Scope.of_system(None)
OWN = "Dongxun-River-2026"


@pytest.fixture
def key(jining: Cluster) -> str:
    """That of an installation on which no office is open."""
    now = timezone.now()
    for cluster in Cluster.objects.all():
        close_office(cluster, why="x", by=SERVER, now=now)
    return issue_key(by=SERVER, now=now)


def filled(key: str, /, **change: object) -> dict[str, object]:
    plain = {
        "key": key,
        "name": "云溪市轴承产业集群",
        "code": "yunxi-bearings",
        "pack": "base",
        "username": "qinlan",
        "display_name": "秦岚",
    }
    return {**plain, **change}


def zipped() -> SimpleUploadedFile:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as whole:
        for path in YUNXI.glob("*.yaml"):
            whole.writestr(f"yunxi/{path.name}", path.read_text(encoding="utf-8"))
    return SimpleUploadedFile("yunxi.zip", made.getvalue())


@pytest.mark.parametrize("path", ["/", "/sign-in/", "/demands/", "/account/"])
def test_without_an_office_every_page_leads_to_the_one_that_opens_it(
    client: Client, key: str, path: str
) -> None:
    answer = client.get(path)
    assert answer.headers["Location"] == "/open/"
    shown = client.get("/open/").content.decode()
    assert "开设口令" in shown
    assert key not in shown
    assert "示例账号" not in shown


def test_the_page_opens_an_office_and_tells_the_password_once(client: Client, key: str) -> None:
    answer = client.post("/open/", filled(key, file=zipped()))
    assert answer.status_code == 200
    shown = answer.content.decode()
    told = re.search(r"(?:[a-z0-9]{4}-){3}[a-z0-9]{4}", shown)
    assert told
    assert "no-store" in answer.headers["Cache-Control"]
    qinlan = User.objects.get(username="qinlan")
    assert qinlan.check_password(told[0])
    cluster = Cluster.objects.get(code="yunxi-bearings")
    assert LoadedPack.objects.get(cluster=cluster).name == "yunxi-bearings"
    assert client.get("/open/").headers["Location"] == "/sign-in/"
    again = client.post("/open/", filled(key, code="second", username="second"))
    assert again.status_code == 409
    assert "已经用过" in again.content.decode()
    assert not Cluster.objects.filter(code="second").exists()


@pytest.mark.parametrize(
    ("change", "status", "sentence"),
    [
        ({"key": "wrong"}, 403, "开设口令不对"),
        ({"key": ""}, 422, "这个字段是必填项"),
        ({"code": "jining-high-end-equipment"}, 422, "请换一个代码"),
        ({"code": "A B"}, 422, "以小写字母开头"),
        ({"pack": "nowhere"}, 422, "nowhere"),
        ({"username": "a b"}, 422, "用户名“a b”不合要求"),
        ({"file": SimpleUploadedFile("x.zip", b"no zip")}, 422, "这不是能打开的 .zip 文件"),
    ],
)
def test_bad_input_gets_one_sentence_and_opens_nothing(
    client: Client, key: str, change: dict[str, object], status: int, sentence: str
) -> None:
    answer = client.post("/open/", filled(key, **change))
    assert answer.status_code == status
    shown = answer.content.decode()
    assert sentence in shown
    assert "云溪市轴承产业集群" in shown, "what was filled in stays"
    assert not is_any_open(SERVER)
    assert client.post("/open/", filled(key)).status_code == 200, "the key was not used up"


def test_a_wrong_key_is_told_before_a_file_is_read(client: Client, key: str) -> None:
    broken = SimpleUploadedFile("x.zip", b"no zip")
    assert client.post("/open/", filled("wrong", file=broken)).status_code == 403


def test_beside_an_office_the_page_is_closed(client: Client, jining: Cluster) -> None:
    assert client.get("/open/").headers["Location"] == "/sign-in/"
    assert client.post("/open/", filled("")).status_code == 422
    assert client.post("/open/", filled("guess")).status_code == 403
    assert not Cluster.objects.filter(code="yunxi-bearings").exists()


def test_the_page_speaks_english(client: Client, key: str) -> None:
    client.post("/language/", {"language": "en", "next": "/open/"})
    shown = client.get("/open/").content.decode()
    assert "Opening key" in shown
    assert "Base pack" in shown
    assert not re.search(
        r"[\u3400-\u9fff]", re.sub(r"(?s)<script.*?</script>|中文|攀登", "", shown)
    )
    assert client.post("/open/", filled(key)).status_code == 200
    unit = Department.objects.get(cluster__code="yunxi-bearings", kind="cluster_office")
    assert unit.name == "云溪市轴承产业集群专班", "a name is kept in the language of the office"


def test_a_one_time_password_opens_one_page_until_it_is_changed(
    client: Client, yunxi: Opened
) -> None:
    client.post("/sign-in/", {"username": "qinlan", "password": yunxi.password})
    for path in ("/", "/administration/users/", "/account/"):
        answer = client.get(path)
        assert answer.headers["Location"].startswith("/account/first-password/?next="), path
    assert client.get("/api/openapi.json").status_code == 403
    page = "/account/first-password/?next=/administration/users/"
    assert "一次性口令" in client.get(page).content.decode()
    for new, again, sentence in (
        (OWN, "other", "两次输入的新口令不一样"),
        ("12345678", "12345678", "密码"),
        (yunxi.password, yunxi.password, "不能与一次性口令相同"),
    ):
        answer = client.post(page, {"new": new, "again": again})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    answer = client.post(page, {"new": OWN, "again": OWN})
    assert answer.headers["Location"] == "/administration/users/"
    assert client.get("/administration/users/").status_code == 200
    assert client.get("/account/first-password/").headers["Location"] == "/"
    old = Client().post("/sign-in/", {"username": "qinlan", "password": yunxi.password})
    assert old.status_code == 422


def test_a_password_that_an_administrator_gives_is_temporary_too(
    client: Client, yunxi: Opened
) -> None:
    client.force_login(yunxi.administrator, backend="django.contrib.auth.backends.ModelBackend")
    client.post("/account/first-password/", {"new": OWN, "again": OWN})
    unit = Department.objects.get(cluster=yunxi.cluster, code="office")
    client.post(
        "/administration/users/new/",
        {
            "username": "fangyu",
            "display_name": "方宇",
            "role": "office_lead",
            "department": unit.pk,
            "since": timezone.localdate() - timedelta(days=1),
        },
    )
    made = User.objects.get(username="fangyu")
    given = {"password": "Given-To-Fang-2026"}
    assert client.post(f"/administration/users/{made.pk}/password/", given).status_code == 302
    lead = Client()
    lead.post("/sign-in/", {"username": "fangyu", "password": "Given-To-Fang-2026"})
    assert lead.get("/").headers["Location"] == "/account/first-password/?next=%2F"
    lead.post("/account/first-password/", {"new": OWN, "again": OWN})
    assert lead.get("/", follow=True).status_code == 200


def test_the_people_of_a_closed_office_are_told_so(client: Client, yunxi: Opened) -> None:
    client.post("/sign-in/", {"username": "qinlan", "password": yunxi.password})
    close_office(yunxi.cluster, why="专班撤销", by=SERVER, now=timezone.now())
    answer = client.get("/")
    assert answer.status_code == 403
    assert "所在专班已经关闭" in answer.content.decode()


def test_two_offices_stand_side_by_side(client: Client, yunxi: Opened, jining: Cluster) -> None:
    assert "示例账号" in client.get("/sign-in/").content.decode()
    assert "qinlan" not in client.get("/sign-in/").content.decode()
