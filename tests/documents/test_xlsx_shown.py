from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezuo_desktop.documents.xlsx_shown import shown_number, shown_text


@pytest.mark.parametrize(
    ("raw", "code", "text"),
    [
        ("6720", "General", "6720"),
        ("8.1699999999999999", "General", "8.17"),
        ("0.30000000000000004", "General", "0.3"),
        ("3.14159265358979", "General", "3.141592654"),
        ("1E-3", "General", "0.001"),
        ("-5.5", "General", "-5.5"),
        ("30", "@", "30"),
        ("0.6", "0.00", "0.60"),
        ("5.5", "0.00_ ", "5.50"),
        ("2.5", "0", "3"),
        ("1.005", "0.00", "1.01"),
        ("1", "000", "001"),
        ("1234567.5", "#,##0", "1,234,568"),
        ("12500", "#,##0.00", "12,500.00"),
        ("999", "#,##0", "999"),
        ("100", "0.##", "100"),
        ("0.5", "#.##", ".5"),
        ("0", "#", ""),
        ("0.95", "0%", "95%"),
        ("0.123", "0.0%", "12.3%"),
        ("123456", "#,##0,", "123"),
        ("1234", "0.00E+00", "1.23E+03"),
        ("5", '0"万元"', "5万元"),
        ("5", 'G/通用格式"人"', "5人"),
        ("-5", "0;(0)", "(5)"),
        ("0", '0;-0;"-"', "-"),
        ("0", "0;;", ""),
        ("5", '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)', "5"),
        ("7", '[>5]"多";"少"', "多"),
        ("3", '[>5]"多";"少"', "少"),
        ("1234.5", "[$¥-804]#,##0.00", "¥1,234.50"),
        ("1234.5", "[红色]0.0", "1234.5"),
        ("13800138000", "000-0000-0000", "138-0013-8000"),
        ("0.25", "# ?/?", "0.25"),
        ("12", "[DBNum1]General", "一十二"),
        ("12", "[DBNum2]0", "壹拾贰"),
        ("45356", 'yyyy"年"m"月"d"日"', "2024年3月5日"),
        ("45356", "yyyy/m/d", "2024/3/5"),
        ("45356", "yyyy-mm-dd;@", "2024-03-05"),
        ("45356", "[DBNum1]yyyy年m月d日", "二〇二四年三月五日"),
        ("45356.5", "yyyy/m/d h:mm", "2024/3/5 12:00"),
        ("0.75", "上午/下午h:mm", "下午6:00"),
        ("1.5", "[h]:mm", "36:00"),
        ("45356", "aaaa", "星期二"),
        ("59", "m/d", "2/28"),
        ("61", "m/d", "3/1"),
        ("-3", "yyyy/m/d", "-3"),
        ("110101199001011234", "0", "110101199001011000"),
        ("坏", "0", "坏"),
        ("1e400", "0", "1e400"),
        ("1", "0." + "0" * 200, "1"),
    ],
)
def test_numbers_are_shown_as_in_the_sheet(raw, code, text):
    assert shown_number(raw, code) == text


def test_dates_may_count_from_1904():
    assert shown_number("43894", "yyyy/m/d", from_1904=True) == "2024/3/5"


def test_texts_take_their_surroundings_from_the_format():
    assert shown_text("甲", '@"镇"') == "甲镇"
    assert shown_text("甲", "General") == shown_text("甲", "@") == shown_text("甲", "0.00") == "甲"


@given(st.integers(-(10**14), 10**14), st.integers(0, 6))
def test_fixed_decimals_are_those_of_python(whole, places):
    code = "0" + ("." + "0" * places if places else "")
    assert shown_number(str(whole), code) == f"{whole:.{places}f}"


@given(st.text(alphabet='0#?.,%;@"\\ymdhsE+-[]>1$_*年G元/', max_size=30), st.floats(allow_nan=False))
def test_no_format_code_breaks_reading(code, number):
    assert isinstance(shown_number(repr(number), code), str)
