"""Whose cells they are: the patient's own, another person's, an animal's."""

from __future__ import annotations

import re
from collections.abc import Iterable

from regenlint.context import Reading
from regenlint.index import Hit
from regenlint.model import Anchor, DocKind
from regenlint.rules import Fact
from regenlint.text import folded
from regenlint.understanding.affirmation import (
    NAMES,
    TECHNICAL,
    Vote,
    default,
    elsewhere,
    given_hits,
    own_hits,
    read,
    sentence,
    sentences_of,
    winner,
)

#: What is grown on or in, or added to, is not what is given.
_ADDED = re.compile(r"フィーダー|支持細胞|照射|血小板溶解|hPL|血小板から作|AB型?血清|輸血用|補助細胞")
_OTHERS_DENIED = re.compile(
    r"(?:他の(?:人|方|患者)|他人|(?:自分|ご?本人|患者(?:様|自身)?|受ける者|自己)以外|第三者|他者|同種|他家|ドナー)"
    r"[^。]{0,24}?(?:(?:用い|使用し|使わ|使い|扱わ|取扱わ|投与し)(?:ない|ません|ず)|(?:用い|使う|使用する|投与する)ことは(?:ない|ありません)"
    r"|[→⇒:]\s*いいえ|か[^。]{0,4}いいえ|ではない|に該当しない|でなく)"
)
#: Taken from the patient, as what the cells are made of.
_TAKEN = re.compile(
    r"(?:患者|患児|児|お子様|子供|被験者|研究対象者|対象者|本人|ご自身|ご自分|自身|自分|あなた|受ける者)(?:様)?(?:の|から|より|自身の)[^。]{0,30}?"
    r"(?:末梢血|静脈血|血液|骨髄|脂肪|皮膚|歯髄|歯から|滑膜|軟骨|筋|粘膜|腫瘍|リンパ球|T細胞|単核球|CD\d+|組織|線維芽|毛包|腸骨|臍帯血|採血|成分採血|アフェレーシス)"
    r"[^。]{0,40}?(?:培養|遠心|分離|単離|取り出|取出|濃縮|調製|戻|由来|感染|組み込|組込|刺激|得た|得て|得る|製造|加工|作製|増や|導入|注射|輸注|点滴|移植)"
)
_BLOOD_BACK = re.compile(r"採血?[^。]{0,30}(?:遠心|血小板|PRP)[^。]{0,40}(?:注射|注入|投与|填入|塗布|戻)")


def donor(reading: Reading, products: tuple[str, ...]) -> Fact:
    """The donor, by the form's own field, else by the weight of what is said; no donor where no cells are given."""
    if products and not {"cells", "prp", "ev", "approved-product"} & set(products):
        return read("donor", None, (), "細胞を用いない")
    for value in reading.form("donor_kind"):
        text = folded("".join(c.label for c in value.ticked) or value.text)
        if re.search(r"自己|自家|本人|同一", text) and not re.search(r"同種|他家|動物|異種", text):
            return read("donor", "autologous", [value.anchor])
        if re.search(r"同種|他家|他人", text) and not re.search(r"自己|自家|本人", text):
            return read("donor", "allogeneic", [value.anchor])
    votes: list[Vote] = []
    for kind, factor in (("autologous", 1.0), ("allogeneic", 1.0), ("xenogeneic", 1.5)):
        term = f"fact.donor.{kind}"
        strong = {h.anchor for h in given_hits(reading, term) if not _of_additive(h)}
        for h in own_hits(reading, term, TECHNICAL | {DocKind.DONOR_CONSENT}):
            if not _of_additive(h):
                votes.append(Vote(kind, factor * (6.0 if h.anchor in strong else 1.0), h.anchor))
        votes += [Vote(kind, factor * 6.0, a) for a in sorted(strong - {v.at for v in votes}, key=_order)]
    votes += [Vote("autologous", 4.0, h.anchor) for h in given_hits(reading, "fact.donor.self", NAMES)]
    votes += _structured(reading)
    if reading.dossier.of_kinds(frozenset({DocKind.DONOR_CONSENT})):
        votes.append(Vote("allogeneic", 3.0, Anchor(reading.dossier.documents[0].id, 0)))
    found = winner("donor", votes, margin=1.3)
    if found.unknown and not votes and products == ("prp",):
        return default("donor", "autologous", "血小板は本人の血液から作るのが通例")
    return found


def _order(anchor: Anchor) -> tuple[str, int, int]:
    return anchor.document, anchor.block, anchor.start


def _of_additive(hit: Hit) -> bool:
    return bool(_ADDED.search(folded(sentence(hit))))


def _structured(reading: Reading) -> Iterable[Vote]:
    """Sentences that take the cells from the patient, or turn down those of others."""
    for p in reading.index.passages_in(TECHNICAL):
        for start, end, text in sentences_of(p):
            taken, denied = _TAKEN.search(text) or _BLOOD_BACK.search(text), _OTHERS_DENIED.search(text)
            if not (taken or denied) or _ADDED.search(text) or elsewhere(Hit(p, start, end)):
                continue
            yield Vote("autologous", 2.0 if denied else 1.0, p.anchor(start, end))
