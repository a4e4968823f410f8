heddle eval test-data/invalid/commands/E602-array-for-nothing.json --in A=test-data/invalid/commands/arrays/f32-3x5.npy,v=test-data/invalid/commands/arrays/f32-5.npy,w=test-data/invalid/commands/arrays/f32-5.npy --out target/out
exit 1
