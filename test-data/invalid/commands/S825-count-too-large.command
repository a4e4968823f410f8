heddle derive test-data/invalid/commands/S825-count-too-large.json --hardware cpu
exit 1
