"""What portal pages show: frames, headings, links."""
