"""`pandeng office`, and an installation without an office: from an empty folder to the first page."""

import re
import signal
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from pandeng.access.models import Cluster, User
from tests.conftest import YUNXI, free_port, own_database
from tests.jobs.test_run import pandeng, read_until

CREATE = ("office", "create", "yunxi-bearings", "云溪市轴承产业集群", "--admin", "qinlan")
PASSWORD = re.compile(r"(?:[a-z0-9]{4}-){3}[a-z0-9]{4}")


def test_an_office_is_opened_listed_closed_and_reopened(
    jining: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command(*CREATE, pack=str(YUNXI), admin_name="秦岚")
    told = PASSWORD.search(capsys.readouterr().out)
    assert told
    assert User.objects.get(username="qinlan", display_name="秦岚").check_password(told[0])
    call_command("office", "close", "yunxi-bearings", why="试点结束")
    call_command("office", "list")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert "关闭" in lines[-1]
    assert "政策包 yunxi-bearings 2026.1\t管理员 qinlan" in lines[-1]
    assert "（示例）\t在用" in lines[1]
    call_command("office", "reopen", "yunxi-bearings")
    assert Cluster.objects.get(code="yunxi-bearings").closed_at is None


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((*CREATE, "--pack", "nowhere"), "没有政策包“nowhere”：随程序提供的有base"),
        ((*CREATE[:2], "Yunxi", *CREATE[3:], "--pack", "base"), "以小写字母开头"),
        ((*CREATE[:2], "demo-other", *CREATE[3:], "--pack", "base"), "已由“示例市新材料产业集群”使用"),
        ((*CREATE, "--pack", str(YUNXI / "pack.yaml")), "这不是能打开的 .zip 文件"),
        (("office", "close", "yunxi", "--why", "x"), "没有代码为“yunxi”的专班"),
        (("office", "reopen", "demo-other"), "没有关闭"),
    ],
)  # fmt: skip
def test_bad_input_gets_one_sentence(
    jining: Cluster, words: tuple[str, ...], sentence: str
) -> None:
    people = User.objects.count()
    with pytest.raises(CommandError) as caught:
        call_command(*words)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)
    assert User.objects.count() == people


def test_a_pack_of_another_version_is_refused(jining: Cluster, tmp_path: Path) -> None:
    for path in YUNXI.glob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace('"2022.1"', '"2030.1"')
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    with pytest.raises(CommandError) as caught:
        call_command(*CREATE, pack=str(tmp_path))
    assert str(caught.value) == (
        "pack.yaml:5: 这个政策包按基础包“base”2030.1版编写，程序附带的是2022.1版，请换用对应版本的政策包。"
    )


class Browser:
    """Cookies, forms with their token, and where one landed."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.open = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar())
        ).open
        self.status, self.url, self.page = 0, "", ""

    def get(self, path: str, **form: str) -> str:
        if form:
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page)
            form["csrfmiddlewaretoken"] = token[1] if token else ""
        data = urllib.parse.urlencode(form).encode() if form else None
        try:
            answer = self.open(self.base + path, data)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            self.status, self.url = answer.status, answer.url.removeprefix(self.base)
            self.page = answer.read().decode()
        return self.page


def test_from_an_empty_folder_to_the_first_page(tmp_path: Path) -> None:
    port = free_port()
    where = {"PANDENG_HOME": str(tmp_path), "PORT": str(port), **own_database("office")}
    run = pandeng("run", **where, PANDENG_DEMO="0")
    said = "".join(read_until(run, "Ctrl-C"))
    assert "Pandeng-2022" not in said
    assert "示例" not in said
    key = re.search(r"开设口令 Opening key: (\S+)", said)
    assert key
    visitor = Browser(f"http://127.0.0.1:{port}")
    assert "开设口令" in visitor.get("/demands/")
    assert visitor.url == "/open/"
    office = {
        "name": "云溪市轴承产业集群",
        "code": "yunxi-bearings",
        "pack": "base",
        "username": "qinlan",
    }
    visitor.get("/open/", key="guess", **office)
    assert visitor.status == 403
    told = PASSWORD.search(visitor.get("/open/", key=key[1], **office))
    assert told
    visitor.get("/open/", key=key[1], **office)
    assert visitor.status == 409
    assert "已经用过" in visitor.page
    visitor.get("/sign-in/")
    assert "示例账号" not in visitor.page
    visitor.get("/sign-in/", username="qinlan", password=told[0])
    assert visitor.url.startswith("/account/first-password/")
    visitor.get(visitor.url, new="Dongxun-River-2026", again="Dongxun-River-2026")
    assert (visitor.status, visitor.url) == (200, "/administration/users/")
    assert "云溪市轴承产业集群" in visitor.page
    assert "开办清单" in visitor.page
    run.send_signal(signal.SIGTERM)
    assert run.wait(20) == 0

    second = pandeng("run", "--demo", **where)
    said = "".join(read_until(second, "Ctrl-C"))
    assert "载入示例" not in said, "an office is there"
    assert "开设口令" not in said
    second.send_signal(signal.SIGTERM)
    assert second.wait(20) == 0
