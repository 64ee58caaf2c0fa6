"""`pandeng docs`: write the reference pages that are made from the code; `--check` compares them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from pandeng.access.roles import ALL, COUNTY, DEPARTMENT, NO_BUSINESS, ROLES
from pandeng.config import settings as settings_file
from pandeng.core.workflow import Workflow, inputs_of
from pandeng.domain.demands.workflow import LOOP
from pandeng.domain.enterprises.workflow import MATCH, STATEMENT
from pandeng.domain.indicators.catalogue import INDICATORS, slices_of
from pandeng.domain.indicators.declare import Indicator, Median, Ratio, RecordsIndicator, Sum
from pandeng.domain.indicators.slices import SLICES
from pandeng.domain.instructions.workflow import INSTRUCTION
from pandeng.domain.outcomes.workflow import OUTCOME
from pandeng.domain.packs.reader import RELEASED, digest_of_files, shipped
from pandeng.domain.projects.ledger.workflow import MONTHLY_REPORT
from pandeng.domain.projects.lifecycle.workflow import LIFECYCLE
from pandeng.domain.projects.nodes.workflow import NODE_MOVE
from pandeng.domain.registers.catalogue import REGISTERS
from pandeng.domain.registers.operations import matrix as operations_matrix
from pandeng.domain.strategy.workflow import DECOMPOSITION

FOLDER = Path(__file__).resolve().parents[4] / "docs" / "reference"
MADE = "<!-- Made by `make docs`; do not edit. -->\n\n"
SETTING = re.compile(r'(?:env_text|env_flag|env_list)\(\s*"([A-Z_]+)"')
WORDS_OF_SETTINGS = {
    "DATABASE_URL": "postgresql://…；空则用数据目录中的 SQLite 文件",
    "PANDENG_HOME": "数据目录：数据库、附件、密钥、锚文件、缓存",
    "PANDENG_HOSTS": "允许的主机名，逗号分隔",
    "PANDENG_ORIGINS": "允许的来源地址（反向代理之后），逗号分隔",
    "PANDENG_HTTPS": "1：只用 HTTPS，Cookie 加 Secure",
    "PANDENG_DEBUG": "1：调试，仅限开发",
    "PANDENG_DEMO": "1：没有专班时载入示例，同 pandeng run --demo；make run 默认如此",
    "PANDENG_LOG": "日志级别",
    "PANDENG_URL": "对外地址；邮件和工作群里的链接以它开头",
    "PANDENG_SMTP": "邮件服务器：smtp://、smtp+tls:// 或 smtps://用户:口令@主机:端口；不设则不发邮件",
    "PANDENG_MAIL_FROM": "发件人地址",
    "PANDENG_OUTBOUND_ALLOW": "群机器人和邮件服务器可以连接的内网网段，逗号分隔；其他非公网地址一律不连",
}

DECISIONS: tuple[tuple[str, Workflow[Any, Any], str, str], ...] = (
    ("投资月报 · Monthly reports", MONTHLY_REPORT, "missing", "到月末"),
    ("节点调整 · Moves of a node", NODE_MOVE, "asked", "申请"),
    ("企业报表 · Statements", STATEMENT, "submitted", "填报"),
    ("目标分解 · Divisions of a target", DECOMPOSITION, "draft", "起草"),
    ("成果 · Outcomes", OUTCOME, "reported", "上报"),
    ("名称匹配 · Name matches", MATCH, "waiting", "提出"),
)


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page; the start of the program runs them
    help = "生成参考文档"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只比较，不写")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        with translation.override("zh-hans"):
            pages = {
                "roles.md": "".join(roles()),
                "workflow.md": "".join(
                    process("诉求闭环 · The demand loop", LOOP, "received", "收集")
                ),
                "instructions.md": "".join(instructions()),
                "lifecycle.md": "".join(lifecycle()),
                "decisions.md": "".join(decisions()),
                "indicators.md": "".join(indicators()),
                "records.md": "".join(records()),
                "operations.md": "".join(operations()),
                "settings.md": "".join(settings()),
            }
        texts = {FOLDER / name: MADE + text for name, text in pages.items()}
        texts[RELEASED] = "".join(f"{name} {digest_of_files(name)}\n" for name in shipped())
        stale = []
        for path, text in texts.items():
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(path.name)
                if not check:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(text, encoding="utf-8")
        if check and stale:
            raise CommandError(f"docs/reference 已过期：{'、'.join(stale)}，请运行 make docs。")


def roles() -> Iterator[str]:
    """Who may do what, and which rows each role reads."""
    yield "# 角色与权限 · Roles\n\n"
    rows_of = {ALL: "全部", COUNTY: "本县市区", DEPARTMENT: "本单位", NO_BUSINESS: "无业务台账"}
    verbs = sorted(
        {
            verb
            for role in ROLES.values()
            for verb in role.may
            if not verb.startswith(("demand.", "instruction."))
        }
    )
    yield "| 角色 | 代码 | 可见范围 |\n| --- | --- | --- |\n"
    for role in ROLES.values():
        yield f"| {role.title} | `{role.code}` | {rows_of.get(role.rows, '所服务的企业')} |\n"
    yield "\n| 权限 | " + " | ".join(str(role.title) for role in ROLES.values()) + " |\n"
    yield "| --- |" + " --- |" * len(ROLES) + "\n"
    for verb in verbs:
        marks = ["✓" if verb in role.may else "" for role in ROLES.values()]
        yield f"| `{verb}` | " + " | ".join(marks) + " |\n"
    yield "\n诉求各环节的权限见 [诉求闭环](workflow.md)，批示的见 [领导批示](instructions.md)。\n"


def diagram(table: Workflow[Any, Any], first: str, word: str) -> Iterator[str]:
    """The statuses and the steps between them."""
    yield f"```mermaid\nstateDiagram-v2\n    [*] --> {first}: {word}\n"
    for status in table.status_rows:
        yield f"    {status.code}: {status.word}\n"
    for status in table.status_rows:
        for step in table.steps_from(status.code).values():
            if to := step.moves[status.code]:
                yield f"    {status.code} --> {to}: {step.word}\n"
            for other, when in step.otherwise.items():
                yield f"    {status.code} --> {other}: {step.word}（{when}）\n"
    yield "```\n"


def moves(table: Workflow[Any, Any]) -> Iterator[str]:
    """Every step from every status: where it leads, in whose hands it is, what it needs."""
    yield "\n| 状态 | 环节 | 到 | 由谁 | 须填 |\n| --- | --- | --- | --- | --- |\n"
    for status in table.status_rows:
        for step in table.steps_from(status.code).values():
            needs = "、".join(one.label for one in inputs_of(step).values() if one.required)
            to = step.moves[status.code]
            yield (
                f"| {status.word} | {step.word} `{step.code}` "
                f"| {table.status_words[to] if to else '不变'} "
                f"| {table.actors[step.actor_from(status.code)].word} | {needs} |\n"
            )


def matrix(table: Workflow[Any, Any]) -> Iterator[str]:
    """Which role may take which step."""
    yield "\n## 各角色可办的环节 · Roles\n\n| 环节 | "
    yield " | ".join(str(role.title) for role in ROLES.values())
    yield " |\n| --- |" + " --- |" * len(ROLES) + "\n"
    for step in table.step_rows:
        marks = ["✓" if step.permission in role.may else "" for role in ROLES.values()]
        yield f"| {step.word} `{step.code}` | " + " | ".join(marks) + " |\n"


def process(title: str, table: Workflow[Any, Any], first: str, word: str) -> Iterator[str]:
    """A page of one process: the diagram, every move, and which role may take which step."""
    yield f"# {title}\n\n"
    yield from diagram(table, first, word)
    yield from moves(table)
    yield from matrix(table)


def instructions() -> Iterator[str]:
    yield from process("领导批示 · Instructions", INSTRUCTION, "given", "批示")
    yield "\n专班可代领导登记批示（须有“立项”权限并写明领导）。保密内容只有市级领导和专班负责人能看到。\n"


def lifecycle() -> Iterator[str]:
    yield from process("项目进程 · The life of a project", LIFECYCLE, "proposed", "登记")
    yield "\n项目处于哪个阶段，由各阶段的日期得出；登记一步就是写下一个日期。\n"


def decisions() -> Iterator[str]:
    """The short processes: what is reported or proposed, and who decides about it."""
    yield "# 审核与确认 · Reviews and decisions\n"
    for title, table, first, word in DECISIONS:
        yield f"\n## {title}\n\n"
        yield from diagram(table, first, word)
        yield from moves(table)
        yield from (line.replace("\n## ", "\n### ") for line in matrix(table))


def indicators() -> Iterator[str]:
    yield "# 指标目录 · Indicators\n\n"
    yield "| 代码 | 名称 | English | 单位 | 口径 | 可细分 | 版本 |\n"
    yield "| --- | --- | --- | --- | --- | --- | --- |\n"
    for item in INDICATORS.values():
        yield (
            f"| `{item.name}` | {item.title[0]} | {item.title[1]} | {item.unit or '—'} | "
            f"{item.text[0]}{_made_of(item)} | {_slices(item)} | {item.version} |\n"
        )
    yield (
        "\n可细分的维度："
        + "、".join(f"`{name}` {way.title}" for name, way in SLICES.items())
        + "。\n"
    )


def _made_of(item: Indicator) -> str:
    if isinstance(item, Ratio):
        return f"（`{item.top}` ÷ `{item.bottom}`）"
    assert isinstance(item, RecordsIndicator)
    how = "合计" if isinstance(item, Sum) else "中位数" if isinstance(item, Median) else "计数"
    return f"（{how} {item.of}）"


def _slices(item: Indicator) -> str:
    return " ".join(f"`{name}`" for name in slices_of(item))


def records() -> Iterator[str]:
    yield "# 台账目录 · Records\n\n| 台账 | 地址 | 记录 | 列 |\n| --- | --- | --- | --- |\n"
    for register in REGISTERS.values():
        columns = "、".join(str(register.column_title(column)) for column in register.columns)
        label = register.model._meta.label
        yield f"| {register.title} | `{register.url}` | `{label}` | {columns} |\n"


def operations() -> Iterator[str]:
    """What can be done with every kind of record, by whom and where."""
    yield "# 记录怎样录入和更改 · Operations\n\n"
    yield "每类记录由谁录入、更改、终止、恢复，能否批量更改，在哪一页、用哪个接口。没有的写明原因。\n\n"
    yield "| 记录 | 录入 | 更改 | 终止或撤销 | 恢复 | 批量 | 页面 | 接口 |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n"
    for row in operations_matrix():
        cells = " | ".join(row.cells)
        yield f"| {row.title}<br>`{row.label}` | {cells} | {row.bulk} | {row.page} | {row.api} |\n"


def settings() -> Iterator[str]:
    yield "# 环境变量 · Settings\n\n| 变量 | 含义 |\n| --- | --- |\n"
    source = Path(settings_file.__file__).read_text(encoding="utf-8")
    for name in sorted(set(SETTING.findall(source))):
        if name not in WORDS_OF_SETTINGS:
            raise CommandError(f"环境变量 {name} 还没有说明，请在 docs 命令中补上。")
        yield f"| `{name}` | {WORDS_OF_SETTINGS[name]} |\n"
    yield "| `PORT` | 网页服务的端口，默认 8000 |\n"
    yield "| `PANDENG_ANCHORS` | 审计锚文件的目录，默认在数据目录中 |\n"
    yield "| `PANDENG_SECRET_KEY` `PANDENG_AUDIT_KEY` | 密钥；空则在数据目录中各生成一个文件 |\n"
