"""Taking a call: the person, the matters, the script, the outcomes; and the pages about people."""
