"""Verbs and reads that span record types. What a rule of the field says is in `practice`; what one
kind of record means is in `records`."""
