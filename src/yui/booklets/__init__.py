"""Every paper product."""
