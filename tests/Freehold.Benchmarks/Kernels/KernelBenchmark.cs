using Freehold.Benchmarks.Engine;
using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;
using Freehold.Inference.Kernels.Vectors;

namespace Freehold.Benchmarks.Kernels;

/// <summary>
/// Matrix products alone, for each weight format and set of instructions: one token from memory and from cache in GB/s of weights, several
/// tokens in GMAC/s, beside what the machine reads and multiplies at most.
/// </summary>
internal sealed class KernelBenchmark : IBenchmark
{
    private const double Giga = 1e9;

    private static readonly int[] Batches = [8, 128, 512];

    public string Name => "kernels";

    public string Summary => "matrix products of each weight format and set of instructions, beside the machine's bandwidth and arithmetic";

    public IReadOnlyCollection<string> Options => ["--format", "--level"];

    public Task RunAsync(Report report, Arguments arguments, CancellationToken cancellationToken)
    {
        report.Add("read_gbps", MemoryBandwidth.Measure() / Giga, "all processors, in order");
        report.Add("fma_gmacs_t1", PeakArithmetic.Measure() / Giga, "32-bit fused multiply-adds, one thread");
        using (var team = new WorkerTeam(2))
            report.Add("handover_us_t2", HandOver.MeasureUs(team), "an empty job of two threads");

        foreach (var type in Chosen<TensorType>(arguments, "--format"))
        {
            using var weights = new CycledWeights(type);
            foreach (var level in Chosen<VectorLevel>(arguments, "--level").Where(level => level.IsSupported()))
                AddProducts(report, weights, level, cancellationToken);
        }

        return Task.CompletedTask;
    }

    private static void AddProducts(Report report, CycledWeights weights, VectorLevel level, CancellationToken cancellationToken)
    {
        var name = $"{weights.Type}_{level}".ToLowerInvariant();
        foreach (var threads in new[] { 1, 2 })
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var team = new WorkerTeam(threads);
            var runs = new ProductRuns(new MatMul(team, level), weights);
            report.Add($"{name}_memory_t{threads}_gbps", weights.BytesPerMatrix / runs.SecondsFromMemory(tokens: 1) / Giga);
            report.Add($"{name}_cache_t{threads}_gbps", weights.BytesPerMatrix / runs.SecondsFromCache(tokens: 1) / Giga);
            foreach (var tokens in Batches)
                report.Add($"{name}_batch{tokens}_t{threads}_gmacs", CycledWeights.Numbers * tokens / runs.SecondsFromMemory(tokens) / Giga);
        }
    }

    private static T[] Chosen<T>(Arguments arguments, string option)
        where T : struct, Enum
    {
        if (arguments.Text(option) is not { } text)
            return Enum.GetValues<T>();
        return Enum.TryParse<T>(text, ignoreCase: true, out var one)
            ? [one]
            : throw new UsageException($"{option} is '{text}'; there are {string.Join(", ", Enum.GetNames<T>())}.");
    }
}
