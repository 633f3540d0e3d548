"""通知: one mail a week for who works here, never empty, stopped by one press."""
