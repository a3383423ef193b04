"""Which typefaces may play which part in an official paper, best first (GB/T 9704-2012 5.2.2, 7.2.4, 7.3.1, 7.3.3, 7.5).

Names are those inside the font files, Chinese or English; spelling (blanks, hyphens, case) does not matter. `genuine` are
faces of the style asked for, those that offices use before free ones; `substitutes` look alike and are announced.
"""

from __future__ import annotations

from typing import NamedTuple


class Role(NamedTuple):
    """A part: what people call it, and the names of the faces for it."""

    label: str
    genuine: tuple[str, ...]
    substitutes: tuple[str, ...] = ()


ROLES = {
    "fangsong": Role(
        "仿宋",
        ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "方正仿宋_GB2312", "方正仿宋_GBK", "FZFangSong-Z02",
         "方正仿宋_GB18030", "方正仿宋简体", "FZFangSong-Z02S", "华文仿宋", "STFangsong", "汉仪仿宋简", "HYFangSongJ",
         "FandolFang", "FandolFang R", "FandolFang-Regular", "朱雀仿宋", "Zhuque Fangsong (technical preview)"),
    ),
    "xiaobiaosong": Role(
        "小标宋",
        ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05", "方正小标宋_GB2312", "方正小标宋_GB18030",
         "小标宋", "汉仪小标宋简", "HYXiaoBiaoSongJ", "文鼎小标宋简"),
        ("华文中宋", "STZhongsong", "Noto Serif SC Black", "Noto Serif CJK SC Black", "思源宋体 Heavy", "Source Han Serif SC Heavy",
         "思源宋体 CN Heavy", "Source Han Serif CN Heavy", "Noto Serif CJK SC Bold", "Noto Serif SC Bold",
         "思源宋体 Bold", "Source Han Serif SC Bold", "Source Han Serif CN Bold", "FandolSong-Bold", "FandolSong Bold"),
    ),
    "hei": Role(
        "黑体",
        ("黑体", "SimHei", "方正黑体_GBK", "FZHei-B01", "方正黑体简体", "FZHei-B01S", "华文黑体", "STHeiti", "Heiti SC Medium",
         "Noto Sans SC Medium", "Noto Sans CJK SC Medium", "思源黑体 Medium", "Source Han Sans SC Medium",
         "思源黑体 CN Medium", "Source Han Sans CN Medium", "Noto Sans CJK SC Bold", "Noto Sans SC Bold", "思源黑体 Bold",
         "Source Han Sans SC Bold", "Source Han Sans CN Bold", "文泉驿正黑", "WenQuanYi Zen Hei", "FandolHei-Bold", "FandolHei"),
        ("微软雅黑 Bold", "Microsoft YaHei Bold", "微软雅黑", "Microsoft YaHei", "等线 Bold", "DengXian Bold",
         "Noto Sans CJK SC", "Noto Sans CJK SC Regular", "Noto Sans SC", "WenQuanYi Micro Hei", "Droid Sans Fallback"),
    ),
    "kai": Role(
        "楷体",
        ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "方正楷体_GB2312", "方正楷体_GBK", "FZKai-Z03", "方正楷体简体", "FZKai-Z03S",
         "华文楷体", "STKaiti", "Kaiti SC", "FandolKai", "FandolKai R", "FandolKai-Regular", "霞鹜文楷", "LXGW WenKai",
         "AR PL UKai CN", "文鼎PL简中楷", "AR PL KaitiM GB"),
    ),
    "song": Role(
        "宋体",
        ("宋体", "SimSun", "新宋体", "NSimSun", "方正书宋_GBK", "FZShuSong-Z01", "方正书宋简体", "FZShuSong-Z01S", "华文宋体", "STSong",
         "Songti SC", "Noto Serif CJK SC", "Noto Serif CJK SC Regular", "Noto Serif SC", "Noto Serif SC Regular",
         "思源宋体", "Source Han Serif SC", "思源宋体 CN", "Source Han Serif CN", "FandolSong", "FandolSong-Regular",
         "文鼎ＰＬ简报宋", "AR PL SungtiL GB", "AR PL UMing CN"),
    ),
}  # fmt: skip

# Asked, one after another, for characters that neither a role's face nor 宋体 has: rare names, signs.
LAST_RESORTS = (
    "Noto Serif CJK SC", "Noto Serif SC", "SimSun-ExtB", "宋体-ExtB", "SimSun-ExtG", "宋体-ExtG", "FZSong-Extended",
    "方正宋体-超大字符集", "HanaMinA", "HanaMinB", "BabelStone Han", "Plangothic P1", "Plangothic P2", "Noto Sans CJK SC Bold",
    "微软雅黑", "WenQuanYi Zen Hei", "AR PL UMing CN", "Segoe UI Symbol", "DejaVu Sans",
)  # fmt: skip
