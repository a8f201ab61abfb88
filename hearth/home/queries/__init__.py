"""Questions of pages that stand where several rooms meet: one module for each kind of page."""
