"""A small year to report on, as text tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from socialimpact.report.chapter.whole import chapter
from tests.store_with import OWNER

LINES = """
    date       | supplier    | amount   | category       | site   | nature   | description
    2024-03-01 | Officina    |  9000.00 | Lavorazioni    | Torino |          | Tornitura
    2024-04-01 | Coop Verde  |  1000.00 | Giardinaggio   | Torino |          | Potatura
    2025-02-01 | Officina    |  7000.10 | Lavorazioni    | Torino |          | Tornitura
    2025-03-01 | Coop Verde  |  2000.30 | Giardinaggio   | Torino |          | Potatura
    2025-05-01 | Coop Blu    |   999.60 | Pulizie        | Torino |          | =Pulizie
    2025-06-01 | Forse Coop  |   500.00 | Pulizie        | Torino |          | Pulizie
    2025-07-01 | Coop Verde  |   300.00 |                | Torino | donation | Dono
"""
SUPPLIERS = """
    name       | vat         | municipality | province
    Officina   | 01004150882 | Milano       | MI
    Coop Verde | 08105198884 | Torino       | TO
    Coop Blu   | 06931878885 | Torino       | TO
    Forse Coop |             | Torino       | TO
"""
SITES = """
    name   | municipality
    Torino | Torino
"""
TAGS = """
    supplier   | kind                 | evidence
    Coop Verde | social_cooperative_b | confirmed
    Coop Blu   | social_cooperative_a | confirmed
    Forse Coop | social_cooperative_b | suspected
"""
MADE_ON = date(2026, 2, 1)
SOCIAL = Decimal("2999.90")
ALL = Decimal("10500.00")


def report_on(reader, year=2025, *, made_on=MADE_ON, **more):
    return chapter(reader, OWNER, year, made_on=made_on, **more)
