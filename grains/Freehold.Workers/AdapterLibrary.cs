using Freehold.Contracts.Registry;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Signing;
using Freehold.Inference;
using Freehold.Inference.Adapters;
using Freehold.Inference.Formats;
using Freehold.Workers.Registry;
using Microsoft.Extensions.Logging;

namespace Freehold.Workers;

/// <summary>
/// The adapters of one model: <c>FOLDER/TENANT/NAME</c>, each a folder of Hugging Face's PEFT. One is loaded when it is first asked for, and again
/// when its files have changed; the one unused for longest goes when there is no room.
/// </summary>
/// <remarks>
/// A tenant's requests find the tenant's own adapters and no others: the tenant is part of the path, and neither name can lead elsewhere.
/// With a gate, an adapter must be signed and approved where policy says so; without one, whoever put it into the folder has passed the gate with it.
/// Safe for use by many callers. A request that runs keeps its adapter, whatever becomes of it here.
/// </remarks>
internal sealed partial class AdapterLibrary(IModelEngine engine, string folder, long maxBytes, ILogger logger, ModelGate? gate = null)
{
    /// <summary>Longest name of an adapter.</summary>
    public const int MaxNameLength = 100;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Tenant, string Name), Shelf> _shelves = [];
    private long _uses;

    /// <summary>An adapter of a tenant; or null, with what to tell the client.</summary>
    public async Task<(LoraAdapter? Adapter, string? Refusal)> FindAsync(string tenant, string name, CancellationToken cancellationToken)
    {
        if (!IsPlainName(name) || !IsPlainName(tenant))
            return (null, $"an adapter's name has 1 to {MaxNameLength} of a-z, A-Z, 0-9, '-', '_' and '.', and does not begin with '.'.");

        var path = Path.Combine(folder, tenant, name);
        if (Stamp(path) is not { } stamp)
            return (null, $"there is no adapter '{name}' for this model.");

        try
        {
            var adapter = await Take((tenant, name), path, stamp).WaitAsync(cancellationToken);
            MakeRoom();
            return (adapter, null);
        }
        catch (Exception e) when (e is ModelFormatException or IOException or UnauthorizedAccessException)
        {
            LogNotLoaded(name, tenant, e.Message);
            return (null, $"the adapter '{name}' could not be loaded; the server's log says why.");
        }
        catch (ModelSignatureException e)
        {
            LogNotLoaded(name, tenant, e.Message);
            return (null, $"the adapter '{name}' may not be used: {e.Message}");
        }
    }

    private Task<LoraAdapter> Take((string Tenant, string Name) key, string path, string stamp)
    {
        lock (_gate)
        {
            if (!_shelves.TryGetValue(key, out var shelf) || shelf.Stamp != stamp || shelf.Loading.IsFaulted)
                _shelves[key] = shelf = new Shelf(stamp, LoadAsync(key.Tenant, key.Name, path));
            shelf.LastUse = ++_uses;
            return shelf.Loading;
        }
    }

    private async Task<LoraAdapter> LoadAsync(string tenant, string name, string path)
    {
        if (gate is not null)
            await gate.RequireSignedAsync(path, CancellationToken.None);
        var adapter = await engine.LoadAdapterAsync(path, CancellationToken.None);
        if (gate is not null)
            await gate.RequireApprovedAsync(ArtifactName.OfTenant(TenantId.Parse(tenant), name), adapter.Digest, CancellationToken.None);
        return adapter;
    }

    private void MakeRoom()
    {
        lock (_gate)
        {
            while (_shelves.Count > 1 && _shelves.Values.Sum(shelf => shelf.Bytes) > maxBytes)
                _shelves.Remove(_shelves.MinBy(shelf => shelf.Value.LastUse).Key);
        }
    }

    // Both files' lengths and times: an adapter is replaced by renaming a folder or its files, and either changes one of these.
    private static string? Stamp(string path)
    {
        var weights = new FileInfo(Path.Combine(path, "adapter_model.safetensors"));
        var config = new FileInfo(Path.Combine(path, "adapter_config.json"));
        return weights.Exists && config.Exists
            ? $"{weights.Length} {weights.LastWriteTimeUtc.Ticks} {config.Length} {config.LastWriteTimeUtc.Ticks}"
            : null;
    }

    private static bool IsPlainName(string name) =>
        name.Length is > 0 and <= MaxNameLength && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    [LoggerMessage(4005, LogLevel.Error, "Adapter '{Adapter}' of tenant '{Tenant}' could not be loaded: {Reason}")]
    private partial void LogNotLoaded(string adapter, string tenant, string reason);

    private sealed class Shelf(string stamp, Task<LoraAdapter> loading)
    {
        public string Stamp => stamp;

        public Task<LoraAdapter> Loading => loading;

        public long Bytes => loading.IsCompletedSuccessfully ? loading.Result.Bytes : 0;

        public long LastUse { get; set; }
    }
}
