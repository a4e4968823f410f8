// y: g_i=32; one work-item per work-group computes one tile
// predicted: 3108000 bytes loaded, 4000 stored

#pragma OPENCL FP_CONTRACT OFF

// The vector that begins at a place in local memory.
#define lanes(place) (*(__local float16*)(place))
#define lane_index ((int16)(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15))
typedef float16 __attribute__((aligned(4))) any_float16;
static inline float reduce_sum(float16 v) {
    const float8 v8 = v.lo + v.hi;
    const float4 v4 = v8.lo + v8.hi;
    const float2 v2 = v4.lo + v4.hi;
    return v2.x + v2.y;
}

__attribute__((reqd_work_group_size(1, 1, 1)))
__kernel void y(__global const float* restrict X_array, __global float* restrict y_array) {
    __local float y_tile[32] __attribute__((aligned(64))); // y[i]: running sum of y
    __local float X_tile[25088] __attribute__((aligned(64))); // X[i, j]: a block of X

    const long group = get_group_id(0);
    const int i_start = (int)(group) * 32;
    const int i_valid = min(32, 1000 - i_start);

    // X ← X[i, j]
    for (int i = 0; i < i_valid; ++i) {
        const long row = (i_start + i) * 777;
        for (int j = 0; j < 768; j += 16)
            lanes(X_tile + i * 784 + j) = *(__global const any_float16*)(X_array + row + j);
        for (int j = 768; j < 777; ++j)
            X_tile[i * 784 + j] = X_array[row + j];
    }

    // y sum= over j: X * X   (part of y)
    for (int i_0 = 0; i_0 < i_valid; i_0 += 4) {
        float16 part[4];
        #pragma unroll
        for (int r = 0; r < 4; ++r)
            part[r] = (float16)(0.0f);
        for (int j = 0; j < 768; j += 16) {
            #pragma unroll
            for (int r = 0; r < 4; ++r) {
                const float16 X_0 = lanes(X_tile + (i_0 + r) * 784 + j);
                part[r] = fma(X_0, X_0, part[r]);
            }
        }
        {
            #pragma unroll
            for (int r = 0; r < 4; ++r) {
                const float16 X_0 = lanes(X_tile + (i_0 + r) * 784 + 768);
                part[r] = part[r] + select((float16)(0.0f), X_0 * X_0, lane_index < 9);
            }
        }
        #pragma unroll
        for (int r = 0; r < 4; ++r)
            y_tile[i_0 + r] = reduce_sum(part[r]);
    }

    // y[i] ← y
    {
        const long row = i_start;
        for (int i = 0; i < i_valid / 16 * 16; i += 16)
            *(__global any_float16*)(y_array + row + i) = lanes(y_tile + i);
        for (int i = i_valid / 16 * 16; i < i_valid; ++i)
            y_array[row + i] = y_tile[i];
    }
}
