"""`pandeng clock`: an office is tried on a day to come, in a folder of its own and in plain sight."""

from pathlib import Path

import pytest

from pandeng.config import trial_clock
from tests.conftest import YUNXI, own_database
from tests.jobs.test_run import pandeng

CREATE = ("office", "create", "bearings", "云溪市轴承产业集群", "--admin", "qinlan", "--pack")


def said(*words: str, **env: str) -> tuple[int, str]:
    run = pandeng(*words, **env)
    words_said, _ = run.communicate(timeout=120)
    return run.returncode, words_said


def test_a_trial_lives_on_its_day_and_goes_forward(tmp_path: Path) -> None:
    env = {"PANDENG_HOME": str(tmp_path), **own_database("clock")}
    assert said("clock", "2099-12-20", **env)[0] == 0
    assert said("clock", **env)[1].strip() == "今天是 2099-12-20（试用时钟）"
    assert said(*CREATE, str(YUNXI), **env)[0] == 0
    assert "2099-12-20 开设" in said("office", "list", **env)[1]
    code, words = said("clock", "2099-12-19", **env)
    assert (code, "时钟只能往后拨" in words) == (1, True)
    assert said("clock", "2100-01-04", **env)[0] == 0
    assert "2100-01-04" in said("clock", **env)[1]


def test_where_people_work_in_earnest_the_clock_is_not_set(tmp_path: Path) -> None:
    env = {"PANDENG_HOME": str(tmp_path), **own_database("clock_real")}
    assert said(*CREATE, str(YUNXI), **env)[0] == 0
    code, words = said("clock", "2099-12-20", **env)
    assert (code, "“云溪市轴承产业集群”已在使用，不能拨时钟" in words) == (1, True)
    assert "Traceback" not in words
    assert trial_clock.days_ahead(tmp_path) == 0
    assert "试用" not in said("clock", **env)[1]


@pytest.mark.parametrize("day", ["2026-13-01", "明天"])
def test_a_day_that_is_none_gets_one_sentence(tmp_path: Path, day: str) -> None:
    code, words = said("clock", day, PANDENG_HOME=str(tmp_path), **own_database("clock_bad"))
    assert code == 1
    assert "Traceback" not in words
    assert trial_clock.days_ahead(tmp_path) == 0
