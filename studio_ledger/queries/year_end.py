"""What should be done before a year is closed, besides what the ledger refuses: paid, proven, reconciled, printed."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, func, select

from studio_ledger.ledger.refusals import BadStatementError
from studio_ledger.log import canonical
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import State
from studio_ledger.queries import bank, cards, read, spending
from studio_ledger.queries.rows import CheckItem, Todo
from studio_ledger.storage import bank as b
from studio_ledger.storage import tables as t

_EVIDENCE = ("evidence.missing", "evidence.incomplete")
LAST_MONTH = 12
_BANDS = (30, 60, 90)


def advised(connection: Connection, studio: str, year: int, today: dt.date) -> tuple[CheckItem, ...]:
    """Return the items that a year should not close without but may: each is shown to both who sign."""
    due = spending.unpaid(connection, studio, year)
    owed = cards.debts(due, today)
    lacking = lacking_evidence(connection, studio, year)
    # An account's statements and the books beside them are of the whole ledger: no line says whose studio it is.
    whose = " 全校各工作室合计" if len(read.studios(connection)) > 1 else ""
    items = [
        _item("入账凭证均已付款或收款", "（{n} 张未结清）", len(due)),
        _item(
            "公务卡透支均已还款", f"（{{n}} 笔未还，{owed.words()}）" if owed.words() else "（{n} 笔未还）", owed.open
        ),
        _advances(connection, studio, year, today),
        _item("附件齐全", "（{n} 张凭证提示缺附件且未补）", lacking),
    ]
    items += [_reconciled(connection, account, year, today, whose) for account in _accounts(connection)]
    return tuple(items)


def printed(year: int, day: str) -> CheckItem:
    """Return whether the year's report went on paper, and when; `day` is empty where it never did."""
    text = f"{year} 年度报告已打印或保存（{day}）" if day else f"{year} 年度报告已打印或保存"
    return CheckItem(text, bool(day), must=False)


def _item(text: str, open_words: str, count: int) -> CheckItem:
    return CheckItem(text + (open_words.format(n=count) if count else ""), not count, must=False)


def _advances(connection: Connection, studio: str, year: int, today: dt.date) -> CheckItem:
    """What is still out of this year and those before it: a debt does not end with December."""
    rows = [row for row in spending.advances(connection, studio, today) if row.advance.date.year <= year]
    out = [row.outstanding for row in rows if row.outstanding]
    return _item("借款均已核销或退回", f"（{{n}} 笔未还清，{Money.total(out).grouped} 元）", len(out))


def lacking_evidence(connection: Connection, studio: str, year: int) -> int:
    """Return how many posted vouchers were warned about evidence and got none afterwards."""
    document = t.document.c
    late = select(t.attachment.c.document).where(t.attachment.c.late_seq > 0)
    rows = connection.execute(
        select(document.findings).where(
            document.kind == "voucher",
            document.studio == studio,
            document.year == year,
            document.state == State.POSTED.value,
            document.reversed_by == "",
            document.id.not_in(late),
        )
    ).scalars()
    told = ({one["code"] for one in canonical.decode(found)["findings"]} for found in rows)
    return sum(not codes.isdisjoint(_EVIDENCE) for codes in told)


def _accounts(connection: Connection) -> list[str]:
    query = select(b.bank_statement.c.account).where(b.bank_statement.c.withdrawn_seq == 0).distinct()
    return sorted(connection.execute(query).scalars())


def _reconciled(connection: Connection, account: str, year: int, today: dt.date, whose: str) -> CheckItem:
    """Whether an account's statements reach the year's last day (today, while it runs) and nothing is unexplained."""
    until = min(dt.date(year, 12, 31), today)
    place = f"银行对账 {account}{whose}"
    try:
        found = bank.reconciliation(connection, account, until)
    except BadStatementError:
        return CheckItem(f"{place}（对账单未到 {until.isoformat()}）", False, must=False)
    difference = found.difference
    if difference or found.unbooked:
        words = f"（{len(found.unbooked)} 行未勾对，差额 {difference.grouped} 元）"
        return CheckItem(place + words, False, must=False)
    return CheckItem(f"{place} 已对平至 {until.isoformat()}", True, must=False)


def ageing(connection: Connection, studio: str, today: dt.date) -> dict[int, list[tuple[Money, int]]]:
    """Return the outstanding advances of a studio by band of 30 days: their sums and ages."""
    bands: dict[int, list[tuple[Money, int]]] = {}
    for row in spending.advances(connection, studio, today):
        if row.outstanding and row.state is State.SIGNED:
            bands.setdefault(row.band, []).append((row.outstanding, row.age_days))
    return bands


def waiting_count(connection: Connection, studio: str, kind: str) -> tuple[int, int, str]:
    """Return how many documents of a kind wait for signatures, their sum in fen, and the oldest's day."""
    document = t.document.c
    count, fen, oldest = connection.execute(
        select(func.count(), func.coalesce(func.sum(document.amount_fen), 0), func.min(document.submitted_at)).where(
            document.kind == kind,
            document.studio == studio,
            document.state.in_([State.SUBMITTED.value, State.HOST_SIGNED.value]),
        )
    ).one()
    return count, fen, (oldest or "")[:10]


def todos(connection: Connection, studio: str, year: int, today: dt.date) -> list[Todo]:
    """Return what stands around vouchers and waits for finance: requests, ageing advances, a year to be closed."""
    count, fen, oldest = waiting_count(connection, studio, "request")
    day = dt.date.fromisoformat(oldest) if oldest else None
    found = [Todo("request", f"{count} 份用款申请待签字", count, Money(fen), day, "requests", "requests")]
    bands = ageing(connection, studio, today)
    old = [(amount, age) for band in bands.values() for amount, age in band]
    counts = "/".join(str(len(bands.get(band, ()))) for band in _BANDS)
    told = f"{len(old)} 笔借款未还清" + (f"（满 30/60/90 天：{counts}）" if set(bands) - {0} else "")
    since = today - dt.timedelta(days=max((age for _, age in old), default=0))
    sum_ = Money.total(amount for amount, _ in old)
    found.append(Todo("advance", told, len(old), sum_, since, "requests", "advances"))
    owed = cards.debts(spending.unpaid(connection, studio), today)
    if owed.words():
        found.append(Todo("card", f"公务卡待还款：{owed.words()}", owed.open, owed.rest, None, "payments", "due"))
    if (year < today.year or (year == today.year and today.month == LAST_MONTH)) and _is_open(connection, studio, year):
        waiting = sum(not item.done for item in advised(connection, studio, year, today))
        words = f"{year} 年度待年结" + (f"，{waiting} 项未办妥" if waiting else "")
        found.append(Todo("close", words, 1, Money(), None, "report"))
    return found


def _is_open(connection: Connection, studio: str, year: int) -> bool:
    """Whether there is something to close: money or vouchers of a year that nobody has closed or is closing."""
    document = t.document.c
    kinds = connection.execute(
        select(document.kind, document.state).where(document.studio == studio, document.year == year).distinct()
    ).all()
    closing = {State.SUBMITTED.value, State.HOST_SIGNED.value, State.SIGNED.value, State.POSTED.value}
    return bool(kinds) and not any(row.kind == "close" and row.state in closing for row in kinds)
