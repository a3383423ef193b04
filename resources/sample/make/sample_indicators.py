"""The invented county's indicators of 2024: what the task book's table and the indicator table both show.

临江区 (of the invented city 东澜市) is paired with 云岭县; every figure here stands in all papers of the sample alike.
"""

from __future__ import annotations

from dataclasses import dataclass

OFFICE, REFORM = "区政府办公室", "区发展改革局"
ORGANISATION, EDUCATION, HEALTH = "区委组织部", "区教育局", "区卫生健康局"
LABOUR, TRADE, COOP, UNION = "区人力社保局", "区商务局", "区供销社", "区总工会"
INDUSTRY, FARMING, TOURISM = "区经信局", "区农业农村局", "区文旅体育局"
CIVIL, FINANCE, CHAMBER, RED_CROSS = "区民政局", "区财政局（区国资办）", "区工商联", "区红十字会"
TEAM, TOWNS, ALL_UNITS = "区驻云岭县工作队", "各街道、镇", "区属各单位"
NOT_ASSESSED = "该指标只作统计，不作考核"


@dataclass(frozen=True)
class Row:
    """One indicator: `name` without number and 其中; `sub` for a 其中 row; `units` of the row above when empty."""

    ordinal: str
    name: str
    measure_unit: str
    target: str
    units: tuple[str, ...]
    helpers: tuple[str, ...]
    meaning: str
    sub: bool = False

    @property
    def full_name(self) -> str:
        """The name as it is printed without its number."""
        return f"其中：{self.name}" if self.sub else self.name


