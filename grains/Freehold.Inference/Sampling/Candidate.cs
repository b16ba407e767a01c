namespace Freehold.Inference.Sampling;

/// <summary>A token that may be chosen, with its logit or its weight.</summary>
internal readonly record struct Candidate(float Value, int Id) : IComparable<Candidate>
{
    /// <summary>The more likely comes first, of equal ones that with the lower id.</summary>
    public int CompareTo(Candidate other) => Value != other.Value ? other.Value.CompareTo(Value) : Id.CompareTo(other.Id);
}
