from __future__ import annotations

import io
import random
import zipfile

import pytest

from xiezuo_desktop.documents import read_paper
from xiezuo_desktop.documents.errors import PaperError

from .office import NAMESPACES, docx, p, package, paragraphs, relations, said, span, tbl, tc, tr, xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def stream(name):
    return OLE + name.encode("utf-16-le") + bytes(512)


def zipped(*names, **parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name in names:
            z.writestr(name, "x")
        for name, data in parts.items():
            z.writestr(name, data)
    return out.getvalue()


FOREIGN = {
    "empty": (b"", "空的"),
    "old doc": (stream("WordDocument"), "旧格式的文档"),
    "old xls": (stream("Workbook"), "旧格式的电子表格"),
    "old ppt": (stream("PowerPoint Document"), "演示文稿"),
    "old unknown": (OLE, "旧格式"),
    "password": (stream("EncryptedPackage"), "加了密码"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(40), "图片"),
    "jpeg": (b"\xff\xd8\xff\xe0" + bytes(40), "图片"),
    "webp": (b"RIFF\0\0\0\0WEBPVP8 ", "图片"),
    "rtf": (b"{\\rtf1\\ansi x}", "RTF"),
    "plan file": (b"SQLite format 3\0" + bytes(100), "打开"),
    "rar": (b"Rar!\x1a\x07\0", "压缩包"),
    "zip": (zipped("a.docx", "b.docx"), "压缩包"),
    "empty zip": (zipped(), "压缩包"),
    "program": (b"MZ\x90\0" + bytes(60), "程序"),
    "ods": (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "ODS"),
    "odt": (zipped(mimetype="application/vnd.oasis.opendocument.text"), "ODT"),
    "ofd": (zipped("OFD.xml"), "OFD"),
    "pptx": (zipped("[Content_Types].xml", "ppt/presentation.xml"), "演示文稿"),
    "xlsb": (zipped("xl/workbook.bin"), "xlsb"),
    "no body": (zipped("[Content_Types].xml"), "缺少正文"),
    "xml sheet": (b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><Workbook/>', "XML 格式的电子表格"),
    "mht": (b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "mht"),
    "random": (random.Random(7).randbytes(4000), "看不出这是什么文件"),
    "zeros": (bytes(3000), "看不出这是什么文件"),
    "blank": (b" \r\n\t\r\n", "没有文字"),
}


@pytest.mark.parametrize("ending", ["docx", "xlsx", "txt"])
@pytest.mark.parametrize("kind", FOREIGN)
def test_foreign_file_is_named_whatever_its_ending_says(tmp_path, kind, ending):
    data, words = FOREIGN[kind]
    path = tmp_path / f"文件.{ending}"
    path.write_bytes(data)
    with pytest.raises(PaperError) as error:
        read_paper(path)
    assert words in str(error.value)
    assert error.value.sentence.endswith("。")
    assert error.value.advice.endswith("。")


def test_missing_file_and_folder(tmp_path):
    with pytest.raises(PaperError, match=r"找不到文件“无\.docx”"):
        read_paper(tmp_path / "无.docx")
    with pytest.raises(PaperError, match="是文件夹"):
        read_paper(tmp_path)


@pytest.mark.parametrize("name", ["a.txt", "a.xls", "a"])
def test_content_decides_not_the_ending(tmp_path, name):
    assert paragraphs(read_paper(docx(tmp_path / name, p("正文")))) == ["正文"]


def small_docx(tmp_path):
    return docx(
        tmp_path / "好.docx",
        p("正文") + tbl(tr(tc("a"), tc("b")), tr(tc("c"), tc("d"))),
        styles="<w:style w:styleId='a'/>",
    )


def test_truncated_file_gives_one_sentence(tmp_path):
    data = small_docx(tmp_path).read_bytes()
    for cut in range(4, len(data), 37):
        (tmp_path / "断.docx").write_bytes(data[:cut])
        with pytest.raises(PaperError, match=r"不完整|损坏"):
            read_paper(tmp_path / "断.docx")


@pytest.mark.parametrize(
    "make",
    [
        small_docx,
        lambda folder: xlsx(folder / "好.xlsx", f"<sheetData><row r='1'>{said('A1', '甲')}</row></sheetData>"),
    ],
)
def test_flipped_bytes_never_give_a_traceback(tmp_path, make):
    data = bytearray(make(tmp_path).read_bytes())
    dice = random.Random(3)
    for _ in range(300):
        bad = bytearray(data)
        for _ in range(dice.randint(1, 6)):
            bad[dice.randrange(len(bad))] = dice.randrange(256)
        (tmp_path / "坏").write_bytes(bad)
        try:
            read_paper(tmp_path / "坏")
        except PaperError:
            continue


@pytest.mark.parametrize(
    "part", ["word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels", "_rels/.rels"]
)
@pytest.mark.parametrize(
    "content",
    [b"", b"\0\0", b"<a", b"<w:document/>", b"<a/>", "<?xml version='1.0' encoding='utf-16'?><a/>".encode("utf-16")],
)
def test_senseless_parts_give_one_sentence_or_are_done_without(tmp_path, part, content):
    with zipfile.ZipFile(small_docx(tmp_path)) as z:
        parts = {name: z.read(name) for name in z.namelist() if name != "[Content_Types].xml"}
    path = package(tmp_path / "坏.docx", {**parts, part: content})
    try:
        assert paragraphs(read_paper(path)) == ["正文"]
    except PaperError as error:
        assert str(error)  # noqa: PT017 - both ends are right


def test_encrypted_zip_says_password(tmp_path):
    data = bytearray(small_docx(tmp_path).read_bytes())
    at = 0
    while (at := data.find(b"PK\1\2", at)) >= 0:  # the flag in each entry of the directory
        data[at + 8] |= 1
        at += 4
    (tmp_path / "密.docx").write_bytes(data)
    with pytest.raises(PaperError, match=r"密码|损坏"):
        read_paper(tmp_path / "密.docx")


ENTITIES = (
    '<!DOCTYPE w:document [<!ENTITY a "东西部协作"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">'
    '<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("reference", ["&d;", "&x;"])
def test_entities_are_refused(tmp_path, reference, encoding):
    body = f"<?xml version='1.0' encoding='{encoding}'?>{ENTITIES}<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>{reference}</w:t></w:r></w:p></w:body></w:document>"
    path = package(
        tmp_path / "坏.docx",
        {"_rels/.rels": relations(r="officeDocument:word/document.xml"), "word/document.xml": body.encode(encoding)},
    )
    with pytest.raises(PaperError, match="为安全起见"):
        read_paper(path)


def test_bombs_are_refused_before_they_are_unpacked(tmp_path):
    path = package(tmp_path / "弹.docx", {"word/document.xml": b"<a>" + bytes([32]) * (40 << 20)})
    with pytest.raises(PaperError, match="大得不正常"):
        read_paper(path)


def test_thousands_of_parts_are_refused(tmp_path):
    path = package(tmp_path / "多.docx", {f"word/x{n}.xml": "" for n in range(20_100)})
    with pytest.raises(PaperError, match="部件多得不正常"):
        read_paper(path)


def test_deep_nesting_is_refused_or_read(tmp_path):
    for depth in (60, 400):
        inner = p("底")
        for _ in range(depth):
            inner = tbl(tr(f"<w:tc>{inner}</w:tc>", tc("旁")))
        path = docx(tmp_path / f"{depth}.docx", inner)
        if depth == 60:
            assert read_paper(path)
        else:
            with pytest.raises(PaperError, match="损坏"):
                read_paper(path)


@pytest.mark.parametrize("value", ["99999999999999999999", "-5", "x", ""])
def test_senseless_numbers_are_read_past(tmp_path, value):
    number = f'<w:numPr><w:ilvl w:val="{value}"/><w:numId w:val="{value}"/></w:numPr><w:jc w:val="{value}"/>'
    body = p("文", number, f'<w:sz w:val="{value}"/>') + tbl(
        tr(tc("a", f'<w:gridSpan w:val="{value}"/>'), tc("b"), properties=f'<w:gridBefore w:val="{value}"/>'),
        tr(tc("c"), tc("d")),
    )
    assert paragraphs(read_paper(docx(tmp_path / "a.docx", body))) == ["文"]
    sheet = f'<sheetData><row r="{value}"><c r="{value}" s="{value}"><v>{value}</v></c></row></sheetData><mergeCells><mergeCell ref="{value}"/></mergeCells>'
    if value:
        assert read_paper(xlsx(tmp_path / "a.xlsx", sheet))


def test_table_too_wide_and_too_long_is_refused(tmp_path):
    wide = tr(*(tc("x", span(250)) for _ in range(40)))
    with pytest.raises(PaperError, match="格子太多"):
        read_paper(docx(tmp_path / "a.docx", tbl(wide, *(tr(tc("y"), tc("z")) for _ in range(500)))))


def test_work_grows_with_the_document_not_faster(tmp_path):
    """Twice the paragraphs, rows and runs: twice the calls."""
    import cProfile
    import pstats

    def calls(n):
        numbers = '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        merged = [
            tr(tc("甲", '<w:vMerge w:val="restart"/>' if i == 0 else "<w:vMerge/>"), tc(str(i))) for i in range(n)
        ]
        body = (
            p("文", '<w:numPr><w:numId w:val="1"/></w:numPr>') * n
            + tbl(*merged)
            + "<w:p>"
            + "<w:r><w:t>字</w:t></w:r>" * n
            + "</w:p>"
        )
        path = docx(tmp_path / f"{n}.docx", body, numbering=numbers)
        sheet = xlsx(
            tmp_path / f"{n}.xlsx",
            "<sheetData>"
            + "".join(f"<row r='{i}'>{said(f'A{i}', '甲')}{said(f'B{i}', '1')}</row>" for i in range(1, n))
            + "</sheetData>",
        )
        text = tmp_path / f"{n}.txt"
        text.write_text("\n".join(["段落。"] * n + ["a\tb\tc"] * n + ["", "\t甲", "\t乙", ""] * n))
        marks = tmp_path / f"{n}.marks.txt"
        marks.write_text("\n".join(["123456 |", "甲 |", "乙 |", "丙 |", "说完了。 |"] * n))
        profile = cProfile.Profile()
        profile.enable()
        for source in (path, sheet, text, marks):
            read_paper(source)
        profile.disable()
        return pstats.Stats(profile).total_calls

    calls(50)  # what is loaded once
    assert calls(800) < 2.2 * calls(400)
