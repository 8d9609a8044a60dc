"""Replay the whole log into a fresh database and compare: what differs was changed behind the log's back."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Table, bindparam, select

from studio_ledger.ledger import journal
from studio_ledger.ledger.apply import UNSIGNED, apply
from studio_ledger.log import act as acts
from studio_ledger.log import canonical
from studio_ledger.log.act import Act, Head
from studio_ledger.model.verification import Defect, Verification
from studio_ledger.storage import guards
from studio_ledger.storage import tables as t
from studio_ledger.storage.columns import metadata
from studio_ledger.storage.engine import make_memory_engine
from studio_ledger.storage.payees import payee, secret

Progress = Callable[[int, int], None]
MOST_DEFECTS = 200
CLOCK_SLACK: Final = dt.timedelta(minutes=10)
"""So much may a PC's clock be set back by itself."""
_FILE_KEYS = frozenset({"sha256", "file", "mended_file", "slip", "receipt", "proof"})
_SHA256_LENGTH = 64
_KEY: Final = select(t.person.c.public_key, t.person.c.revoked_seq).where(t.person.c.id == bindparam("person"))
_EVIDENCE: Final = select(t.evidence.c.data).where(t.evidence.c.sha256 == bindparam("sha256"))


class _Replay:
    """One run over the log; collects defects instead of stopping at the first."""

    def __init__(self, source: Connection, shadow: Connection) -> None:
        self.source, self.shadow = source, shadow
        self.defects: list[Defect] = []
        self.head = Head()
        self.hashes: dict[int, str] = {0: acts.GENESIS_PREVIOUS.hex()}
        self.ledger = ""
        self.ids: set[str] = set()
        self.signers: dict[str, str] = {}
        self.taken = 0
        self.files: set[str] = set()
        self.latest: dt.datetime | None = None
        self.clock: list[Defect] = []

    def defect(self, code: str, where: str, message: str) -> None:
        if len(self.defects) < MOST_DEFECTS:
            self.defects.append(Defect(code, where, message))

    def take(self, row: journal.StoredAct) -> None:
        """Check one stored act and move the shadow by it."""
        seq, body, signatures, stored, index = row
        self.taken += 1
        where = f"act {seq}"
        if seq != self.head.seq + 1:
            self.defect("log.gap", where, f"日志缺少第 {self.head.seq + 1} 至 {seq - 1} 条记录。")
            self.head = Head(seq - 1, self.head.hash)
        chained = acts.chain_hash(self.head.hash, seq, body, signatures)
        if chained != stored:
            self.defect("log.chain", where, f"第 {seq} 条记录的内容或其前的记录被改动过，哈希链在此断开。")
        self.head = Head(seq, stored)
        self.hashes[seq] = stored.hex()
        try:
            fields = canonical.decode(body)
            act = Act(seq, body, signatures, stored, fields)
            self._check(act, index)
            self._look_at_the_clock(act)
            self.files.update(_files_in(act.data))
            with self._whole_or_not_at_all():
                apply(self.shadow, act)
        except Exception as error:  # noqa: BLE001 - whatever a forged act raises is a defect, not a crash
            self.defect("log.act", where, f"第 {seq} 条记录不能照规则重放：{error}。")

    @contextmanager
    def _whole_or_not_at_all(self) -> Iterator[None]:
        """Undo what a refused act has moved in the shadow. Said to the driver itself: it is said for every act."""
        driver = self.shadow.connection.driver_connection
        assert driver is not None  # noqa: S101 - for mypy: the connection is open
        driver.execute("SAVEPOINT act")
        try:
            yield
        except BaseException:
            driver.execute("ROLLBACK TO act")
            raise
        finally:
            driver.execute("RELEASE act")

    def _check(self, act: Act, index: tuple[str, ...]) -> None:
        where = f"act {act.seq}"
        if (act.kind, act.id, act.document, act.by, act.fields["at"]) != index:
            self.defect("log.columns", where, f"第 {act.seq} 条记录的索引列与签名内容不一致。")
        if act.id in self.ids:
            self.defect("log.id", where, f"第 {act.seq} 条记录的编号在日志中已有。")
        self.ids.add(act.id)
        self.ledger = self.ledger or str(act.fields["ledger"])
        if act.fields["ledger"] != self.ledger:
            self.defect("log.ledger", where, f"第 {act.seq} 条记录属于另一个账套。")
        seen = int(act.fields["seen"])
        # The program always signs over the newest act: an older one copied to the end does not stand on it.
        if seen != act.seq - 1 or self.hashes.get(seen) != act.fields["head"]:
            self.defect("log.seen", where, f"第 {act.seq} 条记录签名时所见的历史与现在的日志不同。")
        if act.kind not in UNSIGNED:
            self._check_signature(act)

    def _look_at_the_clock(self, act: Act) -> None:
        """Note an act that is dated before the one it follows: the chain orders acts, roles are held by the date."""
        if self.latest is not None and act.at < self.latest - CLOCK_SLACK and len(self.clock) < MOST_DEFECTS:
            told = f"第 {act.seq} 条记录的时间 {act.at:%Y-%m-%d %H:%M} 早于前一条的 {self.latest:%Y-%m-%d %H:%M}。"
            self.clock.append(Defect("log.clock", f"act {act.seq}", told))
        self.latest = act.at

    def _check_signature(self, act: Act) -> None:
        key = str(act.data["public_key"]) if act.kind == "enrol" else self._key_of(act.by)
        try:
            signatures = json.loads(act.signatures)
        except ValueError:
            signatures = []
        if not key or not acts.signed_by(act.body, signatures, key):
            self.defect("log.signature", f"act {act.seq}", f"第 {act.seq} 条记录的签名不是其本人登记的密钥所签。")
        if act.kind == "sign":
            self.signers.setdefault(key, f"act {act.seq}")

    def _key_of(self, person: str) -> str:
        row = self.shadow.execute(_KEY, {"person": person}).one_or_none()
        return str(row.public_key) if row and not row.revoked_seq else ""


