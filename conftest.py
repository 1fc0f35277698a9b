"""For the whole project: pytester, which the tests of the plugin run nested sessions with."""

pytest_plugins = ["pytester"]
