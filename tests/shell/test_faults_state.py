"""A configuration or a state that cannot be used: one line says why and what to do, and nothing is lost or doubled."""

import resource
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.shell.home import Home, full_disk

HOLD = ["Interview? Moss Bakery"]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """With an invitation in its maildir."""
    home = Home(tmp_path)
    home.deliver("Moss Bakery")
    return home


CONFIGURATIONS: dict[str, tuple[str, str, str]] = {
    # what is replaced, by what, and what is said of it
    "syntax": ("[me]", "[me", "config.toml line 1: this is not TOML: Expected ']'"),
    "unknown": ("[state]", "[staet]", "config.toml line 5: unknown table or key 'staet'; did you mean state?"),
    "type": ("'Europe/London'", "5", "config.toml line 3: time_zone in [me] must be text in quotes, not 5"),
    "alien": ("time_zone", "\udcff", "config.toml cannot be read: it is not UTF-8"),
}


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_a_wrong_configuration_is_said_and_ends_with_2(name: str, home: Home) -> None:
    old, new, said = CONFIGURATIONS[name]
    home.config.write_text(home.config.read_text().replace(old, new), errors="surrogateescape")
    ran = home.run("status" if name == "type" else "run")
    assert (ran.returncode, ran.stdout) == (2, "")
    (complaint,) = ran.stderr.splitlines()
    assert said in complaint
    assert not home.state.exists()


def garbage(path: Path) -> None:
    path.write_bytes(b"no database at all\n" * 1000)


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def holes(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + bytes(12288) + whole[20480:])


def newer(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version=99")
    db.close()


def strange(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("UPDATE event SET body = '{}'")
    db.close()


DAMAGED = "is damaged; move it away and start again"
HARMS: dict[Callable[[Path], None], str] = {
    garbage: DAMAGED,
    half: DAMAGED,
    holes: DAMAGED,
    newer: "was written by a newer courtesy; install that version again",
    strange: "of another version of courtesy (Object missing required field `identity`); install the newest one",
}


def test_a_state_that_cannot_be_used_is_left_as_it_is(home: Home) -> None:
    path = home.state / "courtesy.db"
    assert home.once()[0] == 0
    good = path.read_bytes()
    for harm, said in HARMS.items():
        harm(path)
        harmed = path.read_bytes()
        for command in (["run", "--once"], ["status"]):
            ran = home.run(*command)
            assert (ran.returncode, ran.stdout) == (1, "")
            (complaint,) = ran.stderr.splitlines()
            assert said in complaint
        assert harm is strange or path.read_bytes() == harmed
        path.write_bytes(good)
    assert home.once() == (0, [], [])
    assert "could not be read" not in home.run("status").stdout, "no mail is to blame"
    path.unlink()  # as the remedy is
    assert len(home.once()[1]) == 1, "still owed, so told again"
    assert home.holds() == HOLD


@pytest.mark.parametrize("kilobytes", [4, 128])
def test_a_full_disk_ends_the_program_and_loses_nothing(kilobytes: int, home: Home) -> None:
    home.state.mkdir()
    with full_disk(home.state, kilobytes) as make_room:
        for _ in range(4):  # as a service manager would
            status, told, complaints = home.once()
            assert (status, told) == (1, [])
            (complaint,) = complaints
            assert "cannot grow, the disk is full; free some space and start again, nothing is lost" in complaint
        make_room()
        status, told, complaints = home.once()
        assert (status, len(told), complaints) == (0, 1, [])
        assert "could not be read" not in home.run("status").stdout
    assert home.holds() == HOLD


def test_a_file_that_may_not_grow_is_a_full_disk(home: Home) -> None:
    for octets in (0, 100_000):
        most = (octets, octets)
        status, told, complaints = home.once(lambda most=most: resource.setrlimit(resource.RLIMIT_FSIZE, most))
        assert (status, told) == (1, [])
        (complaint,) = complaints
        assert "cannot be read or written (disk I/O error); check the disk, and that it is not full" in complaint
    status, told, complaints = home.once()
    assert (status, len(told), complaints) == (0, 1, [])
    assert home.holds() == HOLD


def test_a_second_one_steps_back_and_the_first_goes_on(home: Home) -> None:
    with home.service() as service:
        service.until(lambda: service.heard("Moss Bakery"))
        for arguments in ([], ["--once"]):
            ran = home.run("run", *arguments)
            assert (ran.returncode, ran.stdout) == (1, "")
            another = f"courtesy: another `courtesy run` (process {service.process.pid}) works with {home.state}"
            assert ran.stderr == f"{another}; stop it first\n"
        assert "Moss Bakery" in home.run("status").stdout
        home.deliver("Fern Logistics")
        service.until(lambda: service.heard("Fern Logistics"))
    assert len(service.told) == 2


@pytest.mark.parametrize("name", ["", "lock", "courtesy.db"])
def test_what_is_in_the_way_of_the_state_is_said(name: str, home: Home) -> None:
    in_the_way = home.state / name
    if name:
        in_the_way.mkdir(parents=True)
    else:
        in_the_way.write_text("a letter of the owner's")
    status, told, complaints = home.once()
    assert (status, told) == (1, [])
    (complaint,) = complaints
    assert str(in_the_way if name == "courtesy.db" else home.state) in complaint
    assert "name another folder under [state]" in complaint or "check that its folder exists" in complaint
