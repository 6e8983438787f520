"""Of the commands about the organisation: its home, its companies, who may see what."""

from __future__ import annotations

from pathlib import Path

from socialimpact.arguments.command import Commands, command


def about_the_organisation(commands: Commands) -> None:
    sub = command(commands, "backup", "write the whole home to one file")
    sub.add_argument("file", type=Path)
    sub = command(commands, "restore", "make an empty home from a backup")
    sub.add_argument("file", type=Path)

    sub = command(commands, "companies", "the buying companies; add NAME makes one")
    sub.add_argument("action", nargs="?", choices=["add"])
    sub.add_argument("name", nargs="?")
    sub.add_argument("--vat", help="its VAT number: e-invoices name it, and lines from itself are no purchases")
    sub.add_argument("--tax-code", help="its tax code, where it is another")
    sub.add_argument("--country", default="IT", help="two letters (IT)")

    sub = command(commands, "access", "who may see what, with sign-in; grant WHO lets somebody in, revoke WHO ends it")
    sub.add_argument("action", nargs="?", choices=["grant", "revoke"])
    sub.add_argument("who", nargs="?", metavar="WHO", help="an e-mail address, or with --issuer the name used there")
    sub.add_argument("--issuer", metavar="URL", help="the identity provider that knows WHO")
    sub.add_argument("--role", choices=["viewer", "editor", "owner"], default="viewer")
    sub.add_argument("--company", help="name or number; else every company")
    sub.add_argument("--no-download", action="store_true", help="may look, but take no files away")

    command(commands, "demo", "fill an empty home with the demo company")
    command(commands, "check", "hold the store against its own totals and kept files")
