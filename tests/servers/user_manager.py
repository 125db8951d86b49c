"""A real `systemd --user` in namespaces of its own, with a session bus, for one script; only root can make them."""

import os
import shutil
import subprocess
import textwrap
from contextlib import suppress
from pathlib import Path

from tests.servers.required import do_without

# A control group of its own, where that can be: several may run at a time.
_APART = """
for place in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified /sys/fs/cgroup; do
    [ -w $place/cgroup.procs ] && mkdir $place/$2 && echo $$ >$place/$2/cgroup.procs
done 2>/dev/null
exec unshare -m -C -p -f --mount-proc --kill-child bash "$1/room" "$1"
"""
_ROOM = """
mount --make-rprivate /
mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system /run/user/0 && chmod 700 /run/user/0 || exit 77
umount -l /sys/fs/cgroup/systemd 2>/dev/null
mount -t cgroup -o none,name=systemd cgroup /sys/fs/cgroup/systemd 2>/dev/null
umount -l /sys/fs/cgroup/unified 2>/dev/null
mount -t cgroup2 cgroup2 /sys/fs/cgroup/unified 2>/dev/null
export XDG_RUNTIME_DIR=/run/user/0
exec dbus-run-session -- bash "$1/inside" "$1"
"""
_INSIDE = """
systemd --user --log-target=null >"$1/manager.log" 2>&1 &
for turn in $(seq 300); do
    systemctl --user is-system-running 2>/dev/null | grep -qE 'running|degraded' && break
    sleep 0.1
done
systemctl --user is-system-running 2>/dev/null | grep -qE 'running|degraded' || exit 77
. "$1/script" >"$1/told" 2>&1
kill -RTMIN+24 %1 2>/dev/null
exit 0
"""


def with_user_manager(folder: Path, script: str, environment: dict[str, str]) -> str:
    """What `script` says, run by bash beside a user manager; where there can be none the test does without."""
    systemd = any(Path(place).exists() for place in ("/usr/lib/systemd/systemd", "/lib/systemd/systemd"))
    needed = ("unshare", "dbus-run-session", "systemctl")
    lacking = [name for name in needed if not shutil.which(name)] + ([] if systemd else ["systemd"])
    if os.getuid() != 0:
        do_without("a systemd --user of our own needs root; run the tests as root, in a container for instance")
    if lacking:
        do_without(f"a systemd --user of our own needs {', '.join(lacking)} (Debian: apt-get install systemd dbus)")
    for name, text in (("apart", _APART), ("room", _ROOM), ("inside", _INSIDE), ("script", textwrap.dedent(script))):
        (folder / name).write_text(text)
    path = f"/usr/lib/systemd:/lib/systemd:{environment.get('PATH', os.environ['PATH'])}"
    group = f"courtesy-{os.getpid()}"
    ran = subprocess.run(
        ["bash", folder / "apart", folder, group],
        env={
            **{key: value for key, value in os.environ.items() if not key.startswith("XDG_")},
            **environment,
            "PATH": path,
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=240,
    )
    _tidy(group)
    if ran.returncode:
        do_without(f"a systemd --user of our own does not start here (see {folder / 'manager.log'})")
    return (folder / "told").read_text()


def _tidy(group: str) -> None:
    """Remove the control groups that nothing runs in any more."""
    for top in Path("/sys/fs/cgroup").glob(f"**/{group}"):
        for folder in sorted((top, *(path for path in top.rglob("*") if path.is_dir())), reverse=True):
            with suppress(OSError):
                folder.rmdir()
