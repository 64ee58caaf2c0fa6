"""Of kinds without a list where they are worked; of lists what is not changed at once. For the matrix of operations."""

# Kinds without a list of their own: where they are seen and worked, and how other programs come by them.
NO_WAY_IN = "没有接口：{why}"
ELSEWHERE: dict[str, tuple[str, str]] = {
    "access.Membership": (
        "`/administration/users/` 用户的页面",
        NO_WAY_IN.format(why="任职要第二名管理员审批，只在页面上办"),
    ),
    "access.RoleRequest": (
        "`/administration/roles/`",
        NO_WAY_IN.format(why="任职要第二名管理员审批，只在页面上办"),
    ),
    "access.ApiToken": (
        "`/account/tokens/`、`/administration/tokens/`",
        NO_WAY_IN.format(why="令牌经第二验证在页面上建立，只显示一次"),
    ),
    "hooks.Hook": ("`/administration/hooks/`", "`/api/hooks`（读、写），凭令牌"),
    "access.Invitation": (
        "邀请用户、企业和银行账号的页面",
        NO_WAY_IN.format(why="一次性链接只向邀请人显示一次"),
    ),
    "access.UnitAttribution": (
        "`/administration/units/` 单位的页面",
        NO_WAY_IN.format(why="随单位的合并、分设产生，各指标按它取数"),
    ),
    "access.UnitSuccession": (
        "`/administration/units/` 单位的页面",
        NO_WAY_IN.format(why="随单位的合并、分设产生"),
    ),
    "attachments.Attachment": (
        "所属记录的页面",
        NO_WAY_IN.format(why="文件在页面上传，逐个核对格式"),
    ),
    "calendars.YearNotice": (
        "`/administration/calendar/`",
        NO_WAY_IN.format(why="用页面或命令 pandeng calendar set-year 登记"),
    ),
    "demands.Attendance": ("会商的页面", NO_WAY_IN.format(why="到会当场在页面上记")),
    "demands.ConfidentialNote": ("诉求的页面", NO_WAY_IN.format(why="保密内容不出页面")),
    "demands.SavedView": ("`/demands/`", NO_WAY_IN.format(why="是本人页面的筛选条件")),
    "duplicates.DistinctPair": (
        "`/duplicates/enterprises/` 等疑似重复页",
        "疑似重复用 `/api/duplicates/<类别>`（读），认定只在页面上办",
    ),
    "instructions.InstructionSecret": ("批示的页面", NO_WAY_IN.format(why="保密内容不出页面")),
    "notices.Dispatch": ("`/administration/robots/`", NO_WAY_IN.format(why="由后台任务发送")),
    "notices.Notice": ("`/notices/`", NO_WAY_IN.format(why="是给本人的提醒")),
    "notices.Robot": ("`/administration/robots/`", NO_WAY_IN.format(why="地址和密钥不外传")),
    "packs.LoadedPack": (
        "`/administration/packs/`",
        NO_WAY_IN.format(why="载入前要看文件和行号，只在页面上办"),
    ),
}  # fmt: skip
# What a kind with a list takes beside it.
MORE: dict[str, str] = {
    "demands.Demand": "；提出和办理用 `/api/demands`（读、写）",
    "instructions.Instruction": "；办理用 `/api/instructions`（读、写）",
}
# Of kinds with a list what is not changed there at once, and why.
SINGLY: dict[str, str] = {
    "access.Department": "单位各不相同，合并、分设另有页面",
    "calendars.CalendarDay": "全年一次登记",
    "chains.Product": "产品各不相同",
    "climbing.ClimbPlan": "每家企业一份计划",
    "climbing.ClimbGoal": "每家企业一份计划",
    "climbing.ClimbTest": "每家企业一份计划",
    "enterprises.EnterpriseAddress": "每家企业的地址不同，迁址逐条登记",
    "enterprises.EnterpriseContact": "各人的姓名、电话不同",
    "enterprises.EnterpriseName": "名称各不相同",
    "enterprises.Statement": "数各不相同，整月填报用月度台账",
    "enterprises.Succession": "合并、分立是既成事实",
    "projects.Guarantee": "要素逐项落实",
    "projects.InvestmentEntry": "数各不相同，整月填报用投资月报",
    "projects.LightRules": "规则整套更改",
    "projects.Milestone": "节点整套编排，逐个完成",
    "projects.MonthlyPlan": "计划整年编排",
    "projects.NodeWait": "随节点更改",
    "projects.ProjectLabel": "层级逐项认定",
    "projects.ProjectListing": "整份清单结转，计划逐项调整",
    "strategy.PlanShare": "季节计划整年设定",
    "strategy.Target": "目标逐项确定，整年结转",
    "strategy.TargetValue": "目标逐项修订，各有依据",
    "teams.TeamMember": "席位逐个安排和交接",
    "teams.Visit": "每次走访单独登记",
    "teams.VisitQuestion": "随走访登记",
    "demands.Demand": "按流程办；诉求列表上可批量分办、受理、撤回分办、销号、归档",
    "projects.MonthlyReport": "整月填报用投资月报",
}
