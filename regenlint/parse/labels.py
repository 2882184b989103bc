"""Numbers that open a line (第1章, (1), ①, ア) and words that name a field, told by their form alone."""

from __future__ import annotations

import re

from regenlint.text import folded

_N = "[0-9０-９]"
_K = "[一二三四五六七八九十百]"
# What makes of leading digits an amount, a date or a count instead of the number of a heading.
_COUNTED = (
    r"(?:年(?!齢|次)|月|日(?!常|程)|時(?!期|間帯)|分(?!類|析|担|野|化|離|配)|秒|個(?!人|別)|回(?!収|答)|名(?!称|前)|例(?!外)|件(?!名)|歳|倍|週|割"
    r"|号|条(?!件)|項(?!目)|点(?!検|滴)|本(?!治療|研究|計画|再生|書|品|製|人|試験|文)|枚|頁|台(?!帳)|種(?!類)|か月|ヶ月|カ月|ヵ月|箇月|か所"
    r"|以上|以下|未満|世代|継代(?!数)|人(?!員|的)|万|億|円|症例(?!登録|数)|施設(?=[でのにはを、])|医療機関(?=[でのにはを、]))"
)
_LATIN_UNIT = (
    r"(?:(?:mL|ml|µL|μL|L|mg|µg|μg|ng|pg|kg|g|mm|cm|µm|μm|nm|m|IU|EU|U|M|mM|kDa|rpm|x|vg|bp|kb|nt|mol|ppm|h|min)(?![A-Za-z])"
    r"|[%％℃°×~～〜±<>＜＞=＝/／:：,，\-－‐−])"
)
_UNIT = f"(?:{_COUNTED}|{_LATIN_UNIT})"
# After a space a kanji counts only where the phrase goes on as an amount does: 「3 回以上」, not 「3 回収」.
_SPACED_UNIT = rf"(?:{_COUNTED}(?=[をにはがのでと、。，()（）以未程間目毎ごまずつ～~]|$)|{_LATIN_UNIT})"
_TYPES: tuple[tuple[str, str], ...] = (
    ("part", rf"第(?:{_N}|{_K})+[部編]"),
    ("chapter", rf"第(?:{_N}|{_K})+章"),
    ("section", rf"第(?:{_N}|{_K})+節"),
    ("article", rf"第(?:{_N}|{_K})+条(?:の(?:{_N}|{_K})+)?(?=[\s\u3000(（【「]|$)"),
    ("annex", r"(?:別紙|別添|別表|付録|付表|付属資料|参考資料|補遺)"
     rf"(?:第?(?:{_N}|{_K}|[A-ZＡ-Ｚ])+(?:[-－の]{_N}+)?)?(?=[\s\u3000:：.．（(]|$)"),
    ("dotted", rf"{_N}{{1,2}}(?:[.．\-－・]{_N}{{1,2}})+[.．)）]?(?![0-9０-９])(?!\s?{_UNIT})"),
    ("num", rf"{_N}{{1,2}}の{_N}{{1,2}}[.．、]?(?=[\s\u3000]|[^\s\d])"),
    ("dotted", rf"[IVXⅠ-Ⅻ]{{1,4}}[-－.．]{_N}{{1,2}}(?=[\s\u3000.．]|[^\x00-\x7f])"),
    ("roman", r"[Ⅰ-Ⅻ]+[.．、]?(?=[\s\u3000]|[^\s\dA-Za-zⅠ-Ⅻ型期相度群])"
     r"|[IVX]{1,4}(?:[.．](?=\s|[^\x00-\x7f])|(?=[\s\u3000]+[^\x00-\x7f]))"),
    ("num", rf"{_N}{{1,3}}(?:[.．、](?!\d)|(?=[\s\u3000]))(?![\s\u3000]*{_SPACED_UNIT})"
     rf"|{_N}{{1,2}}(?=[^\s\d０-９.．、,，\x00-\x7f])(?!{_UNIT})"),
    ("kanji", rf"{_K}{{1,3}}(?:[、.．]|(?=[\s\u3000]))"),
    ("paren", rf"[(（]{_N}{{1,2}}(?:[\-－の]{_N}{{1,2}})?[)）]|[⑴-⒇]"),
    ("pkanji", rf"[(（]{_K}{{1,3}}[)）]|[㈠-㈩]"),
    ("paren1", rf"{_N}{{1,2}}[)）]"),
    ("circle", r"[①-⑳㉑-㊿]|[❶-❿]"),
    ("pkana", r"[(（][ア-ンｱ-ﾝ][)）]"),
    ("kana", r"[ア-ン](?:[.．、)）]|(?=[\s\u3000]))"),
    ("palpha", r"[(（][a-zA-Zａ-ｚＡ-Ｚ][)）]|[(（](?:i{1,3}|iv|v|vi{1,3}|ix|x)[)）]"),
    ("alpha", r"[a-zA-Zａ-ｚＡ-Ｚ][.．)）](?=[\s\u3000]|[^\x00-\x7f])"),
    ("ornament", r"[■◆◇▼▲►▶★☆●○◎◯](?![■◆◇▼▲★☆●○◎◯])"),
    ("bullet", r"[・･•‐–—※*＊\-－](?![0-9０-９])"),
)  # fmt: skip
_PATTERNS = tuple((name, re.compile(rf"[\s\u3000]*({p})[\s\u3000]*")) for name, p in _TYPES)
#: Labels that number sections only, never the items of a list.
STRONG = frozenset({"part", "chapter", "section", "article", "annex", "dotted"})


