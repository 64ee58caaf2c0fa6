"""`pandeng match`: a list on the server is looked up, and the doubtful names are put to the queue."""

import pytest
from django.core.management import CommandError, call_command

from pandeng.domain.enterprises.models import Enterprise, NameMatch


def test_a_list_is_looked_up_and_nothing_is_kept(jining, tmp_path, capsys):
    doubtful = Enterprise.objects.filter(is_example=True, name_since=None).order_by("id")[90]
    file = tmp_path / "名单.csv"
    file.write_text(
        f"企业名称\n山推\n山东{doubtful.name[2:7]}集团\n没有的企业\n", encoding="gb18030"
    )
    count = NameMatch.objects.count()
    call_command("match", str(file))
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[1] for line in lines[:3]] == ["自动", "待确认", "未找到"]
    assert lines[-1] == "自动1个，待确认1个，未找到1个"
    assert NameMatch.objects.count() == count
    call_command("match", str(file), "--queue")
    assert NameMatch.objects.latest("id").source == "名单.csv"


def test_a_file_that_is_not_there_is_told_in_words(jining, tmp_path):
    with pytest.raises(CommandError, match="读不到文件"):
        call_command("match", str(tmp_path / "x.csv"))
