using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Freehold.Inference.Formats.Quantization;

/// <summary>
/// Fits 32 numbers by scale * level - minimum, levels from 0 to 15, scale and minimum not negative: for each of several grids the numbers
/// are rounded to levels, and the best line through (level, number) follows by weighted least squares; the line with the least error wins.
/// Large weights count more, by |x| + rms(x), since they move the product more.
/// </summary>
internal static class AffineFit
{
    /// <summary>Numbers that one fit is for.</summary>
    public const int Length = 32;

    /// <summary>The highest level.</summary>
    public const int MaxLevel = 15;

    // Grids from 14 to 16 steps over the numbers' range: wider than the range spends no level on an outlier, narrower clips one.
    private const int Grids = 21;
    private const float FirstGrid = MaxLevel - 1f, GridStep = 0.1f;

    /// <param name="x">[Length]</param>
    public static (float Scale, float Minimum) Best(ReadOnlySpan<float> x)
    {
        var numbers = new Lanes(Vector256.Create(x), Vector256.Create(x[8..]), Vector256.Create(x[16..]), Vector256.Create(x[24..]));
        var low = MathF.Min(0f, numbers.Min());
        var range = numbers.Max() - low;
        if (!(range > 0f))
            return (0f, -low);

        var weights = numbers.Magnitudes(MathF.Sqrt(numbers.Dot(numbers) / Length));
        var (sumW, sumX) = (weights.Sum(), weights.Dot(numbers));
        var (best, leastError) = ((Scale: range / MaxLevel, Minimum: -low), float.PositiveInfinity);
        for (var grid = 0; grid < Grids; grid++)
        {
            var levels = numbers.Levels(low, (FirstGrid + grid * GridStep) / range);
            var weighted = weights.Times(levels);
            var (sumL, sumLL, sumXL) = (weighted.Sum(), weighted.Dot(levels), weighted.Dot(numbers));
            var determinant = sumW * sumLL - sumL * sumL;
            if (!(determinant > 0f))
                continue;

            var scale = (sumW * sumXL - sumX * sumL) / determinant;
            var offset = (sumLL * sumX - sumL * sumXL) / determinant;
            if (offset > 0f)
                (scale, offset) = (sumXL / sumLL, 0f);
            var error = weights.SquaredError(numbers, levels, scale, offset);
            if (error < leastError && scale > 0f)
                (best, leastError) = ((scale, -offset), error);
        }

        return best;
    }

    /// <summary>32 numbers in registers.</summary>
    private readonly record struct Lanes(Vector256<float> A, Vector256<float> B, Vector256<float> C, Vector256<float> D)
    {
        public Lanes Magnitudes(float plus)
        {
            var more = Vector256.Create(plus);
            return new Lanes(Vector256.Abs(A) + more, Vector256.Abs(B) + more, Vector256.Abs(C) + more, Vector256.Abs(D) + more);
        }

        public float Min() => Fold(Vector256.Min(Vector256.Min(A, B), Vector256.Min(C, D)), MathF.Min);

        public float Max() => Fold(Vector256.Max(Vector256.Max(A, B), Vector256.Max(C, D)), MathF.Max);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public float Sum() => Vector256.Sum((A + B) + (C + D));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Lanes Times(Lanes other) => new(A * other.A, B * other.B, C * other.C, D * other.D);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public float Dot(Lanes other) => Times(other).Sum();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Lanes Levels(float low, float inverse)
        {
            var (start, factor) = (Vector256.Create(low), Vector256.Create(inverse));
            return new Lanes(Level(A, start, factor), Level(B, start, factor), Level(C, start, factor), Level(D, start, factor));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public float SquaredError(Lanes numbers, Lanes levels, float scale, float offset)
        {
            var (s, o) = (Vector256.Create(scale), Vector256.Create(offset));
            var (a, b) = (levels.A * s + o - numbers.A, levels.B * s + o - numbers.B);
            var (c, d) = (levels.C * s + o - numbers.C, levels.D * s + o - numbers.D);
            return Dot(new Lanes(a * a, b * b, c * c, d * d));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<float> Level(Vector256<float> x, Vector256<float> low, Vector256<float> inverse) =>
            Vector256.Clamp(Vector256.Round((x - low) * inverse), Vector256<float>.Zero, Vector256.Create((float)MaxLevel));

        private static float Fold(Vector256<float> lanes, Func<float, float, float> of)
        {
            var result = lanes[0];
            for (var i = 1; i < Vector256<float>.Count; i++)
                result = of(result, lanes[i]);
            return result;
        }
    }
}
