using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using Freehold.Contracts.Inference;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Telemetry;
using Freehold.Grains.Routing;
using Freehold.Inference;
using Freehold.Inference.Formats;
using Freehold.Inference.Scheduling;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Freehold.Workers;

/// <summary>
/// Owns the engines of this silo: loads them before the silo takes requests, and frees them after its last one. A file that cannot be
/// loaded costs its own model and nothing else: it stays in the catalog with the reason.
/// </summary>
public sealed partial class EngineHost(
    IOptions<WorkerOptions> options, IModelDevices devices, TimeProvider time, ILogger<EngineHost> logger)
    : IHostedService, ICandidateSource, IAsyncDisposable
{
    private readonly Dictionary<string, IModelEngine> _engines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AdapterLibrary> _adapters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IEmbeddingEngine> _embedders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ModelSpeed> _speeds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _faults = new(StringComparer.Ordinal);
    private readonly Dictionary<ComputeDevice, ModelBackend> _backends = [];
    private readonly Meter _meter = new(HouseMetrics.MeterName);

    /// <inheritdoc/>
    public string Owner => Worker.ToString();

    private WorkerId Worker => new(options.Value.SiloName, WorkerId.Cpu);

    /// <summary>The engine of a model, or null.</summary>
    public IModelEngine? Find(string model) => _engines.GetValueOrDefault(model);

    /// <summary>Takes note of how long an answer of a model took.</summary>
    internal void NoteSpeed(string model, GenerationFinished finished) => _speeds[model].Add(finished.Timings, finished.Usage);

    /// <summary>How busy the models that write text are. Speeds are rounded, so that small changes are none.</summary>
    internal WorkerLoad GetLoad() => new()
    {
        Place = Worker.ToString(),
        Models = [.. _engines.OrderBy(engine => engine.Key, StringComparer.Ordinal).Select(engine =>
        {
            var (load, speed) = (engine.Value.Load, _speeds[engine.Key].Figures);
            return new ModelLoad
            {
                Model = engine.Key,
                WaitingRequests = load.WaitingRequests,
                ActiveRequests = load.ActiveRequests,
                MaxActiveRequests = options.Value.Models[engine.Key].MaxActiveRequests,
                FirstTokenMs = Math.Round(speed.FirstTokenMs),
                PrefillTokensPerSecond = Math.Round(speed.PrefillTokensPerSecond),
                DecodeTokensPerSecond = Math.Round(speed.DecodeTokensPerSecond, 1),
                ServiceMs = Math.Round(speed.ServiceMs),
            };
        })],
    };

    /// <summary>The adapters of a model, or null where it has no folder for them.</summary>
    internal AdapterLibrary? FindAdapters(string model) => _adapters.GetValueOrDefault(model);

    /// <summary>The engine of a model that embeds texts, or null.</summary>
    public IEmbeddingEngine? FindEmbedder(string model) => _embedders.GetValueOrDefault(model);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, model) in options.Value.Models)
        {
            await LoadAsync(name, model, cancellationToken);
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
        foreach (var engine in _engines.Values)
        {
            await engine.DisposeAsync();
        }

        foreach (var embedder in _embedders.Values)
        {
            await embedder.DisposeAsync();
        }

        _engines.Clear();
        _embedders.Clear();
    }

    /// <inheritdoc/>
    public ValueTask<Candidate[]> GetCandidatesAsync(CancellationToken cancellationToken) => new(
        [.. options.Value.Models.Keys.Order(StringComparer.Ordinal).Select(ToCandidate)]);

    private IEnumerable<Measurement<int>> Observe(Func<EngineLoad, int> read) => _engines
        .Select(engine => (engine.Key, engine.Value.Load))
        .Concat(_embedders.Select(embedder => (embedder.Key, embedder.Value.Load)))
        .Select(engine => new Measurement<int>(
            read(engine.Load), new KeyValuePair<string, object?>(SpanAttributes.RequestModel, engine.Key)));

    private async Task LoadAsync(string name, ModelOptions model, CancellationToken cancellationToken)
    {
        if (model.DeviceMemoryMebibytes > options.Value.DeviceMemoryMebibytes)
        {
            _faults[name] = "its silo's device has too little memory for it";
            LogTooLarge(name, model.DeviceMemoryMebibytes, options.Value.DeviceMemoryMebibytes);
            return;
        }

        var startedAt = time.GetTimestamp();
        var load = new ModelLoadOptions { TokenizerPath = model.Tokenizer, Backend = BackendOf(model) };
        try
        {
            load = model.Threads is { } threads ? load with { Threads = threads } : load;
            if (EmbeddingEngine.IsMadeFor(model.Path))
            {
                LoadEmbedder(name, model, load, startedAt, cancellationToken);
                return;
            }

            var engine = await ManagedEngine.LoadAsync(
                model.Path,
                load,
                ToScheduler(model),
                time,
                model.Draft,
                cancellationToken);
            _engines.Add(name, engine);
            _speeds.Add(name, new ModelSpeed());
            if (model.Adapters is { } adapters)
            {
                _adapters.Add(name, new AdapterLibrary(engine, adapters, (long)model.MaxAdapterMebibytes << 20, logger));
            }

            var elapsedMs = time.GetElapsedTime(startedAt).TotalMilliseconds;
            LogLoaded(name, engine.Info.Family, engine.Info.ParameterCount, load.Backend.Device, elapsedMs);
        }
        // ExternalException: what a native library says, mostly that its device has no memory left; its later lines are its own stack.
        catch (Exception e) when (e is ModelFormatException or IOException or UnauthorizedAccessException or ArgumentException
            or ExternalException)
        {
            _faults[name] = "its file could not be loaded; the server's log says why";
            LogNotLoaded(name, model.Path, e.Message.Split('\n')[0]);
        }
    }

    private static SchedulerOptions ToScheduler(ModelOptions model) => new()
    {
        MaxActiveRequests = model.MaxActiveRequests,
        MaxWaitingRequests = model.MaxWaitingRequests,
        MaxWaitingRequestsPerTenant = model.MaxWaitingRequestsPerTenant,
    };

    private void LoadEmbedder(string name, ModelOptions model, ModelLoadOptions load, long startedAt, CancellationToken cancellationToken)
    {
        var embedder = EmbeddingEngine.Open(model.Path, load, model.MaxWaitingRequests, time, cancellationToken);
        _embedders.Add(name, embedder);
        var elapsedMs = time.GetElapsedTime(startedAt).TotalMilliseconds;
        LogLoaded(name, embedder.Info.Family, embedder.Info.ParameterCount, ModelBackend.Managed.Device, elapsedMs);
    }


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

    [LoggerMessage(4001, LogLevel.Information,
        "Model '{Model}' is loaded: {Family}, {Parameters} parameters, device {Device}, in {Milliseconds:0} ms.")]
    private partial void LogLoaded(string model, string family, long parameters, ComputeDevice device, double milliseconds);

    [LoggerMessage(4004, LogLevel.Warning, "Device '{Device}' cannot be used: {Reason}. The managed engine computes its models.")]
    private partial void LogDeviceMissing(ComputeDevice device, string reason);

    [LoggerMessage(4003, LogLevel.Error,
        "Model '{Model}' demands {Need} MiB of device memory and this silo has {Have}: give it to a silo with more, or lower DeviceMemoryMebibytes.")]
    private partial void LogTooLarge(string model, int need, int have);

    [LoggerMessage(4002, LogLevel.Error, "Model '{Model}' could not be loaded from '{Path}': {Reason}")]
    private partial void LogNotLoaded(string model, string path, string reason);
}
