heddle eval test-data/invalid/commands/E608-nan-among-integers.json --in n=test-data/invalid/commands/arrays/f64-nan-4.npy --out target/out
exit 1
