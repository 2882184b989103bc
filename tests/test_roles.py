"""Names beside roles, and desks that can be reached, in plans of the small notation."""

from __future__ import annotations

import pytest

from regenlint.consent.desk import reachable_desk
from regenlint.context import Context
from regenlint.registry import registry
from regenlint.roles import named
from regenlint.rules import Evidence, Finding
from regenlint.testing import facts, plan, reading


def context(notation: str) -> Context:
    """The view of a rule that reads consent documents."""
    rules = registry()
    return Context(rules.rules["ICF002"].rule, reading(plan("@@ consent\n" + notation), facts(), rules))


@pytest.mark.parametrize(
    "line",
    [
        "管理者：見本 太郎",
        "管理者（院長）：見本太郎",
        "病院長の見本太郎が管理者を務めます。",
        "見本太郎（院長）が採血します。",
        "| 氏名 | 役割 |\n| 見本 太郎 | 管理者 |",
        "| 医療機関 | 管理者 |\n| 見本病院 | 見本 太郎 |",
        "# 管理者\n見本太郎（整形外科）",
    ],
)
def test_a_name_beside_a_role_is_found(line: str) -> None:
    assert named(context(line), "icf.role.manager") is not None


@pytest.mark.parametrize(
    "line",
    [
        "管理者が適切に管理します。",
        "管理者の氏名：",
        "院長の署名：＿＿＿＿",
        "管理者は実施責任者に報告します。",
        "当院の管理者は、安全性の確保に努めます。",
    ],
)
def test_a_role_without_a_name_names_nobody(line: str) -> None:
    assert named(context(line), "icf.role.manager") is None


def test_a_desk_is_reached_through_the_number_in_its_table() -> None:
    said = list(reachable_desk(context("# 相談窓口\n:: 担当 :: 相談室\n:: 電話 :: 03-0000-1234")))

    assert [type(x) for x in said] == [Evidence]


def test_a_desk_with_a_fax_number_only_cannot_be_reached() -> None:
    said = list(reachable_desk(context("# 相談窓口\n相談室　FAX 03-0000-1234")))

    assert [type(x) for x in said] == [Finding]
