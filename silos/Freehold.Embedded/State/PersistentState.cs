using Freehold.Embedded.Activations;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Freehold.Embedded.State;

/// <summary>A state that the activation reads before it is valid.</summary>
internal interface IStateFacet
{
    Task ReadStateAsync();
}

/// <summary>A state of an activation. Its operations run one after the other, in the order they were asked for.</summary>
internal sealed class PersistentState<T> : IPersistentState<T>, IStateFacet
{
    private readonly Activation _activation;
    private readonly string _stateName;
    private readonly IGrainStorage _storage;
    private readonly GrainState<T> _state;
    private Task _last = Task.CompletedTask;

    public PersistentState(Activation activation, string stateName, string? storageName, Func<T> create)
    {
        _activation = activation;
        _stateName = stateName;
        _state = new GrainState<T>(create);
        var services = activation.Class.Runtime.Services;
        _storage = (storageName is null ? null : services.GetKeyedService<IGrainStorage>(storageName))
            ?? services.GetRequiredService<IGrainStorage>();
    }

    public T State
    {
        get => _state.State;
        set => _state.State = value;
    }

    public string? Etag => _state.ETag;

    public bool RecordExists => _state.RecordExists;

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public Task ReadStateAsync(CancellationToken cancellationToken) =>
        RunInOrder(static (self, token) => self._storage.ReadStateAsync(self._stateName, self._activation.GrainId, self._state, token), cancellationToken);

    public Task WriteStateAsync(CancellationToken cancellationToken) =>
        RunInOrder(static (self, token) => self._storage.WriteStateAsync(self._stateName, self._activation.GrainId, self._state, token), cancellationToken);

    public Task ClearStateAsync(CancellationToken cancellationToken) =>
        RunInOrder(static (self, token) => self._storage.ClearStateAsync(self._stateName, self._activation.GrainId, self._state, token), cancellationToken);

    private Task RunInOrder(Func<PersistentState<T>, CancellationToken, Task> operation, CancellationToken cancellationToken) =>
        _last = _last.IsCompleted ? operation(this, cancellationToken) : AfterLastAsync(operation, cancellationToken);

    /// <summary>Two writes of a reentrant grain must not race for the same ETag.</summary>
    private async Task AfterLastAsync(Func<PersistentState<T>, CancellationToken, Task> operation, CancellationToken cancellationToken)
    {
        await _last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        cancellationToken.ThrowIfCancellationRequested();
        await operation(this, cancellationToken);
    }
}

/// <summary>A record in memory.</summary>
internal sealed class GrainState<T>(Func<T> create) : IGrainState<T>
{
    public T State { get; set; } = create();

    public string? ETag { get; set; }

    public bool RecordExists { get; set; }

    public void Reset()
    {
        State = create();
        ETag = null;
        RecordExists = false;
    }
}
