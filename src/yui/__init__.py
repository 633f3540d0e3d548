"""Yui（結）: the open-source 生活支援共創プラットフォーム."""
