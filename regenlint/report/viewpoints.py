"""Which rules speak for which viewpoint of validity and for which risk: data, no judgement.

An entry of three letters is a whole area without the rules that another theme names by id.
"""

from __future__ import annotations

from dataclasses import dataclass

from regenlint.labels import Pair


@dataclass(frozen=True, slots=True)
class Topic:
    """A name and the rules, or areas, that speak for it; `but` are rules another topic has."""

    key: str
    name: Pair
    rules: tuple[str, ...]
    common: bool = False
    but: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class View:
    """A viewpoint with its themes."""

    key: str
    name: Pair
    themes: tuple[Topic, ...]


#: Rules about the account of validity as a whole.
FRAME = ("VAL001", "GEN001")

#: Rules about what is claimed rather than what is shown.
CLAIMS = ("ADV", "VAL018", "RSK009", "VAL011")

_EVENTS = ("ADM007", "ADM008", "ADM009", "ADM010", "ADM011", "ADM012", "ADM013", "VAL010", "VAL017")
_FOLLOWING = ("ADM014", "ADM015", "ADM016", "GEN017")
_MECHANISM = ("QBD009", "STD018", "EVS011", "GEN008")
_NON_CLINICAL = ("RSK007", "GEN009", "GEN012", "EVS017", "EVS018", "MRN005")
_COMMITTEE = ("CMT", "VAL012")
_GENE_CARE = ("GEN010", "GEN011", "GEN013", "GEN014", "GEN018")
_DISCLOSED = ("VAL016", "EVS004", "VIR015", "CAR010", "REG004")
_COST = ("VAL007", "ICF016", "ICF033")
_OPEN = ("ICF010", "ICF011", "ICF014", "ICF022", "CMP008", "CMP009", "ATT010")
_ELSEWHERE = frozenset(
    (*_MECHANISM, *_NON_CLINICAL, *_GENE_CARE, *_DISCLOSED, *_COST, *_OPEN, "GEN001", "GEN017", "GEN002", "GEN019")
)

VIEWPOINTS: tuple[View, ...] = (
    View(
        "accumulation",
        ("① 安全性・有効性に関する情報の蓄積", "1 Accumulated information on safety and effect"),
        (
            Topic("registry", ("症例の登録", "registry"), ("REG",), but=_ELSEWHERE),
            Topic("events", ("疾病等の把握・報告・原因の究明", "adverse events"), _EVENTS),
            Topic("following", ("追跡と効果の検証", "follow-up and verification"), _FOLLOWING),
            Topic("periodic", ("定期の報告と評価", "periodic report and evaluation"), ("ADM017", "VAL009")),
        ),
    ),
    View(
        "quality",
        ("② 品質・製造管理", "2 Quality and manufacture"),
        (
            Topic("specification", ("製品の規格・試験", "specification and tests"), ("OUT", "STD"), but=_ELSEWHERE),
            Topic("manufacture", ("製造管理・品質管理", "manufacturing control"), ("MFG",), but=_ELSEWHERE),
            Topic("design", ("品質設計", "quality by design"), ("QBD",), but=_ELSEWHERE),
            Topic("use", ("投与時の品質", "quality at the point of use"), ("QCT",), but=_ELSEWHERE),
            Topic(
                "virus", ("ウイルス安全性・残存DNA", "virus safety and residual DNA"), ("VIR", "DNA"), but=_ELSEWHERE
            ),
            Topic(
                "technology",
                ("EV・特定核酸等・ファージに固有の品質", "quality of EV, nucleic acids and phage"),
                ("EVS", "GEN", "MRN", "PHG"),
                but=_ELSEWHERE,
            ),
            Topic("record", ("監査と製造の実績", "audit and record"), ("VAL013", "VAL014")),
        ),
    ),
    View(
        "evidence",
        ("③ 科学的根拠", "3 Scientific evidence"),
        (
            Topic(
                "sources",
                ("出典・研究の段階・国内外の実施状況", "sources, stage, precedents"),
                ("VAL002", "ATT004", "ATT005", "ATT006", "ATT008"),
            ),
            Topic("match", ("同じ細胞・疾患・経路・条件", "same cells, disease, route"), ("VAL003", "VAL004")),
            Topic(
                "balance",
                ("便益と危険・標準治療での位置", "benefit, risk, standard care"),
                ("VAL005", "VAL006", "ADM001", "ICF017"),
            ),
            Topic("mechanism", ("作用機序と力価", "mechanism and potency"), _MECHANISM),
            Topic("non-clinical", ("非臨床の安全性", "non-clinical safety"), _NON_CLINICAL),
            Topic("rationale", ("遺伝子・核酸の選定理由", "choice of the gene"), ("GEN002", "GEN019")),
        ),
    ),
    View(
        "provision",
        ("④ 実施体制", "4 Arrangements for provision"),
        (
            Topic("committee", ("委員会", "committee"), _COMMITTEE),
            Topic("people", ("人員・救急医療・教育", "people, emergency care, training"), ("PPL", "CMP007")),
            Topic("patients", ("患者ごとの判断", "judgement for each patient"), ("VAL015", "ADM002")),
            Topic("stopping", ("評価と中止・見直しの基準", "stopping rules"), ("VAL008", "ADM003", "ADM019", "ADM020")),
            Topic("gene-care", ("遺伝子治療の監視と提供管理", "care in gene therapy"), _GENE_CARE),
            Topic("cartagena", ("カルタヘナ法への対応", "Cartagena Act"), ("CAR",), but=_ELSEWHERE),
        ),
    ),
    View(
        "transparency",
        ("⑤ 情報提供の透明性", "5 Transparency"),
        (
            Topic(
                "consent",
                ("説明文書・同意文書", "consent documents"),
                ("ICF",),
                but=_ELSEWHERE | {"ICF017"},
            ),
            Topic("disclosed", ("成績・不明な点・危険の開示", "results and unknowns disclosed"), _DISCLOSED),
            Topic("cost", ("費用", "cost"), _COST),
            Topic("open", ("公開・利益相反・相談先", "publication, interests, contact"), _OPEN),
        ),
    ),
)

