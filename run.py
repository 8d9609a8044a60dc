#!/usr/bin/env python3
"""Set up what is missing, then start the ledger, its commands or its tests. Standard library only.

python3 run.py            opens the window; without a display it runs the tour instead
python3 run.py test       runs the tests; further words go to pytest
python3 run.py ocr        installs the recognition of text on photos and scans (about 420 MB)
python3 run.py ARGS…      passes ARGS to the command line
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = Path(os.environ.get("STUDIO_LEDGER_VENV") or ROOT / ".venv")
LOCK = ROOT / "requirements.lock"
OCR_LOCK = ROOT / "resources" / "ocr.lock"
TOUR_FOLDER = "tour-output"
OLDEST_PYTHON = (3, 11)
FIRST_TOO_NEW = (3, 14)  # the locked Qt has no wheels from here on
FIRST_WITHOUT_OCR = (3, 13)  # nor has the recogniser from here on

# What Qt's wheels link or load and a bare Debian lacks: off screen, then X11.
QT_PACKAGES = (
    "libegl1", "libgl1", "libxkbcommon0", "libdbus-1-3", "libfontconfig1", "libglib2.0-0",
    "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxcb-xkb1", "libxkbcommon-x11-0",
    "libxcb-randr0", "libxcb-image0", "libxcb-render-util0", "libx11-xcb1",
)  # fmt: skip


class SetUpError(Exception):
    """Something is missing that this script may not install: the sentence says what to do."""


def main(words: list[str]) -> int:
    """Set up and start; returns the exit code of what was started."""
    if not OLDEST_PYTHON <= sys.version_info < FIRST_TOO_NEW:
        say("需要 Python 3.11、3.12 或 3.13。", "Python 3.11, 3.12 or 3.13 is needed.")
        return 2
    try:
        set_up()
        if words == ["ocr"]:
            return install_ocr()
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as error:
        say(f"安装没有成功：{' '.join(map(str, error.cmd))}", "The set-up failed; the lines above say why.")
        return 2
    return start(route(words, has_display()))


def route(words: list[str], display: bool) -> list[str]:
    """Return what the environment's Python is asked to run."""
    if words[:1] == ["test"]:
        return ["-m", "pytest", *words[1:]]
    if words or display:
        return ["-m", "studio_ledger", *words]
    say("没有显示器，改为演示主要流程。", f"There is no display: running the tour into {TOUR_FOLDER}/ instead.")
    return ["-m", "studio_ledger", "tour", TOUR_FOLDER]


def start(command: list[str]) -> int:
    """Run the environment's Python; the tests run in the checkout, everything else where the user stands."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))}
    environment |= input_method(os.environ)
    folder = ROOT if command[:2] == ["-m", "pytest"] else None
    try:
        return subprocess.run([venv_python(), *command], env=environment, cwd=folder, check=False).returncode
    except KeyboardInterrupt:
        return 130


def input_method(environment: dict[str, str] | os._Environ[str]) -> dict[str, str]:
    """Return what lets Qt's wheels speak with fcitx: they carry only the ibus plugin."""
    wanted = environment.get("QT_IM_MODULE", "") or environment.get("XMODIFIERS", "").removeprefix("@im=")
    if sys.platform.startswith("linux") and wanted.startswith("fcitx"):
        return {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}
    return {}


def has_display() -> bool:
    """Whether a window can be shown."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def set_up() -> None:
    """Bring the machine to the locked state; when it is there already, look at one small file and no more."""
    stamp = VENV / "set-up.stamp"
    wanted = state(LOCK.read_bytes(), sys.version, str(ROOT))
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted and venv_python().exists():
        return
    say("首次启动，正在准备运行环境……", "First start: setting up, about a minute.")
    had_ocr = ocr_stamp().exists()
    if shutil.which("dpkg-query"):
        install_packages(missing_packages(installed_packages(), ensurepip=has_ensurepip()))
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    install_locked(LOCK)
    packages = [str(ROOT / name) for name in ("studio_ledger", "ui", "reports", "resources")]
    subprocess.run([str(venv_python()), "-m", "compileall", "-q", *packages], check=False, env=byte_compiling())
    stamp.write_text(wanted, encoding="utf-8")
    if had_ocr:
        install_ocr()


def install_ocr() -> int:
    """Add the recogniser to the environment; returns the exit code."""
    if sys.version_info >= FIRST_WITHOUT_OCR:
        say("图片文字识别需要 Python 3.11 或 3.12。", "Text recognition needs Python 3.11 or 3.12.")
        return 2
    if not ocr_stamp().exists():
        say("正在安装图片文字识别，约 420 MB……", "Installing text recognition, about 420 MB.")
        install_locked(OCR_LOCK)
        ocr_stamp().write_text("", encoding="utf-8")
    say("图片文字识别已安装。", "Text recognition is installed.")
    return 0


def ocr_stamp() -> Path:
    """Return the file that tells that the recogniser was installed."""
    return VENV / "ocr.stamp"


def install_locked(lock: Path) -> None:
    """Install what a lock names, each file with the hash that stands there."""
    pip = [str(venv_python()), "-m", "pip", "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "install", "--quiet", "--require-hashes", "--only-binary", ":all:", "--compile", "-r", str(lock)],
        check=True,
        env=byte_compiling(),
    )


def byte_compiling() -> dict[str, str]:
    """Return the environment without the wish to leave .pyc files out: every start would take two to three times."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def state(lock: bytes, python: str, root: str) -> str:
    """Return what the environment depends on, as one word."""
    return hashlib.sha256(b"\0".join([lock, python.encode(), root.encode()])).hexdigest()


def venv_python() -> Path:
    """Return the environment's Python."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def has_ensurepip() -> bool:
    """Whether `python3 -m venv` can work: Debian keeps ensurepip in a package of its own."""
    probe = subprocess.run([sys.executable, "-c", "import ensurepip, venv"], check=False, capture_output=True)
    return probe.returncode == 0


def installed_packages() -> set[str]:
    """Return the names of the Debian packages that are installed."""
    listing = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Abbrev} ${Package}\n"], check=True, capture_output=True, text=True
    ).stdout
    return {line.split()[1] for line in listing.splitlines() if line.startswith("ii ")}


def missing_packages(installed: set[str], *, ensurepip: bool) -> list[str]:
    """Return the packages to install; a newer Debian's time_t names count too."""
    missing = [name for name in QT_PACKAGES if not installed & {name, name + "t64"}]
    return missing + ([] if ensurepip else ["python3-venv"])


def install_packages(names: list[str]) -> None:
    """Install Debian packages where that is allowed.

    Raises: SetUpError naming them where it is not.
    """
    if not names:
        return
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    allowed = not prefix or (
        bool(shutil.which("sudo"))
        and subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0
    )
    if not allowed or not shutil.which("apt-get"):
        packages = " ".join(names)
        raise SetUpError(
            f"缺少系统软件包，请管理员执行：apt-get install {packages}\n"
            f"System packages are missing; ask the administrator for: apt-get install {packages}"
        )
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive"]
    subprocess.run([*prefix, *quiet, "apt-get", "-qq", "update"], check=True, stdout=subprocess.DEVNULL)
    command = ["apt-get", "-qq", "-y", "--no-install-recommends", "install", *names]
    subprocess.run([*prefix, *quiet, *command], check=True, stdout=subprocess.DEVNULL)


def say(chinese: str, english: str) -> None:
    """Tell the user on stderr, so that a command's output stays clean."""
    text = f"{chinese}\n{english}\n"
    try:
        sys.stderr.write(text)
    except UnicodeEncodeError:
        sys.stderr.write(f"{english}\n")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
