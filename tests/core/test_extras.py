"""What an office leaves out is named in one sentence; the rest works without it."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.core.extras import EXTRAS, missing_extra
from pandeng.domain.demands.models import Demand
from pandeng.domain.exchange import parquet


@pytest.mark.parametrize("extra", EXTRAS)
def test_nothing_is_missing_where_all_is_installed(extra: str) -> None:
    assert missing_extra(extra) == ""


@pytest.mark.parametrize("extra", EXTRAS)
def test_the_sentence_names_what_to_install(extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hide(extra, monkeypatch)
    sentence = missing_extra(extra)
    assert f"pandeng[{extra}]" in sentence
    assert all(module in sentence for module in EXTRAS[extra])


def test_an_export_without_its_packages_is_refused_and_writes_nothing(
    office: Scope, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hide("warehouse", monkeypatch)
    with pytest.raises(DomainError, match=r"pandeng\[warehouse\]"):
        parquet.export(office, tmp_path / "out")
    with pytest.raises(DomainError, match=r"pandeng\[warehouse\]"):
        parquet.connect(tmp_path)
    assert not (tmp_path / "out").exists()


def test_without_learning_the_responsibility_list_still_suggests(
    signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    demand = Demand.objects.filter(status="assigned").first() or Demand.objects.latest("pk")
    address = f"/demands/{demand.pk}/suggestion/"
    with_it = signed_in("staff").get(address).content.decode()
    assert "pandeng[suggest]" not in with_it
    hide("suggest", monkeypatch)
    without = signed_in("staff").get(address).content.decode()
    assert "pandeng[suggest]" in without.replace("&#x27;", "'")
    assert "过往" in with_it
    assert "过往" not in without
    assert without.count("责任清单") == with_it.count("责任清单") == 1


def hide(extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in EXTRAS[extra]:
        monkeypatch.setitem(sys.modules, module, None)
