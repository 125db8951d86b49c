"""What is in the wheel and the sdist, and that the program finds its own files in each of them."""

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

import courtesy

ROOT = Path(__file__).parents[1]
SHIPPED = ["rules/en", "systemd/courtesy.service", "launchd/org.courtesy.agent.plist", "config.example.toml"]


def build(source: Path, into: Path, *targets: str) -> None:
    """Build with the very backend of pip, but no network."""
    wanted = [word for target in targets for word in ("-t", target)]
    ran = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", *wanted, "-d", into], cwd=source, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel unpacked in wheel/."""
    folder = tmp_path_factory.mktemp("built")
    build(ROOT, folder, "sdist", "wheel")
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "wheel")
    return folder


def files(folder: Path) -> set[str]:
    """Every file below a folder, but what running Python leaves there."""
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {str(path.relative_to(folder)) for path in found}


def contents(wheel: Path) -> dict[str, int]:
    """Names and checksums."""
    with zipfile.ZipFile(wheel) as archive:
        return {one.filename: one.CRC for one in archive.infolist()}


def test_the_wheel_has_all_of_the_program_and_no_other_top_level_name(built: Path) -> None:
    """Neither `daemon` nor `rules`, which are other people's packages, and nothing of the tests."""
    package = built / "wheel/courtesy"
    assert {path.name.partition("-")[0] for path in (built / "wheel").iterdir()} == {"courtesy"}
    assert files(package) >= files(ROOT / "daemon/courtesy")
    assert files(package / "rules") == files(ROOT / "rules")
    assert not [name for name in files(package) if name.endswith(".jsonl") or "test" in name]


def test_the_program_finds_its_files_in_the_wheel(built: Path) -> None:
    """`shipped` answers from the package itself."""
    code = (
        f"import sys; sys.path.insert(0, {str(built / 'wheel')!r})\n"
        "from courtesy.shipped import shipped\n"
        f"for name in {SHIPPED}: print(shipped(name))"
    )
    ran = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, cwd=built)
    assert ran.stdout.split() == [str(built / "wheel/courtesy" / name) for name in SHIPPED], ran.stderr


def test_the_sdist_builds_the_same_wheel_and_can_be_tested(built: Path) -> None:
    """Whoever packages from the sdist gets the tests too."""
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        sdist.extractall(built, filter="data")
    unpacked = next(path for path in built.glob("courtesy-*") if path.is_dir())
    assert {"tests/test_packaging.py", "Makefile", "LICENSE", "README.md"} <= files(unpacked)
    build(unpacked, built / "again", "wheel")
    assert contents(next(built.glob("*.whl"))) == contents(next((built / "again").glob("*.whl")))


def test_the_tests_run_on_what_is_installed() -> None:
    """.ci/run says which of the two it means to test, the checkout or an installed wheel."""
    installed = "site-packages" in Path(courtesy.__file__).parts
    assert installed == bool(os.environ.get("COURTESY_INSTALLED"))


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements*.lock")), ids=lambda path: path.name)
def test_lock_files_name_versions_and_hashes_only(lock: Path) -> None:
    """No index, no path of somebody's computer, nothing without a hash."""
    text = lock.read_text(encoding="ascii")
    assert "://" not in text
    assert "file:" not in text
    assert not [line for line in text.splitlines() if line.startswith(("-", "/"))]
    pinned = re.findall(r"^\S+==", text, re.MULTILINE)
    hashed = re.findall(r"^\S+==.*\\\n    --hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)
    assert len(pinned) == len(hashed) > 0


def test_lock_files_name_every_dependency() -> None:
    """After a change of dependencies: make lock."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    wanted = {
        "requirements.lock": project["project"]["dependencies"],
        "requirements-dev.lock": [*project["project"]["dependencies"], *groups["test"], *groups["lint"]],
        "requirements-fit.lock": groups["fit"],
    }
    for name, packages in wanted.items():
        locked = set(re.findall(r"^(\S+?)==", (ROOT / name).read_text(encoding="ascii"), re.MULTILINE))
        assert {re.split(r"[>=; ]", one)[0] for one in packages} <= locked, f"{name}: run make lock"
