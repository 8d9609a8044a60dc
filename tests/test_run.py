"""The launcher's own decisions; setting up is tried on a bare machine by CI."""

import importlib.util
from pathlib import Path

import pytest

SPEC = importlib.util.spec_from_file_location("run", Path(__file__).parents[1] / "run.py")
run = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(run)


def test_that_words_are_routed_to_tests_commands_window_or_tour(capsys):
    assert run.route(["test", "-k", "money"], display=False) == ["-m", "pytest", "-k", "money"]
    assert run.route(["verify", "--json"], display=False) == ["-m", "studio_ledger", "verify", "--json"]
    assert run.route([], display=True) == ["-m", "studio_ledger"]
    assert run.route([], display=False)[2] == "tour"
    assert "没有显示器" in capsys.readouterr().err


def test_that_only_missing_packages_are_installed_under_either_name():
    assert run.missing_packages(set(run.QT_PACKAGES), ensurepip=True) == []
    assert run.missing_packages(set(run.QT_PACKAGES), ensurepip=False) == ["python3-venv"]
    newer = {name if name != "libglib2.0-0" else "libglib2.0-0t64" for name in run.QT_PACKAGES}
    assert run.missing_packages(newer, ensurepip=True) == []
    assert "libegl1" in run.missing_packages(set(), ensurepip=True)


def test_that_another_lock_python_or_place_means_another_set_up():
    parts = [(b"a", "3.11", "/x"), (b"b", "3.11", "/x"), (b"a", "3.12", "/x"), (b"a", "3.11", "/y")]
    assert len({run.state(*part) for part in parts}) == 4


def test_that_fcitx_is_spoken_with_through_ibus(monkeypatch):
    monkeypatch.setattr(run.sys, "platform", "linux")
    assert run.input_method({"XMODIFIERS": "@im=fcitx"}) == {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}
    assert run.input_method({"QT_IM_MODULE": "fcitx5"})["QT_IM_MODULE"] == "ibus"
    assert run.input_method({"QT_IM_MODULE": "ibus"}) == {}
    assert run.input_method({}) == {}


@pytest.mark.parametrize("version", [(3, 10, 14), (3, 14, 0)])
def test_that_a_python_without_wheels_is_told_before_anything_is_installed(version, monkeypatch, capsys):
    monkeypatch.setattr(run.sys, "version_info", version)
    monkeypatch.setattr(run, "set_up", lambda: pytest.fail("it began to set up"))
    assert run.main(["verify"]) == 2
    assert "3.11" in capsys.readouterr().err


@pytest.fixture
def ran(monkeypatch, tmp_path):
    """The commands that were started instead of starting them, in an environment of its own."""
    commands = []
    monkeypatch.setattr(run, "VENV", tmp_path)
    monkeypatch.setattr(run.subprocess, "run", lambda command, **_: commands.append(command))
    monkeypatch.setattr(run, "set_up", lambda: None)
    monkeypatch.setattr(run.sys, "version_info", (3, 12, 0))
    return commands


def test_that_text_recognition_is_installed_once_and_from_its_lock(ran, capsys):
    assert [run.main(["ocr"]), run.main(["ocr"])] == [0, 0]
    [command] = ran
    assert command[-2:] == ["-r", str(run.OCR_LOCK)]
    assert "--require-hashes" in command
    assert run.OCR_LOCK.exists()
    assert "已安装" in capsys.readouterr().err


def test_that_text_recognition_is_not_promised_to_a_python_without_it(ran, monkeypatch, capsys):
    monkeypatch.setattr(run.sys, "version_info", (3, 13, 0))
    assert run.main(["ocr"]) == 2
    assert ran == []
    assert "3.12" in capsys.readouterr().err


def test_that_the_recogniser_wants_no_other_library_than_the_program():
    """It is installed over the program's own environment: a second version of a library would replace the first."""
    pins = [
        dict(line.split(" ")[0].split("==") for line in lock.read_text().splitlines() if "==" in line)
        for lock in (run.LOCK, run.OCR_LOCK)
    ]
    shared = pins[0].keys() & pins[1].keys()
    assert "pillow" in shared
    assert {name: pins[0][name] for name in shared} == {name: pins[1][name] for name in shared}
