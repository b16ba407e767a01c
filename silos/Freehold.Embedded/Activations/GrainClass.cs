using System.Collections.Concurrent;
using Freehold.Embedded.CodeGeneration;
using Freehold.Embedded.Hosting;
using Orleans;
using Orleans.Runtime;

namespace Freehold.Embedded.Activations;

/// <summary>What all activations of a grain class share, and the table of those that live.</summary>
internal sealed class GrainClass
{
    private readonly ConcurrentDictionary<string, Activation> _activations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, StatelessWorkers> _workers = new(StringComparer.Ordinal);
    private readonly Func<string, Activation> _create;
    private readonly Func<string, StatelessWorkers> _createWorkers;

    public GrainClass(GrainClassInfo info, EmbeddedRuntime runtime)
    {
        Info = info;
        Runtime = runtime;
        GrainType = GrainType.Create(info.GrainTypeName);
        AgeLimitMs = info.NeverCollected ? long.MaxValue : info.AgeLimitMs ?? (long)runtime.Options.CollectionAge.TotalMilliseconds;
        MaxWorkers = info.MaxLocalWorkers < 0 ? Environment.ProcessorCount : info.MaxLocalWorkers;
        IsCallFilter = info.Type.IsAssignableTo(typeof(IIncomingGrainCallFilter));
        _create = key => new Activation(this, key);
        _createWorkers = key => new StatelessWorkers(this, key);
    }

    public GrainClassInfo Info { get; }

    public EmbeddedRuntime Runtime { get; }

    public GrainType GrainType { get; }

    public long AgeLimitMs { get; }

    /// <summary>0 for a grain with identity.</summary>
    public int MaxWorkers { get; }

    /// <summary>Whether grains of this class filter their own calls.</summary>
    public bool IsCallFilter { get; }

    /// <summary>References by interface, all to this class.</summary>
    public Dictionary<Type, GrainReferenceShared> References { get; } = [];

    /// <summary>The reference that an untyped <see cref="GrainId"/> gets.</summary>
    public GrainReferenceShared AnyReference => References[Info.Interfaces[0]];

    public IEnumerable<Activation> Activations =>
        MaxWorkers == 0 ? _activations.Select(pair => pair.Value) : _workers.SelectMany(pair => pair.Value.Snapshot());

    public int ActivationCount => MaxWorkers == 0 ? _activations.Count : Activations.Count();

    /// <summary>The activation to call; it becomes active with its first call.</summary>
    public Activation Resolve(string key)
    {
        if (MaxWorkers > 0)
        {
            Activation? worker;
            do
            {
                worker = _workers.GetOrAdd(key, _createWorkers).Pick();
            }
            while (worker is null);
            return worker;
        }

        return _activations.TryGetValue(key, out var activation) ? activation : _activations.GetOrAdd(key, _create);
    }

    public void Remove(Activation activation)
    {
        if (MaxWorkers == 0)
        {
            _activations.TryRemove(KeyValuePair.Create(activation.Key, activation));
        }
        else if (_workers.TryGetValue(activation.Key, out var workers) && workers.Remove(activation))
        {
            _workers.TryRemove(KeyValuePair.Create(activation.Key, workers));
        }
    }
}
