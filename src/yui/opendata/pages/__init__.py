"""What the doors of open data share: answers, problems, parameters, the words of its pages."""
