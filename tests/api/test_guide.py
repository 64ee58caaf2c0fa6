"""The program that stands in the guide, run as it stands there, against a running office."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import free_port, own_demo, running

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "api.md"
TOKEN = """
import django, sys, time
django.setup()
from binascii import unhexlify
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from pandeng.access import second_factor
from pandeng.access.actions.tokens import make_token
from pandeng.access.models import Cluster, User
from pandeng.domain.teams.queries import scope_for
user = User.objects.get(username="lead")
cluster = Cluster.objects.get(pk=user.memberships.first().cluster_id)
now = cluster.office_time(timezone.now())
key = second_factor.new_key()
TOTPDevice.objects.create(user=user, key=key, confirmed=True)
proof = TOTP(unhexlify(key), step=30)
proof.time = time.time()
made = make_token(name="示例程序", code=f"{proof.token():06d}", expires_on=now.date(), may_write=True,
                  by=scope_for(user, on=now.date()), now=now)
print(made.secret)
"""


def script() -> str:
    found = re.search(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


def test_it_has_at_most_a_hundred_lines_and_takes_the_standard_library_alone() -> None:
    text = script()
    assert len(text.splitlines()) <= 100
    named = set(re.findall(r"^(?:from|import) ([\w., ]+?)(?: import|$)", text, re.MULTILINE))
    modules = {one.strip().split(".")[0] for names in named for one in names.split(",")}
    assert modules <= sys.stdlib_module_names


def test_it_reads_writes_imports_and_is_told(tmp_path: Path) -> None:
    home = tmp_path / "office"
    home.mkdir()
    more = own_demo(home) | {"PANDENG_OUTBOUND_ALLOW": "127.0.0.0/8"}
    env = {
        **os.environ, **more, "PANDENG_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "pandeng.config.settings",
    }  # fmt: skip
    with running(home, more) as address:
        token = subprocess.run(
            [sys.executable, "-c", TOKEN], env=env, check=True, capture_output=True, text=True
        ).stdout.strip()
        ran = subprocess.run(
            [sys.executable, "-c", script()],
            env=env | {"PANDENG_URL": address, "PANDENG_TOKEN": token, "LISTEN": f"127.0.0.1:{free_port()}"},
            capture_output=True, text=True, timeout=180,
        )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    said = ran.stdout.split("\n")
    assert [line.split(" ")[0] for line in said[:4]] == ["企业", "诉求", "推送", "导入"]
    assert said[2].startswith("推送 demands.receive 接口示例")
    assert said[3] == "导入 1"
