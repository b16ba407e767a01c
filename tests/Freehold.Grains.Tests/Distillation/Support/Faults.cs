using Freehold.Contracts.Audit;
using Freehold.Contracts.Distillation;
using Freehold.Contracts.Registry;
using Freehold.Storage.Artifacts;

namespace Freehold.Grains.Tests.Distillation.Support;

/// <summary>The wire was cut by the test.</summary>
internal sealed class CutException() : IOException("The test cut the wire.");

/// <summary>Cuts one call, before or after it had its effect, and tells when a worker's job has ended. It outlives restarts of the house.</summary>
internal sealed class Faults : IIncomingGrainCallFilter
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _callsLeft;
    private bool _isSet;
    private bool _withEffect;

    /// <summary>So many calls go through, the next one is cut.</summary>
    /// <param name="calls">Calls of a grain or the artifact store.</param>
    /// <param name="withEffect">Whether the call that is cut has its effect all the same, as one that timed out.</param>
    public void CutAfter(int calls, bool withEffect)
    {
        lock (_lock)
        {
            (_isSet, _callsLeft, _withEffect) = (true, calls, withEffect);
        }
    }

    /// <summary>No call is cut any more.</summary>
    public void Heal()
    {
        lock (_lock)
        {
            _isSet = false;
        }
    }

    /// <summary>Completes when a distillation is woken for the next time, as it is at the end of every job.</summary>
    public Task NextWakeAsync()
    {
        lock (_lock)
        {
            return _woken.Task;
        }
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is IDistillationGrain && context.InterfaceMethod?.Name == nameof(IDistillationGrain.WakeAsync))
        {
            Wake();
        }

        if (context.Grain is IWorkloadGrain or IRegistryGrain or IAuditGrain or IStudentCatalogGrain or ITrainerGrain)
        {
            await DoAsync(async () =>
            {
                await context.Invoke();
                return true;
            });
        }
        else
        {
            await context.Invoke();
        }
    }

    public async Task<T> DoAsync<T>(Func<Task<T>> call)
    {
        var (isCut, withEffect) = Count();
        if (isCut && !withEffect)
        {
            throw new CutException();
        }

        var result = await call();
        return isCut ? throw new CutException() : result;
    }

    private void Wake()
    {
        lock (_lock)
        {
            _woken.SetResult();
            _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private (bool IsCut, bool WithEffect) Count()
    {
        lock (_lock)
        {
            var isCut = _isSet && _callsLeft-- == 0;
            _isSet &= !isCut;
            return (isCut, _withEffect);
        }
    }
}

/// <summary>The real store, and a wire to it that breaks.</summary>
internal sealed class FlakyArtifacts(IArtifactStore store, Faults faults) : IArtifactStore
{
    public Task<string> PutAsync(Stream content, CancellationToken cancellationToken) =>
        faults.DoAsync(() => store.PutAsync(content, cancellationToken));

    public Task<Stream?> OpenAsync(string digest, CancellationToken cancellationToken) =>
        faults.DoAsync(() => store.OpenAsync(digest, cancellationToken));

    public Task<bool> ExistsAsync(string digest, CancellationToken cancellationToken) => store.ExistsAsync(digest, cancellationToken);

    public Task<bool> DeleteAsync(string digest, CancellationToken cancellationToken) => store.DeleteAsync(digest, cancellationToken);
}