def split(text: str) -> tuple[str, str, str]:
    """Type, label and rest of a line that opens with a number; ("", "", text) where none does."""
    head = text.lstrip()[:1]
    if not head or ("ぁ" <= head <= "ん"):
        return "", "", text
    for name, pattern in _PATTERNS:
        m = pattern.match(text)
        if m:
            return name, m.group(1), text[m.end() :]
    return "", "", text


_SENTENCE = re.compile(
    r"[。｡]|(?:です|ます|した|ません|である|する|します|ない|ください|(?<=.{8})こと|とする|による|おり|通り|なる|れる|いる|おく)[\s\u3000]*[）)」]?$"
)
_QUESTION = re.compile(r"[？?][\s\u3000]*$")
_BOX = re.compile(r"[☐☑☒□✓✔◻▢]")
_VALUE = re.compile(
    r"^[\s\d０-９.,．，年月日時分/／\-－~～〜:：()（）%％℃+±×^]+$"
    r"|^(?:令和|平成|昭和|西暦|[12][0-9]{3}年|[１２][０-９]{3}年)"
    r"|^(?:有|無|なし|無し|あり|有り|はい|いいえ|同上|以上|以下余白|該当なし|該当|非該当|適|不適|男|女|○|×|△|◎|―|－|-|N/?A)$"
    r"|^[〒☎]|https?://|@|^(?:[A-Z0-9]{2,}[-‐－])+[A-Z0-9]+$"
)


_REMARK = re.compile(r"[(（][^()（）]*[)）]")


def without_remarks(text: str) -> str:
    """A line without what it adds in brackets."""
    return _REMARK.sub("", text)


def is_sentence(text: str) -> bool:
    """Whether a line reads like a sentence and not like a name or title; remarks in brackets aside."""
    return bool(_SENTENCE.search(_REMARK.sub("", text).strip()))


def is_question(text: str) -> bool:
    """Whether a line ends in a question mark."""
    return bool(_QUESTION.search(text))


def is_label(text: str, limit: int = 80) -> bool:
    """Whether a cell's text can name a field: a short nominal line, not a value, a box or a sentence."""
    if len(text) > limit:
        return False
    t = _REMARK.sub("", text).strip()
    if not t or _BOX.search(text) or _VALUE.search(t):
        return False
    if is_sentence(t):
        return False
    m = re.search(r"[：:]", t)
    return not (m and m.end() < len(t))


_WORDS = (
    "名|名称|氏名|ふりがな|フリガナ|番号|日|年月日|日付|期限|期間|時期|頻度|回数|時間|時点|方法|手順|内容|概要|理由|根拠|区分|分類|種類|種別"
    "|基準|規格|基準値|規格値|限度|判定|担当|担当者|責任者|管理者|所属|役職|職名|役割|部門|連絡先|住所|所在地|電話|電話番号|FAX|FAX番号"
    "|メール|メールアドレス|電子メール|e-mail|email|備考|有無|結果|項目|措置|対策|対応|対処|資料|書類|文書|版|版数|量|用量|投与量|濃度|温度|条件|数|率|値"
    "|費用|金額|料金|単価|小計|合計|ロット|性別|年齢|専門|専門分野|資格|略歴|学歴|職歴|業績|試験|検査|評価|観察|来院|目的|対象|疾患|由来|供給者|供給元"
    "|製造元|製造者|規格・品番|品番|グレード|用途|工程|操作|機器|設備|施設|医療機関|機関|病院|診療所|体制|提出先|提出日|作成日|作成者|承認|承認者|確認"
    "|確認者|署名|印|続柄|意見|審査|委員|委員会|構成|情報|状況|実績|経過|影響|危険|リスク|頻度・程度|程度|措置・対策|保管|保管場所|場所|容器|表示"
    "|受入れ確認|題名|表題|文献|著者|年|国|件数|例数|人数|通知|届出|報告|報告先|報告期限|説明|同意|補償|保険|苦情|窓口|教育|研修|記録|保存期間|範囲|成分|組成"
    "|原料|材料|資材|特性|指標|検出限界|単位|比較|利点|欠点|効果|副作用|治療法|治療|注意事項|製品|製剤|細胞|配列|構造|機能|機序|経路|速度|部位|回|日程|予定|状態|点|段階|違い|相違|差|こと|事項|活性|外観|内訳|間隔|コホート|群|区域|グレード|防護|対策|低減策|管理策|検体|出納|もの|所見|手段|相手方"
)
_WORD_END = re.compile(rf"(?:{_WORDS})$", re.IGNORECASE)
_SERIAL = re.compile(r"^(?:No\.?|Ｎｏ．?|#|＃|№|項番|番号|順位)$", re.IGNORECASE)


def is_label_word(text: str) -> bool:
    """Whether a short text ends in a word that names columns and fields (氏名, 規格, 頻度, …)."""
    if not is_label(text, limit=40) or re.match(r"[A-Z]{2,}[-－][A-Z]?\d", text):
        return False
    t = _REMARK.sub("", folded(text)).strip("・:：*※ ")
    t = re.sub(r"(?:等|など|欄)$", "", t)
    return bool(_WORD_END.search(t) or _SERIAL.match(t))


def is_number(text: str) -> bool:
    """Whether a cell holds nothing but a running number (1, (2), ③)."""
    t = text.strip()
    return bool(re.fullmatch(rf"[(（]?{_N}{{1,3}}[)）.．]?|[①-⑳]|[(（]{_K}{{1,3}}[)）]|[ア-ン]", t))
