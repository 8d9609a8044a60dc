"""What may never be paid (Art. 3 and 5), what looks like it, and goods under a category they do not belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio_ledger.rules.abroad import is_abroad
from studio_ledger.rules.sight import Complaint, Judge, Rule, Sight
from studio_ledger.rules.understood import LineReading, is_vague

if TYPE_CHECKING:
    from collections.abc import Iterator

MEETING_CATEGORIES = frozenset({"conference", "seminar"})
_EATING = ("catering", "food", "water")
_FREE = frozenset({"printing", "venue", "coach", "other_use", "postage", "training", "gathering", "repair"})
_GIVEN = frozenset({"is.meal", "is.gift"})
_NOT_WORDS = ("short.",)


def category_permitted(sight: Sight) -> Iterator[Complaint]:
    """Only the eleven categories of Art. 3 are permitted; 过程性管理 is their heading, not one of them."""
    if sight.policy.category(sight.category) is None:
        yield Complaint("category.not_permitted", None, {"category": sight.category})


def lines_of_ban(code: str) -> Judge:
    """Return the rule that reports every line on which this ban holds, or the purpose that reveals it."""

    def judge(sight: Sight) -> Iterator[Complaint]:
        found = False
        for line in sight.reading.lines:
            word = line.bans.get(code) or _hidden(code, line, sight)
            if word:
                found = True
                if not _is_told_better(code, line, sight):
                    yield Complaint(code, line.number, {"word": word})
        word = sight.reading.purpose_bans.get(code) or _of_voucher(code, sight)
        better = [_is_told_better(code, line, sight) for line in sight.reading.lines] or [False]
        if word and not found and not all(better) and not _is_hosting_too(code, sight):
            yield Complaint(code, 1 if len(sight.reading.lines) == 1 else None, {"word": word})

    return judge


def _is_told_better(code: str, line: LineReading, sight: Sight) -> bool:
    """Whether a more specific ban names the same thing as this one."""
    if code == "ban.school_operating":
        return _at_home(line, sight)
    if code != "ban.personal":
        return False
    if line.has("short.telecom"):
        return _holds("ban.school_operating", line, sight) and not _at_home(line, sight)
    if ("is.tour" in line.marks or line.has("tourism")) and _holds("ban.abroad", line, sight):
        return True
    fed = line.has(*_EATING)
    hosted = "ban.reception" in sight.reading.purpose_bans or bool(_hosted(line, sight))
    if (fed or "is.gift" in line.marks or line.short in sight.policy.goods.meeting["gifts"]) and hosted:
        return True
    clothing = "is.clothing" in line.marks or line.short in sight.policy.goods.meeting["clothing"]
    common = fed or clothing or "is.goods" in line.marks or line.bans.get(code) == line.short
    return common and _holds("ban.school_operating", line, sight)


def _is_hosting_too(code: str, sight: Sight) -> bool:
    """Whether a purpose that speaks of a private meal or a gift speaks of guests as well."""
    reading = sight.reading
    return code == "ban.personal" and "ban.reception" in reading.purpose_bans and bool(reading.purpose_marks & _GIVEN)


def _holds(code: str, line: LineReading, sight: Sight) -> bool:
    return code in line.bans or code in sight.reading.purpose_bans or bool(_hidden(code, line, sight))


def _at_home(line: LineReading, sight: Sight) -> bool:
    """Whether a telephone or a line is somebody's own: then it is no office telephone."""
    own = any(word in sight.reading.purpose + line.text for word in sight.policy.goods.meeting["own_lines"])
    return own and line.has("short.telecom")


def is_banned(line: LineReading, sight: Sight) -> bool:
    """Whether a ban holds for this line, so that nothing milder is said of it."""
    if line.bans or any(_hidden(code, line, sight) for code in BAN_CODES):
        return True
    return bool(sight.reading.purpose_bans) and len(sight.reading.lines) == 1


def _of_voucher(code: str, sight: Sight) -> str:
    travel = sight.case.expense.details.travel
    if code == "ban.abroad" and travel and is_abroad(travel.city, sight.policy.goods.places):
        return travel.city
    return ""


def _hidden(code: str, line: LineReading, sight: Sight) -> str:
    """Return the word that shows a ban only when the line is read together with the rest."""
    tables, reading = sight.policy.goods, sight.reading
    if code == "ban.reception":
        return _hosting(line, sight)
    if code == "ban.personal":
        return _private(line, sight)
    if code == "ban.school_operating":
        whole = next((word for word in tables.meeting["whole_school"] if word in reading.text), "")
        if whole and ("is.clothing" in line.marks or line.short in tables.meeting["clothing"]):
            return whole
        marked = any(mark in reading.purpose + line.text for mark in tables.pupil_marks)
        handed = next((word for word in tables.tolerance["handed_out"] if word in reading.purpose), "")
        if line.titled and marked and handed and not any(adult in reading.purpose for adult in tables.adult_marks):
            return handed
        if line.titled and marked and not line.bans:
            return next((word for word in tables.textbooks if line.text.endswith(word) or word in reading.purpose), "")
    return ""


def _hosted(line: LineReading, sight: Sight) -> str:
    tables, reading = sight.policy.goods, sight.reading
    if "is.gift" in line.marks or line.bans.get("ban.personal") in tables.meeting["gifts"]:
        return next((word for word in tables.meeting["visitors"] if word in reading.purpose), "")
    if not line.has(*_EATING, "lodging"):
        return ""
    if line.has(*_EATING) and "ban.reception" in reading.purpose_bans and not _only_drinks(sight):
        return reading.purpose_bans["ban.reception"]
    served = "guests" if line.has(*_EATING) else "lodgers"
    guests = next((word for word in tables.meeting[served] if word in reading.purpose), "")
    if guests:
        return guests
    hosting = next((word for word in tables.meeting["hosting"] if word in line.text), "")
    if hosting and not line.cleared:
        return hosting
    return ""


