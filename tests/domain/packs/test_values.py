"""What a pack may say and what not: one wrong word a row, with the place and the sentence."""

from pathlib import Path

import pytest

from pandeng.domain.packs import reader
from pandeng.domain.packs.reader import PackError

HEAD = """name: weihai
version: '1'
title: {zh: 威海, en: Weihai}
valid_from: 2022-01-01
"""


def problems(folder: Path, *, head: str = HEAD, **files: str | bytes) -> list[str]:
    """What is wrong with a pack of these files; nothing where it is right."""
    folder.mkdir(exist_ok=True)
    (folder / "pack.yaml").write_text(head, encoding="utf-8")
    for name, content in files.items():
        raw = content if isinstance(content, bytes) else content.encode()
        (folder / f"{name}.yaml").write_bytes(raw)
    try:
        reader.read(folder)
    except PackError as refused:
        return refused.problems
    return []


# A list of one right item, then that item with one word changed: what is said of it.
RIGHT = {
    "counties": "{code: '371002', name: 环翠区, short: 环翠}",
    "departments": "{code: land, kind: department, name: 市自然资源局}",
    "framework": "{code: lead, kind: lead, name: 引领}",
    "chains": "{code: A, name: 甲链}",
    "titles": "{code: giant, name: 小巨人, level: national}",
    "club_tiers": "{code: top, name: 龙头, least_revenue_yuan: 100}",
    "climb_rules": "{code: months, name: 同月推算, version: '1', behind_percent: 10}",
    "size_rules": "{code: large, kind: class, name: 大型, least_staff: 1000, version: '2017'}",
    "team_roles": "{code: leader, name: 市级领导, seats: 1}",
    "measures": "{code: tax, name: {zh: 税收, en: Tax}, unit: yuan, version: '1', definition: 报告期}",
    "industries": "{code: '3412', name: 内燃机, codes_2011: ['3412']}",
    "clock_lights": "{code: late, name: 超期, tone: red, most_days_left: -1}",
    "targets": "{code: t, name: 目标, indicator: open_demands, value: 7, unit: 家, direction: '>=', year: 2022, set_on: 2022-01-01}",
    "lights": "{code: l, name: 规则, progress: {basis: points, red_over: 30}}",
    "month_closings": "{code: default, day: 5}",
    "milestone_templates": "{code: m, name: 模板, nodes: [{code: a, name: 备案, day: 0}]}",
}
SERVICE = (
    "{code: q, name: 即办, accept_days: 1, sign_days: 1, contact_days: 1, handle_days: 3,"
    " assist_days: 2}"
)
RIGHT["service_levels"] = SERVICE


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_item_is_read(tmp_path: Path, name: str) -> None:
    assert problems(tmp_path / "weihai", content=f"{name}:\n  - {RIGHT[name]}\n") == []


# list | what stands there | what is written instead | field and what is said of it
WRONG = """
counties | '371002' | '3710' | “code”的值不合要求
counties | '371002' | '37100x' | “code”的值不合要求
counties | name: 环翠区 | name: '' | “name”的值不合要求
counties | , short: 环翠 | - | 缺少字段“short”
departments | kind: department | kind: county | “kind”的值不在允许范围内，可用的有：'cluster_office'
departments | code: land | code: '' | “code”的值不合要求
framework | kind: lead | kind: leader | “kind”的值不在允许范围内
chains | name: 甲链 | name: 甲链, title: 甲 | 不认识的字段“title”
titles | level: national | level: world | 'national', 'provincial' or 'municipal'
club_tiers | least_revenue_yuan: 100 | least_revenue_yuan: -1 | “least_revenue_yuan”的值不合要求
club_tiers | least_revenue_yuan: 100 | least_revenue_yuan: 一百 | “least_revenue_yuan”的值不合要求
club_tiers | least_revenue_yuan: 100 | least_revenue_yuan: 0.5 | “least_revenue_yuan”的值不合要求
climb_rules | behind_percent: 10 | behind_percent: 91 | “behind_percent”的值不合要求
climb_rules | behind_percent: 10 | behind_percent: -1 | “behind_percent”的值不合要求
climb_rules | behind_percent: 10 | months_percent: 0 | “months_percent”的值不合要求
size_rules | kind: class | kind: size | 'class' or 'scale'
size_rules | least_staff: 1000 | least_staff: -5 | “least_staff”的值不合要求
size_rules | , version: '2017' | - | 缺少字段“version”
team_roles | seats: 1 | seats: 0 | “seats”的值不合要求
team_roles | seats: 1 | seats: 10 | “seats”的值不合要求
measures | unit: yuan | unit: dollar | 'yuan', 'person' or 'kwh'
measures | {zh: 税收, en: Tax} | {zh: 税收} | 缺少字段“en”
measures | {zh: 税收, en: Tax} | {zh: 税收, en: Tax, fr: Impôt} | 不认识的字段“fr”
measures | {zh: 税收, en: Tax} | 税收 | “name”的值不合要求
industries | '3412', name | '341', name | “code”的值不合要求
industries | ['3412'] | ['34x2'] | 的值不合要求
clock_lights | tone: red | tone: purple | “tone”的值不在允许范围内
clock_lights | most_days_left: -1 | most_days_left: -61 | “most_days_left”的值不合要求
clock_lights | most_days_left: -1 | tells: mayor | “tells”的值不在允许范围内
targets | value: 7 | value: 0 | “value”的值不合要求
targets | unit: 家 | unit: 户 | “unit”的值不在允许范围内
targets | '>=' | '>' | “direction”的值不在允许范围内
targets | year: 2022 | year: 22 | “year”的值不合要求
targets | set_on: 2022-01-01 | set_on: 2022-13-01 | “set_on”的值不合要求
targets | , set_on: 2022-01-01 | - | 缺少字段“set_on”
lights | basis: points | basis: percent | 'points' or 'share'
lights | , red_over: 30 | - | 缺少字段“red_over”
lights | red_over: 30 | red_over: 1001 | “red_over”的值不合要求
month_closings | code: default | code: 2022-1 | “code”的值不合要求
month_closings | code: default | code: 2022-13 | “code”的值不合要求
month_closings | day: 5 | day: 29 | “day”的值不合要求
milestone_templates | day: 0 | day: 2001 | “day”的值不合要求
milestone_templates | day: 0 | needs: [water] | 'land', 'energy', 'finance' or 'permits'
service_levels | accept_days: 1 | accept_days: 401 | “accept_days”的值不合要求
service_levels | , assist_days: 2 | - | 缺少字段“assist_days”
"""


