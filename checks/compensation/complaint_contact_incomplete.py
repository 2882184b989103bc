"""苦情・問合せの窓口に、実際に連絡できる手段があるか。

何を見るか：様式（なければ説明文書）の苦情・問合せの窓口と同じ段落・表・節に、正しい桁の電話番号か電子メール
アドレスがあるか。どれか一つの文書にあれば足りる。
なぜ：省令26条、窓口の表示の実務。
見ないもの：受付時間、番号の一致（文書間の規則が見る）。窓口そのものがないときは別の規則が示す。
直し方：電話番号又は電子メールアドレスを正しい形で書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import lacking, need_documents
from regenlint.contacts import contacts, near
from regenlint.context import Context
from regenlint.rules import Evidence, Finding, NotApplicable, Outcome


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A finding at the first desk where none can be reached."""
    need_documents(ctx)
    desks = ctx.hits("cmp.desk")
    if not desks:
        raise NotApplicable("窓口の記載がなく、別の規則が示します", "no desk is named; another rule says so")
    # 連絡先 alone may be anybody's; where a desk for complaints is named, that one counts.
    desks = tuple(d for d in desks if d.text != "連絡先") or desks
    found = contacts(ctx)
    reached = [c for c in (near(d, found, ctx) for d in desks) if c is not None]
    good = next((c for c in reached if c.identifier.well_formed), None)
    if good is not None:
        yield Evidence(good.anchor, "value")
        return
    if reached:
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"窓口の電話番号の桁数が正しくありません：{reached[0].identifier.value}",
            f"the telephone number of the desk has a wrong count of digits: {reached[0].identifier.value}",
            reached[0].anchor,
        )
        return
    yield lacking(
        ctx, ["窓口の電話番号又は電子メールアドレス"], ["a telephone number or mail address of the desk"], desks[0]
    )
