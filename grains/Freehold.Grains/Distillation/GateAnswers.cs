using Freehold.Contracts.Distillation;

namespace Freehold.Grains.Distillation;

/// <summary>What the students said of everything that the gate asks.</summary>
internal sealed record GateAnswers
{
    /// <summary>The student, of the calibration part.</summary>
    public required TrainingJobResult Calibration { get; init; }

    /// <summary>The student, of the eval part.</summary>
    public required TrainingJobResult Eval { get; init; }

    /// <summary>The current student, of the eval part; null where there is none that can be asked the same.</summary>
    public TrainingJobResult? EvalOfCurrent { get; init; }

    /// <summary>Digest of the safety set's prompts; null where the policy states none.</summary>
    public string? SafetySet { get; init; }

    /// <summary>The student, of the safety set.</summary>
    public TrainingJobResult? Safety { get; init; }

    /// <summary>The current student, of the safety set.</summary>
    public TrainingJobResult? SafetyOfCurrent { get; init; }
}
