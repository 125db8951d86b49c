"""The house rules that a machine can keep: who may import whom, what the core may not touch, how long things may be."""

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from courtesy.cli import COMMANDS

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "daemon"
FILES = sorted(SOURCE.rglob("*.py"))
ALL_FILES = sorted(path for folder in ("daemon", "tests", "bench") for path in (ROOT / folder).rglob("*.py"))

# What each part of the program knows of the others, from the bottom to the top. A part is a folder, or a module beside
# the folders. Each knows only parts above it in this list; the errors are known to all. docs/design.md draws it.
PARTS = {
    "errors": "",
    "clock": "",
    "shipped": "",
    "files": "",
    "tls": "",
    "google": "files tls",
    # the flow: mail comes in, is read, becomes an event in a case, and what is due is done
    "mail": "clock google tls",
    "reading": "mail",
    "cases": "mail reading",
    "effects": "clock mail cases google files tls",
    # the shell, which has them work together: what the owner configured, and what is remembered
    "terminal": "mail",
    "config": "reading cases shipped tls",
    "store": "reading cases effects shipped",
    "drafts": "reading cases config files shipped",
    "accounts": "google config shipped",
    "channels": "cases effects config accounts",
    "outside": "mail effects config accounts channels",
    # what is done with a mail, with a word of the owner, and in the course of time
    "casework": "mail reading cases effects terminal config store",
    "owner": "mail reading cases terminal config store outside casework clock files",
    "running": "mail cases google config store accounts",
    "sorting": "mail cases effects store casework owner running",
    "desk": "mail cases store casework owner sorting",
    "rehearsal": "mail cases store casework desk",
    "loop": "cases effects terminal store owner running desk clock",
    # what the owner meets
    "service": "mail cases effects config outside shipped",
    "checkup": "mail cases effects google config store drafts accounts outside casework service clock tls",
    "setup": "mail cases terminal config accounts outside casework checkup files shipped tls",
    "export": "mail reading cases effects casework owner",
    "cli": "terminal",
    "shown": "mail reading cases effects terminal store casework owner rehearsal checkup cli",
    "demo": "mail reading cases effects terminal config store casework desk shown shipped",
    "commands": "*",
    "__main__": "cli",
}

# Mailboxes are in mail/ and touch the world, as is their purpose; all else in mail/, reading/ and cases/ is core.
MAILBOXES = ("gmail", "imap", "maildir")

WORLD = frozenset(
    "asyncio concurrent ctypes fcntl ftplib getpass glob google googleapiclient http httplib2 imaplib imapclient "
    "importlib jeepney logging mmap multiprocessing os pathlib platform poplib pwd random rich secrets select "
    "selectors shutil signal smtplib socket socketserver sqlite3 ssl subprocess sys syslog tempfile threading time "
    "tomli_w urllib.request webbrowser "
    "courtesy.tls".split()
)
WORLDLY_CALLS = frozenset(
    ["now", "today", "utcnow", "localtime", "open", "input", "print", "exec", "eval", "uuid1", "uuid4"]
)

# Where the facts that flow are told.
FACTS = tuple(f"courtesy.{one}" for one in ("mail", "mail.message", "reading.reading", "cases.actions", "cases.events"))

# Mail meets only patterns of linear time: re2. The standard library's `re` is left to the octets of the mail's own
# grammar, where each pattern was looked at: repeats are bounded, or of characters that cannot begin what follows.
MAY_USE_RE = {f"courtesy.mail.{one}" for one in "charsets header html_text parse plain".split()}


def name(path: Path) -> str:
    """The dotted name of a module."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name(path): path for path in FILES}
GOOGLE = {module for module in MODULES if f"{module}.".startswith("courtesy.google.")}
TREES = {module: ast.parse(path.read_bytes()) for module, path in MODULES.items()}


def part(module: str) -> str:
    """The folder of a module, or its name where it lies beside the folders; "" is the package itself."""
    return module.split(".")[1] if "." in module else ""


def is_core(module: str) -> bool:
    """Whether a module must keep away from the world."""
    is_mailbox = module.split(".")[-1].split("_")[0] in MAILBOXES
    return part(module) in ("reading", "cases") or (part(module) == "mail" and not is_mailbox)


CORE = [module for module in MODULES if is_core(module)]


def imports(module: str) -> Iterator[str]:
    """Everything a module imports, at the top and within functions; for `from a import b` both a and a.b."""
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = full_source(module, node)
            yield source
            yield from (f"{source}.{alias.name}" for alias in node.names)


def full_source(module: str, node: ast.ImportFrom) -> str:
    """What follows `from`, its dots spelt out."""
    package = module.split(".") if MODULES[module].name == "__init__.py" else module.split(".")[:-1]
    parts = package[: len(package) + 1 - node.level] if node.level else []
    return ".".join([*parts, *([node.module] if node.module else [])])


def own_imports(module: str) -> set[str]:
    """The modules of ours that a module imports."""
    return {found for found in imports(module) if found in MODULES} - {module}


def test_no_module_imports_itself_by_a_detour() -> None:
    """The imports of the whole program have an order; a folder's __init__ counts only where it is named."""
    packages = {module for module, path in MODULES.items() if path.name == "__init__.py"}
    graph = {}
    for module in MODULES:
        wanted = own_imports(module)
        # `from courtesy.mail.message import Message` names courtesy.mail, but needs nothing of what is in it
        graph[module] = {one for one in wanted if one not in packages or _takes_from(module, one)}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"import cycle: {' -> '.join(error.args[1])}")


