"""The auditor's package of a release: one zip with the report, what its figures came from, and how to check them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence

from socialimpact.actor import Actor
from socialimpact.language import Message, msg
from socialimpact.report.clockless import zipped
from socialimpact.report.plain import parsed
from socialimpact.services.reporting import impact_report, package_tables, release_files, releases
from socialimpact.services.reporting.package_guide import example, guide
from socialimpact.services.reporting.package_tables import Frozen
from socialimpact.services.reporting.releases import Release
from socialimpact.services.reporting.reported import figures
from socialimpact.services.workspace import Workspace

MIME = "application/zip"
_UNSAFE = re.compile(r"[^\w.-]+")
_FORMATS: Mapping[str, Message] = {
    "docx": msg("the report as Word"),
    "pdf": msg("the report as PDF"),
    "xlsx": msg("the report as Excel"),
    "json": msg("the report as JSON: the file whose SHA-256 is the release's"),
}
_TABLES: Mapping[str, tuple[Message, Message]] = {
    "figures": (msg("figures.csv"), msg("every figure with a number, and which lines are behind it")),
    "lines": (msg("lines.csv"), msg("the lines of the year and of the year before, with file, sheet and row")),
    "suppliers": (msg("suppliers.csv"), msg("the suppliers of these lines with their identifiers")),
    "proofs": (msg("proofs.csv"), msg("why suppliers are social: register entries with their list, papers, decisions")),
    "ledgers": (msg("ledgers.csv"), msg("the ledgers that the lines come from, with their SHA-256")),
    "events": (msg("events.csv"), msg("what was decided and changed up to the release, by whom and when")),
}


def package(ws: Workspace, actor: Actor, each: Release, language: str) -> bytes:
    """The zip: the same release is the same file. Raises `NotAllowed` without the right to download."""
    actor.require("viewer")
    actor.require_download()
    file = releases.content(ws, each)
    document = parsed(file)
    frozen = Frozen(ws.db, each, language, document["scope"], document["local"])
    made = releases.document(ws, each)
    folder = msg("report").to(language)
    parts: list[tuple[str, bytes, Message]] = []
    for form, what in _FORMATS.items():
        content = file if form == "json" else impact_report.written_as(actor, made, form, language)
        parts.append((f"{folder}/{release_files.file_name(each, form, language)}", content, what))
    found = figures(document)
    tables = {
        "figures": package_tables.figures(frozen, document, found),
        "lines": package_tables.lines(frozen),
        "suppliers": package_tables.suppliers(frozen),
        "proofs": package_tables.proofs(frozen),
        "ledgers": package_tables.ledgers(frozen),
        "events": package_tables.events(frozen),
    }
    parts += [(_TABLES[key][0].to(language), content, _TABLES[key][1]) for key, content in tables.items()]
    papers, missing = _papers(ws, frozen)
    parts += papers
    listed = [(name, what) for name, _, what in parts] + missing
    names = package_tables.names_of(frozen)
    where = {n: package_tables.lines_where(asked, names, language) for n, asked in enumerate(found, start=1)}
    page = guide(frozen, made.title.to(language), example(frozen, found, where), listed)
    parts.insert(0, (msg("how-to-check.html").to(language), page, msg("how to check a figure by hand: begin here")))
    return zipped(_with_manifest(each, parts, language))


def file_name(each: Release, language: str) -> str:
    """What the zip is called."""
    return f"{msg('auditor-package').to(language)}-{each.number}-{language}.zip"


def _papers(ws: Workspace, frozen: Frozen) -> tuple[list[tuple[str, bytes, Message]], list[tuple[str, Message]]]:
    """The papers that tags rest on, under their hash and name; those that are missing or were changed are told."""
    rows = frozen.rows(
        "select distinct p.file_sha256, p.file_name, p.supplier_id, s.name from release_proof p"
        " left join release_supplier s on s.release_id = p.release_id and s.supplier_id = p.supplier_id"
        " where p.release_id = ? and p.file_sha256 is not null order by p.file_sha256, p.supplier_id"
    )
    folder = msg("papers").to(frozen.language)
    found: dict[str, tuple[str, bytes, Message]] = {}
    missing: dict[str, tuple[str, Message]] = {}
    for row in rows:
        sha256 = row["file_sha256"]
        kept = ws.home.kept(sha256)
        content = kept.read_bytes() if kept.is_file() else b""
        name = f"{folder}/{sha256[:12]}-{_UNSAFE.sub('_', row['file_name'] or 'paper')[-80:]}"
        if hashlib.sha256(content).hexdigest() == sha256:
            what = msg("paper about {supplier}", supplier=frozen.supplier(row["supplier_id"], row["name"]))
            found.setdefault(sha256, (name, content, what))
        else:
            missing.setdefault(sha256, (name, msg("missing: the kept file was lost or changed")))
    return list(found.values()), list(missing.values())


def _with_manifest(
    each: Release, parts: Sequence[tuple[str, bytes, Message]], language: str
) -> list[tuple[str, bytes]]:
    """The members, then two lists of them with their hashes: for programs, and for `sha256sum -c`."""
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content, _ in parts}
    manifest = {
        "schema": "socialimpact-package/1",
        "release": each.as_json(),
        "language": language,
        "members": [
            {"path": name, "size": len(content), "sha256": hashes[name], "what": what.to(language)}
            for name, content, what in parts
        ],
    }
    whole = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
    hashes["manifest.json"] = hashlib.sha256(whole).hexdigest()
    sums = "".join(f"{sha256}  {name}\n" for name, sha256 in hashes.items())
    return [*((name, content) for name, content, _ in parts), ("manifest.json", whole), ("SHA256SUMS", sums.encode())]
