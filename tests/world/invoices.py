"""Invoices that nobody issued, in the layouts that firms receive: as text, PDF, OFD and QR code."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Literal
from xml.sax.saxutils import escape

import zxingcpp
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from models.rules.invoices.invoice import Party
from models.rules.yuan_in_words import yuan_in_words
from tests.world.client import uscc
from tests.world.made_ofd import ofd, text_at

Order = Literal["rows", "columns", "labels_first"]
"""In which order a reader of the file meets its pieces."""
Piece = tuple[float, float, str]
"""Points from the left and from above, and what stands there."""

ORDERS: tuple[Order, ...] = ("rows", "columns", "labels_first")
_SIZE = (595, 397)
_NUMBERS = count(1)


@dataclass(frozen=True)
class MadeInvoice:
    """`code` None: full-digital (数电票). Amounts in fen; `kind` as the QR code says it."""

    number: str = field(default_factory=lambda: f"2431{next(_NUMBERS):016d}")
    code: str | None = None
    kind: str = "32"
    issued_on: date = date(2026, 3, 5)
    net_fen: int = 1_132_075
    tax_fen: int = 67_925
    buyer: Party = field(default_factory=lambda: Party("上海示例制造有限公司", uscc()))
    seller: Party = field(default_factory=lambda: Party("某某云平台服务有限公司", uscc()))

    @property
    def total_fen(self) -> int:
        return self.net_fen + self.tax_fen

    @property
    def qr(self) -> str:
        amount = self.net_fen if self.code else self.total_fen
        check = "12345678901234567890" if self.kind in ("04", "10") else ""
        fields = ("01", self.kind, self.code or "", self.number, plain(amount))
        return ",".join((*fields, f"{self.issued_on:%Y%m%d}", check, "3F5C", ""))


def plain(amount_fen: int) -> str:
    """`12345` → `123.45`."""
    sign, (whole, rest) = ("-" if amount_fen < 0 else ""), divmod(abs(amount_fen), 100)
    return f"{sign}{whole}.{rest:02d}"


def pieces(made: MadeInvoice) -> list[Piece]:
    """Labels with their values beside them, as they are printed."""
    head: list[Piece] = [(380, 40, "发票号码："), (440, 40, made.number)]
    if made.code:
        head += [(380, 25, "发票代码："), (440, 25, made.code)]
        head += [(40, 40, "机器编号："), (100, 40, "661500000001")]
        head += [(380, 70, "校 验 码："), (440, 70, "12345 67890 12345 67890")]
    day = made.issued_on
    words = yuan_in_words(abs(made.total_fen)).replace("元", "圆")
    return [
        (220, 30, "电子发票（普通发票）" if not made.code else "上海增值税电子普通发票"),
        *head,
        (380, 55, "开票日期："),
        (440, 55, f"{day.year}年{day.month:02d}月{day.day:02d}日"),
        *_party(made.buyer, "购买方信息", 30, 100),
        *_party(made.seller, "销售方信息", 310, 100),
        (30, 160, "项目名称"),
        (200, 160, "金  额"),
        (330, 160, "税率/征收率"),
        (450, 160, "税  额"),
        (30, 180, "*信息技术服务*软件服务费"),
        (200, 180, plain(made.net_fen)),
        (330, 180, "6%"),
        (450, 180, plain(made.tax_fen)),
        (60, 260, "合  计"),
        (200, 260, f"¥{plain(made.net_fen)}"),
        (450, 260, f"¥{plain(made.tax_fen)}"),
        (60, 280, "价税合计（大写）"),
        (200, 280, ("（负数）" if made.total_fen < 0 else "") + words),
        (400, 280, "（小写）"),
        (450, 280, f"¥{plain(made.total_fen)}"),
        (30, 370, "开票人："),
        (80, 370, "某某"),
    ]


def _party(party: Party, title: str, x: float, y: float) -> list[Piece]:
    found: list[Piece] = [(x, y, title), (x, y + 15, "名称：")]
    if party.name:
        found.append((x + 40, y + 15, party.name))
    found.append((x, y + 30, "统一社会信用代码/纳税人识别号："))
    if party.code:
        found.append((x + 150, y + 30, party.code))
    return found


def ordered(found: Sequence[Piece], order: Order) -> list[Piece]:
    """By lines, by halves of the page, or all labels before all values."""
    if order == "rows":
        return sorted(found, key=lambda piece: (piece[1], piece[0]))
    if order == "columns":
        return sorted(found, key=lambda piece: (piece[0] >= 300, piece[1], piece[0]))
    return sorted(found, key=lambda piece: not piece[2].rstrip().endswith(("：", "）", "信息")))


def text_of(made: MadeInvoice, order: Order = "rows") -> str:
    """A line for each line of the page; where labels come first, one for each piece."""
    lines: list[list[Piece]] = []
    for piece in ordered(pieces(made), order):
        if lines and order != "labels_first" and lines[-1][0][1] == piece[1]:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return "\n".join(" ".join(text for _, _, text in line) for line in lines)


def qr_picture(content: str) -> Image.Image:
    """As zxing-cpp writes it, large enough to be read."""
    written = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode)
    return Image.fromarray(written.to_image(scale=4))


def invoice_pdf(made: MadeInvoice, order: Order = "rows", *, qr: bool = True) -> bytes:
    """One page with a text layer, in a font that is not embedded."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=_SIZE, invariant=True)
    canvas.setFont("STSong-Light", 9)
    for x, y, text in ordered(pieces(made), order):
        canvas.drawString(x, _SIZE[1] - y, text)
    if qr:
        canvas.drawImage(ImageReader(qr_picture(made.qr)), 20, _SIZE[1] - 85, 70, 70)
    canvas.save()
    return target.getvalue()


def invoice_ofd(made: MadeInvoice) -> bytes:
    """Its texts at their places, in millimetres."""
    placed = (text_at(x * 0.35, y * 0.35, escape(text), size=3) for x, y, text in pieces(made))
    return ofd(["".join(placed)])


def receipt_ofd(*lines: str) -> bytes:
    """A bank's receipt of these lines."""
    placed = (text_at(20, 20 + 8 * row, escape(line)) for row, line in enumerate(lines))
    return ofd(["".join(placed)])