def _only_drinks(sight: Sight) -> bool:
    """Whether the purpose speaks of guests only in so far as it names drinks that have a line of their own."""
    drinks = "is.alcohol" in sight.reading.purpose_marks
    return drinks and any("ban.reception" in line.bans for line in sight.reading.lines)


def _hosting(line: LineReading, sight: Sight) -> str:
    return _hosted(line, sight) or ("" if not line.has(*_EATING) else _unexplained(line, sight))


def _unexplained(line: LineReading, sight: Sight) -> str:
    """A restaurant's bill that belongs to no meeting and no trip: somebody was hosted, or dined in private."""
    known = bool(line.bans or sight.reading.purpose_bans)
    return line.word("catering") if line.has("catering") and not known and not in_meeting(sight) else ""


def _private(line: LineReading, sight: Sight) -> str:
    hosted = "ban.reception" in sight.reading.purpose_bans
    if line.has("catering", "food") and not line.bans and not hosted and not in_meeting(sight):
        return line.word("catering", "food")
    if _tourism(line, sight) and not _educational(line, sight):
        return line.word("tourism")
    return ""


def in_meeting(sight: Sight) -> bool:
    """Whether food belongs to a meeting, an activity or a trip by category, papers or purpose."""
    if sight.category in MEETING_CATEGORIES | {"field_visit"} or "meeting_notice" in sight.evidence:
        return True
    details = sight.case.expense.details
    if details.conference or details.training:
        return True
    return any(word in sight.reading.purpose for word in sight.policy.goods.meeting["words"])


def _tourism(line: LineReading, sight: Sight) -> bool:
    if line.has("tourism"):
        return True
    if line.has("fare", "coach", "venue", "books", "lodging", "printing", "durable", "consumable"):
        return False
    return sight.reading.agency or "tourism" in sight.reading.purpose_tags


def _educational(line: LineReading, sight: Sight) -> bool:
    return line.has("education") or "education" in sight.reading.purpose_tags or sight.category in MEETING_CATEGORIES


def catering_at_meeting(sight: Sight) -> Iterator[Complaint]:
    """Food at a meeting is told apart from hosting by notice, sign-in and a written reason."""
    for line in sight.lines(*_EATING):
        if not is_banned(line, sight) and not line.has("allowance"):
            yield Complaint("suspect.catering", line.number, {"word": line.word(*_EATING)})


def travel_agency(sight: Sight) -> Iterator[Complaint]:
    """An educational visit through a travel agency needs record, contract and a written reason."""
    for line in sight.reading.lines:
        if _tourism(line, sight) and _educational(line, sight) and not is_banned(line, sight):
            yield Complaint("suspect.tourism", line.number, {"word": line.word("tourism")})


def vague_goods(sight: Sight) -> Iterator[Complaint]:
    """Somebody must be able to see what was bought."""
    for line in sight.reading.lines:
        if is_vague(line, sight.reading, sight.policy.goods) and not is_banned(line, sight):
            yield Complaint("suspect.goods", line.number)


def goods_fit_category(sight: Sight) -> Iterator[Complaint]:
    """Goods that plainly belong to another permitted category stand there."""
    if not _permitted(sight):
        return
    for line in sight.reading.lines:
        better = _better_category(line, sight)
        if better and not is_banned(line, sight):
            named = sight.policy.category_name
            values = {"better": named(better), "category": named(sight.category)}
            yield Complaint("category.mismatch", line.number, values)


def _better_category(line: LineReading, sight: Sight) -> str:
    tables = sight.policy.goods
    tags = {tag for tag in line.tags if not tag.startswith(_NOT_WORDS)}
    if tags & _FREE or not tags:
        return ""
    plain_kinds = [tag for tag in line.tags if tag in tables.allowed]
    if "durable" in plain_kinds:
        plain_kinds = [tag for tag in plain_kinds if tag not in {"equipment", "consumable"}]
    if "host_site" in plain_kinds:
        plain_kinds = [tag for tag in plain_kinds if tag != "information"]
    if not plain_kinds or any(_stands(tag, line, sight) for tag in plain_kinds):
        return ""
    return tables.better[plain_kinds[0]]


def _stands(kind: str, line: LineReading, sight: Sight) -> bool:
    tables = sight.policy.goods
    if kind == "books" and sight.category == "research":
        return any(word in sight.case.expense.purpose for word in tables.tolerance["topics"])
    if kind == "books" and sight.category == "publication":
        return any(word in sight.case.expense.purpose + line.text for word in tables.tolerance["own_books"])
    return sight.category in tables.allowed[kind]


def _permitted(sight: Sight) -> bool:
    return sight.policy.category(sight.category) is not None


BAN_CODES = ("ban.abroad", "ban.vehicle", "ban.reception", "ban.personal", "ban.school_operating")

RULES = (
    Rule(("category.not_permitted",), category_permitted),
    *(Rule((code,), lines_of_ban(code)) for code in BAN_CODES),
    Rule(("suspect.catering",), catering_at_meeting, lambda sight: bool(sight.lines(*_EATING))),
    Rule(("suspect.tourism",), travel_agency),
    Rule(("suspect.goods",), vague_goods),
    Rule(("category.mismatch",), goods_fit_category, _permitted),
)
