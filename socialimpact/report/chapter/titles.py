"""The sections of the chapter by key, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Mapping

from socialimpact.language import Message, msg

TITLES: Mapping[str, Message] = {
    "purpose": msg("Purpose and commitments"),
    "year": msg("The year in figures"),
    "companies": msg("Company by company"),
    "recipients": msg("Who the social spend goes to"),
    "local": msg("Local economy"),
    "initiatives": msg("Initiatives and stories"),
    "outcomes": msg("What suppliers declare"),
    "hindered": msg("What hindered"),
    "ahead": msg("Objectives for the years ahead"),
    "method": msg("Method"),
    "standards": msg("Index of standards"),
    "suppliers": msg("Social suppliers"),
    "sources": msg("Ledgers and registers"),
}
