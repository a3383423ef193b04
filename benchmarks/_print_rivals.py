"""Other engines printing the same table: each takes the table as `print.table_of` has it and the file to write."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape


def paper_of(table):
    """The table as a paper; its rows come from our own report, see `table_of`."""
    from xiezuo_desktop.documents.paper import Align, Cell, Column, Paper, Row, RowKind, Section, Table

    made = tuple(Row(tuple(map(Cell, row, range(len(row))))) for row in table["rows"][1:])
    head = Row(tuple(map(Cell, table["rows"][0], range(len(table["aligns"])))), RowKind.HEADER)
    columns = tuple(Column(Align(align)) for align in table["aligns"])
    return Paper((Section((Table((head, *made), 1, columns),), True),))


def print_typst(table, out):
    import typst

    from xiezuo_desktop import paths

    width, height, left, right, top, bottom = table["page"]
    size, (pad_x, pad_y) = table["size"], table["inset"]
    source = f"""
#set page(width: {width}pt, height: {height}pt,
  margin: (left: {left}pt, right: {width - right}pt, top: {height - top}pt, bottom: {bottom}pt))
#set text(font: "FandolFang R", size: {size}pt, lang: "zh", region: "cn", top-edge: 0.88em, bottom-edge: -0.12em)
#set par(leading: {table["lead"] - size}pt)
{"".join(f"#show table.cell.where(x: {n}): set par(justify: true){chr(10)}" for n, yes in enumerate(table["justified"]) if yes)}
#let d = json("table.json")
#let aligns = ({", ".join(("left" if a == "left" else "center") + " + horizon" for a in table["aligns"])})
#table(columns: ({", ".join(f"{w}pt" for w in table["widths"])}), stroke: .5pt, inset: (x: {pad_x}pt, y: {pad_y}pt),
  align: (x, y) => aligns.at(x), table.header(..d.rows.first()), ..d.rows.slice(1).flatten())
"""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "table.json").write_text(json.dumps({"rows": table["rows"]}, ensure_ascii=False), "utf-8")
        Path(folder, "main.typ").write_text(source, "utf-8")
        fonts = [str(place) for place in paths.fonts_folders()]
        typst.compile(Path(folder, "main.typ"), output=str(out), font_paths=fonts, ignore_system_fonts=True)


def print_longtable(table, out):
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

    registerFont(TTFont("face", str(_font())))
    style = ParagraphStyle("cell", fontName="face", fontSize=table["size"], leading=table["lead"], wordWrap="CJK")
    rows = [[Paragraph(escape(text), style) for text in row] for row in table["rows"]]
    width, height, left, right, top, bottom = table["page"]
    document = SimpleDocTemplate(
        str(out), pagesize=(width, height), leftMargin=left, rightMargin=width - right, topMargin=height - top,
        bottomMargin=bottom,
    )  # fmt: skip
    grid = [("GRID", (0, 0), (-1, -1), 0.5, "black")]
    document.build([LongTable(rows, colWidths=table["widths"], repeatRows=1, style=grid)])


def print_fpdf2(table, out):
    from fpdf import FPDF
    from fpdf.fonts import FontFace

    width, height, left, right, top, _ = table["page"]
    pdf = FPDF(unit="pt", format=(width, height))
    pdf.set_margins(left, height - top, width - right)
    pdf.add_font("face", "", str(_font()))
    pdf.set_font("face", size=table["size"])
    pdf.add_page()
    heads = FontFace(emphasis="")
    with pdf.table(
        col_widths=tuple(table["widths"]), line_height=table["lead"], wrapmode="CHAR", headings_style=heads
    ) as made:
        for row in table["rows"]:
            made.row(row)
    pdf.output(str(out))


def print_weasyprint(table, out):
    from weasyprint import HTML

    width, height, *_ = table["page"]
    head, *body = ["<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in table["rows"]]
    style = f"""@font-face {{font-family: face; src: url(file://{_font()})}} @page {{size: {width}pt {height}pt}}
    table {{font: {table["size"]}pt/{table["lead"]}pt face; border-collapse: collapse}} td {{border: .5pt solid}}"""
    HTML(string=f"<style>{style}</style><table><thead>{head}</thead>{''.join(body)}</table>").write_pdf(str(out))


def print_libreoffice(table, out):
    from xiezuo_desktop.documents.write_xlsx import write_xlsx

    with tempfile.TemporaryDirectory() as folder:
        write_xlsx(paper_of(table), Path(folder, "table.xlsx"))
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", folder, f"{folder}/table.xlsx"], check=True, capture_output=True)
        shutil.move(f"{folder}/table.pdf", out)


def _font():
    from xiezuo_desktop.documents.pdf.fonts import FontBook

    return FontBook().fangsong.font.path
