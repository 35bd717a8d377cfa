"""What the tests of the record kinds share: what a form would be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from diary.errors import InvalidEntry
from diary.records.registry import Kind

Reasons = Callable[..., Mapping[str, str]]


@pytest.fixture
def reasons() -> Reasons:
    """`reasons(KIND, field=value, …)`: field to reason, empty when the form is taken as it is."""

    def told(kind: Kind, /, **values: Any) -> Mapping[str, str]:
        try:
            kind.clean(values)
        except InvalidEntry as error:
            return error.fields
        return {}

    return told
