using Freehold.Inference;

namespace Freehold.Benchmarks.Engine;

/// <summary>
/// Speed and memory of an engine (<c>--device</c>, the managed one unless it says another) on one model file, beside what the machine's memory allows and, where it is given, beside
/// llama.cpp's own benchmark. Rounds alternate between the two, so that whatever else the machine does hits both alike.
/// </summary>
internal sealed class EngineBenchmark : IBenchmark
{
    private const int DefaultRounds = 3, FirstTokenRounds = 9;
    private const double BytesPerMb = 1e6;

    private static readonly int[] Threads = [1, 2];
    private static readonly int[] Batches = [1, 4, 8, EngineRuns.MaxBatch];

    public string Name => "engine";

    public string Summary => "tokens/s and memory of an engine on a model file, beside memory bandwidth and llama-bench";

    public IReadOnlyCollection<string> Options => ["--model", "--synthetic", "--device", "--peer", "--rounds", "--adapters"];

    public async Task RunAsync(Report report, Arguments arguments, CancellationToken cancellationToken)
    {
        var path = ModelPath(arguments, cancellationToken);
        var backend = DeviceBackends.Open(arguments.Text("--device") ?? "managed");
        var rounds = arguments.Integer("--rounds", DefaultRounds, 1, 100);
        var bytes = ModelBytes.Of(path);
        AddMemory(report, path, backend, bytes, cancellationToken);

        var peer = (arguments.Text("--peer") ?? Environment.GetEnvironmentVariable(LlamaBench.Variable)) is { Length: > 0 } program
            ? new LlamaBench(program, path)
            : null;
        await AddSpeedsAsync(report, path, backend, bytes, peer, rounds, cancellationToken);
        foreach (var threads in Threads)
            await AddBatchesAsync(report, path, backend, threads, rounds, cancellationToken);
        if (arguments.Integer("--adapters", 0, 0, AdapterRuns.MaxAdapters) is > 0 and var adapters)
            AddAdapters(report, path, backend, adapters, rounds, cancellationToken);
    }

    private static string ModelPath(Arguments arguments, CancellationToken cancellationToken)
    {
        var (model, synthetic) = (arguments.Text("--model"), arguments.Text("--synthetic"));
        if ((model is null) == (synthetic is null))
            throw new UsageException("Name the model by either --model FILE.gguf or --synthetic NAME.");
        return model ?? SyntheticModel.Ensure(synthetic!, cancellationToken);
    }

    private static void AddMemory(Report report, string path, ModelBackend backend, ModelBytes bytes, CancellationToken cancellationToken)
    {
        ProcessMemory.ResetPeak();
        var before = ProcessMemory.ResidentMb();
        using var runs = new SessionRuns(path, backend, Threads.Max(), cancellationToken);
        runs.Measure();
        var peak = ProcessMemory.PeakMb();
        var needed = (bytes.Weights + bytes.Kv(SpeedRound.LongPrompt)) / BytesPerMb;
        report.Add("peak_rss_mb", peak, $"private {ProcessMemory.PrivateMb():N0}, of files {ProcessMemory.MappedMb():N0}");
        report.Add("weights_and_kv_mb", needed, $"weights {bytes.Weights / BytesPerMb:N1}, one context of {SpeedRound.LongPrompt} tokens the rest");
        report.Add("runtime_rss_mb", before, "before the model was loaded");
        report.Add("memory_ratio", peak / needed, "peak to weights and KV");
        report.Add("memory_ratio_net", (peak - before) / needed, "the same without the runtime");
    }

    private static async Task AddSpeedsAsync(
        Report report, string path, ModelBackend backend, ModelBytes bytes, LlamaBench? peer, int rounds,
        CancellationToken cancellationToken)
    {
        using var one = new SessionRuns(path, backend, Threads[0], cancellationToken);
        using var two = new SessionRuns(path, backend, Threads[1], cancellationToken);
        SessionRuns[] models = [one, two];
        Array.ForEach(models, model => model.Measure());

        var figures = new SpeedFigures(Threads);
        for (var round = 0; round < rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            figures.AddBandwidth(MemoryBandwidth.Measure());
            figures.AddOurs([.. models.Select(model => model.Measure())]);
            if (peer is not null)
                figures.AddPeer(await peer.RunAsync(Threads, cancellationToken));
        }

        figures.AddTo(report, bytes);
    }

    private static async Task AddBatchesAsync(
        Report report, string path, ModelBackend backend, int threads, int rounds, CancellationToken cancellationToken)
    {
        await using var engine = await EngineRuns.LoadAsync(path, backend, threads, cancellationToken);
        await engine.BatchAsync(EngineRuns.MaxBatch, round: 0, cancellationToken);
        var medians = new Dictionary<int, double>();
        foreach (var batch in Batches)
        {
            var speeds = new List<double>();
            for (var round = 1; round <= rounds; round++)
                speeds.Add(await engine.BatchAsync(batch, round, cancellationToken));
            medians[batch] = Report.Median(speeds);
            report.AddMedian($"batch{batch}_tps_t{threads}", speeds, batch == 1 ? "through the whole engine" : "");
        }

        report.Add($"batch8_to_batch1_t{threads}", medians[8] / medians[1]);
        if (threads != Threads.Max())
            return;

        var first = new List<double>();
        for (var round = 0; round < FirstTokenRounds; round++)
            first.Add(await engine.FirstTokenMsAsync(round, cancellationToken));
        report.AddMedian("first_token_ms", first, "prompt of 16 tokens, through the whole engine");
    }

    private static void AddAdapters(
        Report report, string path, ModelBackend backend, int adapters, int rounds, CancellationToken cancellationToken)
    {
        using var runs = new AdapterRuns(path, backend, adapters, Threads.Max(), cancellationToken);
        runs.Measure();
        var measured = Enumerable.Range(0, rounds).Select(_ => runs.Measure()).ToArray();
        report.AddMedian($"plain{adapters}_tps", [.. measured.Select(round => round.Plain)], $"{adapters} sequences a step, none with an adapter");
        report.AddMedian($"adapters{adapters}_tps", [.. measured.Select(round => round.Adapted)], "each with its own");
        report.AddMedian("adapters_ratio", [.. measured.Select(round => round.Adapted / round.Plain)], $"rank {AdapterRuns.Rank} on query and value");
    }
}
