heddle derive matmul --hardware cpu --rules test-data/invalid/commands/R713-square-of-a-sum.json
exit 1
