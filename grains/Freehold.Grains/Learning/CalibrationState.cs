using Freehold.Grains.Outcomes;

namespace Freehold.Grains.Learning;

/// <summary>Outcomes to calibrate by, and the place in the log up to which they are taken in, stored together.</summary>
[GenerateSerializer, Alias("freehold.CalibrationState")]
public sealed class CalibrationState : IOutcomeView
{
    /// <summary>Sequence of the last event that is taken in, by shard.</summary>
    [Id(0)] public long[] Checkpoints { get; set; } = [];

    /// <summary>The outcomes, in the form of <see cref="Core.Calibration.CalibrationTrainer.ToBytes"/>.</summary>
    [Id(1)] public byte[] Trainer { get; set; } = [];
}
