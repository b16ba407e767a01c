using Freehold.Benchmarks;
using Freehold.Benchmarks.Admission;
using Freehold.Benchmarks.Cluster;
using Freehold.Benchmarks.Engine;
using Freehold.Benchmarks.Fairness;
using Freehold.Benchmarks.Flywheel;
using Freehold.Benchmarks.Fuzz;
using Freehold.Benchmarks.Gateway;
using Freehold.Benchmarks.Kernels;
using Freehold.Benchmarks.Labels;
using Freehold.Benchmarks.Learning;
using Freehold.Benchmarks.Quality;
using Freehold.Benchmarks.Router;
using Freehold.Benchmarks.Runtime;
using Freehold.Benchmarks.Sampling;
using Freehold.Benchmarks.Tokenizers;
using Freehold.Benchmarks.Training;
using Freehold.Inference.Formats;

IBenchmark[] benchmarks =
[
    new RuntimeBenchmark(), new GatewayBenchmark(), new ClusterBenchmark(), new EngineBenchmark(), new PerplexityBenchmark(),
    new TokenizersBenchmark(), new FairnessBenchmark(), new KernelBenchmark(), new SamplingBenchmark(), new LabelsBenchmark(),
    new RouterBenchmark(), new AdmissionBenchmark(), new YearBenchmark(), new TrainingBenchmark(), new FlywheelBenchmark(),
    new RolloutBenchmark(),
];

// The bare proxy of the gateway's benchmark is this program once more, as a process of its own.
if (args is [PassThroughProxy.Verb, var upstream])
{
    await PassThroughProxy.RunAsync(new Uri(upstream));
    return 0;
}

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupted.Cancel();
};

if (args is [FuzzCommand.Verb, .. var fuzzArguments])
{
    return FuzzCommand.Run(fuzzArguments, interrupted.Token);
}

var benchmark = args.Length > 0 ? Array.Find(benchmarks, candidate => candidate.Name == args[0]) : null;
if (benchmark is null)
{
    Console.Error.WriteLine("Name one benchmark:");
    foreach (var candidate in benchmarks)
    {
        Console.Error.WriteLine($"  {candidate.Name,-12} {candidate.Summary}");
        if (candidate.Options.Count > 0)
        {
            Console.Error.WriteLine($"  {"",-12} {string.Join(' ', candidate.Options.Concat(candidate.Flags))}");
        }
    }

    Console.Error.WriteLine($"  {FuzzCommand.Verb,-12} spoiled inputs for a reader of untrusted bytes (long; its options are listed without any)");
    return 2;
}

try
{
    var arguments = new Arguments(args.AsSpan(1), benchmark.Options, benchmark.Flags);
    var report = new Report(benchmark.Name);
    await benchmark.RunAsync(report, arguments, interrupted.Token);
    report.Print(Console.Out);
    return 0;
}
catch (UsageException usage)
{
    Console.Error.WriteLine(usage.Message);
    return 2;
}
catch (ModelFormatException unusable)
{
    Console.Error.WriteLine(unusable.Message);
    return 1;
}
