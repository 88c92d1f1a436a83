"""What is promised, put to the test. A package, so that no other that installs one of this name is taken for it."""
