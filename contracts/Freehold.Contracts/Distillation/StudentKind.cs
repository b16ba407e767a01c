namespace Freehold.Contracts.Distillation;

/// <summary>What a student is made of.</summary>
[GenerateSerializer, Alias("freehold.StudentKind")]
public enum StudentKind
{
    /// <summary>A linear model for one closed task: it names a class, or fills in fields, within a millisecond.</summary>
    Specialist = 0,

    /// <summary>A LoRA adapter of a model of ours.</summary>
    Adapter = 1,
}
