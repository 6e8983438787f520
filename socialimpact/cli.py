"""The command line: the same services without a screen. Exit 0 done, 1 refused with a reason, 2 wrong call."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from socialimpact.actor import Actor, local_owner
from socialimpact.answers import Told
from socialimpact.arguments.parser import parser
from socialimpact.commands import (
    access,
    categories,
    declared,
    evidence,
    figures,
    goals,
    identities,
    ledgers,
    natures,
    registers,
    report,
    review,
    store,
    suppliers,
)
from socialimpact.errors import Refused
from socialimpact.services.workspace import Workspace, open_workspace

# What runs each command that needs no open home.
WITHOUT_HOME: dict[str, Callable[[argparse.Namespace, Told], int]] = {
    "inspect": ledgers.inspect,
    "template": ledgers.template,
    "backup": store.whole_home,
    "restore": store.whole_home,
}

# What runs each command that works on an open home.
RUN: dict[str, Callable[[Workspace, Actor, argparse.Namespace, Told], int]] = {
    "import": ledgers.import_ledgers,
    "imports": ledgers.imports,
    "presets": ledgers.presets,
    "problems": ledgers.problems,
    "registers": registers.registers,
    "match": suppliers.match,
    "suggest": suppliers.suggest,
    "identities": identities.proposed,
    "merge": identities.merge,
    "split": identities.split,
    "suppliers": suppliers.suppliers,
    "tag": evidence.tag,
    "renew": evidence.renew,
    "expiring": evidence.expiring,
    "declare": declared.declare,
    "history": evidence.history,
    "natures": natures.natures,
    "categories": categories.categories,
    "review": review.review,
    "figures": figures.figures,
    "explain": figures.explain,
    "lines": figures.lines,
    "views": figures.views,
    "changes": figures.changes,
    "rates": figures.exchange_rates,
    "report": report.report,
    "verify": report.verify,
    "targets": goals.targets,
    "initiatives": goals.initiatives,
    "companies": store.companies,
    "access": access.access,
    "demo": store.load_demo,
    "check": store.check,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    called = parser().parse_args(arguments)
    told = Told(as_json=getattr(called, "json", False), language=called.language)
    try:
        if without_home := WITHOUT_HOME.get(called.command):
            return without_home(called, told)
        workspace = open_workspace(called.home)
        try:
            return RUN[called.command](workspace, local_owner(), called, told)
        finally:
            workspace.close()
    except Refused as refusal:
        error = told.refuse(refusal)
        if told.as_json:
            told.answer({"error": error}, lambda: "")
        return 1
