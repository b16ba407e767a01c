namespace Freehold.Grains.Outcomes;

/// <summary>Figures and the place in the log up to which they hold, stored together.</summary>
[GenerateSerializer, Alias("freehold.FiguresState")]
public sealed class FiguresState : IOutcomeView
{
    /// <summary>Sequence of the last event that is counted, by shard.</summary>
    [Id(0)] public long[] Checkpoints { get; set; } = [];

    /// <summary>The figures, in the form of <see cref="Core.Outcomes.RollingFiguresFormat"/>.</summary>
    [Id(1)] public byte[] Figures { get; set; } = [];
}
