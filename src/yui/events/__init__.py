"""Events with dates: what has a day or needs a sign-up."""
