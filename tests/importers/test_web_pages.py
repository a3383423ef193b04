"""Pages saved from the website of an office: what stands around the paper is no text of it."""

from __future__ import annotations

from datetime import date

from tests.importers.papers import paper, table, title
from xiezuo_desktop.documents.read_html import html_blocks
from xiezuo_desktop.importers import understand

PAGE = """
<ul><li><a href="/">首页</a></li><li><a href="/zw/">政务公开</a></li></ul>
<div>当前位置：<a href="/">首页</a> &gt; <a href="/zw/">政府文件</a></div>
<table><tr><td>索引号</td><td>000-104/2031-00127</td><td>发布机构</td><td>云岭县人民政府办公室</td></tr>
<tr><td>文号</td><td>云政办发〔2031〕22号</td><td>成文日期</td><td>2031-04-06</td></tr></table>
<h1>云岭县人民政府办公室关于下达2031年协作任务的通知</h1>
<div>来源：县政府办公室　<a>大</a> <a>中</a> <a>打印</a></div>
<p>各镇人民政府，县政府各部门：</p><p>现将2031年协作任务下达给你们，请抓好落实。</p>
<p>附件</p><p style="text-align:center">云岭县2031年协作任务表</p>
<table><tr><td>序号</td><td>任务指标</td><td>单位</td><td>目标数</td></tr>
<tr><td>1</td><td>培训人数</td><td>人</td><td>120</td></tr><tr><td>2</td><td>引进企业</td><td>家</td><td>3</td></tr></table>
<div>上一篇：<a>春耕方案</a></div><div>主办：县政府办公室　网站标识码：5100000017　网站地图</div>
"""


def test_navigation_and_catalogue_are_told_from_the_paper():
    draft = understand(paper(*html_blocks(PAGE)))
    info = draft.info
    assert (info.title, info.notice_title) == (
        "云岭县2031年协作任务表",
        "云岭县人民政府办公室关于下达2031年协作任务的通知",
    )
    assert (info.doc_number, info.issuer, info.written_on) == (
        "云政办发〔2031〕22号",
        "云岭县人民政府办公室",
        date(2031, 4, 6),
    )
    assert info.main_to == "各镇人民政府，县政府各部门："
    assert [p.text for p in draft.paragraphs] == ["现将2031年协作任务下达给你们，请抓好落实。"]
    assert [(i.name, i.target) for i in draft.indicators] == [("培训人数", "120"), ("引进企业", "3")]
    assert draft.open_unplaced == ()
    assert len(draft.unplaced) == 3  # navigation, catalogue, and where the page comes from


def test_a_bar_of_links_above_the_title_is_no_line_of_it():
    draft = understand(
        paper(
            "网站首页 | 政务公开 | 互动",
            "云岭县2031年协作工作责任清单",
            table("序号|任务|责任单位\n1|培训人数|县人社局"),
        )
    )
    assert draft.info.title == "云岭县2031年协作工作责任清单"


def test_what_the_paper_says_itself_counts_before_its_catalogue():
    box = table("文号|云政办〔2031〕9号|发文机关|县政府办\n索引号|A-1|发布日期|2031-05-01")
    draft = understand(paper(box, title("关于下达2031年协作任务的通知"), "云政办〔2031〕8号", "各镇：", "请抓好落实。"))
    assert draft.info.doc_number == "云政办〔2031〕8号"


def test_a_table_with_one_such_word_is_no_catalogue():
    rows = "序号 | 名称 | 单位 | 目标\n1 | 培训人数 | 人 | 120\n2 | 引进企业 | 家 | 3"
    assert len(understand(paper(title("2031年任务表"), table(rows))).indicators) == 2


def test_the_title_may_stand_below_a_small_line():
    draft = understand(
        paper("编号：云字第07号", title("云岭县2031年巩固脱贫成果\n工作目标责任书"), "为压实责任，签订本责任书。")
    )
    assert (draft.info.title, draft.info.year) == ("云岭县2031年巩固脱贫成果工作目标责任书", 2031)


def test_a_page_laid_out_by_tables_is_read_as_its_paper():
    rows = "<tr><td>序号</td><td>项目</td><td>责任单位</td><td>完成时限</td></tr><tr><td>1</td><td>劳务协作</td><td>县人社局</td><td>10月底前</td></tr>"
    page = (
        "<table><tr><td>云岭县人民政府网</td></tr><tr><td><table><tr><td>政务公开<br>办事服务</td><td>"
        f"<p>云岭县2031年任务分工表</p><table>{rows}<tr><td>2</td><td>产业协作</td><td>县商务局</td><td>12月底前</td></tr></table>"
        "</td></tr></table></td></tr><tr><td>版权所有 云岭县人民政府</td></tr></table>"
    )
    draft = understand(paper(*html_blocks(page)))
    assert draft.info.title == "云岭县2031年任务分工表"
    assert [(t.theme, t.deadline) for t in draft.tasks] == [("劳务协作", "10月底前"), ("产业协作", "12月底前")]
    assert draft.open_unplaced == ()


def test_the_catalogue_may_be_lines_of_text():
    draft = understand(
        paper(
            title("县政府办公室关于印发2031年工作报告任务分解方案的通知"),
            "2031-01-05 10:00 县政府办公室",
            "索 引 号 MB15/2031-05475 发文日期 2031-01-03",
            "发布机构 县政府办公室 文    号 云政办〔2031〕1号",
            "分   类 政务公开 有 效 性 有效",
            "各乡镇人民政府、街道办事处：",
            "现将方案印发给你们，请认真落实。",
        )
    )
    assert draft.info.doc_number == "云政办〔2031〕1号"
    assert draft.info.main_to == "各乡镇人民政府、街道办事处："
    assert draft.open_unplaced == ()
