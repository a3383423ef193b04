"""The city's plan that splits its indicators over counties and their partners: notice, matrix, explanations.

The totals are computed from the columns, so they add up by construction.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sample_official import FANGSONG, HEI, KAI, Box, new_paper, paragraph, red_head, signature, table, title, turn_page

if TYPE_CHECKING:
    from docx.document import Document as Doc

OFFICE = "东澜市东西部协作工作领导小组办公室"
# county → its partners; the first prefecture counts the columns marked 0, the second those marked 1
PREFECTURES = ("岚川州", "雾江州")
COLUMNS = (
    ("临江区", "云岭县", 0),
    ("望潮区", "松坪县", 0),
    ("望潮区", "雾泉县", 1),
    ("沙浦区", "龙坪县", 0),
    ("丰桥市", "红崖县", 1),
    ("丰桥市", "石渡县", 1),
    ("经开区", "", 0),
    ("市本级", "", 0),
)
BINDING, EXPECTED = "约束性", "预期性"
# (name, measure unit, nature, one figure for each column or one text over all of them)
Line = tuple[str, str, str, "str | tuple[str, ...]"]
GROUPS: tuple[tuple[str, tuple[Line, ...]], ...] = (
    ("一、资金支持", (("财政协作资金数", "万元", BINDING, "由市财政局和各县（市、区）财政局按省下达的标准安排拨付"),)),
    (
        "二、人才支援",
        (
            ("1.选派挂职干部", "人", BINDING, "已选派"),
            ("2.选派专业技术人才", "人", BINDING, ("22", "20", "16", "18", "15", "13", "", "6")),
            ("3.接收协作地区挂职干部", "人", BINDING, "按两地组织部门商定的计划安排"),
        ),
    ),
    (
        "三、劳务协作",
        (
            ("1.帮助农村劳动力实现就业数", "人", BINDING, ("3560", "2900", "1850", "2600", "1700", "1350", "240", "")),
            ("其中：帮助脱贫人口实现就业数", "人", BINDING, ("1210", "980", "640", "870", "560", "450", "80", "")),
            ("2.帮助农村劳动力转移到我省就业数", "人", BINDING, ("1260", "1000", "620", "880", "560", "430", "150", "")),
            ("其中：帮助脱贫人口转移就业数", "人", BINDING, ("310", "260", "150", "220", "140", "110", "40", "")),
        ),
    ),
    (
        "四、产业协作",
        (
            ("1.引导企业到协作地区投资兴业数", "家", EXPECTED, ("6", "5", "3", "5", "3", "2", "4", "1")),
            ("其中：企业实际到位投资额", "亿元", EXPECTED, ("3.50", "2.80", "1.20", "2.40", "1.10", "0.75", "1.85", "0.30")),
            ("2.共建产业园区数", "个", BINDING, ("1", "1", "1", "1", "1", "1", "", "")),
            ("3.援建帮扶车间数", "个", EXPECTED, ("8", "6", "4", "6", "4", "3", "", "")),
        ),
    ),
    ("五、消费协作", (("采购和帮助销售农产品金额", "万元", EXPECTED, ("4800", "4200", "2300", "3900", "2100", "1600", "1500", "2600")),)),
    (
        "六、社会帮扶",
        (
            ("社会帮扶资金和物资折款", "万元", BINDING, ("520", "430", "260", "410", "220", "160", "100", "50")),
            ("其中：国有企业系统", "万元", BINDING, ("200", "150", "90", "140", "70", "50", "60", "50")),
            ("工商联系统", "万元", BINDING, ("150", "130", "80", "120", "70", "50", "40", "")),
            ("民政系统", "万元", BINDING, ("120", "110", "60", "110", "60", "45", "", "")),
            ("红十字会系统", "万元", BINDING, ("50", "40", "30", "40", "20", "15", "", "")),
        ),
    ),
)  # fmt: skip
SENT_TOTALS = ("11", "7")  # 挂职干部 already on their posts


def plan_of_the_city() -> Doc:
    """The notice with its two attachments."""
    doc = new_paper()
    _notice(doc)
    turn_page(doc, turned=True)
    paragraph(doc, ("附件1", HEI), indent=0, align="left")
    title(doc, "东澜市2024年度东西部协作任务指标分解计划表", size=20)
    table(doc, matrix(), (46, 12, 17, 15, 15, *(15 for _ in COLUMNS)), header_rows=2, size=10.5, least=7)
    channels = [sum(Decimal(f) for f in figures[:-1]) for name, _, _, figures in _lines() if name.startswith("采购")]
    paragraph(doc, indent=0, pitch=8)
    for note in (
        "备注：1.约束性指标必须完成，预期性指标力争完成。",
        f"2.采购和帮助销售农产品金额中，各县（市、区）和经开区依托本地商超、平台完成{channels[0]}万元，市级农批市场和专馆完成2600万元。",
        "3.市本级和经开区的任务计入岚川州。",
    ):
        paragraph(doc, (note, FANGSONG), size=12, indent=2, pitch=20)
    turn_page(doc, turned=False)
    _explanations(doc)
    return doc


def _lines() -> list[Line]:
    return [line for _, lines in GROUPS for line in lines]


def matrix() -> list[list[Box]]:
    """The rows of the matrix with its two header tiers."""
    upper = [Box(text, down="restart") for text in ("指标名称", "单位", "指标性质")] + [Box("东澜市", columns=2)]
    lower = [Box("", down="continue")] * 3 + [Box(name) for name in PREFECTURES]
    for county in dict.fromkeys(county for county, _, _ in COLUMNS):
        partners = [partner for one, partner, _ in COLUMNS if one == county]
        alone = partners == [""]
        upper.append(Box(county, columns=len(partners), down="restart" if alone else ""))
        lower += [Box("", down="continue")] if alone else [Box(partner) for partner in partners]
    rows = [upper, lower]
    for group, lines in GROUPS:
        rows.append([Box(group, columns=5 + len(COLUMNS), align="left", bold=True)])
        rows += [_matrix_row(*line) for line in lines]
    return rows


def _matrix_row(name: str, measure_unit: str, nature: str, figures: str | tuple[str, ...]) -> list[Box]:
    first = [Box(name, align="left"), Box(measure_unit), Box(nature)]
    if isinstance(figures, tuple):
        return [*first, *(Box(_total(figures, n)) for n in (0, 1)), *(Box(figure) for figure in figures)]
    if figures == "已选派":
        return [*first, *(Box(total) for total in SENT_TOTALS), Box(figures, columns=len(COLUMNS))]
    return [*first, Box(figures, columns=2 + len(COLUMNS))]


def _total(figures: tuple[str, ...], prefecture: int) -> str:
    parts = [
        Decimal(figure) for figure, (_, _, of) in zip(figures, COLUMNS, strict=True) if of == prefecture and figure
    ]
    return str(sum(parts)) if parts else ""


def _notice(doc: Doc) -> None:
    red_head(doc, OFFICE, "东协办发〔2024〕6号", size=25)
    title(doc, "关于下达东澜市2024年度东西部协作\n任务指标分解计划的通知")
    paragraph(doc, ("各县（市、区）人民政府，经开区管委会，市东西部协作工作领导小组各成员单位：", FANGSONG), indent=0)
    for text in (
        "今年3月，我省与协作省签订了2024年度东西部协作协议，省领导小组随后下达了各市任务指标。市领导小组办公室根据各地结对关系、上年完成情况和产业基础，对我市承担的指标作了测算分解，并征求了各县（市、区）意见，现下达给你们。",
        "请各地各部门对照分解计划，尽快排出本地本系统的任务清单和推进时间表，并于5月15日前报市领导小组办公室。市领导小组办公室将按季调度，年底组织考核。",
        "列为约束性指标的，各地要列入年度重点工作，明确分管负责同志和牵头部门；列为预期性指标的，要加强跟踪服务，争取超额完成。两地商定的个性化协作事项，由有关县（市、区）与结对县自行衔接，完成情况随季度调度一并报送。",
        "联系人：周予安，联系电话：0000—6010024。",
    ):
        paragraph(doc, (text, FANGSONG))
    paragraph(doc, indent=0)
    paragraph(doc, ("附件：1.东澜市2024年度东西部协作任务指标分解计划表", FANGSONG))
    paragraph(doc, ("2.东西部协作任务指标说明", FANGSONG), indent=5)
    signature(doc, OFFICE, "2024年4月3日")


def _explanations(doc: Doc) -> None:
    paragraph(doc, ("附件2", HEI), indent=0, align="left")
    title(doc, "东西部协作任务指标说明")
    for heading, texts in (
        (
            "一、资金支持",
            ("财政协作资金由市、县两级财政分担，当年列入预算、当年拨付到位，各地自愿增加的部分单独统计。",),
        ),
        (
            "二、人才支援",
            (
                "1.关于选派挂职干部。今年无新增任务，在岗人员期满后按组织部门通知轮换。",
                "2.关于选派专业技术人才。含教育、卫生、农业、规划等各类人才，在岗服务1个月以上的计入。",
            ),
        ),
        (
            "三、劳务协作",
            (
                "就业人数按实名台账统计，同一人在年度内多次就业的只计一次。其中转移到我省就业的，以社会保险或工资发放记录为依据。",
            ),
        ),
        (
            "四、产业协作",
            (
                "企业数和投资额按当年新设企业、当年新增到位资金统计。新设企业以营业执照登记的日期为准，到位资金以银行到账凭证为准，"
                "分期到位的按到账的年度分别计入，同一个项目在两地都有登记的只计一次。共建产业园区按“一对结对县一个园区”安排，须有"
                "两地政府的书面确认；园区内的企业和带动就业的人数由园区所在县按季度汇总，经两地主管部门核对一致以后计入，尚未开工的"
                "项目不提前计入。",
            ),
        ),
        (
            "五、消费协作",
            ("统计范围包括机关、企事业单位采购和批发市场、商超、平台销售，卖往我省以外地区、由我市企业组织的也计入。",),
        ),
        (
            "六、社会帮扶",
            ("资金和物资由国有企业、工商联、民政、红十字会四个系统分别组织，捐赠协议、票据和拨付凭证齐全的方可计入。",),
        ),
        (
            "七、携手结对",
            (
                "我市4个县（市、区）与协作地区6个县结对，每对结对县（市、区）年内至少互访一次，并继续开展乡镇、村、学校、医院之间的结对。",
            ),
        ),
    ):
        paragraph(doc, (heading, HEI), more="<w:keepNext/>")
        for text in texts:
            lead, mark, rest = text.partition("。") if text[0].isdigit() else ("", "", text)
            paragraph(doc, *([(lead + mark, KAI)] if lead else []), (rest, FANGSONG))
    paragraph(doc, ("以上任务的完成时限为2024年11月30日。", FANGSONG))
