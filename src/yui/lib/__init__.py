"""This package will give every room the tools that know no subject: codes, text, time, place."""
