"""What the end of a name tells about it: whether it names a body at all, and of what kind. No list of given names."""

from __future__ import annotations

import re

# Endings by Unit.kind, tried in this order: the special before the general.
_ENDINGS: dict[str, str] = {
    "field_team": "工作队|工作组|专班|指挥部|联络组|联络处",
    "state_enterprise": "(?:国有资产|国资|国投|城投|交投|水务|文旅|城建|城市建设|交通投资)[^（(]{0,8}(?:公司|集团)",
    "enterprise": "公司|集团|企业|厂|银行|支行|分行|信用社|超市|商场|酒店|宾馆|农场|林场|商行",
    "mass": "工会|妇联|妇女联合会|残联|残疾人联合会|侨联|科协|科学技术协会|文联|工商联|工商业联合会|社科联|台联|红十字会|"
    "贸促会|记协|作协|团委|团[区县市省州]委|关工委|计生协",
    "social": "协会|商会|学会|基金会|促进会|联谊会|慈善会|总会|研究会|联合会|经合社|合作社|联合社|服务社",
    "zone": "开发区|管委会|管理委员会|高新区|功能区|新区|示范区|保税区|度假区|园区|园",
    "institution": "中心|学校|医院|卫生院|保健院|大学|学院|中学|小学|幼儿园|研究院|研究所|设计院|党校|职高|职校|技校|"
    "馆|站|所|电视台|报社|供销社|供销合作社|供销总社|出版社|剧团|疾控",
    "town": "办事处|街道|镇人民政府|乡人民政府|镇政府|乡政府|苏木|镇|乡|社区|居委会|居民委员会|村委会|村民委员会|村|嘎查",
    "party": "[区县市省州旗地]委|党委|党组|党工委|工委|纪委|监委|组织部|宣传部|统战部|社会工作部|政法委|网信办|编办|党史办|史志办|人武部",
    "government": "政府|局|厅|委员会|委|办公室|办|人大|政协|法院|检察院|大队|支队|总队|司|署|处|科|股|部|院|社|会|队|团|组",
    "county": "县|市|区|州|旗|盟|省",
}
# Patterns are texts: re compiles each when it is first used, not when the window starts.
_BODY = f"(?:{'|'.join(endings for kind, endings in _ENDINGS.items() if kind != 'county')})$"

# Words with the ending of a body that are none; a name that seems to end there goes on (社会保障局, 农村工作办公室).
_NO_BODY = (
    r"(?:社会|机会|晚会|年会|大会|城乡|农村|乡村|(?:^|[各小]|新型|中心|重点|特色|建制|结对)[村城]镇|家乡|内部|外部|全部|干部|团组|公园|校园|家园|田园|场所|厕所|"
    r"公办|主办|承办|协办|举办|民办|督办|本科|学科|外科|内科|(?<!领导)(?<!协调)(?<!工作)小组|班组|技术部|青少年之家)$"
)
_BARE = (
    r"(?:人民)?(?:办公室|委员会|(?:股份)?有限公司|有限责任公司|分公司|公司|集团|管委会|管理委员会|(?:街道)?办事处|中心|"
    r"联合会|联合社|合作社|工作队|工作组|指挥部|总队|支队|大队|政府|街道|协会|商会|党组|党委|[局委办部院会社队所站馆园区厅处科室镇乡村])"
)
_AREA = r"[\u4e00-\u9fff]{0,4}[省市州区县旗镇乡盟]|团|各|全|驻|国家|中央|前方|结对"


def is_bare_ending(name: str) -> bool:
    """Whether a text is only the generic end of a name (办公室, 有限公司, 局): the second half of a name that was cut."""
    return len(name) < 2 or bool(re.fullmatch(_BARE, name))


def starts_with_area(name: str) -> bool:
    """Whether a name begins as the names of bodies mostly do: with an area, or 各, 团, 前方 …"""
    return bool(re.match(_AREA, name))


def ends_like_body(name: str) -> bool:
    """Whether a name of two characters or more ends as offices, companies, towns and schools do."""
    return len(name) >= 2 and bool(re.search(_BODY, name)) and not re.search(_NO_BODY, name)


def guess_kind(name: str) -> str:
    """The likely `Unit.kind` of a name (区民政局 → government), or "" where the name does not tell."""
    core = re.sub(r"[（(][^（）()]*[）)]$", "", "".join(name.split()))
    if re.match(r"国家|中央|国务院|[\u4e00-\u9fff]{0,3}省.", core) and not core.endswith(
        ("公司", "集团", "县", "市", "区", "州")
    ):
        return "superior"
    if re.match(r"[\u4e00-\u9fff]{0,8}?[区县市省州旗]委(?!员会)", core) and not core.endswith(("党校", "中心", "学校")):
        return "mass" if re.search(r"团[区县市省州]委$", core) else "party"
    if not re.search(_NO_BODY, core):
        for kind, endings in _ENDINGS.items():
            if re.search(f"(?:{endings})$", core):
                return "" if kind == "town" and len(core) == 2 else kind  # 西乡 is a county called without its 县
    return ""


_ABBREVIATED = frozenset({"party", "government", "mass"})


def may_be_same(one: str, other: str) -> bool:
    """Whether one name may be an abbreviation of the other (区人社局, 区人力社保局): its letters in order, both ends equal.

    Only ever to be suggested to a person: two offices may well be alike in this way.
    """
    short, long = sorted(("".join(one.split()), "".join(other.split())), key=len)
    if len(short) < 4 or len(short) == len(long) or short[:2] != long[:2] or short[-1] != long[-1]:
        return False
    letters = iter(long)
    if not all(c in letters for c in short):
        return False
    return guess_kind(short) in _ABBREVIATED and guess_kind(short) == guess_kind(long)
