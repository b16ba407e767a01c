namespace Orleans.Runtime;

/// <summary>The name of a grain interface: its <see cref="AliasAttribute"/>, or else its full name.</summary>
public readonly record struct GrainInterfaceType
{
    private readonly string? _value;

    /// <summary>Wraps a name.</summary>
    public GrainInterfaceType(string value) => _value = value;

    /// <summary>Whether there is no name.</summary>
    public bool IsDefault => _value is null;

    /// <summary>Makes one from its name.</summary>
    public static GrainInterfaceType Create(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => _value ?? "";
}
