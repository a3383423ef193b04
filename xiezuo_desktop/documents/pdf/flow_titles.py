"""Titles broken by meaning into lines of a pleasing shape: 梯形 or 菱形 (GB/T 9704-2012 7.3.1)."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from xiezuo_desktop.documents.pdf.flow import width_of
from xiezuo_desktop.documents.pdf.linebreak import NO_END, NO_START, lines

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from xiezuo_desktop.documents.pdf.flow import Advances

_MOST_LINES = 5
_WIDEST = 0.97  # of the type area
_FORBIDDEN = 1000.0
_IN_NAME = 12.0
_IN_WORD = 8.0
_IN_PLACE = 6.0  # 云|岭县
_UNKNOWN = 3.0
_BESIDE_WORD = 2.0
_BETWEEN_WORDS = 1.0
_BETWEEN_NAMES = 2.5
_BEHIND_AND = 4.0  # a line that ends with 和
_WORDS = """
人民政府办公室 人民政府 东西部协作 东西协作 东西部扶贫协作 东西扶贫协作 扶贫协作 评价办法 考核办法 对口支援 对口帮扶 对口协作 乡村振兴 脱贫攻坚 人民代表大会 常务委员会 政治协商会议 政府 办公室 办公厅 委员会 领导小组 工作领导小组 办事处 街道 管委会 管理委员会
关于 印发 转发 批转 下发 公布 发布 调整 成立 召开 开展 做好 加强 进一步 推进 推动 深化 全面 落实 贯彻 实施 组织 建立 健全 完善
工作 任务 任务书 通知 方案 意见 报告 请示 批复 函 决定 公告 通告 纪要 办法 细则 规定 规划 计划 要点 总结 清单 指标 目标 分解
分解表 分工 分工表 责任 责任书 主要 重点 年度 考核 评价 指引 实施方案 实施意见 行动 行动计划 工作方案 工作要点 东西部 协作
对口 帮扶 支援 合作 扶贫 脱贫 攻坚 成果 巩固 拓展 衔接 乡村 振兴 有效 劳务 消费 产业 人才 支持 交流 培训 资金 项目 管理
消费帮扶 社会帮扶 结对帮扶 劳务协作 产业协作 产业合作 区域协作 山海协作 协作帮扶 帮扶协作 东西部协作领导小组 协作领导小组 成员单位 脱贫攻坚成果 巩固拓展脱贫攻坚成果 巩固成果 拓展成果
民生实事 民生实事项目 老旧小区 营商环境 区域 城镇 城乡 街道 经济 社会 发展 建设 服务 保障 督查 检查 情况 完成 进展 统计 数据 汇总 附件 结对 互认 联席 会议 制度 名单 协议 全市 全区 全县 全省
省 市 县 区 镇 乡 的 和 及 与 等 年 月 日 第一 第二 上半年 下半年 季度
"""  # of titles of official papers: they are not cut
_WORK = r"(?:东西部?(?:扶贫)?|扶贫|山海|区域)?协作工作(?=年度|考核|考评|评价|绩效|成效|总结)"  # not before 工作任务, 工作要点
_WORD = re.compile("|".join([_WORK, *sorted(map(re.escape, _WORDS.split()), key=len, reverse=True)]))
_ENDS_OF_PLACES = "省市县区镇乡"
_HAN = re.compile("[\u3400-\u9fff]")
_RUN = re.compile(r"\d+年度?|\d+月\d*日?|[0-9A-Za-z.,%+-]+[号期批个项]?")
_CALLED = re.compile("行动|工程|计划|活动|专项|项目|制度|机制|试点|工作法|模式")  # behind its name: “百村共建”行动
_QUOTED = re.compile(r"《[^《》]*》|“[^“”]*”|（[^（）]*）|〔[^〔〕]*〕")


def balanced(
    text: str, advances: Advances, room: float, names: Collection[str] = (), *, fewest: bool = False
) -> list[str]:
    """Lines of a title for `room` em: explicit breaks first, then by meaning; nothing in `names` is cut when avoidable.

    As many lines as look best, or the `fewest` where they cut no word.
    """
    out: list[str] = []
    for part in text.split("\n"):
        part = part.strip()
        if not part or width_of(part, advances) <= room * _WIDEST:
            out.append(part)
        else:
            out.extend(_break(part, advances, room * _WIDEST, names, fewest=fewest))
    return [line for line in out if line] or [""]


def _break(text: str, advances: Advances, room: float, names: Collection[str], *, fewest: bool) -> list[str]:
    costs = _costs(text, names, int(room))
    least = max(int(width_of(text, advances) / room) + 1, 2)
    best: tuple[float, list[str]] | None = None
    for count in range(least, _MOST_LINES + 1):
        for ends in _divisions(text, advances, room, costs, count):
            if fewest and max(costs[e] for e in ends) > _UNKNOWN:
                continue
            found = [text[a:b].strip() for a, b in zip([0, *ends], [*ends, len(text)], strict=True)]
            cost = sum(costs[e] for e in ends) + _shape([width_of(f, advances) for f in found]) + 1.5 * count
            if best is None or cost < best[0]:
                best = cost, found
        if best is not None and (count > least or fewest):
            break
    return best[1] if best else [line.text for line in lines(text, advances, room)]


def _divisions(text: str, advances: Advances, room: float, costs: Sequence[float], count: int) -> list[tuple[int, ...]]:
    """All ways to cut a title into `count` lines that fit, without forbidden places; the better half of the places."""
    places = [p for p in range(1, len(text)) if costs[p] < _FORBIDDEN]
    if len(places) > 24:
        places = sorted(sorted(places, key=lambda p: costs[p])[:24])
    sums = [0.0]
    for ch in text:
        sums.append(sums[-1] + advances[ch])
    out: list[tuple[int, ...]] = []

    def go_on(begin: int, left: int, taken: tuple[int, ...]) -> None:
        if left == 1:
            if sums[-1] - sums[begin] <= room:
                out.append(taken)
            return
        for place in places:
            if place <= begin:
                continue
            if sums[place] - sums[begin] > room:
                break
            if sums[-1] - sums[place] <= room * (left - 1):
                go_on(place, left - 1, (*taken, place))

    go_on(0, count, ())
    return out


def _costs(text: str, names: Collection[str], room: int) -> list[float]:
    """What a break before each character costs."""
    costs = [_UNKNOWN] * (len(text) + 1)
    _price_words(text, costs)
    for match in _RUN.finditer(text):
        _raise(costs, *match.span(), _FORBIDDEN)
    for match in _QUOTED.finditer(text):
        _raise(costs, *match.span(), _IN_NAME if len(match.group()) <= room else _UNKNOWN)
        costs[match.start()] = costs[match.end()] = 0.5
        if called := _CALLED.match(text, match.end()):
            _raise(costs, match.end() - 1, called.end(), _IN_WORD)
    for name in names:
        for match in re.finditer(re.escape(name), text) if len(name) > 1 else ():
            _raise(costs, *match.span(), _IN_NAME)
            costs[match.end()] = 0.0
    _price_neighbours(text, costs)
    for match in re.finditer("关于", text):
        costs[match.start()] = -3.0 if costs[match.start()] < _IN_NAME else 1.0
    return costs


def _price_words(text: str, costs: list[float]) -> None:
    spans = [match.span() for match in _WORD.finditer(text)]
    for begin, stop in spans:
        costs[begin] = min(costs[begin], _BESIDE_WORD)
        costs[stop] = min(costs[stop], _BESIDE_WORD)
        _raise(costs, begin, stop, _IN_WORD)
    for (_, stop), (begin, _) in pairwise(spans):
        if stop == begin:
            costs[stop] = _BETWEEN_WORDS
    ends = {stop for _, stop in spans}
    for begin, stop in spans:  # 云岭|县: what ends the name of a place stays with it
        if (
            stop - begin == 1
            and text[begin] in _ENDS_OF_PLACES
            and begin not in ends
            and _HAN.match(text[begin - 1 : begin])
        ):
            costs[begin] = max(costs[begin], _IN_NAME)
            costs[begin - 1] = max(costs[begin - 1], _IN_PLACE)


def _price_neighbours(text: str, costs: list[float]) -> None:
    for place in range(1, len(text)):
        before, after = text[place - 1], text[place]
        if before == "—" and _HAN.match(after) and text[place - 2 : place - 1] != "—":
            costs[place] = min(costs[place], _BETWEEN_NAMES)  # 临江区—|云岭县
        elif after in NO_START or before in NO_END or after in "的和及与等号" or before in "第-—":
            costs[place] = _FORBIDDEN
        elif before in "的、，；：":
            costs[place] = 0.5
        elif before in "和及与暨":
            costs[place] += _BEHIND_AND
        elif " " in (before, after):
            costs[place] = -2.0


def _raise(costs: list[float], begin: int, stop: int, cost: float) -> None:
    for place in range(begin + 1, stop):
        costs[place] = max(costs[place], cost)


def _shape(widths: Sequence[float]) -> float:
    """What a shape costs: an hourglass most, uneven lines a little, a stump of a line more."""
    widest, narrowest = max(widths), min(widths)
    cost = 4.0 * (1 - narrowest / widest) ** 2
    if narrowest < 4:
        cost += 4.0
    if len(widths) > 2:
        valley = any(
            widths[i] < widths[i - 1] - 0.5 and widths[i] < widths[i + 1] - 0.5 for i in range(1, len(widths) - 1)
        )
        cost += 6.0 * valley
        cost += 0.5 * any(abs(a - b) < 0.5 for a, b in pairwise(widths))
    return cost
