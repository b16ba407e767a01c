namespace Freehold.Contracts.Distillation;

/// <summary>How far a student is let.</summary>
[GenerateSerializer, Alias("freehold.RolloutStage")]
public enum RolloutStage
{
    /// <summary>It answers beside the teacher; what it says is compared and never shown.</summary>
    Shadow = 0,

    /// <summary>It leads a share of the requests; the others are the control.</summary>
    Canary = 1,

    /// <summary>It leads its share for good, mostly all requests.</summary>
    Promoted = 2,
}
