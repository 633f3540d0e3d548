"""How allauth behaves here; settings name these classes."""

from yui.accounts.adapters.elsewhere import ElsewhereAdapter
from yui.accounts.adapters.entering import AccountAdapter, StepAdapter

__all__ = ["AccountAdapter", "ElsewhereAdapter", "StepAdapter"]
