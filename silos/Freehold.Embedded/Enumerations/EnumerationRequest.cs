using System.ComponentModel;
using System.Reflection;
using Freehold.Embedded.Calls;
using Orleans.CodeGeneration;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Freehold.Embedded.Enumerations;

/// <summary>A call of a method that returns <see cref="IAsyncEnumerable{T}"/>. Generated code derives from it once a method.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EnumerationRequest<T>(CallMethod method) : IAsyncEnumerable<T>, IAsyncEnumerableRequest<T>
{
    private const int DefaultMaxBatchSize = 100;

    private ITargetHolder? _target;

    /// <inheritdoc/>
    public int MaxBatchSize { get; set; } = DefaultMaxBatchSize;

    /// <inheritdoc/>
    public InvokeMethodOptions Options { get; private set; } = method.Options;

    /// <inheritdoc/>
    public bool IsCancellable => true;

    internal GrainReference? Reference { get; set; }

    internal string MethodName => method.Name;

    /// <summary>The token among the arguments, as the caller gave it.</summary>
    protected internal CancellationToken CallerToken { get; set; }

    /// <summary>The token that the grain's iterator sees.</summary>
    protected internal CancellationToken Token { get; internal set; }

    /// <inheritdoc/>
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new EnumerationConsumer<T>(this, Reference!, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<T> InvokeImplementation() => Run(_target!.GetTarget()!);

    /// <summary>For generated code: remembers the token among the arguments.</summary>
    public void FollowToken(CancellationToken callerToken) => CallerToken = callerToken;

    /// <inheritdoc/>
    public void AddInvokeMethodOptions(InvokeMethodOptions options) => Options |= options;

    /// <inheritdoc/>
    public object? GetTarget() => _target?.GetTarget();

    /// <inheritdoc/>
    public void SetTarget(ITargetHolder holder) => _target = holder;

    /// <inheritdoc/>
    public ValueTask<Response> Invoke() => throw new NotSupportedException("An enumeration is not invoked but enumerated.");

    /// <inheritdoc/>
    public virtual int GetArgumentCount() => 0;

    /// <inheritdoc/>
    public virtual object? GetArgument(int index) => throw new ArgumentOutOfRangeException(nameof(index));

    /// <inheritdoc/>
    public virtual void SetArgument(int index, object value) => throw new ArgumentOutOfRangeException(nameof(index));

    /// <inheritdoc/>
    public string GetMethodName() => method.Name;

    /// <inheritdoc/>
    public string GetInterfaceName() => method.InterfaceName;

    /// <inheritdoc/>
    public string GetActivityName() => method.ActivityName;

    /// <inheritdoc/>
    public MethodInfo GetMethod() => method.Info;

    /// <inheritdoc/>
    public Type GetInterfaceType() => method.InterfaceType;

    /// <inheritdoc/>
    public CancellationToken GetCancellationToken() => Token.CanBeCanceled ? Token : CallerToken;

    /// <inheritdoc/>
    public void Dispose() => GC.SuppressFinalize(this);

    /// <inheritdoc/>
    public override string ToString() => $"{method.InterfaceName}.{method.Name}";

    /// <summary>Calls the method on the grain with the arguments.</summary>
    protected abstract IAsyncEnumerable<T> Run(object target);

    /// <summary>The grain may be asked to enumerate twice; each enumeration has its own target and token.</summary>
    internal EnumerationRequest<T> Copy() => (EnumerationRequest<T>)MemberwiseClone();
}