RISKS: tuple[Topic, ...] = (
    Topic("evaluation", ("危険の評価・低減策・残る危険", "evaluation, reduction, what remains"), ("RSK001",), True),
    Topic(
        "infection",
        ("感染性因子・微生物汚染", "infectious agents and contamination"),
        (
            "VIR001",
            "VIR002",
            "VIR003",
            "VIR004",
            "VIR005",
            "VIR006",
            "VIR007",
            "VIR014",
            "CEL009",
            "CEL010",
            "STD011",
            "STD013",
            "EVS013",
        ),
        True,
    ),
    Topic("endotoxin", ("エンドトキシン・発熱物質", "endotoxin"), ("STD014",), True),
    Topic(
        "mix-up",
        ("製造管理・取り違え・ロットの変動", "manufacture, mix-up, lot variation"),
        ("MFG009", "MFG010", "MFG013", "MFG018", "MFG020", "QCT009", "QCT010"),
        True,
    ),
    Topic(
        "reaction",
        ("急変への備え（免疫反応・塞栓など）", "readiness for reactions and emboli"),
        ("PPL008", "PPL009", "PPL010", "PPL011"),
        True,
    ),
    Topic("attention", ("注意度の高い条件の認識", "conditions that call for attention"), ("RSK006",), True),
    Topic("cost", ("費用・情報の偏り", "cost and asymmetry of information"), ("VAL007", "VAL016", "RSK005"), True),
    Topic("modality", ("用いる技術に固有の危険の全体", "risks of the technology as a whole"), ("RSK002",)),
    Topic(
        "source",
        ("由来細胞の差・提供者の差", "difference of source and donor"),
        ("CEL003", "CEL004", "EVS006", "EVS007", "EVS015", "RSK004"),
    ),
    Topic("distribution", ("体内分布・残留", "biodistribution"), ("GEN009", "EVS018")),
    Topic("repetition", ("反復投与・感作・蓄積", "repeated administration"), ("RSK003",)),
    Topic("modified-ev", ("改変型のEV", "modified EV"), ("EVS016", "EVS017")),
    Topic("tumour", ("造腫瘍性・細胞老化", "tumorigenicity and senescence"), ("RSK007", "RSK008", "EVS008")),
    Topic("insertion", ("挿入変異・組込み", "insertion"), ("GEN011", "GEN012", "DNA006")),
    Topic("replication", ("増殖性ウイルス", "replication-competent virus"), ("VIR011",)),
    Topic("off-target", ("オフターゲット・転座・p53", "off-target and rearrangement"), ("GEN015", "GEN016")),
    Topic("germline", ("生殖細胞への影響", "germline"), ("GEN010",)),
    Topic(
        "toxicity",
        ("肝毒性・血栓性微小血管症・神経毒性・免疫毒性", "liver, nerve and immune toxicity"),
        ("GEN013", "GEN014", "MRN005"),
    ),
    Topic(
        "residual-dna",
        ("残存DNA・二本鎖RNA", "residual DNA and dsRNA"),
        ("DNA001", "DNA002", "DNA003", "DNA004", "DNA005", "DNA008", "DNA009", "DNA010", "MRN003"),
    ),
    Topic("capsid", ("空カプシド・粒子内の目的外DNA", "empty capsids"), ("GEN007",)),
    Topic("phage", ("溶菌・耐性・毒素", "lysis, resistance, toxins"), ("PHG",)),
    Topic(
        "environment", ("環境・第三者への広がり", "environment and others"), ("CAR005", "CAR006", "CAR007", "CAR008")
    ),
)
