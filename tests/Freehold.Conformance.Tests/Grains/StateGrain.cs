using Freehold.Conformance.Tests.Support;

namespace Freehold.Conformance.Tests.Grains;

/// <summary>What <see cref="StateGrain"/> keeps.</summary>
[GenerateSerializer, Alias("conformance.notebook")]
public sealed class Notebook
{
    [Id(0)]
    public List<string> Notes { get; set; } = [];

    [Id(1)]
    public int Version { get; set; }
}

/// <summary>Keeps notes.</summary>
public interface IStateGrain : IGrainWithStringKey
{
    /// <summary>Adds a note and stores it.</summary>
    Task Write(string note);

    /// <summary>The notes, and whether they are stored.</summary>
    Task<(IReadOnlyList<string> Notes, bool Stored, string? Etag)> Read();

    /// <summary>Adds a note without storing it, reads again, and gives the notes.</summary>
    Task<IReadOnlyList<string>> ForgetUnstored(string note);

    /// <summary>Deletes the notes.</summary>
    Task Clear();

    /// <summary>Gives up this activation.</summary>
    Task End();

    /// <summary>How many notes there were when the grain was activated.</summary>
    Task<int> NotesAtActivation();

    /// <summary>Writes several times without waiting in between.</summary>
    Task WriteMany(int count);
}

/// <inheritdoc cref="IStateGrain"/>
[Reentrant]
public sealed class StateGrain([PersistentState("notebook")] IPersistentState<Notebook> notebook) : Grain, IStateGrain
{
    private int _notesAtActivation = -1;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _notesAtActivation = notebook.State.Notes.Count;
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Probe.Tell(this.GetPrimaryKeyString(), reason.ReasonCode.ToString());
        return Task.CompletedTask;
    }

    public async Task Write(string note)
    {
        notebook.State.Notes.Add(note);
        notebook.State.Version++;
        await notebook.WriteStateAsync();
    }

    public Task<(IReadOnlyList<string> Notes, bool Stored, string? Etag)> Read() =>
        Task.FromResult<(IReadOnlyList<string>, bool, string?)>(([.. notebook.State.Notes], notebook.RecordExists, notebook.Etag));

    public async Task<IReadOnlyList<string>> ForgetUnstored(string note)
    {
        notebook.State.Notes.Add(note);
        await notebook.ReadStateAsync(CancellationToken.None);
        return [.. notebook.State.Notes];
    }

    public Task Clear() => notebook.ClearStateAsync();

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<int> NotesAtActivation() => Task.FromResult(_notesAtActivation);

    public Task WriteMany(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(i => Write($"note {i}")));
}

/// <summary>Two states over one record, so that one of them is always stale.</summary>
public interface IStaleGrain : IGrainWithStringKey
{
    /// <summary>Writes through the one, then through the other, which has the older version.</summary>
    Task WriteBoth();

    /// <summary>The identity of the activation.</summary>
    Task<string> Activation();
}

/// <inheritdoc cref="IStaleGrain"/>
public sealed class StaleGrain(
    [PersistentState("both")] IPersistentState<Notebook> one, [PersistentState("both")] IPersistentState<Notebook> other) : Grain, IStaleGrain
{
    private readonly string _activation = Probe.NewKey();

    public async Task WriteBoth()
    {
        await one.WriteStateAsync();
        await other.WriteStateAsync();
    }

    public Task<string> Activation() => Task.FromResult(_activation);
}
