"""Reading the directory. Every function takes the viewer and the moment it speaks of."""