def _takes_from(module: str, package: str) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and full_source(module, node) == package
        and any(f"{package}.{alias.name}" not in MODULES for alias in node.names)
        for node in ast.walk(TREES[module])
    )


def test_every_part_has_its_place() -> None:
    """And stands on parts below it only, so that all flows one way."""
    assert set(PARTS) == {part(module) for module in MODULES} - {""}
    below: set[str] = set()
    for name_of_part, known in PARTS.items():
        assert known == "*" or below.issuperset(known.split()), f"{name_of_part} stands on what is not below it"
        below.add(name_of_part)


@pytest.mark.parametrize("one", [one for one, known in PARTS.items() if known != "*"])
def test_data_flows_one_way(one: str) -> None:
    """A part imports of the others what is said above, and nothing is said that it does not import."""
    found: dict[str, list[str]] = {}
    for module in MODULES:
        if part(module) == one:
            for wanted in own_imports(module):
                found.setdefault(part(wanted), []).append(module)
    elsewhere = {name_of_part: who for name_of_part, who in found.items() if name_of_part not in ("", "errors", one)}
    said = set(PARTS[one].split())
    assert elsewhere.keys() <= said, {other: who for other, who in elsewhere.items() if other not in said}
    assert said <= elsewhere.keys(), f"{one} need not know {said - elsewhere.keys()}"


@pytest.mark.parametrize("folder", sorted({part(one) for one in MODULES if one.count(".") == 2} - {"commands"}))
def test_a_folder_says_what_is_in_it(folder: str) -> None:
    """Each of its files by its name."""
    opening = ast.get_docstring(TREES[f"courtesy.{folder}"]) or ""
    files = {module.split(".")[2] for module in MODULES if module.startswith(f"courtesy.{folder}.")}
    assert files == set(re.findall(r"`([a-z_]+)`", opening))


def test_a_command_has_one_file() -> None:
    """Whose name it bears."""
    files = {module.split(".")[2] for module in MODULES if module.startswith("courtesy.commands.")}
    assert files == set(COMMANDS)


@pytest.mark.parametrize("module", CORE)
def test_the_core_never_touches_the_world(module: str) -> None:
    """No disk, network, clock, log or dice: time and data are arguments."""
    worldly = {one for one in imports(module) if one in WORLD | GOOGLE or one.split(".")[0] in WORLD}
    assert not worldly
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert called not in WORLDLY_CALLS, f"{module} line {node.lineno} calls {called}()"


@pytest.mark.parametrize("module", [one for one in MODULES if part(one) in ("mail", "reading")])
def test_mail_meets_only_patterns_of_linear_time(module: str) -> None:
    """The standard library's `re` can be made to hang by a letter; re2 cannot."""
    uses_re = "re" in imports(module)
    assert uses_re == (module in MAY_USE_RE), f"{module} uses re; use re2" if uses_re else "no exception is needed"


@pytest.mark.parametrize("path", ALL_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_opens_with_one_sentence(path: Path) -> None:
    """Saying what it is."""
    caption = (ast.get_docstring(ast.parse(path.read_bytes())) or "").split("\n\n")[0]
    assert caption.endswith("."), "open with a docstring of one sentence, and a full stop"
    assert ". " not in caption.replace("e.g. ", ""), "one sentence will do"


@pytest.mark.parametrize("module", MODULES)
def test_files_and_functions_are_short(module: str) -> None:
    """A file is read in one sitting, a function at one glance."""
    lines = MODULES[module].read_bytes().count(b"\n")
    assert lines <= 300, f"{module} has {lines} lines"
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 40, f"{node.name} in {module} has {length} lines"


@pytest.mark.parametrize("module", MODULES)
def test_names_say_what_things_are(module: str) -> None:
    """Never manager, helper, utils, handler, processor."""
    names = [module, *(node.name for node in ast.walk(TREES[module]) if isinstance(node, ast.ClassDef))]
    vague = ("manager", "helper", "utils", "handler", "processor")
    assert not [one for one in names if one.lower().rpartition(".")[2].endswith(vague)]


@pytest.mark.parametrize("module", FACTS)
def test_facts_are_frozen(module: str) -> None:
    """What flows from layer to layer does not change once it is made, and is made by keyword."""
    for node in ast.walk(TREES[module]):
        for decorator in getattr(node, "decorator_list", []):
            if isinstance(decorator, ast.Name) and decorator.id == "dataclass":
                pytest.fail(f"{module} line {decorator.lineno}: a bare @dataclass")
            if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "dataclass":
                given = {word.arg for word in decorator.keywords}
                assert {"frozen", "slots", "kw_only"} <= given, f"{module} line {decorator.lineno}"
