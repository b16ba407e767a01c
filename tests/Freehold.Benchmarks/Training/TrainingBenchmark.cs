namespace Freehold.Benchmarks.Training;

/// <summary>
/// Speed and memory of training, in full and of an adapter, beside a plain PyTorch loop of the same shapes. Rounds alternate between the
/// two, so that whatever else the machine does hits both alike.
/// </summary>
internal sealed class TrainingBenchmark : IBenchmark
{
    private const int DefaultRounds = 3;

    public string Name => "training";

    public string Summary => "tokens/s of training in full and of an adapter, beside a plain PyTorch loop; an adapter's gain in perplexity";

    public IReadOnlyCollection<string> Options => ["--rounds", "--only"];

    public async Task RunAsync(Report report, Arguments arguments, CancellationToken cancellationToken)
    {
        var rounds = arguments.Integer("--rounds", DefaultRounds, 1, 100);
        string[] parts = [.. TrainingShape.All.Select(shape => shape.Name), StyleFigures.Name];
        var only = arguments.Text("--only");
        if (only is not null && !parts.Contains(only))
            throw new UsageException($"There is no part '{only}'; there are {string.Join(", ", parts)}.");
        var shapes = TrainingShape.All.Where(shape => only is null || only == shape.Name).ToArray();
        if (shapes.Length > 0)
            await AddShapesAsync(report, shapes, rounds, cancellationToken);
        if (only is null or StyleFigures.Name)
            await StyleFigures.AddAsync(report, cancellationToken);
    }

    private static async Task AddShapesAsync(Report report, TrainingShape[] shapes, int rounds, CancellationToken cancellationToken)
    {
        var peer = await PyTorchLoop.FindAsync(cancellationToken);
        if (peer is null)
            Console.WriteLine($"No Python here imports torch (name one by {PyTorchLoop.Variable}): the ratios are absent.");
        foreach (var shape in shapes)
        {
            foreach (var lora in (bool[])[false, true])
                await AddAsync(report, shape, lora, peer, rounds, cancellationToken);
        }
    }

    private static async Task AddAsync(
        Report report, TrainingShape shape, bool lora, PyTorchLoop? peer, int rounds, CancellationToken cancellationToken)
    {
        List<TrainingSpeed> ours = [], theirs = [];
        var version = "";
        await OwnTraining.MeasureAsync(shape, lora, cancellationToken); // compiles the code
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(await OwnTraining.MeasureAsync(shape, lora, cancellationToken));
            if (peer is null)
                continue;
            (var speed, version) = await peer.MeasureAsync(shape, lora, cancellationToken);
            theirs.Add(speed);
        }

        var name = $"{shape.Name}_{(lora ? "lora" : "full")}";
        var batch = $"{TrainingShape.Examples} x {shape.Context} tokens a step, {TrainingShape.Threads} threads";
        report.AddMedian($"{name}_tps", [.. ours.Select(speed => speed.TokensPerSecond)], batch);
        report.AddMedian($"{name}_peak_mb", [.. ours.Select(speed => speed.PeakMb)]);
        report.Add($"{name}_longest_turn_ms", ours.Max(speed => speed.LongestTurnMs), "between two questions whether inference wants the processors");
        if (theirs.Count == 0)
            return;
        report.AddMedian($"peer_{name}_tps", [.. theirs.Select(speed => speed.TokensPerSecond)], $"PyTorch {version}");
        report.AddMedian($"peer_{name}_peak_mb", [.. theirs.Select(speed => speed.PeakMb)]);
        report.Add(
            $"ratio_{name}",
            Report.Median([.. ours.Select(speed => speed.TokensPerSecond)]) / Report.Median([.. theirs.Select(speed => speed.TokensPerSecond)]));
    }
}
