"""Make a git repository out of the small Rust tree beside this file.

usage: make_repository.py FOLDER

FOLDER becomes a bare repository with one commit. Author, committer and dates are fixed, so that
the commit has the same id wherever it is made: the one that corpus/relay.toml pins.
"""

import os
import subprocess
import sys
from pathlib import Path

UPSTREAM = Path(__file__).resolve().parent / "upstream"
TAG = "relay-v1.0.0"


def make(folder: Path, tree: Path = UPSTREAM, tag: str = TAG) -> str:
    """Commit `tree` into a new or existing bare repository and return the commit's id."""
    who = {"NAME": "Relay", "EMAIL": "relay@example.invalid", "DATE": "2026-01-01T00:00:00Z"}
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env |= {f"GIT_{role}_{key}": who[key] for role in ("AUTHOR", "COMMITTER") for key in who}
    env |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_DIR": str(folder)}

    def git(*arguments: str) -> str:
        done = subprocess.run(
            ["git", "-c", "core.autocrlf=false", "-c", "core.filemode=false", *arguments],
            check=True,
            capture_output=True,
            cwd=tree,
            env=env | {"GIT_WORK_TREE": str(tree)},
            text=True,
        )
        return done.stdout.strip()

    if not (folder / "HEAD").exists():
        del env["GIT_DIR"]
        subprocess.run(
            ["git", "init", "--quiet", "--bare", "--initial-branch=main", str(folder)],
            check=True,
            env=env,
        )
        env["GIT_DIR"] = str(folder)
    git("add", "--all", "--force", ".")
    git("commit", "--quiet", "--no-verify", "--allow-empty", "-m", tag)
    git("tag", "--force", "--no-sign", tag)
    return git("rev-parse", "HEAD")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    where = Path(sys.argv[1]).resolve()
    if where.exists() and any(where.iterdir()):
        sys.exit(f"{where} is not empty; name a new folder")
    print(make(where))
