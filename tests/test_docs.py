"""The documentation tells the truth: links lead somewhere, commands exist, snippets work, lists are complete."""

import re
import tomllib
from contextlib import redirect_stdout
from dataclasses import fields
from functools import cache
from io import StringIO
from pathlib import Path
from typing import get_args

import pytest
import re2

from courtesy.cases.actions import AlertKind
from courtesy.casework.intake import intake_of
from courtesy.cli import COMMANDS, main
from courtesy.config.file import parse
from courtesy.config.rulebook import OWN
from courtesy.reading import KINDS, Reading
from courtesy.reading.rules import PLACES, read_rules
from courtesy.store.event_json import encode

ROOT = Path(__file__).parents[1]
PAGES = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in ROOT.glob("*.md")} | {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")
}
PICTURES = ROOT / "docs/pictures"  # not in the sdist

pages = pytest.mark.parametrize("page", sorted(PAGES))


def snippets(page: str, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGES[page], re.DOTALL | re.MULTILINE)


def code(page: str) -> list[str]:
    """Everything set as code: fenced and indented lines, and spans."""
    text = PAGES[page]
    lines = re.findall(r"^(?:    |```\w*\n)(.*)$", text, re.MULTILINE)
    return [*lines, *re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE))]


def anchors(text: str) -> set[str]:
    """What a page's headings are called in links."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pages
def test_links_lead_somewhere(page: str) -> None:
    """To a file of the project, and a heading in it."""
    for link in re.findall(r"\]\(([^)]+)\)", PAGES[page]):
        name, _, anchor = link.partition("#")
        target = (ROOT / page).parent / name if name else ROOT / page
        if link.startswith("https://") or (PICTURES in target.parents and not PICTURES.exists()):
            continue
        assert target.exists(), link
        assert not anchor or anchor in anchors(target.read_text(encoding="utf-8")), link


@pages
def test_lines_fit_a_terminal(page: str) -> None:
    """But for tables, whose rows cannot be broken."""
    assert not [line for line in PAGES[page].splitlines() if len(line) > 120 and not line.startswith("|")]


def test_every_page_is_reached_from_the_front_page() -> None:
    """A page nobody can find is no documentation."""
    linked = {link.partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", PAGES["README.md"])}
    assert set(PAGES) - {"README.md"} <= linked


@pages
def test_commands_exist(page: str) -> None:
    """Of the program, and of make."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^(\w+):", makefile, re.MULTILINE))
    for line in code(page):
        for command in re.findall(r"^(?:\.venv/bin/)?courtesy (\w+)", line):
            assert command in COMMANDS, line
            options = set(re.findall(r"--[\w-]+", line))
            assert not options or options <= set(re.findall(r"--[\w-]+", usage(command))), line
        for target in re.findall(r"^make (\w+)", line):
            assert target in targets, line


@cache
def usage(command: str) -> str:
    """What a command says of itself."""
    with redirect_stdout(StringIO()) as said, pytest.raises(SystemExit):
        main([command, "--help"])
    return said.getvalue()


@pytest.mark.parametrize("unit", ["systemd/courtesy.service", "launchd/org.courtesy.agent.plist"])
def test_unit_files_say_what_the_front_page_says(unit: str) -> None:
    """How to install them, with commands that exist; and pages they name say what they are named for."""
    text = (ROOT / unit).read_text(encoding="utf-8")
    comments = (
        re.findall(r"<!--(.*?)-->", text, re.DOTALL) if unit.endswith("plist") else re.findall("^#(.*)", text, re.M)
    )
    lines = [line for comment in comments for line in comment.splitlines()]
    for command in re.findall(r"""(?:^|["'`])\s*courtesy ([\w ]+)""", "\n".join(lines), re.M):
        assert command.split()[0] in COMMANDS, command
    install = [line.strip() for line in lines if re.match(r"\s+(?:mkdir|cp|systemctl|launchctl) ", line)]
    assert install
    assert set(install) <= {line.strip().replace(f" {unit}", f" {Path(unit).name}") for line in code("docs/install.md")}
    for page, caption in re.findall(r'(docs/\w+\.md), "([^"]+)"', text):
        assert caption in PAGES[page]


@pages
def test_files_that_are_named_exist(page: str) -> None:
    """By their path from the root, or within the package."""
    for name in code(page):
        if re.fullmatch(r"(?:[\w.-]+/)*[\w.-]+\.(?:py|toml|lock|plist|service)|(?:\w+/)+\w+/?", name):
            folders = [ROOT, ROOT / "daemon/courtesy", ROOT / "daemon/courtesy/mail", ROOT / "rules/en"]
            assert any((folder / name).exists() for folder in folders) or name in ("config.toml", OWN), name


@pages
def test_configuration_in_the_text_is_valid(page: str) -> None:
    """As it stands, with every key spelt right."""
    for text in snippets(page, "toml"):
        parse(text)


def test_the_rule_in_the_text_works() -> None:
    """It is accepted, matches its examples and none of its counter-examples."""
    text = snippets("CONTRIBUTING.md", "toml")[0]
    problems: list[str] = []
    rules = read_rules("text.toml", text, tomllib.loads(text)["rule"], {}, problems)
    assert not problems
    for rule in rules:
        assert all(any(re2.search(f"(?i){one}", example) for one in rule.any) for example in rule.example)
        for counter in rule.counter:
            silenced = any(re2.search(f"(?i){one}", counter) for one in rule.unless)
            assert silenced or not any(re2.search(f"(?i){one}", counter) for one in rule.any)
    assert all(f"`{place}`" in PAGES["CONTRIBUTING.md"] for place in PLACES)


def test_the_page_on_configuration_has_every_key() -> None:
    """It is the example, which another test compares with the program."""
    assert (ROOT / "config.example.toml").read_text(encoding="utf-8") in snippets("docs/configuration.md", "toml")


def rows(page: str) -> set[str]:
    """What the first column of the tables names."""
    return set(re.findall(r"^\| `?([\w.-]+)`? \|", PAGES[page], re.MULTILINE)) - {"kind", "key", "alert", "where"}


def test_the_page_on_readings_is_complete() -> None:
    """Every kind and every fact, and nothing else."""
    facts = {field.name for field in fields(Reading)} - {"kind"}
    assert rows("docs/reading.md") == {*KINDS, *facts}


def test_the_page_on_privacy_says_what_is_kept_of_own_mail() -> None:
    """Perhaps its capitalised words, but no more of its text."""
    config = parse('[me]\naddresses = ["ada@mail.example"]\n')
    intake = intake_of(config)
    header = b"From: ada@mail.example\nTo: Lee <lee@firm.example>\nSubject: About yesterday\n"
    message = intake.parse(header + b"\nThank you for the talk at Zanzibar. My salary is a secret.\n")
    event = intake.event(message, sent=True)
    assert event is not None
    kept = encode(event).lower()
    assert b"lee@firm.example" in kept
    assert not [word for word in (b"salary", b"secret", b"talk", b"yesterday") if word in kept]
    assert ("begin with a capital" in PAGES["docs/privacy.md"]) == (b"zanzibar" in kept)


def test_the_rules_name_every_alert() -> None:
    """And no other."""
    assert rows("docs/rules-of-holds-and-alerts.md") == set(get_args(AlertKind))


def test_every_dependency_earns_a_line() -> None:
    """Those that run, those that test; and none that is gone."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"].values()
    wanted = [*project["project"]["dependencies"], *(one for group in groups for one in group)]
    assert rows("docs/dependencies.md") - {"package"} == {re.split(r"[>=; ]", one)[0] for one in wanted}
