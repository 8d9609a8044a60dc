"""Use cases of the register of payees: whom the school pays, with ID number and account under lock."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from studio_ledger.ledger.apply_documents import find
from studio_ledger.ledger.apply_spending import tax_left
from studio_ledger.log.canonical import clean_text
from studio_ledger.model.payee import BadPayeeError, RegisteredPayee, id_number_holds
from studio_ledger.queries import fees
from studio_ledger.signing import vault
from studio_ledger.signing.vault import VaultError
from studio_ledger.storage import payees as p
from studio_ledger.workspace.base import Session, new_id
from studio_ledger.workspace.vault import VaultDesk

if TYPE_CHECKING:
    import datetime as dt

    from studio_ledger.model.money import Money
    from studio_ledger.model.voucher import VoucherContent
    from studio_ledger.queries.fees import FeePaid

FIELDS = ("id_number", "account")


class PayeeDesk(VaultDesk):
    """Experts, mentors and staff who are paid; the data key locks what is private in their files."""

    def put_payee(self, session: Session, payee: RegisteredPayee, *, id_number: str = "", account: str = "") -> str:
        """Take a person into the register, or write his file anew; empty numbers leave those on file as they are.

        Returns the payee's id.

        Raises: BadPayeeError, VaultError, NotPermittedError.
        """
        number, account = vault.plain_number(id_number), vault.plain_number(account)
        if not payee.name.strip():
            raise BadPayeeError(reason="name")
        if number and not id_number_holds(number):
            raise BadPayeeError(reason="id_number")
        if account and not (account.isdigit() and 8 <= len(account) <= 30):
            raise BadPayeeError(reason="account")
        payee_id = payee.id or new_id()
        with self._write() as connection:
            fields: dict[str, Any] = {
                "id": payee_id,
                "name": clean_text(payee.name).strip(),
                "kind": payee.kind,
                "title": payee.title,
                "employer": clean_text(payee.employer),
                "bank": clean_text(payee.bank),
            }
            given = {"id_number": number, "account": account}
            for field in FIELDS:
                fields[field] = self._locked(connection, session, payee_id, field, given[field])
            self._own_act(connection, session, "payee", {"payee": fields})
        return payee_id

    def _locked(
        self, connection: Connection, session: Session, payee: str, field: str, value: str
    ) -> dict[str, str]:
        """Lock a value and keep its blob outside the log; without a value what was on file stays."""
        if not value:
            row = connection.execute(select(p.payee).where(p.payee.c.id == payee)).one_or_none()
            known = row._asdict() if row else {}
            parts = {part: str(known.get(f"{field}_{part}", "")) for part in ("hash", "mac", "cipher")}
            return parts if parts["hash"] else {}
        data_key = self._data_key(connection, self._session_key(session), session.person.id)
        sealed = vault.seal(data_key, f"{payee}/{field}", field, value)
        statement = upsert(p.secret).values(place=f"{payee}/{field}", blob=sealed.blob)
        connection.execute(
            statement.on_conflict_do_update(index_elements=["place"], set_={"blob": statement.excluded.blob})
        )
        return {"hash": sealed.salted_hash, "mac": sealed.match, "cipher": sealed.cipher_hash}

    def registered_payees(self, search: str = "") -> tuple[RegisteredPayee, ...]:
        """Return the register by name; with a search only those whose name or employer holds it."""
        query = select(p.payee).order_by(p.payee.c.name, p.payee.c.id)
        if search:
            query = query.where(func.instr(p.payee.c.name, search) + func.instr(p.payee.c.employer, search) > 0)
        with self._read() as connection:
            return tuple(_payee(row) for row in connection.execute(query).all())

    def tax_to_remit(self, voucher_id: str) -> Money:
        """Return the tax that a voucher's fees withhold and no payment has remitted yet, as far as it is still due."""
        with self._read() as connection:
            return tax_left(connection, find(connection, voucher_id))

    def fees_paid(self, first: dt.date, last: dt.date) -> tuple[FeePaid, ...]:
        """Return everybody's fees of vouchers dated within these days, over all studios of the school."""
        with self._read() as connection:
            return fees.fees_paid(connection, first, last)

    def paid_before(self, content: VoucherContent, voucher: str = "") -> dict[str, tuple[Money, Money]]:
        """Return what each person on a voucher was paid before tax in its month by vouchers before it, and his tax.

        By payee id, or by name where nobody was picked from the register.
        """
        with self._read() as connection:
            return fees.earlier(connection, content, voucher)

    def reveal(self, session: Session, payee_id: str, field: str, password: str = "") -> str:
        """Return a person's ID number or account in clear; that it was looked at stands in the log.

        Empty where none is on file. `password` is needed of those whose key is not kept unlocked.

        Raises: VaultError, NotPermittedError, WrongPasswordError.
        """
        key = self._open_key(session.person, password) if password else self._session_key(session)
        with self._write() as connection:
            row = connection.execute(select(p.payee).where(p.payee.c.id == payee_id)).one_or_none()
            salted = str(row._asdict()[f"{field}_hash"]) if row else ""
            if not salted:
                return ""
            data_key = self._data_key(connection, key, session.person.id)
            blob = connection.execute(
                select(p.secret.c.blob).where(p.secret.c.place == f"{payee_id}/{field}")
            ).scalar_one_or_none()
            if blob is None:
                raise VaultError(reason="erased")
            value = vault.unseal(data_key, f"{payee_id}/{field}", bytes(blob), salted)
            self._act(connection, session, "reveal", {"payee": payee_id, "field": field})
        return value

    def altered_secrets(self) -> tuple[str, ...]:
        """Return the payees whose locked value is no longer the one that the log names."""
        with self._read() as connection:
            rows = {row.id: row._asdict() for row in connection.execute(select(p.payee)).all()}
            blobs = connection.execute(select(p.secret.c.place, p.secret.c.blob)).all()
        found = []
        for place, blob in blobs:
            payee, _, field = place.partition("/")
            logged = rows[payee][f"{field}_cipher"] if payee in rows else ""
            if hashlib.sha256(blob).hexdigest() != logged:
                found.append(payee)
        return tuple(dict.fromkeys(found))


def _payee(row: Row[Any]) -> RegisteredPayee:
    return RegisteredPayee(
        id=row.id,
        name=row.name,
        kind=row.kind,
        title=row.title,
        employer=row.employer,
        bank=row.bank,
        id_match=row.id_number_mac,
        account_match=row.account_mac,
    )

