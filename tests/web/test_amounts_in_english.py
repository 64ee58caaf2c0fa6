"""English pages write amounts in an English way, sentences of rules among them."""

import re

import pytest
from django.conf import settings

from pandeng.domain.projects.models import Project

# Not what people wrote in Chinese: “营收突破1000亿元” is the name of a target.
CHINESE_AMOUNT = re.compile(r"(?<![\u3400-\u9fff\d.])[\d.]+(?:亿|万)?元[^<]{0,30}")


@pytest.mark.parametrize(
    "page",
    ["/cockpit/", "/projects/", "/projects/lights/", "/projects/forecast/", "/projects/compare/",
     "/enterprises/climb/", "/targets/", "/enterprises/tiers/", "project"],
)  # fmt: skip
def test_no_amount_of_an_english_page_is_written_in_chinese(page, signed_in, scope_of):
    client = signed_in("staff")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    if page == "project":
        rows = Project.objects.visible_to(scope_of("staff"))
        page = f"/projects/{rows.filter(listings__year=2022).order_by('id')[0].pk}/"
    shown = client.get(page).content.decode()
    assert " yuan" in shown
    assert CHINESE_AMOUNT.findall(shown) == []
