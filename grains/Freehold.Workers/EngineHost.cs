using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Freehold.Contracts.Inference;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Telemetry;
using Freehold.Grains.Routing;
using Freehold.Inference;
using Freehold.Inference.Scheduling;
using Freehold.Workers.Registry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Freehold.Workers;

/// <summary>
/// Owns the engines of this silo: loads them before the silo takes requests, and frees them after its last one. A file that cannot be
/// loaded costs its own model and nothing else: it stays in the catalog with the reason.
/// </summary>
public sealed partial class EngineHost(
    IOptions<WorkerOptions> options, IModelDevices devices, ModelGate gate, TimeProvider time, ILogger<EngineHost> logger)
    : IHostedService, ICandidateSource, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ModelSlot> _models = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IEmbeddingEngine> _embedders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _faults = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _revisions = new(StringComparer.Ordinal);
    private readonly Dictionary<ComputeDevice, ModelBackend> _backends = [];
    private readonly Meter _meter = new(HouseMetrics.MeterName);

    /// <inheritdoc/>
    public string Owner => Worker.ToString();

    private WorkerId Worker => new(options.Value.SiloName, WorkerId.Cpu);

    /// <summary>The engine of a model at this moment, or null. Another version may take its place; who runs a request on it holds a <see cref="Use"/>.</summary>
    public IModelEngine? Find(string model) => _models.GetValueOrDefault(model)?.Engine;

    /// <summary>A hold on a model for one request, or null where it is not loaded.</summary>
    internal ModelSlot.Use? Use(string model)
    {
        while (_models.TryGetValue(model, out var slot))
        {
            if (slot.TryUse() is { } use)
            {
                return use;
            }
        }

        return null;
    }

    /// <summary>How busy the models that write text are. Speeds are rounded, so that small changes are none.</summary>
    internal WorkerLoad GetLoad() => new()
    {
        Place = Worker.ToString(),
        Models = [.. _models.OrderBy(model => model.Key, StringComparer.Ordinal).Select(model =>
        {
            var (load, speed) = (model.Value.Engine.Load, model.Value.Speed.Figures);
            return new ModelLoad
            {
                Model = model.Key,
                WaitingRequests = load.WaitingRequests,
                ActiveRequests = load.ActiveRequests,
                MaxActiveRequests = options.Value.Models[model.Key].MaxActiveRequests,
                FirstTokenMs = Math.Round(speed.FirstTokenMs),
                PrefillTokensPerSecond = Math.Round(speed.PrefillTokensPerSecond),
                DecodeTokensPerSecond = Math.Round(speed.DecodeTokensPerSecond, 1),
                ServiceMs = Math.Round(speed.ServiceMs),
            };
        })],
    };

    /// <summary>The engine of a model that embeds texts, or null.</summary>
    public IEmbeddingEngine? FindEmbedder(string model) => _embedders.GetValueOrDefault(model);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, model) in options.Value.Models)
        {
            await LoadAsync(name, model, await gate.KnownAsync(name, cancellationToken), cancellationToken);
        }

        _meter.CreateObservableUpDownCounter(
            "freehold.worker.queue.depth", () => Observe(load => load.WaitingRequests), "{request}", "Requests that wait for a local model.");
        _meter.CreateObservableUpDownCounter(
            "freehold.worker.active", () => Observe(load => load.ActiveRequests), "{request}", "Requests that a local model is running.");
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _meter.Dispose();
        foreach (var slot in _models.Values)
        {
            await slot.Engine.DisposeAsync();
        }

        foreach (var embedder in _embedders.Values)
        {
            await embedder.DisposeAsync();
        }

        _models.Clear();
        _embedders.Clear();
    }

    /// <inheritdoc/>
    public ValueTask<Candidate[]> GetCandidatesAsync(CancellationToken cancellationToken) => new(
        [.. options.Value.Models.Keys.Order(StringComparer.Ordinal).Select(ToCandidate)]);

    private IEnumerable<Measurement<int>> Observe(Func<EngineLoad, int> read) => _models
        .Select(model => (model.Key, model.Value.Engine.Load))
        .Concat(_embedders.Select(embedder => (embedder.Key, embedder.Value.Load)))
        .Select(engine => new Measurement<int>(
            read(engine.Load), new KeyValuePair<string, object?>(SpanAttributes.RequestModel, engine.Key)));

    private static SchedulerOptions ToScheduler(ModelOptions model) => new()
    {
        MaxActiveRequests = model.MaxActiveRequests,
        MaxWaitingRequests = model.MaxWaitingRequests,
        MaxWaitingRequestsPerTenant = model.MaxWaitingRequestsPerTenant,
    };

    /// <summary>Each device is opened once, and where it cannot be used that is said once.</summary>
    private ModelBackend BackendOf(ModelOptions model)
    {
        if (!ComputeDevice.TryParse(model.Device, out var device))
        {
            throw new ArgumentException($"Device '{model.Device}' is unknown; give {ComputeDevice.Allowed}.", nameof(model));
        }

        if (!_backends.TryGetValue(device, out var backend))
        {
            if (!devices.TryOpen(device, out backend, out var reason))
            {
                LogDeviceMissing(device, reason);
                backend = ModelBackend.Managed;
            }

            _backends.Add(device, backend);
        }

        return backend;
    }

    private Candidate ToCandidate(string name)
    {
        var embedder = FindEmbedder(name);
        var info = Find(name)?.Info ?? embedder?.Info;
        return new Candidate
        {
            Id = name,
            Kind = CandidateKind.LocalModel,
            Zone = Zones.Device,
            Place = Worker.ToString(),
            Model = name,
            Digest = info?.WeightsSha256,
            ContextLength = info?.ContextLengthTokens ?? 0,
            Automatic = options.Value.Models[name].Automatic && embedder is null, // Vectors of different models cannot be compared.
            Embeds = embedder is not null,
            DeviceMemoryMebibytes = options.Value.Models[name].DeviceMemoryMebibytes,
            Unavailable = _faults.GetValueOrDefault(name),
        };
    }

    [LoggerMessage(4004, LogLevel.Warning, "Device '{Device}' cannot be used: {Reason}. The managed engine computes its models.")]
    private partial void LogDeviceMissing(ComputeDevice device, string reason);

    [LoggerMessage(4003, LogLevel.Error,
        "Model '{Model}' demands {Need} MiB of device memory and this silo has {Have}: give it to a silo with more, or lower DeviceMemoryMebibytes.")]
    private partial void LogTooLarge(string model, int need, int have);
}
