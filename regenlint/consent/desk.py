"""A desk for questions and complaints that a reader can reach."""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import lacking, need_documents
from regenlint.contacts import contacts, near
from regenlint.context import Context
from regenlint.rules import Evidence, Finding, Outcome


def reachable_desk(ctx: Context) -> Iterator[Finding | Evidence]:
    """Evidence where a desk has a telephone number or mail address beside it, else one finding."""
    need_documents(ctx)
    found = contacts(ctx)
    desks = ctx.hits("icf.desk")
    for desk in desks:
        contact = near(desk, found, ctx)
        if contact is not None:
            yield Evidence(contact.anchor, "value")
            return
    if desks:
        yield lacking(
            ctx,
            ["窓口の電話番号又は電子メールアドレス"],
            ["a telephone number or mail address of the desk"],
            desks[0],
            outcome=Outcome.DEFICIENT,
        )
    else:
        yield lacking(ctx, ["苦情及び問合せの窓口と連絡先"], ["the desk for complaints and how to reach it"])
