namespace Freehold.Benchmarks.Flywheel;

/// <summary>From a teacher's answers to a student in service, on a set of intents.</summary>
internal sealed class FlywheelBenchmark : IBenchmark
{
    public string Name => "flywheel";

    public string Summary => "a student learnt from an erring teacher's answers: accuracy, out-of-scope recall, share served locally, cost";

    public IReadOnlyCollection<string> Options => ["--data", "--seed"];

    public IReadOnlyCollection<string> Flags => ["--offline"];

    public Task RunAsync(Report report, Arguments arguments, CancellationToken cancellationToken)
    {
        var data = arguments.Text("--data")
            ?? throw new UsageException("--data names the file: JSON as CLINC150 has it, or a CSV of text,label.");
        var seed = (ulong)arguments.Integer("--seed", 1, 0, int.MaxValue);
        var set = IntentSet.Read(data, seed);
        var teacher = new ErringTeacher(set, seed);
        if (!arguments.Has("--offline"))
            return LiveFlywheel.RunAsync(report, set, teacher, seed, cancellationToken);
        OfflineFlywheel.Run(report, set, teacher, seed, cancellationToken);
        return Task.CompletedTask;
    }
}
