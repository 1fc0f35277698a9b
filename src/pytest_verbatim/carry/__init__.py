"""How a case goes along to another revision: its selectors followed, in its module's source."""
