package org.heddle.backend.code;

import java.util.Set;
import java.util.regex.Pattern;

/// The names that OpenCL C 3.0 and CUDA C++ have taken before a kernel's text begins: keywords, types, functions, macros, and what the C library that CUDA's headers
/// include declares for every file.
///
/// Sources: ISO/IEC 14882 [lex.key], [lex.digraph]; The OpenCL C Specification 3.0, 6.1 to 6.15; CUDA C++ Programming Guide 12, C++ language extensions and
/// mathematical functions; POSIX.1-2017, math.h, stdlib.h, string.h, time.h, stdio.h, unistd.h.
final class Words {
    private static final Set<String> WORDS =
            Set.of(
                    """
                    abort abs abs_diff access acct acos acosf acosh acospi add_sat alarm alignas alignof all and and_eq any asin asinf asinh asinpi
                    asm assert atan atan2 atan2pi atanf atanh atanpi atexit atof atoi atol atoll auto barrier bitand bitor bitselect blockDim blockIdx
                    bool break bsearch BUFSIZ calloc case catch cbrt ceil char char16_t char32_t char8_t CHAR_BIT chdir chown clamp class clk_event_t
                    clock clock64 close clz co_await co_return co_yield compl complex concept const const_cast constant consteval constexpr constinit
                    continue copysign cos cosf cosh cospi cross crypt ctime ctz cuda cyl_bessel_i0 cyl_bessel_i1 daylight decltype default degrees
                    delete difftime dim3 distance div do dot double drem dup dup2 dynamic_cast else encrypt enum EOF erf erfc erfcinv erfcx erff
                    erfinv errno event_t execl execv exit exp exp10 exp2 expf explicit expm1 export extern fabs false fast_distance fast_length
                    fast_normalize fclose fdim fdividef feof ferror fflush ffs fgetc fgets finite float floor fma fmax fmin fmod fopen for fork
                    FP_CONTRACT fputc fputs fract fread free frexp friend fscanf fseek ftell fwrite gamma generic getc getchar getenv getpid gets getw
                    global gmtime goto gridDim hadd half HUGE_VAL HUGE_VALF hypot i386 if ilogb image1d_array_t image1d_buffer_t image1d_t
                    image2d_array_depth_t image2d_array_t image2d_depth_t image2d_t image3d_t imaginary index INFINITY inline int intptr_t isinf isnan
                    j0 j1 jn kernel kill labs ldexp ldiv length lgamma lgamma_r lgammaf link linux llabs lldiv llmax llmin llrint llround local
                    localtime log log10 log1p log2 logb logf long lrint lround lseek mad mad24 mad_hi mad_sat main malloc max MAXFLOAT maxmag
                    mem_fence memccpy memchr memcmp memcpy memmove memset min minmag mix mktime modf mul24 mul_hi mutable namespace NAN nan nanosleep
                    ndrange_t nearbyint new nextafter nexttoward nice noexcept norm norm3d norm4d normalize normcdf normcdfinv not not_eq NULL nullptr
                    OFF open operator or or_eq pause perror pipe popcount pow powf pown powr prefetch printf private protected ptrdiff_t public putc
                    putchar putenv puts putw qsort quad queue_t radians rand RAND_MAX random rcbrt read read_mem_fence read_only read_write realloc
                    realpath register reinterpret_cast remainder remove remquo rename requires reserve_id_t restrict return rewind rhadd rhypot rindex
                    rint rmdir rnorm rnorm3d rnorm4d rootn rotate round rsqrt rsqrtf sampler_t saturate scalb scalbln scalbn scanf select setbuf
                    setenv setstate short shuffle shuffle2 sign signbit signed signgam significand sin sincos sincospi sinf sinh sinpi size_t sizeof
                    sleep smoothstep snprintf sprintf sqrt sqrtf srand srandom sscanf static static_assert static_cast std stderr stdin stdout step
                    strcat strchr strcmp strcpy strdup strlen strncmp strstr strtod strtol struct sub_sat swab switch symlink sync sysconf system tan
                    tanf tanh tanpi template tempnam tgamma this thread_local threadIdx throw thrust time timezone tmpfile tmpnam true trunc truncate
                    try ttyname typedef typeid typename typeof tzname tzset uchar uint uintptr_t ullmax ullmin ulong umax umin umulhi ungetc uniform
                    union unix unlink unsigned upsample ushort using usleep utime valloc vec_step vfork virtual void volatile vprintf wait
                    wait_group_events warpSize wchar_t while write write_mem_fence write_only xor xor_eq y0 y1 yn
                    """
                            .strip()
                            .split("\\s+"));

    /// Families: `float4`, `convert_int8_sat`, `vload_half`, `isfinite`, `__expf`, `cudaMalloc`.
    private static final Pattern FAMILIES =
            Pattern.compile(
                    "_[_A-Z].*"
                            + "|(u?(char|short|int|long|longlong)|float|double|half|quad)[0-9]+(x[0-9]+)?"
                            + "|(convert|as|atomic|atom|async_work|get|native|half|read_image[a-z]*|write_image[a-z]*|work_group|sub_group|intel)_\\w+"
                            + "|v(load|store)a?[0-9]+|v(load|store)a?_half\\w*"
                            + "|(atomic|cuda|cu|cl|tex|surf)[A-Z]\\w*"
                            + "|is(equal|notequal|finite|inf|nan|normal|greater|greaterequal|less|lessequal|lessgreater|ordered|unordered)f?"
                            + "|(FLT|DBL|HALF|INT|UINT|LONG|ULONG|CHAR|UCHAR|SCHAR|SHRT|USHRT|LLONG|CLK|CL|M|FP|CUDA|MEM|WORK)_[A-Z0-9_]+");

    private Words() {}

    static boolean isReserved(String name) {
        return WORDS.contains(name) || FAMILIES.matcher(name).matches();
    }
}
