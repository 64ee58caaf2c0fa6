"""`pandeng wallchart`: what it writes, and the sentence and status with which it refuses."""

import pytest
from django.core.management import CommandError, call_command


def test_it_writes_the_sheet_and_says_so(jining, tmp_path, capsys):
    out = tmp_path / "a0.pdf"
    call_command("wallchart", str(out), paper="A0", as_of="2022-05-31")
    assert out.read_bytes().startswith(b"%PDF-")
    assert "已写入" in capsys.readouterr().out


def test_it_prints_one_county_and_one_project(jining, tmp_path):
    county, project = tmp_path / "a3.pdf", tmp_path / "a4.pdf"
    call_command("wallchart", str(county), paper="a3", county="任城区", as_of="2022-05-31")
    call_command("wallchart", str(project), paper="A4", project="2022-001", as_of="2022-05-31")
    assert county.stat().st_size > 10_000
    assert project.stat().st_size > 10_000


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"county": "历下区"}, "没有找到县市区“历下区”"),
        ({"chain": "航空航天"}, "没有找到产业链“航空航天”"),
        ({"leader": "没有这人"}, "没有市级领导“没有这人”包保的项目"),
        ({"paper": "A5"}, "纸张“A5”不认识，可用的有：A0、A3、A4。"),
        ({"paper": "A4"}, "A4项目页要写明项目编号"),
        ({"paper": "A4", "project": "2099-999"}, "没有找到项目“2099-999”"),
        ({"project": "2022-001"}, "A0、A3不用"),
        ({"by": "month"}, "不能按“month”分组"),
        ({"view": "gantt"}, "没有“gantt”这种图"),
        ({"as_of": "2099-01-01"}, "2099-01-01还没有到"),
        ({"as_of": "五月底"}, "“五月底”不是日期"),
        ({"as_of": "2020-05-31"}, "没有符合条件的项目"),
        ({"cluster": "nowhere"}, "没有代码为“nowhere”的集群"),
    ],
)
def test_it_refuses_in_one_sentence_and_writes_nothing(jining, tmp_path, options, sentence):
    out = tmp_path / "out.pdf"
    with pytest.raises(CommandError, match=sentence) as refused:
        call_command("wallchart", str(out), **options)
    assert refused.value.returncode == 2
    assert not out.exists()


def test_a_folder_that_is_not_there_is_told(jining, tmp_path):
    with pytest.raises(CommandError, match="写不进文件"):
        call_command("wallchart", str(tmp_path / "no" / "out.pdf"), as_of="2022-05-31")
