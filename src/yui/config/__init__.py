"""Wiring: settings, addresses, the `yui` program, the sample world."""
