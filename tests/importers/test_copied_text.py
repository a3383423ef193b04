"""Text copied from web pages: cells one below the other, and tasks without numbers above their facts."""

from __future__ import annotations

from tests.importers.papers import paper
from xiezuo_desktop.documents import read_text_paper
from xiezuo_desktop.importers import understand

CELLS = """项 目
分值
目标任务
牵头单位
经济运行
工业投资
3
52
县经信局
县统计局
银行新增贷款
2
15
县财政局""".split("\n")  # noqa: SIM905  one cell a line, as it is copied


def test_cells_that_cannot_be_put_together_are_left_as_one_and_never_become_chapters():
    draft = understand(paper("云岭县2024年度目标任务分解表", *CELLS))
    assert (draft.chapters, draft.indicators, draft.tasks) == ((), (), ())
    [found] = [u for u in draft.unplaced if "一格一行" in u.reason]
    assert found.text == "；".join(CELLS)


def test_sentences_above_their_facts_are_tasks_without_numbers():
    draft = understand(
        paper(
            "云岭县2024年为民实事责任分解",
            "新增普惠托位360个。",
            "主管领导：赵某",
            "责任单位：县卫健局",
            "主要责任人：钱某",
            "进度安排：6月底前开工；12月底前投用。",
            "改造老旧小区8个。",
            "主管领导：孙某",
            "责任单位：县住建局",
            "主要责任人：李某",
            "进度安排：11月底前完工。",
        )
    )
    assert [(t.theme, t.leader, t.deadline) for t in draft.tasks] == [
        ("新增普惠托位360个。", "赵某；主要责任人：钱某", "12月底前"),
        ("改造老旧小区8个。", "孙某；主要责任人：李某", "11月底前"),
    ]
    assert [m.text for t in draft.tasks for m in t.measures] == [
        "进度安排：6月底前开工；12月底前投用。",
        "进度安排：11月底前完工。",
    ]


def test_a_row_without_theme_that_somebody_else_leads_is_a_task_of_its_own():
    lines = [
        "云岭县2024年民生实事责任分解表",
        "序号\t项目名称\t主要内容\t分管领导\t牵头单位\t配合单位",
        "1\t文旅惠民\t提升县博物馆，完成展陈更新。\t赵某\t县文旅局\t县财政局",
        "\t\t整治老城巷道12条。\t孙某\t县住建局\t南街街道",
        "2\t养老服务\t新建助餐点6个。\t李某\t县民政局\t各街道",
    ]
    draft = understand(read_text_paper("\n".join(lines), "分解.txt"))
    assert [(t.ordinal, t.theme, t.leader, [r.unit for r in t.responsibilities]) for t in draft.tasks] == [
        ("1", "文旅惠民", "赵某", ["县文旅局", "县财政局"]),
        ("", "文旅惠民", "孙某", ["县住建局", "南街街道"]),
        ("2", "养老服务", "李某", ["县民政局", "各街道"]),
    ]


def test_a_title_over_several_lines_and_the_pages_own_line_above_it_are_one():
    draft = understand(
        paper(
            "云政办〔2024〕12号 云岭县人民政府办公室关于印发2024年重点工作任务分解方案的通知",
            "云岭县人民政府办公室关于印发2024年",
            "重点工作任务分解",
            "方案的通知",
            "各乡镇人民政府，县直各单位：",
            "现将方案印发给你们，请认真执行。",
        )
    )
    assert draft.info.notice_title == "云岭县人民政府办公室关于印发2024年重点工作任务分解方案的通知"
    assert (draft.info.doc_number, draft.unplaced) == ("云政办〔2024〕12号", ())


def test_an_office_that_signs_without_the_city_it_is_in_is_the_one_of_the_head():
    draft = understand(
        paper(
            "青州市临江区人民政府文件",
            "青临政发〔2024〕2号",
            "关于印发2024年重点工作分工方案的通知",
            "各街道办事处：",
            "现将方案印发给你们，请认真执行。",
            "临江区人民政府",
            "2024年3月8日",
        )
    )
    assert (draft.info.issuer, draft.unplaced) == ("青州市临江区人民政府", ())


def test_a_paper_without_a_title_has_that_of_the_pages_catalogue():
    lines = [
        "索引号： | 1234/202404-0032 | 信息分类： | 规范性文件 |",
        "发布机构： | 云岭县政府 | 主题分类： | 综合政务 |",
        "标 题： | 云岭县人民政府办公室关于印发2024年重点工作任务分解表的通知 | ||",
        "各乡镇人民政府，县直各单位：",
        "现将分解表印发给你们，请认真执行。",
        "一、明确责任。各单位主要负责人要亲自抓。",
        "二、加强配合。各单位要主动沟通。",
    ]
    draft = understand(read_text_paper("\n".join(lines), "通知.txt"))
    assert draft.info.notice_title == "云岭县人民政府办公室关于印发2024年重点工作任务分解表的通知"


def test_a_notice_whose_title_was_not_copied_is_addressed_and_called_by_what_it_sends_out():
    draft = understand(
        paper(
            "各乡镇人民政府，县直各单位：",
            "现将《2024年县政府工作目标任务分解》印发给你们。",
            "特此通知",
            "2024年县政府工作目标任务分解",
            "1、加强运行分析。（牵头单位：县发改局、县统计局）",
            "2、推进节能降耗。（牵头单位：县经信局）",
        )
    )
    assert draft.info.main_to == "各乡镇人民政府，县直各单位："
    assert draft.info.title == "2024年县政府工作目标任务分解"
    assert [t.theme for t in draft.tasks] == ["加强运行分析。", "推进节能降耗。"]
