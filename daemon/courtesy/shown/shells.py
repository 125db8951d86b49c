"""What the shells bash, zsh and fish complete `courtesy` by: commands, options, and the values that these take."""

from collections.abc import Callable, Iterator, Sequence

from courtesy.shown.usage import Option, Usage

_PLACES = ("FILE", "DIR", "FOLDER")  # an option that takes one of these takes a path


def bash(usages: Sequence[Usage]) -> str:
    """For `source`, or a file in bash-completion's folder."""
    program, *commands = usages
    words = {one.name: _words(one) for one in commands}
    cases = "".join(f"        {name}) words='{' '.join(found)}' ;;\n" for name, found in words.items())
    paths = sorted({name for one in commands for option in one.options if _is_path(option) for name in option.names})
    values = {name: one.choices for usage in commands for one in usage.options if one.choices for name in one.names}
    chosen = "".join(f"        {name}) words='{' '.join(given)}' ;;\n" for name, given in values.items())
    first = " ".join([*words, *_words(program)])
    return f"""\
_courtesy() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}} words='{first}'
    [[ $COMP_CWORD -gt 1 ]] && case ${{COMP_WORDS[1]}} in
{cases}    esac
    case $before in
{chosen}    esac
    COMPREPLY=()
    case $before in
        {"|".join(paths)}) ;;
        *) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
    esac
}}
complete -o bashdefault -o default -F _courtesy courtesy
"""


def zsh(usages: Sequence[Usage]) -> str:
    """For `source`, or a file `_courtesy` in a folder of $fpath."""
    _, *commands = usages
    names = "".join(f"        {_zsh_quoted(f'{one.name}:{one.summary}')}\n" for one in commands)
    cases = "".join(f"        {one.name}) _arguments {' '.join(_zsh_options(one))} ;;\n" for one in commands)
    return f"""\
#compdef courtesy
_courtesy() {{
    local -a commands=(
{names}    )
    if (( CURRENT == 2 )); then
        _describe command commands
        return
    fi
    local command=$words[2]
    shift words
    (( CURRENT-- ))
    case $command in
{cases}    esac
}}
if [ "$funcstack[1]" = _courtesy ]; then _courtesy "$@"; else compdef _courtesy courtesy; fi
"""


def fish(usages: Sequence[Usage]) -> str:
    """For `source`, or a file courtesy.fish in the folder of completions."""
    _, *commands = usages
    lines = [f"complete -c courtesy -n __fish_use_subcommand -f -a {c.name} -d {_quoted(c.summary)}" for c in commands]
    for command in commands:
        there = f"complete -c courtesy -n '__fish_seen_subcommand_from {command.name}'"
        lines += [f"{there} {' '.join(_fish_option(option))}" for option in command.options if _fish_option(option)]
    return "\n".join(lines) + "\n"


def _words(usage: Usage) -> list[str]:
    """The words that may stand in a command."""
    places = [choice for option in usage.options if not option.names for choice in option.choices]
    return [*places, *(name for option in usage.options for name in option.names)]


def _is_path(option: Option) -> bool:
    return option.takes in _PLACES


def _zsh_options(usage: Usage) -> Iterator[str]:
    for number, option in enumerate(one for one in usage.options if not one.names):
        values = f"({' '.join(option.choices)})" if option.choices else "_files"
        yield _zsh_quoted(f"{number + 1}:{option.takes}:{values}")
    for option in usage.options:
        said = "".join(f"\\{letter}" if letter in "[]:\\" else letter for letter in option.help)
        values = f"({' '.join(option.choices)})" if option.choices else ("_files" if _is_path(option) else " ")
        taken = f":{option.takes}:{values}" if option.takes else ""
        yield from (_zsh_quoted(f"{name}[{said}]{taken}") for name in option.names)


def _fish_option(option: Option) -> list[str]:
    said = ["-d", _quoted(option.help)]
    if not option.names:
        return ["-f", "-a", _quoted(" ".join(option.choices))] if option.choices else []
    names = [f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names]
    if not option.takes:
        return [*names, *said]
    values = ["-x", "-a", _quoted(" ".join(option.choices))] if option.choices else ["-r" if _is_path(option) else "-x"]
    return [*names, *values, *said]


def _zsh_quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _quoted(text: str) -> str:
    """Between single quotes, as fish has them."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


SHELLS: dict[str, Callable[[Sequence[Usage]], str]] = {"bash": bash, "zsh": zsh, "fish": fish}
