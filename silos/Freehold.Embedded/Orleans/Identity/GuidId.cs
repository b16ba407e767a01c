namespace Orleans.Runtime;

/// <summary>A GUID as a reference type; names stream subscriptions.</summary>
public sealed class GuidId : IEquatable<GuidId>
{
    private GuidId(Guid guid) => Guid = guid;

    /// <summary>The value.</summary>
    public Guid Guid { get; }

    /// <summary>A new random id.</summary>
    public static GuidId GetNewGuidId() => new(Guid.NewGuid());

    /// <summary>Wraps a value.</summary>
    public static GuidId GetGuidId(Guid guid) => new(guid);

    /// <inheritdoc/>
    public bool Equals(GuidId? other) => other is not null && Guid == other.Guid;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GuidId);

    /// <inheritdoc/>
    public override int GetHashCode() => Guid.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Guid.ToString();
}