INVEST = (REFORM, INDUSTRY, FARMING, TOURISM)
CATEGORIES: tuple[tuple[str, tuple[Row, ...]], ...] = (
    (
        "组织领导",
        (
            Row("1", "区党政主要负责同志赴云岭县调研对接次数", "次", "1", (OFFICE, REFORM), (TEAM,), "区委或区政府主要负责同志带队赴云岭县，以调研方案、会议纪要和签到材料为依据"),
            Row("2", "召开县级高层联席会议次数", "次", "2", (OFFICE, REFORM), (TEAM,), "两地党政负责同志共同参加，专题研究年度协作事项，以会议通知和纪要为依据"),
            Row("3", "参与结对的东部学校数", "所", "5", (EDUCATION,), (), "签有结对协议，并且当年有教师互派、联合教研等活动的学校"),
            Row("4", "参与结对的东部医院数", "家", "3", (HEALTH,), (), "签有结对协议，并且当年有医务人员互派、远程会诊等活动的医院"),
        ),
    ),
    (
        "助力巩固拓展脱贫攻坚成果",
        (
            Row("5", "帮助云岭县农村劳动力到我省就业数（含存量）", "人", "1260", (LABOUR,), (TOWNS,), "通过劳务协作来我省就业的云岭县农村劳动力，同一年度累计务工满3个月的计入，上年来、今年仍在岗的一并统计"),
            Row("6", "脱贫人口数（含存量）", "人", "310", (LABOUR,), (TOWNS,), "上述人员中属于原建档立卡的人口", sub=True),
            Row("7", "帮助云岭县农村劳动力就近就业数", "人", "1580", (LABOUR,), (TEAM,), "在云岭县及所在市州范围内就业，同一年度累计务工满3个月的农村劳动力"),
            Row("8", "脱贫人口数", "人", "640", (LABOUR,), (TEAM,), "上述人员中属于原建档立卡的人口", sub=True),
            Row("9", "帮助云岭县农村劳动力到其他地区就业数（含存量）", "人", "720", (LABOUR,), (TEAM,), "经两地组织或介绍，到我省和云岭县所在省以外地区就业的农村劳动力"),
            Row("10", "脱贫人口数（含存量）", "人", "260", (LABOUR,), (TEAM,), "上述人员中属于原建档立卡的人口", sub=True),
            Row("11", "培训云岭县农村劳动力人数", "人", "600", (LABOUR,), (TEAM,), "以转移就业为目的的技能培训，每人每年只计一次，短期种养讲座不计"),
            Row("12", "培训脱贫人口数", "人", "280", (LABOUR,), (TEAM,), "上述参训人员中属于原建档立卡的人口", sub=True),
            Row("13", "组织云岭县农村学生到我市就读职业院校数", "人", "45", (EDUCATION, LABOUR), (TEAM,), "当年录取和目前在读的云岭县农村户籍学生，分段培养的按在我市就读的年份计"),
            Row("14", "采购和帮助销售云岭县农产品金额", "万元", "4800", (TRADE, COOP, UNION), (TOWNS, ALL_UNITS), "单位采购、市场批发、商超专柜和线上销售的合计，以合同、发票或平台数据为依据，不重复计算"),
        ),
    ),
    (
        "加强区域协作",
        (
            Row("15", "引导企业到云岭县投资兴业数", "家", "6", INVEST, (TOWNS,), "经我区牵线在云岭县新设或者当年有新增到位资金的企业，企业注册在何地不限"),
            Row("16", "企业实际到位投资额", "亿元", "3.5", INVEST, (TOWNS,), "上述企业当年实际到位的资金，以银行凭证或验资材料为依据"),
            Row("17", "企业吸纳农村劳动力就业数（含存量）", "人", "380", INVEST, (LABOUR, TEAM), "引导落地企业用工中的农村劳动力，连续用工满3个月的计入"),
            Row("18", "脱贫人口数（含存量）", "人", "130", INVEST, (LABOUR, TEAM), "上述用工中属于原建档立卡的人口", sub=True),
            Row("19", "共建（新建）产业园区数", "个", "1", INVEST, (TEAM,), "当年经两地政府书面确认共同建设的产业园区"),
            Row("", "续建产业园区数", "个", "-", INVEST, (TEAM,), "往年已经确认、今年继续建设的产业园区，今年没有安排任务"),
            Row("20", "引导入园企业数（含存量）", "家", "5", INVEST, (TEAM,), "经我区牵线进入共建产业园区的企业"),
            Row("21", "入园企业实际到位投资额（含存量）", "亿元", "2.2", INVEST, (TEAM,), "上述入园企业累计实际到位的资金"),
            Row("22", "入园企业吸纳农村劳动力就业数", "人", NOT_ASSESSED, INVEST, (TEAM,), "入园企业用工中的农村劳动力，按月统计"),
            Row("23", "入园企业吸纳脱贫人口数", "人", NOT_ASSESSED, INVEST, (TEAM,), "上述用工中属于原建档立卡的人口，按月统计", sub=True),
            Row("24", "共建（新建）农业产业园数", "个", "1", INVEST, (TEAM,), "以种植、养殖和农产品加工为主，当年经两地书面确认的园区"),
            Row("", "续建农业产业园数", "个", "-", INVEST, (TEAM,), "往年已经确认、今年继续建设的农业产业园，今年没有安排任务"),
            Row("25", "援建（续建）帮扶车间数（含存量）", "个", "8", INVEST, (TEAM,), "使用协作资金或者社会帮扶资金建设、目前仍在生产的车间"),
            Row("26", "帮扶车间吸纳农村劳动力就业数（含存量）", "人", "110", INVEST, (TEAM,), "帮扶车间用工中的农村劳动力，连续用工满3个月的计入"),
            Row("27", "脱贫人口数（含存量）", "人", "65", INVEST, (TEAM,), "上述用工中属于原建档立卡的人口", sub=True),
        ),
    ),
    (
        "促进乡村振兴",
        (
            Row("28", "选派12个月以上专业技术人才数", "人", "4", (ORGANISATION,), (EDUCATION, HEALTH), "选派文件载明期限12个月以上，并且在岗服务的教师、医生和农技、规划等人员"),
            Row("29", "选派6-12个月（不含12个月）专业技术人才数", "人", "8", (ORGANISATION,), (EDUCATION, HEALTH), "选派文件载明期限在6个月以上、不满12个月的专业技术人员"),
            Row("30", "选派1-6个月（不含6个月）专业技术人才数", "人", "10", (ORGANISATION,), (EDUCATION, HEALTH, FARMING), "选派文件载明期限在1个月以上、不满6个月的专业技术人员"),
            Row("31", "培训云岭县乡村振兴干部人次", "人次", "420", (ORGANISATION,), (TEAM,), "由我区组织或者出资，参训对象为县、乡、村三级干部"),
            Row("32", "培训云岭县专业技术人才人次", "人次", "560", (ORGANISATION,), (TEAM,), "由我区组织或者出资，参训对象为教育、卫生、农业等行业人员"),
            Row("33", "社会帮扶资金和物资折款", "万元", "520", (CIVIL, FINANCE, CHAMBER, RED_CROSS), (TOWNS,), "企业、社会组织和个人捐赠的资金及物资，物资按发票价或评估价折算，财政资金不计"),
            Row("34", "援建乡村振兴示范村数", "个", "2", (FARMING,), (TEAM,), "列入当年协作项目计划、有建设方案并开工的村"),
            Row("35", "参与结对的东部企业数", "家", "12", (CHAMBER, FINANCE), (TOWNS,), "与云岭县的村签有结对协议，并且当年有帮扶支出的企业"),
            Row("36", "参与结对的东部社会组织数", "家", "4", (CIVIL,), (), "与云岭县的村签有结对协议，并且当年开展帮扶活动的社会组织"),
        ),
    ),
)  # fmt: skip
