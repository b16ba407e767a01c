using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Freehold.Testing.Fuzzing;

namespace Freehold.Benchmarks.Fuzz;

/// <summary>One run of one target on one thread: mutate, read, look at what came of it.</summary>
internal sealed partial class FuzzRun(IFuzzTarget target, FuzzOptions options)
{
    private const int MaxInputBytes = 1 << 16, MaxCorpus = 1024, MaxOutcomes = 10_000, MaxFailures = 20, MaxKindChars = 120;

    private readonly List<byte[]> _corpus = [.. target.Seeds];
    private readonly Dictionary<string, long> _outcomes = new(StringComparer.Ordinal);
    private long _executions;
    private long _mostAllocated;
    private int _failures;

    /// <summary>Runs until the time is over, or until too many inputs have failed, and prints what it saw.</summary>
    /// <returns>Number of inputs that failed; each is saved.</returns>
    public int Go(CancellationToken cancellationToken)
    {
        var mutator = new Mutator(new Random(options.Seed), target.Dictionary, MaxInputBytes);
        var watch = new HangWatch(Save);
        using var timer = new Timer(_ => watch.Check(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        foreach (var seed in target.Seeds)
            Execute(seed, watch);

        var started = Stopwatch.GetTimestamp();
        var reported = started;
        while (Stopwatch.GetElapsedTime(started) < options.Duration && _failures < MaxFailures)
        {
            if (cancellationToken.IsCancellationRequested)
                break;
            // What joined the corpus is mostly broken already: half of the inputs start from a good one.
            Execute(mutator.Next(_executions % 2 == 0 ? target.Seeds : _corpus), watch);
            if (Stopwatch.GetElapsedTime(reported) > TimeSpan.FromSeconds(30))
            {
                reported = Stopwatch.GetTimestamp();
                Console.WriteLine($"{_executions:N0} executions, {_outcomes.Count} outcomes, corpus {_corpus.Count}, {_failures} failures");
            }
        }

        Print(Stopwatch.GetElapsedTime(started));
        return _failures;
    }

    private void Execute(byte[] input, HangWatch watch)
    {
        _executions++;
        watch.Begin(input);
        var before = GC.GetAllocatedBytesForCurrentThread();
        string outcome;
        try
        {
            outcome = Kind(target.Run(input));
        }
#pragma warning disable CA1031 // Whatever comes out is the finding.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            outcome = "CRASH " + exception.GetType().Name;
            Fail("crash", input, exception.ToString());
        }

        watch.End();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        _mostAllocated = Math.Max(_mostAllocated, allocated);
        if (allocated > target.AllocationBound(input.Length))
            Fail("memory", input, $"{allocated:N0} bytes allocated for an input of {input.Length:N0}");
        Learn(outcome, input);
    }

    private void Learn(string outcome, byte[] input)
    {
        if (_outcomes.TryGetValue(outcome, out var count))
        {
            _outcomes[outcome] = count + 1;
        }
        else if (_outcomes.Count < MaxOutcomes)
        {
            _outcomes[outcome] = 1;
            if (_corpus.Count < MaxCorpus)
                _corpus.Add(input);
        }
    }

    private void Fail(string kind, byte[] input, string message)
    {
        _failures++;
        Console.WriteLine($"{kind}: {message}{Environment.NewLine}  saved as {Save(kind, input)}");
    }

    private string Save(string kind, byte[] input)
    {
        Directory.CreateDirectory(options.OutputFolder);
        var name = $"{target.Name}-{kind}-{Convert.ToHexStringLower(SHA256.HashData(input))[..16]}";
        var path = Path.Combine(options.OutputFolder, name);
        File.WriteAllBytes(path, input);
        return path;
    }

    private void Print(TimeSpan elapsed)
    {
        foreach (var (outcome, count) in _outcomes.OrderByDescending(pair => pair.Value))
            Console.WriteLine($"{count,12:N0}  {outcome}");
        Console.WriteLine(
            $"{target.Name}: {_executions:N0} executions in {elapsed.TotalMinutes:N1} minutes " +
            $"({_executions / elapsed.TotalSeconds:N0}/s), " +
            $"{_outcomes.Count} distinct outcomes, most allocated {_mostAllocated:N0} bytes, {_failures} failures");
    }

    private static string Kind(string outcome)
    {
        var kind = Varying().Replace(outcome, "*");
        return kind.Length <= MaxKindChars ? kind : kind[..MaxKindChars];
    }

    [GeneratedRegex("""'[^']*'|"[^"]*"|-?[0-9][0-9.,]*""", RegexOptions.CultureInvariant)]
    private static partial Regex Varying();
}
