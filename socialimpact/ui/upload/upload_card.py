"""One file on its way in: how it was read, what would come of it, and the button that does it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.errors import AlreadyImported, Cancelled
from socialimpact.language import Message, msg, plural
from socialimpact.ledger import same_purchase
from socialimpact.ledger.loading import Reconciliation
from socialimpact.services.ledgers import import_records, importing, placing, rows_to_fix, sheet_view, waiting
from socialimpact.services.ledgers.preview import Preview
from socialimpact.services.organisation import Company
from socialimpact.services.workspace import Workspace
from socialimpact.tables import presets
from socialimpact.ui import navigation
from socialimpact.ui.job import watch
from socialimpact.ui.language import say
from socialimpact.ui.upload import file_table, import_history, mapping_editor, problem_list, reconciliation, stated
from socialimpact.ui.upload.reconciliation import plain
from socialimpact.ui.upload.upload_desk import Desk, Upload

_KILOBYTE = 1024
# Said in a part of their own, with the choice to import them anyway.
_OVERLAPS = ("in_earlier_import", "overlap_included", "same_purchase", *same_purchase.REASONS)

_BATCH = msg("Electronic invoices")


def show(ws: Workspace, actor: Actor, desk: Desk, upload: Upload, companies: Sequence[Company]) -> None:
    with st.container(border=True, key=f"upload_{upload.number}"):
        _head(upload)
        match upload.stage:
            case "imported":
                _imported(ws, actor, desk, upload)
            case "importing" if upload.job:
                watch(upload.job, key=f"upload_{upload.number}")
            case _ if upload.preview:
                _refusal(upload)
                _seen(desk, upload, upload.preview, companies)
            case "looking" if upload.job:
                watch(upload.job, key=f"upload_{upload.number}")
            case "refused":
                _refusal(upload)
                with st.container(horizontal=True):
                    _way_out(desk, upload)
            case _:
                st.caption(say(msg("Waiting for the files before it.")))


def _head(upload: Upload) -> None:
    st.markdown(f"#### :material/description: {plain(upload.name)}")
    if upload.preview and upload.stage != "imported":
        book = upload.preview.book
        size = msg("{n} KB", n=-(-book.size // _KILOBYTE))
        told = [say(_BATCH) if book.format == "einvoices" else book.format.upper(), say(size)]
        if upload.preview.remembered:
            told.append(say(msg("columns read as last time")))
        known = {layout.preset for layout in upload.preview.layouts if layout.chosen and layout.preset}
        told += [say(msg("known: {preset}", preset=presets.preset(key).label)) for key in sorted(known)]
        told += [plain(say(reason)) for reason in upload.preview.like]
        st.caption(" · ".join(told))


def _refusal(upload: Upload) -> None:
    match upload.refusal:
        case None:
            return
        case AlreadyImported() as refusal:
            _before(refusal)
        case Cancelled() as refusal:
            st.info(say(refusal.message), icon=":material/stop_circle:")
        case refusal:
            st.error(say(refusal.message), icon=":material/block:")


def _before(refusal: AlreadyImported) -> None:
    st.warning(say(refusal.message), icon=":material/history:")
    number = refusal.details["import_id"]
    st.button(
        say(msg("Show that import in the history")),
        key=f"import_{number}_show",
        icon=":material/south:",
        on_click=import_history.open_import,
        args=(number,),
    )


def _seen(desk: Desk, upload: Upload, preview: Preview, companies: Sequence[Company]) -> None:
    key = f"upload_{upload.number}"
    if preview.already:
        _before(import_records.already_imported(preview.already))
        _way_out(desk, upload)
        return
    if preview.refusal:
        st.warning(say(preview.refusal.message), icon=":material/view_column:")
    if any(table.fixed for table in preview.mapping.used):
        _invoices(upload)
    else:
        _columns(upload, preview)
        mapping_editor.basis(upload)
        stated.show(upload, preview)
    _company(upload, companies)
    if preview.reconciliation:
        _sums(upload, preview.reconciliation)
        if period := reconciliation.period(preview.reconciliation):
            st.write(say(period))
    _left_out(preview, key)
    _to_check(preview, key)
    _overlaps(upload, preview, key)
    _buttons(desk, upload, preview)


def _sums(upload: Upload, told: Reconciliation) -> None:
    before = upload.before
    reconciliation.sums(told, msg("Will be imported"), before)
    if before is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        alike = msg("Your last change left the sums alike.")
        told_so = msg("In brackets: what your last change did.") if reconciliation.differs(told, before) else alike
        st.caption(say(told_so), width="content")
        st.button(
            say(msg("Take the change back")),
            key=f"upload_{upload.number}_back",
            icon=":material/undo:",
            type="tertiary",
            on_click=upload.take_back,
        )


def _columns(upload: Upload, preview: Preview) -> None:
    upload.editing = upload.editing or preview.refusal is not None
    if preview.remembered and not upload.editing:
        with st.expander(say(msg("The columns, as confirmed last time")), icon=":material/view_column:"):
            file_table.show(upload)
            mapping_editor.editor(upload)
            stated.show_currency(upload, preview)
        return
    st.markdown(say(msg("This is how the file was read. Above each column stands what it was taken for.")))
    file_table.show(upload)
    with st.expander(say(msg("Correct the columns")), expanded=upload.editing, icon=":material/edit:"):
        mapping_editor.editor(upload)
        stated.show_currency(upload, preview)


def _invoices(upload: Upload) -> None:
    """Electronic invoices: there is nothing to correct, only something to look at."""
    with st.expander(say(msg("The lines of the invoices, as they were read")), icon=":material/receipt_long:"):
        file_table.show(upload)


def _company(upload: Upload, companies: Sequence[Company]) -> None:
    if len(companies) < 2:  # noqa: PLR2004 - with one company there is nothing to choose
        return
    key = f"upload_{upload.number}_company"
    names = {company.company_id: company.name for company in companies}
    st.session_state[key] = upload.company_id

    def choose() -> None:
        upload.company_id = st.session_state[key]
        upload.change()

    st.selectbox(
        say(msg("Whose purchases are these?")), list(names), format_func=names.__getitem__, key=key, on_change=choose
    )


def _left_out(preview: Preview, key: str) -> None:
    reasons = [each for each in preview.set_aside if each.reason not in _OVERLAPS]
    if number := sum(each.rows for each in reasons):
        title = plural("{n} row is set aside: it is no purchase, or cannot be read as one",
                       "{n} rows are set aside: they are no purchases, or cannot be read as such", number)  # fmt: skip
        with st.expander(say(title), icon=":material/playlist_remove:"):
            rows = preview.set_aside_rows
            reconciliation.left_out(
                reasons,
                rows,
                key=f"{key}_aside",
                file_name=reconciliation.file_name(preview.file, msg("set aside")),
                load=lambda: rows,
            )
            if len(rows) == importing.SHOWN:
                st.caption(
                    say(msg("The first {n} rows. After the import all of them are in the history.", n=len(rows)))
                )


def _to_check(preview: Preview, key: str) -> None:
    problems = [each for each in preview.problems if each.code not in _OVERLAPS]
    if number := len(problem_list.groups(problems)):
        title = plural("{n} thing to know about this file", "{n} things to know about this file", number)
        st.markdown(f"**{say(title)}**")
        problem_list.show(
            problems,
            key=f"{key}_problems",
            file_name=reconciliation.file_name(preview.file, msg("to check")),
            make=lambda actor, reader: rows_to_fix.of_preview(actor, preview, reader),
            around=lambda place: sheet_view.around(preview, place),
        )


def _overlaps(upload: Upload, preview: Preview, key: str) -> None:
    told = preview.reconciliation
    if not told or not told.duplicates:
        return
    title = plural(
        "{n} purchase is in an earlier import already",
        "{n} purchases are in an earlier import already",
        told.duplicates,
    )
    with st.expander(say(title), expanded=True, icon=":material/content_copy:"):
        st.session_state[f"{key}_overlaps"] = upload.include_overlaps

        def choose() -> None:
            upload.include_overlaps = st.session_state[f"{key}_overlaps"]
            upload.change()

        st.toggle(say(msg("Import them anyway: they then count twice")), key=f"{key}_overlaps", on_change=choose)
        reconciliation.overlaps(
            preview.overlaps,
            key=f"{key}_overlap_rows",
            file_name=reconciliation.file_name(preview.file, msg("in an earlier import")),
        )


def _buttons(desk: Desk, upload: Upload, preview: Preview) -> None:
    told = preview.reconciliation
    if upload.job:
        watch(upload.job, key=f"upload_{upload.number}")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if told and upload.importable:
            st.button(
                say(_import_words(preview, told)),
                key=f"upload_{upload.number}_import",
                # With several files the one button that stands out is the one for all of them.
                type="primary" if sum(other.importable for other in desk.uploads) == 1 else "secondary",
                icon=":material/check:",
                disabled=upload in desk.queue,
                on_click=lambda: desk.bring_in([upload]),
            )
        _way_out(desk, upload)
    if told and told.lines and upload.touched:
        st.caption(
            say(
                msg(
                    "Your corrections are kept with the import: next month's file with these columns is read like this"
                    " at once, and is one click."
                )
            )
        )
    if told and not told.lines and waiting.number(preview):
        wait = msg("None of these purchases has an exchange rate yet: they are kept and wait for one, in no total.")
        st.info(say(wait), icon=":material/currency_exchange:")
    elif told and not told.lines and not upload.importable:
        st.warning(say(placing.why_no_line(told)), icon=":material/block:")


def _import_words(preview: Preview, told: Reconciliation) -> Message:
    number = waiting.number(preview)
    if told.lines or not number:
        return msg("Import {lines}, {amount}", **reconciliation.lines_and_amount(told))
    return plural("Keep {n} purchase without a rate", "Keep {n} purchases without a rate", number)


def _way_out(desk: Desk, upload: Upload) -> None:
    key = f"upload_{upload.number}"
    # What the file itself is refused for, another look would not change.
    if not upload.current and (upload.preview or isinstance(upload.refusal, Cancelled)):
        st.button(say(msg("Look again")), key=f"{key}_look", icon=":material/refresh:", on_click=upload.change)
    st.button(
        say(msg("Take this file away")), key=f"{key}_remove", icon=":material/close:", type="tertiary",
        on_click=lambda: desk.remove(upload),
    )  # fmt: skip


def _imported(ws: Workspace, actor: Actor, desk: Desk, upload: Upload) -> None:
    if (result := upload.result) is None:
        return
    told = result.reconciliation
    key = f"upload_{upload.number}_result"
    st.success(
        say(msg("Imported: {lines}, {amount}. The figures are up to date.", **reconciliation.lines_and_amount(told))),
        icon=":material/check_circle:",
    )
    reconciliation.sums(told, msg("In the figures now"))
    if upload.touched:
        st.caption(say(msg("Your corrections are kept: next month's file with these columns is one click.")))
    with st.expander(say(msg("What was set aside, and what to check")), icon=":material/rule:"):
        import_history.left_out(ws, actor, result.import_id, result.file, key=key)
        import_history.to_check(ws, actor, result.import_id, result.file, key=key)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(say(msg("See the overview")), key=f"{key}_overview", type="primary", icon=":material/dashboard:"):
            navigation.go("overview")
        if st.button(say(msg("Add a register")), key=f"{key}_register", icon=":material/menu_book:"):
            navigation.go("registers")
        st.button(
            say(msg("Import another file")), key=f"{key}_another", icon=":material/upload_file:", type="tertiary",
            on_click=lambda: desk.remove(upload),
        )  # fmt: skip
