"""A finished run as other programs read it: Cucumber Messages, JUnit's XML, Markdown, GitHub's own lines."""
