heddle eval test-data/invalid/commands/E605-complex-numbers.json --in A=test-data/invalid/commands/arrays/c8-3x5.npy,v=test-data/invalid/commands/arrays/f32-5.npy --out target/out
exit 1
