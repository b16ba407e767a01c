using Freehold.Embedded.Activations;
using Orleans.Runtime;

namespace Freehold.Embedded.Enumerations;

/// <summary>The grain's side of its enumerations. Runs in the activation's turns only.</summary>
internal sealed class EnumerationExtension(Activation activation) : IAsyncEnumerableGrainExtension, IAsyncDisposable
{
    private readonly Dictionary<Guid, Enumeration> _enumerations = [];

    public int Count => _enumerations.Count;

    public ValueTask<(EnumerationResult Status, object? Value)> StartEnumeration<T>(
        Guid requestId, IAsyncEnumerableRequest<T> request, CancellationToken cancellationToken)
    {
        var enumeration = new Enumeration<T>();
        _enumerations.Add(requestId, enumeration);
        request.SetTarget(activation);
        ((EnumerationRequest<T>)request).Token = enumeration.Cancellation.Token;
        enumeration.MaxBatchSize = request.MaxBatchSize;
        return StepAsync(requestId, enumeration, request, cancellationToken);
    }

    public ValueTask<(EnumerationResult Status, object? Value)> MoveNext<T>(Guid requestId, CancellationToken cancellationToken) =>
        _enumerations.TryGetValue(requestId, out var enumeration)
            ? StepAsync(requestId, (Enumeration<T>)enumeration, null, cancellationToken)
            : new ValueTask<(EnumerationResult Status, object? Value)>((EnumerationResult.MissingEnumeratorError, null));

    public async ValueTask DisposeAsync(Guid requestId)
    {
        if (_enumerations.Remove(requestId, out var enumeration))
        {
            await EndAsync(enumeration);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var requestId in _enumerations.Keys.ToArray())
        {
            await DisposeAsync(requestId);
        }
    }

    /// <summary>Ends the enumerations whose consumers have not asked for longer than the response timeout.</summary>
    public void DisposeAbandoned(long nowMs)
    {
        foreach (var (requestId, enumeration) in _enumerations.ToArray())
        {
            if (!enumeration.IsAsked && nowMs - enumeration.SeenMs > activation.Class.Runtime.ResponseTimeoutMs)
            {
                activation.Class.Runtime.Log.EnumerationAbandoned(activation.GrainId);
                _ = DisposeAsync(requestId).AsTask();
            }
        }
    }

    private async ValueTask<(EnumerationResult Status, object? Value)> StepAsync<T>(
        Guid requestId, Enumeration<T> enumeration, IAsyncEnumerableRequest<T>? first, CancellationToken cancellationToken)
    {
        enumeration.IsAsked = true;
        try
        {
            if (first is not null)
            {
                enumeration.Start(first.InvokeImplementation());
            }

            var step = enumeration.TakeReady();
            if (step.Status == EnumerationResult.Heartbeat)
            {
                // Cancelling the step cancels the iterator, so that its finally blocks run now and not at the next step.
                using var link = cancellationToken.UnsafeRegister(
                    static state => ((CancellationTokenSource)state!).Cancel(), enumeration.Cancellation);
                step = await enumeration.TakeNextAsync();
            }

            if ((step.Status & EnumerationResult.Completed) != 0)
            {
                await DisposeAsync(requestId);
            }

            return step;
        }
        catch (OperationCanceledException) when (enumeration.Cancellation.IsCancellationRequested)
        {
            await DisposeAsync(requestId);
            return (EnumerationResult.Canceled, null);
        }
        catch (Exception exception)
        {
            await DisposeAsync(requestId);
            return (EnumerationResult.Error, exception);
        }
        finally
        {
            enumeration.IsAsked = false;
            enumeration.SeenMs = activation.Class.Runtime.NowMs;
        }
    }

    private async ValueTask EndAsync(Enumeration enumeration)
    {
        var runtime = activation.Class.Runtime;
        try
        {
            await enumeration.Cancellation.CancelAsync();
            await enumeration.DisposeAsync().AsTask().WaitAsync(runtime.Options.ResponseTimeout, runtime.Time);
        }
        catch (Exception exception)
        {
            runtime.Log.DeactivationFailed(exception, activation.GrainId);
        }
    }
}
