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

    public IReadOnlyCollection<string> Options => ["--rounds", "--shape"];

    public async Task RunAsync(Report report, Arguments arguments, CancellationToken cancellationToken)
    {
        var rounds = arguments.Integer("--rounds", DefaultRounds, 1, 100);
        var shapes = TrainingShape.All.Where(shape => arguments.Text("--shape") is not { } name || name == shape.Name).ToArray();
        if (shapes.Length == 0)
            throw new UsageException($"There is no shape '{arguments.Text("--shape")}'; there are {string.Join(", ", TrainingShape.All.Select(shape => shape.Name))}.");
        var peer = await PyTorchLoop.FindAsync(cancellationToken);
        if (peer is null)
            Console.WriteLine($"No Python here imports torch (name one by {PyTorchLoop.Variable}): the ratios are absent.");
        foreach (var shape in shapes)
        {
            foreach (var lora in (bool[])[false, true])
                await AddAsync(report, shape, lora, peer, rounds, cancellationToken);
        }

        if (arguments.Text("--shape") is null)
            await StyleFigures.AddAsync(report, cancellationToken);
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
        if (theirs.Count == 0)
            return;
        report.AddMedian($"peer_{name}_tps", [.. theirs.Select(speed => speed.TokensPerSecond)], $"PyTorch {version}");
        report.AddMedian($"peer_{name}_peak_mb", [.. theirs.Select(speed => speed.PeakMb)]);
        report.Add(
            $"ratio_{name}",
            Report.Median([.. ours.Select(speed => speed.TokensPerSecond)]) / Report.Median([.. theirs.Select(speed => speed.TokensPerSecond)]));
    }
}
