"""The desk: advisers, officers, supervisors, administrators."""
