# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""A ministry with a thousand accounts that have tokens, and the few people whom tests put in front of browsers."""

import json
import shutil

from stage import BINARY, make_certificates, run

CROWD, UNITS = 1_060, 12
PASSWORD = "correct horse battery"
# The unit of each, its name for others, and a role there.
PEOPLE = {
    "chair": ("/cn", "王建国", "meeting-organizer"),
    "deputy": ("/cn", "李文慧", "meeting-organizer"),
    "operator": ("/cn", "张志强", "meeting-operator"),
    "office": ("/cn/11", "赵敏", "meeting-organizer"),
    "hebei": ("/cn/13", "吴秀兰", "meeting-organizer"),
    "nanjing": ("/cn/12", "孙丽华", None),
    "shijiazhuang": ("/cn/14", "郑海涛", None),
}


def make_crowded_home(folder):
    """Makes a folder to start a server from."""
    folder.mkdir(parents=True)
    run(BINARY, "init", "--home", folder, "--no-demo")
    tokens_of(folder)
    units = json.loads(run(BINARY, "unit", "list", "--home", folder, "--json"))["units"]
    names = {unit["path"]: unit["name"] for unit in units}
    accounts = {name: _add(folder, name, names) for name in PEOPLE}
    (folder / "accounts.json").write_text(json.dumps(accounts, ensure_ascii=False))
    shutil.rmtree(folder / "Certs")
    make_certificates(folder / "Certs")
    return folder


def tokens_of(home):
    """Makes the crowd's accounts, unless there are any, and tokens that a server at the address of `home` takes."""
    tokens = home / "tokens.jsonl"
    run(BINARY, "demo", "seed", "--home", home, "--units", UNITS, "--accounts", CROWD, "--tokens", tokens)
    return [json.loads(line)["token"] for line in tokens.read_text().splitlines()]


def _add(folder, name, names):
    unit, shown, role = PEOPLE[name]
    made = json.loads(run(
        BINARY, "account", "add", name, "--home", folder, "--display-name", shown, "--unit", unit, "--rank", 1,
        *(["--role", role] if role else []), "--password-stdin", "--json", input=f"{PASSWORD}\n",
    ))
    parts = unit.split("/")
    return {
        "login": name, "password": PASSWORD, "name": shown, "participant": f"account:{made['account']['account']}",
        "unit": unit, "path": [names["/".join(parts[: count + 1])] for count in range(1, len(parts))],
    }
