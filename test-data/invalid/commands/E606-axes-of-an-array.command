heddle eval test-data/invalid/commands/E606-axes-of-an-array.json --in A=test-data/invalid/commands/arrays/f32-3x5.npy,v=test-data/invalid/commands/arrays/f32-5x1.npy --out target/out
exit 1
