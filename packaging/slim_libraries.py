"""Smaller copies of files for the bundle: without symbols for debuggers, ICU's data for the languages we show.

Qt's wheels carry ICU with the words of 700 locales and 200 old encodings (32 MB). Qt asks it to sort and to read encodings;
dates, names of languages and the breaking of text it has of its own. ICU falls back to its root for whatever is not there.
Format of the data: ICU's source, `ucmndata.h` and `udata.h` (a header, then a table of names and offsets, sorted by name).
"""

from __future__ import annotations

import json
import re
import struct
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_HEADER = struct.Struct("<HBB")  # length of the header, then two magic bytes
_MAGIC = (0xDA, 0x27)
_COUNT = struct.Struct("<I")
_ENTRY = struct.Struct("<II")  # where the name and the content start, from the table's own start
_ALIGNED = 16

# The files kept: the rules of sorting, Chinese and English, and what belongs to no language.
_LOCALES = r"(root|pool|res_index|zh|zh_Hans|zh_Hans_CN|zh_CN|en|en_001|en_US|supplementalData|ucadata|tzdbNames)"
_KEPT = [
    re.compile(rf"(?:coll/)?{_LOCALES}\.(res|icu)"),
    re.compile(r"(?!unames)[^/]+\.(icu|nrm|cfu|spp)"),
    re.compile(r"(numberingSystems|likelySubtags|plurals|pluralRanges|dayPeriods|timezoneTypes|windowsZones"
               r"|metaZones|keyTypeData|metadata|icuver|icustd|genderList|currencyNumericCodes|grammaticalFeatures"
               r"|units)\.res"),
]  # fmt: skip


def slim(source: Path, work: Path) -> Path:
    """A smaller copy of this library in `work`, or the library itself when it is none of those that can be smaller."""
    if re.fullmatch(r"libicudata\.so\.\d+", source.name):
        return _with_few_locales(source, work)
    if re.match(r"_\w+\.abi3\.|.*\.cpython-|lib(python|icu|pdfium)", source.name):
        target = work / source.name
        subprocess.run(["strip", "--strip-unneeded", "-o", target, source], check=True)
        return target
    return source


def slim_data(source: Path, work: Path) -> Path:
    """A copy of a JSON file without blanks and line breaks; any other file itself."""
    if source.suffix != ".json":
        return source
    target = work / source.name
    content = json.loads(source.read_text("utf-8"))
    target.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), "utf-8")
    return target


def needed(library: Path) -> list[str]:
    """The names of the shared libraries this one is linked with itself, on Linux."""
    headers = subprocess.run(["objdump", "-p", library], capture_output=True, text=True, check=True).stdout
    return re.findall(r"^ +NEEDED +(\S+)$", headers, re.MULTILINE)


def few_locales(data: bytes) -> bytes:
    """ICU's data with only the kept files. Raises ValueError when it is not such data or nothing known is in it."""
    length, *magic = _HEADER.unpack_from(data)
    if tuple(magic) != _MAGIC:
        raise ValueError("not data of ICU")
    table = data[length:]
    (count,) = _COUNT.unpack_from(table)
    entries = [_ENTRY.unpack_from(table, _COUNT.size + _ENTRY.size * i) for i in range(count)]
    ends = [start for _, start in entries[1:]] + [len(table)]
    files = [
        (table[name : table.index(b"\0", name)], table[start:end])
        for (name, start), end in zip(entries, ends, strict=True)
    ]
    kept = [(name, content) for name, content in files if _kept(name.decode("ascii").partition("/")[2])]
    if not any(name.endswith(b"/root.res") for name, _ in kept):
        raise ValueError("ICU's root is not in its data")
    return data[:length] + _table(kept)


def _kept(name: str) -> bool:
    return any(pattern.fullmatch(name) for pattern in _KEPT)


def _table(files: list[tuple[bytes, bytes]]) -> bytes:
    names_at = _COUNT.size + _ENTRY.size * len(files)
    names = b"".join(name + b"\0" for name, _ in files)
    content = bytearray(names_at + len(names))
    place = 0
    _COUNT.pack_into(content, 0, len(files))
    for i, (name, body) in enumerate(files):
        content += bytes(-len(content) % _ALIGNED)
        _ENTRY.pack_into(content, _COUNT.size + _ENTRY.size * i, names_at + place, len(content))
        content += body
        place += len(name) + 1
    content[names_at : names_at + len(names)] = names
    return bytes(content)


def _with_few_locales(source: Path, work: Path) -> Path:
    """The same library with less in it, put together by binutils: it has one symbol, the data."""
    symbols = subprocess.run(["objdump", "-T", source], capture_output=True, text=True, check=True).stdout
    found = re.search(r"^([0-9a-f]+) g +DO \.rodata\s+([0-9a-f]+)\s+(?:Base\s+)?(icudt\d+_dat)$", symbols, re.MULTILINE)
    section = work / "icu.rodata"
    subprocess.run(["objcopy", "-O", "binary", "-j", ".rodata", source, section], check=True)
    if not found:
        return source
    data, assembly, compiled = work / "icu.dat", work / "icu.s", work / "icu.o"
    data.write_bytes(few_locales(section.read_bytes()[: int(found[2], 16)]))
    symbol = found[3]
    assembly.write_text(
        f'.section .rodata\n.balign 4096\n.globl {symbol}\n.type {symbol}, %object\n{symbol}:\n.incbin "{data}"\n'
        f'.size {symbol}, . - {symbol}\n.section .note.GNU-stack,"",%progbits\n'
    )
    target = work / source.name
    subprocess.run(["as", "-o", compiled, assembly], check=True)
    subprocess.run(["ld", "-shared", "-soname", source.name, "-o", target, compiled], check=True)
    return target