def verify(
    connection: Connection,
    *,
    pinned_head: str = "",
    fingerprints: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Verification:
    """Replay the log and compare everything with it.

    `pinned_head` is SEQ:HASH from paper, `fingerprints` login → fingerprint from the forms.
    Without either, a cut-off tail or a wholly re-created ledger cannot be noticed: `pinned` says so.
    """
    total = journal.count(connection)
    engine = make_memory_engine()
    with engine.connect() as shadow:
        metadata.create_all(shadow, tables=[*t.PROJECTIONS])
        run = _Replay(connection, shadow)
        for page in journal.pages(connection):
            for row in page:
                run.take(row)
            if progress:
                progress(run.head.seq, total)
            if cancelled and cancelled():
                break
        if run.taken != total:
            run.defect("log.gap", "act", "日志中有不在正常编号之内的记录。")
        _compare_tables(run)
        _check_surroundings(run)
        _check_pins(run, pinned_head, fingerprints or {})
        vouchers = shadow.execute(select(t.document.c.id).where(t.document.c.kind == "voucher")).all()
    return Verification(
        ok=not run.defects,
        acts=total,
        vouchers=len(vouchers),
        head_seq=run.head.seq,
        head_hash=run.head.hash.hex(),
        defects=tuple(run.defects),
        pinned=bool(pinned_head or fingerprints),
        unlogged=tuple(table.name for table in t.UNLOGGED),
        clock=tuple(run.clock),
    )


def _rows(connection: Connection, table: Table) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    keys = len(table.primary_key.columns)
    ordered = [*table.primary_key.columns, *(c for c in table.columns if not c.primary_key)]
    return {tuple(row[:keys]): tuple(row) for row in connection.execute(select(*ordered))}


def _compare_tables(run: _Replay) -> None:
    for table in t.PROJECTIONS:
        if table is t.balance:
            _compare_balances(run)
            continue
        stored, replayed = _rows(run.source, table), _rows(run.shadow, table)
        for key in stored.keys() | replayed.keys():
            if stored.get(key) != replayed.get(key):
                where = f"{table.name} {'/'.join(map(str, key))}"
                column = _column(table, stored.get(key), replayed.get(key))
                words = f"表 {table.name} 中的“{key[0]}”与日志重放的结果不一致{column}。"
                run.defect("table.differs", where, words)


def _column(table: Table, stored: tuple[Any, ...] | None, replayed: tuple[Any, ...] | None) -> str:
    if stored is None:
        return "（表中缺少此行）"
    if replayed is None:
        return "（日志中没有此行）"
    ordered = [*table.primary_key.columns, *(c for c in table.columns if not c.primary_key)]
    names = [c.name for c, old, new in zip(ordered, stored, replayed, strict=True) if old != new]
    return f"（{'、'.join(names)}）"


def _compare_balances(run: _Replay) -> None:
    """Rows of zero stand for nothing: compare what they add up to."""
    stored = {key: row for key, row in _rows(run.source, t.balance).items() if any(row[-2:])}
    replayed = {key: row for key, row in _rows(run.shadow, t.balance).items() if any(row[-2:])}
    for key in stored.keys() | replayed.keys():
        if stored.get(key) != replayed.get(key):
            run.defect("table.differs", f"balance {'/'.join(map(str, key))}", "余额表与日志重放的结果不一致。")


def _check_surroundings(run: _Replay) -> None:
    for name in guards.missing(run.source):
        run.defect("guard.missing", name, f"数据库的保护触发器 {name} 被删除或改动。")
    wanted = set(run.files)
    for sha256 in _sound(run, wanted):
        wanted.discard(sha256)
    for sha256 in sorted(wanted):
        run.defect("evidence.missing", sha256, "已签字凭证所附的原件不在账套中，或内容被改动。")
    _check_secrets(run)


def _check_secrets(run: _Replay) -> None:
    """A locked value that was exchanged no longer has the hash that the log names; one that was erased is no defect."""
    rows = {row.id: row._asdict() for row in run.shadow.execute(select(payee)).all()}
    for place, blob in run.source.execute(select(secret.c.place, secret.c.blob)):
        name, _, field = str(place).partition("/")
        if rows.get(name, {}).get(f"{field}_cipher") != hashlib.sha256(blob).hexdigest():
            run.defect("secret.differs", str(place), "收款人的个人信息（密文）被改动过，不是登记时锁存的内容。")


def _files_in(data: Any) -> Iterator[str]:
    """Yield every file of the store that an act names, wherever in it the name stands."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            if key in _FILE_KEYS and isinstance(value, str) and len(value) == _SHA256_LENGTH:
                yield value
            else:
                yield from _files_in(value)
    elif isinstance(data, (list, tuple)):
        for value in data:
            yield from _files_in(value)


def _sound(run: _Replay, wanted: Iterable[str]) -> Iterable[str]:
    for sha256 in sorted(wanted):
        data = run.source.execute(_EVIDENCE, {"sha256": sha256}).scalar_one_or_none()
        if data is not None and hashlib.sha256(data).hexdigest() == sha256:
            yield sha256


def _check_pins(run: _Replay, pinned_head: str, fingerprints: Mapping[str, str]) -> None:
    if pinned_head:
        seq, _, wanted = pinned_head.partition(":")
        number = int(seq) if seq.isascii() and seq.isdigit() else 0
        if number < 1 or run.hashes.get(number) != wanted.lower():
            run.defect("pin.head", pinned_head, "纸面上的日志头不在本账套的日志中：日志被截断、回退或整体重建过。")
    known = {wanted.replace(" ", "").upper() for wanted in fingerprints.values()}
    for key, where in run.signers.items() if fingerprints else ():
        if not key or acts.fingerprint(key).replace(" ", "") not in known:
            run.defect("pin.signer", where, "有签字所用的密钥不在所给的登记表指纹之中。请核对全部签字人的登记表。")
    for login, wanted in fingerprints.items():
        row = run.shadow.execute(select(t.person.c.public_key).where(t.person.c.login == login)).one_or_none()
        found = acts.fingerprint(row.public_key) if row and row.public_key else ""
        if found.replace(" ", "") != wanted.replace(" ", "").upper():
            run.defect("pin.key", login, f"{login} 的密钥指纹与登记表上的不同。")
