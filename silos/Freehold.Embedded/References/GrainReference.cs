using System.ComponentModel;
using Freehold.Embedded.Activations;
using Freehold.Embedded.Calls;
using Freehold.Embedded.CodeGeneration;
using Freehold.Embedded.Enumerations;
using Freehold.Embedded.Filters;

namespace Orleans.Runtime;

/// <summary>A reference to a grain. Generated code derives from it once for every grain interface.</summary>
public abstract class GrainReference : IAddressable, IEquatable<GrainReference>
{
    private readonly GrainReferenceShared _shared;
    private readonly string _key;
    private Activation? _activation;

    /// <summary>For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected GrainReference(GrainReferenceShared shared, string key)
    {
        _shared = shared;
        _key = key;
    }

    /// <summary>The grain's identity.</summary>
    public GrainId GrainId => GrainId.Create(_shared.Class.GrainType, IdSpan.Create(_key));

    /// <summary>The interface of this reference.</summary>
    public GrainInterfaceType InterfaceType => _shared.InterfaceType;

    /// <summary>The name of the interface.</summary>
    public string InterfaceName => InterfaceType.ToString();

    /// <inheritdoc/>
    public bool Equals(GrainReference? other) =>
        other is not null && ReferenceEquals(_shared.Class, other._shared.Class) && string.Equals(_key, other._key, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    /// <inheritdoc/>
    public override int GetHashCode() => GrainId.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => $"GrainReference:{GrainId}:{InterfaceType}";

    public static bool operator ==(GrainReference? left, GrainReference? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(GrainReference? left, GrainReference? right) => !(left == right);

    internal object Cast(Type interfaceType)
    {
        if (interfaceType.IsInstanceOfType(this))
        {
            return this;
        }

        return _shared.Class.References.TryGetValue(interfaceType, out var other)
            ? other.Create(_key)
            : throw new InvalidCastException($"Grain class {_shared.Class.Info.Type} does not implement {interfaceType}.");
    }

    /// <summary>Queues a call at the activation, and makes one if there is none.</summary>
    internal void Deliver(Call call)
    {
        var grainClass = _shared.Class;
        try
        {
            grainClass.Runtime.EnsureRunning();
            call.SentMs = grainClass.Runtime.NowMs;
            if (grainClass.MaxWorkers > 0)
            {
                grainClass.Resolve(_key).Enqueue(call);
                return;
            }

            var activation = _activation;
            if (activation is null || activation.IsDead)
            {
                _activation = activation = grainClass.Resolve(_key);
            }

            activation.Enqueue(call);
        }
        catch (OrleansException exception)
        {
            call.TryFail(exception);
        }
    }

    /// <summary>For generated code: sends a call and gives its answer.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal Task<TResult> Send<TResult>(ResultCall<TResult> call)
    {
        var filters = _shared.Class.Runtime.OutgoingFilters;
        return filters.Length == 0 ? call.Send(this) : OutgoingCallContext<TResult>.Run(this, call, filters);
    }

    /// <summary>For generated code: sends a call without waiting for its answer.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal Task SendOneWay(ResultCall<NoResult> call)
    {
        var filters = _shared.Class.Runtime.OutgoingFilters;
        if (filters.Length > 0)
        {
            return OutgoingCallContext<NoResult>.Run(this, call, filters);
        }

        Deliver(call);
        return Task.CompletedTask;
    }

    /// <summary>For generated code: makes an enumeration, which calls the grain when it is enumerated.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected IAsyncEnumerable<T> Enumerate<T>(EnumerationRequest<T> request)
    {
        request.Reference = this;
        return request;
    }
}
