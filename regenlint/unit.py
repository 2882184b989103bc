"""Units of measure: the ways they are written, their one name, their dimension and size."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

from regenlint.numeral import NUMBER, POWER, plain

# canonical name | dimension | size in the dimension's base unit | other ways to write it
_TABLE = """
kg|mass|1000|Kg KG ㎏ キログラム
g|mass|1|ｇ グラム
mg|mass|1/1000|㎎ Mg MG ミリグラム
µg|mass|1/1000000|ug mcg ㎍ マイクログラム
ng|mass|1/1000000000|ナノグラム
pg|mass|1/1000000000000|ピコグラム
fg|mass|1/1000000000000000|
L|volume|1|l ℓ リットル
dL|volume|1/10|dl dℓ ㎗ デシリットル
mL|volume|1/1000|ml ML mℓ ㎖ cc CC ㏄ ミリリットル シーシー
µL|volume|1/1000000|µl ul uL µℓ ㎕ マイクロリットル
nL|volume|1/1000000000|nl
m³|volume|1000|m3 m^3 ㎥ 立方メートル
cm³|volume|1/1000|cm3 cm^3 ㎤ 立方センチ
ft³|volume|28.316846592|ft3 cf
km|length|1000|㎞ キロメートル
m|length|1|メートル
cm|length|1/100|㎝ センチメートル センチ
mm|length|1/1000|㎜ ミリメートル ミリ
µm|length|1/1000000|um ㎛ マイクロメートル ミクロン
nm|length|1/1000000000|㎚ ナノメートル
m²|area|1|m2 m^2 ㎡ 平方メートル
cm²|area|1/10000|cm2 cm^2 ㎠ 平方センチ
mm²|area|1/1000000|mm2 mm^2 ㎟
s|time|1|sec secs second seconds 秒間 秒
min|time|60|mins minute minutes 分間 分
hour|time|3600|h hr hrs hours 時間
day|time|86400|days 日間 日
week|time|604800|weeks wk wks 週間 週
month|calendar|1|months mo か月間 か月 カ月間 カ月 ヶ月間 ヶ月 ヵ月間 ヵ月 ケ月間 ケ月 箇月間 箇月 個月 ヵ月 ｶ月
year|calendar|12|years yr yrs 年間 年
business-day|business-day|1|営業日 就業日 平日
%|ratio|1/100|パーセント percent w/v% v/v% w/w%
‰|ratio|1/1000|
ppm|ratio|1/1000000|
ppb|ratio|1/1000000000|
割|ratio|1/10|
fold|fold|1|倍
count|count|1|個 つ コ ヶ ケ
cells|cells|1|cell Cells Cell 細胞
particles|particles|1|particle 粒子 viral_particles
dose|dose|1|doses Dose Doses ドーズ
times|times|1|回
person|person|1|名 人 例 症例 subjects patients cases
year-old|age|1|歳 才
vg|vg|1|VG Vg GC gc ベクターゲノム ウイルスゲノム genomes
vp|vp|1|VP
copies|copies|1|copy コピー cp
CFU|CFU|1|cfu
PFU|PFU|1|pfu
TU|TU|1|
IFU|IFU|1|
TCID50|TCID50|1|TCID₅₀ CCID50
EU|EU|1|eu エンドトキシン単位
IU|IU|1|国際単位
U|U|1|units unit ユニット 単位
kU|U|1000|
mU|U|1/1000|
℃|temperature|1|°C 度C ℃
度|degree|1|
bp|bases|1|塩基対 bps
nt|bases|1|塩基 base bases nts mer
kb|bases|1000|kbp キロ塩基 kbases
Da|mass-molecular|1|
kDa|mass-molecular|1000|
M|molar|1|mol/L
mM|molar|1/1000|
µM|molar|1/1000000|uM
nM|molar|1/1000000000|
pM|molar|1/1000000000000|
mol|mole|1|
mmol|mole|1/1000|
µmol|mole|1/1000000|umol
nmol|mole|1/1000000000|
pmol|mole|1/1000000000000|
mEq|mEq|1|
Gy|radiation|1|グレイ
cGy|radiation|1/100|
kGy|radiation|1000|キログレイ
×g|g-force|1|xg ×ｇ Xg ×G xG
rpm|rotation|1|RPM 回転
Pa|pressure|1|パスカル
hPa|pressure|100|
kPa|pressure|1000|
MPa|pressure|1000000|
mmHg|pressure|133.322387415|
psi|pressure|6894.757293168|
mOsm|osmol|1/1000|mOsmol
Osm|osmol|1|
mV|voltage|1/1000|
kV|voltage|1000|
Hz|frequency|1|
kcal|energy|1|
pH|pH|1|
log|log|1|log10 Log10 log₁₀ Log LOG
lx|light|1|lux ルクス
円|yen|1|JPY 圓
vial|vial|1|vials バイアル Vial
tube|tube|1|tubes 本 チューブ アンプル シリンジ
bag|bag|1|bags バッグ
sheet|sheet|1|枚
lot|lot|1|lots ロット バッチ batches batch
flask|flask|1|flasks フラスコ
plate|plate|1|plates プレート 皿
well|well|1|wells ウェル
field|field|1|視野 hpf HPF
container|container|1|容器
specimen|specimen|1|検体 サンプル
body|body|1|患者 man patient subject Body
passage|passage|1|継代 代 passages
PDL|PDL|1|
point|point|1|点 ポイント
case|case|1|件
animal|animal|1|匹 頭 羽
site|site|1|か所 カ所 ヶ所 ヵ所 箇所 部位 施設
step|step|1|段階 工程
item|item|1|項目
kind|kind|1|種類 種
character|character|1|文字 字
digit|digit|1|桁
bed|bed|1|床
machine|machine|1|台
course|course|1|クール コース courses
strand|strand|1|本鎖
"""
# What must not follow: 分 of 分画, 日 of 日本, 本 of 本人. A reader of units sees whole words.
_NOT_BEFORE = {
    "分": "の[0-9一二三四五六七八九]|画|割|裂|類|散|子|離|化|注|野|析|岐|泌|担|解",
    "日": "本|常|時|付|程|局|市|町|咳|帰",
    "年": "度|代|生|齢|頃|版|会",
    "例": "[え示外数会年]",
    "人": "[工体員口格材事権道命数生類種]|間(?!隔)",
    "名": "[称前古義簿]",
    "個": "人|別|室|体|所|々",
    "代": "謝|表|理|替|用|金|目",
    "本": "鎖|剤|品|治|研|書|計|人|法|文|件|邦|試|技|製|来|票|様|項|条|院|学|会|社|日",
    "割": "付|合|当|愛|検|り",
    "倍": "率|地",
    "点": "滴|検|眼|鼻|在|数",
    "種": "々|別|子",
    "字": "句",
    "件": "数",
    "m": "[A-Za-z]",
    "つ": "[きいけの]",
    "度": "[目合数Ca-z]",
    "コ": "[ァ-ー]",
    "ヶ": "[月所国]",
    "ケ": "[ァ-ー月所]",
    "週": "末|刊",
    **dict.fromkeys(("日間", "週間", "年間", "か月間", "カ月間", "ヶ月間", "ヵ月間", "箇月間"), "隔"),
    "回": "答|収|復|避|転数|診|線|路|数",
    "台": "帳|数",
    "床": "面",
    "枚": "数",
    "才": "能",
    "段階": "的",
    "単位": "時間|面積|体積",
    "ミリ": "[ァ-ー]",
    "センチ": "[ァ-ー]",
    "容器": "[ァ-ー内]",
    "施設": "内",
    "患者": "[一-龥]",
    "工程": "[一-龥]",
}
_COUNTED = """
count cells particles times person age tube kind passage step item case animal site point dose
lot fold strand time calendar g-force body character container digit machine bed sheet molar
"""
#: Pattern text of what a mass may be of.
OF = (
    r"(?:総|全)?(?:IVT[ -]?)?(?:mRNA|RNA|DNA|protein|[Tt]otal[ ]protein|タンパク質?|蛋白質?|たん白質?"
    r"|体重|BW\b|b\.?w\.?|乾燥重量|組織|血清)"
)
#: One name for each substance; body weight is what a kg means anyway.
SAME_OF = {
    "mRNA": "RNA",
    "タンパク": "protein",
    "タンパク質": "protein",
    "蛋白": "protein",
    "蛋白質": "protein",
    "たん白質": "protein",
    "たん白": "protein",
    "total protein": "protein",
    "Total protein": "protein",
    "体重": "",
    "BW": "",
    "bw": "",
    "b.w.": "",
    "b.w": "",
    "bw.": "",
}
#: Denominators that are no unit after a number.
PER_ONLY = {
    "1回投与量": "dose",
    "1回量": "dose",
    "1回投与": "dose",
    "1投与": "dose",
    "回投与": "dose",
    "回量": "dose",
    "回": "dose",
    "1回": "dose",
    "一回": "dose",
    "body": "body",
    "人": "body",
    "名": "body",
    "時": "hour",
    "個": "count",
    "本": "tube",
    "症例": "person",
    "例": "person",
    "用量": "dose",
    "1用量": "dose",
    "投与量": "dose",
    "投与": "dose",
}


def _rows() -> list[tuple[str, str, Fraction, list[str]]]:
    rows = []
    for line in _TABLE.strip().splitlines():
        name, dimension, size, others = line.split("|")
        rows.append((name, dimension, Fraction(size), [o.replace("_", " ") for o in others.split()]))
    return rows


_ROWS = _rows()
#: Dimension and size of each unit by its one name.
SIZE: dict[str, tuple[str, Fraction]] = {name: (dimension, size) for name, dimension, size, _ in _ROWS}
#: The one name of each way to write a unit, in plain text.
NAMES: dict[str, str] = {plain(o): name for name, _, _, others in _ROWS for o in (*others, name)}
#: Units that count things: after a Latin letter their number is more likely part of a name.
COUNTS = frozenset(name for name, dimension, _, _ in _ROWS if dimension in set(_COUNTED.split()))
#: Units of time, months and working days included.
TIMES = frozenset(name for name, dimension, _, _ in _ROWS if dimension in {"time", "calendar", "business-day"})


def alternatives(names: list[str]) -> str:
    """Pattern text that reads one of the names as a whole word, the longest first."""
    latin = [n for n in names if n[0] not in "×xX" and n[-1].isascii() and n[-1].isalpha()]
    other = [n for n in names if n not in latin]

    def one(n: str) -> str:
        after = _NOT_BEFORE.get(n)
        if n[0] in "×xX":
            return rf"[×xX][ ]?{n[-1]}(?![A-Za-z])"
        text = re.escape(n)
        return text + (f"(?!{after})" if after else "")

    by_length = sorted(latin, key=len, reverse=True), sorted(other, key=len, reverse=True)
    return (
        # m2 and log10 come before m and log.
        f"(?:(?:{'|'.join(map(one, by_length[1]))})|(?:{'|'.join(map(one, by_length[0]))})(?:(?![A-Za-z])|(?={OF})))"
    )


@cache
def pattern() -> str:
    """Pattern text of a unit with what it is of and its denominators; the text must be plain."""
    numbered = alternatives(list(NAMES))
    # 70 mg·h/L is no mass, and half a unit would be a wrong one.
    # 2.1 / 1.8 / 2.6 ng is a list: only 10⁶ of a unit stands under a number without one.
    unnamed = denominators("10" + POWER)
    return rf"(?:(?:{numbered}(?:[ ]?{OF})?(?![·・]h)|{unnamed}){denominators()}*)?(?<![ ])"


@cache
def denominators(amount: str = NUMBER) -> str:
    """Pattern text of one denominator with its stroke and such an amount: `/1×10^13 vg`."""
    below = alternatives(list(dict.fromkeys([*NAMES, *PER_ONLY])))
    return rf"(?:(?:/[ ]?|[ ]/[ ]?(?!\d)|[ ]?per[ ])(?:{amount}[ ]?)?+{below}(?:[ ]?{OF})?)"
