using System.Diagnostics;
using Freehold.Inference.Kernels;

namespace Freehold.Benchmarks.Kernels;

/// <summary>Times products with <see cref="CycledWeights"/>.</summary>
internal sealed class ProductRuns(MatMul matMul, CycledWeights weights)
{
    private const int Rounds = 25, WarmUpRuns = 60;
    private const double RoundMultiplications = 1e8;

    /// <summary>Seconds of one product whose weights come from memory, the best of a few rounds.</summary>
    public double SecondsFromMemory(int tokens) => Measure(tokens, weights.Next, tokens == 1 ? weights.Count : 1);

    /// <summary>Seconds of one product whose weights are in a cache.</summary>
    public double SecondsFromCache(int tokens) => Measure(tokens, () => weights.First, 1);

    private double Measure(int tokens, Func<WeightMatrix> next, int leastRuns)
    {
        var input = new float[tokens * CycledWeights.Columns];
        for (var i = 0; i < input.Length; i++)
            input[i] = MathF.Sin(i);
        var output = new float[tokens * CycledWeights.Rows];
        var runs = Math.Max(leastRuns, (int)(RoundMultiplications / (CycledWeights.Numbers * tokens)));
        Run(input, tokens, next, output, Math.Min(WarmUpRuns, 2 * runs));
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            Run(input, tokens, next, output, runs);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds / runs);
        }

        return best;
    }

    private void Run(float[] input, int tokens, Func<WeightMatrix> next, float[] output, int runs)
    {
        for (var i = 0; i < runs; i++)
            matMul.Run(input, tokens, next(), output);
    }
}
