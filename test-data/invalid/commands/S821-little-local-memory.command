heddle derive matmul --hardware test-data/invalid/commands/S821-little-local-memory.json
exit 1
