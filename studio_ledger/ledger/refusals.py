"""What the books refuse, whoever asks: window, command, import or replay."""

from __future__ import annotations

from studio_ledger.errors import LedgerError


class UnknownDocumentError(LedgerError):
    """There is no such voucher, grant, budget or closing in this ledger."""

    code = "ledger.unknown_document"


class UnknownStudioError(LedgerError):
    """There is no such studio in this ledger."""

    code = "ledger.unknown_studio"


class NotPermittedError(LedgerError):
    """The person holds no role that may take this step in this studio today."""

    code = "ledger.not_permitted"


class SamePersonError(LedgerError):
    """Submitter, host and legal representative must be three persons (Art. 4: both sign)."""

    code = "ledger.same_person"


class UnauthorisedTermError(LedgerError):
    """The legal representative's term lacks the bureau's written authorisation (Art. 4)."""

    code = "ledger.unauthorised_term"


class ContentChangedError(LedgerError):
    """What is to be signed or posted is not what the signature names."""

    code = "ledger.content_changed"


class SameIdOtherContentError(LedgerError):
    """A form's id came again with other content: it was not the same form."""

    code = "ledger.same_id"


class CarryOverForbiddenError(LedgerError):
    """The rules of the place let no leftovers go into the next year; `year` is the one that was to be closed."""

    code = "ledger.no_carry_over"


class ClosedYearError(LedgerError):
    """The year has been closed; there is no un-close."""

    code = "ledger.closed_year"


class TooLargeError(LedgerError):
    """A sum beyond a hundred billion yuan: a typing error, and the tables refuse it."""

    code = "ledger.too_large"


class NumberGapError(LedgerError):
    """A voucher number is not the next one of its studio and year."""

    code = "ledger.number_gap"


class BadClaimError(LedgerError):
    """An invoice is claimed for nothing or above its total, or all claims together are less than the voucher."""

    code = "ledger.bad_claim"


class TamperedError(LedgerError):
    """A table says something else than the signed log: nothing is shown or signed from it."""

    code = "ledger.tampered"


class AlreadyReversedError(LedgerError):
    """The voucher has been reversed already, or is itself a reversal."""

    code = "ledger.already_reversed"


class BadActError(LedgerError):
    """An act in the log is not what an honest program would have written."""

    code = "ledger.bad_act"


class BadHoldError(LedgerError):
    """A voucher draws on a request or advance that is closed, too small, or meant for something else."""

    code = "ledger.bad_hold"


class RequestNeededError(LedgerError):
    """The studio's rules want a signed request before this category is spent on (Art. 4)."""

    code = "ledger.request_needed"


class BadPaymentError(LedgerError):
    """A payment that does not fit what it pays; `reason` picks the sentence."""

    code = "ledger.bad_payment"


class BadRefundError(LedgerError):
    """Money back that is more than was paid, or of a voucher that is not posted; `reason` picks the sentence."""

    code = "ledger.bad_refund"


class BadStatementError(LedgerError):
    """A bank statement, or a tick on one of its lines, that cannot stand; `reason` picks the sentence."""

    code = "ledger.bad_statement"


class BadOpeningError(LedgerError):
    """Old books that cannot be taken over as they stand; `reason` picks the sentence, `row` the row."""

    code = "ledger.bad_opening"


class BadAccountError(LedgerError):
    """A code that is no account of the general ledger."""

    code = "ledger.bad_account"


class BadPaperError(LedgerError):
    """A city's paper that cannot be entered as it stands; `reason` picks the sentence, `row` the figure."""

    code = "ledger.bad_paper"
