using Freehold.Inference.Training;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Training;

/// <summary>Training gives way to whoever is inside the gate.</summary>
public sealed class TrainingGateTests
{
    [Fact]
    public async Task A_run_waits_while_somebody_is_inside_and_goes_on_afterwards()
    {
        using var folder = new TempFolder();
        using var gate = new TrainingGate();
        var watched = new WatchedGate(gate);
        var (first, second) = (gate.Enter(), gate.Enter());
        var steps = 0;
        var run = Run(folder, watched).RunAsync(new Progress(() => steps++));
        await watched.Asked;
        first.Dispose();
        first.Dispose();
        Assert.True(gate.IsBusy);
        Assert.Equal(0, steps);
        Assert.False(run.IsCompleted);

        second.Dispose();
        Assert.False(gate.IsBusy);
        await run;
        Assert.Equal(3, steps);
    }

    [Fact]
    public async Task A_run_that_waits_can_be_cancelled()
    {
        using var folder = new TempFolder();
        using var gate = new TrainingGate();
        using var cancellation = new CancellationTokenSource();
        var watched = new WatchedGate(gate);
        using var inside = gate.Enter();
        var run = Run(folder, watched).RunAsync(null, cancellation.Token);
        await watched.Asked;
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    private static TrainingRun Run(TempFolder folder, ITrainingYield watched)
    {
        var config = new DecoderConfig
        {
            VocabularySize = 16,
            HiddenSize = 8,
            LayerCount = 1,
            HeadCount = 1,
            KvHeadCount = 1,
            FeedForwardSize = 8,
            ContextLength = 16,
        };
        var options = new TrainingOptions { Steps = 3, Threads = 1 };
        return new TrainingRun(
            new TrainingStart.FromScratch(config), [new TrainingExample((int[])[1, 2, 3])], options, folder["run"])
        { Yield = watched };
    }

    private sealed class Progress(Action report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report();
    }

    private sealed class WatchedGate(TrainingGate gate) : ITrainingYield
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        public void WaitWhileBusy(CancellationToken cancellationToken)
        {
            _asked.TrySetResult();
            gate.WaitWhileBusy(cancellationToken);
        }
    }
}
