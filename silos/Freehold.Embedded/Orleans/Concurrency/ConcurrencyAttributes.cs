namespace Orleans.Concurrency;

/// <summary>Calls of methods with this attribute may run interleaved with each other, but not with other calls.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;

/// <summary>All calls to the grain may be interleaved at their awaits.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;

/// <summary>Calls of this method may be interleaved with any call.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;

/// <summary>The caller does not wait and learns of no failure.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneWayAttribute : Attribute;

/// <summary>A grain without identity: up to <see cref="MaxLocalWorkers"/> activations share the calls to one key.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StatelessWorkerAttribute : Attribute
{
    /// <summary>As many activations as the machine has processors.</summary>
    public StatelessWorkerAttribute() => MaxLocalWorkers = -1;

    /// <summary>At most this many activations of one key; not positive: as many as the machine has processors.</summary>
    public StatelessWorkerAttribute(int maxLocalWorkers) => MaxLocalWorkers = maxLocalWorkers;

    /// <summary>The same, and whether idle workers are removed early; here they always leave by collection age.</summary>
    public StatelessWorkerAttribute(int maxLocalWorkers, bool removeIdleWorkers) : this(maxLocalWorkers) =>
        RemoveIdleWorkers = removeIdleWorkers;

    /// <summary>The bound, or -1 for the number of processors.</summary>
    public int MaxLocalWorkers { get; }

    /// <summary>Kept for source compatibility.</summary>
    public bool RemoveIdleWorkers { get; } = true;
}

/// <summary>Wraps a value that the caller promises not to change.</summary>
[GenerateSerializer, Immutable]
public readonly struct Immutable<T>(T value)
{
    /// <summary>The value.</summary>
    [Id(0)]
    public readonly T Value = value;
}

/// <summary>Makes <see cref="Immutable{T}"/> values.</summary>
public static class ImmutableExtensions
{
    /// <summary>Wraps a value that the caller promises not to change.</summary>
    public static Immutable<T> AsImmutable<T>(this T value) => new(value);
}
