"""What reports count in: each unit in a sentence of its own, with its number, unit and form."""

import pytest

from pandeng.domain.briefings.read import units
from tests.domain.briefings.reading import parted, shown

MONEY = """
新增银行贷款10.71亿元 → 10.71亿元 1071000000 元 money
发放补贴4600万元 → 4600万元 46000000 元 money
每户奖励5000元 → 5000元 5000 元 money
合同金额3.2亿元人民币 → 3.2亿元人民币 320000000 元人民币 money
进出口总额12.6亿美元 → 12.6亿美元 1260000000 美元 money
募集资金8000万港元 → 8000万港元 80000000 港元 money
并购对价1.5亿欧元 → 1.5亿欧元 150000000 欧元 money
授信额度30亿日元 → 30亿日元 3000000000 日元 money
设备报价200万英镑 → 200万英镑 2000000 英镑 money
每件省下12块钱 → 12块钱 12 块钱 money
捐款3000圆 → 3000圆 3000 圆 money
"""
RATES = """
销号率91.5% → 91.5% 91.5 % rate
销号率91.5％ → 91.5％ 91.5 % rate
不良率3‰ → 3‰ 3 ‰ rate
占比提高4.2个百分点 → 4.2个百分点 4.2 个百分点 rate
占比提高4.2百分点 → 4.2百分点 4.2 百分点 rate
利率下调0.5个点 → 0.5个点 0.5 个点 rate
开工企业达到九成 → 九成 90 成 rate
产能扩大1.5倍 → 1.5倍 1.5 倍 rate
"""
TIMES = """
压缩审批时限6个工作日 → 6个工作日 6 个工作日 duration
压缩审批时限6工作日 → 6工作日 6 工作日 duration
停产检修8个小时 → 8个小时 8 个小时 duration
停产检修8小时 → 8小时 8 小时 duration
换线用时45分钟 → 45分钟 45 分钟 duration
建设用时18个月 → 18个月 18 个月 duration
用时两个季度建成 → 两个季度 2 个季度 duration
办结用时12天 → 12天 12 天 duration
质保期限5年 → 5年 5 年 duration
培训历时2周 → 2周 2 周 duration
诉求在3日内办结 → 3日内 3 日 duration
节拍缩短30秒 → 30秒 30 秒 duration
"""
MEASURES = """
园区规划5.4平方公里 → 5.4平方公里 5.4 平方公里 measure
林地达到3平方千米 → 3平方千米 3 平方千米 measure
建设厂房12万平方米 → 12万平方米 120000 平方米 measure
租用厂房800平米 → 800平米 800 平米 measure
土方开挖3万立方米 → 3万立方米 30000 立方米 measure
铺设管网36公里 → 36公里 36 公里 measure
修建道路2.5千米 → 2.5千米 2.5 千米 measure
板厚偏差3毫米 → 3毫米 3 毫米 measure
管径达到60厘米 → 60厘米 60 厘米 measure
过滤精度5微米 → 5微米 5 微米 measure
膜厚降到20纳米 → 20纳米 20 纳米 measure
塔高达到120米 → 120米 120 米 measure
解决土地指标2216亩 → 2216亩 2216 亩 measure
复垦土地35公顷 → 35公顷 35 公顷 measure
节能5000吨标准煤 → 5000吨标准煤 5000 吨标准煤 measure
货运周转量3亿吨公里 → 3亿吨公里 300000000 吨公里 measure
产钢20万吨 → 20万吨 200000 吨 measure
单件减重15公斤 → 15公斤 15 公斤 measure
单件减重15千克 → 15千克 15 千克 measure
单件减重800克 → 800克 800 克 measure
罐容达到500升 → 500升 500 升 measure
工业用电86.4亿千瓦时 → 86.4亿千瓦时 8640000000 千瓦时 measure
装机达到50万千瓦 → 50万千瓦 500000 千瓦 measure
储能达到200兆瓦时 → 200兆瓦时 200 兆瓦时 measure
装机达到300兆瓦 → 300兆瓦 300 兆瓦 measure
装机达到1.2吉瓦 → 1.2吉瓦 1.2 吉瓦 measure
吞吐量35万标准箱 → 35万标准箱 350000 标准箱 measure
吞吐量35万标箱 → 35万标箱 350000 标箱 measure
建设厂房1200㎡ → 1200㎡ 1200 ㎡ measure
修建道路12km → 12km 12 km measure
年发电量300kWh → 300kWh 300 kWh measure
装机达到60MW → 60MW 60 MW measure
装机达到2GW → 2GW 2 GW measure
装机达到75kW → 75kW 75 kW measure
吞吐量35万TEU → 35万TEU 350000 TEU measure
年产电池12GWh → 12GWh 12 GWh measure
储能达到100MWh → 100MWh 100 MWh measure
发动机达到500马力 → 500马力 500 马力 measure
宽带提速到1000兆 → 1000兆 1000 兆 measure
年发电300万度电 → 300万度电 3000000 度电 measure
线路升压到220千伏 → 220千伏 220 千伏 measure
光伏装机12千瓦 → 12千瓦 12 千瓦 measure
"""
COUNTS = """
产品涉及12大类 → 12大类 12 大类 count
产品涉及36小类 → 36小类 36 小类 count
产品涉及8中类 → 8中类 8 中类 count
行业涉及5门类 → 5门类 5 门类 count
培训职工3.5万人次 → 3.5万人次 35000 人次 count
宣讲政策120场次 → 120场次 120 场次 count
抽检产品36批次 → 36批次 36 批次 count
连续举办3届 → 3届 3 届 count
生产帐篷200顶 → 200顶 200 顶 count
购置设备48台套 → 48台套 48 台套 count
购置设备48台（套） → 48台（套） 48 台（套） count
调解纠纷20例次 → 20例次 20 例次 count
运输原料300车次 → 300车次 300 车次 count
执行航班90架次 → 90架次 90 架次 count
慰问职工86户次 → 86户次 86 户次 count
走访企业2300家次 → 2300家次 2300 家次 count
转办事项56件次 → 56件次 56 件次 count
开设课程40课时 → 40课时 40 课时 count
举办培训6个班次 → 6个班次 6 个班次 count
检查隐患88项次 → 88项次 88 项次 count
攀登企业302家 → 302家 302 家 count
重点项目341个 → 341个 341 个 count
问题诉求708项 → 708项 708 项 count
核心产业链3条 → 3条 3 条 count
发明专利1286件 → 1286件 1286 件 count
选派干部86名 → 86名 86 名 count
招聘人才2513人 → 2513人 2513 人 count
服务商户430户 → 430户 430 户 count
召开推进会12场 → 12场 12 场 count
召开调度会5次 → 5次 5 次 count
办理执照210张 → 210张 210 张 count
签订协议18份 → 18份 18 份 count
梳理问题6类 → 6类 6 类 count
推出创新产品9种 → 9种 9 种 count
新增机器人35台 → 35台 35 台 count
改造生产线4套 → 4套 4 套 count
交付重卡1200辆 → 1200辆 1200 辆 count
交付货船16艘 → 16艘 16 艘 count
交付无人机20架 → 20架 20 架 count
编制规划3部 → 3部 3 部 count
组建服务队12支 → 12支 12 支 count
建成5G基站1200座 → 1200座 1200 座 count
整改隐患35处 → 35处 35 处 count
建成院士工作站7所 → 7所 7 所 count
改造车间15间 → 15间 15 间 count
新建厂房36栋 → 36栋 36 栋 count
新建厂房36幢 → 36幢 36 幢 count
查办案件9宗 → 9宗 9 宗 count
发放贷款30笔 → 30笔 30 笔 count
编印手册500册 → 500册 500 册 count
刊发信息24篇 → 24篇 24 篇 count
推出产品13款 → 13款 13 款 count
总结案例11例 → 11例 11 例 count
化解纠纷27起 → 27起 27 起 count
成立督查队伍5组 → 5组 5 组 count
开展督查3轮 → 3轮 3 轮 count
发射卫星2颗 → 2颗 2 颗 count
颁发奖章40枚 → 40枚 40 枚 count
服务专家52位 → 52位 52 位 count
设立基金4只 → 4只 4 只 count
养殖肉牛600头 → 600头 600 头 count
栽植苗木3000株 → 3000株 3000 株 count
栽植苗木3000棵 → 3000棵 3000 棵 count
印发手册800本 → 800本 800 本 count
开设课程12门 → 12门 12 门 count
开设课程12节 → 12节 12 节 count
举办讲座20堂 → 20堂 20 堂 count
设置关卡4道 → 4道 4 道 count
建设片区6片 → 6片 6 片 count
收储地块9块 → 9块 9 块 count
新建标准厂房4层 → 4层 4 层 count
安装路灯260盏 → 260盏 260 盏 count
更换托辊90根 → 90根 90 根 count
产出籽粒50粒 → 50粒 50 粒 count
发放物资70包 → 70包 70 包 count
包装水泥800袋 → 800袋 800 袋 count
运送物资45箱 → 45箱 45 箱 count
销售涂料60桶 → 60桶 60 桶 count
销售白酒90瓶 → 90瓶 90 瓶 count
捐赠药品25盒 → 25盒 25 盒 count
平均年龄38岁 → 38岁 38 岁 count
考核得分95分 → 95分 95 分 count
到货物资3批 → 3批 3 批 count
结成帮扶12对 → 12对 12 对 count
打通堵点8环节 → 8环节 8 环节 count
新增机井45口 → 45口 45 口 count
"""
CASES = [
    line for table in (MONEY, RATES, TIMES, MEASURES, COUNTS) for line in table.strip().splitlines()
]


