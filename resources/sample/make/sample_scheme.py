"""The city's scheme for the yearly evaluation: groups with points, rules in the last bracket, merged evidence cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sample_official import Box, new_paper, paragraph, table, title

if TYPE_CHECKING:
    from docx.document import Document as Doc

TOTAL = 80
# (group in its narrow column, points, items); an item is (content with its rule, points, evidence; "" continues the one above)
GROUPS: tuple[tuple[str, int, tuple[tuple[str, int, str], ...]], ...] = (
    (
        "组织\n领导",
        12,
        (
            ("县（市、区）党政主要负责同志赴结对县调研对接情况，查看带队人员、时间、议程和议定事项。（完成得4分，未完成得0分。）", 4, "会议纪要、签到册、新闻报道等"),
            ("召开县级高层联席会议情况，查看会议通知、议程、纪要和落实清单。（召开1次及以上得4分，未召开得0分。）", 4, ""),
            ("党委、政府专题研究协作工作情况，查看会议记录和部署文件。（完成得4分，未完成得0分。）", 4, ""),
        ),
    ),
    (
        "人才\n支援",
        14,
        (
            ("按计划选派挂职干部数，查看选派文件和到岗时间。（完成得3分，未完成得0分。）", 3, "选派文件、考勤记录等"),
            ("按计划选派专业技术人才数，查看人员名册和服务期限，服务满1个月的计入。（完成得4分；未完成的，得分＝4×完成率。）", 4, ""),
            ("培训协作地区乡村振兴干部人次，查看培训方案和花名册。（完成得3分；未完成的，得分＝3×完成率。）", 3, "培训方案、花名册、现场照片等"),
            ("培训协作地区专业技术人才人次，查看培训方案和花名册。（完成得4分；未完成的，得分＝4×完成率。）", 4, ""),
        ),
    ),
    (
        "资金\n支持",
        8,
        (
            ("财政协作资金拨付情况，查看预算文件和拨付凭证。（按时足额拨付得4分；未按时足额拨付的酌情扣分。）", 4, "拨付凭证、捐赠票据等"),
            ("社会帮扶资金和物资折款数，查看捐赠协议、票据和公示情况。（完成得4分；未完成的，得分＝4×完成率。）", 4, ""),
        ),
    ),
    (
        "产业\n协作",
        16,
        (
            ("引导企业到协作地区投资兴业数，查看企业登记和经营情况。（完成得4分；未完成的，得分＝4×完成率。）", 4, "企业登记、银行凭证、园区协议等"),
            ("企业实际到位投资额，查看到位资金凭证。（实际到位投资额居前两名的得4分，完成的得3分，未完成的得0分。）", 4, ""),
            ("共建产业园区建设情况，查看协议、规划和入园企业。（完成得4分，未完成得0分。）", 4, ""),
            ("采购和帮助销售农产品金额，查看合同、发票和平台数据。（采购销售额居前两名的得4分，完成的得3分，未完成的得0分。）", 4, ""),
        ),
    ),
    (
        "劳务\n协作",
        18,
        (
            ("帮助农村劳动力到我省就业数，查看实名台账和工资发放记录。（完成得5分；未完成的，得分＝5×完成率。）", 5, "实名台账、劳动合同、工资发放记录等"),
            ("帮助农村劳动力就近就业数，查看实名台账。（完成得5分；未完成的，得分＝5×完成率。）", 5, ""),
            ("帮助脱贫人口实现就业数，查看实名台账。（完成得4分；未完成的，得分＝4×完成率。）", 4, ""),
            ("有就业意愿的来市务工人员岗位对接情况，查看需求清单和推荐记录。（按实际对接率赋分，对接率达到100%得4分，否则得0分。）", 4, ""),
        ),
    ),
    (
        "结对\n帮扶",
        12,
        (
            ("结对学校、医院、社会组织数，查看结对协议和活动记录。（结对学校完成得2分，结对医院完成得2分，结对社会组织完成得2分；未完成的，各项得分＝2×完成率。）", 6, "结对协议、活动记录等"),
            ("结对乡镇、村、企业数，查看结对协议和活动记录。（结对乡镇完成得2分，结对村完成得2分，结对企业完成得2分；未完成的，各项得分＝2×完成率。）", 6, ""),
        ),
    ),
)  # fmt: skip


def scheme() -> Doc:
    """The scheme: a title and one table."""
    doc = new_paper()
    assert sum(points for _, points, _ in GROUPS) == TOTAL
    title(doc, "东澜市各县（市、区）东西部协作工作\n2024年度评价办法")
    header = [Box("序号"), Box("名称\n指标"), Box("考核内容"), Box(f"分值\n（{TOTAL}分）"), Box("考核\n依据")]
    rows = [header]
    number = 0
    for group, points, items in GROUPS:
        assert sum(item[1] for item in items) == points
        for n, (content, own, evidence) in enumerate(items):
            number += 1
            more = n + 1 < len(items) and not items[n + 1][2]
            down = "continue" if not evidence else "restart" if more else ""
            first = Box(f"{group}\n（{points}）" if n == 0 else "", down="restart" if n == 0 else "continue")
            rows.append(
                [
                    Box(str(number)),
                    first,
                    Box(content, align="left"),
                    Box(str(own)),
                    Box(evidence, down=down, align="left"),
                ]
            )
    table(doc, rows, (12, 18, 78, 21, 27), size=11)
    paragraph(doc, indent=0, pitch=10)
    return doc
