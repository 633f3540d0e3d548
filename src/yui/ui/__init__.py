"""How it looks: tokens, components, page frames, gallery and error pages."""
