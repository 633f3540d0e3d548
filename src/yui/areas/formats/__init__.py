"""Files this room reads: national lists that come with Yui, and sheets offices bring."""
