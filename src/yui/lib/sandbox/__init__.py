"""This package will run code that reads strangers' files in a confined process of its own."""

from yui.lib.sandbox.parent import (
    Limits,
    SandboxFailed,
    SandboxReason,
    SandboxRefused,
    run_in_sandbox,
)

__all__ = ["Limits", "SandboxFailed", "SandboxReason", "SandboxRefused", "run_in_sandbox"]
