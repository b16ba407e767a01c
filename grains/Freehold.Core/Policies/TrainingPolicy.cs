using Freehold.Core.Labels;

namespace Freehold.Core.Policies;

/// <summary>Whether exchanges may be recorded as training data, and which.</summary>
/// <param name="Allowed">Whether any may be.</param>
/// <param name="MaxLabel">The strictest label of which they may be; where the label could not be found, none is recorded.</param>
/// <param name="PersonalData">What becomes of an exchange in which personal data or secrets are found.</param>
/// <param name="RetentionDays">For how long they are kept, 1 to <see cref="PolicyBounds.MaxRetentionDays"/>.</param>
public sealed record TrainingPolicy(
    bool Allowed = false,
    Label MaxLabel = Label.Internal,
    PersonalDataInTraining PersonalData = PersonalDataInTraining.Remove,
    int RetentionDays = TrainingPolicy.DefaultRetentionDays)
{
    /// <summary>Days that a recorded exchange is kept where the policy does not say.</summary>
    public const int DefaultRetentionDays = 90;

    /// <summary>Nothing is recorded.</summary>
    public static TrainingPolicy Never { get; } = new();

    /// <summary>True where an exchange under a label may be recorded.</summary>
    public bool Permits(Label label) => Allowed && Enum.IsDefined(label) && label <= MaxLabel;
}

/// <summary>What becomes of an exchange in which personal data or secrets are found.</summary>
public enum PersonalDataInTraining
{
    /// <summary>It is recorded with what was found replaced, which cannot be undone.</summary>
    Remove = 0,

    /// <summary>It is not recorded.</summary>
    Refuse = 1,
}
