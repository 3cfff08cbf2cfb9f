"""The servers that benches compare, and what they are asked."""
