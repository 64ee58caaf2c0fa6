"""Packages that an office may leave out; what needs one says so in one sentence."""

from importlib.util import find_spec

from django.utils.translation import gettext as _

from pandeng.core.errors import DomainError

# By the names of `[project.optional-dependencies]`: the modules that each brings.
EXTRAS = {"warehouse": ("pyarrow", "duckdb"), "suggest": ("sklearn",)}


def missing_extra(extra: str) -> str:
    """What is not installed, as one sentence; empty when everything is there."""
    lost = [name for name in EXTRAS[extra] if find_spec(name) is None]
    if not lost:
        return ""
    return _("没有安装 %(modules)s；请管理员运行 pip install 'pandeng[%(extra)s]' 后再试。") % {
        "modules": "、".join(lost),
        "extra": extra,
    }


def require_extra(extra: str) -> None:
    if sentence := missing_extra(extra):
        raise DomainError(sentence)
