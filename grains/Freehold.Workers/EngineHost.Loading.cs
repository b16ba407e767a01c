using System.Runtime.InteropServices;
using Freehold.Contracts.Registry;
using Freehold.Inference;
using Freehold.Inference.Formats;
using Microsoft.Extensions.Logging;

namespace Freehold.Workers;

/// <summary>How a model gets into its place, and how another version takes it from there.</summary>
public sealed partial class EngineHost
{
    private readonly SemaphoreSlim _loading = new(1, 1);

    /// <summary>
    /// Follows the registry: where it has changed what it says of a model since the model was last looked at, the version that it names is
    /// loaded beside the one that runs, and takes its place. Requests that run end on the old one; it is freed after the last of them. What
    /// is refused or cannot be loaded leaves the old one in its place, unless the old one itself may not be used any more.
    /// </summary>
    /// <returns>True where what this silo offers has changed.</returns>
    internal async Task<bool> FollowAsync(string name, CancellationToken cancellationToken)
    {
        if (_embedders.ContainsKey(name)
            || await gate.KnownAsync(name, cancellationToken) is not { } known
            || known.Revision == _revisions.GetValueOrDefault(name, -1))
        {
            return false; // Vectors of different models cannot be compared: an embedder keeps its version until the silo starts again.
        }

        var before = (Find(name)?.Info.WeightsSha256, _faults.GetValueOrDefault(name));
        await LoadAsync(name, options.Value.Models[name], known, cancellationToken);
        return before != (Find(name)?.Info.WeightsSha256, _faults.GetValueOrDefault(name));
    }

    private async Task LoadAsync(string name, ModelOptions model, RegistrySnapshot? known, CancellationToken cancellationToken)
    {
        if (model.DeviceMemoryMebibytes > options.Value.DeviceMemoryMebibytes)
        {
            _faults[name] = "its silo's device has too little memory for it";
            LogTooLarge(name, model.DeviceMemoryMebibytes, options.Value.DeviceMemoryMebibytes);
            return;
        }

        await _loading.WaitAsync(cancellationToken);
        try
        {
            var admission = await gate.AdmitAsync(name, model, known, cancellationToken);
            _revisions[name] = admission.Revision;
            if (admission.Refusal is { } refusal)
            {
                Refuse(name, refusal, known);
            }
            else if (Find(name)?.Info.WeightsSha256 is not { } running || (admission.Digest is { } digest && digest != running))
            {
                await LoadAdmittedAsync(name, model with { Path = admission.Path }, admission.Digest, cancellationToken);
            }
        }
        finally
        {
            _loading.Release();
        }
    }

    private async Task LoadAdmittedAsync(string name, ModelOptions model, string? digest, CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        try
        {
            var load = new ModelLoadOptions { TokenizerPath = model.Tokenizer, Backend = BackendOf(model) };
            load = model.Threads is { } threads ? load with { Threads = threads } : load;
            var info = EmbeddingEngine.IsMadeFor(model.Path)
                ? await LoadEmbedderAsync(name, model, load, digest, cancellationToken)
                : await LoadEngineAsync(name, model, load, digest, cancellationToken);
            _faults.TryRemove(name, out _);
            LogLoaded(name, info.Family, info.ParameterCount, load.Backend.Device, time.GetElapsedTime(startedAt).TotalMilliseconds);
        }
        // ExternalException: what a native library says, mostly that its device has no memory left; its later lines are its own stack.
        catch (Exception e) when (e is ModelFormatException or IOException or UnauthorizedAccessException or ArgumentException
            or ExternalException)
        {
            LogNotLoaded(name, model.Path, e.Message.Split('\n')[0]);
            if (Find(name) is null)
            {
                _faults[name] = "its file could not be loaded; the server's log says why";
            }
        }
    }

    private async Task<ModelInfo> LoadEngineAsync(
        string name, ModelOptions model, ModelLoadOptions load, string? digest, CancellationToken cancellationToken)
    {
        var engine = await ManagedEngine.LoadAsync(model.Path, load, ToScheduler(model), time, model.Draft, cancellationToken);
        if (digest is not null && engine.Info.WeightsSha256 != digest)
        {
            await engine.DisposeAsync();
            throw ChangedMeanwhile(model.Path);
        }

        var adapters = model.Adapters is { } folder
            ? new AdapterLibrary(engine, folder, (long)model.MaxAdapterMebibytes << 20, logger, gate)
            : null;
        var slot = new ModelSlot(engine, model.Path, adapters, new ModelSpeed());
        _models.TryGetValue(name, out var old);
        _models[name] = slot;
        if (old is not null)
        {
            _ = FreeAsync(name, old);
        }

        return engine.Info;
    }

    private async Task<ModelInfo> LoadEmbedderAsync(
        string name, ModelOptions model, ModelLoadOptions load, string? digest, CancellationToken cancellationToken)
    {
        var embedder = EmbeddingEngine.Open(model.Path, load, model.MaxWaitingRequests, time, cancellationToken);
        if (digest is not null && embedder.Info.WeightsSha256 != digest)
        {
            await embedder.DisposeAsync();
            throw ChangedMeanwhile(model.Path);
        }

        _embedders[name] = embedder;
        return embedder.Info;
    }

    /// <summary>A model that runs stays, where only another version of it was refused; one that itself may not run is taken away.</summary>
    private void Refuse(string name, string refusal, RegistrySnapshot? known)
    {
        if (_models.TryGetValue(name, out var running))
        {
            if (known is null || gate.MayStay(known, running.Engine.Info.WeightsSha256))
            {
                return;
            }

            _models.TryRemove(name, out _);
            _ = FreeAsync(name, running);
        }

        _faults[name] = refusal;
    }

    private async Task FreeAsync(string name, ModelSlot old)
    {
        try
        {
            await old.RetireAsync();
            await old.Engine.DisposeAsync();
            LogReplaced(name, old.Engine.Info.WeightsSha256);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotFreed(e, name);
        }
    }

    private static ModelFormatException ChangedMeanwhile(string path) => new(
        path, "the weights that were loaded are not those that were checked", "digest",
            "Replace a model by renaming a new file over it, and start again.");

    [LoggerMessage(4001, LogLevel.Information,
        "Model '{Model}' is loaded: {Family}, {Parameters} parameters, device {Device}, in {Milliseconds:0} ms.")]
    private partial void LogLoaded(string model, string family, long parameters, ComputeDevice device, double milliseconds);

    [LoggerMessage(4002, LogLevel.Error, "Model '{Model}' could not be loaded from '{Path}': {Reason}")]
    private partial void LogNotLoaded(string model, string path, string reason);

    [LoggerMessage(4007, LogLevel.Information, "The version {Digest} of model '{Model}' is freed: its last request has ended.")]
    private partial void LogReplaced(string model, string digest);

    [LoggerMessage(4008, LogLevel.Error, "A version of model '{Model}' that is not used any more could not be freed.")]
    private partial void LogNotFreed(Exception exception, string model);
}