@pytest.mark.parametrize("line", CASES)
def test_a_number_with_its_unit(line: str) -> None:
    text, wanted = parted(line)
    assert shown(f"全市{text}。", ("text", "value", "unit", "form")) == wanted


@pytest.mark.parametrize("line", CASES)
def test_a_blank_before_the_unit_changes_nothing(line: str) -> None:
    text, wanted = parted(line)
    written, value, unit, form = wanted.split(" ")
    apart = text.replace(written, f"{written.removesuffix(unit)} {unit}")
    if apart != text:
        assert shown(f"全市{apart}。", ("value", "unit", "form")) == f"{value} {unit} {form}"


def test_every_unit_is_tried() -> None:
    tried = {parted(line)[1].split(" ")[2] for line in CASES} | {"％", "台(套)", "个半月", "日元"}
    known = {*units.MONEY, *units.RATES, *units.TIMES, *units.MEASURES, *units.COUNTS}
    assert known - tried == {"顷", "KWh", "KW", "期", "大"}


@pytest.mark.parametrize(
    ("unit", "form"),
    [("元", "money"), ("%", "rate"), ("天", "duration"), ("亩", "measure"), ("家", "count"), ("", "count")],
)  # fmt: skip
def test_the_form_of_a_unit(unit: str, form: str) -> None:
    assert units.form(unit) == form


def test_the_longest_unit_is_read_first() -> None:
    assert units.alternatives(("个", "个百分点", "个月")).split("|") == ["个百分点", "个月", "个"]
