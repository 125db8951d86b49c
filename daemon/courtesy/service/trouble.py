"""Tells the owner that the service does not run any more: it cannot say so itself."""

from datetime import datetime
from pathlib import Path

from courtesy.cases.actions import Alert
from courtesy.config.file import load
from courtesy.effects import Effect
from courtesy.errors import CourtesyError
from courtesy.outside import effects_of
from courtesy.service import Standing


def trouble(standing: Standing, now: datetime) -> Alert | None:
    """What there is to tell; None where it runs, was stopped by hand or is not installed."""
    if not standing.installed or standing.running or not standing.failure:
        return None
    text = f"Courtesy does not run, your mail is not watched: {standing.failure}. `courtesy doctor` says what mends it"
    return Alert(key=f"service:{standing.failure}:{now.isoformat()}", kind="signal", text=text, due=now)


def tell(alert: Alert, config: Path | None) -> list[str]:
    """Tell it by every channel of the configuration, by the desktop where that cannot be read; gives what failed.

    Raises CourtesyError when no channel took it.
    """
    channels = _channels(config)
    failed = []
    for channel in channels:
        try:
            channel.perform(alert)
        except CourtesyError as error:
            failed.append(str(error))
        finally:
            channel.close()
    if len(failed) == len(channels):
        raise CourtesyError("; ".join(failed) or "there is no channel to tell it by")
    return failed


def _channels(config: Path | None) -> list[Effect]:
    try:
        effects = effects_of(load(config))
        return [effects.by_name[name] for name in effects.channels]
    except CourtesyError:  # that may be why it does not run
        from courtesy.effects.desktop import Desktop

        return [Desktop()]
