"""What every test shares: no screen, keys of its own, the shipped font, and the same examples on every run."""

import gc
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.builders import School

# A shared two-core machine is slow at times: a deadline would fail on the machine, not on the code.
settings.register_profile(
    "house", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("search", parent=settings.get_profile("house"), derandomize=False, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """The long forms of harnesses that have a short form in the suite."""
    parser.addoption("--crashes", type=int, default=8, help="how often the crash test kills the program")
    parser.addoption("--fuzz-seconds", type=float, default=5.0, help="how long each fuzz target is fed")


@pytest.fixture(scope="session")
def fuzz_seconds(pytestconfig: pytest.Config) -> float:
    """How long each fuzz target is fed."""
    return float(pytestconfig.getoption("--fuzz-seconds"))


@pytest.fixture(autouse=True)
def garbage_stays_on_the_windows_thread() -> Iterator[None]:
    """Collect on this thread alone, as the program does: a pool thread that collects would destroy widgets there."""
    gc.disable()
    yield
    gc.collect(0)
    gc.enable()


@pytest.fixture(autouse=True)
def key_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep a test's keys out of the user's data directory."""
    folder = tmp_path / "keys"
    monkeypatch.setenv("STUDIO_LEDGER_KEYS", str(folder))
    return folder


@pytest.fixture(scope="session")
def qapp(qapp):
    """pytest-qt's application with the shipped fonts: without them Chinese is boxes off screen."""
    from PySide6.QtGui import QFont, QFontDatabase

    for font in sorted(files("resources").joinpath("fonts").iterdir(), key=lambda entry: entry.name):
        if font.name.endswith(".ttf"):
            QFontDatabase.addApplicationFontFromData(font.read_bytes())
    qapp.setFont(QFont("Noto Sans SC", 10))
    return qapp


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    """A school at work, with a year's money and budget signed."""
    made = School(tmp_path)
    made.fund()
    yield made
    made.ledger.close()
