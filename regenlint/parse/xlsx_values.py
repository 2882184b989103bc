"""Values of a workbook as its sheets show them."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any

from .symbols import shown

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell

_ERAS = (
    (datetime.date(2019, 5, 1), "令和"),
    (datetime.date(1989, 1, 8), "平成"),
    (datetime.date(1926, 12, 25), "昭和"),
)
_TOKEN = re.compile(r"\"([^\"]*)\"|\\(.)|_.|\*.|\[[^\]]*\]|([#0?][#0?,.]*(?:E[+-]0+)?%?)|(.)")


def displayed(cell: Cell | MergedCell) -> str:
    """A cell's value in words: dates, percents, thousands and fixed decimals by the cell's format."""
    value: Any = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return _date(value, cell.number_format or "")
    if isinstance(value, (int, float)):
        return _number(value, cell.number_format or "General")
    text = shown(str(value), (cell.font.name if cell.font is not None else "") or "")
    return text.replace("\r\n", "\n").replace("_x000D_", "")


def _date(value: datetime.datetime | datetime.date | datetime.time, form: str) -> str:
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    day = value.date() if isinstance(value, datetime.datetime) else value
    bare = re.sub(r"\[[^\]]*\]|\"[^\"]*\"", "", form).lower()
    if "g" in bare and "e" in bare:
        for start, name in _ERAS:
            if day >= start:
                return f"{name}{day.year - start.year + 1}年{day.month}月{day.day}日"
    if "年" in form:
        return f"{day.year}年{day.month}月{day.day}日"
    text = f"{day.year}/{day.month}/{day.day}"
    if isinstance(value, datetime.datetime) and "h" in bare and (value.hour or value.minute):
        text += f" {value.hour}:{value.minute:02d}"
    return text


def _number(value: float, form: str) -> str:
    """A number in a format such as `#,##0.0"個"`; the sign's section and colours aside."""
    out: list[str] = []
    placed = False
    for m in _TOKEN.finditer(form.split(";", maxsplit=1)[0]):
        quoted, escaped, digits, other = m.groups()
        if quoted is not None or escaped is not None:
            out.append(quoted if quoted is not None else escaped)
        elif digits and not placed:
            out.append(_figure(value, digits))
            placed = True
        elif other and other in "¥￥$€():/- %":
            out.append(other)
    return "".join(out).strip() if placed else _plain(value)


def _figure(value: float, pattern: str) -> str:
    whole, _, rest = pattern.rstrip("%").partition(".")
    decimals = len(re.match(r"[#0?]*", rest).group()) if rest else 0  # type: ignore[union-attr]
    if "E" in pattern:
        return f"{value:.{decimals}E}"
    if pattern.endswith("%"):
        return f"{value * 100:.{decimals}f}%"
    text = f"{value:,.{decimals}f}" if "," in whole else f"{value:.{decimals}f}"
    width = whole.count("0")
    return text.zfill(width) if width > 1 and not decimals and "," not in whole else text


def _plain(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(round(value, 10))
