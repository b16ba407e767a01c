using Freehold.Contracts.Audit;

namespace Freehold.Gateway.Tests.Support;

/// <summary>Rings when an audit chain has taken an entry, so that a test need not look again and again for what takes long.</summary>
internal sealed class AuditBell : IIncomingGrainCallFilter
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _rung = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the next entry.</summary>
    public Task NextAsync()
    {
        lock (_lock)
        {
            return _rung.Task;
        }
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (context.Grain is IAuditGrain)
        {
            lock (_lock)
            {
                _rung.SetResult();
                _rung = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
