using System.Diagnostics;
using Freehold.Benchmarks.Engine;
using Freehold.Inference.Training;

namespace Freehold.Benchmarks.Training;

/// <summary>Our own trainer at one shape.</summary>
internal static class OwnTraining
{
    /// <summary>Trains a model of random weights, in full or an adapter beside it.</summary>
    public static async Task<TrainingSpeed> MeasureAsync(TrainingShape shape, bool lora, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("freehold-training-");
        try
        {
            TrainingStart start = new TrainingStart.FromScratch(shape.Config);
            if (lora)
            {
                var options = Options(shape, null) with { Steps = 1 };
                var made = await new TrainingRun(start, Examples(shape), options, Path.Combine(folder.FullName, "base")).RunAsync(null, cancellationToken);
                start = new TrainingStart.FromModel(made.Folder);
            }

            ProcessMemory.ResetPeak();
            var clock = new StepClock(shape);
            var run = new TrainingRun(
                start, Examples(shape), Options(shape, lora ? new LoraOptions { Rank = TrainingShape.Rank } : null), Path.Combine(folder.FullName, "run"))
            {
                Yield = clock,
            };
            await run.RunAsync(clock, cancellationToken);
            return new TrainingSpeed(clock.TokensPerSecond, ProcessMemory.PeakMb(), clock.LongestTurn.TotalMilliseconds);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // One step more than is timed: the checkpoint at the end falls into it.
    private static TrainingOptions Options(TrainingShape shape, LoraOptions? lora) => new()
    {
        Steps = TrainingShape.WarmUpSteps + shape.Steps + 1,
        BatchExamples = TrainingShape.Examples,
        MicroBatchTokens = TrainingShape.Examples * (shape.Context + 1),
        Threads = TrainingShape.Threads,
        CheckpointSteps = int.MaxValue / 1000,
        Lora = lora,
    };

    private static TrainingExample[] Examples(TrainingShape shape)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, TrainingShape.Examples).Select(_ => new TrainingExample(
            Enumerable.Range(0, shape.Context + 1).Select(_ => random.Next(shape.Config.VocabularySize)).ToArray()))];
    }

    private sealed class StepClock(TrainingShape shape) : IProgress<TrainingProgress>, ITrainingYield
    {
        private long _started, _asked;
        private bool _isTimed;

        public double TokensPerSecond { get; private set; }

        public TimeSpan LongestTurn { get; private set; }

        public void WaitWhileBusy(CancellationToken cancellationToken)
        {
            var now = Stopwatch.GetTimestamp();
            var turn = Stopwatch.GetElapsedTime(_asked, now);
            if (_isTimed && turn > LongestTurn)
                LongestTurn = turn;
            _asked = now;
        }

        public void Report(TrainingProgress value)
        {
            if (value.Step == TrainingShape.WarmUpSteps)
                (_started, _isTimed) = (Stopwatch.GetTimestamp(), true);
            if (value.Step != TrainingShape.WarmUpSteps + shape.Steps)
                return;
            TokensPerSecond = shape.Steps * TrainingShape.Examples * shape.Context / Stopwatch.GetElapsedTime(_started).TotalSeconds;
            _isTimed = false;
        }
    }
}