@pytest.mark.parametrize("line", WRONG.strip().splitlines())
def test_a_value_that_may_not_stand(tmp_path: Path, line: str) -> None:
    name, old, new, said = (part.strip() for part in line.split(" | "))
    new = "" if new == "-" else new
    assert old in RIGHT[name]
    found = problems(
        tmp_path / "weihai",
        content=f"# 示例\n{name}:\n  - {RIGHT[name].replace(old, new)}\n",
    )
    assert len(found) == 1, found
    assert found[0].startswith("content.yaml:3: "), found
    assert said in found[0]


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path / "weihai",
        chains="chains:\n  - {code: A}\n  - {name: 乙链}\n",
        titles="titles:\n  - {code: giant, name: 小巨人, level: world}\n",
    )
    assert [problem.split(" ")[0] for problem in found] == [
        "chains.yaml:2:",
        "chains.yaml:3:",
        "titles.yaml:2:",
    ]


def test_the_line_of_a_field_is_that_of_the_field(tmp_path: Path) -> None:
    text = "team_roles:\n  - code: leader\n    name: 市级领导\n    seats: 12\n"
    (problem,) = problems(tmp_path / "weihai", roles=text)
    assert problem.startswith("roles.yaml:4: “seats”")


# -- files ----------------------------------------------------------------------------------------

FILES = [
    ("two lists of one name", {"a": "chains: []\n", "b": "chains: []\n"}, "b.yaml:1: “chains”在别的文件里已经写过。"),
    ("a list where a mapping is due", {"a": "- 1\n- 2\n"}, "a.yaml:1: 文件应由“名称: 内容”组成。"),
    ("an empty file", {"a": "# 空\n"}, "a.yaml:1: 文件应由“名称: 内容”组成。"),
    ("a list nobody knows", {"a": "\ncastles: []\n"}, "a.yaml:2: 不认识的字段“castles”，请删除或核对拼写。"),
    ("a broken bracket", {"a": "chains:\n  - {code: A, name: 甲\n"}, "YAML 写法有误，请检查缩进、冒号和引号。"),
    ("a tab for spaces", {"a": "chains:\n\t- {code: A}\n"}, "a.yaml:2: YAML 写法有误"),
    ("GBK", {"a": "chains: []  # 链".encode("gbk")}, "a.yaml:1: 文件不是UTF-8编码，请另存为UTF-8。"),
    ("too large", {"a": b"#" * (2 * 2**20 + 1)}, "a.yaml:1: 文件超过2兆字节，请拆分。"),
    ("a word for a list", {"a": "chains: none\n"}, "a.yaml:1: “chains”的值不合要求"),
    ("code that runs", {"a": "chains: !!python/object/apply:os.getcwd []\n"}, "YAML 写法有误"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "files", "said"), FILES, ids=[row[0] for row in FILES])
def test_a_file_that_is_no_part_of_a_pack(
    tmp_path: Path, what: str, files: dict[str, str | bytes], said: str
) -> None:
    found = problems(tmp_path / "weihai", **files)
    assert any(said in problem for problem in found), found


