using System.Runtime.ExceptionServices;
using Orleans.Runtime;

namespace Freehold.Embedded.Enumerations;

/// <summary>The caller's side of an enumeration: asks the grain for batches and hands out their elements.</summary>
internal sealed class EnumerationConsumer<T> : IAsyncEnumerator<T>
{
    private readonly Guid _id = Guid.NewGuid();
    private readonly EnumerationRequest<T> _request;
    private readonly GrainReference _reference;
    private readonly CancellationTokenSource? _linked;
    private readonly CancellationToken _token;
    private (EnumerationResult Status, object? Value) _current;
    private int _index;
    private bool _started;
    private bool _disposed;

    public EnumerationConsumer(EnumerationRequest<T> request, GrainReference reference, CancellationToken token)
    {
        _request = request.Copy();
        _reference = reference;
        _token = token.CanBeCanceled ? token : request.CallerToken;
        if (token.CanBeCanceled && request.CallerToken.CanBeCanceled && token != request.CallerToken)
        {
            _linked = CancellationTokenSource.CreateLinkedTokenSource(token, request.CallerToken);
            _token = _linked.Token;
        }
    }

    public T Current => _current.Value switch
    {
        _ when _disposed || (_current.Status & (EnumerationResult.Element | EnumerationResult.Batch)) == 0 =>
            throw new InvalidOperationException("The enumeration has no current element."),
        List<T> batch when IsBatch => batch[_index],
        var element => (T)element!,
    };

    private bool IsBatch => (_current.Status & EnumerationResult.Batch) != 0;

    public ValueTask<bool> MoveNextAsync()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (IsBatch && ++_index < ((List<T>)_current.Value!).Count)
        {
            return new ValueTask<bool>(true);
        }

        return (_current.Status & EnumerationResult.Completed) != 0 ? new ValueTask<bool>(false) : FetchAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (_started && (_current.Status & EnumerationResult.Completed) == 0)
        {
            await EndAsync();
        }

        _linked?.Dispose();
    }

    private async ValueTask<bool> FetchAsync()
    {
        _current = default;
        try
        {
            _token.ThrowIfCancellationRequested();
            var step = await AskAsync();
            switch (step.Status)
            {
                case EnumerationResult.Error:
                    _current = (EnumerationResult.Completed, null);
                    ExceptionDispatchInfo.Throw((Exception)step.Value!);
                    return false;
                case EnumerationResult.Canceled:
                    _current = (EnumerationResult.Completed, null);
                    throw new OperationCanceledException(_token);
                case EnumerationResult.MissingEnumeratorError:
                    _current = (EnumerationResult.Completed, null);
                    throw new EnumerationAbortedException(
                        $"{_request} has no enumerator with its grain any more: the grain was deactivated meanwhile, or the consumer was away for longer than the response timeout.");
                default:
                    _index = 0;
                    _current = step;
                    return (step.Status & (EnumerationResult.Element | EnumerationResult.Batch)) != 0;
            }
        }
        catch when ((_current.Status & EnumerationResult.Completed) == 0 && _started)
        {
            // Whatever broke the call, the grain's iterator must not be left behind.
            await EndAsync();
            _current = (EnumerationResult.Completed, null);
            throw;
        }
    }

    private Task<(EnumerationResult Status, object? Value)> AskAsync()
    {
        if (_started)
        {
            var next = new EnumerationCalls.MoveNext<T>(_id);
            next.FollowToken(_token);
            return _reference.Send(next);
        }

        _started = true;
        var start = new EnumerationCalls.Start<T>(_id, _request);
        start.FollowToken(_token);
        return _reference.Send(start);
    }

    private async Task EndAsync()
    {
        try
        {
            await _reference.Send(new EnumerationCalls.Dispose(_id));
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            // The runtime is stopping, and disposes every enumeration itself.
        }
    }
}
