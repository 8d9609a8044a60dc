"""Below the school's limit the host alone decides what may be spent: nobody else is waited for on the page."""

import datetime as dt
from dataclasses import replace

from studio_ledger.model.money import Money
from studio_ledger.model.spending import Request, RequestRules
from tests.ui.test_signing_page import page_of


def test_that_what_the_host_decides_alone_has_no_place_for_another(qtbot, school, tmp_path):
    agreed = RequestRules("", "s1", ("books",), Money.yuan("3000"), Money.yuan("10000"), dt.date(2020, 1, 1))
    school.ledger.propose_request_rules(school.finance, agreed, "rules-1")
    school.sign_both("rules-1")
    asked = Request("", "s1", "books", "购书", "每人一套", Money.yuan("3000"), dt.date(2020, 5, 20))
    school.ledger.request(school.finance, asked, "small")
    page, _ = page_of(qtbot, school, tmp_path)
    assert page._document.row.id == "small"
    assert [step.heading for step in page.view.signatures.steps] == ["经办 / 财务", "主持人"]
    large = replace(asked, amount=Money.yuan("3000.01"))
    school.ledger.withdraw(school.finance, "small")
    school.ledger.request(school.finance, large, "large")
    page.refresh()
    qtbot.waitUntil(lambda: page._document is not None and page._document.row.id == "large")
    assert [step.heading for step in page.view.signatures.steps][-1] == "法定代表人"