def test_a_mark_of_the_byte_order_does_no_harm(tmp_path: Path) -> None:
    assert problems(tmp_path / "weihai", a="chains: []\n".encode("utf-8-sig")) == []


def test_a_file_of_another_kind_is_left_alone(tmp_path: Path) -> None:
    home = tmp_path / "weihai"
    home.mkdir()
    (home / "README.md").write_text("说明")
    assert problems(home) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("name: weihai\n", "缺少字段“name”"),
        ("version: '1'\n", "缺少字段“version”"),
        ("title: {zh: 威海, en: Weihai}\n", "缺少字段“title”"),
        ("valid_from: 2022-01-01\n", "缺少字段“valid_from”"),
    ],
)
def test_a_head_without_one_of_its_fields(tmp_path: Path, line: str, said: str) -> None:
    (problem,) = problems(tmp_path / "weihai", head=HEAD.replace(line, ""))
    assert problem.startswith("pack.yaml:1: ")
    assert said in problem


# -- nodes of projects, plans of targets ----------------------------------------------------------


def template(*nodes: str) -> str:
    lines = "".join(f"      - {node}\n" for node in nodes)
    return f"milestone_templates:\n  - code: m\n    name: 模板\n    nodes:\n{lines}"


@pytest.mark.parametrize(
    ("nodes", "said"),
    [
        (("{code: a, name: 备案, waits_for: [z]}",), "a.yaml:5: 没有代码为“z”的节点。"),
        (("{code: a, name: 备案}", "{code: a, name: 开工}"), "a.yaml:6: 代码“a”写了两次"),
        (("{code: a, name: 备案, waits_for: [a]}",), "a.yaml:4: "),
        (
            ("{code: a, name: 备案, waits_for: [b]}", "{code: b, name: 开工, waits_for: [a]}"),
            "a.yaml:4: ",
        ),
    ],
)
def test_nodes_that_wait_for_nothing_or_for_each_other(
    tmp_path: Path, nodes: tuple[str, ...], said: str
) -> None:
    (problem,) = problems(tmp_path / "weihai", a=template(*nodes))
    assert problem.startswith(said)


def test_nodes_in_their_order_are_right(tmp_path: Path) -> None:
    nodes = ("{code: a, name: 备案}", "{code: b, name: 开工, waits_for: [a]}")
    assert problems(tmp_path / "weihai", a=template(*nodes)) == []


@pytest.mark.parametrize(
    ("plan", "right"),
    [
        ("[{month: 6, share: 40}, {month: 12, share: 60}]", True),
        ("[{month: 12, share: 100}]", True),
        ("[]", True),
        ("[{month: 6, share: 40}, {month: 12, share: 50}]", False),
        ("[{month: 6, share: 100}]", False),
        ("[{month: 6, share: 33.33}, {month: 12, share: 66.67}]", True),
    ],
)
def test_the_shares_of_a_year_make_a_hundred(tmp_path: Path, plan: str, right: bool) -> None:
    item = RIGHT["targets"].replace("value: 7", f"value: 7, plan: {plan}")
    found = problems(tmp_path / "weihai", a=f"targets:\n  - {item}\n")
    assert bool(found) != right, found
    assert all(problem.startswith("a.yaml:2: ") for problem in found)


# -- the upper pack and its base ------------------------------------------------------------------


def with_base(folder: Path, **files: str) -> list[str]:
    return problems(folder, head=f"{HEAD}extends: base\n", **files)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("titles:\n  - {name: 新称号, level: national}\n", "a.yaml:2: 缺少字段“code”"),
        ("# 一\n# 二\ntitles:\n  - {code: x, level: national}\n", "a.yaml:4: 缺少字段“name”"),
        (
            "titles:\n  - code: x\n    name: 新称号\n    level: world\n",
            "a.yaml:4: “level”的值不在允许范围内",
        ),
        ("calendar:\n  holidays: [soon]\n", "a.yaml:2: “0”的值不合要求"),
    ],
)
def test_a_mistake_above_is_not_looked_for_below(tmp_path: Path, content: str, said: str) -> None:
    (problem,) = with_base(tmp_path / "weihai", a=content)
    assert problem.startswith(said)


def test_a_reference_from_the_base_may_be_answered_above(tmp_path: Path) -> None:
    level = SERVICE.replace("code: q", "code: quick").replace("handle_days: 3", "handle_days: 2")
    assert with_base(tmp_path / "weihai", a=f"service_levels:\n  - {level}\n") == []
    pack = reader.read(tmp_path / "weihai")
    levels = {one.code: one.handle_days for one in pack.service_levels}
    assert levels == {"quick": 2, "ordinary": 7, "cross": 15, "long": None}
