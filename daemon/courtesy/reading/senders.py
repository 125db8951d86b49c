"""Sending systems: who sends mail on behalf of employers, job boards and freemail providers."""

from dataclasses import dataclass
from typing import Literal, get_args

Does = Literal["tracks", "schedules", "tests", "boards", "meets", "freemail", "life"]
"""tracks: applicant tracking; schedules: books appointments; tests: assessments; boards: job boards and networks;
meets: calls and calendars; freemail: anybody; life: shops, banks, schools and the like, never a job."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sender:
    """A system that sends mail in other people's names."""

    name: str
    does: Does
    domains: tuple[str, ...]  # lower case; subdomains are included


def read_senders(file: str, tables: object, problems: list[str]) -> list[Sender]:
    """The good ones among the `[[sender]]` tables of a pack; faults go to `problems`."""
    senders = []
    for number, table in enumerate(tables if isinstance(tables, list) else [tables], 1):
        fault = _fault(table)
        if fault:
            problems.append(f"{file}: sender {number} {fault}")
        else:
            domains = tuple(domain.lower() for domain in table["domains"])
            senders.append(Sender(name=table["name"], does=table["does"], domains=domains))
    return senders


def _fault(table: object) -> str:
    if not isinstance(table, dict) or set(table) != {"name", "does", "domains"}:
        return "needs exactly name, does and domains"
    domains = table["domains"]
    if (
        not isinstance(table["name"], str)
        or not isinstance(domains, list)
        or not all(isinstance(d, str) for d in domains)
    ):
        return "needs a text as name and a list of texts as domains"
    if table["does"] not in get_args(Does):
        return f"does {table['does']!r}; it is one of {', '.join(get_args(Does))}"
    return ""
