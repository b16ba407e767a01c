using Freehold.Contracts.Distillation;

namespace Freehold.Workers.Training;

/// <summary>How far an evaluation is and how long the rest will take.</summary>
/// <param name="examples">Examples in all.</param>
/// <param name="time">Clock for the speed.</param>
internal sealed class EvaluationPace(int examples, TimeProvider time)
{
    private readonly long _startedAt = time.GetTimestamp();

    /// <summary>How far it is.</summary>
    /// <param name="done">Examples that were answered.</param>
    /// <param name="units">What the speed counts: tokens that were written, or examples.</param>
    public TrainingProgress At(int done, long units)
    {
        var elapsed = time.GetElapsedTime(_startedAt);
        return new TrainingProgress
        {
            Step = done,
            Steps = examples,
            TokensPerSecond = elapsed > TimeSpan.Zero ? units / elapsed.TotalSeconds : 0,
            RemainingMs = done > 0 ? elapsed.TotalMilliseconds / done * (examples - done) : null,
        };
    }
}
