"""Tables of web pages whose cells end with | and go on over lines."""

from xiezuo_desktop.documents.piped_text import piped_table


def test_a_cell_a_line_makes_rows_of_the_length_that_suits_the_columns():
    lines = [
        "序号 |",
        "目标任务 |",
        "牵头单位 |",
        "41 |",
        "新建口袋公园6处，改造公厕12座。 |",
        "县住建局 |",
        "42 |",
        "建成公共充电桩80个，全部投用。 |",
        "县发改局 |",
        "完",
    ]
    assert piped_table(lines, 0) == (
        [
            ["序号", "目标任务", "牵头单位"],
            ["41", "新建口袋公园6处，改造公厕12座。", "县住建局"],
            ["42", "建成公共充电桩80个，全部投用。", "县发改局"],
        ],
        9,
    )


def test_cells_that_a_merged_one_covers_leave_their_place_free():
    lines = [
        "考核项目",
        "|",
        "考核内容",
        "|",
        "标准分",
        "|",
        "得分",
        "|",
        "班",
        "子",
        "建",
        "设",
        "|",
        "1、村班子团结，分工明确。",
        "|",
        "6分",
        "|",
        "|",
        "2、按时开会，记录齐全。",
        "|",
        "4分",
        "|",
        "|",
        "|",
        "环",
        "境",
        "|",
        "1、道路清洁，无乱堆乱放。",
        "|",
        "5分",
        "|",
        "|",
    ]
    table = piped_table(lines, 0)
    assert table is not None
    assert [row[:3] for row in table[0]] == [
        ["考核项目", "考核内容", "标准分"],
        ["班\n子\n建\n设", "1、村班子团结，分工明确。", "6分"],
        ["", "2、按时开会，记录齐全。", "4分"],
        ["环\n境", "1、道路清洁，无乱堆乱放。", "5分"],
    ]


def test_rows_that_cannot_be_put_together_keep_their_texts_apart():
    lines = [
        "| ",
        "项目 | ",
        "办法 | ",
        "科室 | ",
        "||",
        "| ",
        "服务（20分） | ",
        "按季打分 | ",
        "甲科 | ",
        "乙科 | ",
        "|",
        "| ",
        "效率（30分） | ",
        "按年打分 | ",
        "甲科 | ",
        "丙科 | ",
        "|",
    ]
    table = piped_table(lines, 0)
    assert table is not None
    assert [row[0] for row in table[0]][:4] == ["项目", "办法", "科室", "服务（20分）"]
    assert all(len(row) == 1 for row in table[0])


def test_numbers_that_go_on_from_column_to_column_tell_that_rows_are_not_so_long():
    lines = ["任务", "|", "要求", "|", "科室", "|", "时限", "|"]
    for n, task in (
        (1, "清理文件"),
        (2, "解读政策"),
        (3, "办好专栏"),
        (4, ""),
        (5, "办理申请"),
        (6, "列出清单"),
        (7, ""),
    ):
        lines += [
            *(text for cell in (task, str(n), f"第{n}件事，说明白。", "甲科", "年底前") if cell for text in (cell, "|"))
        ]
    table = piped_table(lines, 0)
    assert table is not None
    assert all(len(row) == 1 for row in table[0])


def test_rows_on_lines_of_their_own_and_single_marks_are_none():
    assert piped_table(["| 序号 | 任务 |", "| 1 | 修路 |"] * 4, 0) is None
    assert piped_table(["上一篇 |", "没有了"], 0) is None
