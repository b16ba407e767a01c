using System.Diagnostics;
using Freehold.Inference.Kernels;

namespace Freehold.Benchmarks.Kernels;

/// <summary>Times products with <see cref="CycledWeights"/>.</summary>
internal sealed class ProductRuns(MatMul matMul, CycledWeights weights)
{
    // Rounds are short: where other work takes a processor away now and then, some of them are still left alone.
    private const double RoundMultiplications = 1e7;
    private const int LeastRounds = 5;

    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(200), Duration = TimeSpan.FromMilliseconds(400);

    /// <summary>Seconds of one product whose weights come from memory, the best of a few rounds.</summary>
    public double SecondsFromMemory(int tokens) => Measure(tokens, weights.Next);

    /// <summary>Seconds of one product whose weights are in a cache.</summary>
    public double SecondsFromCache(int tokens) => Measure(tokens, () => weights.First);

    private double Measure(int tokens, Func<WeightMatrix> next)
    {
        var input = new float[tokens * CycledWeights.Columns];
        for (var i = 0; i < input.Length; i++)
            input[i] = MathF.Sin(i);
        var output = new float[tokens * CycledWeights.Rows];
        var runs = Math.Max(1, (int)(RoundMultiplications / (CycledWeights.Numbers * tokens)));

        Best(WarmUp);
        return Best(Duration);

        double Best(TimeSpan duration)
        {
            var (started, best) = (Stopwatch.GetTimestamp(), double.MaxValue);
            for (var round = 0; round < LeastRounds || Stopwatch.GetElapsedTime(started) < duration; round++)
            {
                var begun = Stopwatch.GetTimestamp();
                for (var i = 0; i < runs; i++)
                    matMul.Run(input, tokens, next(), output);
                best = Math.Min(best, Stopwatch.GetElapsedTime(begun).TotalSeconds / runs);
            }

            return best;
        }
    }
}
