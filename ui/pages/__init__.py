"""All pages by name. A page's module is imported when the page is first looked at, so that the window opens fast."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from ui.pages.page import Page


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A line of the rail: where the page's class is, and who sees it.

    `roles` are the roles that see it (values of Role), empty for all; `key` its shortcut.
    """

    name: str
    target: str
    title: str
    icon: str
    key: str
    roles: frozenset[str] = frozenset()


_KEEPERS = frozenset({"finance", "administrator"})
_NOT_AUDITORS = frozenset({"finance", "host", "legal_representative", "administrator"})

PAGES = (
    PageEntry("home", "ui.pages.home:HomePage", "首页·待办", "home", "Ctrl+1"),
    PageEntry("inbox", "ui.pages.inbox:InboxPage", "票据夹", "folder-open", "Ctrl+2", _KEEPERS),
    PageEntry("entry", "ui.pages.entry:EntryPage", "报销录入", "receipt-yuan", "Ctrl+3", frozenset({"finance"})),
    PageEntry(
        "signing", "ui.pages.signing:SigningPage", "审核签字", "signature", "Ctrl+4",
        frozenset({"host", "legal_representative"}),
    ),
    PageEntry(
        "requests", "ui.pages.requests:RequestsPage", "申请与借款", "file-invoice", "Ctrl+Shift+A", _NOT_AUDITORS
    ),
    PageEntry("vouchers", "ui.pages.vouchers:VouchersPage", "凭证台账", "notebook", "Ctrl+5"),
    PageEntry("payments", "ui.pages.payments:PaymentsPage", "付款与对账", "coin-yuan", "Ctrl+Shift+K"),
    PageEntry("grants", "ui.pages.grants:GrantsPage", "经费到账", "building-bank", "Ctrl+6"),
    PageEntry("budget", "ui.pages.budget:BudgetPage", "年度预算", "chart-bar", "Ctrl+7"),
    PageEntry("report", "ui.pages.report:ReportPage", "年度报告", "file-text", "Ctrl+8"),
    PageEntry("audit", "ui.pages.audit:AuditPage", "疑点与整改", "shield-check", "Ctrl+0"),
    PageEntry("rules", "ui.pages.rules:RulesPage", "规则库", "scale", "Ctrl+Shift+L"),
    PageEntry("settings", "ui.pages.settings:SettingsPage", "设置与备份", "settings", "Ctrl+9", _NOT_AUDITORS),
)  # fmt: skip
"""In the order of the rail."""

_LANDING = (("finance", "home"), ("host", "home"), ("legal_representative", "signing"), ("auditor", "report"))


def pages_for(roles: frozenset[str]) -> tuple[PageEntry, ...]:
    """Return the pages that somebody with these roles sees."""
    return tuple(page for page in PAGES if not page.roles or page.roles & roles)


def landing_page(roles: frozenset[str]) -> str:
    """Return where somebody with these roles starts."""
    return next((page for role, page in _LANDING if role in roles), "home")


def page_class(entry: PageEntry) -> type[Page]:
    """Import a page's class."""
    module, _, name = entry.target.partition(":")
    return cast("type[Page]", getattr(import_module(module), name))
