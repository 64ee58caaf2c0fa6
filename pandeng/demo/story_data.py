"""What the demands of the demo are about: nodes of long ones, who assists, how they are answered."""

NODES = {
    "fund": ("提交尽调材料", "完成尽职调查", "投资决策委员会审议", "签订协议并拨付"),
    "land": ("核定用地规模", "列入年度用地计划", "组卷报批", "取得批复", "办理供地手续"),
    "planning": ("编制调整方案", "专家论证和公示", "市政府审批", "成果入库"),
    "power_line": ("现场踏勘定线", "迁改方案评审", "停电计划安排", "施工迁改", "验收送电"),
}
ASSISTING = {
    "finance": ("guarantee-finance",),
    "talent": ("guarantee-talent",),
    "market": ("miit",),
    "technology": ("miit",),
    "land": ("guarantee-land", "ndrc"),
    "power_line": ("guarantee-energy", "land"),
}
ANSWERS = {
    "solved": "问题已解决，企业已知悉。",
    "promised": "已列入计划并书面承诺办结时间，按节点继续跟进。",
    "explained": "现行政策暂不支持，已向企业说明政策依据和替代办法。",
}
