"""Spending over £500 as the Local Government Transparency Code asks for it."""

from __future__ import annotations

from datetime import date

from tests.presets.exported import euro, imported

SPENDING = """
Body name,Transaction date,Supplier (beneficiary),Transaction number,Net amount,Irrecoverable VAT,Department/service where expenditure occurred,Procurement category,CIPFA expenditure code,Purpose of expenditure (narrative),Currency
East Council,03/01/2025,ELY SOCIAL ENTERPRISE CIC,P1001,"1,250.00",0.00,Waste,Cleaning,4100,Street cleaning,EUR
East Council,14/01/2025,REDACTED PERSONAL DATA,P1002,600.00,100.00,Housing,Repairs,4200,Works,EUR
East Council,20/01/2025,SMITH & SONS LTD,P1003,(550.00),0.00,Parks,Grounds,4300,Credit for plants,EUR
"""  # noqa: E501 - rows as the export has them


def test_a_file_under_the_transparency_code(tmp_path):
    came = imported(tmp_path, SPENDING)
    assert came.preset == "uk_council"
    assert came.lines == [
        (date(2025, 1, 3), "ELY SOCIAL ENTERPRISE CIC", "P1001", "invoice", euro("1250.00")),
        # the net amount holds the VAT that cannot be recovered: nothing is taken from it
        (date(2025, 1, 14), "REDACTED PERSONAL DATA", "P1002", "invoice", euro("600.00")),
        (date(2025, 1, 20), "SMITH & SONS LTD", "P1003", "invoice", euro("-550.00")),
    ]
    assert came.roles["Procurement category"] == "category"
    assert came.preview.mapping.tables[0].decimal_mark == "."
