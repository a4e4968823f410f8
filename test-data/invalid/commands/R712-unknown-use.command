heddle derive matmul --hardware cpu --rules test-data/invalid/commands/R712-unknown-use.json
exit 1
