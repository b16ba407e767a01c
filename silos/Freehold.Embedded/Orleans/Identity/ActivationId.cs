namespace Orleans.Runtime;

/// <summary>Tells one activation of a grain from every other one of this process.</summary>
public readonly record struct ActivationId(Guid Key)
{
    /// <summary>Whether this is the empty id.</summary>
    public bool IsDefault => Key == default;

    /// <inheritdoc/>
    public override string ToString() => $"@{Key:N}";
}
